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


class Directories:
    """One `Directory` a workspace, brought up to `workspace.directory_version` whenever it is asked for."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, Directory]] = {}
        self._lock = threading.Lock()

    def current(self, session: Session, workspace: Workspace) -> Directory:
        """The directory as of the workspace's version; only what changed since the last look is loaded."""
        version, directory = self._known.get(workspace.id, (-1, Directory()))
        if version == workspace.directory_version:
            return directory
        with self._lock:
            for customer in session.scalars(_changed(workspace.id, version)):
                _put(directory, customer)
            for member in session.scalars(Member.active(workspace.id)):
                directory.put_member(Colleague(id=member.id, name=member.name))
            self._known[workspace.id] = (workspace.directory_version, directory)
        return directory


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
