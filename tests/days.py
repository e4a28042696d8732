"""What a day of the town consists of, put straight into its database: entries, promises, last contacts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.intents.base import Intent, to_data
from models.activity import Activity, ActivityChannel
from models.customer import Customer
from models.followup import FollowUp, FollowUpKind
from models.member import Member
from tests.town import BANGKOK, Town

THURSDAY = date(2026, 11, 26)
"""The day on which the town's clock starts."""


def at(clock: str, day: date = THURSDAY) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=BANGKOK)


def row(session: Session, table: Any, name: str) -> Any:
    """The member, customer or team of that name."""
    return session.scalars(select(table).where(table.name == name)).one()


def did(
    town: Town, who: str, customer: str, clock: str, how: str = "visit", *, day: date = THURSDAY, **more: Any
) -> int:
    """An entry somebody logged; returns its id."""
    moment = at(clock, day)
    with town.database() as session:
        member, firm = row(session, Member, who), row(session, Customer, customer)
        activity = Activity(
            workspace_id=member.workspace_id,
            customer_id=firm.id,
            member_id=member.id,
            channel=ActivityChannel(how),
            said=more.get("note", ""),
            occurred_at=moment,
            logged_at=moment,
            **more,
        )
        session.add(activity)
        session.flush()
        return activity.id


def owes(town: Town, who: str, customer: str, day: date, clock: str = "", **more: Any) -> int:
    """A task of somebody's, without a reminder; returns its id."""
    with town.database() as session:
        member, firm = row(session, Member, who), row(session, Customer, customer)
        followup = FollowUp(
            workspace_id=member.workspace_id,
            customer_id=firm.id,
            owner_id=member.id,
            set_by_id=member.id,
            kind=more.pop("kind", FollowUpKind.TASK),
            due_on=day,
            due_at=at(clock, day) if clock else None,
            created_at=town.clock.now(),
            **more,
        )
        session.add(followup)
        session.flush()
        return followup.id


def meets(town: Town, who: str, customer: str, clock: str, day: date = THURSDAY, **more: Any) -> int:
    """An appointment of somebody's; returns its id."""
    return owes(town, who, customer, day, clock, kind=FollowUpKind.APPOINTMENT, **more)


def reached(town: Town, customer: str, days_ago: int) -> None:
    """So long ago somebody last spoke with that customer."""
    with town.database() as session:
        row(session, Customer, customer).last_contact_at = at("09:00") - timedelta(days=days_ago)


def press(town: Town, who: str, intent: Intent) -> list[str]:
    """Tap a button that carries this intent, whatever card it may be on."""
    town.platform.phone(who).tap({"type": "postback", "data": to_data(intent)})
    return town.heard(who)
