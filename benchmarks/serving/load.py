"""Sends signed webhooks on keep-alive connections, and says when each was answered.

`python -m benchmarks.serving.load FILE PORT CONNECTIONS RATE`: FILE holds a JSON list of
`[signature, body]`, one list a person, who says the next line when the last was answered; RATE is requests
a second over all connections, 0 for as many as are answered. A person has no connection of his own, as at
LINE: each request takes the one that has been free for longest. (Held for a whole run, 16 of them fell to
two workers as 12 and 4, and one worker idled for half of it.) Prints JSON:
`{"seconds": s, "statuses": {"200": n}, "took": [ms, …], "sent_at": {token: seconds}}`.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

HEAD = (
    "POST /callback HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    "X-Line-Signature: {}\r\nContent-Length: {}\r\n\r\n"
)
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
TOKEN = re.compile(r'"replyToken": *"([^"]+)"')


class Load:
    """All that one run sends and hears."""

    def __init__(self, port: int, rate: float) -> None:
        self.port, self.gap = port, 1 / rate if rate else 0.0
        self.statuses: Counter[str] = Counter()
        self.took: list[float] = []
        self.sent_at: dict[str, float] = {}
        self.next_at = 0.0
        self.free: asyncio.Queue[Streams] = asyncio.Queue()

    async def run(self, lists: list[list[tuple[str, str]]], connections: int) -> float:
        for _ in range(connections):
            self.free.put_nowait(await self._connect())
        self.next_at = began = time.monotonic()
        await asyncio.gather(*[self._one_person(each) for each in lists])
        return time.monotonic() - began

    async def _one_person(self, lines: list[tuple[str, str]]) -> None:
        for signature, body in lines:
            await self._turn()
            raw, began = body.encode(), time.monotonic()
            connection = await self.free.get()
            if token := TOKEN.search(body):
                self.sent_at[token[1]] = time.time()
            request = HEAD.format(signature, len(raw)).encode() + raw
            try:
                status, closes = await _ask(connection, request)
            except (asyncio.IncompleteReadError, ConnectionError):  # kept for 2 s, and not a moment longer
                connection = await self._connect()
                status, closes = await _ask(connection, request)
            self.free.put_nowait(await self._connect() if closes else connection)
            self.statuses[status] += 1
            self.took.append((time.monotonic() - began) * 1000)

    async def _connect(self) -> Streams:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def _turn(self) -> None:
        if self.gap:
            self.next_at += self.gap
            await asyncio.sleep(max(0.0, self.next_at - time.monotonic()))


async def _ask(connection: Streams, request: bytes) -> tuple[str, bool]:
    """The status, and whether the server closes the connection."""
    reader, writer = connection
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    found = LENGTH.search(head)
    await reader.readexactly(int(found[1]) if found else 0)
    return head.split(b" ", 2)[1].decode(), b"connection: close" in head.lower()


def main() -> None:
    path, port, connections, rate = sys.argv[1:]
    load, lists = Load(int(port), float(rate)), json.loads(Path(path).read_text(encoding="utf-8"))
    seconds = asyncio.run(load.run(lists, int(connections)))
    told = {"seconds": seconds, "statuses": load.statuses, "took": load.took, "sent_at": load.sent_at}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
