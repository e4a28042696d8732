"""Events a second and CPU an event, side by side in one run: bare Flask, the SDK's echo example, and Jod.

Settings are fixed: one gunicorn worker of 8 threads on SQLite, two of 8 on PostgreSQL. An event counts when
its reply reached LINE within 10 s. CPU is that of the whole server tree, its yardstick that of bare Flask.
A run takes three minutes on a machine that does nothing else; `mute` is Jod up to the committed reply.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from benchmarks.serving.servers import PEOPLE, Case, Server, account, fake_line, firm, http, server, user
from simulator import events

EACH, ROUNDS = 15, 5
"""Each round sends PEOPLE x EACH events to each server in turn; one more round before them warms up.

The first of the five is not warm yet on PostgreSQL, where each connection prepares its own statements.
"""
IN_TIME = 10.0
"""Seconds within which a reply must have reached LINE."""
AT_ONCE, SLOW, FROZEN = 0, 100, 1_000_000
"""Milliseconds until LINE answers."""
LOAD = 0.8
FLASK = Case("flask", "benchmarks.serving.apps:flask()")
ECHO = Case("echo", "benchmarks.serving.apps:echo()")
MUTE = [
    Case("mute, SQLite", "benchmarks.serving.apps:mute()", "sqlite"),
    Case("mute, PostgreSQL", "benchmarks.serving.apps:mute()", "postgres"),
]
JOD = [Case("Jod, SQLite", database="sqlite"), Case("Jod, PostgreSQL", database="postgres")]
TURNS = [itertools.count() for _ in range(PEOPLE)]
"""How often each person has been out so far."""
Json = dict[str, Any]


@dataclass
class Figures:
    """One server over all rounds."""

    cpu: list[float] = field(default_factory=list)
    """Milliseconds of CPU an event, a figure a round."""
    rate: list[float] = field(default_factory=list)
    """Events a second."""
    took: list[float] = field(default_factory=list)
    """Milliseconds until 200."""
    lag: list[float] = field(default_factory=list)
    """Milliseconds from the request until LINE had the reply."""
    left: int = 0
    """Events without a reply in time: no events, then, but what a worker would answer later."""


Table = dict[str, Figures]


def main() -> None:
    with contextlib.ExitStack() as stack:
        line = stack.enter_context(fake_line())
        cases = [FLASK, ECHO, *MUTE, *JOD]
        up = {case: stack.enter_context(server(case, line)) for case in cases}
        most = compare("LINE answers at once, as many as it takes", line, AT_ONCE, up.values())
        slow = compare("LINE answers after 100 ms, as many", line, SLOW, [up[one] for one in (ECHO, *JOD)])
        rates = {case.name: LOAD * statistics.median(most[case.name].rate) for case in JOD}
        ours = [up[case] for case in JOD]
        steady = compare("LINE answers at once, at 80 % of that", line, AT_ONCE, ours, rates)
        frozen = compare("LINE never answers, at 80 % of that", line, FROZEN, ours, rates)
    verdict(most, slow, steady, frozen)


def compare(what: str, line: str, delay: int, servers: Iterable[Server], rates: Any = None) -> Table:
    """Each round measures one after the other: a slow minute slows them all. `rates`: events a second."""
    print(f"\n{what}:", flush=True)
    http.request("GET", f"{line}/delay/{delay}")
    figures = {one.case.name: Figures() for one in servers}
    for turn in range(ROUNDS + 1):
        for one in servers:
            into = figures[one.case.name] if turn else Figures()
            measure(one, line, (rates or {}).get(one.case.name, 0.0), into, replies=_replies(one, delay))
    report(figures)
    return figures


def _replies(one: Server, delay: int) -> bool:
    """Will LINE have replies of it?"""
    return one.case not in (FLASK, *MUTE) and delay != FROZEN


def report(figures: Table) -> None:
    bare = statistics.median(figures[FLASK.name].cpu) if FLASK.name in figures else None
    for name, one in figures.items():
        cpu = statistics.median(one.cpu)
        share = f"{bare / cpu:5.2f} of bare Flask  " if bare else ""
        print(
            f"  {name:16} {statistics.median(one.rate):6.0f} events/s  {cpu:5.2f} ms CPU  "
            f"200 after p99 {p99(one.took):4.0f} ms  reply lag p99 {p99(one.lag):5.0f} ms  {share}"
            + (f"{one.left} left" if one.left else ""),
            flush=True,
        )


def verdict(most: Table, slow: Table, steady: Table, frozen: Table) -> None:
    """What issue 4 asks for, beside what was measured."""
    print("\nasked → measured:")
    bare, echo = statistics.median(most[FLASK.name].cpu), statistics.median(slow[ECHO.name].rate)
    for (mute, jod), share in zip(zip(MUTE, JOD, strict=True), (0.12, 0.10), strict=True):
        cpu = statistics.median(most[mute.name].cpu)
        rate, lag = statistics.median(most[jod.name].rate), p99(most[jod.name].lag)
        times = statistics.median(slow[jod.name].rate) / echo
        print(f"  {jod.name}")
        print(
            f"    CPU before sending: share of bare Flask ≥ {share} (2 ms) → {bare / cpu:.3f} ({cpu:.2f} ms)"
        )
        print(f"    with replies: ≥ 300 events/s, lag p99 < 1 s → {rate:.0f} events/s, {lag / 1000:.2f} s")
        print(f"    LINE at 100 ms: ≥ 2.5 times the echo example → {times:.1f} times")
        print(f"    200 at 80 %: p99 < 250 ms → {p99(steady[jod.name].took):.0f} ms", end="")
        print(f", with LINE frozen {p99(frozen[jod.name].took):.0f} ms", flush=True)


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98] if len(values) > 1 else 0.0


def measure(one: Server, line: str, rate: float, into: Figures, *, replies: bool) -> None:
    cpu = one.cpu()
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump([[signed(person, turn) for turn in range(EACH)] for person in range(PEOPLE)], file)
        file.flush()
        load = [sys.executable, "-m", "benchmarks.serving.load", file.name, str(one.port), str(PEOPLE)]
        told = json.loads(subprocess.run([*load, str(rate)], check=True, capture_output=True).stdout)
    accepted = await_replies(line, told) if replies else {}
    sent: dict[str, float] = told["sent_at"]
    lag = [(at - sent[token]) * 1000 for token, at in accepted.items()]
    whole = max(accepted.values()) - min(sent.values()) if accepted else told["seconds"]
    into.cpu.append((one.cpu() - cpu) * 1000 / (PEOPLE * EACH))
    into.rate.append((len(accepted) if replies else told["statuses"].get("200", 0)) / whole)
    into.took += told["took"]
    into.lag += lag
    into.left += len(sent) - len(accepted) if replies else 0


def await_replies(line: str, told: Json) -> dict[str, float]:
    """When LINE accepted each reply of this run that came in time."""
    sent: dict[str, float] = told["sent_at"]
    found: dict[str, float] = {}
    deadline = time.monotonic() + IN_TIME
    while len(found) < len(sent) and time.monotonic() < deadline:
        at: dict[str, float] = http.request("GET", f"{line}/accepted").json()
        found |= {token: at[token] for token in at.keys() & sent.keys()}
        time.sleep(0.05)
    return {token: at for token, at in found.items() if at - sent[token] <= IN_TIME}


def signed(person: int, turn: int) -> tuple[str, str]:
    """A visit of that person's and the next appointment there; the next event is about another customer."""
    token = os.urandom(8).hex()
    said = f"เข้าพบ {firm(person, next(TURNS[person]))} คุยงานครั้งที่ {turn} นัดพรุ่งนี้บ่ายสอง"
    message = {"type": "text", "id": token, "quoteToken": "q", "text": said}
    source = {"type": "user", "userId": user(person)}
    event = events.event("message", source, datetime.now(UTC), reply_token=token, message=message)
    raw = events.body(account.bot_user_id, [event])
    return events.signature(account.secret, raw), raw.decode()
