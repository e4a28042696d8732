"""What people wait for, each timed as a whole: LINE's signed webhook to the answer that LINE accepted."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from app import Jod
from benchmarks.scale import world
from benchmarks.scale.world import BANGKOK, TEAMS, TODAY
from bot.line import Accepted
from bot.settings import LineChannel, Settings
from simulator import events

KEYS = LineChannel(secret="invented", access_token="invented")  # noqa: S106 (opens nothing)
AFTERNOON = world.moment(TODAY, time(14, 2))
"""Late enough that the morning's plan is no news; from here on a reminder is due every few seconds."""
COMPANY = 1
OWNER = world.owner_of(COMPANY)
REPS = range(1, TEAMS * world.REPS + 1)
A_CROWD = 1_000_000
"""An owner asks here as often as a hundred would."""
Json = dict[str, Any]
Wait = Callable[[], None]


class Inline(Executor):
    """Sends at once, so that the answer belongs to the time."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@dataclass
class HandClock:
    """Both clocks, moved by hand."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.at

    def agree(self, server: datetime) -> None:
        """There is no other clock to agree with."""


@dataclass
class AcceptingLine:
    """A LINE that accepts everything in no time."""

    sent: list[str] = field(default_factory=list)

    def reply(self, _token: str, messages: str) -> Accepted:
        self.sent.append(messages)
        return Accepted("request", tuple(uuid.uuid4().hex for _ in json.loads(messages)))

    def push(self, to: str, messages: str, _retry_key: str) -> Accepted:
        return self.reply(to, messages)

    def multicast(self, _to: Sequence[str], messages: str, retry_key: str) -> Accepted:
        return self.reply(retry_key, messages)

    def call(self, _method: str, _path: str, _body: Json | None = None) -> Json:
        return {}

    def content(self, _message_id: str) -> bytes:
        return b""

    def upload(self, path: str, body: bytes, content_type: str) -> None:
        """Nobody looks at it."""


class Office:
    """A running Jod on a full database, and the people of its first company."""

    def __init__(self, database_url: str) -> None:
        self.clock, self.line = HandClock(AFTERNOON), AcceptingLine()
        settings = Settings(
            staff=KEYS, database_url=database_url, timezone=BANGKOK, answers_per_minute=A_CROWD
        )
        self.jod = Jod(settings, self.clock, lambda _, __: self.line, Inline())
        self.web = self.jod.web.test_client()
        self.dice = random.Random(26112026)
        self._lines = 0

    def waits(self) -> tuple[tuple[str, Wait, Wait], ...]:
        """What is waited for: its name, what comes before it, and what is timed."""
        return (
            ("log a visit", _nothing, self.log_a_visit),
            ("today's plan", _nothing, lambda: self.rep_says("แผนวันนี้")),
            ("a customer's timeline", _nothing, lambda: self.rep_says("ประวัติ {customer}")),
            ("day of a team (10 reps)", _nothing, lambda: self.manager_says("สรุปทีม")),
            ("month of a team", _nothing, lambda: self.manager_says("สรุปทีมเดือนนี้")),
            ("80 days of a team", _nothing, lambda: self.manager_says("สรุปทีม 1 ก.ย. - 20 พ.ย.")),
            ("a team's customers not reached", _nothing, lambda: self.manager_says(UNREACHED)),
            ("day of a company (50 reps)", _nothing, lambda: self.owner_says("สรุปทีม")),
            ("month of a company", _nothing, lambda: self.owner_says("สรุปทีมเดือนนี้")),
            ("80 days of a company", _nothing, lambda: self.owner_says("สรุปทีม 1 ก.ย. - 20 พ.ย.")),
            ("a year of a company", _nothing, lambda: self.owner_says("สรุปทีม 1 ธ.ค. 2568 - 20 พ.ย. 2569")),
            ("a company's customers not reached", _nothing, lambda: self.owner_says(UNREACHED)),
            ("a rep's pipeline", _nothing, lambda: self.rep_says("ไปป์ไลน์")),
            ("pipeline of a team", _nothing, lambda: self.manager_says("ไปป์ไลน์")),
            ("pipeline of a company", _nothing, lambda: self.owner_says("ไปป์ไลน์")),
            ("pipeline of a company, a month ago", _nothing, lambda: self.owner_says("ไปป์ไลน์เดือนที่แล้ว")),
            ("detailed report of a team", _nothing, lambda: self.manager_says("รายงานละเอียด")),
            ("detailed report of a company", _nothing, lambda: self.owner_says("รายงานละเอียด")),
            ("forecast of a team, with three before", _nothing, lambda: self.manager_says("พยากรณ์เดือนนี้")),
            ("stage conversion of a team", _nothing, lambda: self.manager_says("ผ่านแต่ละขั้น")),
            ("a team's customers without next step", _nothing, lambda: self.manager_says(ADRIFT)),
            ("a company's without next step", _nothing, lambda: self.owner_says(ADRIFT)),
            ("tick, nothing due", self.catch_up, self.tick_in_vain),
            ("tick, one person to remind", self.until_a_reminder, self.tick_with_a_reminder),
        )

    def says(self, member: int, text: str) -> None:
        """A line of somebody's, with its answer."""
        self._lines += 1
        self.clock.at += timedelta(seconds=1)
        message = {"type": "text", "id": str(self._lines), "text": text}
        source, token = {"type": "user", "userId": world.user_of(member)}, f"token{self._lines}"
        event = events.event("message", source, self.clock.at, reply_token=token, message=message)
        raw = events.body(world.bot_of(COMPANY), [event])
        before = len(self.line.sent)
        answer = self.web.post("/callback", data=raw, headers=events.headers(KEYS.secret, raw))
        assert answer.status_code == 200, answer.text
        assert len(self.line.sent) == before + 1, text

    def rep_says(self, text: str) -> None:
        rep = self.dice.choice(REPS)
        customer = world.customer_name((rep - 1) * world.CUSTOMERS + self.dice.randint(1, world.CUSTOMERS))
        self.says(rep, text.format(customer=customer))

    def manager_says(self, text: str) -> None:
        self.says(world.manager_of(self.dice.randint(1, TEAMS)), text)

    def owner_says(self, text: str) -> None:
        self.says(OWNER, text)

    def log_a_visit(self) -> None:
        """Each in words of its own: the same words twice are stored once."""
        self.rep_says(f"เข้าพบ {{customer}} คุยเรื่องราคารอบที่ {self._lines} ตามอาทิตย์หน้า")

    def catch_up(self) -> None:
        self.jod.ticker.tick()

    def tick_in_vain(self) -> None:
        assert self.jod.ticker.tick() == 0

    def until_a_reminder(self) -> None:
        """On to the moment at which one person is to be reminded of one meeting."""
        self.catch_up()
        due = self.jod.ticker.next_due(self.clock.at)
        assert due is not None
        self.clock.at = due

    def tick_with_a_reminder(self) -> None:
        assert self.jod.ticker.tick() == 1


UNREACHED, ADRIFT = "ลูกค้าที่ไม่ได้คุยเกิน 30 วัน", "ลูกค้าที่ไม่มีวันตาม"


def _nothing() -> None:
    """Nothing comes before."""
