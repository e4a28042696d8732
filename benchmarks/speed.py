"""Events a second and CPU an event, side by side in one run: bare Flask, the SDK's echo example, and Jod.

Settings are fixed: one gunicorn worker of 8 threads on SQLite, two of 8 on PostgreSQL. An event counts when
its reply reached LINE within 10 s. CPU is that of the whole server tree, its yardstick that of bare Flask.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import urllib3
from sqlalchemy import select

from bot.settings import Settings
from models.channel import Channel
from models.customer import Customer
from models.database import Database
from models.member import Member, Team
from models.workspace import Workspace
from simulator import events
from simulator.accounts import Channel as Account
from tests.postgres import own_server
from tests.processes import free_port, wait_for

PEOPLE, EACH, ROUNDS = 16, 25, 3
"""Each round sends PEOPLE x EACH events to each server in turn."""
NEVER = 1_000_000.0
IN_TIME = 10.0
"""Seconds within which a reply must have reached LINE."""
Json = dict[str, Any]
http = urllib3.PoolManager(timeout=30, retries=False)
account = Account.invented("staff", "จด", monthly_quota=None)


@dataclass
class Figures:
    """One server over all rounds."""

    cpu: list[float]
    """Milliseconds of CPU an event, a figure a round."""
    rate: list[float]
    """Events a second."""
    took: list[float]
    """Milliseconds until 200."""
    lag: list[float]
    """Milliseconds from the request until LINE had the reply."""


def main() -> None:
    ours = [Case("sqlite"), Case("postgres", workers=2)]
    most = compare("LINE answers at once, as many as it takes", [Case("flask"), Case("echo"), *ours], delay=0)
    compare("LINE answers after 100 ms, as many as it takes", [Case("echo"), *ours], delay=100)
    steady = [replace(case, rate=0.8 * statistics.median(most[case.name].rate)) for case in ours]
    compare("LINE answers at once, at 80 % of that", steady, delay=0)
    compare("LINE never answers, at 80 % of that", steady, delay=NEVER)


@dataclass
class Case:
    """One server to be measured."""

    name: str
    workers: int = 1
    rate: float = 0
    """Events a second sent to it; 0 for as many as it answers."""


def compare(what: str, cases: list[Case], *, delay: float) -> dict[str, Figures]:
    """All servers are up at once; each round measures one after the other: a slow minute slows them all."""
    print(f"\n{what}:")
    with contextlib.ExitStack() as stack:
        line = stack.enter_context(fake_line(delay))
        servers = [(case, stack.enter_context(server(case, line))) for case in cases]
        figures = {case.name: Figures([], [], [], []) for case in cases}
        for turn in range(ROUNDS + 1):  # the first one only warms up
            for case, one in servers:
                measure(one, line, case.rate, figures[case.name] if turn else None)
    report(figures)
    return figures


def report(figures: dict[str, Figures]) -> None:
    bare = statistics.median(figures["flask"].cpu) if "flask" in figures else None
    for name, one in figures.items():
        cpu = statistics.median(one.cpu)
        share = f"{bare / cpu:5.2f} of bare Flask" if bare else ""
        print(
            f"  {name:9} {statistics.median(one.rate):6.0f} events/s  {cpu:5.2f} ms CPU  "
            f"200 after p99 {p99(one.took):4.0f} ms  reply lag p99 {p99(one.lag):5.0f} ms  {share}"
        )


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98] if len(values) > 1 else 0.0


@dataclass
class Server:
    """A gunicorn on a port, and how to count its CPU."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of CPU of the whole tree so far."""
        return sum(_cpu_of(pid) for pid in _tree(self.process.pid))


def measure(one: Server, line: str, rate: float, into: Figures | None) -> None:
    cpu = one.cpu()
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump([[signed(person, turn) for turn in range(EACH)] for person in range(PEOPLE)], file)
        file.flush()
        load = [sys.executable, "-m", "benchmarks.load", file.name, str(one.port), str(PEOPLE), str(rate)]
        told = json.loads(subprocess.run(load, check=True, capture_output=True).stdout)
    total = PEOPLE * EACH
    replied = await_replies(one, line, told)
    spent = one.cpu() - cpu
    if into is not None:
        in_time = sum(lag <= IN_TIME * 1000 for lag in replied) if one.name != "flask" else total
        last = max([told["seconds"], *([max(replied) / 1000] if replied else [])])
        into.cpu.append(spent * 1000 / total)
        into.rate.append(in_time / last)
        into.took += told["took"]
        into.lag += replied


