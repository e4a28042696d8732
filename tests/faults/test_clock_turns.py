"""Fault matrix F, the timetable: many clocks, stopped clocks, slow turns, clocks that jump."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app import SKEW, WORKER_PATIENCE, Jod, SystemClock
from bot.context import Desk
from bot.settings import Settings
from models.member import Role
from models.queues import JobSlot, OutboxMessage, OutboxState
from scheduler.jobs import Job, last_slot
from scheduler.pushing import Pushing
from scheduler.ticker import Ticker
from tests.days import at, meets
from tests.faults.invariants import assert_holds
from tests.processes import wait_for
from tests.stored import SIAM, followups
from tests.terminal import Terminal
from tests.town import BANGKOK, Town

FRIDAY = date(2026, 11, 27)
UTC_ONE = time_of_day(1, 0)


def planned(town: Town, day: date = FRIDAY) -> None:
    """There is something to do for แบงค์ that day, so a plan is due at 08:00."""
    meets(town, "แบงค์", SIAM, "14:00", day)


def pushes(town: Town) -> Counter[str]:
    with town.jod.database.read() as session:
        return Counter(session.scalars(select(OutboxMessage.purpose)))


def slots(town: Town, job: str) -> list[JobSlot]:
    with town.jod.database.read() as session:
        found = session.scalars(select(JobSlot).order_by(JobSlot.slot_at)).all()
    return [one for one in found if one.job.startswith(f"{job}:")]


def holds(town: Town) -> None:
    assert_holds(town.jod.database, town.platform, at=town.clock.machine())


@contextmanager
def processes(town: Town, count: int) -> Iterator[list[Jod]]:
    """So many workers on the town's database."""
    found = [
        Jod(town.jod.settings, town.clock, town.jod.connect, town.jod.executor, WORKER_PATIENCE)
        for _ in range(count)
    ]
    yield found
    for jod in found:
        jod.stop()


def test_f2_five_clocks_take_each_turn_once(rep: Town) -> None:
    rep.customer("ลูกค้าบ่าย", "แบงค์")
    planned(rep)
    meets(rep, "แบงค์", "ลูกค้าบ่าย", "09:00", FRIDAY, remind_at=at("08:00", FRIDAY))
    rep.clock.move_to(at("08:00", FRIDAY))
    together = threading.Barrier(5)

    def work(jod: Jod) -> None:
        together.wait()
        for _ in range(3):
            jod.work()

    with processes(rep, 5) as jods, ThreadPoolExecutor(5) as pool:
        list(pool.map(work, jods))
    rep.jod.work()
    assert pushes(rep) == {"plan": 1, "reminder": 1}
    assert len(rep.platform.accepted) == 2
    holds(rep)


def test_f3_a_turn_missed_by_forty_minutes_is_taken_late_and_once(rep: Town) -> None:
    planned(rep)
    rep.move_to("2026-11-27 07:55")
    rep.clock.move_to(at("08:40", FRIDAY))
    rep.jod.work()
    rep.jod.work()
    assert pushes(rep) == {"plan": 1}
    assert "plan:1\tfired\t40 min late" in Terminal(rep).told("jobs", "late")
    holds(rep)


def test_f3_a_turn_missed_by_too_much_is_not_taken_but_listed_and_logged(
    rep: Town, caplog: pytest.LogCaptureFixture
) -> None:
    planned(rep)
    rep.move_to("2026-11-27 07:55")
    rep.clock.move_to(at("12:30", FRIDAY))
    rep.jod.work()
    assert pushes(rep) == {}
    assert slots(rep, "plan")[-1].state == "missed"
    assert "plan:1\tmissed\t270 min late" in Terminal(rep).told("jobs", "late")
    assert "missed: plan:1" in caplog.text
    holds(rep)


def test_f4_after_three_days_there_is_one_summary_and_no_reminder_is_lost(rep: Town) -> None:
    rep.member("กบ", Role.MANAGER)
    meets(rep, "แบงค์", SIAM, "15:00", FRIDAY, remind_at=at("14:00", FRIDAY))
    meets(rep, "แบงค์", SIAM, "20:00", date(2026, 12, 1), remind_at=at("18:45", date(2026, 12, 1)))
    rep.move_to("2026-11-26 19:00")
    before = pushes(rep)["summary"]
    rep.clock.move_to(at("19:00", date(2026, 12, 1)))
    rep.jod.work()
    rep.jod.work()
    assert pushes(rep)["summary"] - before == 1
    assert slots(rep, "summary")[-1].slot_at == at("18:30", date(2026, 12, 1))
    assert pushes(rep)["reminder"] == 1
    assert all(one.reminded_at is not None for one in followups(rep))
    assert SIAM in rep.say("แบงค์", "ค้าง")[0] + rep.card("แบงค์")  # the old one is listed as overdue
    holds(rep)


def test_f5_a_turn_still_running_when_the_next_one_comes_is_finished_first(rep: Town) -> None:
    inside, most, ran = 0, 0, list[datetime]()
    release, counting = threading.Event(), threading.Lock()

    def slow(desk: Desk, pushing: Pushing, slot_at: datetime) -> None:
        nonlocal inside, most
        with counting:
            inside += 1
            most = max(most, inside)
        ran.append(slot_at)
        release.wait(5)
        with counting:
            inside -= 1

    job = Job(name="slow", clock=time_of_day(8), wanted=lambda _: True, run=slow, catch_up=timedelta(days=2))
    with processes(rep, 2) as jods, ThreadPoolExecutor(2) as pool:
        first, second = (Ticker(jod.database, rep.clock, [job], jod.name) for jod in jods)
        rep.clock.move_to(at("08:00", FRIDAY))
        running = pool.submit(first.tick)
        wait_for(lambda: len(ran) == 1, 5, "the first turn runs")
        rep.clock.move_to(at("08:00", date(2026, 11, 28)))
        queued = pool.submit(second.tick)
        time.sleep(0.3)
        release.set()
        assert (running.result(), queued.result()) == (1, 1)
    assert (most, len(ran)) == (1, 2)


