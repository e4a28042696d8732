"""What happened with a customer so far, as rows of a card."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from bot.cards.matters import own_words, what_happened
from bot.context import Desk
from models.activity import Activity
from models.customer import Customer


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


def latest_amount(desk: Desk, customer: Customer) -> Activity | None:
    """The newest activity in which an amount was spoken of."""
    history = Activity.with_customer(customer.id, desk.workspace.id)
    return desk.session.scalar(history.where(Activity.amount.is_not(None)).limit(1))


def amount_row(desk: Desk, customer: Customer) -> list[tuple[str, str]]:
    """That amount, with its day."""
    last = latest_amount(desk, customer)
    if last is None or last.amount is None:
        return []
    day = desk.words.near_day(desk.local(last.occurred_at).date(), desk.today)
    return [(desk.words("brief.amount"), f"{desk.words.baht(last.amount)} ({day})")]
