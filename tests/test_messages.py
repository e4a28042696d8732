"""The forecast of messages is what a slow count by docs/metrics.md gives, whatever was sent and promised."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.allowance import LineMonth
from models.channel import Channel, ChannelKind
from models.customer import Customer
from models.database import Database
from models.followup import FollowUp, FollowUpState
from models.member import Member, Team
from models.metrics.messages import forecast
from models.queues import OutboxKind, OutboxState
from models.workspace import Holiday, WorkingDays, Workspace
from tests.messages import sent

ZONES = ("Asia/Bangkok", "America/New_York", "Pacific/Auckland")
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
COUNTS_AS = {"reminder": "reminder", "answer": "reminder", "plan": "plan", "result": "plan"}
DAY = timedelta(days=1)

hours = st.integers(-40 * 24, 24)
messages = st.lists(
    st.tuples(
        hours,
        st.sampled_from(["reminder", "answer", "plan", "result", "summary", "weekly", "notice", "promotion"]),
        st.sampled_from([OutboxKind.PUSH, OutboxKind.PUSH, OutboxKind.MULTICAST, OutboxKind.REPLY]),
        st.sampled_from([OutboxState.SENT, OutboxState.SENT, OutboxState.CANCELLED]),
        st.integers(1, 3),
    ),
    max_size=40,
)
promises = st.lists(
    st.tuples(
        st.integers(-3 * 24, 70 * 24),
        st.sampled_from([FollowUpState.OPEN, FollowUpState.OPEN, FollowUpState.DONE]),
        st.booleans(),
    ),
    max_size=25,
)


@dataclass(frozen=True)
class World:
    """What is known on a day: by whom the slow count is made, with no code of the models."""

    zone: ZoneInfo
    now: datetime
    begun: datetime
    six_days: bool
    holidays: list[date]
    messages: list[Any]
    promises: list[Any]

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def works(self, day: date) -> bool:
        return day.weekday() < (6 if self.six_days else 5) and day not in self.holidays

    def spent(self) -> Counter[tuple[str, date]]:
        """Messages LINE has counted, by class and day."""
        found: Counter[tuple[str, date]] = Counter()
        for hour, purpose, kind, state, costs in self.messages:
            if kind is not OutboxKind.REPLY and state is OutboxState.SENT:
                found[COUNTS_AS.get(purpose, "summary"), self.day(NOW + timedelta(hours=hour))] += (
                    costs if purpose != "promotion" else 0
                )
        return found

    def ahead(self) -> Counter[date]:
        """Reminders set already, by day."""
        tokyo = self.now.astimezone(ZoneInfo("Asia/Tokyo"))
        found: Counter[date] = Counter()
        for hour, state, reminded in self.promises:
            at = NOW + timedelta(hours=hour)
            there = at.astimezone(ZoneInfo("Asia/Tokyo"))
            in_month = (there.year, there.month) == (tokyo.year, tokyo.month)
            if at > self.now and in_month and state is FollowUpState.OPEN and not reminded:
                found[self.day(at)] += 1
        return found

    def days_left(self) -> Iterator[date]:
        """From today to the day on which the month ends in Japan."""
        moment, month = self.now, self.now.astimezone(ZoneInfo("Asia/Tokyo")).month
        seen: set[date] = set()
        while moment.astimezone(ZoneInfo("Asia/Tokyo")).month == month:
            if (day := self.day(moment)) not in seen:
                seen.add(day)
                yield day
            moment += timedelta(minutes=30)

    def forecast(self) -> dict[str, int]:
        today, spent, ahead = self.day(self.now), self.spent(), self.ahead()
        window = [today - DAY * gone for gone in range(1, 29)]
        window = [one for one in window if one >= self.day(self.begun)]
        worked = sum(self.works(one) for one in window)
        found = {}
        for use in ("reminder", "plan", "summary"):
            total = Fraction()
            for day in self.days_left():
                usual = Fraction(sum(spent[use, one] for one in window), worked) if worked else Fraction()
                usual = usual if self.works(day) else Fraction()
                still = usual - spent[use, today] if day == today else usual
                total += max(still, Fraction(ahead[day] if use == "reminder" else 0))
            found[use] = math.ceil(total)
        return found


def founded(database: Database, world: World) -> int:
    """A company with all that is known of it; its channel's id."""
    with database.write() as session:
        workspace = Workspace(
            name="-",
            timezone=world.zone.key,
            working_days=WorkingDays.MON_SAT if world.six_days else WorkingDays.MON_FRI,
            created_at=world.begun,
        )
        session.add(workspace)
        session.flush()
        channel = Channel(workspace_id=workspace.id, kind=ChannelKind.STAFF)
        session.add_all([channel, Team(workspace_id=workspace.id, name="-")])
        session.add_all(Holiday(workspace_id=workspace.id, day=day, name="-") for day in world.holidays)
        session.flush()
        for hour, purpose, kind, state, costs in world.messages:
            at = NOW + timedelta(hours=hour)
            sent(session, channel, purpose, [at], kind=kind, state=state, costs=costs)
        promised(session, workspace, world)
        return channel.id


def promised(session: Any, workspace: Workspace, world: World) -> None:
    team = Team(workspace_id=workspace.id, name="A")
    session.add(team)
    session.flush()
    member = Member(
        workspace_id=workspace.id,
        team_id=team.id,
        user_id=f"U{workspace.id}",
        name="A",
        joined_at=world.begun,
    )
    session.add(member)
    session.flush()
    customer = Customer(workspace_id=workspace.id, owner_id=member.id, name="-", created_at=world.begun)
    session.add(customer)
    session.flush()
    for hour, state, reminded in world.promises:
        at = NOW + timedelta(hours=hour)
        session.add(
            FollowUp(
                workspace_id=workspace.id,
                customer_id=customer.id,
                owner_id=member.id,
                set_by_id=member.id,
                due_on=world.day(at),
                due_at=at,
                remind_at=at,
                reminded_at=at if reminded else None,
                state=state,
                created_at=world.begun,
            )
        )


worlds = st.builds(
    World,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    now=(st.integers(0, 24) | st.integers(0, 8 * 24)).map(lambda hours: NOW + timedelta(hours=hours)),
    begun=st.integers(0, 60).map(lambda days: NOW - days * DAY),
    six_days=st.booleans(),
    holidays=st.lists(
        st.integers(-30, 35).map(lambda days: NOW.date() + days * DAY), max_size=4, unique=True
    ),
    messages=messages,
    promises=promises,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds)
def test_the_forecast_is_what_a_slow_count_gives(database: Database, world: World) -> None:
    channel_id = founded(database, world)
    with database.read() as session:
        channel = session.get_one(Channel, channel_id)
        found = forecast(session, channel, world.now, LineMonth.around(world.now))
    assert {use.value: count for use, count in found.items()} == world.forecast()
