"""Servers under gunicorn, each with a database of its own, filled with a team; and the LINE they talk to."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import urllib3
from sqlalchemy import select

from bot.settings import Settings
from models.channel import Channel
from models.customer import Customer
from models.database import Database
from models.member import Member, Team
from models.workspace import Workspace
from simulator.accounts import Channel as Account
from tests.postgres import own_server
from tests.processes import free_port, wait_for

PEOPLE, FIRMS = 16, 60
"""Reps, and the customers of each: nobody is promised more than a few visits at once."""
THREADS = 8
STOPPING = 3
"""Seconds a process is given to end; one whose LINE never answers would wait longer."""
CPU_CLOCK = 2
"""CPUCLOCK_SCHED of the kernel: a process's clock of all the time its threads have run."""
account = Account.invented("staff", "จด", monthly_quota=None)
http = urllib3.PoolManager(timeout=30, retries=False)


@dataclass(frozen=True)
class Case:
    """A server to be measured: its name says what runs, and on which database."""

    name: str
    app: str = "app:serve()"
    database: str = ""
    """`sqlite`, `postgres`, or none."""

    @property
    def workers(self) -> int:
        return 2 if self.database == "postgres" else 1


@dataclass
class Server:
    """A gunicorn on a port, and how to count its CPU."""

    case: Case
    port: int
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of CPU of the whole tree so far; a database server is not part of it."""
        return sum(_cpu_of(pid) for pid in _tree(self.process.pid))


@contextlib.contextmanager
def fake_line() -> Iterator[str]:
    """The URL of a LINE that accepts everything."""
    port = free_port()
    with running([sys.executable, "-m", "benchmarks.serving.fake_line", str(port)], {}):
        url = f"http://127.0.0.1:{port}"
        wait_for(lambda: _is_up(f"{url}/accepted"), 20, "the fake LINE answers")
        yield url


@contextlib.contextmanager
def server(case: Case, line: str) -> Iterator[Server]:
    with database(case.database) as url:
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
        command += ["--worker-class", "gthread", "--threads", str(THREADS), "--workers", str(case.workers)]
        with running([*command, case.app], environment(case, url, line)) as process:
            wait_for(lambda: _is_up(f"http://127.0.0.1:{port}/"), 120, f"{case.name} answers")
            yield Server(case, port, process)


def environment(case: Case, url: str, line: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "LINE_CHANNEL_SECRET": account.secret,
        "LINE_CHANNEL_ACCESS_TOKEN": account.access_token,
        "LINE_API_BASE": line,
        "ROLE": "all" if case.database == "sqlite" else "web",  # as each is meant to be run
        "LOG_LEVEL": "ERROR",
        "ANSWERS_PER_MINUTE": "1000000",  # sixteen people type what a thousand would
    }


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    with contextlib.ExitStack() as stack:
        if kind == "postgres":
            url = stack.enter_context(own_server()).create("bench")
        else:
            url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/bench.db"
        if kind:
            fill(url)
        yield url


def fill(url: str) -> None:
    """A team of PEOPLE reps with FIRMS customers each."""
    env = {**os.environ, "DATABASE_URL": url}
    upgrade = [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"]
    subprocess.run(upgrade, env=env, check=True, stdout=subprocess.DEVNULL)
    store, now = Database(Settings.from_env({"DATABASE_URL": url}).database_url), datetime.now(UTC)
    with store.write() as session:
        workspace, team = session.scalars(select(Workspace)).one(), session.scalars(select(Team)).one()
        session.scalars(select(Channel)).one().destination = account.bot_user_id
        here = {"workspace_id": workspace.id}
        for number in range(PEOPLE):
            named = {"name": f"เซลส์{number}", "user_id": user(number), "joined_at": now}
            member = Member(team_id=team.id, **named, **here)
            session.add(member)
            session.flush()
            version = workspace.touch_directory(session)
            known = {"owner_id": member.id, "created_at": now, "directory_version": version}
            session.add_all(Customer(name=firm(number, turn), **known, **here) for turn in range(FIRMS))
    store.close()


def user(person: int) -> str:
    return f"U{person:032x}"


def firm(person: int, turn: int) -> str:
    """The customer to whom that person goes at that turn."""
    return f"บริษัทที่{person * FIRMS + turn % FIRMS}พาณิชย์"


@contextlib.contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, env={**os.environ, **env}, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    tree = _tree(process.pid)
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOPPING)
        return
    for pid in tree:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 9)


def _is_up(url: str) -> bool:
    with contextlib.suppress(urllib3.exceptions.HTTPError):
        http.request("GET", url)
        return True
    return False


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _tree(int(child)))]


def _cpu_of(pid: int) -> float:
    """User and system time so far, in seconds, to the microsecond.

    /proc counts in hundredths of a second, by which a round of bare Flask came out at 0.25 ms or at 0.42. The
    clock is what clock_getcpuclockid(3) gives for a process, which Python does not hand on.
    """
    return time.clock_gettime((~pid << 3) | CPU_CLOCK)
