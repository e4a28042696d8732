"""A campaign out of the outbox, to a LINE that takes 50 ms: pushes a second, what each costs, and how late
reminders are that come due meanwhile.

Two workers on PostgreSQL (with fsync, as in production), then one on SQLite. LINE is a bare asyncio server
in a process of its own (`python -m benchmarks.pushes serve`): the workers, not it, are what is timed. They
send at LINE's own pace, at most 2,000 a second.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from bisect import bisect
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any

import psutil
import urllib3
from sqlalchemy import Select, func, insert, select

from models.channel import Channel
from models.database import Database
from models.queues import Heartbeat, OutboxKind, OutboxState
from models.tables import OutboxMessage
from tests.postgres import SAFE, Postgres, own_server
from tests.processes import ROOT, free_port, wait_for

MESSAGES = 20_000
REMINDERS = 60
"""Come due while the campaign goes out, one after the other."""
LATENCY = 0.05
ANSWER = b'{"sentMessages":[{"id":"461230966842064897","quoteToken":"q3Plxr4AgKd"}]}'
HEAD = b"\r\n".join(
    (
        b"HTTP/1.1 200 OK",
        b"Content-Type: application/json",
        b"x-line-request-id: 5d",
        b"Content-Length: %d",
        b"",
    )
)
http = urllib3.PoolManager(timeout=10, retries=False)


class Line(asyncio.Protocol):
    """One connection of a LINE that takes everything; `/stats` tells what it took."""

    keys: list[bytes]
    moments: list[float]

    def connection_made(self, transport: Any) -> None:
        self.transport, self.unread = transport, b""

    def data_received(self, data: bytes) -> None:
        self.unread += data
        while (end := self.unread.find(b"\r\n\r\n")) >= 0:
            head = self.unread[:end].lower()
            length = int(_value(head, b"content-length:") or 0)
            if len(self.unread) < end + 4 + length:
                return
            self.unread = self.unread[end + 4 + length :]
            self._take(head)

    def _take(self, head: bytes) -> None:
        if b"/stats" in head:
            self._answer(json.dumps(self._stats()).encode())
            return
        if key := _value(head, b"x-line-retry-key:"):
            Line.keys.append(key)
            Line.moments.append(time.time())
        asyncio.get_running_loop().call_later(LATENCY, self._answer, ANSWER)

    def _stats(self) -> dict[str, Any]:
        seconds = Line.moments[-1] - Line.moments[0] if Line.moments else 0.0
        return {
            "taken": len(Line.keys),
            "keys": len(set(Line.keys)),
            "seconds": seconds,
            "late": self._late(),
            "busiest": self._busiest(),
        }

    def _busiest(self) -> int:
        """Most calls within a second."""
        upto = (bisect(Line.moments, moment + 1) for moment in Line.moments)
        return max((end - start for start, end in enumerate(upto)), default=0)

    def _late(self) -> list[float]:
        """Seconds from due to taken, of each reminder: its key says when it was due."""
        both = zip(Line.keys, Line.moments, strict=True)
        return [
            taken - uuid.UUID(key.decode()).int / 1e6 for key, taken in both if key.startswith(b"00000000")
        ]

    def _answer(self, body: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(HEAD % len(body) + b"\r\n" + body)


def _value(head: bytes, name: bytes) -> bytes:
    start = head.find(name)
    return head[start + len(name) :].split(b"\r", 1)[0].strip() if start >= 0 else b""


async def serve(port: int) -> None:
    Line.keys, Line.moments = [], []
    server = await asyncio.get_running_loop().create_server(Line, "127.0.0.1", port, backlog=1000)
    await server.serve_forever()


def main() -> None:
    with own_server(SAFE) as server:
        report("two workers on PostgreSQL", server.url(), ["worker", "worker"], server)
    with tempfile.TemporaryDirectory() as folder:
        report("one worker on SQLite", f"sqlite:///{folder}/pushes.db", ["worker"], None)


def report(what: str, url: str, roles: list[str], server: Postgres | None) -> None:
    with line() as port:
        env = environment(url, port)
        command(env, "db", "upgrade").wait()
        workers = [command(env, "work") for _ in roles]
        try:
            wait_for(lambda: ticking(url) == len(roles), 60, "the workers tick")
            before, busy = cpu(workers), database_cpu(server)
            owe(url, [promotion(number) for number in range(MESSAGES)])
            for _ in range(REMINDERS):
                time.sleep(0.1)
                owe(url, [reminder()])
            wait_for(lambda: stats(port)["taken"] >= MESSAGES + REMINDERS, 240, "everything is taken")
            wait_for(lambda: not left(url), 30, "everything is written down")
            spent, database = cpu(workers) - before, database_cpu(server) - busy
        finally:
            for worker in workers:
                worker.terminate()
                worker.wait(20)
        found = stats(port)
    sent = MESSAGES + REMINDERS
    assert found["taken"] == found["keys"] == sent, found
    cost = f"CPU a push: {spent / sent * 1e6:.0f} µs in the workers"
    if server is not None:
        cost += f", {database / sent * 1e6:.0f} µs in the database"
    late = quantiles(found["late"], n=100)
    print(f"{what}: {sent / found['seconds']:,.0f} pushes/s; {cost}")
    print(f"  reminders that came due meanwhile: p50 {late[49]:.2f} s, p99 {late[98]:.2f} s late", flush=True)


@contextmanager
def line() -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.pushes", "serve", str(port)], cwd=ROOT)
    try:
        wait_for(lambda: _is_up(port), 60, "LINE answers")
        yield port
    finally:
        process.terminate()
        process.wait()


def _is_up(port: int) -> bool:
    try:
        return bool(stats(port)) or True
    except urllib3.exceptions.HTTPError:
        return False


def stats(port: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(http.request("GET", f"http://127.0.0.1:{port}/stats").data)
    return found


def environment(url: str, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "LINE_CHANNEL_SECRET": "secret",
        "LINE_CHANNEL_ACCESS_TOKEN": "token",
        "LINE_API_BASE": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
    }


def command(env: dict[str, str], *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def cpu(processes: list[subprocess.Popen[bytes]]) -> float:
    """Seconds of CPU that these have used."""
    return sum(_seconds(psutil.Process(one.pid)) for one in processes)


def database_cpu(server: Postgres | None) -> float:
    """Of all the server's processes; those that have ended are counted by their parent."""
    if server is None or server.process is None:
        return 0.0
    main = psutil.Process(server.process.pid)
    return sum(_seconds(one) for one in [main, *main.children(recursive=True)])


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:  # it ended since it was listed
        return 0.0
    return float(times.user + times.system)


