"""Reps type without pause while processes are killed and LINE answers wrongly; then books are compared."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from models.activity import Activity
from models.customer import Customer
from models.database import Database
from models.followup import FollowUp, FollowUpKind
from models.member import Member
from models.queues import InboxEvent, InboxState, OutboxMessage, OutboxState
from simulator.faults import DROPPED, RATE_LIMITED, SERVER_ERROR, Fault, Request, accepted_then, hangs, late
from tests.crowd import is_drained, name_of, settle_in, total
from tests.faults.invariants import assert_holds
from tests.processes import Json, Site, wait_for

SHARE = 0.2
"""Of LINE's answers, so many are wrong."""
WRONG = [
    SERVER_ERROR,
    accepted_then(SERVER_ERROR),
    DROPPED,
    accepted_then(DROPPED),
    accepted_then(hangs(0.5)),
    late(0.5),
    RATE_LIMITED,
]
BREATH = 0.1
"""Seconds between an answer and a rep's next line."""
PATIENCE = 0.5
"""After a line that was not taken."""
DRAINED_WITHIN = 60
Starts = Mapping[str, Callable[[], None]]
"""How each process that may be killed is started."""


@dataclass
class Report:
    """What happened in a run, in one line."""

    seed: int
    seconds: float
    events: int = 0
    refused: int = 0
    kills: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    drained_in: float = 0.0

    def __str__(self) -> str:
        wrong = sum(self.faults.values())
        return (
            f"chaos: {self.seconds:.0f} s, seed {self.seed}: {self.events} events "
            f"({self.refused} delivered again), {self.kills} × kill -9, {wrong} LINE faults, "
            f"{self.accepted} messages accepted, drained in {self.drained_in:.1f} s"
        )


class Chaos:
    """One run on one site."""

    def __init__(self, place: Site, database: Database, starts: Starts, report: Report) -> None:
        self.place, self.database, self.starts, self.report = place, database, starts, report
        self.dice = random.Random(report.seed)  # noqa: S311 (dice, not secrets)
        self._told: dict[str, Json] = {}
        self._refused: list[Json] = []
        self._noting = threading.Lock()

    def run(self) -> None:
        """Type, kill and fail for the time given; then let everything come to rest."""
        users = settle_in(self.place, self.database)
        self._promise()
        for start in self.starts.values():
            start()
        self.place.wait_until_up()
        self.place.platform.faults.append(self._fault)
        self.until = time.monotonic() + self.report.seconds
        with ThreadPoolExecutor(len(users) + 1) as pool:
            typing = [pool.submit(self._type, n, user) for n, user in enumerate(users)]
            self._kill()
            for one in typing:
                one.result()
        self.place.platform.faults.clear()
        self._come_to_rest()

    def _type(self, number: int, user: str) -> None:
        """One rep's lines, each when the last one was answered."""
        while time.monotonic() < self.until:
            event = self.place.line_of_text(user, f"เข้าพบ {name_of(number)} คุยงานครั้งที่ {time.monotonic_ns()}")
            status = self.place.deliver(event)
            with self._noting:
                self._told[event["webhookEventId"]] = event
                if status != 200:
                    self._refused.append(event)
            time.sleep(BREATH if status == 200 else PATIENCE)

    def _promise(self) -> None:
        """Three meetings for each rep, with a customer he does not write about, to be reminded of."""
        now = self.place.clock.now()
        with self.database.write() as session:
            for member in session.scalars(select(Member)).all():
                customer = Customer(
                    workspace_id=member.workspace_id,
                    owner_id=member.id,
                    name=f"นัด{member.id}",
                    created_at=now,
                )
                session.add(customer)
                session.flush()
                for number in range(3):
                    at = now + timedelta(seconds=self.dice.uniform(2, self.report.seconds))
                    session.add(_meeting(customer, number, at))

    def _kill(self) -> None:
        """One process after the other, and start each again."""
        while time.monotonic() < self.until:
            time.sleep(self.dice.uniform(0.5, 2.5))
            name = self.dice.choice(sorted(self.starts))
            self.place.kill(name)
            self.report.kills += 1
            self.starts[name]()
            self.place.wait_until_up()  # a process that is never up can lose nothing

    def _fault(self, request: Request) -> Fault | None:
        with self._noting:
            if request.endpoint not in ("push", "reply") or self.dice.random() >= SHARE:
                return None
            fault = self.dice.choice(WRONG)
            self.report.faults[repr(fault)] += 1
            return fault

    def _come_to_rest(self) -> None:
        """What was refused is delivered again, as LINE does; then nothing may be left within a minute."""
        self.place.wait_until_up()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self._deliver_again, self._refused))
        began = time.monotonic()
        wait_for(self._is_over, DRAINED_WITHIN, "everything is drained")
        self.report.drained_in = time.monotonic() - began
        self.report.events, self.report.refused = len(self._told), len(self._refused)
        self.report.accepted = len(self.place.platform.accepted)

    def _deliver_again(self, event: Json) -> None:
        again = {**event, "deliveryContext": {"isRedelivery": True}}
        wait_for(lambda: self.place.deliver(again) == 200, 10, "it is taken")

    def _is_over(self) -> bool:
        return not self._unreminded() and is_drained(self.database)

    def _unreminded(self) -> int:
        """Promises with a time; what Jod plans by itself has none, and stands in the morning's plan."""
        timed = FollowUp.remind_at.is_not(None)
        return total(self.database, FollowUp, timed, FollowUp.reminded_at.is_(None))

    def assert_nothing_lost_or_doubled(self) -> None:
        """Every line is one entry with one answer, every promise was told, and all was accepted once."""
        assert_holds(self.database, self.place.platform, taken=self._told, at=self.place.clock.machine())
        with self.database.read() as session:
            states = Counter(session.scalars(select(InboxEvent.state)))
            entries = session.scalars(select(Activity.message_id)).all()
            sent = Counter(session.scalars(select(OutboxMessage.state)))
        assert states == {InboxState.DONE: len(self._told)}
        assert sorted(entries) == sorted(event["message"]["id"] for event in self._told.values())
        assert set(sent) == {OutboxState.SENT}


def _meeting(customer: Customer, number: int, remind_at: datetime) -> FollowUp:
    due_at = remind_at + timedelta(hours=1)
    return FollowUp(
        workspace_id=customer.workspace_id,
        customer_id=customer.id,
        owner_id=customer.owner_id,
        set_by_id=customer.owner_id,
        kind=FollowUpKind.APPOINTMENT,
        about=f"เรื่องที่ {number}",
        due_on=due_at.date(),
        due_at=due_at,
        remind_at=remind_at,
        created_at=customer.created_at,
    )
