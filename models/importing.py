"""A list of customers or purchases that somebody sent, and what became of each of its rows."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, exists, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement, Select

from models.activity import Photo
from models.base import Base, Id, Ref, literal
from models.changes import Audited


class ImportKind(enum.StrEnum):
    """What a file is a list of; its headings tell."""

    CUSTOMERS = "customers"
    PURCHASES = "purchases"


class ImportState(enum.StrEnum):
    """How far the worker is; where it is to get to follows from `confirmed` and `deleted`."""

    FETCHING = "fetching"
    """LINE still has the file."""
    READING = "reading"
    READY = "ready"
    """Read and shown; the sender has not said yes yet."""
    REFUSED = "refused"
    """The file cannot be used; nothing of it was kept."""
    ADDING = "adding"
    """Its customers are being written, and nobody sees them before the last one is."""
    SHOWING = "showing"
    """They are there; their names are being told to every process."""
    DONE = "done"
    REMOVING = "removing"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    """Never brought in, by the sender's wish or for want of an answer."""


UNDER_WAY = (ImportState.READING, ImportState.ADDING, ImportState.SHOWING, ImportState.REMOVING)
SETTLED = (ImportState.REFUSED, ImportState.DONE, ImportState.UNDONE, ImportState.CANCELLED)
"""Nothing is left to do, or to answer, unless the sender thinks otherwise."""
PATIENCE = timedelta(days=1)
"""So long LINE has time to hand a file over, and a file that was read waits for a yes."""


class RowState(enum.StrEnum):
    NEW = "new"
    KNOWN = "known"
    """The company has this customer already; it was left alone."""
    PROBLEM = "problem"
    HIDDEN = "hidden"
    """Its customer is written and marked deleted: not shown yet, or taken back."""
    ADDED = "added"
    KEPT = "kept"
    """The import was taken back, and this customer stayed: somebody has worked with it."""


class Import(Base, Audited):
    """One file. Saying yes, and taking it back, change `confirmed`; the worker makes the customers follow."""

    __tablename__ = "imports"
    __table_args__ = (Index(None, "workspace_id", "member_id", "id"),)
    quiet = frozenset(
        {
            *("kind", "state", "reason", "reason_row", "lease_owner", "lease_until", "unused"),
            *("rows", "customers", "people", "known", "problems", "done", "kept"),
        }
    )

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    """Who sent it, and whose customers they become where the sheet names nobody."""
    attachment_id: Mapped[int | None]
    """Where the bytes are; None when they came from the command line."""
    name: Mapped[str] = mapped_column(String(200), default="")
    """The file's own name."""
    kind: Mapped[ImportKind] = mapped_column(default=ImportKind.CUSTOMERS)
    confirmed: Mapped[bool] = mapped_column(default=False)
    deleted: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ImportState] = mapped_column(default=ImportState.FETCHING)
    reason: Mapped[str] = mapped_column(String(40), default="")
    """Why it was refused: a text of `sheets.refused_…`."""
    reason_row: Mapped[int | None]
    """The row of the sheet that is to blame."""
    unused: Mapped[list[str] | None]
    """Headings of columns that nothing was taken from."""
    rows: Mapped[int] = mapped_column(default=0)
    customers: Mapped[int] = mapped_column(default=0)
    """New ones; of a list of purchases, new purchases."""
    people: Mapped[int] = mapped_column(default=0)
    """Contacts of theirs."""
    known: Mapped[int] = mapped_column(default=0)
    problems: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    """Rows written so far."""
    kept: Mapped[int] = mapped_column(default=0)
    """Customers that stayed when the import was taken back, since somebody has worked with them."""
    created_at: Mapped[datetime]
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]

    @property
    def stands(self) -> bool:
        """Should its customers be there?"""
        return self.confirmed and not self.deleted

    def is_stale(self, now: datetime) -> bool:
        """Nobody has said yes for so long that nobody will, or LINE never handed the file over."""
        return self.created_at < now - PATIENCE

    @classmethod
    def unsettled(cls, now: datetime, machine: datetime) -> Select[Import]:
        """What the worker has to do something about, and nobody is at, in the order in which they came."""
        free = cls.lease_until.is_(None) | (cls.lease_until < machine)
        wanted = cls._is_unsettled(now - PATIENCE)
        return select(cls).where(wanted, free).order_by(cls.id).with_for_update(skip_locked=True)

    @classmethod
    def _is_unsettled(cls, asked_before: datetime) -> ColumnElement[bool]:
        stands = cls.confirmed & ~cls.deleted
        answered = cls.confirmed | cls.deleted | (cls.created_at < asked_before)
        there = exists().where(Photo.attachment_id == cls.attachment_id)
        fetched = there | cls.deleted | (cls.created_at < asked_before)
        return (
            cls.state.in_([literal(state) for state in UNDER_WAY])
            | ((cls.state == literal(ImportState.FETCHING)) & fetched)
            | ((cls.state == literal(ImportState.READY)) & answered)
            | ((cls.state == literal(ImportState.DONE)) & ~stands)
            | ((cls.state == literal(ImportState.UNDONE)) & stands)
        )

    @classmethod
    def newest_of(cls, workspace_id: int, member_id: int) -> Select[Import]:
        """The last file this person sent."""
        mine = select(cls).where(cls.workspace_id == workspace_id, cls.member_id == member_id)
        return mine.where(cls.deleted.is_(False)).order_by(cls.id.desc()).limit(1)


class ImportRow(Base):
    """One row of the file: kept so that problems can be shown, a crash gone on from, and all taken back."""

    __tablename__ = "import_rows"
    __table_args__ = (
        Index(None, "import_id", "state", "number"),
        Index(None, "customer_id"),
    )

    import_id: Mapped[Ref] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    number: Mapped[Ref] = mapped_column(primary_key=True, autoincrement=False)
    """As the sheet counts them: its first line is 1."""
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    state: Mapped[RowState]
    same_as: Mapped[int | None]
    """An earlier row of the same customer: this one is another person there."""
    values: Mapped[dict[str, Any] | None]
    """What is to be written; forgotten once it is, or when it never will be."""
    problem: Mapped[str] = mapped_column(String(40), default="")
    said: Mapped[str] = mapped_column(String(80), default="")
    """The words that are the problem."""
    customer_id: Mapped[int | None]
    contact_id: Mapped[int | None]
    purchase_id: Mapped[int | None]

    @classmethod
    def of(cls, import_id: int, state: RowState) -> Select[ImportRow]:
        """The rows in one state, in the sheet's order."""
        return select(cls).where(cls.import_id == import_id, cls.state == state).order_by(cls.number)

    @classmethod
    def first_of(cls, import_id: int, state: RowState, count: int) -> Select[int]:
        """The numbers of the first so many rows in one state."""
        rows = select(cls.number).where(cls.import_id == import_id, cls.state == state)
        return rows.order_by(cls.number).limit(count)