def owe(url: str, rows: list[dict[str, Any]]) -> None:
    database = Database(url, patience=timedelta(seconds=10))
    with database.write() as session:
        channel = session.scalars(select(Channel)).first()
        assert channel is not None
        here = {"workspace_id": channel.workspace_id, "channel_id": channel.id}
        session.execute(insert(OutboxMessage), [here | row for row in rows])
    database.close()


def promotion(number: int) -> dict[str, Any]:
    return message(f"U{number:032x}", str(uuid.uuid4()), "promotion")


def reminder() -> dict[str, Any]:
    """Due now, which its key tells."""
    key = uuid.UUID(int=int(time.time() * 1e6))
    return message(f"U{key.int:032x}", str(key), "reminder")


def message(to: str, key: str, purpose: str) -> dict[str, Any]:
    """A card of two kilobytes."""
    lines = [{"type": "text", "text": "เข้าพบคุณสมชาย (เจ้าของ)", "wrap": True} for _ in range(12)]
    body = {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": lines}}
    card = {"type": "flex", "altText": "อีก 1 ชม. · 14:00 เข้าพบสยามวัสดุภัณฑ์", "contents": body}
    now = datetime.now(UTC)
    return {
        "dedupe_key": f"bench:{to}",
        "kind": OutboxKind.PUSH,
        "purpose": purpose,
        "recipient": to,
        "payload": json.dumps([card], ensure_ascii=False),
        "shows": [["followup", 1]],
        "retry_key": key,
        "created_at": now,
        "next_at": now,
    }


def ticking(url: str) -> int:
    """How many processes have ticked."""
    return count(url, select(func.count()).select_from(Heartbeat))


def left(url: str) -> int:
    return count(url, select(func.count()).where(OutboxMessage.state != OutboxState.SENT))


def count(url: str, query: Select[int]) -> int:
    database = Database(url)
    with database.read() as session:
        found = session.scalar(query) or 0
    database.close()
    return found


if __name__ == "__main__" and sys.argv[1:2] == ["serve"]:
    asyncio.run(serve(int(sys.argv[2])))
