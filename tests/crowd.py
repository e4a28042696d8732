"""A company of reps on a site of real processes: who they are, what they type, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from models import founding, schema
from models.customer import Customer
from models.database import Database
from models.followup import FollowUp, FollowUpKind
from models.member import Member, Team
from models.queues import InboxEvent, InboxState, OutboxMessage, OutboxState
from models.workspace import Workspace
from tests.processes import Site

PEOPLE = 20
ON_THEIR_WAY = (OutboxState.PENDING, OutboxState.SENDING)
Json = dict[str, Any]


def open_database(place: Site, url: str) -> Database:
    """Our own look at the site's database, migrated and founded; closed with the site."""
    database = Database(url, patience=timedelta(seconds=10))
    place.closing.callback(database.close)
    schema.upgrade(database.engine)
    with database.write() as session:
        founding.found(session, now=place.clock.now(), timezone="Asia/Bangkok", has_shop=False)
    return database


def settle_in(place: Site, database: Database, people: int = PEOPLE, **settings: Any) -> list[str]:
    """So many reps, each with a customer of his own; returns their user ids."""
    users = [place.person(f"เซลส์{n}") for n in range(people)]
    with database.write() as session:
        workspace = session.scalars(select(Workspace)).one()
        team = session.scalars(select(Team)).one()
        for number, user in enumerate(users):
            member = Member(
                workspace_id=workspace.id,
                team_id=team.id,
                user_id=user,
                name=f"เซลส์{number}",
                joined_at=place.clock.now() - timedelta(minutes=1),  # no turn of the timetable is theirs yet
                **settings,
            )
            session.add(member)
            session.flush()
            customer = _customer(workspace, member, number)
            customer.created_at = place.clock.now()
            customer.directory_version = workspace.touch_directory(session)
            session.add(customer)
    return users


def _customer(workspace: Workspace, member: Member, number: int) -> Customer:
    return Customer(workspace_id=workspace.id, owner_id=member.id, name=name_of(number))


def name_of(number: int) -> str:
    """The customer of that rep."""
    return f"บริษัทที่{number}พาณิชย์"


def lines(place: Site, users: list[str], each: int) -> list[list[Json]]:
    """What each rep types: so many visits with his customer."""
    return [
        [place.line_of_text(user, f"เข้าพบ {name_of(n)} คุยงานครั้งที่ {turn}") for turn in range(each)]
        for n, user in enumerate(users)
    ]


def promise_each(database: Database, each: int, at: datetime, kind: FollowUpKind = FollowUpKind.TASK) -> None:
    """So many follow-ups with every customer, all to be reminded of at that moment."""
    with database.write() as session:
        for customer in session.scalars(select(Customer)).all():
            for number in range(each):
                session.add(
                    FollowUp(
                        workspace_id=customer.workspace_id,
                        customer_id=customer.id,
                        owner_id=customer.owner_id,
                        set_by_id=customer.owner_id,
                        kind=kind,
                        about=f"เรื่องที่ {number}",
                        due_on=at.date(),
                        due_at=at,
                        remind_at=at,
                        created_at=at,
                    )
                )


def total(database: Database, what: Any, *where: Any) -> int:
    """How many rows there are."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(what).where(*where)) or 0


def is_drained(database: Database) -> bool:
    """Nothing waits to be handled, and nothing is on its way. Asked in the order in which it happens."""
    if total(database, InboxEvent, InboxEvent.state == InboxState.NEW):
        return False
    return not total(database, OutboxMessage, OutboxMessage.state.in_(ON_THEIR_WAY))
