"""Every figure of a report is what a slow count by docs/metrics.md gives, whatever has happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.database import Database
from models.metrics.changes import Tally, changes
from models.metrics.closings import closings, cycle_days, lost_reasons, median_days, velocity
from models.metrics.conversion import conversions
from models.metrics.forecast import forecast, past
from models.metrics.lengths import Length
from models.metrics.people import efforts
from models.metrics.pipeline import Pipeline, Sum, pipeline_before, pipeline_now
from models.metrics.punctuality import punctuality
from models.metrics.scope import Scope
from models.metrics.watch import Worry, neglected, worries
from models.period import Period
from models.target import TargetMeasure
from models.workspace import Workspace
from tests.reckoning import Books, month_firsts
from tests.trading import PEOPLE, ZONES, Traders, acts, days, new_traders

Found = Callable[[str, bool], Traders]
a_history = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
histories = st.lists(acts, min_size=1, max_size=25)
asked = st.fixed_dictionaries(
    {
        "today": days,
        "people": st.sets(st.integers(0, PEOPLE - 1), min_size=1),
        "period": st.tuples(st.sampled_from(Length), days).map(lambda one: one[0].around(one[1])),
    }
)


@pytest.fixture
def found(database_url: str) -> Iterator[Found]:
    """How a new company is founded: in a zone, with the usual stages or its own."""
    database = Database(database_url)
    yield lambda zone, own_stages: new_traders(database, zone, own_stages)
    database.close()


@a_history
@given(zone=st.sampled_from(ZONES), own_stages=st.booleans(), history=histories, question=asked)
def test_every_figure_is_what_a_slow_count_gives(
    found: Found, zone: str, own_stages: bool, history: list[Any], question: dict[str, Any]
) -> None:
    traders = found(zone, own_stages)
    for act in history:
        traders.does(*act)
    people = {traders.people[number] for number in question["people"]}
    assert_agreed(traders, question["today"], people, question["period"])


@settings(parent=a_history, max_examples=3)
@given(history=st.lists(acts, min_size=60, max_size=90), question=asked)
def test_so_it_is_after_a_long_history(found: Found, history: list[Any], question: dict[str, Any]) -> None:
    traders = found("Asia/Bangkok", False)
    for act in history:
        traders.does(*act)
    for length in Length:
        people = {traders.people[number] for number in question["people"]}
        assert_agreed(traders, question["today"], people, length.around(question["period"].first))


def assert_agreed(traders: Traders, today: date, people: set[int], period: Period) -> None:
    with traders.database.read() as session:
        books = traders.books(session, today, people)
        workspace = session.get_one(Workspace, traders.workspace_id)
        scope = Scope(workspace, tuple(sorted(people)), today)
        for agree in (of_pipelines, of_forecasts, of_closings, of_cohorts, of_worries, of_people):
            agree(session, scope, period, books)


def of_pipelines(session: Session, scope: Scope, period: Period, books: Books) -> None:
    _, end = scope.workspace.bounds(period)
    assert plain(pipeline_now(session, scope)) == books.by_stage(None)
    assert plain(pipeline_before(session, scope, end)) == books.by_stage((period.first, period.last))
    changed = changes(session, scope, period)
    counted = books.changed((period.first, period.last))
    assert {name: told(getattr(changed, name)) for name in counted} == counted


def plain(pipeline: Pipeline) -> dict[str, tuple[int, Decimal, Decimal]]:
    return {key: three(some) for key, some in pipeline.stages}


def three(some: Sum) -> tuple[int, Decimal, Decimal]:
    return some.deals, some.value, some.weighted


def told(tally: Tally) -> tuple[int, Decimal]:
    return tally.deals, tally.value


def of_forecasts(session: Session, scope: Scope, period: Period, books: Books) -> None:
    days_of = (period.first, period.last)
    now, then = forecast(session, scope, period), past(session, scope, period)
    won = books.baht(books.ended("won", days_of))
    assert (now.won, three(now.due)) == (won, books.due(days_of))
    assert (then.forecast, then.won) == (books.foreseen(days_of), won)
    assert then.error == (abs(won - books.foreseen(days_of)) / won if won else None)


def of_closings(session: Session, scope: Scope, period: Period, books: Books) -> None:
    days_of = (period.first, period.last)
    ended, won, lost = (
        closings(session, scope, period),
        books.ended("won", days_of),
        books.ended("lost", days_of),
    )
    assert (ended.won, ended.lost) == (len(won), len(lost))
    assert (ended.won_value, ended.lost_value) == (books.baht(won), books.baht(lost))
    both = books.baht(won) + books.baht(lost)
    assert ended.count_rate == (Decimal(len(won)) / (len(won) + len(lost)) if won or lost else None)
    assert ended.value_rate == (books.baht(won) / both if both else None)
    reasons = {one.reason: (one.deals, one.value) for one in lost_reasons(session, scope, period)}
    assert reasons == books.reasons(days_of)
    assert median_days(cycle_days(session, scope, period)) == books.cycle(days_of)
    assert velocity(session, scope, period).a_day == books.velocity(days_of)


def of_cohorts(session: Session, scope: Scope, period: Period, books: Books) -> None:
    found = {
        one.stage: (one.entered, one.onward, one.won, one.lost) for one in conversions(session, scope, period)
    }
    assert found == {key: books.cohort(key, (period.first, period.last)) for key, _, _ in books.pipeline}


def of_worries(session: Session, scope: Scope, _period: Period, books: Books) -> None:
    found = {str(worry): (some.deals, some.value) for worry, some in worries(session, scope).items()}
    assert found == {str(worry): books.worried(str(worry)) for worry in Worry}
    for days_ago in (1, 30):
        assert {one.id for one in session.scalars(neglected(scope, days_ago))} == books.neglected(days_ago)


def of_people(session: Session, scope: Scope, period: Period, books: Books) -> None:
    days_of = (period.first, period.last)
    for one in efforts(session, scope, period, also=scope.owner_ids):
        assert one.sold.total == books.won_by(one.member_id, days_of)
        assert (one.did.logged, one.did.reached) == books.worked(one.member_id, days_of)
        months = month_firsts(days_of)
        goals = {measure: books.aim(one.member_id, measure, months) for measure in TargetMeasure}
        assert {measure: one.goals.get(measure) for measure in TargetMeasure} == goals
    kept = {one.member_id: (one.kept, one.late, one.missed) for one in punctuality(session, scope, period)}
    counted = {member: books.punctual(member, days_of) for member in scope.owner_ids}
    assert kept == {member: all_three for member, all_three in counted.items() if any(all_three)}
