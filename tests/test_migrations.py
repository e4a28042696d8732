"""A database with people's work in it is brought up to date, and nothing in it changes its meaning."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models import schema
from models.allowance import Use, spent_on
from models.batch import Batch
from models.customer import CustomerAlias
from models.database import Database
from models.promotion import Recipient
from models.queues import Lane, OutboxMessage
from models.recounting import recount
from models.rollups import Rollup, Span
from models.workspace import Workspace
from tests.postgres import Postgres
from tests.versions import THE_HOUSE, THEN, chain, fill, migrate


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table."""
    if request.param == "sqlite":
        file = tmp_path / "old.db"
        file.touch()
        database = Database(f"sqlite:///{file}")
        yield database
        database.close()
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = f"old_{uuid.uuid4().hex}"
    database = Database(postgres.create(name))
    yield database
    database.close()
    postgres.drop(name)


def test_versions_are_numbered_in_the_order_in_which_they_follow() -> None:
    assert schema.versions() == chain()


def upgrade_the_house(empty: Database) -> None:
    """From the first version, with what it held."""
    with empty.engine.connect() as connection:
        migrate(connection, "0001")
        fill(connection, THE_HOUSE)
        connection.commit()
    schema.upgrade(empty.engine)


def test_names_learnt_before_they_could_be_undone_still_stand(empty: Database) -> None:
    upgrade_the_house(empty)
    with empty.read() as session:
        assert [(one.name, one.deleted) for one in session.scalars(select(CustomerAlias))] == [("SCG", False)]


def test_a_company_from_before_it_knew_its_consumers_has_the_usual_days(empty: Database) -> None:
    upgrade_the_house(empty)
    with empty.read() as session:
        shop = session.scalars(select(Workspace)).one()
        assert (shop.new_days, shop.away_days, shop.lost_days, shop.risk_factor) == (30, 90, 365, 2.0)


def entry(number: int, day: int, **more: object) -> dict[str, object]:
    """An activity as version 0002 has them; late in the evening, so that the zone decides its day."""
    at = datetime(2026, 11, day, 18, 30, tzinfo=UTC)
    return {
        "id": number,
        "workspace_id": 1,
        "customer_id": 1,
        "member_id": 1,
        "channel": "visit",
        "outcome": "reached",
        "inbound": False,
        "said": "",
        "note": "",
        "occurred_at": at,
        "logged_at": at,
        "message_id": "",
        "deleted": False,
        **more,
    }


def test_what_was_logged_before_there_were_rollups_is_in_them(empty: Database) -> None:
    with empty.engine.connect() as connection:
        migrate(connection, "0001")
        fill(connection, THE_HOUSE)
        fill(connection, {"activities": entry(1, 29)})
        fill(connection, {"activities": entry(2, 30, channel="call", outcome="no_answer")})
        fill(connection, {"activities": entry(3, 30, deleted=True)})
        connection.commit()
    schema.upgrade(empty.engine)
    with empty.write() as session:
        filled = rollups(session)
        days = [first for span, first, _, _ in filled if span is Span.DAY]
        assert days == [date(2026, 11, 30), date(2026, 12, 1)]
        recount(session, session.scalars(select(Workspace)).one())
        assert rollups(session) == filled


def rollups(session: Session) -> list[tuple[Span, date, int, int]]:
    rows = select(Rollup.span, Rollup.first, Rollup.visits, Rollup.unanswered)
    return [(*row,) for row in session.execute(rows.order_by(Rollup.span, Rollup.first))]


def owed(number: int, purpose: str) -> dict[str, object]:
    """A message as version 0001 has it."""
    return {
        "id": number,
        "workspace_id": 1,
        "channel_id": 1,
        "dedupe_key": f"{purpose}:{number}",
        "kind": "push",
        "purpose": purpose,
        "recipient": "U1",
        "payload": "[]",
        "retry_key": str(uuid.uuid4()),
        "state": "pending",
        "reason": "",
        "attempts": 0,
        "created_at": THEN,
        "next_at": THEN,
    }


