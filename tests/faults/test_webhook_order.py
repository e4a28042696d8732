"""Fault matrix D, many requests: the same ones, late ones, out of order, at once, and one that is poison."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app import WORKER_PATIENCE, Jod
from bot import inbox
from bot.context import Context
from bot.intents.plans import MyPlan
from bot.replies import Text
from models.activity import Activity
from models.channel import Channel
from models.chat import Chat, Friendship
from models.queues import InboxEvent, InboxState, OutboxMessage
from tests.delivered import VISIT, Json, again, body, count, deliver, post, text_event
from tests.faults import poison
from tests.faults.invariants import assert_holds
from tests.stored import SIAM
from tests.town import Town


def user(town: Town, name: str = "แบงค์") -> str:
    return town.platform.phone(name).user.id


def holds(town: Town, *taken: Json, drained: bool = False) -> None:
    """The fake tokens of these tests open nothing, so answers may still be on their way."""
    ids = [event["webhookEventId"] for event in taken]
    assert_holds(town.jod.database, town.platform, taken=ids, drained=drained, at=town.clock.machine())


def test_d1_the_same_body_fifty_times_at_once_is_one_row_one_effect_one_reply(rep: Town) -> None:
    event = text_event(rep, user(rep), VISIT)
    raw = body(rep, event)
    rep.jod.database.patience = timedelta(seconds=20)  # fifty at once may wait long on a busy machine
    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(lambda _: post(rep, raw), range(50)))
    assert Counter(statuses) == {200: 50}
    assert count(rep, InboxEvent) == count(rep, Activity) == count(rep, OutboxMessage) == 1
    holds(rep, event)


def test_d3_an_older_event_that_comes_later_changes_nothing(rep: Town) -> None:
    later = rep.clock.now() + timedelta(seconds=10)
    block = {**text_event(rep, user(rep), "", "E2"), "type": "unfollow", "timestamp": stamp(later)}
    follow = {**text_event(rep, user(rep), "", "E1"), "type": "follow", "follow": {"isUnblocked": True}}
    assert [deliver(rep, block), deliver(rep, follow)] == [200, 200]
    assert friendship(rep) is Friendship.BLOCKED
    back = {**follow, "webhookEventId": "E3", "timestamp": stamp(later + timedelta(seconds=1))}
    late = {**block, "webhookEventId": "E4"}
    assert [deliver(rep, back), deliver(rep, late)] == [200, 200]
    assert friendship(rep) is Friendship.FRIEND


def stamp(moment: Any) -> int:
    return int(moment.timestamp() * 1000)


def friendship(town: Town) -> Friendship:
    with town.database() as session:
        return session.scalars(select(Chat.friendship).where(Chat.user_id == user(town))).one()


class Room:
    """A handler that takes a while and notes how many are inside at once."""

    def __init__(self, wait: Callable[[], object]) -> None:
        self._wait, self._lock = wait, threading.Lock()
        self.inside, self.most, self.order = 0, 0, list[str]()

    def enter(self, ctx: Context, said: Any) -> Text:
        with self._counted():
            self.order.append(ctx.event.id)
            self._wait()
        return Text(text="ok")

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        yield
        with self._lock:
            self.inside -= 1


@contextmanager
def workers(town: Town, room: Room) -> Iterator[list[Jod]]:
    """Two processes' worth of Jod on one database, with that room for a handler."""
    found = [Jod(town.jod.settings, town.clock, town.jod.connect, patience=WORKER_PATIENCE) for _ in range(2)]
    for jod in found:
        poison.put_into(jod, MyPlan, room.enter)
    yield found
    for jod in found:
        jod.stop()


def store(town: Town, *happened: Json) -> None:
    """In the inbox, and left there by a web process that had no time."""
    with town.database() as session:
        channel = session.scalars(select(Channel).order_by(Channel.id)).first()
    assert channel is not None
    with town.jod.database.plainly() as connection:
        inbox.store(connection, channel, happened, town.clock.machine() - timedelta(seconds=5))


def work_at_once(jods: list[Jod], until: Callable[[], bool]) -> None:
    def loop(jod: Jod) -> None:
        deadline = time.monotonic() + 10
        while not until() and time.monotonic() < deadline:
            jod.leftovers.work()
            town_waits(jod)

    with ThreadPoolExecutor(len(jods)) as pool:
        list(pool.map(loop, jods))


