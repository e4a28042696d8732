"""A believable sales team with two weeks behind it, so that the first minute shows what Jod is for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import Jod
from models.activity import Activity, ActivityChannel, Outcome
from models.customer import BuyingRole, Contact, Customer, CustomerKind
from models.followup import FollowUp, FollowUpKind, remind_at
from models.member import Member, Role, Team
from models.workspace import Calendar, Workspace
from simulator.accounts import User
from simulator.platform import Platform

STORY = Path(__file__).parent / "demo.toml"
MONTH = timedelta(days=30)
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who, by the names the story uses."""

    members: dict[str, Member]
    customers: dict[str, Customer]
    contacts: dict[tuple[str, str], Contact]


def people(platform: Platform, story: Entry) -> dict[str, User]:
    """Everybody of the story on LINE, by name; those with a `phone` are shown on the page."""
    users = {}
    for home, entry in [("staff", one) for one in story["member"]] + [
        ("shop", one) for one in story["consumer"]
    ]:
        name, phone = entry["name"], entry.get("phone")
        users[name] = User(name=phone or name, display_name=name, home=home, shown=phone is not None)
        platform.add_user(users[name], friend_of=[home] if home == "staff" else [])
    return users


def fill(jod: Jod, platform: Platform) -> None:
    """Tell the story into an empty database; a database that has members is left as it is."""
    story = tomllib.loads(STORY.read_text(encoding="utf-8"))
    users = people(platform, story)
    with jod.database.write() as session:
        workspace = session.scalars(select(Workspace).order_by(Workspace.id)).one()
        if session.scalar(select(Member.id).limit(1)) is not None:
            return
        workspace.name = story["workspace"]
        now = jod.clock.now().astimezone(workspace.zone)
        cast = _cast(session, workspace, story, users, now)
        calendar = Calendar.read(session, workspace)
        for entry in story["activity"]:
            _happened(session, cast, entry, calendar, now)
        for entry in story["followup"]:
            _promised(session, cast, entry, calendar, now)


def _cast(
    session: Session, workspace: Workspace, story: Entry, users: dict[str, User], now: datetime
) -> Cast:
    team = session.scalars(select(Team).where(Team.workspace_id == workspace.id)).one()
    team.name = story["team"]
    members = {one["name"]: _member(session, team, one, users, now) for one in story["member"]}
    cast = Cast(members, {}, {})
    for entry in story["customer"]:
        _customer(session, workspace, cast, entry, now)
    return cast


def _member(session: Session, team: Team, entry: Entry, users: dict[str, User], now: datetime) -> Member:
    member = Member(
        workspace_id=team.workspace_id,
        team_id=team.id,
        user_id=users[entry["name"]].id,
        name=entry["name"],
        role=Role(entry["role"]),
        joined_at=now - MONTH,
    )
    session.add(member)
    session.flush()
    return member


def _customer(session: Session, workspace: Workspace, cast: Cast, entry: Entry, now: datetime) -> None:
    customer = Customer(
        workspace_id=workspace.id,
        owner_id=cast.members[entry["owner"]].id,
        name=entry["name"],
        kind=CustomerKind(entry.get("kind", "b2b")),
        phone=entry.get("phone"),
        address=entry.get("address"),
        latitude=entry.get("latitude"),
        longitude=entry.get("longitude"),
        created_at=now - MONTH,
        directory_version=workspace.touch_directory(session),
    )
    session.add(customer)
    session.flush()
    cast.customers[customer.name] = customer
    for person in entry.get("contacts", []):
        role = BuyingRole(person["role"]) if "role" in person else None
        contact = Contact(
            workspace_id=workspace.id,
            customer_id=customer.id,
            name=person["name"],
            role=role,
            phone=person.get("phone"),
        )
        session.add(contact)
        session.flush()
        cast.contacts[customer.name, contact.name] = contact


def _happened(session: Session, cast: Cast, entry: Entry, calendar: Calendar, now: datetime) -> None:
    customer = cast.customers[entry["customer"]]
    contact = cast.contacts.get((customer.name, entry.get("contact", "")))
    at = _moment(_workday(calendar, now.date(), -entry["days_ago"]), entry["at"], now)
    activity = Activity(
        workspace_id=customer.workspace_id,
        customer_id=customer.id,
        member_id=cast.members[entry.get("by") or _owner(cast, customer)].id,
        contact_id=contact.id if contact else None,
        channel=ActivityChannel(entry["channel"]),
        outcome=Outcome(entry.get("outcome", "reached")),
        said=entry["note"],
        note=entry["note"],
        amount=Decimal(entry["amount"]) if "amount" in entry else None,
        occurred_at=at,
        logged_at=at,
    )
    session.add(activity)


def _promised(session: Session, cast: Cast, entry: Entry, calendar: Calendar, now: datetime) -> None:
    customer = cast.customers[entry["customer"]]
    contact = cast.contacts.get((customer.name, entry.get("contact", "")))
    owner = cast.members[_owner(cast, customer)]
    day = _workday(calendar, now.date(), entry["in_days"])
    due_at = _moment(day, entry["at"], now) if "at" in entry else None
    kind = FollowUpKind(entry.get("kind", "task"))
    session.add(
        FollowUp(
            workspace_id=customer.workspace_id,
            customer_id=customer.id,
            contact_id=contact.id if contact else None,
            owner_id=owner.id,
            set_by_id=owner.id,
            kind=kind,
            channel=ActivityChannel(entry["channel"]) if "channel" in entry else None,
            about=entry["about"],
            amount=Decimal(entry["amount"]) if "amount" in entry else None,
            due_on=day,
            due_at=due_at,
            remind_at=remind_at(kind, due_at, owner, now) if due_at is not None and due_at > now else None,
            created_at=now - timedelta(days=3),
        )
    )


def _owner(cast: Cast, customer: Customer) -> str:
    return next(name for name, member in cast.members.items() if member.id == customer.owner_id)


def _workday(calendar: Calendar, today: date, days: int) -> date:
    """So many days from today, on a working day: backwards for the past, forwards for the future."""
    day, step = today + timedelta(days=days), timedelta(days=1 if days >= 0 else -1)
    while not calendar.is_working(day):
        day += step
    return day


def _moment(day: date, clock: time, now: datetime) -> datetime:
    return datetime.combine(day, clock, now.tzinfo)
