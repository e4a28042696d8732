"""Sends nonsense through the webhook of the real app, in one process, and looks at what it leaves."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from models.member import Role
from models.queues import InboxEvent, InboxState, OutboxMessage, OutboxState
from simulator import events
from tests.nonsense import DEEP, Json, cut, mutate, odd_data, odd_line
from tests.overheard import Overheard
from tests.town import Town

EXPECTED = frozenset({200, 400, 413})
"""Stored, not LINE's, too large: anything else is a fault of ours."""
UNSETTLED = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.FAILED, OutboxState.UNCERTAIN)
PEOPLE = {"แบงค์": Role.REP, "กบ": Role.MANAGER, "คนแปลกหน้า": None}
TOLD = 2_000
"""Letters of a body that caused a fault."""
DEPTH = 50_000
US = {"index": 0, "length": 3, "type": "user", "userId": "U1", "isSelf": True}


@dataclass
class Outcome:
    """What came of it: answers by status, and everything that went wrong."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.statuses += other.statuses
        self.faults += other.faults


class Fuzz:
    """A town that is sent nonsense; everything follows from the seed."""

    def __init__(self, database_url: str, seed: int) -> None:
        self.dice = Random(seed)  # noqa: S311 (no secret is made of it)
        self.town, self.outcome, self.sent = Town(database_url), Outcome(), 0
        self.account = self.town.accounts["staff"]
        for name, role in PEOPLE.items():
            self._settle_in(name, role)
        self.town.bind_channels()
        self.town.jod.work()

    def _settle_in(self, name: str, role: Role | None) -> None:
        if role is None:
            self.town.person(name)
        else:
            self.town.member(name, role)
            self.town.customer(f"สยามวัสดุภัณฑ์ {name}", name, phone="+66898765432")

    def bodies(self, count: int) -> Outcome:
        """Signed bodies whose events are mutated, some with broken bytes."""
        return self._all(self._body, count)

    def texts(self, count: int) -> Outcome:
        """Lines from people in and outside the team."""
        return self._all(lambda: self._raw([self._event(self._text())]), count)

    def close(self) -> None:
        self.town.jod.stop()

    def _all(self, make: Callable[[], bytes], count: int) -> Outcome:
        with Overheard() as heard, refusals_unlogged():
            for _ in range(count):
                self._send(make())
            self._let_time_pass()
        self.outcome.faults += [*heard.private, *self._left()]
        return self.outcome

    def _send(self, raw: bytes) -> None:
        headers = events.headers(self.account.secret, raw)
        status = self.town.web.post("/callback", data=raw, headers=headers).status_code
        self.outcome.statuses[status] += 1
        if status not in EXPECTED:
            self.outcome.faults.append(f"{status} for {raw[:TOLD]!r}")

    def _let_time_pass(self) -> None:
        """Until everything that is tried again has been."""
        for _ in range(8):
            self.town.clock.wait(timedelta(hours=1))
            self.town.jod.work()

    def _left(self) -> Iterator[str]:
        """What could not be handled at once, is stuck, or was made and LINE will not have."""
        with self.town.database() as session:
            for event in session.scalars(select(InboxEvent).where(_was_trouble())):
                yield f"inbox {event.state} {event.reason}: {event.payload[:TOLD]}"
            for owed in session.scalars(select(OutboxMessage).where(OutboxMessage.state.in_(UNSETTLED))):
                yield f"outbox {owed.state} {owed.reason}: {owed.payload[:TOLD]}"

    def _body(self) -> bytes:
        happened = [self._mutated() for _ in range(self.dice.choice((1, 1, 1, 2, 3)))]
        raw = self._raw(happened)
        return cut(raw, self.dice) if self.dice.random() < 0.1 else raw

    def _raw(self, happened: list[Json]) -> bytes:
        whole = {"destination": self.account.bot_user_id, "events": happened}
        text = json.dumps(whole, ensure_ascii=self.dice.random() < 0.5).encode("utf-8", "surrogatepass")
        return text.replace(f'"{DEEP}"'.encode(), b"[" * DEPTH + b"]" * DEPTH)

    def _mutated(self) -> Json:
        event = self._event(self.dice.choice(self._contents()))
        for _ in range(self.dice.randint(1, 4)):
            mutate(event, self.dice)
        return event

    def _event(self, content: Json) -> Json:
        """A whole event of one of the people, in a group now and then."""
        self.sent += 1
        phone, now = self.town.platform.phone(self.dice.choice(list(PEOPLE))), self.town.clock.now()
        source = phone.chat.source(phone.user.id)
        if self.dice.random() < 0.1:
            source = {"type": "group", "groupId": "C" + "1" * 32, "userId": phone.user.id}
        kind, rest = content["type"], {name: value for name, value in content.items() if name != "type"}
        return events.event(kind, source, now, reply_token=f"t{self.sent}", **rest)

    def _message(self, kind: str, **content: Any) -> Json:
        return {"type": "message", "message": {"type": kind, "id": str(self.sent), **content}}

    def _text(self) -> Json:
        return self._message("text", text=odd_line(self.dice))

    def _contents(self) -> list[Json]:
        """One of everything that LINE tells of."""
        provider, picked = {"type": "line"}, {"datetime": "2026-11-27T14:00"}
        earlier, data = str(self.sent - 1), odd_data(self.dice)
        return [
            self._message("text", text=odd_line(self.dice), quotedMessageId=earlier),
            self._message("text", text="@จด แผน", mention={"mentionees": [US]}),
            self._message("image", contentProvider=provider, imageSet={"id": "1", "index": 1}),
            self._message("video", duration=5000, contentProvider={"type": "external"}),
            self._message("audio", duration=5000, contentProvider=provider),
            self._message("file", fileName="ใบเสนอราคา.pdf", fileSize=2138),
            self._message("location", title="หน้าร้าน", address="สุขุมวิท", latitude=13.7, longitude=100.5),
            self._message("sticker", packageId="446", stickerId="1988", keywords=["hi"]),
            {"type": "postback", "postback": {"data": data}},
            {"type": "postback", "postback": {"data": data, "params": picked}},
            {"type": "follow", "follow": {"isUnblocked": True}},
            {"type": "unfollow"},
            {"type": "unsend", "unsend": {"messageId": earlier}},
            {**self._text(), "type": "messageEdited"},
            {"type": "join"},
            {"type": "leave"},
            {"type": "memberJoined", "joined": {"members": [{"type": "user", "userId": "U1"}]}},
            {"type": "accountLink", "link": {"result": "ok", "nonce": "x"}},
            {"type": "beacon", "beacon": {"hwid": "1", "type": "enter", "dm": "ff"}},
        ]


def _was_trouble() -> Any:
    return (InboxEvent.attempts > 0) | (InboxEvent.state != InboxState.DONE)


@contextmanager
def refusals_unlogged() -> Iterator[None]:
    """They are counted by their status; a line for each would bury the rest."""
    log = logging.getLogger("bot.webhook")
    log.addFilter(_is_a_fault)
    yield
    log.removeFilter(_is_a_fault)


def _is_a_fault(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR
