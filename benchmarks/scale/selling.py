"""What twenty companies sell, the same at every size: 50,000 open deals, and ten times as many closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, insert, literal, select, text

from benchmarks.scale import world
from benchmarks.scale.world import AHEAD, ALL_REPS, CUSTOMERS, LATE, REPS, TEAMS, TODAY
from models.base import table_of
from models.database import Database
from models.deal import Deal, DealMove, DealState, LostReason
from models.stage import DEFAULTS

OPEN, CLOSED = 50, 500
"""Deals of a rep."""
STRANDED = 5
"""Of the open ones, so many stand where nothing is planned."""
STAGES, REASONS = [key for key, _, _ in DEFAULTS], list(LostReason)
HISTORY = 730
"""Days over which the closed ones are spread."""
CYCLE = timedelta(days=45)
BATCH = 10_000
NOON = world.moment(TODAY, time(12))
Row = dict[str, Any]


def sell(database: Database) -> None:
    """Add every deal and its moves, and let PostgreSQL take its statistics."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SET session_replication_role = replica"))
        rows = list(_deals())
        for start in range(0, len(rows), BATCH):
            connection.execute(insert(table_of(Deal)), rows[start : start + BATCH])
        _history(connection)
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE deals, deal_moves"))


def _deals() -> Iterator[Row]:
    for rep in range(1, ALL_REPS + 1):
        yield from (_open(rep, number) for number in range(OPEN))
        yield from (_closed(rep, number) for number in range(CLOSED))


def _open(rep: int, number: int) -> Row:
    """Begun in the last seven weeks, expected to close in the next; a few were left without a next step."""
    begun = NOON - timedelta(days=number)
    since = begun + timedelta(days=number // 2)
    due = TODAY + timedelta(days=number - 5)
    deal = _deal(rep, number, begun, since) | {"expected_close": due, "state": DealState.OPEN}
    with_step = world.owed_at(rep, LATE + number % (len(AHEAD) - LATE))
    return deal | {"customer_id": deal["customer_id"] if number < STRANDED else with_step}


def _closed(rep: int, number: int) -> Row:
    """Two of three are won; each closes within days of when it was expected to."""
    ended = NOON - timedelta(days=HISTORY * number / CLOSED, minutes=1)
    is_won = number % 3 > 0
    return _deal(rep, number, ended - CYCLE, ended - CYCLE / 3) | {
        "expected_close": (ended + timedelta(days=number % 9 - 4)).date(),
        "state": DealState.WON if is_won else DealState.LOST,
        "closed_at": ended,
        "lost_reason": None if is_won else REASONS[number % len(REASONS)],
    }


def _deal(rep: int, number: int, begun: Any, since: Any) -> Row:
    return {
        "workspace_id": (rep - 1) // (TEAMS * REPS) + 1,
        "customer_id": (rep - 1) * CUSTOMERS + number % CUSTOMERS + 1,
        "owner_id": rep,
        "amount": Decimal((number % 90 + 1) * 10_000),
        "stage": STAGES[number % len(STAGES)],
        "stage_since": since,
        "close_moved": number % 4,
        "created_at": begun,
        "closed_at": None,
        "lost_reason": None,
    }


def _history(connection: Connection) -> None:
    """How each began, entered its stage and ended."""
    is_open = literal(DealState.OPEN.value).label("state")
    began = _moves(Deal.created_at, literal(STAGES[0]).label("stage"), is_open)
    moved = _moves(Deal.stage_since, Deal.stage, is_open)
    ended = _moves(Deal.closed_at, Deal.stage, Deal.state).where(Deal.closed_at.is_not(None))
    for moves in (began, moved, ended):
        names = [one.name for one in moves.selected_columns]
        connection.execute(insert(table_of(DealMove)).from_select(names, moves, include_defaults=False))


def _moves(at: Any, stage: Any, state: Any) -> Select[Any]:
    kept = (Deal.workspace_id, Deal.customer_id, Deal.owner_id, Deal.amount, Deal.expected_close)
    return select(
        *kept,
        Deal.id.label("deal_id"),
        Deal.owner_id.label("member_id"),
        at.label("at"),
        stage,
        state,
        literal(50).label("probability"),
        literal(False).label("deleted"),
    )
