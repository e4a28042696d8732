"""Fault matrix A, the worker: killed in the middle of things, told to stop, and frozen for too long."""

from __future__ import annotations

import json
import signal
import time
import uuid
from collections import Counter
from datetime import time as time_of_day
from datetime import timedelta

from sqlalchemy import select

from bot import inbox
from models.activity import Activity
from models.channel import Channel
from models.chat import Shown
from models.database import Database
from models.followup import FollowUpKind
from models.queues import InboxEvent, InboxState, JobSlot, OutboxKind, OutboxMessage, OutboxState
from simulator.faults import always, late
from tests.crowd import is_drained, lines, name_of, promise_each, settle_in, total
from tests.faults.invariants import assert_holds
from tests.processes import Json, Site, wait_for


def store(place: Site, database: Database, *events: Json) -> None:
    """Events that a web process stored and then left, as if it had died."""
    with database.read() as session:
        channel = session.scalars(select(Channel)).one()
    with database.plainly() as connection:
        inbox.store(connection, channel, events, place.clock.machine() - timedelta(seconds=2))


def owe_pushes(place: Site, database: Database, people: int) -> list[str]:
    """One push to each person, due now; their user ids."""
    users = settle_in(place, database, people)
    promise_each(database, 1, place.clock.now())
    return users


def settled(place: Site, database: Database) -> None:
    wait_for(lambda: is_drained(database), 15, "everything is handled and sent")
    assert_holds(database, place.platform, at=place.clock.machine())


def states(database: Database) -> list[tuple[str, int]]:
    """Each message's state and counted tries, in order."""
    with database.read() as session:
        rows = session.execute(select(OutboxMessage.state, OutboxMessage.attempts).order_by(OutboxMessage.id))
        return [(state.value, attempts) for state, attempts in rows]


def test_a3_killed_inside_a_handler_nothing_is_half_done_and_the_next_worker_does_it(
    place: Site, database: Database
) -> None:
    (user,) = settle_in(place, database, 1)
    store(place, database, place.line_of_text(user, f"เข้าพบ {name_of(0)} คุยราคาเหล็ก"))
    place.start_worker(DIE_AT="mid_handler")
    place.wait_until_dead("worker")
    assert total(database, Activity) == total(database, OutboxMessage) == 0
    place.start_worker()
    settled(place, database)
    assert total(database, Activity) == len(place.platform.accepted) == 1


def test_a5_killed_after_line_accepted_the_same_key_is_told_that_it_was_taken(
    place: Site, database: Database
) -> None:
    owe_pushes(place, database, 1)
    place.start_worker(DIE_AT="push_accepted")
    place.wait_until_dead("worker")
    (accepted,) = place.platform.accepted
    assert states(database) == [("sending", 1)]
    place.start_worker()
    settled(place, database)
    with database.read() as session:
        message = session.scalars(select(OutboxMessage)).one()
        shown = session.scalars(select(Shown.message_id)).all()
    assert (message.state, message.reason) == (OutboxState.SENT, "already_accepted")
    assert message.accepted_request_id == accepted.request_id
    assert tuple(shown) == accepted.message_ids
    assert len(place.platform.accepted) == 1


def test_a6_killed_between_a_slot_and_what_it_owes_the_slot_fires_again(
    place: Site, database: Database
) -> None:
    settle_in(place, database, 1, plan_at=time_of_day(10, 0))
    promise_each(database, 1, place.clock.now() + timedelta(hours=6), FollowUpKind.APPOINTMENT)
    place.start_worker(DIE_AT="between_slot_and_enqueue")
    place.wait_until_dead("worker")
    assert total(database, JobSlot) == total(database, OutboxMessage) == 0
    place.start_worker()
    wait_for(lambda: len(place.platform.accepted) == 1, 10, "the plan is sent")
    settled(place, database)
    assert total(database, OutboxMessage, OutboxMessage.purpose == "plan") == 1


def test_a7_everything_killed_in_the_middle_of_a_wave_of_reminders_all_get_theirs_once(
    place: Site, database: Database
) -> None:
    users = owe_pushes(place, database, 120)
    place.platform.faults.append(always(late(0.02), "push"))
    place.start_web(role="all")
    wait_for(lambda: len(place.platform.accepted) > 30, 30, "a good part is sent")
    place.kill("web")
    assert len(place.platform.accepted) < 120
    place.start_web(role="all")
    wait_for(lambda: len(place.platform.accepted) == 120, 30, "the rest is sent")
    settled(place, database)
    assert sorted(one.to[0] for one in place.platform.accepted) == sorted(users)


