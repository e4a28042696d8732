"""What has happened in the town before a test begins: written straight into its books."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity import Activity, ActivityChannel
from models.customer import Contact, Customer
from models.followup import FollowUp, FollowUpKind
from models.member import Member
from tests.town import BANGKOK, Town

T = TypeVar("T", Contact, Customer, Member)


def moment(text: str) -> datetime:
    """`2026-11-26 14:00`, in Bangkok."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def did(town: Town, who: str, customer: str, at: str, how: str = "visit", **more: Any) -> None:
    """An activity; `contact` is a person's name."""
    with town.database() as session:
        member, firm = named(session, Member, who), named(session, Customer, customer)
        contact = named(session, Contact, more.pop("contact")) if "contact" in more else None
        activity = Activity(
            workspace_id=member.workspace_id,
            customer_id=firm.id,
            member_id=member.id,
            contact_id=contact.id if contact else None,
            channel=ActivityChannel(how),
            said=more.pop("said", more.get("note", "")),
            occurred_at=moment(at),
            logged_at=moment(at),
            **more,
        )
        session.add(activity)


def owes(town: Town, who: str, customer: str, due: str, about: str = "", **more: Any) -> int:
    """A follow-up due on a day, or at `2026-11-26 14:00`; `contact` names a person. Never reminded of."""
    day, _, clock = due.partition(" ")
    with town.database() as session:
        member, firm = named(session, Member, who), named(session, Customer, customer)
        contact = named(session, Contact, more.pop("contact")) if "contact" in more else None
        followup = FollowUp(
            workspace_id=member.workspace_id,
            customer_id=firm.id,
            owner_id=member.id,
            set_by_id=member.id,
            contact_id=contact.id if contact else None,
            kind=FollowUpKind(more.pop("kind", "task")),
            about=about,
            due_on=moment(f"{day} 00:00").date(),
            due_at=moment(due) if clock else None,
            created_at=moment("2026-11-01 09:00"),
            **more,
        )
        session.add(followup)
        session.flush()
        return followup.id


def named(session: Session, table: type[T], name: str) -> T:
    return session.scalars(select(table).where(table.name == name)).one()
