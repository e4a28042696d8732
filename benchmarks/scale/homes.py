"""Where the filled databases lie: filled once, and found again by the next run that is told the folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.scale.filling import fill
from benchmarks.scale.selling import sell
from models import schema
from models.database import Database
from tests.postgres import SAFE, UNSAFE_BUT_QUICK, server_in

SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
NAME = "scale"


@contextmanager
def folder(kept: Path | None) -> Iterator[Path]:
    """The folder to keep them in, or one that is gone afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="jod-scale-", dir="/tmp") as place:  # a socket's path is short
        Path(place).chmod(0o755)  # PostgreSQL runs as somebody else when we are root
        yield Path(place)


@contextmanager
def filled(folder: Path, kind: str, size: str) -> Iterator[str]:
    """The URL of a database with so many activities, whose writes are as safe as in service."""
    home = folder / f"{kind}-{size}"
    if not home.exists():
        _fill(home, kind, SIZES[size])
    with _served(home, kind, SAFE) as url:
        _migrate(url)
        yield url


def _fill(home: Path, kind: str, activities: int) -> None:
    """In a folder of another name: what was broken off half-way is begun again."""
    half, began = home.with_name(f"{home.name}.half"), perf_counter()
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    with _served(half, kind, UNSAFE_BUT_QUICK, new=True) as url:
        _migrate(url)
        database = Database(url)
        fill(database, activities)
        sell(database)
        database.close()
    half.rename(home)
    print(f"\n{kind}: {activities:,} activities filled in {perf_counter() - began:.0f} s", flush=True)


@contextmanager
def _served(home: Path, kind: str, settings: Mapping[str, str], *, new: bool = False) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{home / NAME}.db"
        return
    with server_in(home, settings) as server:
        yield server.create(NAME) if new else server.url(NAME)


def _migrate(url: str) -> None:
    database = Database(url)
    schema.upgrade(database.engine)
    database.close()
