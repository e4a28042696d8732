"""What happened with a customer, of whatever kind, each in a line or two."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import Select

from bot.cards.deal import stage_name
from bot.cards.past import happened_text
from bot.cards.purchase import goods_text
from bot.context import Desk
from models.activity import Activity
from models.customer import Customer
from models.deal import Deal, DealMove, DealState, Quote
from models.member import Member
from models.purchase import Payment, Purchase
from models.timeline import Entry, Happening, Whose, count, entries


def how_much_happened(desk: Desk, customer: Customer) -> int:
    return count(desk.session, Whose(desk.workspace.id, customer.id))


def happenings(desk: Desk, customer: Customer, page: int, size: int) -> tuple[tuple[str, str], ...]:
    """One page, newest first: the day beside what happened."""
    found = entries(desk.session, Whose(desk.workspace.id, customer.id), skip=page * size, limit=size)
    activities = _activities(desk, [one.id for one in found if one.kind is Happening.ACTIVITY])
    return tuple((_day(desk, one), _told(desk, one, activities)) for one in found)


def _day(desk: Desk, entry: Entry) -> str:
    return desk.words.day(desk.local(entry.at).date(), desk.today)


def _activities(desk: Desk, ids: list[int]) -> dict[int, Activity]:
    """Most of what happens: read together, with their people."""
    people = (joinedload(Activity.contact), joinedload(Activity.member))
    rows = desk.session.scalars(select(Activity).where(Activity.id.in_(ids)).options(*people))
    return {one.id: one for one in rows}


def _told(desk: Desk, entry: Entry, activities: Mapping[int, Activity]) -> str:
    match entry.kind:
        case Happening.ACTIVITY:
            return _activity(desk, activities[entry.id])
        case Happening.PURCHASE:
            return _purchase(desk, desk.session.get_one(Purchase, entry.id))
        case Happening.PAYMENT:
            return _payment(desk, desk.session.get_one(Payment, entry.id))
        case Happening.QUOTE:
            return _quote(desk, desk.session.get_one(Quote, entry.id))
        case Happening.DEAL:
            return _deal(desk, desk.session.get_one(DealMove, entry.id))


def _activity(desk: Desk, activity: Activity) -> str:
    return _lines(happened_text(desk, activity), _baht(desk, activity.amount))


def _purchase(desk: Desk, purchase: Purchase) -> str:
    what = desk.words("purchases.return" if purchase.is_return else "purchases.order")
    goods = goods_text(desk.words, purchase)
    code = f" ({purchase.promo_code})" if purchase.promo_code else ""
    return _lines(
        _by(desk, f"{what} {goods}".strip(), purchase.member_id), _baht(desk, abs(purchase.amount)) + code
    )


def _payment(desk: Desk, payment: Payment) -> str:
    return _lines(
        _by(desk, desk.words(f"payments.{payment.kind}"), payment.member_id), _baht(desk, payment.amount)
    )


def _quote(desk: Desk, quote: Quote) -> str:
    revision = f" R{quote.revision}" if quote.revision else ""
    what = f"{desk.words('timeline.quote')} {quote.number}{revision}".strip()
    return _lines(_by(desk, what, quote.member_id), _baht(desk, quote.amount))


def _deal(desk: Desk, move: DealMove) -> str:
    """What became of a deal: the difference to how it stood before."""
    name = desk.session.get_one(Deal, move.deal_id).name
    before = desk.session.scalar(_before(move))
    what = desk.words(f"timeline.deal_{_change(move, before)}", stage=stage_name(desk, move.stage))
    shows_amount = before is None or before.amount != move.amount or move.state is DealState.WON
    return _lines(
        _by(desk, f"{what} {name}".strip(), move.member_id), _baht(desk, move.amount) if shows_amount else ""
    )


def _before(move: DealMove) -> Select[DealMove]:
    return (
        select(DealMove)
        .where(DealMove.deal_id == move.deal_id, DealMove.deleted.is_(False))
        .where(DealMove.at <= move.at, DealMove.id < move.id)
        .order_by(DealMove.at.desc(), DealMove.id.desc())
        .limit(1)
    )


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
