"""Fault matrix E8–E10: a database older or newer than the code, and migrating it, twice at once or halfway."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from models import schema
from models.customer import Customer
from models.database import Database
from models.member import Team
from models.workspace import Workspace
from tests import forking
from tests.faults.test_database_file import KEYS, UPGRADE, refusal
from tests.forking import ROOT
from tests.postgres import Postgres
from tests.town import Town

PARTS = ("app.py", "bot", "cli", "handlers", "models", "scheduler", "simulator")
NEXT = """
import os, signal
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{head}"

def upgrade():
    with op.batch_alter_table("customers") as customers:
        customers.add_column(sa.Column("nickname", sa.String(20), server_default="-"))
    op.execute("UPDATE customers SET nickname = 'old'")
    if os.environ.get("FAIL") == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if os.environ.get("FAIL") == "raise":
        raise RuntimeError("a bug in the migration")
"""
"""Tomorrow's version of Jod adds a column, and fails halfway if told to."""


@pytest.fixture
def tomorrow(tmp_path: Path) -> Path:
    """The next version of Jod, in a folder of its own."""
    folder = tmp_path / "tomorrow"
    folder.mkdir()
    for part in PARTS:
        (folder / part).symlink_to(ROOT / part)
    shutil.copytree(ROOT / "migrations", folder / "migrations")
    migration = folder / "migrations" / "versions" / "9999_tomorrow.py"
    migration.write_text(NEXT.format(head=schema.head()))
    return folder


def upgrade(version: Path, url: str, fail: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *UPGRADE],
        cwd=version,
        env={**os.environ, **KEYS, "DATABASE_URL": url, "FAIL": fail},
        capture_output=True,
        text=True,
        check=False,
    )


def fill(url: str) -> None:
    town = Town(url)
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"})
    town.jod.stop()


def nicknames(url: str) -> list[str] | None:
    """Of the customers; None while there is no such column."""
    database = Database(url)
    with database.read() as session:
        columns = {one["name"] for one in inspect(session.connection()).get_columns("customers")}
        known = "nickname" in columns
        found = list(session.scalars(text("SELECT nickname FROM customers"))) if known else None
    database.close()
    return found


def test_e8_two_processes_that_migrate_at_once_make_one_company(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    for url in (f"sqlite:///{tmp_path}/new.db", _new_postgres(request)):
        env = {**os.environ, **KEYS, "DATABASE_URL": url}
        both = [forking.start(UPGRADE, env, tmp_path / f"{n}.log") for n in range(2)]
        assert [process.wait(60) for process in both] == [0, 0]
        database = Database(url)
        schema.check(database.engine)
        with database.read() as session:
            assert len(session.scalars(select(Workspace)).all()) == 1
            assert len(session.scalars(select(Team)).all()) == 1
        database.close()


def _new_postgres(request: pytest.FixtureRequest) -> str:
    server: Postgres = request.getfixturevalue("postgres")
    name = f"two_at_once_{os.getpid()}"
    request.addfinalizer(lambda: server.drop(name))
    return server.create(name)


@pytest.mark.parametrize("role", ["all", "web", "worker"])
def test_e9_a_newer_database_is_left_alone(role: str, database_url: str, tmp_path: Path) -> None:
    set_version(database_url, "9999")
    assert "The database is newer than this code" in refusal(role, database_url, tmp_path)


def test_e9_an_older_database_names_the_command_to_run(sqlite_url: str, tmp_path: Path) -> None:
    set_version(sqlite_url, "0001")
    told = "The database is older than this code. Run: flask --app app db upgrade"
    assert told in refusal("web", sqlite_url, tmp_path)
    assert told in refusal("worker", sqlite_url, tmp_path)


def set_version(url: str, version: str) -> None:
    database = Database(url)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    database.close()


def test_e9_a_database_that_is_gone_is_said_in_one_line(tmp_path: Path) -> None:
    told = refusal("all", "postgresql://jod@127.0.0.1:1/gone", tmp_path)
    assert "the database cannot be used" in told
    assert "check DATABASE_URL" in told


def test_e10_killed_in_the_middle_of_a_migration_the_database_is_as_it_was_and_a_copy_is_named(
    database_url: str, tomorrow: Path
) -> None:
    fill(database_url)
    done = upgrade(tomorrow, database_url, "die")
    assert done.returncode == -signal.SIGKILL
    assert nicknames(database_url) is None
    if database_url.startswith("sqlite"):
        backup = Path(f"{database_url.removeprefix('sqlite:///')}.before-9999")
        assert f"as it was it is kept at {backup}" in done.stderr
        assert customers_in(backup) == [("สยามวัสดุภัณฑ์",)]
    assert upgrade(tomorrow, database_url).returncode == 0
    assert nicknames(database_url) == ["old"]


def customers_in(file: Path) -> list[tuple[str]]:
    with sqlite3.connect(file) as copy:
        return copy.execute(f"SELECT name FROM {Customer.__tablename__}").fetchall()  # noqa: S608 (our own name)


def test_e10_a_migration_that_fails_says_so_and_changes_nothing(database_url: str, tomorrow: Path) -> None:
    fill(database_url)
    done = upgrade(tomorrow, database_url, "raise")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    kept = "The file as it was is kept at" if database_url.startswith("sqlite") else "Nothing was changed."
    assert "The migration failed: a bug in the migration." in done.stderr
    assert kept in done.stderr
    assert nicknames(database_url) is None
