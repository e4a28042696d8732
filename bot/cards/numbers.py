"""A person's own month, a team's, and the lines about money in summaries and reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Select, func

from bot.context import Desk
from bot.intents.activities import Undo
from bot.replies import Block, Button, Card, Rows, Tap, Tone
from bot.targets import (
    Progress,
    days_left,
    did_in,
    progress_together,
    sold,
    sold_together,
    targets_of,
    team_target,
)
from models.member import Member, Role
from models.period import Period
from models.prepared import Query
from models.purchase import Payment, PaymentKind
from models.sold import NOTHING, Sold, reached
from models.target import Target, TargetMeasure, Targets

PEOPLE = 20
"""So many lines fit in a card beside the rest (30 KB)."""
Row = tuple[str, str] | tuple[str, str, Tone]


def numbers_card(desk: Desk, month: Period, people: Sequence[Member]) -> Card:
    """The reader's own month; whoever leads `people` sees theirs, and what is his own if there is any."""
    words, targets = desk.words, targets_of(desk, month)
    own = sold(desk, [desk.member.id], month).get(desk.member.id, NOTHING)
    progress = Progress(own.total, targets.of_member(desk.member.id), days_left(desk, month))
    whose = words("targets.team_of") if people else words.person(desk.member.name)
    title = words("targets.title", who=whose, month=words.month(month.first))
    ids = [one.id for one in people]
    line = progress_text(desk, progress_together(desk, ids, month) if people else progress)
    has_own = not people or bool(own.total) or progress.target is not None
    return Card(
        title=title,
        subtitle=line,
        summary=f"{title} · {line}",
        blocks=(
            *_team(desk, targets, month, people),
            *(_own(desk, own, progress, month, targets) if has_own else ()),
        ),
    )


def _own(desk: Desk, own: Sold, progress: Progress, month: Period, targets: Targets) -> tuple[Block, ...]:
    return (
        Rows((*_sold_rows(desk, own), *_pace_rows(desk, progress, month), *_counts(desk, targets, month))),
    )


def progress_text(desk: Desk, progress: Progress) -> str:
    """3.42 ล้าน จากเป้า 5.00 ล้าน (68%)."""
    done = desk.words.millions(progress.done)
    if progress.target is None:
        return desk.words("targets.sold_without", done=done)
    target = desk.words.millions(progress.target)
    return desk.words("targets.sold_of", done=done, target=target, percent=progress.percent)


def month_line(desk: Desk, member_ids: Sequence[int], month: Period, only: int | None = None) -> str:
    """เดือนนี้ 3.42 ล้าน จากเป้า 5.00 ล้าน (68%) เหลือ 3 วันทำงาน; nothing without a target."""
    target = team_target(desk, targets_of(desk, month), member_ids, only)
    if target is None:
        return ""
    progress = Progress(sold_together(desk, member_ids, month).total, target, days_left(desk, month))
    left = desk.words("targets.days", days=progress.days_left, s="" if progress.days_left == 1 else "s")
    return desk.words("targets.this_month", progress=progress_text(desk, progress), left=left)


def money_line(desk: Desk, member_ids: Sequence[int], period: Period) -> str:
    """ขาย 3 รายการ 236,600 · วางบิล 85,000 · เก็บเงิน 85,000; nothing on a day without any."""
    return money_text(desk, sold_together(desk, member_ids, period), member_ids, period)


def money_text(desk: Desk, together: Sold, member_ids: Sequence[int], period: Period) -> str:
    """The same of what these people sold, where that is known already."""
    words, parts = desk.words, []
    if together.orders:
        amount = words.money(together.purchases)
        parts.append(words("purchases.of_day", count=together.orders, amount=amount))
    paid = _paid(desk, member_ids, period)
    parts += [
        f"{words(f'payments.{kind}')} {words.money(paid[kind])}" for kind in PaymentKind if paid.get(kind)
    ]
    return " · ".join(parts)


def _paid(desk: Desk, member_ids: Sequence[int], period: Period) -> dict[PaymentKind, Decimal]:
    """Baht by kind; what was sold on credit is among what was sold."""
    start, end = desk.workspace.bounds(period)
    rows = _sums.rows(desk.session, desk.workspace.id, list(member_ids), start, end)
    return {kind: total or Decimal() for kind, total in rows}


@Query
def _sums(
    workspace_id: int, member_ids: list[int], start: datetime, end: datetime
) -> Select[PaymentKind, Decimal | None]:
    total = func.sum(Payment.amount, type_=Payment.amount.type)
    theirs = Payment.by(workspace_id, member_ids, start, end).where(Payment.purchase_id.is_(None))
    return theirs.with_only_columns(Payment.kind, total).group_by(Payment.kind)


