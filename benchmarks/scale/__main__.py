"""`make bench-scale [ARGS="--sizes 100k,1M --rounds 30 --keep FOLDER"]`: tables of times, and ratios."""

from __future__ import annotations

import argparse
import logging
import statistics
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter, thread_time
from typing import NamedTuple

from benchmarks.scale import homes
from benchmarks.scale.waiting import Office

WARM_UP = 3
FIRST = "first line of a process (names loaded)"
Wait = Callable[[], None]


class Took(NamedTuple):
    """Milliseconds: as waited for, and of our own work (a PostgreSQL server's is not in it)."""

    wall: float
    cpu: float


Times = dict[str, list[Took]]


def main() -> None:
    asked = _asked()
    logging.disable(logging.WARNING)  # nobody has ticked for two years: every member's turns were missed
    for kind in asked.databases.split(","):
        sizes = asked.sizes.split(",")
        with ExitStack() as stack:
            folder = stack.enter_context(homes.folder(asked.keep))
            urls = {size: stack.enter_context(homes.filled(folder, kind, size)) for size in sizes}
            times = _timed({size: Office(url) for size, url in urls.items()}, asked.rounds)
        for size in sizes:
            _print(kind, size, times[size])
        _compare(kind, times)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-scale", description=__doc__)
    parser.add_argument("--sizes", default="100k,1M,10M", help=f"of {', '.join(homes.SIZES)}")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=100, help="how often each is timed")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where filled databases stay, and are found"
    )
    return parser.parse_args()


def _timed(offices: dict[str, Office], rounds: int) -> dict[str, Times]:
    """Everything at every size in turn, `rounds` times: what else the machine does falls on all of it."""
    times: dict[str, Times] = {size: {FIRST: [_first_line(office)]} for size, office in offices.items()}
    for office in offices.values():
        office.catch_up()
    for turn in range(WARM_UP + rounds):
        for waits in zip(*(office.waits() for office in offices.values()), strict=True):
            for size, (name, prepare, wait) in zip(offices, waits, strict=True):
                prepare()
                took = _took(wait)
                if turn >= WARM_UP:
                    times[size].setdefault(name, []).append(took)
    for office in offices.values():
        office.jod.stop()
    return times


def _first_line(office: Office) -> Took:
    return _took(lambda: office.says(1, "แผนวันนี้"))


def _took(wait: Wait) -> Took:
    began, worked = perf_counter(), thread_time()
    wait()
    return Took((perf_counter() - began) * 1000, (thread_time() - worked) * 1000)


def _print(kind: str, size: str, times: Times) -> None:
    print(f"\n{kind:9}{size:>5}  {'milliseconds':42}{'p50':>8}{'p99':>8}{'our CPU':>10}")
    for name, each in times.items():
        p50, cpu = statistics.median(one.wall for one in each), statistics.median(one.cpu for one in each)
        print(f"{'':14}  {name:42}{p50:8.1f}{_p99(each):8.1f}{cpu:10.1f}")


def _p99(each: list[Took]) -> float:
    return sorted(each)[round(0.99 * (len(each) - 1))].wall


def _compare(kind: str, found: dict[str, Times]) -> None:
    sizes = list(found)
    small, large = found[sizes[0]], found[sizes[-1]]
    print(f"\n{kind:9}{'':5}  {f'{sizes[-1]} / {sizes[0]}':42}{'p50':>8}{'':8}{'our CPU':>10}", flush=True)
    for name, each in large.items():
        p50 = statistics.median(one.wall for one in each) / statistics.median(one.wall for one in small[name])
        cpu = statistics.median(one.cpu for one in each) / statistics.median(one.cpu for one in small[name])
        print(f"{'':14}  {name:42}{p50:8.2f}{'':8}{cpu:10.2f}", flush=True)


if __name__ == "__main__":
    main()
