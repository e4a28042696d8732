"""Listens to all that is logged while a test runs: at every level, worded as production words it."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from bot.logs import JsonLines, silence_libraries
from simulator.accounts import Channel

PRIVATE = {
    "somebody's words": re.compile(r"[\u0e00-\u0e7f]+.*"),  # the log is English: what is Thai was quoted
    "a phone number": re.compile(r"(?<!\w)(?:\+66|0[689])[\d -]{8,11}(?!\w)"),
    "a credential": re.compile(r"(?i)authorization|bearer +\S+|access_token|channel_secret"),
    "a person at LINE": re.compile(r"\bU[0-9a-f]{32}\b"),
    "a password": re.compile(r"//[^/\s:@]+:[^@\s]+@"),
}
ACCOUNTS = [Channel.invented(name, name) for name in ("staff", "shop", "both")]
SECRETS = frozenset(secret for one in ACCOUNTS for secret in (one.secret, one.access_token))
"""Those of every account that a test invents: they follow from its name."""
NOT_OURS = ("werkzeug", "simulator", "hypothesis", "asyncio")
"""The other side of LINE, and the tests' own machinery."""


def private_in(text: str) -> list[str]:
    """What a log should not hold, each with what it is."""
    found = [
        f"{what}: {match.group()[:80]}"
        for what, pattern in PRIVATE.items()
        if (match := pattern.search(text)) is not None
    ]
    return found + ["a secret of a channel" for secret in SECRETS if secret in text]


def written_private(folder: Path) -> list[str]:
    """The same of the logs that processes wrote into this folder."""
    logs = {path.name: path.read_text(errors="replace") for path in folder.glob("**/*.log")}
    return [f"{name} holds {one}" for name, text in logs.items() for one in private_in(text)]


class Overheard(logging.Handler):
    """Remembers what no log should hold."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonLines())
        self.private: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(NOT_OURS):
            self.private += [f"{record.name} told {one}" for one in private_in(self.format(record))]

    def __enter__(self) -> Overheard:
        silence_libraries()
        root = logging.getLogger()
        self.level_before = root.level
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.removeHandler(self)
        root.setLevel(self.level_before)