def test_what_was_owed_before_there_were_lanes_goes_in_them(empty: Database) -> None:
    with empty.engine.connect() as connection:
        migrate(connection, "0001")
        fill(connection, THE_HOUSE)
        fill(connection, {"channels": {"workspace_id": 1, "kind": "staff", "basic_id": ""}})
        for number, purpose in enumerate(("promotion", "plan", "reminder"), start=1):
            fill(connection, {"outbox": owed(number, purpose)})
        connection.commit()
    schema.upgrade(empty.engine)
    with empty.read() as session:
        lanes = session.execute(select(OutboxMessage.purpose, OutboxMessage.lane))
        assert {purpose: Lane(lane) for purpose, lane in lanes} == {
            "promotion": Lane.BULK,
            "plan": Lane.DAILY,
            "reminder": Lane.URGENT,
        }


def test_what_was_sent_to_many_at_once_counts_for_each_of_them(empty: Database) -> None:
    many = {"kind": "multicast", "lane": 2, "state": "sent", "details": "", "recipients": ["U1", "U2", "U3"]}
    one = {"lane": 0, "details": "", "state": "sent"}
    with empty.engine.connect() as connection:
        migrate(connection, "0007")
        fill(connection, {"workspaces": THE_HOUSE["workspaces"]})
        fill(connection, {"channels": {"workspace_id": 1, "kind": "staff", "basic_id": ""}})
        fill(connection, {"outbox": owed(1, "promotion") | many})
        fill(connection, {"outbox": owed(2, "reminder") | one})
        connection.commit()
    schema.upgrade(empty.engine)
    with empty.read() as session:
        before, after = THEN - timedelta(days=1), THEN + timedelta(days=1)
        assert spent_on(session, 1, before, after) == {Use.PROMOTION: 3, Use.REMINDER: 1}


SHOP: dict[str, dict[str, object]] = {
    "workspaces": {
        **THE_HOUSE["workspaces"],
        "lost_reasons": [],
        "new_days": 30,
        "away_days": 90,
        "lost_days": 365,
        "risk_factor": 2,
    },
    "teams": THE_HOUSE["teams"],
    "members": THE_HOUSE["members"],
    "channels": {"workspace_id": 1, "kind": "shop", "basic_id": ""},
    "promotions": {
        "workspace_id": 1,
        "made_by_id": 1,
        "code": "POON10",
        "title": "",
        "kind": "percent",
        "item": "",
        "starts_on": THEN.date(),
        "ends_on": THEN.date(),
        "per_person": 1,
        "state": "active",
        "created_at": THEN,
    },
    "campaigns": {
        "workspace_id": 1,
        "channel_id": 1,
        "promotion_id": 1,
        "slot": "",
        "send_at": THEN,
        "state": "sending",
        "reason": "",
        "held_out": 10,
        "seed": 1,
    },
}
"""A promotion of which some has gone, as version 0021 has it."""
LIST = [
    ("planned", None),
    ("planned", None),
    ("queued", 7),
    ("queued", 7),
    ("held_out", None),
    ("planned", None),
    ("accepted", 6),
    ("planned", None),
    ("queued", 8),
]


def on_the_list(connection: Connection, number: int, state: str, batch: int | None) -> None:
    here = {"workspace_id": 1, "user_id": f"U{number}"}
    person = {"channel_id": 1, "name": "", "language": "th", "state": "active", "consented": True}
    fill(connection, {"consumers": {"id": number, **here, **person, "befriended_at": THEN}})
    listed = {"campaign_id": 1, "consumer_id": number, "state": state, "reason": "", "outbox_id": batch}
    fill(connection, {"campaign_recipients": here | listed})


def test_a_campaign_under_way_comes_to_be_in_batches_that_share_nobody(empty: Database) -> None:
    with empty.engine.connect() as connection:
        migrate(connection, "0021")
        fill(connection, SHOP)
        for number, (state, batch) in enumerate(LIST, start=1):
            on_the_list(connection, number, state, batch)
        connection.commit()
    schema.upgrade(empty.engine)
    with empty.read() as session:
        batches = [(one.first, one.last, one.outbox_id) for one in session.scalars(select(Batch))]
        states = session.scalars(select(Recipient.state).order_by(Recipient.consumer_id)).all()
    assert sorted(batches) == [(1, 2, None), (3, 4, 7), (6, 8, None), (9, 9, 8)]
    assert [one.value for one in states] == ["planned" if state == "queued" else state for state, _ in LIST]