def await_replies(one: Server, line: str, told: Json) -> list[float]:
    """Milliseconds from request to acceptance of every reply of this run."""
    if one.name == "flask":
        return []
    wanted = set(told["sent_at"])
    deadline = time.monotonic() + IN_TIME
    while not wanted <= (at := accepted(line)).keys() and time.monotonic() < deadline:
        time.sleep(0.1)
    return [(at[token] - told["sent_at"][token]) * 1000 for token in wanted if token in at]


def accepted(line: str) -> dict[str, float]:
    at: dict[str, float] = http.request("GET", f"{line}/count").json()["at"]
    return at


def signed(person: int, turn: int) -> tuple[str, str]:
    """A visit logged by that person; every event is new."""
    token = os.urandom(8).hex()
    said = f"เข้าพบ บริษัทที่{person}พาณิชย์ คุยงานครั้งที่ {turn} {token}"
    message = {"type": "text", "id": token, "quoteToken": "q", "text": said}
    source = {"type": "user", "userId": user(person)}
    event = events.event("message", source, datetime.now(UTC), reply_token=token, message=message)
    raw = events.body(account.bot_user_id, [event])
    return events.signature(account.secret, raw), raw.decode()


def user(person: int) -> str:
    return f"U{person:032x}"


@contextlib.contextmanager
def fake_line(delay: float) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.fake_line", str(port), str(delay)]
    with running(command, {}) as _:
        url = f"http://127.0.0.1:{port}"
        wait_for(lambda: _is_up(f"{url}/count"), 20, "the fake LINE answers")
        yield url


@contextlib.contextmanager
def server(case: Case, line: str) -> Iterator[Server]:
    """The server under gunicorn, with a database of its own when it needs one."""
    app = {"flask": "benchmarks.bare:flask()", "echo": "benchmarks.bare:echo()"}.get(case.name, "app:serve()")
    with database(case.name) as url:
        port = free_port()
        env = settings(url, line)
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
        command += ["--worker-class", "gthread", "--threads", "8", "--workers", str(case.workers), app]
        with running(command, env) as process:
            wait_for(lambda: _is_up(f"http://127.0.0.1:{port}/"), 60, f"{case.name} answers")
            yield Server(case.name, port, process)


def settings(url: str, line: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "LINE_CHANNEL_SECRET": account.secret,
        "LINE_CHANNEL_ACCESS_TOKEN": account.access_token,
        "LINE_API_BASE": line,
        "ROLE": "web",
        "LOG_LEVEL": "WARNING",
        "ANSWERS_PER_MINUTE": "1000000",  # sixteen people type what a thousand would
    }


@contextlib.contextmanager
def database(name: str) -> Iterator[str]:
    with contextlib.ExitStack() as stack:
        if name == "postgres":
            url = stack.enter_context(own_server()).create("bench")
        else:
            url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/bench.db"
        if name in ("sqlite", "postgres"):
            fill(url)
        yield url


def fill(url: str) -> None:
    """A team of PEOPLE reps with a customer each."""
    env = {**os.environ, "DATABASE_URL": url}
    upgrade = [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"]
    subprocess.run(upgrade, env=env, check=True, stdout=subprocess.DEVNULL)
    store, now = Database(Settings.from_env({"DATABASE_URL": url}).database_url), datetime.now(UTC)
    with store.write() as session:
        workspace, team = session.scalars(select(Workspace)).one(), session.scalars(select(Team)).one()
        session.scalars(select(Channel)).one().destination = account.bot_user_id
        for number in range(PEOPLE):
            member = Member(
                workspace_id=workspace.id,
                team_id=team.id,
                user_id=user(number),
                name=f"เซลส์{number}",
                joined_at=now,
            )
            session.add(member)
            session.flush()
            session.add(
                Customer(
                    workspace_id=workspace.id,
                    owner_id=member.id,
                    name=f"บริษัทที่{number}พาณิชย์",
                    created_at=now,
                    directory_version=workspace.touch_directory(session),
                )
            )
    store.close()


@contextlib.contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, env={**os.environ, **env}, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def _is_up(url: str) -> bool:
    with contextlib.suppress(urllib3.exceptions.HTTPError):
        http.request("GET", url)
        return True
    return False


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _tree(int(child)))]


def _cpu_of(pid: int) -> float:
    """User and system time so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
