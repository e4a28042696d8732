"""Many processes on one database: each event once, each promise once, also when they are killed."""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.activity import Activity
from models.customer import Customer
from models.database import Database
from models.followup import FollowUp, FollowUpKind
from models.member import Member, Team
from models.queues import InboxEvent, InboxState, OutboxKind, OutboxMessage, OutboxState
from models.workspace import Workspace
from tests.processes import Killer, Site, in_a_moment, site, wait_for

PEOPLE = 20
FINAL = (OutboxState.SENT, OutboxState.CANCELLED)


def open_database(place: Site, url: str) -> Database:
    """Our own look at the site's database; closed with the site."""
    database = Database(url, patience=timedelta(seconds=10))
    place.closing.callback(database.close)
    return database


def settle_in(place: Site, database: Database, people: int = PEOPLE) -> list[str]:
    """So many reps, each with a customer of his own; returns their user ids."""
    users = [place.person(f"เซลส์{n}") for n in range(people)]
    now = datetime.now(UTC)
    with database.write() as session:
        workspace = session.scalars(select(Workspace)).one()
        team = session.scalars(select(Team)).one()
        for number, user in enumerate(users):
            joined = now - timedelta(minutes=1)
            member = Member(
                workspace_id=workspace.id,
                team_id=team.id,
                user_id=user,
                name=f"เซลส์{number}",
                joined_at=joined,
            )
            session.add(member)
            session.flush()
            session.add(_customer(session, workspace, member, number, now))
    return users


def _customer(session, workspace: Workspace, member: Member, number: int, now: datetime) -> Customer:  # type: ignore[no-untyped-def]
    return Customer(
        workspace_id=workspace.id,
        owner_id=member.id,
        name=f"บริษัทที่{number}พาณิชย์",
        created_at=now,
        directory_version=workspace.touch_directory(session),
    )


def lines(place: Site, users: list[str], each: int) -> list[list[dict[str, object]]]:
    return [
        [place.line_of_text(user, f"เข้าพบ บริษัทที่{n}พาณิชย์ คุยงานครั้งที่ {turn}") for turn in range(each)]
        for n, user in enumerate(users)
    ]


def total(database: Database, what: object, *where: object) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(what).where(*where)) or 0  # type: ignore[arg-type]


def is_drained(database: Database) -> bool:
    waiting = total(database, OutboxMessage, OutboxMessage.state.not_in(FINAL))
    return not waiting and not total(database, InboxEvent, InboxEvent.state == InboxState.NEW)


def test_three_processes_answer_five_hundred_lines_once_each(postgres_url: str, tmp_path: Path) -> None:
    with site(postgres_url, tmp_path) as place:
        place.run("db", "upgrade")
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
        answers = Counter(message for one in place.platform.accepted for message in one.message_ids)
        assert len(answers) == 500
        assert Counter(one.to[0] for one in place.platform.accepted) == dict.fromkeys(users, 25)


def test_two_hundred_promises_of_one_second_are_one_push_a_person(postgres_url: str, tmp_path: Path) -> None:
    with site(postgres_url, tmp_path) as place:
        place.run("db", "upgrade")
        database = open_database(place, postgres_url)
        users = settle_in(place, database)
        promise_each(database, 10, in_a_moment(8))
        place.start_web()
        place.start_worker("worker1")
        place.start_worker("worker2")
        wait_for(lambda: len(place.platform.accepted) >= PEOPLE, 60, "each person is reminded")
        wait_for(lambda: is_drained(database), 20, "the outbox is empty")
        assert Counter(one.to[0] for one in place.platform.accepted) == dict.fromkeys(users, 1)
        assert total(database, FollowUp, FollowUp.reminded_at.is_not(None)) == 200


def promise_each(database: Database, each: int, at: datetime) -> None:
    with database.write() as session:
        for customer in session.scalars(select(Customer)).all():
            for number in range(each):
                session.add(
                    FollowUp(
                        workspace_id=customer.workspace_id,
                        customer_id=customer.id,
                        owner_id=customer.owner_id,
                        set_by_id=customer.owner_id,
                        kind=FollowUpKind.TASK,
                        about=f"เรื่องที่ {number}",
                        due_on=at.date(),
                        due_at=at,
                        remind_at=at,
                        created_at=datetime.now(UTC),
                    )
                )


@pytest.mark.chaos
def test_kill_9_at_random_loses_nothing_and_doubles_nothing(database_url: str, tmp_path: Path) -> None:
    seconds = float(os.environ.get("CHAOS_SECONDS", "15"))
    seed = int(os.environ.get("CHAOS_SEED", "26112026"))
    print(f"chaos: {seconds} s, seed {seed}")  # noqa: T201 (a failure is repeated with its seed)
    with site(database_url, tmp_path) as place:
        place.run("db", "upgrade")
        database = open_database(place, database_url)
        users = settle_in(place, database)
        starts = {"web": place.start_web, "worker": place.start_worker}
        for start in starts.values():
            start()
        place.wait_until_up()
        killer = Killer(place, starts, random.Random(seed), seconds)  # noqa: S311 (dice, not secrets)
        killer.start()
        statuses = place.deliver_all(lines(place, users, int(seconds * 4)), pause=0.2)
        killer.join()
        place.wait_until_up()
        wait_for(lambda: is_drained(database), 60, "everything is drained")
        taken = [event for event, status in statuses.items() if status == 200]
        assert killer.kills >= 3
        assert_nothing_lost_or_doubled(place, database, taken)


def assert_nothing_lost_or_doubled(place: Site, database: Database, taken: list[str]) -> None:
    """What was answered 200 is stored and done; LINE took nothing that we do not know, and no key twice."""
    with database.read() as session:
        done = set(
            session.scalars(select(InboxEvent.webhook_event_id).where(InboxEvent.state == InboxState.DONE))
        )
        keys = set(
            session.scalars(select(OutboxMessage.retry_key).where(OutboxMessage.kind != OutboxKind.REPLY))
        )
        activities = session.scalars(select(Activity.message_id)).all()
    assert set(taken) <= done
    assert len(activities) == len(set(activities)) == len(done)
    pushed = Counter(one.retry_key for one in place.platform.accepted if one.retry_key is not None)
    assert set(pushed) <= keys
    assert set(pushed.values()) <= {1}
