"""Jod as real processes: gunicorn and workers on a real database, with a LINE of our own over HTTP."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import psutil
import urllib3

from simulator import events
from simulator.accounts import Channel as Account
from simulator.accounts import User
from simulator.clock import SimulatorClock
from simulator.platform import Platform
from simulator.server import Server, build
from tests import forking

ROOT = Path(__file__).parent.parent
BANGKOK = ZoneInfo("Asia/Bangkok")
OK = 200
Json = dict[str, Any]


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(happened: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until it has happened; a test that waits in vain says for what."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds} s still not: {what}")
        time.sleep(0.05)


class Process(Protocol):
    """What `subprocess.Popen` and a forked process have in common."""

    pid: int

    def send_signal(self, number: int, /) -> None: ...

    def terminate(self) -> None: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


class Site:
    """One installation: a fake LINE on a port, and the processes of Jod that were started on it.

    `forked`: processes are forked from a prepared one, which is forty times as quick as starting Python.
    `now`: what the domain clocks of LINE and of Jod say at first, if not the time it is.
    """

    def __init__(
        self,
        database_url: str,
        folder: Path,
        *,
        forked: bool = False,
        now: datetime | None = None,
        **env: str,
    ) -> None:
        self.forked = forked
        self.clock = SimulatorClock()
        if now is not None:
            env["CLOCK_OFFSET"] = str((now - self.clock.now()).total_seconds())
            self.clock.move_to(now)
        self.account = Account.invented("staff", "จด", monthly_quota=None)
        self.platform = Platform(self.clock, [self.account])
        self.line = Server(build(self.platform, _nothing, lambda _: None))
        self.line.start()
        self.port = free_port()
        self.folder = folder
        self.closing = contextlib.ExitStack()
        self.running: dict[str, Process] = {}
        self.seconds_taken: list[float] = []
        """By each delivery, until its answer."""
        self.env = {
            **os.environ,
            "DATABASE_URL": database_url,
            "LINE_CHANNEL_SECRET": self.account.secret,
            "LINE_CHANNEL_ACCESS_TOKEN": self.account.access_token,
            "LINE_API_BASE": self.line.url,
            "TICK_MS": "500",
            "PUSH_LEASE_MS": "5000",
            "REPLY_LEASE_MS": "4000",
            "ANSWERS_PER_MINUTE": "1000000",
            "PORT": str(self.port),
            **env,
        }
        self._http = urllib3.PoolManager(maxsize=40, timeout=10, retries=False)

    def run(self, *command: str) -> str:
        """A command to its end; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *command],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start_web(self, name: str = "web", role: str = "web", threads: int = 8, **env: str) -> None:
        """`env` may order where it dies: see `tests.crashing`."""
        bind = ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", str(threads)]
        command = ["gunicorn", *bind, "--no-control-socket", f"{self._app(env)}:serve()"]
        self._start(name, command, {**env, "ROLE": role})

    def wait_until_up(self) -> None:
        wait_for(self._is_up, 30, "the web process answers")

    def start_worker(self, name: str = "worker", **env: str) -> None:
        command = ["flask", "--app", self._app(env), "work"]
        self._start(name, command, {**env, "ROLE": "worker"})

    def _app(self, env: Mapping[str, str]) -> str:
        """Jod itself, unless something is to go wrong inside it."""
        ordered = {"DIE_AT", "FREEZE_AT", "BREAK_AT", "CLOCK_OFFSET"}
        return "tests.crashing" if ordered & {*self.env, *env} else "app"

    def _start(self, name: str, command: list[str], env: Mapping[str, str]) -> None:
        log, env = self.folder / f"{name}.log", {**self.env, **env}
        if self.forked:
            self.running[name] = forking.start(command, env, log)
            return
        with log.open("ab") as written:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=env,
                stdout=written,
                stderr=written,
                start_new_session=True,  # so that a kill takes gunicorn's children too
            )

    def _is_up(self) -> bool:
        with contextlib.suppress(urllib3.exceptions.HTTPError):
            return self._http.request("GET", f"http://127.0.0.1:{self.port}/healthz").status == OK
        return False

    def page(self, path: str) -> str:
        """What the web process answers there, whatever its status."""
        return self._http.request("GET", f"http://127.0.0.1:{self.port}{path}").data.decode()

    def kill(self, name: str) -> None:
        """`kill -9`, children included."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)  # one just forked is no group yet
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def is_frozen(self, name: str) -> bool:
        return bool(psutil.Process(self.running[name].pid).status() == psutil.STATUS_STOPPED)

    def terminate(self, name: str, seconds: float = 30) -> int:
        """SIGTERM; the exit code."""
        process = self.running.pop(name)
        process.terminate()
        return process.wait(seconds)

    def wait_until_dead(self, name: str, seconds: float = 10) -> None:
        """It was ordered to die, and has."""
        code = self.running.pop(name).wait(seconds)
        assert code == -signal.SIGKILL, f"{name} ended with {code}: {self.log_of(name)[-2000:]}"

    def close(self) -> None:
        for name in list(self.running):
            self.kill(name)
        self.line.stop()
        self.closing.close()

    def log_of(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def person(self, name: str) -> str:
        """Somebody who has added the account; the user id."""
        return self.platform.add_user(
            User(name=name, display_name=name, home="staff"), friend_of=["staff"]
        ).user.id

    def line_of_text(self, user: str, text: str) -> Json:
        """A text message as LINE tells of it, with a reply token that works once."""
        with self.platform.changing():
            chat = self.platform.chats.one_to_one("staff", user, "จด")
            token = self.platform.reply_tokens.issue("staff", chat, self.clock.machine())
            message = {"type": "text", "id": next(self.platform.chats.new_id), "text": text}
        return events.event(
            "message", chat.source(user), self.clock.now(), reply_token=token, message=message
        )

    def deliver(self, event: Json) -> int:
        """One signed webhook; the status of the answer, 0 when there was none."""
        raw, began = events.body(self.account.bot_user_id, [event]), time.monotonic()
        url = f"http://127.0.0.1:{self.port}/callback"
        try:
            return int(
                self._http.request(
                    "POST", url, body=raw, headers=events.headers(self.account.secret, raw)
                ).status
            )
        except urllib3.exceptions.HTTPError:
            return 0
        finally:
            self.seconds_taken.append(time.monotonic() - began)

    def deliver_all(self, happened: list[list[Json]], pause: float = 0.0) -> dict[str, int]:
        """Each list in its own thread and in order, as people type; event id → status of the answer."""
        statuses: dict[str, int] = {}

        def send(own: list[Json]) -> None:
            for event in own:
                statuses[event["webhookEventId"]] = self.deliver(event)
                time.sleep(pause)

        with ThreadPoolExecutor(len(happened)) as pool:
            list(pool.map(send, happened))
        return statuses


def _nothing(environ: Any, start_response: Any) -> list[bytes]:
    start_response("404 Not Found", [])
    return []


@contextlib.contextmanager
def site(
    database_url: str, folder: Path, *, forked: bool = False, now: datetime | None = None, **env: str
) -> Iterator[Site]:
    place = Site(database_url, folder, forked=forked, now=now, **env)
    try:
        yield place
    finally:
        place.close()
