"""Deals won and lost, as those who lead hear of them: a win by itself, a day's in the evening summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import joinedload

from bot.cards.deal import called, open_button, reason_name, worth
from bot.context import Desk
from bot.replies import Block, Card, Items, Paragraph, Record, Rows
from bot.subjects import about
from models.base import literal
from models.customer import Customer
from models.deal import Deal, DealState
from models.member import Member
from models.period import Period
from models.prepared import Query, prepared
from models.workspace import Subject

ENDS = (DealState.WON, DealState.LOST)
NAMED = 5
"""So many wins, and so many losses, are told one by one; the rest is a number."""


def win_card(desk: Desk, deal: Deal, customer: Customer) -> Card:
    """ปิดได้ 720,000 · เพชรเกษมก่อสร้าง (เมย์)."""
    owner = desk.session.get_one(Member, deal.owner_id)
    title = " ".join([desk.words("deals.won_on"), *worth(desk, deal)])
    return Card(
        title=title,
        subtitle=called(customer, deal),
        summary=f"{title} · {called(customer, deal)} ({owner.name})",
        blocks=(Rows(((desk.words("deals.owner"), desk.words.person(owner.name)),)),),
        buttons=((open_button(desk, deal),),),
        record=Record("deal", deal.id),
    )


def ended(desk: Desk, owners: dict[int, str], period: Period) -> tuple[Block, ...]:
    """ยอด: what these people won and lost in the period."""
    lines = ending_lines(desk, owners, period)
    return (Items((), desk.words("deals.endings")), Paragraph("\n".join(lines))) if lines else ()


@about(Subject.DEALS)
def ending_lines(desk: Desk, owners: dict[int, str], period: Period) -> tuple[str, ...]:
    """One line a deal, the largest first, the wins before the losses."""
    whose = (desk.workspace.id, list(owners), *desk.workspace.bounds(period))
    told = desk.session.scalars(_largest(*whose)).all()
    counts: dict[DealState, int] = dict(_counts.rows(desk.session, *whose)) if told else {}
    return tuple(line for state in ENDS for line in _lines(desk, owners, told, state, counts.get(state, 0)))


def _lines(
    desk: Desk, owners: dict[int, str], deals: Sequence[Deal], state: DealState, count: int
) -> list[str]:
    told = [_line(desk, one, owners[one.owner_id]) for one in deals if one.state is state]
    left = count - len(told)
    return [*told, desk.words("deals.more_deals", count=left)] if left > 0 else told


@prepared
def _largest(workspace_id: int, owners: list[int], start: datetime, end: datetime) -> Select[Deal]:
    """Those that are told: of a company's year they are found in an index, and no more deals are read."""
    order = (func.coalesce(Deal.amount, 0).desc(), Deal.closed_at, Deal.id)
    largest = [
        Deal.closed_between(workspace_id, state, start, end)
        .where(Deal.owner_id.in_(owners))
        .with_only_columns(Deal.id)
        .order_by(None)
        .order_by(*order)
        .limit(NAMED)
        .subquery()
        for state in ENDS
    ]
    ids = union_all(*map(select, largest))
    return select(Deal).where(Deal.id.in_(ids)).order_by(*order).options(joinedload(Deal.customer))


@Query
def _counts(workspace_id: int, owners: list[int], start: datetime, end: datetime) -> Select[DealState, int]:
    return (
        select(Deal.state, func.count())
        .where(Deal.workspace_id == workspace_id, Deal.state.in_([literal(one) for one in ENDS]))
        .where(Deal.closed_at >= start, Deal.closed_at < end, Deal.owner_id.in_(owners))
        .group_by(Deal.state)
    )


def _line(desk: Desk, deal: Deal, owner: str) -> str:
    """หลุด 180,000 · ลานนาคอฟฟี่ เลือกเจ้าเดิม (นุ่น)."""
    words, is_won = desk.words, deal.state is DealState.WON
    what = " ".join([words("deals.won_on" if is_won else "deals.lost_on"), *worth(desk, deal)])
    reason = deal.lost_note or (reason_name(words, deal.lost_reason) if deal.lost_reason else "")
    why = f" {reason}" if reason and not is_won else ""
    return f"{what} · {called(deal.customer, deal)}{why} ({owner})"
