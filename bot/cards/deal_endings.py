"""Deals won and lost, as those who lead hear of them: a win by itself, a day's in the evening summary."""

from __future__ import annotations

from collections.abc import Sequence

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
    deals = _closed(desk, owners, period, state)
    told = [_line(desk, one, owners[one.owner_id]) for one in deals[:NAMED]]
    left = len(deals) - NAMED
    return [*told, desk.words("deals.more_deals", count=left)] if left > 0 else told


def _closed(desk: Desk, owners: dict[int, str], period: Period, state: DealState) -> Sequence[Deal]:
    start, end = desk.workspace.bounds(period)
    closed = Deal.closed_between(desk.workspace.id, state, start, end).where(Deal.owner_id.in_(owners))
    deals = desk.session.scalars(closed.options(joinedload(Deal.customer))).all()
    return sorted(deals, key=lambda one: -(one.amount or 0))


def _line(desk: Desk, deal: Deal, owner: str) -> str:
    """หลุด 180,000 · ลานนาคอฟฟี่ เลือกเจ้าเดิม (นุ่น)."""
    words, is_won = desk.words, deal.state is DealState.WON
    what = " ".join([words("deals.won_on" if is_won else "deals.lost_on"), *worth(desk, deal)])
    reason = deal.lost_note or (reason_name(words, deal.lost_reason) if deal.lost_reason else "")
    why = f" {reason}" if reason and not is_won else ""
    return f"{what} · {called(deal.customer, deal)}{why} ({owner})"
