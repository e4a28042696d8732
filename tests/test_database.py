"""A database that is locked, newer, older or gone: a plain word, and nothing half-written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import schema
from models.database import Database
from models.queues import InboxEvent
from simulator import events
from tests.processes import ROOT
from tests.town import Town


def refused(database_url: str) -> str:
    """What the web process says as it refuses to start."""
    keys = {"LINE_CHANNEL_SECRET": "x", "LINE_CHANNEL_ACCESS_TOKEN": "y", "DATABASE_URL": database_url}
    command = [sys.executable, "-c", "import app; app.serve()"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **keys}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def set_version(file: str, version: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


def test_a_newer_database_is_left_alone(sqlite_url: str) -> None:
    set_version(sqlite_url.removeprefix("sqlite:///"), "9999")
    assert "The database is newer than this code." in refused(sqlite_url)


def test_a_database_that_is_gone_is_said_in_one_line() -> None:
    assert "the database cannot be used" in refused("postgresql://jod@127.0.0.1:1/gone")


def test_an_older_database_names_the_command_to_run(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/empty.db")
    with pytest.raises(schema.SchemaError, match="flask --app app db upgrade"):
        schema.check(database.engine)
    database.close()


def test_while_another_program_holds_the_file_line_is_told_to_come_again(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    town = Town(sqlite_url)
    raw = events.body(town.accounts["staff"].bot_user_id, [said_by_a_stranger("ความลับ")])
    headers = events.headers(town.accounts["staff"].secret, raw)
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert town.web.post("/callback", data=raw, headers=headers).status_code == 503
    holder.execute("ROLLBACK")
    holder.close()
    assert town.web.post("/callback", data=raw, headers=headers).status_code == 200
    with town.database() as session:
        assert session.scalar(select(func.count()).select_from(InboxEvent)) == 1
    assert "nothing was stored" in caplog.text
    assert "ความลับ" not in caplog.text
    town.jod.stop()


def said_by_a_stranger(text: str) -> dict[str, object]:
    return {
        "type": "message",
        "webhookEventId": "E1",
        "timestamp": 1,
        "source": {"type": "user", "userId": "U1"},
        "message": {"type": "text", "id": "1", "text": text},
    }
