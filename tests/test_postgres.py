"""The tests' own databases: each test has its own, servers can be killed, and nothing is left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from models.database import Database
from tests.postgres import ROOT, own_server
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
