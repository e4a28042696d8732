"""Many processes on one database: each event once, each promise once, also when they are killed."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from models.activity import Activity
from models.followup import FollowUp
from tests.chaos import Chaos, Report, Starts
from tests.crowd import PEOPLE, is_drained, lines, open_database, promise_each, settle_in, total
from tests.faults.conftest import THURSDAY_MORNING
from tests.processes import site, wait_for

SECONDS, SEED = 30.0, 26112026
"""Of the chaos in the suite, over both databases."""


def test_three_processes_answer_five_hundred_lines_once_each(postgres_url: str, tmp_path: Path) -> None:
    with site(postgres_url, tmp_path, forked=True, now=THURSDAY_MORNING) as place:
        database = open_database(place, postgres_url)
        users = settle_in(place, database)
        place.start_web()
        place.start_worker("worker1")
        place.start_worker("worker2")
        place.wait_until_up()
        statuses = place.deliver_all(lines(place, users, 25))
        assert Counter(statuses.values()) == {200: 500}
        wait_for(lambda: is_drained(database), 60, "every answer is sent")
        assert total(database, Activity) == 500
        assert len({one.message_ids[0] for one in place.platform.accepted}) == 500
        assert Counter(one.to[0] for one in place.platform.accepted) == dict.fromkeys(users, 25)


def test_two_hundred_promises_of_one_second_are_one_push_a_person(postgres_url: str, tmp_path: Path) -> None:
    with site(postgres_url, tmp_path, forked=True, now=THURSDAY_MORNING) as place:
        database = open_database(place, postgres_url)
        users = settle_in(place, database)
        promise_each(database, 10, place.clock.now() + timedelta(seconds=4))
        place.start_web()
        place.start_worker("worker1")
        place.start_worker("worker2")
        wait_for(lambda: len(place.platform.accepted) >= PEOPLE, 60, "each person is reminded")
        wait_for(lambda: is_drained(database), 20, "the outbox is empty")
        assert Counter(one.to[0] for one in place.platform.accepted) == dict.fromkeys(users, 1)
        assert total(database, FollowUp, FollowUp.reminded_at.is_not(None)) == 200


@pytest.mark.chaos
def test_kill_9_and_line_faults_at_random_lose_nothing_and_double_nothing(
    database_url: str, tmp_path: Path
) -> None:
    seconds = float(os.environ.get("CHAOS_SECONDS", SECONDS)) / 2
    report = Report(seed=int(os.environ.get("CHAOS_SEED", SEED)), seconds=seconds)
    with site(database_url, tmp_path, forked=True, now=THURSDAY_MORNING) as place:
        starts: Starts = {"web": place.start_web, "worker": place.start_worker}
        chaos = Chaos(place, open_database(place, database_url), starts, report)
        print(f"\nchaos on {database_url.partition(':')[0]}, seed {report.seed}")  # noqa: T201 (to repeat it)
        chaos.run()
        print(report)  # noqa: T201
        assert report.kills >= seconds / 5
        chaos.assert_nothing_lost_or_doubled()