def _sold_rows(desk: Desk, own: Sold) -> list[Row]:
    """Deals and purchases apart, each if there is any."""
    words = desk.words
    rows: list[Row] = []
    if own.won:
        rows.append(
            (words("targets.won"), words("targets.of_deals", amount=words.baht(own.deals), count=own.won))
        )
    if own.orders or own.purchases:
        amount = words.baht(own.purchases)
        rows.append((words("targets.orders"), words("targets.of_orders", amount=amount, count=own.orders)))
    return rows


def _pace_rows(desk: Desk, progress: Progress, month: Period) -> list[Row]:
    """What is missing, and what each working day has to bring from now on."""
    words = desk.words
    if progress.target is None:
        return [(words("targets.target"), words("targets.none"), Tone.MUTED)]
    rows: list[Row] = [(words("targets.target"), words.baht(progress.target))]
    if not progress.missing:
        return [*rows, (words("targets.missing"), words("targets.reached"), Tone.GREEN)]
    rows.append((words("targets.missing"), words.baht(progress.missing)))
    if month.holds(desk.today):
        left = words("targets.days", days=progress.days_left, s="" if progress.days_left == 1 else "s")
        pace = words("targets.pace", left=left, amount=words.baht(progress.a_day))
        rows.append((words("targets.left"), pace if progress.days_left else left))
    return rows


def _counts(desk: Desk, targets: Targets, month: Period) -> list[Row]:
    """Visits and customers against their targets, where there are any."""
    did = did_in(desk, desk.member.id, month)
    rows: list[Row] = []
    for measure in (TargetMeasure.VISITS, TargetMeasure.ACTIVITIES, TargetMeasure.CUSTOMERS):
        target = targets.of_member(desk.member.id, measure)
        if target is not None:
            done = reached(measure, did, Decimal())
            text = desk.words("targets.count_of", done=f"{done:,.0f}", target=f"{target:,.0f}")
            rows.append((desk.words(f"targets.{measure}"), text))
    return rows


def _team(desk: Desk, targets: Targets, month: Period, people: Sequence[Member]) -> tuple[Block, ...]:
    """One line a person, and all of them together."""
    if not people:
        return ()
    words, ids = desk.words, [one.id for one in people]
    each = sold(desk, ids, month)
    selling = [one for one in people if one.role is Role.REP or one.id in each or targets.of_member(one.id)]
    ranked = sorted(selling, key=lambda one: -each.get(one.id, NOTHING).total)[:PEOPLE]
    left = days_left(desk, month)
    own = {
        one.id: Progress(each.get(one.id, NOTHING).total, targets.of_member(one.id), left) for one in ranked
    }
    lines = [(one.name, progress_text(desk, own[one.id])) for one in ranked]
    together = Progress(sum(each.values(), NOTHING).total, team_target(desk, targets, ids), left)
    return (Rows((*lines, (words("targets.together"), progress_text(desk, together)))),)


def target_card(
    desk: Desk, target: Target, whose: str, *, before: Decimal | None, done: Decimal, undo: Undo
) -> Card:
    """ตั้งเป้าแล้ว, what it was before, and what of it is reached."""
    words = desk.words
    title = words("targets.set")
    value = value_text(desk, target.measure, target.value)
    rows = [
        (words("targets.target"), value),
        (words("targets.before"), value_text(desk, target.measure, before) if before is not None else ""),
        (words("targets.so_far"), value_text(desk, target.measure, done) if done else ""),
    ]
    who = f"{whose} · {words.month(target.month)}"
    return Card(
        title=title,
        subtitle=who,
        summary=f"{title} · {who} · {value}",
        blocks=(Rows(tuple((label, text) for label, text in rows if text)),),
        buttons=((Button(words("activity.undo"), Tap(undo)),),),
    )


def what_target(desk: Desk, target: Target) -> str:
    """เป้า พ.ย. 69 2,000,000 บาท, in a few words."""
    value = value_text(desk, target.measure, target.value)
    return f"{desk.words('targets.target')} {desk.words.month(target.month)} {value}"


def value_text(desk: Desk, measure: TargetMeasure, value: Decimal) -> str:
    """2,000,000 บาท; เข้าพบ 60 ครั้ง."""
    if measure is TargetMeasure.WON:
        return desk.words.baht(value)
    return desk.words(f"targets.of_{measure}", count=f"{value:,.0f}")
