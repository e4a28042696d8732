"""`make fuzz`: signed bodies with mutated events and lines of nonsense, through the real app, on every core.

`python -m benchmarks.fuzz COUNT [SEED]` sends COUNT of each and exits with 1 for any fault. A fault is an
answer but 200, 400 or 413, an event that could not be handled at once, a row that is stuck, a message LINE
would refuse, or a log that quotes somebody. Batches have seeds of their own: `… 2000 SEED` runs one again.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from models import schema
from models.database import Database
from tests.fuzzing import Fuzz, Outcome

FEW, BATCH = 1_000, 2_000
SHOWN, TOLD_EVERY = 20, 10_000
Batch = tuple[str, int, int]
"""Which kind, how many, and the seed."""


def main(count: int = FEW, seed: int | None = None) -> int:
    """Send `count` bodies and `count` lines; returns how many faults there were."""
    seed = secrets.randbelow(10**6) if seed is None else seed
    print(f"seed {seed}: {count:,} bodies and {count:,} lines in batches of {BATCH}", flush=True)
    began, total = time.monotonic(), {"bodies": Outcome(), "texts": Outcome()}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for (kind, _, batch_seed), outcome in pool.map(run, batches(count, seed)):
            total[kind].add(outcome)
            _tell(kind, batch_seed, outcome, sum(total[kind].statuses.values()))
    for kind, outcome in total.items():
        print(f"{kind}: {dict(sorted(outcome.statuses.items()))}, {len(outcome.faults)} faults")
    print(f"{time.monotonic() - began:.0f} s", flush=True)
    return sum(len(outcome.faults) for outcome in total.values())


def batches(count: int, seed: int) -> Iterator[Batch]:
    """Each with a seed that follows from the first."""
    for number, first in enumerate(range(0, count, BATCH)):
        for kind in ("bodies", "texts"):
            yield kind, min(BATCH, count - first), seed + number


def run(batch: Batch) -> tuple[Batch, Outcome]:
    """One batch on a database of its own."""
    kind, count, seed = batch
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'fuzz.db'}"
        database = Database(url)
        schema.upgrade(database.engine)
        database.close()
        fuzz = Fuzz(url, seed)
        outcome = fuzz.bodies(count) if kind == "bodies" else fuzz.texts(count)
        fuzz.close()
    return batch, outcome


def _tell(kind: str, seed: int, outcome: Outcome, sent: int) -> None:
    if sent % TOLD_EVERY == 0:
        print(f"{sent:,} {kind}", flush=True)
    for fault in outcome.faults[:SHOWN]:
        print(f"{kind}, batch with seed {seed}: {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(min(main(*map(int, sys.argv[1:])), 1))
