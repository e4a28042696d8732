"""What happened with a customer so far, as rows of a card."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import joinedload

from bot.cards.deal import stage_name
from bot.cards.matters import own_words, what_happened
from bot.context import Desk
from bot.dealing import open_deals
from models.activity import LATEST_AMOUNT, Activity
from models.customer import Customer
from models.deal import Deal

DEALS = 3
"""So many open deals are told on a card about their customer."""


def last_contacts(desk: Desk, customer: Customer, limit: int) -> Sequence[Activity]:
    """The newest activities, their people with them."""
    history = Activity.with_customer(customer.id, desk.workspace.id)
    people = (joinedload(Activity.contact), joinedload(Activity.member))
    return desk.session.scalars(history.options(*people).limit(limit)).all()


def day_of(desk: Desk, activity: Activity) -> str:
    return desk.words.day(desk.local(activity.occurred_at).date(), desk.today)


def happened_text(desk: Desk, activity: Activity) -> str:
    """โทรคุยกับคุณวรรณา (จัดซื้อ), whose work it was if not the reader's, and below it the own words."""
    what = what_happened(desk.words, activity, activity.contact)
    if activity.member_id != desk.member.id:
        what = desk.words("brief.by", what=what, who=desk.words.person(activity.member.name))
    said = own_words(desk.words, activity)
    return f"{what}\n{said}" if said else what


def deal_text(desk: Desk, deal: Deal) -> str:
    """1,500,000 บาท · ขั้นต่อรอง · บางนา."""
    words = desk.words
    amount = words.baht(deal.amount) if deal.amount is not None else ""
    stage = words("deals.in_stage", stage=stage_name(desk, deal.stage))
    rests = deal.rests_until if deal.rests_on(desk.today) else None
    resting = words("deals.resting_until", day=words.day(rests, desk.today)) if rests else ""
    return " · ".join(part for part in (amount, stage, deal.name, resting) if part)


def latest_amount(desk: Desk, customer_id: int) -> Activity | None:
    """The newest activity in which an amount was spoken of."""
    return LATEST_AMOUNT.first(desk.session, customer_id, desk.workspace.id)


def at_stake(desk: Desk, customer_id: int) -> Decimal | None:
    """What the open deals there are worth, else the amount spoken of last."""
    worth = [one.amount for one in open_deals(desk, customer_id) if one.amount is not None]
    if worth:
        return sum(worth, Decimal(0))
    last = latest_amount(desk, customer_id)
    return last.amount if last is not None else None


def amount_row(desk: Desk, customer: Customer) -> list[tuple[str, str]]:
    """The open deals; where there is none the amount spoken of last, with its day."""
    if deals := open_deals(desk, customer.id):
        return [(desk.words("deals.deal"), deal_text(desk, one)) for one in deals[:DEALS]]
    last = latest_amount(desk, customer.id)
    if last is None or last.amount is None:
        return []
    day = desk.words.near_day(desk.local(last.occurred_at).date(), desk.today)
    return [(desk.words("brief.amount"), f"{desk.words.baht(last.amount)} ({day})")]
