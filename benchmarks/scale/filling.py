"""Two years of history in a few statements: the database makes the rows, so that ten million take minutes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    Insert,
    case,
    create_engine,
    event,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.expression import CTE

from benchmarks.scale import world
from benchmarks.scale.world import ALL_REPS, CUSTOMERS, REPS, TEAMS, TODAY
from models.activity import Activity, ActivityChannel, Outcome
from models.base import Base, table_of
from models.database import Database
from models.followup import FollowUp, FollowUpKind, FollowUpState
from models.recounting import recount
from models.statistics import tell_sqlite
from models.workspace import Workspace

BATCH = 250_000
WEEKS = 104
WORKDAYS = WEEKS * 5 + 4
"""From a Monday to today, a Thursday; each of nine hours."""
HOURS = 9 * 3600
OPENING = int(world.moment(TODAY - timedelta(weeks=WEEKS, days=3), time(8, 30)).timestamp())
DAY = 86_400
GOLDEN = 2_654_435_761
"""Knuth's: i times it mod 2^32 visits everybody in an order that looks like chance, the same every time."""
WAYS = (
    (6, ActivityChannel.VISIT),
    (14, ActivityChannel.CALL),
    (18, ActivityChannel.LINE),
    (19, ActivityChannel.EMAIL),
    (20, ActivityChannel.MEETING),
)
"""Of twenty activities six are visits, the next up to fourteen calls, and so on."""
Number = ColumnElement[int]


def fill(database: Database, activities: int) -> None:
    """An empty, migrated database becomes one with so many activities and all that belongs to them."""
    database.close()
    with _in_bulk(database) as connection, _without_indexes(connection, Activity, FollowUp):
        world.people(connection)
        for first in range(1, activities + 1, BATCH):
            numbers = _numbers(first, min(first + BATCH - 1, activities))
            connection.execute(_happened(connection, numbers, activities))
            connection.execute(_promises_kept(connection, numbers, activities))
        _count_on(connection)
    _settle(database)
    for company in range(1, world.COMPANIES + 1):
        with database.write() as session:
            recount(session, session.get_one(Workspace, company))
    _settle(database)


@contextmanager
def _in_bulk(database: Database) -> Iterator[Connection]:
    """One transaction that checks no reference and waits for no disk: what it writes can be made again."""
    engine = create_engine(database.url)
    if database.is_sqlite:
        event.listen(engine, "connect", _hurry_sqlite)
    with engine.begin() as connection:
        if not database.is_sqlite:
            for setting in ("session_replication_role = replica", "maintenance_work_mem = '1GB'"):
                connection.execute(text(f"SET {setting}"))
        yield connection
    engine.dispose()


