"""A customer with everything that can hang on one, and every way there is to get at it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import false, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from bot.intents import base
from bot.intents.base import Intent
from bot.language import Amount, ContactRef, CustomerRef, DealRef, MemberRef, When
from models.access import belongs_to
from models.activity import Activity, ActivityChannel, Attachment, AttachmentKind
from models.base import Base
from models.customer import Contact, Customer
from models.deal import Deal, Quote
from models.followup import Draft, FollowUp, FollowUpKind
from models.importing import Import, ImportRow, ImportState, RowState
from models.inquiry import Inquiry
from models.member import Member, MemberState, Role, Team
from models.purchase import Payment, PaymentKind, Purchase
from models.workspace import Workspace
from tests.days import THURSDAY, at, press, row
from tests.language.test_intents import SAID
from tests.town import Town

CUSTOMER = "เรือใบไม้"
SECRETS = (
    *("แนบแน่น", "ขอลดพิเศษ", "9,876,543", "089-876", "898765", "ยังไม่ส่งแบบลับ", "ฉบับร่างลับ", "ทำไมลดราคา"),
    *("ดีลลับสุด", "7,654,321", "QT-ลับ"),
)
"""What only the customer's rep, that rep's manager and the owner may read; no test's sentence says it."""


@dataclass(frozen=True)
class Secret:
    """The ids of one customer's records, by the name of the field that points at such a record."""

    ids: dict[str, int]
    customer: int
    owner: int

    def refer(self, field: str, kind: Any) -> Any:
        """What a button forged to reach this secret would carry in that field; None if nothing would fit."""
        if kind is CustomerRef:
            return CustomerRef("", self.customer)
        if kind is ContactRef:
            return ContactRef("", self.ids["contact"])
        if kind is MemberRef:
            return MemberRef("", self.owner)
        if kind is DealRef:
            return DealRef("", self.ids["deal"])
        return self.ids.get(field) if kind is int else None


def keep_secret(session: Session, owner: Member) -> Secret:
    """One customer of `owner`'s with everything that can hang on a customer."""
    here, now = owner.workspace_id, at("08:00")
    customer = Customer(
        workspace_id=here, owner_id=owner.id, name=CUSTOMER, phone="+66898765432", created_at=now
    )
    session.add(customer)
    session.flush()
    by = {"workspace_id": here, "customer_id": customer.id}
    contact = Contact(**by, name="แนบแน่น", phone="+66898765433")
    said = "ขอลดพิเศษ"
    entry = Activity(
        **by, member_id=owner.id, channel=ActivityChannel.VISIT, said=said, note=said,
        amount=Decimal(9_876_543), occurred_at=now, logged_at=now,
    )  # fmt: skip
    promise = FollowUp(
        **by, owner_id=owner.id, set_by_id=owner.id, kind=FollowUpKind.APPOINTMENT, about="ยังไม่ส่งแบบลับ",
        due_on=THURSDAY, due_at=at("16:00"), created_at=now,
    )  # fmt: skip
    draft = Draft(workspace_id=here, member_id=owner.id, said="ฉบับร่างลับ", said_at=now)
    place = Attachment(
        workspace_id=here, member_id=owner.id, kind=AttachmentKind.LOCATION, message_id="m1", name="แนบแน่น",
        latitude=13.7, longitude=100.5, sent_at=now,
    )  # fmt: skip
    inquiry = Inquiry(
        **by, asked_by_id=owner.id, asked_of_id=owner.id, text="ทำไมลดราคา", asked_at=now, told_at=now
    )  # fmt: skip
    bought = Purchase(
        **by, member_id=owner.id, item="ของแนบแน่น", amount=Decimal(9_876_543), said=said, occurred_at=now,
        logged_at=now,
    )  # fmt: skip
    paid = Payment(
        **by, member_id=owner.id, kind=PaymentKind.BILLED, amount=Decimal(9_876_543), said=said,
        occurred_at=now, logged_at=now,
    )  # fmt: skip
    newcomer = Member(
        workspace_id=here, team_id=owner.team_id, user_id=f"U{here}", name="คนใหม่", role=Role.REP,
        state=MemberState.WAITING, joined_at=now,
    )  # fmt: skip
    file = Import(
        workspace_id=here, member_id=owner.id, attachment_id=0, name="แนบแน่น.xlsx", state=ImportState.READY,
        customers=1, problems=1, created_at=now,
    )  # fmt: skip
    deal = Deal(
        **by, owner_id=owner.id, name="ดีลลับสุด", amount=Decimal(7_654_321), stage="proposal",
        stage_since=now, created_at=now,
    )  # fmt: skip
    session.add(deal)
    session.flush()
    offered = Quote(**by, deal_id=deal.id, member_id=owner.id, number="QT-ลับ", quoted_at=now)
    kept: dict[str, Any] = {
        "deal": deal, "quote": offered,
        "contact": contact, "activity": entry, "followup": promise, "after": entry, "draft": draft,
        "attachment": place, "inquiry": inquiry, "member": newcomer,
        "purchase": bought, "payment": paid,
        "sheet": file,
    }  # fmt: skip
    session.add_all(kept.values())
    session.flush()
    left_out = {"problem": "owner", "said": "แนบแน่น"}
    session.add(ImportRow(import_id=file.id, number=2, workspace_id=here, state=RowState.PROBLEM, **left_out))
    return Secret(
        {name: one.id for name, one in kept.items()} | {"customer": customer.id}, customer.id, owner.id
    )


