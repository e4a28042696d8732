"""A wire to PostgreSQL that breaks after a statement was sent and before its answer came back."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

COMMIT, EVENT = b"COMMIT\x00", b"webhookEventId"
"""An event's own row is committed by the statement that writes it, known by what LINE sent."""
SOCKET = ".s.PGSQL.5432"


class Cut:
    """Stands between Jod and the server of `url`; `url` of its own leads through it."""

    def __init__(self, url: str, folder: Path) -> None:
        parts = urlsplit(url)
        self._server = f"{parse_qs(parts.query)['host'][0]}/{SOCKET}"
        self.url = url.replace(parse_qs(parts.query)["host"][0], str(folder))
        self._folder = folder
        self._words, self._left, self.lost = COMMIT, 0, 0
        self._ended = threading.Event()

    def lose_answer_to(self, words: bytes, which: int = 1) -> None:
        """From now on the answer to that statement of these words is lost, counting from 1."""
        self._words, self._left = words, which

    def __enter__(self) -> Self:
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(self._folder / SOCKET))
        self._door.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._door.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._ended.is_set():
                client, _ = self._door.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        """Everything both ways, until one side ends or the cut comes."""
        server = socket.socket(socket.AF_UNIX)
        server.connect(self._server)
        with client, server, selectors.DefaultSelector() as ready, contextlib.suppress(OSError):
            ready.register(client, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, client)
            while True:
                for key, _ in ready.select():
                    sender = client if key.fileobj is client else server
                    if not self._pass_on(sender, key.data, from_client=sender is client):
                        return

    def _pass_on(self, sender: socket.socket, receiver: socket.socket, *, from_client: bool) -> bool:
        """One piece; False when the connection is at its end."""
        piece = sender.recv(65_536)
        receiver.sendall(piece)
        if from_client and self._words in piece and self._is_the_one():
            receiver.recv(65_536)  # the server has committed; nobody will hear of it
            return False
        return bool(piece)

    def _is_the_one(self) -> bool:
        self._left -= 1
        self.lost += self._left == 0
        return self._left == 0
