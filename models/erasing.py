"""Erasing a person: their own fields are blanked wherever they stand, figures stay as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, cast, delete, select, update
from sqlalchemy.orm import Session

from models.activity import Activity, Attachment, Photo
from models.base import Base
from models.changes import Audited, Change
from models.chat import Chat
from models.consumer import Consumer, ConsumerState, LinkCode
from models.customer import Contact, Customer, CustomerAlias, CustomerKind, CustomerTag
from models.deal import Deal
from models.followup import FollowUp, FollowUpState
from models.inquiry import Inquiry
from models.promotion import Recipient
from models.purchase import Payment, Purchase
from models.queues import Errand, InboxEvent, InboxState

NOTHING_KEPT = "{}"
FOREVER = date(2999, 12, 31)
"""An erased customer is nobody's to follow up."""
PERSONAL: dict[type[Base], dict[str, Any]] = {
    Customer: {
        **dict.fromkeys(("phone", "source", "tax_id", "address", "latitude", "longitude", "birthday")),
        **dict.fromkeys(("branch", "legal_form")),
        "name": "",
    },
    Contact: {"name": "", "phone": None, "email": None, "line_id": None},
    CustomerAlias: {"name": ""},
    CustomerTag: {"name": ""},
    Activity: {"said": "", "note": ""},
    FollowUp: {"about": ""},
    Deal: {"name": ""},
    Purchase: {"said": "", "phone": None},
    Payment: {"said": ""},
    Inquiry: {"text": "", "answer": ""},
    Consumer: {"name": "", "user_id": ""},
}
"""What of each table is a person's own, and what stands there afterwards."""


def erase(session: Session, consumer: Consumer, now: datetime) -> None:
    """Blank a consumer and the consumer's customer, in the history too. A business keeps its own records."""
    customer = session.get(Customer, consumer.customer_id) if consumer.customer_id else None
    is_person = customer is not None and is_a_person(session, customer)
    _erase(session, [consumer], customer if is_person else None, now)


def erase_customer(session: Session, customer: Customer, now: datetime) -> None:
    """Blank a customer who is a person, and whoever in LINE that is: who asked for it did so at the shop."""
    consumers = select(Consumer).where(
        Consumer.workspace_id == customer.workspace_id,
        Consumer.customer_id == customer.id,
        Consumer.state != ConsumerState.ERASED,
    )
    _erase(session, session.scalars(consumers).all(), customer, now)


def _erase(session: Session, consumers: Sequence[Consumer], customer: Customer | None, now: datetime) -> None:
    rows: list[Any] = [*consumers]
    if customer is not None:
        rows += _rows_of(session, customer)
        _forget_media(session, customer)
        _close(session, customer, now)
    for consumer in consumers:
        _forget_line(session, consumer)
    for row in rows:
        _blank(row)
    if customer is not None:
        customer.name = f"#{customer.id}"
    for consumer in consumers:
        consumer.state, consumer.consented = ConsumerState.ERASED, False
        consumer.user_id = f"erased-{consumer.id}"
    session.flush()
    for row in rows:
        _blank_history(session, row)


def is_a_person(session: Session, customer: Customer) -> bool:
    """A consumer, or a name alone that nobody has called a consumer: no firm, nobody who works there."""
    if customer.kind is CustomerKind.CONSUMER:
        return True
    is_firm = customer.tax_id is not None or customer.legal_form is not None
    return not is_firm and session.scalar(Contact.ever_at(customer.id).limit(1)) is None


def _rows_of(session: Session, customer: Customer) -> Iterator[Any]:
    """The customer and all that was said of them."""
    yield customer
    for table in (Contact, CustomerAlias, CustomerTag):
        yield from session.scalars(select(table).where(table.customer_id == customer.id))
    for told in (Activity, FollowUp, Deal, Purchase, Payment, Inquiry):
        theirs = told.workspace_id == customer.workspace_id, told.customer_id == customer.id
        yield from session.scalars(select(told).where(*theirs))


def _blank(row: Any) -> None:
    for column, nothing in PERSONAL[type(row)].items():
        setattr(row, column, nothing)
    if isinstance(row, Contact | CustomerAlias | CustomerTag):
        row.deleted = True


def _close(session: Session, customer: Customer, now: datetime) -> None:
    """Nothing more is due at them."""
    customer.erased_at, customer.rests_until = now, FOREVER
    open_ones = FollowUp.open_at(customer.workspace_id, customer.id)
    for followup in session.scalars(open_ones):
        followup.state = FollowUpState.DROPPED
    session.execute(delete(LinkCode).where(LinkCode.customer_id == customer.id))


def _forget_media(session: Session, customer: Customer) -> None:
    """Pictures, files and places that were sent with what was said."""
    said = select(Activity.id).where(
        Activity.workspace_id == customer.workspace_id, Activity.customer_id == customer.id
    )
    theirs = Attachment.activity_id.in_(said)
    session.execute(delete(Photo).where(Photo.attachment_id.in_(select(Attachment.id).where(theirs))))
    blank = update(Attachment).where(theirs).values(name="", latitude=None, longitude=None)
    session.execute(blank.execution_options(synchronize_session=False))


def _forget_line(session: Session, consumer: Consumer) -> None:
    """LINE's id of them, and what they wrote, in what has been done with."""
    theirs = update(InboxEvent).where(
        InboxEvent.channel_id == consumer.channel_id, InboxEvent.user_id == consumer.user_id
    )
    done = theirs.where(InboxEvent.state != InboxState.NEW)
    nobody = f"erased-{consumer.id}"
    chats = update(Chat).where(Chat.channel_id == consumer.channel_id, Chat.user_id == consumer.user_id)
    session.execute(chats.values(user_id=nobody, display_name="", last_record=None))
    session.execute(done.values(payload=NOTHING_KEPT, user_id=nobody))
    errands = delete(Errand).where(Errand.workspace_id == consumer.workspace_id)
    errands = errands.where(cast(Errand.args, Text).contains(consumer.user_id))
    session.execute(errands.execution_options(synchronize_session=False))
    sent = update(Recipient).where(
        Recipient.workspace_id == consumer.workspace_id, Recipient.consumer_id == consumer.id
    )
    session.execute(sent.values(user_id=nobody).execution_options(synchronize_session=False))


def _blank_history(session: Session, row: Any) -> None:
    """What the audit knew of it before; that it was changed, by whom and when, stays."""
    history = select(Change).where(
        Change.workspace_id == row.workspace_id,
        Change.table_name == row.__tablename__,
        Change.row_id == row.id,
    )
    for change in session.scalars(history):
        change.before, change.after = _without(row, change.before), _without(row, change.after)


def _without(row: Audited, values: dict[str, Any] | None) -> dict[str, Any] | None:
    personal = PERSONAL[type(row)]  # type: ignore[index]  # every audited row is a table's
    if values is None:
        return None
    return {name: personal.get(name, value) if name in personal else value for name, value in values.items()}
