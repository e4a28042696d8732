"""What hangs on activities and moves with them: rollups, and when a customer was last reached.

Whoever makes, changes, takes back or brings back an activity through a session moves them as the session
flushes, in the same transaction: no handler has to remember. A statement that goes round the session may
change what is not counted; for the rest there is `models.recounting`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, event, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, sessionmaker

from models import last_contact
from models.activity import Activity, ActivityChannel, Outcome
from models.base import literal, table_of
from models.insertion import Insert
from models.plain import Plain
from models.rollups import COUNTS, Rollup, Span, counted_as
from models.workspace import Workspace

NOTED = "counted"
"""Where a session keeps what it is about to flush."""
REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Entry:
    """What of an activity is counted."""

    workspace_id: int
    member_id: int
    customer_id: int
    channel: ActivityChannel
    outcome: Outcome
    occurred_at: datetime

    @property
    def is_contact(self) -> bool:
        return self.channel is not ActivityChannel.NOTE

    @property
    def reached(self) -> bool:
        return self.is_contact and self.outcome is Outcome.REACHED


FIELDS = (*(one.name for one in fields(Entry)), "deleted")
Move = tuple[Entry | None, Entry | None]
"""An activity as it was counted so far, and as it is from now on."""
Whose = tuple[int, int, int]
"""A workspace, a member and a customer."""
Period = tuple[Span, date]


def watch(sessions: sessionmaker[Session]) -> None:
    """Keep the figures for every session of this factory."""
    event.listen(sessions, "before_flush", _note)
    event.listen(sessions, "after_flush", _move)


def _note(session: Session, *_: object) -> None:
    """What the database holds is known only before the flush."""
    touched = (row for rows in (session.new, session.dirty, session.deleted) for row in rows)
    session.info[NOTED] = [(row, _as_stored(row)) for row in touched if isinstance(row, Activity)]


def _as_stored(row: Activity) -> Entry | None:
    state = inspect(row)
    if not state.persistent:
        return None
    histories = {name: state.attrs[name].load_history() for name in FIELDS}
    return _entry({name: next(iter(one.deleted or one.unchanged)) for name, one in histories.items()})


def _entry(values: dict[str, Any]) -> Entry | None:
    return None if values.pop("deleted") else Entry(**values)


def _move(session: Session, *_: object) -> None:
    noted: list[tuple[Activity, Entry | None]] = session.info.pop(NOTED, [])
    moves = [(before, _as_flushed(session, row)) for row, before in noted]
    moves = [(before, after) for before, after in moves if before != after]
    if moves:
        _move_contacts(session, moves)
        _move_rollups(session, moves)


def _as_flushed(session: Session, row: Activity) -> Entry | None:
    return None if row in session.deleted else _entry({name: getattr(row, name) for name in FIELDS})


def _move_contacts(session: Session, moves: list[Move]) -> None:
    """A new contact can only move the last one on; after any other change history is asked.

    This also makes two transactions about one customer wait for each other, so that each counts what the
    other has written.
    """
    changed = {one.customer_id for before, after in moves if before for one in (before, after) if one}
    for customer_id in sorted(changed):
        last_contact.look_back(session, customer_id)
    for _, new in moves:
        if new is not None and new.is_contact and new.customer_id not in changed:
            last_contact.move_on(session, new.customer_id, new.occurred_at, reached=new.reached)


def _move_rollups(session: Session, moves: list[Move]) -> None:
    """Add to each span what the moves add to it, or take away; a statement a span and customer."""
    tallies: defaultdict[tuple[Whose, Period], Counter[str]] = defaultdict(Counter)
    ids = {entry.workspace_id for entry, _ in _signed(moves)}
    workspaces = {one: session.get_one(Workspace, one) for one in ids}
    for entry, sign in _signed(moves):
        day = workspaces[entry.workspace_id].day_of(entry.occurred_at)
        for span in Span:
            tally = tallies[_whose(entry), (span, span.first(day))]
            for column in _columns(entry):
                tally[column] += sign
    rows = [_row(workspaces, *key, tally) for key, tally in sorted(tallies.items()) if any(tally.values())]
    if rows:
        _ADDITION.run(session.connection(), rows)


def _signed(moves: Iterable[Move]) -> Iterator[tuple[Entry, int]]:
    for before, after in moves:
        yield from ((entry, sign) for entry, sign in ((before, -1), (after, 1)) if entry is not None)


def _whose(entry: Entry) -> Whose:
    return entry.workspace_id, entry.member_id, entry.customer_id


def _columns(entry: Entry) -> tuple[str, ...]:
    columns = counted_as(entry.channel, entry.outcome)
    return (*columns, REACHED) if entry.reached else columns


def _row(
    workspaces: Mapping[int, Workspace], whose: Whose, period: Period, tally: Counter[str]
) -> dict[str, Any]:
    (workspace_id, member_id, customer_id), (span, first) = whose, period
    workspace = workspaces[workspace_id]
    return {
        "workspace_id": workspace_id,
        "member_id": member_id,
        "span": span,
        "first": first,
        **{column: tally[column] for column in COUNTS},
        "of_workspace": workspace_id,
        "of_member": member_id,
        "of_customer": customer_id,
        "start": workspace.start_of(first),
        "end": workspace.start_of(span.after(first)),
        "newly_reached": tally[REACHED],
    }


def _addition(dialect: str) -> Insert:
    """Add to a rollup, or begin one."""
    table, insert = table_of(Rollup), sqlite.insert if dialect == "sqlite" else postgresql.insert
    adding = insert(table).values(customers=_customers_more())
    return adding.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: table.c[name] + adding.excluded[name] for name in (*COUNTS, "customers")},
    )


def _customers_more() -> Any:
    """1, 0 or -1: is this customer among those spoken with now, and was it before these moves?"""
    are, were = func.count(), func.count() - bindparam("newly_reached")
    return (
        select(case((are > 0, 1), else_=0) - case((were > 0, 1), else_=0))
        .where(Activity.workspace_id == bindparam("of_workspace"))
        .where(Activity.customer_id == bindparam("of_customer"))
        .where(Activity.occurred_at >= bindparam("start"), Activity.occurred_at < bindparam("end"))
        .where(Activity.member_id == bindparam("of_member"), Activity.deleted.is_(False))
        .where(
            Activity.outcome == literal(Outcome.REACHED), Activity.channel != literal(ActivityChannel.NOTE)
        )
        .scalar_subquery()
    )


_ADDITION = Plain(_addition)
