"""What happened with a customer, of whatever kind, each in a line or two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import Select

from bot.cards.deal import stage_name
from bot.cards.past import happened_text
from bot.cards.purchase import goods_text
from bot.context import Desk
from bot.dealing import pipeline
from models.activity import Activity
from models.customer import Customer
from models.deal import DealMove, DealState, Quote
from models.member import Member
from models.purchase import Payment, Purchase
from models.stage import Stage
from models.timeline import Entry, Happening, Whose, count, entries

Row = Activity | Purchase | Payment | Quote | DealMove


def how_much_happened(desk: Desk, customer: Customer) -> int:
    return count(desk.session, Whose(desk.workspace.id, customer.id))


def happenings(desk: Desk, customer: Customer, page: int, size: int) -> tuple[tuple[str, str], ...]:
    """One page, newest first: the day beside what happened."""
    found = entries(desk.session, Whose(desk.workspace.id, customer.id), skip=page * size, limit=size)
    rows = _rows(desk.session, found)
    told = _Teller(desk, _moves_of(desk.session, rows.values()), _bills_of(desk.session, rows.values()))
    return tuple((_day(desk, one), told.what(rows[one.kind, one.id])) for one in found)


def _day(desk: Desk, entry: Entry) -> str:
    return desk.words.day(desk.local(entry.at).date(), desk.today)


def _rows(session: Session, found: Sequence[Entry]) -> dict[tuple[Happening, int], Row]:
    """What the entries stand for, each kind in one query."""
    rows: dict[tuple[Happening, int], Row] = {}
    for kind in {one.kind for one in found}:
        ids = [one.id for one in found if one.kind is kind]
        rows |= {(kind, one.id): one for one in session.scalars(_of_kind(kind, ids))}
    return rows


def _of_kind(kind: Happening, ids: list[int]) -> Select[Any]:
    match kind:
        case Happening.ACTIVITY:
            people = (joinedload(Activity.contact), joinedload(Activity.member))
            return select(Activity).where(Activity.id.in_(ids)).options(*people)
        case Happening.PURCHASE:
            return select(Purchase).where(Purchase.id.in_(ids))
        case Happening.PAYMENT:
            return select(Payment).where(Payment.id.in_(ids))
        case Happening.QUOTE:
            return select(Quote).where(Quote.id.in_(ids))
        case Happening.DEAL:
            return select(DealMove).where(DealMove.id.in_(ids)).options(joinedload(DealMove.deal))


def _moves_of(session: Session, rows: Iterable[Row]) -> list[DealMove]:
    """All that ever became of the deals among these, oldest first."""
    deals = {one.deal_id for one in rows if isinstance(one, DealMove)}
    return list(session.scalars(DealMove.of_any(sorted(deals)))) if deals else []


def _bills_of(session: Session, rows: Iterable[Row]) -> dict[int, Payment]:
    """What is owed of the sales among these that were on credit, by sale."""
    sales = [one for one in rows if isinstance(one, Purchase) and not one.is_return]
    bills = session.scalars(Payment.of_sales(sales)) if sales else ()
    return {bill.purchase_id: bill for bill in bills if bill.purchase_id is not None}


@dataclass(frozen=True)
class _Teller:
    """Tells what happened, each in a line or two."""

    desk: Desk
    moves: Sequence[DealMove]
    """Of every deal told of, oldest first."""
    bills: Mapping[int, Payment]
    """Of the sales told of that were on credit."""

    def what(self, row: Row) -> str:
        match row:
            case Activity():
                return _activity(self.desk, row)
            case Purchase():
                return _purchase(self.desk, row, self.bills.get(row.id))
            case Payment():
                return _payment(self.desk, row)
            case Quote():
                return _quote(self.desk, row)
            case DealMove():
                return self.deal(row)

    def deal(self, move: DealMove) -> str:
        """What became of a deal: the difference to how it stood before."""
        desk, before = self.desk, self._before(move)
        stage = stage_name(desk, move.stage, self._stages)
        what = desk.words(f"timeline.deal_{_change(move, before)}", stage=stage)
        shows_amount = before is None or before.amount != move.amount or move.state is DealState.WON
        amount = _baht(desk, move.amount) if shows_amount else ""
        return _lines(_by(desk, f"{what} {move.deal.name}".strip(), move.member_id), amount)

    def _before(self, move: DealMove) -> DealMove | None:
        earlier = [one for one in self.moves if one.deal_id == move.deal_id and one.id < move.id]
        return next((one for one in reversed(earlier) if one.at <= move.at), None)

    @cached_property
    def _stages(self) -> Sequence[Stage]:
        return pipeline(self.desk)


def _activity(desk: Desk, activity: Activity) -> str:
    return _lines(happened_text(desk, activity), _baht(desk, activity.amount))


def _purchase(desk: Desk, purchase: Purchase, bill: Payment | None) -> str:
    what = desk.words("purchases.return" if purchase.is_return else "purchases.order")
    goods = goods_text(desk.words, purchase)
    code = f" ({purchase.promo_code})" if purchase.promo_code else ""
    on_credit = "" if bill is None else f" · {desk.words('payments.sold_on_credit')}"
    baht = _baht(desk, abs(purchase.amount)) + code + on_credit
    return _lines(_by(desk, f"{what} {goods}".strip(), purchase.member_id), baht)


def _payment(desk: Desk, payment: Payment) -> str:
    what = _by(desk, desk.words(f"payments.{payment.told}"), payment.member_id)
    return _lines(what, _baht(desk, payment.amount))


def _quote(desk: Desk, quote: Quote) -> str:
    revision = f" R{quote.revision}" if quote.revision else ""
    what = f"{desk.words('timeline.quote')} {quote.number}{revision}".strip()
    return _lines(_by(desk, what, quote.member_id), _baht(desk, quote.amount))


def _change(move: DealMove, before: DealMove | None) -> str:
    if before is None:
        return move.state if move.state is not DealState.OPEN else "opened"
    if before.state is not move.state:
        return move.state if move.state is not DealState.OPEN else "reopened"
    if before.stage != move.stage:
        return "moved"
    if before.amount != move.amount:
        return "repriced"
    return "given" if before.owner_id != move.owner_id else "changed"


def _by(desk: Desk, what: str, member_id: int | None) -> str:
    """Whose work it was, if not the reader's."""
    if member_id is None or member_id == desk.member.id:
        return what
    who = desk.words.person(desk.session.get_one(Member, member_id).name)
    return desk.words("brief.by", what=what, who=who)


def _baht(desk: Desk, amount: Decimal | None) -> str:
    return "" if amount is None else desk.words.baht(amount)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
