"""What must hold after every fault: the database's books and LINE's own, compared.

`assert_holds(database, platform)` is asked at the end of each fault test. The numbers are those of the
eight invariants of the fault matrix.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from models.activity import Activity
from models.changes import Change
from models.database import Database
from models.queues import (
    InboxEvent,
    InboxState,
    JobSlot,
    OutboxMessage,
    OutboxState,
)
from simulator.ledger import Acceptance, ApiCall
from simulator.platform import Platform

ON_THEIR_WAY = (OutboxState.PENDING, OutboxState.SENDING)
JOB_OF = {"plan": "plan", "result": "results", "summary": "summary"}
"""Which job's slot a message of that purpose belongs to."""
FORGOTTEN = "[]"
"""The payload of an answer to a message that was unsent since: it says nothing to compare."""


@dataclass(frozen=True)
class Books:
    """Everything both sides have written down."""

    events: list[InboxEvent]
    messages: list[OutboxMessage]
    slots: list[JobSlot]
    entries: list[Activity]
    changed_by: set[str]
    accepted: list[Acceptance]
    calls: list[ApiCall]

    @classmethod
    def of(cls, database: Database, platform: Platform) -> Books:
        with database.read() as session, platform.still():
            return cls(
                events=list(session.scalars(select(InboxEvent))),
                messages=list(session.scalars(select(OutboxMessage))),
                slots=list(session.scalars(select(JobSlot))),
                entries=list(session.scalars(select(Activity).where(Activity.message_id != ""))),
                changed_by=set(session.scalars(select(Change.event))),
                accepted=list(platform.accepted),
                calls=list(platform.calls),
            )

    @property
    def keys(self) -> set[str]:
        return {one.retry_key for one in self.messages}


def assert_holds(
    database: Database,
    platform: Platform,
    *,
    taken: Collection[str] = (),
    drained: bool = True,
    resent: Collection[str] = (),
    at: datetime | None = None,
) -> None:
    """Every invariant, told together.

    `taken`: ids of the events that were answered 200. `drained`: nothing may be on its way any more.
    `resent`: retry keys a person gave up for new ones by `outbox retry`. `at`: the machine clock's now, to
    find what a dead lease has left lying.
    """
    books = Books.of(database, platform)
    wrong = {
        "1 lost event": lost_events(books, taken),
        "2 effect not once": effects_not_once(books),
        "3 ghost": ghosts(books, resent),
        "4 double push": double_pushes(books),
        "4 changed body": changed_bodies(books),
        "5 silent drop": silent_drops(books, drained=drained),
        "6 slot not once": slots_not_once(books),
        "7 stuck": stuck(books, at) if at is not None else [],
        "8 reply twice": replies_too_many(books),
    }
    broken = [f"{name}: {found}" for name, found in wrong.items() if found]
    assert not broken, "\n".join(broken)


def lost_events(books: Books, taken: Collection[str]) -> list[str]:
    """Answered 200, but nowhere in the inbox."""
    return sorted(set(taken) - {one.webhook_event_id for one in books.events})


def effects_not_once(books: Books) -> list[str]:
    """What an unfinished event has changed, an event written down twice, an answer to nothing."""
    unfinished = {one.webhook_event_id for one in books.events if one.state is not InboxState.DONE}
    logged_twice = _more_than(
        1, (f"{one.message_id} {one.customer_id} {one.occurred_at} {one.said}" for one in books.entries)
    )
    early = sorted(unfinished & books.changed_by)
    known = {f"reply:{one.channel_id}:{one.webhook_event_id}" for one in books.events}
    replies = [one.dedupe_key for one in books.messages if one.dedupe_key.startswith("reply:")]
    return [*logged_twice, *early, *sorted(set(replies) - known)]


def ghosts(books: Books, resent: Collection[str]) -> list[str]:
    """Accepted by LINE under a key that no committed row carries."""
    used = {one.retry_key for one in books.accepted if one.retry_key is not None}
    return sorted(used - books.keys - set(resent))


def double_pushes(books: Books) -> list[str]:
    """A key accepted twice, or a push without a key, which nothing could keep from going twice."""
    keyless = [one.request_id for one in books.accepted if one.endpoint != "reply" and one.retry_key is None]
    return keyless + _more_than(1, (one.retry_key for one in books.accepted if one.retry_key is not None))


def changed_bodies(books: Books) -> list[str]:
    """A key under which two tries said different things, or the later one to somebody new.

    To fewer it may: who withdrew after the first try is not written to by the second.
    """
    first: dict[str, tuple[set[str], Any]] = {}
    changed = set()
    for call in books.calls:
        if call.retry_key is not None:
            to, said = _to_and_said(call.body)
            before, at_first = first.setdefault(call.retry_key, (to, said))
            if said != at_first or not to <= before:
                changed.add(call.retry_key)
            first[call.retry_key] = (to, said)
    return sorted(changed)


def _to_and_said(body: bytes) -> tuple[set[str], Any]:
    """Whom a body is for, and all the rest of it."""
    told = json.loads(body)
    to = told.pop("to", [])
    return set(to if isinstance(to, list) else [to]), told


def silent_drops(books: Books, *, drained: bool) -> list[str]:
    """A message or an event that was given up without a word, or that is still on its way at the end."""
    mute = [
        f"{one.id} {one.state}"
        for one in books.messages
        if one.state not in (*ON_THEIR_WAY, OutboxState.SENT) and not one.reason
    ]
    moving = [f"{one.id} {one.state}" for one in books.messages if one.state in ON_THEIR_WAY]
    dead = [one.webhook_event_id for one in books.events if one.state is InboxState.DEAD and not one.reason]
    waiting = [f"{one.webhook_event_id} new" for one in books.events if one.state is InboxState.NEW]
    return mute + dead + (moving + waiting if drained else [])


def slots_not_once(books: Books) -> list[str]:
    """More plans, questions or summaries for somebody than slots of theirs have fired."""
    fired = Counter(one.job for one in books.slots if one.state == "fired")
    owed = Counter(
        JobSlot.key(JOB_OF[one.purpose], one.member_id or 0)
        for one in books.messages
        if one.purpose in JOB_OF and one.dedupe_key.startswith(f"{one.purpose}:")
    )
    return sorted((owed - fired).elements())


def stuck(books: Books, at: datetime, slack: timedelta = timedelta(seconds=2)) -> list[str]:
    """Still `sending` although the lease has run out."""
    return [
        f"{one.id} of {one.lease_owner}"
        for one in books.messages
        if one.state is OutboxState.SENDING and one.lease_until is not None and one.lease_until + slack < at
    ]


def replies_too_many(books: Books) -> list[str]:
    """Words that LINE took as a reply more often than events were answered with them."""
    answers = [one for one in books.messages if one.reply_token]
    owed = Counter(_said(json.loads(one.payload)) for one in answers if one.payload != FORGOTTEN)
    forgotten = sum(one.payload == FORGOTTEN for one in answers)
    told = Counter(_said(one.messages) for one in books.accepted if one.endpoint == "reply")
    surplus = list((told - owed).elements())
    return surplus[forgotten:]


def _said(messages: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps(list(messages), ensure_ascii=False, sort_keys=True)


def _more_than(count: int, values: Iterable[str]) -> list[str]:
    return sorted(value for value, times in Counter(values).items() if times > count)
