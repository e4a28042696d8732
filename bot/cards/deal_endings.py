"""Deals won and lost, as those who lead hear of them: a win by itself, a day's in the evening summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select, union_all

from bot.cards.deal import called, open_button, reason_name, worth
from bot.context import Desk
from bot.replies import Block, Card, Items, Paragraph, Record, Rows
from bot.subjects import about
from models.customer import Customer
from models.deal import Deal, DealState
from models.member import Member
from models.period import Period
from models.prepared import Query
from models.workspace import Subject

ENDS = (DealState.WON, DealState.LOST)
NAMED = 5
"""So many wins, and so many losses, are told one by one; the rest is a number."""


class Ended(NamedTuple):
    """What is told of a deal that was won or lost, and how many ended like it in all, worth how much."""

    state: DealState
    owner_id: int
    name: str
    amount: Decimal | None
    lost_reason: str | None
    lost_note: str
    customer: str
    """Its name."""
    in_all: int
    baht_in_all: Decimal | None
    """What those of them with an amount come to together."""


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
    """One line a deal, the largest first, the wins before the losses; an owner without a name is left out."""
    whose = (desk.workspace.id, list(owners), *desk.workspace.bounds(period))
    largest = list(map(Ended._make, _largest.rows(desk.session, *whose)))
    return tuple(line for state in ENDS for line in _lines(desk, owners, largest, state))


def _lines(desk: Desk, owners: dict[int, str], largest: Sequence[Ended], state: DealState) -> list[str]:
    told = [one for one in largest if one.state is state]
    lines = [_line(desk, one, owners[one.owner_id]) for one in told]
    left = told[0].in_all - len(told) if told else 0
    more = [desk.words("deals.more_deals", count=left)] if left else []
    return [*_in_all(desk, told), *lines, *more]


def _in_all(desk: Desk, told: Sequence[Ended]) -> list[str]:
    """ปิดได้รวม 12 ดีล 15.2 ล้าน, where there are several."""
    if len(told) < 2 or told[0].state is not DealState.WON:
        return []
    amount = desk.words.money(told[0].baht_in_all or Decimal())
    return [desk.words("deals.won_in_all", count=told[0].in_all, amount=amount)]


@Query
def _largest(
    workspace_id: int, owners: list[int], start: datetime, end: datetime
) -> Select[*tuple[Any, ...]]:
    """What is told: of a company's year it is counted and found in an index, and no more deals are read."""
    order = (func.coalesce(Deal.amount, 0).desc(), Deal.closed_at, Deal.id)
    all_ended = [Deal.closed_by(owners, workspace_id, state, start, end) for state in ENDS]
    largest = [
        one.with_only_columns(
            Deal.id, _told_of(one, func.count()).label("count"), _told_of(one, BAHT).label("baht")
        )
        .order_by(*order)
        .limit(NAMED)
        .subquery()
        for one in all_ended
    ]
    each = union_all(*map(select, largest)).subquery()
    its = (Deal.state, Deal.owner_id, Deal.name, Deal.amount, Deal.lost_reason, Deal.lost_note)
    return (
        select(*its, Customer.name, each.c.count, each.c.baht)
        .join(each, each.c.id == Deal.id)
        .join(Customer, Customer.id == Deal.customer_id)
        .order_by(*order)
    )


BAHT = func.sum(Deal.amount, type_=Deal.amount.type)


def _told_of(deals: Select[Deal], figure: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Counted beside them: by a window every one of them would be laid by first."""
    return deals.with_only_columns(figure).correlate(None).scalar_subquery()


def _line(desk: Desk, deal: Ended, owner: str) -> str:
    """หลุด 180,000 · ลานนาคอฟฟี่ เลือกเจ้าเดิม (นุ่น)."""
    words, is_won = desk.words, deal.state is DealState.WON
    amount = "" if deal.amount is None else words.money(deal.amount)
    what = f"{words('deals.won_on' if is_won else 'deals.lost_on')} {amount}".strip()
    reason = deal.lost_note or (reason_name(words, deal.lost_reason) if deal.lost_reason else "")
    why = f" {reason}" if reason and not is_won else ""
    whose = " · ".join(part for part in (deal.customer, deal.name) if part)
    return f"{what} · {whose}{why}" + (f" ({owner})" if owner else "")
