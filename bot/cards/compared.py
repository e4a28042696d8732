"""What was sold so far, beside as many days of the period before, and the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.context import Desk
from bot.replies import Card, Rows
from bot.targets import sold_together
from models.member import Role
from models.metrics.lengths import Length
from models.period import Period
from models.sold import Sold, sold_by_nobody


def compared_card(desk: Desk, length: Length, sellers: Sequence[int]) -> Card:
    """ยอดขายเดือนนี้เทียบเดือนที่แล้ว: to the same day, since a month that has just begun is always behind."""
    words, now = desk.words, length.around(desk.today)
    before = length.before(now)
    so_far = Period(now.first, desk.today)
    as_far = Period(before.first, min(before.first + (desk.today - now.first), before.last))
    here, there, whole = (_sold(desk, sellers, days) for days in (so_far, as_far, before))
    told = _difference(desk, here.total, there.total)
    title = words(f"targets.compared_{length}")
    until = words("targets.as_far", amount=words.baht(there.total), day=words.day(as_far.last, desk.today))
    rows = [
        (words(f"targets.now_{length}"), words.baht(here.total)),
        (words(f"targets.before_{length}"), until),
        (words(f"targets.whole_{length}"), words.baht(whole.total)),
    ]
    return Card(
        title=title,
        subtitle=told,
        summary=f"{title} · {told}",
        blocks=(Rows(tuple(rows[: 2 if as_far == before else 3])),),
    )


def _sold(desk: Desk, sellers: Sequence[int], period: Period) -> Sold:
    """These people's; an owner's company sells at tills too."""
    theirs = sold_together(desk, sellers, period)
    if desk.member.role is not Role.OWNER:
        return theirs
    return theirs + sold_by_nobody(desk.session, desk.workspace.id, *desk.workspace.bounds(period))


def _difference(desk: Desk, here: Decimal, there: Decimal) -> str:
    """มากกว่า 120,000 บาท (+12%); without anything before there is no share of it."""
    words, more = desk.words, here - there
    if not more:
        return words("targets.as_much")
    share = f" ({more / there * 100:+.0f}%)" if there > 0 else ""
    return words("targets.more" if more > 0 else "targets.less", amount=words.baht(abs(more))) + share
