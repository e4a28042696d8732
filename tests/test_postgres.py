"""The tests' own databases: each test has its own, servers can be killed, and nothing is left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from models.database import Database
from tests.conftest import MIGRATED
from tests.emptied import Emptied
from tests.postgres import ROOT, Postgres, own_server
from tests.processes import wait_for


def test_each_test_has_a_database_of_its_own(sqlite_url: str, postgres_url: str) -> None:
    for url in (sqlite_url, postgres_url):
        database = Database(url)
        with database.write() as session:
            assert session.scalar(text("SELECT count(*) FROM workspaces")) == 0
            session.execute(text("DELETE FROM alembic_version"))
        database.close()


def test_a_database_that_was_spoilt_spoils_no_other(database_url: str) -> None:
    database = Database(database_url)
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    database.close()


def contents(url: str) -> dict[str, int | None]:
    """How many rows each table has, and each sequence's last number."""
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        numbers = connection.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall()
        counts = [
            sql.SQL("SELECT {}, count(*) FROM {}").format(one, sql.Identifier(one)) for (one,) in tables
        ]
        return dict(numbers + [connection.execute(count).fetchall()[0] for count in counts])


@pytest.mark.parametrize("more", ["SELECT 1", "CREATE TABLE forgotten ()", "DELETE FROM alembic_version"])
def test_whatever_a_test_leaves_the_next_does_not_find(postgres: Postgres, more: str) -> None:
    emptied = Emptied(postgres, MIGRATED)
    with psycopg.connect(emptied.fresh(), autocommit=True) as careless:
        careless.execute("INSERT INTO heartbeats SELECT n, now() FROM generate_series(1, 9000) AS n")
        careless.execute("SET session_replication_role = replica")  # a team without a company
        careless.execute("INSERT INTO teams (workspace_id, name) VALUES (1, 'ทีมขาย')")
        careless.execute(more)
        fresh = emptied.fresh()
        with pytest.raises(psycopg.OperationalError):
            careless.execute("SELECT 1")
    assert contents(fresh) == contents(postgres.url(MIGRATED))


def test_a_server_of_its_own_can_be_killed_and_comes_back_with_what_was_committed() -> None:
    with own_server() as server:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE promises AS SELECT 'ตามวันศุกร์' AS note")
            server.kill()
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")
        server.start()
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT note FROM promises").fetchall() == [("ตามวันศุกร์",)]
    assert not server.folder.exists()


SESSION = """
import os
from tests.postgres import kept_for
print(kept_for(os.getpid()).folder, flush=True)
os.abort()
"""


def test_a_kept_server_is_gone_when_its_session_is_killed() -> None:
    command = [sys.executable, "-c", SESSION]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    folder = Path(done.stdout.strip())
    assert done.returncode == -signal.SIGABRT
    wait_for(lambda: not folder.exists(), 10, "the server's folder is removed")
