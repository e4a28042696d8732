"""The directory of names of each workspace, kept in this process and current in every process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql import Select

from bot.language import Directory, Entry
from bot.language import Member as Colleague
from bot.language import Team as Crew
from models.customer import Contact, Customer
from models.database import Database
from models.deal import Deal
from models.member import Member, Team
from models.workspace import Holiday, Workspace


class StaleDirectory(Exception):
    """Names have changed since this process last looked: load them, then begin again."""

    def __init__(self, workspace_id: int) -> None:
        super().__init__(workspace_id)
        self.workspace_id = workspace_id


@dataclass(frozen=True, slots=True)
class Known:
    """What a process knows of one company: names, and the days it is closed."""

    version: int
    directory: Directory
    holidays: frozenset[date]


BATCH = 500
"""So many customers are asked about at once: a database takes only so many values."""
NOTHING = -1
"""A version before the first."""


class Directories:
    """What is known of each workspace, compared with `workspace.directory_version` at each event."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}
        self._lock = threading.Lock()

    def current(self, workspace: Workspace) -> Known:
        """What is known as of the workspace's version; raises StaleDirectory when it is not that far."""
        known = self._known.get(workspace.id)
        if known is None or known.version < workspace.directory_version:
            raise StaleDirectory(workspace.id)
        return known

    def learn(self, database: Database, workspace_id: int) -> None:
        """Bring one up to date before somebody's line has to wait for that."""
        with database.read() as session:
            self.load(session, workspace_id)

    def load(self, session: Session, workspace_id: int) -> None:
        """Bring one up to date: only what changed since the last look is read."""
        with self._lock:
            workspace = session.get_one(Workspace, workspace_id)
            known = self._known.get(workspace_id) or Known(NOTHING, Directory(), frozenset())
            if known.version == workspace.directory_version:
                return
            _bring_up_to_date(session, known, workspace_id)
            holidays = frozenset(session.scalars(Holiday.days(workspace_id)))
            self._known[workspace_id] = Known(workspace.directory_version, known.directory, holidays)


def _bring_up_to_date(session: Session, known: Known, workspace_id: int) -> None:
    changed = session.scalars(_changed(workspace_id, known.version)).all()
    deals = _open_deals(session, workspace_id, [one.id for one in changed])
    for customer in changed:
        _put(known.directory, customer, deals.get(customer.id, []))
    for member in session.scalars(Member.active(workspace_id)):
        known.directory.put_member(Colleague(id=member.id, name=member.name))
    teams = session.scalars(select(Team).where(Team.workspace_id == workspace_id).order_by(Team.id))
    known.directory.teams = tuple(Crew(one.id, one.name) for one in teams)
    known.directory.warm()


def _changed(workspace_id: int, version: int) -> Select[Customer]:
    return Customer.changed_since(workspace_id, version).options(
        selectinload(Customer.aliases), selectinload(Customer.contacts)
    )


def _open_deals(session: Session, workspace_id: int, customers: list[int]) -> dict[int, list[Deal]]:
    """What may be won at these customers and has a name, by customer."""
    found: dict[int, list[Deal]] = {}
    for at in range(0, len(customers), BATCH):
        for deal in session.scalars(Deal.named_at(workspace_id, customers[at : at + BATCH])):
            found.setdefault(deal.customer_id, []).append(deal)
    return found


def _put(directory: Directory, customer: Customer, deals: list[Deal]) -> None:
    if customer.deleted:
        directory.drop(customer.id)
        return
    directory.put(
        Entry(
            id=customer.id,
            name=customer.name,
            aliases=tuple(alias.name for alias in customer.aliases if not alias.deleted),
            contacts=tuple((one.id, one.name, one.role) for one in customer.contacts if _is_there(one)),
            kind=customer.kind,
            deals=tuple((one.id, one.name) for one in deals),
        )
    )


def _is_there(contact: Contact) -> bool:
    return not contact.deleted and contact.left_at is None
