"""`make bench-scale [ARGS="--sizes 100k,1M --databases sqlite --rounds 30"]`: tables of times, and ratios."""

from __future__ import annotations

import argparse
import logging
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.scale.filling import fill
from benchmarks.scale.waiting import Office
from models import schema
from models.database import Database
from tests.postgres import SAFE, UNSAFE_BUT_QUICK, own_server

SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
WARM_UP = 3
Wait = Callable[[], None]
Times = dict[str, list[float]]


def main() -> None:
    asked = _asked()
    logging.disable(logging.WARNING)  # nobody has ticked for two years: every member's turns were missed
    for kind in asked.databases.split(","):
        found = {}
        for size in asked.sizes.split(","):
            with _filled(kind, SIZES[size]) as url:
                found[size] = _timed(url, asked.rounds)
            _print(kind, size, found[size])
        _compare(kind, found)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-scale", description=__doc__)
    parser.add_argument("--sizes", default="100k,1M,10M", help=f"of {', '.join(SIZES)}")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=100, help="how often each is timed")
    return parser.parse_args()


@contextmanager
def _filled(kind: str, activities: int) -> Iterator[str]:
    """A database with so many activities, gone afterwards."""
    with _empty(kind) as (url, make_safe):
        database, began = Database(url), perf_counter()
        schema.upgrade(database.engine)
        fill(database, activities)
        database.close()
        print(f"\n{kind}: {activities:,} activities filled in {perf_counter() - began:.0f} s", flush=True)
        make_safe()
        yield url


@contextmanager
def _empty(kind: str) -> Iterator[tuple[str, Wait]]:
    """A URL, and how to make writes there as safe as in service."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="jod-scale-") as place:
            file = Path(place) / "scale.db"
            file.touch()
            yield f"sqlite:///{file}", lambda: None
        return
    with own_server(UNSAFE_BUT_QUICK) as server:

        def restart() -> None:
            server.stop()
            server.settings = SAFE
            server.start()

        yield server.create("scale"), restart


def _timed(url: str, rounds: int) -> Times:
    """Everything in turn, `rounds` times, so that what else the machine does falls on all of it."""
    office = Office(url)
    began = perf_counter()
    office.says(1, "แผนวันนี้")
    loaded = perf_counter() - began
    office.jod.ticker.tick()
    times: Times = {name: [] for name, _, _ in office.waits()}
    for turn in range(WARM_UP + rounds):
        for name, prepare, wait in office.waits():
            prepare()
            began = perf_counter()
            wait()
            if turn >= WARM_UP:
                times[name].append((perf_counter() - began) * 1000)
    office.jod.stop()
    return {"first line of a process (names loaded)": [loaded * 1000], **times}


def _print(kind: str, size: str, times: Times) -> None:
    print(f"{kind:9}{size:>5}  {'':42}{'p50 ms':>8}{'p99 ms':>8}")
    for name, each in times.items():
        print(f"{'':14}  {name:42}{statistics.median(each):8.1f}{_p99(each):8.1f}", flush=True)


def _p99(each: list[float]) -> float:
    return sorted(each)[round(0.99 * (len(each) - 1))]


def _compare(kind: str, found: dict[str, Times]) -> None:
    sizes = list(found)
    smallest, largest = sizes[0], sizes[-1]
    print(f"\n{kind}: p50 of {largest} / {smallest}")
    for name, each in found[largest].items():
        ratio = statistics.median(each) / statistics.median(found[smallest][name])
        print(f"{'':14}  {name:42}{ratio:8.2f}")


if __name__ == "__main__":
    main()
