"""`flask --app app …`: codes, jobs by hand, the queues, and the worker."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

import cli
from models.member import Role
from models.queues import InboxEvent, InboxState, OutboxMessage, OutboxState
from scheduler.ending import put_off_the_end, wait_for_the_end
from simulator.faults import SERVER_ERROR
from tests.processes import Site, wait_for
from tests.terminal import Terminal, an_activity
from tests.town import Town


@pytest.fixture
def terminal(town: Town) -> Terminal:
    return Terminal(town)


def test_a_code_is_the_last_line_and_makes_a_member(town: Town, terminal: Terminal) -> None:
    printed = terminal.told("invite", "--role", "manager", "--team", "ทีมขายกรุงเทพ", "--name", "กบ")
    town.person("K.")
    assert town.say("K.", f"join {printed.splitlines()[-1]}")[0].startswith("สวัสดีค่ะ คุณกบ ดูแลทีมขายกรุงเทพ")


def test_an_invitation_needs_a_role(terminal: Terminal) -> None:
    result = terminal.run("invite", "--role", "boss")
    assert result.exit_code == 2
    assert "'boss' is not one of 'rep', 'manager', 'owner'" in result.output


def test_upgrading_prints_the_owners_code_until_there_is_one(town: Town, terminal: Terminal) -> None:
    assert "join " in terminal.told("db", "upgrade")
    town.member("เอก", Role.OWNER)
    assert "join " not in terminal.told("db", "upgrade")


def test_figures_follow_rows_that_were_changed_by_hand(town: Town, terminal: Terminal) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.say("แบงค์", "เข้าพบ สยามวัสดุ")
    with town.database() as session:
        session.execute(text("UPDATE activities SET channel = 'call', outcome = 'no_answer'"))
    assert "figures" in terminal.told("db", "recount")
    with town.database() as session:
        figures = session.execute(
            text("SELECT DISTINCT visits, calls, unanswered, customers FROM rollups")
        ).all()
        assert figures == [(0, 1, 1, 0)]
        assert session.scalar(text("SELECT last_contact_at FROM customers")) is None


def test_a_sentence_is_understood_without_line_and_database() -> None:
    flask = Flask("jod")
    cli.register(flask, None)  # type: ignore[arg-type]  # proves that nothing of Jod is asked for
    row = {"id": "1", "text": "แผนวันนี้", "now": "2026-11-26T09:00:00+07:00", "speaker": "rep"}
    result = flask.test_cli_runner().invoke(args=["understand"], input=json.dumps(row) + "\n")
    assert json.loads(result.output)["pred"]["intent"] == "my_plan"


def test_a_line_that_is_none_is_told_plainly() -> None:
    flask = Flask("jod")
    cli.register(flask, None)  # type: ignore[arg-type]
    result = flask.test_cli_runner().invoke(args=["understand"], input="not json\n")
    assert result.exit_code == 1
    assert "not a line of {id, text, now}" in result.output


def test_jobs_are_listed_and_fired_by_hand_once(town: Town, terminal: Terminal) -> None:
    an_activity(town)
    town.say("แบงค์", "นัด สยามวัสดุภัณฑ์ พรุ่งนี้บ่ายสอง")
    town.heard("แบงค์")
    assert "plan\t08:00" in terminal.told("jobs", "list")
    for _ in range(2):
        terminal.told("jobs", "run", "plan", "--at", "2026-11-27T08:00")
    with town.database() as session:
        purposes = session.scalars(select(OutboxMessage.purpose).where(OutboxMessage.purpose == "plan"))
        assert purposes.all() == ["plan"]


def test_reminders_can_be_fired_by_hand(town: Town, terminal: Terminal) -> None:
    an_activity(town)
    town.say("แบงค์", "นัด สยามวัสดุภัณฑ์ พรุ่งนี้บ่ายสอง")
    assert terminal.told("jobs", "run", "reminders", "--at", "2026-11-27T12:00+07:00").endswith(": 0\n")
    assert terminal.told("jobs", "run", "reminders", "--at", "2026-11-27T13:00+07:00").endswith(": 1\n")


@pytest.mark.parametrize("words", [("nap",), ("plan", "--at", "soon")])
def test_what_is_no_job_or_no_moment(terminal: Terminal, words: tuple[str, ...]) -> None:
    assert terminal.run("jobs", "run", *words).exit_code == 2


def test_an_event_that_was_given_up_is_handled_again(town: Town, terminal: Terminal) -> None:
    town.member("แบงค์")
    town.say("แบงค์", "แผน")
    with town.database() as session:
        event = session.scalars(select(InboxEvent)).one()
        event.state, event.reason, event.attempts = InboxState.DEAD, "KeyError", 5
        name = f"{event.channel_id}:{event.webhook_event_id}"
    assert terminal.told("inbox", "list").startswith(f"{name}\tdead\t5\t")
    assert terminal.run("inbox", "retry").exit_code == 2
    assert terminal.told("inbox", "retry", name) == "1 to be handled again\n"
    town.jod.leftovers.work()
    assert terminal.told("inbox", "list") == ""


def test_messages_are_sent_again_or_dropped(town: Town, terminal: Terminal) -> None:
    an_activity(town)
    town.say("แบงค์", "โทรหาสยามวัสดุภัณฑ์ วันนี้ 10 โมง")
    town.platform.faults.append(lambda asked: SERVER_ERROR if asked.endpoint == "push" else None)
    with town.database() as session:
        one = session.scalars(select(OutboxMessage)).first()
        assert one is not None
        one.state, one.reason, key = OutboxState.FAILED, "400 no", one.retry_key
    assert terminal.told("outbox", "list").startswith(f"{one.id}\tfailed\treply\tanswer")
    assert terminal.told("outbox", "retry", str(one.id), "999") == "1 to be sent again; not 999\n"
    with town.database() as session:
        again = session.get_one(OutboxMessage, one.id)
        assert (again.state, again.kind) == (OutboxState.PENDING, "push")
        assert again.retry_key != key
    assert terminal.told("outbox", "drop", str(one.id), "--reason", "ลาออกแล้ว") == "1 dropped\n"
    assert terminal.told("outbox", "list") == ""
    assert "\tdropped: ลาออกแล้ว\n" in terminal.told("outbox", "list", "--state", "cancelled")


def test_an_old_database_is_told_plainly(town: Town, terminal: Terminal) -> None:
    with town.jod.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for words in (["export", "members"], ["invite", "--role", "rep"], ["jobs", "list"], ["outbox", "list"]):
        result = terminal.run(*words)
        assert result.exit_code == 1
        assert "The database is newer than this code" in result.output


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    place = Site(sqlite_url, tmp_path)
    yield place
    place.close()


def test_the_worker_works_until_it_is_told_to_stop(site: Site) -> None:
    site.run("db", "upgrade")
    site.start_worker()
    worker = site.running["worker"]
    wait_for(lambda: "Working." in site.log_of("worker"), 30, "the worker works")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0


def test_told_to_stop_while_it_is_still_starting_it_has_heard(held_signals: None) -> None:
    put_off_the_end()
    signal.raise_signal(signal.SIGTERM)  # nobody waits for it yet
    wait_for_the_end()


@pytest.fixture
def held_signals() -> Iterator[None]:
    """Which signals wait is as before after the test."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
