"""Databases as older versions of Jod have left them."""

from __future__ import annotations

from datetime import UTC, datetime, time

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, insert

from models import schema

THEN = datetime(2026, 11, 26, tzinfo=UTC)


def migrate(connection: Connection, version: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def chain() -> list[str]:
    """All versions in the order in which Alembic makes one out of the other."""
    newest_first = ScriptDirectory.from_config(_config()).walk_revisions()
    return [script.revision for script in newest_first][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    return config


def fill(connection: Connection, rows: dict[str, dict[str, object]]) -> None:
    """Insert a row a table, each the first of its table."""
    tables = MetaData()
    tables.reflect(connection)
    for name, row in rows.items():
        first = {"id": 1} if "id" in tables.tables[name].columns else {}
        connection.execute(insert(tables.tables[name]), first | row)


THE_HOUSE: dict[str, dict[str, object]] = {
    "workspaces": {
        "name": "ร้านจดดี",
        "timezone": "Asia/Bangkok",
        "selling": "b2b",
        "working_days": "mon-fri",
        "masculine": False,
        "team_reads": False,
        "directory_version": 3,
        "set_up_step": "",
        "created_at": THEN,
    },
    "teams": {"workspace_id": 1, "name": "ทีมขาย"},
    "members": {
        "workspace_id": 1,
        "team_id": 1,
        "user_id": "U1",
        "name": "แบงค์",
        "role": "rep",
        "state": "active",
        "language": "th",
        "plan_at": time(8),
        "remind_minutes": 60,
        "quiet_from": time(20),
        "quiet_until": time(7),
        "joined_at": THEN,
    },
    "customers": {
        "workspace_id": 1,
        "owner_id": 1,
        "name": "เอสซีจี เคมิคอลส์",
        "kind": "b2b",
        "deleted": False,
        "directory_version": 3,
        "created_at": THEN,
    },
    "customer_aliases": {"workspace_id": 1, "customer_id": 1, "name": "SCG"},
}
"""A row a table, as version 0001 has them."""