def _hurry_sqlite(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1000000"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _without_indexes(connection: Connection, *models: type[Base]) -> Iterator[None]:
    """Indexes are quicker made once than kept up row by row; SQLite forgets with them what it was told."""
    indexes = [one for model in models for one in table_of(model).indexes]
    for one in indexes:
        one.drop(connection)
    yield
    for one in indexes:
        one.create(connection)
    if connection.dialect.name == "sqlite":
        tell_sqlite(connection)


def _numbers(first: int, last: int) -> CTE:
    numbers = select(literal(first, BigInteger).label("i")).cte("numbers", recursive=True)
    return numbers.union_all(select(numbers.c.i + 1).where(numbers.c.i < last))


def _happened(connection: Connection, numbers: CTE, total: int) -> Insert:
    """One activity a number, spread evenly over work days and people."""
    i, chance = numbers.c.i, _chance(numbers)
    rep, at = _rep(chance), _at(connection, _second(i, total))
    dice = chance // (ALL_REPS * CUSTOMERS) % 20
    channel = case(*((dice < side, way) for side, way in WAYS))
    said = literal("เข้าพบ คุยเรื่องราคาและกำหนดส่งของเดือนหน้า ครั้งที่ ").concat(sql_cast(i, Activity.said.type))
    values = {
        "id": i,
        "workspace_id": _company(rep),
        "customer_id": _customer(rep, chance),
        "member_id": rep,
        "contact_id": _customer(rep, chance),
        "channel": channel,
        "outcome": case((dice.in_((6, 7)), Outcome.NO_ANSWER), else_=Outcome.REACHED),
        "inbound": literal(False),
        "said": said,
        "note": said,
        "amount": case((dice % 10 == 0, (i % 90 + 1) * 1_000_000)),
        "occurred_at": at,
        "logged_at": at,
        "message_id": sql_cast(500_000_000_000 + i, Activity.message_id.type),
        "deleted": literal(False),
    }
    return _from(Activity, values, numbers)


def _promises_kept(connection: Connection, numbers: CTE, total: int) -> Insert:
    """Two of five activities brought a promise for the week after, and it was kept."""
    i, chance = numbers.c.i, _chance(numbers)
    rep, said_at = _rep(chance), _second(i, total)
    values = {
        "workspace_id": _company(rep),
        "customer_id": _customer(rep, chance),
        "owner_id": rep,
        "set_by_id": rep,
        "activity_id": i,
        "kind": literal(FollowUpKind.TASK),
        "about": literal("ส่งใบเสนอราคา"),
        "words": literal("อาทิตย์หน้า"),
        "due_on": _on(connection, said_at + 7 * DAY),
        "state": literal(FollowUpState.DONE),
        "closed_at": _at(connection, said_at + 7 * DAY),
        "moved": literal(0),
        "attempts": literal(0),
        "created_at": _at(connection, said_at),
    }
    lately = OPENING + (WEEKS * 7 - 7) * DAY
    return _from(FollowUp, values, numbers, (i % 5 < 2) & (said_at < lately))


def _from(model: type[Base], values: dict[str, Any], numbers: CTE, *where: ColumnElement[bool]) -> Insert:
    rows = select(*values.values()).select_from(numbers).where(*where)
    return insert(table_of(model)).from_select(list(values), rows, include_defaults=False)


def _chance(numbers: CTE) -> Number:
    return numbers.c.i * literal(GOLDEN) % literal(2**32)


def _rep(chance: Number) -> Number:
    return chance % ALL_REPS + 1


def _company(rep: Number) -> Number:
    return (rep - 1) // (TEAMS * REPS) + 1


def _customer(rep: Number, chance: Number) -> Number:
    return (rep - 1) * CUSTOMERS + chance // ALL_REPS % CUSTOMERS + 1


def _second(i: Number, total: int) -> Number:
    """When the i-th of all activities happened, in seconds of Unix time: within working hours."""
    worked = (i - 1) * literal(WORKDAYS * HOURS) // total
    day = worked // HOURS
    return literal(OPENING) + (day // 5 * 7 + day % 5) * DAY + worked % HOURS


def _at(connection: Connection, second: Number) -> ColumnElement[Any]:
    """That moment, as the database keeps it."""
    if connection.dialect.name == "postgresql":
        return func.to_timestamp(second)
    return func.strftime("%Y-%m-%d %H:%M:%S", second, "unixepoch").concat(".000000")


def _on(connection: Connection, second: Number) -> ColumnElement[Any]:
    """The day it is then (in working hours that is the same in UTC)."""
    if connection.dialect.name == "postgresql":
        return sql_cast(func.to_timestamp(second), Date)
    return func.date(second, "unixepoch")


def _count_on(connection: Connection) -> None:
    """PostgreSQL gives the next id after those that were given by hand."""
    if connection.dialect.name != "postgresql":
        return
    for table in ("workspaces", "channels", "teams", "members", "customers", "contacts", "activities"):
        sequence = func.pg_get_serial_sequence(table, "id")
        newest = select(func.max(text("id"))).select_from(text(table)).scalar_subquery()
        connection.execute(select(func.setval(sequence, newest)))


def _settle(database: Database) -> None:
    """PostgreSQL's own housekeeping, which would have run in two years; SQLite has none."""
    if database.is_sqlite:
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