def test_a7_a_campaign_of_500_in_batches_is_finished_by_whoever_starts_next(
    place: Site, database: Database
) -> None:
    users = [place.person(f"ลูกค้า{n}") for n in range(500)]
    owe_batches(place, database, users, 25)
    place.platform.faults.append(always(late(0.2), "multicast"))
    place.start_web(role="all", SENDER_THREADS="2")
    wait_for(lambda: len(place.platform.accepted) >= 5, 20, "some batches are sent")
    place.kill("web")
    assert len(place.platform.accepted) < 20
    place.start_web(role="all")
    wait_for(lambda: len(place.platform.accepted) == 20, 20, "the rest is sent")
    settled(place, database)
    assert Counter(user for one in place.platform.accepted for user in one.to) == dict.fromkeys(users, 1)


def owe_batches(place: Site, database: Database, users: list[str], size: int) -> None:
    """A message to all of them, so many to a batch; who may get a promotion is test_promotions' matter."""
    payload = json.dumps([{"type": "text", "text": "ลด 10% ถึงสิ้นเดือน"}])
    with database.write() as session:
        channel = session.scalars(select(Channel)).one()
        for first in range(0, len(users), size):
            batch = OutboxMessage(
                workspace_id=channel.workspace_id,
                channel_id=channel.id,
                dedupe_key=f"news:1:{first}",
                kind=OutboxKind.MULTICAST,
                purpose="news",
                recipients=users[first : first + size],
                payload=payload,
                retry_key=str(uuid.uuid4()),
                created_at=place.clock.now(),
                next_at=place.clock.machine(),
            )
            session.add(batch)


def test_a9_told_to_stop_the_sender_ends_its_call_and_gives_the_rest_back(
    place: Site, database: Database
) -> None:
    owe_pushes(place, database, 10)
    place.platform.faults.append(always(late(0.5), "push"))
    place.start_worker(SENDER_THREADS="1")
    wait_for(lambda: ("sending", 1) in states(database), 10, "the batch is claimed")
    began = time.monotonic()
    assert place.terminate("worker") == 0
    assert time.monotonic() - began < 15
    left = [one for one in states(database) if one != ("sent", 1)]
    assert left == [("pending", 0)] * len(left)
    assert 0 < len(left) < 10
    place.platform.faults.clear()
    place.start_worker()
    settled(place, database)
    assert len(place.platform.accepted) == 10


def test_a10_a_sender_frozen_beyond_its_lease_wakes_up_to_find_the_message_sent(
    place: Site, database: Database
) -> None:
    owe_pushes(place, database, 1)
    place.start_worker("sleeper", FREEZE_AT="before_push", TICK_MS="1000")
    wait_for(lambda: place.is_frozen("sleeper"), 15, "the sleeper has claimed it")
    assert states(database) == [("sending", 1)]
    place.start_worker("other")
    wait_for(lambda: is_drained(database), 10, "the other sends it")
    calls = len(place.platform.calls)
    place.running["sleeper"].send_signal(signal.SIGCONT)
    wait_for(lambda: len(place.platform.calls) > calls, 10, "the sleeper has tried, too late")
    time.sleep(0.3)  # time to write a result, if it did
    settled(place, database)
    (accepted,) = place.platform.accepted
    with database.read() as session:
        message = session.scalars(select(OutboxMessage)).one()
    assert (message.state, message.reason) == (OutboxState.SENT, "")
    assert message.accepted_request_id == accepted.request_id


def test_a11_an_event_that_kills_every_worker_is_given_up_after_five(place: Site, database: Database) -> None:
    users = settle_in(place, database, 2)
    (deadly,), (harmless,) = lines(place, users, 1)
    harmless["message"]["text"] = "แผน"
    store(place, database, deadly)
    for _ in range(5):
        place.start_worker(DIE_AT="mid_handler", PUSH_LEASE_MS="1")
        place.wait_until_dead("worker")
    store(place, database, harmless)
    place.start_worker(DIE_AT="mid_handler")
    settled(place, database)
    with database.read() as session:
        found = {one.webhook_event_id: (one.state, one.reason) for one in session.scalars(select(InboxEvent))}
    assert found[deadly["webhookEventId"]] == (InboxState.DEAD, "crashed")
    assert found[harmless["webhookEventId"]][0] is InboxState.DONE


def test_a11_who_waited_behind_it_is_not_given_up_with_it(place: Site, database: Database) -> None:
    """A worker that dies again and again has claimed all that waits: only what it was at is to blame."""
    users = settle_in(place, database, 4)
    deadly, *waiting = [one for (one,) in lines(place, users, 1)]
    store(place, database, deadly)
    for each in waiting:
        each["message"]["text"] = "แผน"
        store(place, database, each)
    for _ in range(5):
        place.start_worker(DIE_AT="mid_handler", PUSH_LEASE_MS="1")
        place.wait_until_dead("worker")
    place.start_worker(DIE_AT="mid_handler")
    settled(place, database)
    with database.read() as session:
        found = {one.webhook_event_id: one.state for one in session.scalars(select(InboxEvent))}
    assert [one for one, state in found.items() if state is InboxState.DEAD] == [deadly["webhookEventId"]]
