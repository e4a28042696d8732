"""Deals won and lost, as those who lead hear of them: a win by itself, a day's in the evening summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from bot.cards.deal import called, open_button, reason_name, worth
from bot.context import Desk
from bot.replies import Block, Card, Items, Paragraph, Record, Rows
from models.base import literal
from models.customer import Customer
from models.deal import Deal, DealState
from models.member import Member
from models.period import Period
from models.prepared import prepared

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


def ending_lines(desk: Desk, owners: dict[int, str], period: Period) -> list[str]:
    """One line a deal, the largest first, the wins before the losses."""
    ends = _largest(desk, list(owners), period)
    return [line for state in ENDS for line in _lines(desk, owners, ends.get(state, ()))]


def _lines(desk: Desk, owners: dict[int, str], ends: Sequence[tuple[Deal, int]]) -> list[str]:
    told = [_line(desk, deal, owners[deal.owner_id]) for deal, _ in ends]
    left = ends[0][1] - len(ends) if ends else 0
    return [*told, desk.words("deals.more_deals", count=left)] if left > 0 else told


def _largest(desk: Desk, owners: list[int], period: Period) -> dict[DealState, list[tuple[Deal, int]]]:
    """Of the deals that ended each way those that are told, and beside each how many there are in all."""
    ended: dict[DealState, list[tuple[Deal, int]]] = {}
    for deal, count in desk.session.execute(
        _ended(desk.workspace.id, owners, *desk.workspace.bounds(period))
    ):
        ended.setdefault(deal.state, []).append((deal, count))
    return ended


@prepared
def _ended(workspace_id: int, owners: list[int], start: datetime, end: datetime) -> Select[Deal, int]:
    """Which they are is found in an index: of a company's year, no more deals are read than are told."""
    largest_first = (func.coalesce(Deal.amount, 0).desc(), Deal.closed_at, Deal.id)
    rank = func.row_number().over(partition_by=Deal.state, order_by=largest_first)
    found = (
        select(Deal.id, rank.label("rank"), func.count().over(partition_by=Deal.state).label("count"))
        .where(Deal.workspace_id == workspace_id, Deal.state.in_([literal(one) for one in ENDS]))
        .where(Deal.closed_at >= start, Deal.closed_at < end, Deal.owner_id.in_(owners))
        .subquery()
    )
    told = select(Deal, found.c.count).join(found, found.c.id == Deal.id).where(found.c.rank <= NAMED)
    return told.order_by(found.c.rank).options(joinedload(Deal.customer))


def _line(desk: Desk, deal: Deal, owner: str) -> str:
    """หลุด 180,000 · ลานนาคอฟฟี่ เลือกเจ้าเดิม (นุ่น)."""
    words, is_won = desk.words, deal.state is DealState.WON
    what = " ".join([words("deals.won_on" if is_won else "deals.lost_on"), *worth(desk, deal)])
    reason = deal.lost_note or (reason_name(words, deal.lost_reason) if deal.lost_reason else "")
    why = f" {reason}" if reason and not is_won else ""
    return f"{what} · {called(deal.customer, deal)}{why} ({owner})"
