"""Who has a turn: the query that narrows members down leaves out nobody who has one."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, or_, select

from models.member import Member
from models.workspace import Workspace
from scheduler.jobs import last_slot, next_slot, turns
from scheduler.rhythm import JOBS
from tests.town import START, Town

ZONES = ("Asia/Bangkok", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu")
NIGHTS = (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC))
"""Berlin's clocks are put forward, and back."""
HALF_PAST_TWO = time(2, 30)
zones = st.sampled_from(ZONES)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
moments = st.builds(
    lambda night, minutes: night + timedelta(minutes=minutes),
    st.sampled_from(NIGHTS),
    st.integers(-48 * 60, 48 * 60),
)
lengths = st.integers(1, 300).map(lambda seconds: timedelta(seconds=seconds)) | st.integers(1, 60).map(
    lambda hours: timedelta(hours=hours)
)


@pytest.fixture
def staffed(town: Town) -> Town:
    for number in range(4):
        town.member(f"คนที่ {number}")
    with town.database() as session:
        for member in session.scalars(select(Member)):
            member.joined_at = NIGHTS[0] - timedelta(days=30)
    return town


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES), plans=st.lists(clocks, min_size=4, max_size=4), after=moments, length=lengths
)
def test_nobody_with_a_turn_is_left_out(
    staffed: Town, zone: str, plans: list[time], after: datetime, length: timedelta
) -> None:
    with staffed.database() as session:
        workspace = session.scalars(select(Workspace)).one()
        workspace.timezone = zone
        everybody = session.scalars(select(Member).order_by(Member.id)).all()
        for member, clock in zip(everybody, plans, strict=True):
            member.plan_at = clock
        session.flush()
        likely = or_(*(job.may_come(workspace.zone, after, after + length) for job in JOBS))
        narrowed = session.scalars(Member.active_in(zone).where(likely)).all()
        assert turns(JOBS, narrowed, workspace.zone, after, after + length) == turns(
            JOBS, everybody, workspace.zone, after, after + length
        )


@pytest.mark.parametrize("hours", range(1, 60))
def test_the_night_whose_hour_comes_twice_is_passed(hours: int) -> None:
    """02:30 of Berlin's 25 October comes at 00:30 and at 01:30 UTC: from the second one time goes on."""
    berlin, evening = ZoneInfo("Europe/Berlin"), NIGHTS[1] - timedelta(hours=12)
    slots = [NIGHTS[1] + timedelta(hours=each) for each in (0.5, 1.5, 25.5)]
    until = evening + timedelta(hours=hours)
    gone = [slot for slot in slots if slot <= until]
    last, following = (
        last_slot(HALF_PAST_TWO, berlin, evening, until),
        next_slot(HALF_PAST_TWO, berlin, until),
    )
    assert (last and last.astimezone(UTC)) == (gone[-1] if gone else None)
    assert following is not None
    assert following.astimezone(UTC) == [*slots, NIGHTS[1] + timedelta(hours=49.5)][len(gone)]


def test_a_tick_at_which_nothing_is_due_loads_nobody(staffed: Town) -> None:
    staffed.move_to(START + timedelta(hours=1))
    staffed.clock.move_to(START + timedelta(hours=1, seconds=5))
    loaded: list[object] = []

    def note(member: object, _context: object) -> None:
        loaded.append(member)

    event.listen(Member, "load", note)
    try:
        assert staffed.jod.ticker.tick() == 0
    finally:
        event.remove(Member, "load", note)
    assert loaded == []
