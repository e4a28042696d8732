"""Fault matrix F9 and F10: days that calendars hide, and reminders that change while they ring."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from sqlalchemy import select

from app import WORKER_PATIENCE, Jod
from models.followup import FollowUp, FollowUpState
from models.queues import OutboxMessage
from tests.days import at, meets
from tests.faults.invariants import assert_holds
from tests.stored import SIAM, followups
from tests.town import BANGKOK, Town

LEAP = date(2028, 2, 29)


def clock(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("now", "said", "due"),
    [
        ("2028-01-10 09:00", "29 ก.พ. 2571", LEAP),
        ("2028-01-10 09:00", "29/2/71", LEAP),
        ("2028-02-28 09:00", "พรุ่งนี้", LEAP),
        ("2028-02-29 09:00", "พรุ่งนี้", date(2028, 3, 1)),
        ("2028-02-15 09:00", "สิ้นเดือน", LEAP),
        ("2027-01-15 09:00", "31 ม.ค.", date(2027, 1, 31)),
        ("2026-12-31 23:59:59.900000", "พรุ่งนี้", date(2027, 1, 1)),
        ("2027-01-01 00:00", "พรุ่งนี้", date(2027, 1, 2)),
        ("2026-11-26 23:59:59.900000", "วันที่ 30", date(2026, 11, 30)),
    ],
)
def test_f9_a_day_that_is_odd_in_the_calendar_is_the_day_that_was_meant(
    sqlite_url: str, now: str, said: str, due: date
) -> None:
    town = Town(sqlite_url, clock(now))
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    town.say("แบงค์", f"นัด {SIAM} {said} 10 โมง")
    assert [one.due_on for one in followups(town)] == [due]
    town.jod.stop()


def test_f9_a_thai_year_is_shown_on_a_leap_day(sqlite_url: str) -> None:
    """`replace(year=year + 543)` raises on 29 February: 2571 is no leap year to Python."""
    town = Town(sqlite_url, clock("2027-02-10 09:00"))
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    (told,) = town.say("แบงค์", f"นัด {SIAM} 29 ก.พ. 2571 10 โมง")
    assert "29 ก.พ." in told
    assert "2571" in told + town.card("แบงค์")
    town.jod.stop()


def test_f9_a_reminder_of_midnight_rings_at_midnight(rep: Town) -> None:
    meets(rep, "แบงค์", SIAM, "01:00", date(2026, 11, 27), remind_at=at("00:00", date(2026, 11, 27)))
    rep.move_to("2026-11-26 23:59")
    assert reminders(rep) == 0
    rep.move_to("2026-11-27 00:00")
    assert reminders(rep) == 1


def reminders(town: Town) -> int:
    with town.jod.database.read() as session:
        found = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == "reminder"))
        return len(found.all())


@pytest.fixture
def ringing(rep: Town) -> Town:
    """A meeting of which แบงค์ is to be reminded at this moment."""
    rep.jod.work()
    meets(rep, "แบงค์", SIAM, "10:30", remind_at=at("09:30"))
    rep.clock.move_to(at("09:30"))
    return rep


def while_it_is_held(town: Town, change: Callable[[FollowUp], None], ring: Callable[[], object]) -> None:
    """The owner's change is written but not committed yet, and the clock ticks."""
    with ThreadPoolExecutor(1) as pool:
        with town.jod.database.write() as session:
            change(session.scalars(select(FollowUp).with_for_update()).one())
            session.flush()
            rung = pool.submit(ring)
            if not town.jod.database.is_sqlite:
                rung.result(5)  # it finds the row held and leaves it; on SQLite it waits for its turn
        rung.result(10)


def cancel(followup: FollowUp) -> None:
    followup.state = FollowUpState.DROPPED


def postpone(followup: FollowUp) -> None:
    followup.due_at, followup.remind_at = at("16:00"), at("15:00")
    followup.moved += 1


@pytest.mark.parametrize(("change", "later"), [(cancel, 0), (postpone, 1)])
def test_f10_changed_just_before_it_rings_only_the_new_one_rings(
    ringing: Town, change: Callable[[FollowUp], None], later: int
) -> None:
    other = Jod(
        ringing.jod.settings, ringing.clock, ringing.jod.connect, ringing.jod.executor, WORKER_PATIENCE
    )
    while_it_is_held(ringing, change, other.ticker.tick)
    ringing.jod.work()
    assert reminders(ringing) == 0
    ringing.move_to("2026-11-26 15:30")
    assert reminders(ringing) == later
    other.stop()
    assert_holds(ringing.jod.database, ringing.platform, at=ringing.clock.machine())


def test_f10_changed_while_it_rings_the_old_one_went_first_and_the_new_one_comes_too(ringing: Town) -> None:
    """The tick holds the row: the owner's words wait for its commit, and then move the meeting."""
    with ThreadPoolExecutor(1) as pool:
        with ringing.jod.database.write() as session:
            session.scalars(select(FollowUp).with_for_update()).one().reminded_at = at("09:30")
            session.flush()
            said = pool.submit(ringing.say, "แบงค์", f"เลื่อน {SIAM} บ่ายสี่")
            time.sleep(0.3)
            assert not said.done()
        said.result(10)
    (moved,) = followups(ringing)
    assert moved.due_at == at("16:00")
    ringing.move_to("2026-11-26 16:00")
    assert reminders(ringing) == 1
