"""A company on real processes that a test may kill, freeze and start again within a second."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from models.database import Database
from models.member import Role
from tests.crowd import open_database
from tests.faults.wired import WiredTown
from tests.processes import Site, site
from tests.stored import SIAM
from tests.town import BANGKOK, Town

THURSDAY_MORNING = datetime(2026, 11, 26, 10, 0, tzinfo=BANGKOK)
"""A working day, an hour at which nobody is asleep."""
QUICK = {"TICK_MS": "100", "PUSH_LEASE_MS": "1000", "REPLY_LEASE_MS": "1000"}


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """An installation with nothing started yet; leases and ticks are short."""
    with site(database_url, tmp_path, forked=True, now=THURSDAY_MORNING, **QUICK) as one:
        yield one


@pytest.fixture
def database(place: Site, database_url: str) -> Database:
    """Our own look at its database."""
    return open_database(place, database_url)


@pytest.fixture
def rep(town: Town) -> Town:
    """A town with one rep, แบงค์, and one customer; LINE's accounts are known to it."""
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    town.bind_channels()
    return town


@pytest.fixture
def wired(database_url: str) -> Iterator[WiredTown]:
    """แบงค์ and her manager กบ, with a Jod that talks to LINE over HTTP."""
    place = WiredTown(database_url)
    place.member("แบงค์")
    place.member("กบ", Role.MANAGER)
    place.customer(SIAM, "แบงค์")
    place.bind_channels()
    place.jod.work()
    place.platform.calls.clear()
    yield place
    place.close()
