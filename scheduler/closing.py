"""Writing down what became of messages: many in one transaction, and only of those that are still ours."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from random import Random
from typing import Any, cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session

from models.chat import Shown
from models.clock import Clock
from models.database import Database
from models.insertion import keep_new
from models.plain import Plain
from models.queues import OutboxKind, OutboxMessage, OutboxState
from models.standing import DeliveryCount
from scheduler.delivery import LONGEST_BACKOFF, Landed, Outcome, Trouble
from scheduler.troubles import face, split

GATHER, MANY = 0.1, 32
"""So many seconds the results of others under way are waited for, until there are so many: nobody is waiting
for them, and 32 in a transaction cost a sixth of one each."""
OUTBOX = cast(Table, OutboxMessage.__table__)
LONGEST_REASON = 500
WRITTEN = (
    "state", "kind", "reason", "details", "next_at", "attempts",
    "first_attempt_at", "sent_at", "accepted_request_id",
)  # fmt: skip
_CLOSE = Plain(
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("row"), OUTBOX.c.lease_owner == bindparam("owner"))
    .values(
        lease_owner=None,
        lease_until=None,
        **{name: bindparam(f"new_{name}", type_=OUTBOX.c[name].type) for name in WRITTEN},
    )
)


class Closing:
    """Whoever lands while nobody writes, writes for all who have landed: the busier, the more at once."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        name: str,
        dice: Random,
        under_way: Callable[[], int],
        *,
        gather: float = GATHER,
    ) -> None:
        """`under_way`: how many messages are, those among them whose results have not been written yet."""
        self.database, self.clock, self.name, self.dice = database, clock, name, dice
        self._under_way, self._pause = under_way, gather
        self._landed: SimpleQueue[Landed] = SimpleQueue()
        self._writing, self._enough = threading.Lock(), threading.Event()
        self._next = 0.0
        """Until then what lands waits for more, by the monotonic clock."""

    def land(self, landed: Landed, written: Callable[[int], None]) -> None:
        """Have it written; `written` hears how many were, also when the database would not have them.

        A result that could not be written is no loss: its lease runs out, and LINE knows the retry key.
        """
        self._landed.put(landed)
        if self._landed.qsize() >= MANY:
            self._enough.set()
        while not self._landed.empty() and self._writing.acquire(blocking=False):
            try:
                self._gather()
                self._write_all(written)
            finally:
                self._writing.release()

    def _gather(self) -> None:
        """Others' results will be here in a moment: they are still out at LINE, or the last came just now."""
        others = self._under_way() > self._landed.qsize()
        self._enough.wait(self._pause if others else self._next - time.monotonic())
        self._enough.clear()
        self._next = time.monotonic() + self._pause

    def _write_all(self, written: Callable[[int], None]) -> None:
        batch = self._all_landed()
        if not batch:
            return
        try:
            with self.database.write(hasty=True) as session:
                self._write(session, batch)
        finally:
            written(len(batch))

    def _all_landed(self) -> list[Landed]:
        found: list[Landed] = []
        while True:
            try:
                found.append(self._landed.get_nowait())
            except Empty:
                return found

    def _write(self, session: Session, batch: Sequence[Landed]) -> None:
        machine = self.clock.machine()
        whole = [one for one in batch if one.outcome.trouble is not Trouble.SPLIT]
        for one in batch:
            if one.outcome.trouble is Trouble.SPLIT:
                split(session, one.message, self.name, machine)
        if whole:
            _CLOSE.run(session.connection(), [self._row(one, machine) for one in whole])
        _remember_shown(session, batch)
        face(session, batch, self.clock.now(), machine)
        DeliveryCount.add(session, _counted(batch))

    def _row(self, landed: Landed, machine: datetime) -> dict[str, Any]:
        """The message's new values. A reply that becomes a push starts anew, with a key never used."""
        message, outcome = landed.message, landed.outcome
        attempts = 0 if outcome.as_push else message.attempts - outcome.uncounted
        accepted = outcome.accepted
        return {
            "row": message.id,
            "owner": self.name,
            "new_state": outcome.state,
            "new_kind": OutboxKind.PUSH if outcome.as_push else message.kind,
            "new_reason": outcome.reason[:LONGEST_REASON],
            "new_details": outcome.details,
            "new_next_at": machine + self._varied(outcome),
            "new_attempts": attempts,
            "new_first_attempt_at": message.first_attempt_at if attempts else None,
            "new_sent_at": machine if outcome.state is OutboxState.SENT else None,
            "new_accepted_request_id": accepted.request_id if accepted else None,
        }

    def _varied(self, outcome: Outcome) -> timedelta:
        """The wait, half of it more or less: what failed together is not tried together."""
        return min(outcome.wait * self.dice.uniform(0.5, 1.5), LONGEST_BACKOFF)


def _remember_shown(session: Session, batch: Sequence[Landed]) -> None:
    """Which record each message shows, so that quoting it names the record."""
    rows = [row for one in batch if one.outcome.accepted for row in _shown(one)]
    if rows:
        keep_new(Shown).run(session.connection(), rows)


def _shown(landed: Landed) -> list[dict[str, Any]]:
    message, accepted = landed.message, landed.outcome.accepted
    ids = accepted.message_ids if accepted else ()
    return [
        {
            "channel_id": message.channel_id,
            "message_id": message_id,
            "workspace_id": message.workspace_id,
            "kind": shown[0],
            "record_id": shown[1],
        }
        for message_id, shown in zip(ids, message.shows or [], strict=False)
        if shown
    ]


def _counted(batch: Sequence[Landed]) -> Counter[tuple[int, str]]:
    return Counter((one.message.channel_id, one.outcome.counted or one.outcome.state.value) for one in batch)
