"""The directory of names of each workspace, kept in this process and current in every process."""

from __future__ import annotations

import threading

from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql import Select

from bot.language import Directory, Entry
from bot.language import Member as Colleague
from models.customer import Customer
from models.member import Member
from models.workspace import Workspace


class StaleDirectory(Exception):
    """Names have changed since this process last looked: load them, then begin again."""

    def __init__(self, workspace_id: int) -> None:
        super().__init__(workspace_id)
        self.workspace_id = workspace_id


class Directories:
    """One `Directory` a workspace, compared with `workspace.directory_version` at each event."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, Directory]] = {}
        self._lock = threading.Lock()

    def current(self, workspace: Workspace) -> Directory:
        """The directory as of the workspace's version; raises StaleDirectory when it is not that far."""
        version, directory = self._known.get(workspace.id, (-1, None))
        if directory is None or version < workspace.directory_version:
            raise StaleDirectory(workspace.id)
        return directory

    def load(self, session: Session, workspace_id: int) -> None:
        """Bring one up to date: only what changed since the last look is read."""
        with self._lock:
            workspace = session.get_one(Workspace, workspace_id)
            version, directory = self._known.get(workspace_id, (-1, Directory()))
            if version == workspace.directory_version:
                return
            for customer in session.scalars(_changed(workspace_id, version)):
                _put(directory, customer)
            for member in session.scalars(Member.active(workspace_id)):
                directory.put_member(Colleague(id=member.id, name=member.name))
            directory.warm()
            self._known[workspace_id] = (workspace.directory_version, directory)


def _changed(workspace_id: int, version: int) -> Select[Customer]:
    return Customer.changed_since(workspace_id, version).options(
        selectinload(Customer.aliases), selectinload(Customer.contacts)
    )


def _put(directory: Directory, customer: Customer) -> None:
    if customer.deleted:
        directory.drop(customer.id)
        return
    directory.put(
        Entry(
            id=customer.id,
            name=customer.name,
            aliases=tuple(alias.name for alias in customer.aliases if not alias.deleted),
            contacts=tuple((one.id, one.name, one.role) for one in customer.contacts if not one.deleted),
            kind=customer.kind,
        )
    )
