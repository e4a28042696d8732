"""Which sales a reader of a shop's report may see."""

from __future__ import annotations

from bot.context import Desk
from models.metrics.shop import Counter
from models.period import Period
from models.purchase import Purchase


def counter_of(desk: Desk, period: Period) -> Counter:
    """Sales over the counter in those days: the reader's own, of people led, or to customers to be seen."""
    return Counter(desk.session, desk.workspace, period, desk.access.reads(Purchase))
