"""Deals won and lost, as those who lead hear of them: a win by itself, a day's in the evening summary."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from bot.cards.deal import called, open_button, reason_name, worth
from bot.context import Desk
from bot.replies import Block, Card, Items, Paragraph, Record, Rows
from models.customer import Customer
from models.deal import Deal, DealState
from models.member import Member
from models.period import Period

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
    return [*_lines(desk, owners, period, DealState.WON), *_lines(desk, owners, period, DealState.LOST)]


def _lines(desk: Desk, owners: dict[int, str], period: Period, state: DealState) -> list[str]:
    deals, count = _largest(desk, owners, period, state)
    told = [_line(desk, one, owners[one.owner_id]) for one in deals]
    left = count - len(deals)
    return [*told, desk.words("deals.more_deals", count=left)] if left > 0 else told


def _largest(
    desk: Desk, owners: dict[int, str], period: Period, state: DealState
) -> tuple[Sequence[Deal], int]:
    """The deals that are told, and how many there are: of a company's year, only those are read."""
    largest_first = (func.coalesce(Deal.amount, 0).desc(), Deal.closed_at, Deal.id)
    closed = Deal.closed_between(desk.workspace.id, state, *desk.workspace.bounds(period))
    found = (
        closed.where(Deal.owner_id.in_(owners))
        .with_only_columns(Deal.id, func.count().over().label("count"))
        .order_by(None)
        .order_by(*largest_first)
        .limit(NAMED)
        .subquery()
    )
    deals = select(Deal, found.c.count).join(found, found.c.id == Deal.id).order_by(*largest_first)
    rows = desk.session.execute(deals.options(joinedload(Deal.customer))).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _line(desk: Desk, deal: Deal, owner: str) -> str:
    """หลุด 180,000 · ลานนาคอฟฟี่ เลือกเจ้าเดิม (นุ่น)."""
    words, is_won = desk.words, deal.state is DealState.WON
    what = " ".join([words("deals.won_on" if is_won else "deals.lost_on"), *worth(desk, deal)])
    reason = deal.lost_note or (reason_name(words, deal.lost_reason) if deal.lost_reason else "")
    why = f" {reason}" if reason and not is_won else ""
    return f"{what} · {called(deal.customer, deal)}{why} ({owner})"
