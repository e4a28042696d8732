"""Fixtures every test may ask for: a fresh, migrated database of either kind, and a town on it."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event

from models import schema
from models.database import Database
from tests import compiled
from tests.emptied import Emptied
from tests.overheard import Overheard, written_private
from tests.postgres import Postgres, kept_for

if TYPE_CHECKING:
    from tests.town import Town

pytest.register_assert_rewrite("tests.town", "tests.chaos")  # what fails shows its difference
event.listen(Engine, "engine_connect", compiled.share)

MEMORY = Path("/dev/shm")  # noqa: S108 (each test has a folder of its own there)
ROOM = 1 << 30
"""Bytes, much more than all tests at once need; a container's usual 64 MB are less."""
LONG = ("test_year.py", "test_month.py", "test_nothing_drops.py", "test_processes.py", "test_query_plans.py")
"""One of their tests takes more than five seconds."""
MIGRATED = "migrated"
"""The database of the PostgreSQL server that the others are copied from."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: at the end one worker would play it alone."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


def pytest_collection_finish() -> None:
    """What is imported stays: looking through it for garbage took a third of a short test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def discretion(request: pytest.FixtureRequest) -> Iterator[None]:
    """No log of any test, or of a process it starts, holds what people wrote, who they are, or a secret."""
    folder: Path | None = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    with Overheard() as heard:
        yield
    assert heard.private + (written_private(folder) if folder is not None else []) == []


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: each test that asks for one runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_url(migrated_file: Path) -> Iterator[str]:
    """A fresh, migrated SQLite database. It lies in memory if there is room: each commit waits for a disk."""
    with TemporaryDirectory(prefix="jod-", dir=MEMORY if _has_room(MEMORY) else None) as folder:
        path = Path(folder) / "jod.db"
        shutil.copyfile(migrated_file, path)
        yield f"sqlite:///{path}"


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free > ROOM


@pytest.fixture
def postgres_url(emptied: Emptied) -> str:
    """A fresh, migrated PostgreSQL database."""
    return emptied.fresh()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database at the newest version, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Postgres:
    """The session's one PostgreSQL server, started by whichever xdist worker needs it first."""
    alone = worker_id == "master"
    session = tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent
    note = session / "postgres"
    with (session / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            server = kept_for(os.getpid() if alone else os.getppid())
            migrate(server.create(MIGRATED))
            note.write_text(str(server.folder))
    return Postgres(Path(note.read_text()))


@pytest.fixture(scope="session")
def emptied(postgres: Postgres) -> Emptied:
    """The database that the tests of this worker write to, one after another."""
    return Emptied(postgres, MIGRATED)


def migrate(url: str) -> None:
    database = Database(url)
    schema.upgrade(database.engine)
    database.close()


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    """A company with people and customers, on each kind of database."""
    from tests.town import Town  # the whole app: a test of one part need not wait for it

    place = Town(database_url)
    yield place
    place.jod.stop()
