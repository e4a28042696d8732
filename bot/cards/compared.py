"""What was sold so far, beside as much of the period before, and the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from bot.context import Desk
from bot.replies import Card, Rows
from models.member import Role
from models.metrics.lengths import DAY, Length
from models.period import Period
from models.sold import NOTHING, sold_by, sold_by_nobody

Span = tuple[datetime, datetime]


def compared_card(desk: Desk, length: Length, sellers: Sequence[int]) -> Card:
    """ยอดขายเดือนนี้เทียบเดือนที่แล้ว: to the same day, since a month that has just begun is always behind.

    Of today to the same hour of yesterday.
    """
    words, now = desk.words, length.around(desk.today)
    before = length.before(now)
    so_far, whole = (desk.workspace.bounds(days) for days in (Period(now.first, desk.today), before))
    as_far = (whole[0], _as_far(desk, length, now, before))
    here, there, all_of_it = (_sold(desk, sellers, span) for span in (so_far, as_far, whole))
    told = _difference(desk, here, there)
    title = words(f"targets.compared_{length}")
    until = words("targets.as_far", amount=words.baht(there), day=_until(desk, length, as_far[1]))
    rows = [
        (words(f"targets.now_{length}"), words.baht(here)),
        (words(f"targets.before_{length}"), until),
        (words(f"targets.whole_{length}"), words.baht(all_of_it)),
    ]
    return Card(
        title=title,
        subtitle=told,
        summary=f"{title} · {told}",
        blocks=(Rows(tuple(rows[: 2 if as_far == whole else 3])),),
    )


def _as_far(desk: Desk, length: Length, now: Period, before: Period) -> datetime:
    """Up to which moment the period before is counted, to be as long as what has passed of this one."""
    if length is Length.DAY:
        return desk.at(before.first, desk.local(desk.now).time())
    return desk.start_of(min(before.first + (desk.today - now.first), before.last) + DAY)


def _until(desk: Desk, length: Length, end: datetime) -> str:
    """13:00; พฤ. 26 ต.ค., the last day that is counted."""
    if length is Length.DAY:
        return desk.words.clock(end)
    return desk.words.day(desk.local(end).date() - DAY, desk.today)


def _sold(desk: Desk, sellers: Sequence[int], span: Span) -> Decimal:
    """These people's baht; an owner's company sells at tills too."""
    told = (desk.session, desk.workspace.id)
    theirs = sum(sold_by(*told, sellers, *span).values(), NOTHING)
    if desk.member.role is not Role.OWNER:
        return theirs.total
    return (theirs + sold_by_nobody(*told, *span)).total


def _difference(desk: Desk, here: Decimal, there: Decimal) -> str:
    """มากกว่า 120,000 บาท (+12%); without anything before there is no share of it."""
    words, more = desk.words, here - there
    if not more:
        return words("targets.as_much")
    share = f" ({more / there * 100:+.0f}%)" if there > 0 else ""
    return words("targets.more" if more > 0 else "targets.less", amount=words.baht(abs(more))) + share
