"""What a process takes of its machine: one core where all of Jod is that process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else {0}
SETTLED = """
import os
from bot.footprint import settle_in
from bot.settings import Settings
settle_in(Settings.from_env(os.environ))
print(*sorted(os.sched_getaffinity(0)))
"""
pytestmark = pytest.mark.skipif(len(CORES) < 2, reason="one core is all that this machine gives")


def cores(**env: str) -> set[int]:
    """Those that a process with these settings keeps to."""
    told = subprocess.run(
        [sys.executable, "-c", SETTLED], env={**os.environ, **env}, check=True, capture_output=True, text=True
    )
    return {int(one) for one in told.stdout.split()}


def test_all_of_jod_in_one_process_stays_on_one_core() -> None:
    kept = cores(DATABASE_URL="sqlite:///jod.db", ROLE="all")
    assert len(kept) == 1
    assert kept < CORES


@pytest.mark.parametrize(
    ("url", "role"),
    [("postgresql://db/jod", "all"), ("postgresql://db/jod", "web"), ("sqlite:///j.db", "web")],
)
def test_one_process_of_several_uses_them_all(url: str, role: str) -> None:
    assert cores(DATABASE_URL=url, ROLE=role) == CORES
