"""What SQLite is told of the tables, so that it plans as for a company that has grown.

Untold, it takes ten rows a company for granted and gladly reads through a whole history. What it would
measure by itself changes from day to day, and the plans with it; this is the same everywhere, at any age.
PostgreSQL measures, and weighs each plan anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from models.base import Base

MANY = 1_000_000
"""Rows of a table that grows with every line."""
ROWS = {
    **dict.fromkeys(("customers", "contacts", "customer_aliases"), 50_000),
    **dict.fromkeys(("members", "invites", "leaves", "holidays"), 1_000),
    **dict.fromkeys(("workspaces", "channels", "teams", "rich_menus", "heartbeats"), 100),
    **dict.fromkeys(("channel_states", "delivery_counts"), 100),
}
"""Rows of the tables that grow with the company instead."""
SPREAD = {
    "workspace_id": 5,
    "channel_id": 5,
    "member_id": 50,
    "owner_id": 50,
    "actor_id": 50,
    "customer_id": 2_000,
    "state": 4,
    "lane": 3,
    "span": 3,
    "first": 500,
    "open": 2,
    "deleted": 1,
}
"""How many values a column has, beside those before it in an index; any other has `USUAL`."""
USUAL = 1_000
IN_PARTIAL = 10
"""Of so many rows one is in an index that leaves rows out."""
log = logging.getLogger(__name__)


def tell_sqlite(connection: Connection) -> None:
    """Write what every index is to be taken for."""
    connection.exec_driver_sql("ANALYZE heartbeats")  # makes SQLite's own table, which cannot be made by hand
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    of_tables = text("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    for table in connection.scalars(of_tables).all():
        for _, index, _, _, is_partial in connection.exec_driver_sql(f"PRAGMA index_list({table})").all():
            columns = [one.name for one in connection.exec_driver_sql(f"PRAGMA index_info({index})")]
            rows = ROWS.get(table, MANY) // (IN_PARTIAL if is_partial else 1)
            telling = text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :stat)")
            stat = " ".join(map(str, (rows, *_alike(rows, columns))))
            connection.execute(telling, {"table": table, "index": index, "stat": stat})
    connection.exec_driver_sql("ANALYZE sqlite_schema")


def _alike(rows: int, columns: Iterable[str]) -> list[int]:
    """How many rows have the same first column, the same first two, and so on."""
    alike = []
    for column in columns:
        rows = max(rows // SPREAD.get(column, USUAL), 1)
        alike.append(rows)
    return alike


def measure(engine: Engine, tables: Iterable[type[Base]]) -> None:
    """Have PostgreSQL look at tables that have grown at one go; its own round may be a minute off.

    Until then it plans for the company that was: an export of 50,000 new customers took 131 s instead of 8.
    """
    if engine.dialect.name != "postgresql":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            _measure(connection, table.__tablename__)


def _measure(connection: Connection, table: str) -> None:
    try:
        connection.exec_driver_sql(f"ANALYZE {table}")
    except OperationalError as error:  # its own round holds the table just now, which does as well
        log.info("%s is measured later: %s", table, error.orig)