def town_waits(jod: Jod) -> None:
    """Somebody whose turn has not come is back in a second, by a clock that stands still."""
    jod.clock.wait(timedelta(seconds=1))  # type: ignore[attr-defined]
    time.sleep(0.01)


def is_done(town: Town) -> bool:
    with town.jod.database.read() as session:
        return InboxState.NEW not in session.scalars(select(InboxEvent.state)).all()


def test_d4_two_lines_of_one_person_are_handled_one_after_the_other(rep: Town) -> None:
    room = Room(lambda: time.sleep(0.2))
    events = [
        text_event(rep, user(rep), "แผน", f"E{n}", timestamp=stamp(rep.clock.now()) + n) for n in range(4)
    ]
    store(rep, *events)
    with workers(rep, room) as jods:
        work_at_once(jods, lambda: is_done(rep))
    assert room.most == 1
    assert room.order == ["E0", "E1", "E2", "E3"]
    holds(rep, *events)


def test_d4_an_answer_finds_the_question_it_answers_whoever_handles_it(rep: Town) -> None:
    rep.customer("สยามเหล็กกล้า", "แบงค์")
    question = text_event(rep, user(rep), "เข้าพบ สยาม คุยราคาเหล็ก", "E1")
    answer = text_event(rep, user(rep), "1", "E2", timestamp=stamp(rep.clock.now()) + 1)
    store(rep, answer, question)
    with workers(rep, Room(lambda: None)) as jods:
        work_at_once(jods, lambda: is_done(rep))
    assert count(rep, Activity) == 1


def test_d5_two_people_are_answered_at_the_same_time(postgres_url: str) -> None:
    town = Town(postgres_url)
    people = [town.member(name).user.id for name in ("แบงค์", "เมย์")]
    both = threading.Barrier(2, timeout=5)
    room = Room(both.wait)
    store(town, *[text_event(town, one, "แผน", f"E{n}") for n, one in enumerate(people)])
    claimed = [inbox.stored(row) for row in stored_rows(town)]
    with workers(town, room) as jods, ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: pair[0].conversation.handle(pair[1]), zip(jods, claimed, strict=True)))
    assert room.most == 2
    assert is_done(town)
    town.jod.stop()


def stored_rows(town: Town) -> list[InboxEvent]:
    with town.database() as session:
        return list(session.scalars(select(InboxEvent)))


def test_d7_a_request_replayed_after_a_month_has_no_effect(rep: Town) -> None:
    event = text_event(rep, user(rep), VISIT)
    raw = body(rep, event)
    assert post(rep, raw) == 200
    rep.clock.wait(timedelta(days=30))
    rep.jod.work()
    assert [post(rep, raw), deliver(rep, again(event))] == [200, 200]
    assert count(rep, InboxEvent) == count(rep, Activity) == 1


def test_d10_one_poison_event_of_a_hundred_spoils_none_of_the_others(rep: Town) -> None:
    poison.put(rep, MyPlan, poison.broken)
    start = stamp(rep.clock.now())
    texts = [f"เข้าพบ {SIAM} คุยงานครั้งที่ {n}" for n in range(100)]
    texts[36] = "แผน"
    events = [
        text_event(rep, user(rep), text, f"E{n:03}", timestamp=start + n) for n, text in enumerate(texts)
    ]
    assert deliver(rep, *events) == 200
    assert count(rep, Activity) == 99
    with rep.database() as session:
        left = session.scalars(select(InboxEvent).where(InboxEvent.state != InboxState.DONE)).all()
    assert [(one.webhook_event_id, one.reason) for one in left] == [("E036", "Poison")]
    holds(rep, *events)


def test_d13_what_was_unsent_is_blanked_and_the_record_kept(rep: Town) -> None:
    message = rep.platform.phone("แบงค์").say(f"เข้าพบ {SIAM} ลูกค้าด่าเรื่องส่งช้า")
    rep.platform.phone("แบงค์").unsend(message.id)
    with rep.database() as session:
        entry = session.scalars(select(Activity)).one()
        payloads = session.scalars(select(InboxEvent.payload)).all()
    assert (entry.said, entry.note) == ("", "(ข้อความถูกยกเลิกการส่ง)")
    assert "ด่าเรื่อง" not in "".join(payloads)
    holds(rep, drained=True)