def secret_of(town: Town, owner: str) -> Secret:
    with town.database() as session:
        directory = town.workspace(session).touch_directory(session)
        secret = keep_secret(session, row(session, Member, owner))
        session.get_one(Customer, secret.customer).directory_version = directory
        return secret


def another_company(town: Town) -> Secret:
    """A second workspace in the same database, with a team and a customer of its own."""
    with town.database() as session:
        other = Workspace(name="อีกบริษัท", created_at=at("08:00"))
        session.add(other)
        session.flush()
        team = Team(workspace_id=other.id, name="ทีมอื่น")
        session.add(team)
        session.flush()
        rep = Member(
            workspace_id=other.id, team_id=team.id, user_id="Uother", name="คนอื่น", joined_at=at("08:00")
        )  # fmt: skip
        session.add(rep)
        session.flush()
        return keep_secret(session, rep)


State = dict[str, list[dict[str, Any]]]


def state_of(town: Town, secret: Secret) -> State:
    """All rows that belong to the secret, column by column: what nobody else may change or add to."""
    return _rows_of(town, lambda table: _belongs_to_secret(table, secret))


def state_of_company(town: Town, workspace: int) -> State:
    """Every row of a company in any table, column by column."""
    return _rows_of(town, lambda table: belongs_to(table, workspace))


def _rows_of(town: Town, which: Callable[[Any], ColumnElement[bool]]) -> State:
    tables = [mapper.class_ for mapper in Base.registry.mappers]
    with town.database() as session:
        return {
            table.__tablename__: [_columns(one) for one in session.scalars(_in_order(table, which(table)))]
            for table in tables
        }


def _in_order(table: Any, which: ColumnElement[bool]) -> Select[Any]:
    return select(table).where(which).order_by(*inspect(table).primary_key)


def _belongs_to_secret(table: Any, secret: Secret) -> ColumnElement[bool]:
    """A table of a later capability is looked at as soon as it has a customer."""
    if table is Customer:
        return Customer.id == secret.customer
    if table is Member:
        return Member.id.in_((secret.owner, secret.ids["member"]))
    if hasattr(table, "customer_id"):
        about: ColumnElement[bool] = table.customer_id == secret.customer
        return about
    return table.member_id == secret.owner if table in (Draft, Attachment) else false()


def _columns(one: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(one).items() if name != "_sa_instance_state"}


FILLED: dict[Any, Any] = {
    When: When(date(2026, 11, 27)),
    Amount: Amount(Decimal(1)),
    date: date(2026, 11, 27),
    bool: True,
    int: 1,
}
WORDS = {
    "channel": "call",
    "outcome": "reached",
    "scope": "overdue",
    "role": "rep",
    "kind": "b2b",
    "size": "S",
    "payment_kind": "billed",
    "measure": "visits",
}


def forged(kind: type[Intent], secret: Secret) -> Iterator[Intent]:
    """This intent pointed at the secret by each field that can, with little and with all else filled in."""
    fields = {one.name: one for one in dataclasses.fields(kind)}  # type: ignore[arg-type]
    hints = base._hints(kind)
    needed = {
        name: FILLED.get(hints[name], "x")
        for name, one in fields.items()
        if one.default is dataclasses.MISSING
    }
    extras = {
        name: FILLED.get(hints[name], WORDS.get(name))
        for name, one in fields.items()
        if one.default is not dataclasses.MISSING and (hints[name] in (When, bool) or name in WORDS)
    }
    yield kind(**needed)
    for name in fields:
        if (target := secret.refer(name, hints[name])) is not None:
            yield kind(**needed | {name: target})
            yield kind(**needed | extras | {name: target})


def everything_tried(town: Town, who: str, secret: Secret) -> list[str]:
    """What this person hears by trying every button there is on this secret, as who he is."""
    before = _place_of(town, who)
    for kind in base.kinds().values():
        for intent in forged(kind, secret):
            press(town, who, intent)
            assert _place_of(town, who) == before, (
                f"{kind.name} made {who} another person: the rest proves less"
            )
    return shown_to(town, who)


def _place_of(town: Town, who: str) -> tuple[Any, ...] | None:
    """Where this person stands in the company: nowhere, or team, role and state."""
    user = town.platform.phone(who).user.id
    with town.jod.database.read() as session:
        place = select(Member.workspace_id, Member.team_id, Member.role, Member.state)
        found = session.execute(place.where(Member.user_id == user)).first()
        return None if found is None else tuple(found)


def everything_said(town: Town, who: str, customer: str, language: int) -> list[str]:
    """What this person hears by saying a line of every intent, about that customer where it is about one.

    `language`: 0 for Thai, 1 for English.
    """
    for both in SAID.values():
        town.say(who, both[language].replace("TTM", customer).replace("SCG", customer))
    return shown_to(town, who)


def shown_to(town: Town, who: str) -> list[str]:
    """Everything on the person's phone so far, button data included."""
    return [json.dumps(message.body, ensure_ascii=False) for message in town.platform.phone(who).received]


def leaks(texts: list[str], secrets: tuple[str, ...] = SECRETS) -> list[str]:
    return [text for text in texts if any(secret in text.replace("\u00a0", " ") for secret in secrets)]
