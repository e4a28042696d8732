"""Fault matrix A, the web process: killed with SIGKILL between any two of its steps, or told to stop."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from models.activity import Activity
from models.database import Database
from models.queues import InboxEvent, InboxState, OutboxMessage
from tests.crowd import is_drained, lines, name_of, settle_in, total
from tests.faults.invariants import assert_holds
from tests.processes import Json, Site, wait_for


def a_visit(place: Site, database: Database) -> Json:
    """A rep's line, as LINE is about to deliver it."""
    (user,) = settle_in(place, database, 1)
    return place.line_of_text(user, f"เข้าพบ {name_of(0)} คุยราคาเหล็ก")


def again(event: Json) -> Json:
    """The same, as LINE delivers it when redelivery is switched on."""
    return {**event, "deliveryContext": {"isRedelivery": True}}


def settled(place: Site, database: Database, *taken: Json) -> None:
    """All is done and sent; the books agree."""
    wait_for(lambda: is_drained(database), 15, "everything is handled and sent")
    ids = [event["webhookEventId"] for event in taken]
    assert_holds(database, place.platform, taken=ids, at=place.clock.machine())


def test_a1_killed_before_the_inbox_commit_the_event_is_lines_to_deliver_again(
    place: Site, database: Database
) -> None:
    event = a_visit(place, database)
    place.start_web(DIE_AT="before_inbox_commit")
    place.wait_until_up()
    assert place.deliver(event) == 0
    place.wait_until_dead("web")
    assert total(database, InboxEvent) == 0
    place.start_web()
    place.wait_until_up()
    assert place.deliver(again(event)) == 200
    settled(place, database, event)
    assert total(database, Activity) == len(place.platform.accepted) == 1


def test_a1_the_host_is_told_that_redelivery_has_to_be_switched_on(place: Site, database: Database) -> None:
    place.start_web()
    place.wait_until_up()
    assert "webhook redelivery" in place.page("/healthz")


def test_a2_killed_after_the_inbox_commit_the_worker_handles_what_was_stored(
    place: Site, database: Database
) -> None:
    event = a_visit(place, database)
    place.start_web(DIE_AT="after_inbox_commit")
    place.wait_until_up()
    assert place.deliver(event) == 0
    place.wait_until_dead("web")
    assert total(database, InboxEvent, InboxEvent.state == InboxState.NEW) == 1
    place.start_web()
    place.wait_until_up()
    assert place.deliver(again(event)) == 200
    place.start_worker()
    settled(place, database, event)
    assert total(database, Activity) == len(place.platform.accepted) == 1


def test_a4_killed_between_commit_and_reply_another_process_sends_it_once(
    place: Site, database: Database
) -> None:
    event = a_visit(place, database)
    place.start_web(DIE_AT="after_commit_before_push")
    place.wait_until_up()
    place.deliver(event)
    place.wait_until_dead("web")
    assert total(database, Activity) == total(database, OutboxMessage) == 1
    assert place.platform.accepted == []
    place.start_worker()
    settled(place, database, event)
    (told,) = place.platform.accepted
    assert told.endpoint == "reply"


def test_a8_told_to_stop_the_web_process_answers_what_is_in_flight(place: Site, database: Database) -> None:
    users = settle_in(place, database, 3)
    place.start_web()
    place.wait_until_up()
    events = [event for (event,) in lines(place, users, 1)]
    release = threading.Event()
    with ThreadPoolExecutor(5) as pool:
        held = pool.submit(hold_inbox, database, release)
        answers = [pool.submit(place.deliver, event) for event in events]
        time.sleep(0.3)  # the requests are in flight
        ended = pool.submit(place.terminate, "web")
        time.sleep(0.2)
        release.set()
        held.result()
        assert [answer.result() for answer in answers] == [200, 200, 200]
        wait_for(lambda: is_refused(place.port), 5, "new connections are refused")
        assert ended.result() == 0
    assert total(database, InboxEvent) == 3
    place.start_worker()
    settled(place, database, *events)


def hold_inbox(database: Database, release: threading.Event) -> None:
    """Let nobody write to the inbox until released."""
    with database.write() as session:
        if not database.is_sqlite:
            session.execute(text("LOCK TABLE inbox IN EXCLUSIVE MODE"))
        release.wait(5)


def is_refused(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) != 0
