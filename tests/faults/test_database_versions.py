"""Fault matrix E8–E10: a database older or newer than the code, and migrating it, at once or halfway."""

from __future__ import annotations

import os
import signal
import threading
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text

from models import disk, schema
from models.channel import Channel
from models.database import Database
from models.member import Team
from models.workspace import Workspace
from tests import forking
from tests.crowd import total
from tests.faults.test_database_file import KEYS, UPGRADE, refusal, run
from tests.postgres import Postgres
from tests.versions import THE_HOUSE, fill, migrate

KINDS = ["sqlite", "postgres"]
DANGEROUS = ["flask", "--app", "tests.crashing", "db", "upgrade"]


@pytest.fixture
def old_url(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> str:
    """A company's database as version 0001 left it."""
    url = f"sqlite:///{tmp_path}/old.db" if kind == "sqlite" else new_postgres(request)
    (tmp_path / "old.db").touch()
    database = Database(url)
    with database.engine.connect() as connection:
        migrate(connection, "0001")
        fill(connection, THE_HOUSE)
        connection.commit()
    database.close()
    return url


def new_postgres(request: pytest.FixtureRequest) -> str:
    """An empty database of the session's server, dropped after the test."""
    server: Postgres = request.getfixturevalue("postgres")
    name = f"old_{uuid.uuid4().hex}"
    request.addfinalizer(lambda: server.drop(name))
    return server.create(name)


def version_of(url: str) -> str | None:
    database = Database(url)
    with database.engine.connect() as connection:
        found = schema.revision(connection)
    database.close()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_e8_two_processes_that_migrate_at_once_make_one_company(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = f"sqlite:///{tmp_path}/new.db" if kind == "sqlite" else new_postgres(request)
    env = {**os.environ, **KEYS, "DATABASE_URL": url}
    both = [forking.start(UPGRADE, env, tmp_path / f"{n}.log") for n in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    database = Database(url)
    schema.check(database.engine)
    found = [total(database, table) for table in (Workspace, Team, Channel)]
    database.close()
    assert found == [1, 1, 1]


def test_e8_the_second_at_a_new_database_lets_the_first_make_it(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    disk.trace_of(file).touch()  # by the first, who has not come to the lock yet
    first = threading.Timer(0.1, file.touch)
    first.start()
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database.engine)
    schema.check(database.engine)
    database.close()
    first.join()


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


@pytest.mark.parametrize("kind", KINDS)
def test_e10_killed_halfway_through_a_migration_the_database_is_as_it_was_and_a_copy_is_named(
    old_url: str, tmp_path: Path
) -> None:
    code, told = run(DANGEROUS, old_url, tmp_path, DIE_AT="mid_migration")
    assert code == -signal.SIGKILL
    assert version_of(old_url) == "0001"
    if old_url.startswith("sqlite"):
        backup = f"{old_url}.before-{schema.head()}"
        assert f"as it was it is kept at {backup.removeprefix('sqlite:///')}" in told
        assert version_of(backup) == "0001"
    assert run(DANGEROUS, old_url, tmp_path)[0] == 0
    assert version_of(old_url) == schema.head()


@pytest.mark.parametrize("kind", KINDS)
def test_e10_a_migration_that_fails_says_so_and_changes_nothing(old_url: str, tmp_path: Path) -> None:
    code, told = run(DANGEROUS, old_url, tmp_path, BREAK_AT="mid_migration")
    assert (code, "Traceback" in told) == (1, False)
    assert "The migration failed: a bug of ours." in told
    kept = "The file as it was is kept at" if old_url.startswith("sqlite") else "Nothing was changed."
    assert kept in told
    assert version_of(old_url) == "0001"
