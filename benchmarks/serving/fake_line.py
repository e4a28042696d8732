"""A LINE that accepts everything after a set delay: light enough not to be the bottleneck it measures.

`python -m benchmarks.serving.fake_line PORT` serves replies and pushes. `GET /accepted` tells when each was,
as `{token or retry key: seconds}`, and forgets it; from `GET /delay/100` on it answers after 100 ms.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
TOKEN = re.compile(rb'"replyToken": *"([^"]+)"')
KEY = re.compile(rb"x-line-retry-key: *([0-9a-f-]+)", re.IGNORECASE)
ANSWER = b'{"sentMessages":[{"id":"%d","quoteToken":"q"}]}'
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-line-request-id: r%d\r\n"
    b"Content-Length: %d\r\n\r\n"
)


class FakeLine(asyncio.Protocol):
    """One connection; requests on it are answered in order."""

    accepted: dict[str, float] = {}  # noqa: RUF012 (all connections count together)
    answered = 0
    delay = 0.0
    """Seconds until it answers."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            found = LENGTH.search(head)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self.buffer) < whole:
                return
            body, self.buffer = self.buffer[end + 4 : whole], self.buffer[whole:]
            self._take(head, body)

    def _take(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"GET /"):
            self._answer(self._asked(head.split(b" ", 2)[1].decode()))
            return
        key = KEY.search(head) or TOKEN.search(body)
        asyncio.get_running_loop().call_later(self.delay, self._accept, key[1].decode() if key else "")

    def _asked(self, path: str) -> bytes:
        if path.startswith("/delay/"):
            FakeLine.delay = float(path.removeprefix("/delay/")) / 1000
        if path != "/accepted":  # Jod asks for its quota, too
            return b"{}"
        told = json.dumps(self.accepted).encode()
        self.accepted.clear()
        return told

    def _accept(self, key: str) -> None:
        self.accepted[key] = time.time()
        FakeLine.answered += 1
        self._answer(ANSWER % self.answered)

    def _answer(self, body: bytes) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(HEAD % (self.answered, len(body)) + body)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(FakeLine, "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