def test_f6_a_clock_that_jumps_an_hour_ahead_brings_what_is_due_once(rep: Town) -> None:
    rep.jod.work()  # this morning's plan, with nothing in it, is behind us
    meets(rep, "แบงค์", SIAM, "10:30", remind_at=at("09:30"))
    rep.clock.wait(timedelta(hours=1))  # both clocks: as when a machine wakes up
    rep.jod.work()
    rep.jod.work()
    assert pushes(rep) == {"reminder": 1}
    assert len(rep.platform.accepted) == 1
    holds(rep)


def test_f6_a_lease_that_runs_out_early_doubles_nothing(rep: Town) -> None:
    rep.jod.work()
    meets(rep, "แบงค์", SIAM, "10:30", remind_at=at("09:30"))
    rep.clock.move_to(at("09:30"))
    rep.jod.ticker.tick()
    line = rep.jod.messengers[1]
    with rep.database() as session:
        one = session.scalars(select(OutboxMessage)).one()
        push_as_it_is(line, one)
        one.state, one.attempts, one.lease_owner = OutboxState.SENDING, 1, "another process"
        one.lease_until = one.next_at = rep.clock.machine() + timedelta(minutes=1)
    rep.clock.at += timedelta(hours=1)
    rep.clock.move_to(at("09:31"))
    rep.jod.work()
    assert len(rep.platform.accepted) == 1
    with rep.jod.database.read() as session:
        sent = session.scalars(select(OutboxMessage)).one()
    assert (sent.state, sent.reason) == (OutboxState.SENT, "already_accepted")
    holds(rep)


def push_as_it_is(line: object, message: OutboxMessage) -> None:
    """What the other process has sent, and not yet written down."""
    line.push(message.recipient, message.payload, message.retry_key)  # type: ignore[attr-defined]


def test_f7_a_clock_set_back_an_hour_repeats_no_turn(rep: Town) -> None:
    planned(rep)
    rep.move_to("2026-11-27 08:00")
    rep.clock.move_to(at("07:00", FRIDAY))
    rep.jod.work()
    rep.move_to("2026-11-27 08:30")
    assert pushes(rep) == {"plan": 1}
    assert [one.slot_at for one in slots(rep, "plan")].count(at("08:00", FRIDAY)) == 1
    holds(rep)


def test_f7_a_machine_set_back_an_hour_sends_an_hour_later_and_not_never(rep: Town) -> None:
    planned(rep)
    rep.clock.move_to(at("08:00", FRIDAY))
    rep.jod.ticker.tick()
    rep.clock.at -= timedelta(hours=1)
    rep.clock.move_to(at("08:00", FRIDAY))
    rep.jod.work()
    assert rep.platform.accepted == []
    rep.clock.wait(timedelta(hours=1))
    rep.jod.work()
    assert len(rep.platform.accepted) == 1


class Wrong:
    """A machine's own clock, which runs wrong."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.by


def test_f7_leases_go_by_the_servers_clock_and_a_wrong_one_raises_an_alarm(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    own = Wrong(timedelta(0))
    jod = Jod(Settings(database_url=postgres_url), SystemClock(own))
    jod.keep_time()
    assert "this machine's clock" not in caplog.text
    own.by = timedelta(hours=-1)
    for _ in range(3):
        jod.keep_time()
    server = jod.database.server_time()
    assert server is not None
    assert abs(jod.clock.machine() - server) < timedelta(seconds=5)
    assert caplog.text.count("this machine's clock is -3600 s off the database's") == 1
    assert timedelta(minutes=1) > SKEW
    jod.stop()


@pytest.mark.parametrize("zone", ["Asia/Bangkok", "America/New_York"])
def test_f8_a_years_slots_are_one_a_day_wherever_the_server_stands(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    start = datetime(2026, 1, 1, tzinfo=BANGKOK)
    bangkok, days = ZoneInfo("Asia/Bangkok"), [start + timedelta(days=n) for n in range(365)]
    found = [last_slot(time_of_day(8), bangkok, day, day + timedelta(days=1)) for day in days]
    assert [slot.astimezone(UTC).time() for slot in found if slot] == [UTC_ONE] * 365
    assert len(set(found)) == 365
    monkeypatch.undo()
    time.tzset()


def test_f14_no_schedule_counts_its_weekdays_from_a_number() -> None:
    """APScheduler's day 0 is Monday, cron's is Sunday: a schedule names a time, a calendar the day."""
    program = [path for name in ("bot", "scheduler", "models") for path in Path(name).rglob("*.py")]
    written = {path: path.read_text(encoding="utf-8") for path in program}
    assert [path for path, code in written.items() if "crontab" in code or "day_of_week" in code] == []


@pytest.mark.parametrize(("day", "turns"), [(FRIDAY, 1), (date(2026, 11, 28), 0), (date(2026, 11, 29), 0)])
def test_f14_turns_come_on_working_days_as_the_calendar_names_them(rep: Town, day: date, turns: int) -> None:
    planned(rep, FRIDAY)  # on Saturday and Sunday it is overdue, and still nobody is woken up
    rep.move_to(at("07:00", day))
    before = pushes(rep)["plan"]
    rep.move_to(at("09:00", day))
    assert pushes(rep)["plan"] - before == turns
