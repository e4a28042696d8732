"""What people wrote is forgotten after a year, or whenever the company wants; what was logged stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app import Jod
from bot.settings import Settings
from models.activity import Activity, Attachment, Photo
from models.queues import InboxEvent, OutboxMessage, OutboxState
from tests.delivered import VISIT, again, count, deliver, said
from tests.stored import SIAM
from tests.town import BANGKOK, Town


@pytest.fixture
def rep(town: Town) -> Town:
    """A rep who has logged a visit and sent a photo."""
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    town.bind_channels()
    deliver(town, said(town, 1))
    town.platform.phone("แบงค์").send_image(b"picture")
    town.jod.work()
    return town


def keeping(town: Town, days: int) -> Jod:
    """The town's Jod with another setting."""
    settings = replace(town.jod.settings, retention=timedelta(days=days))
    return Jod(settings, town.clock, town.jod.connect, town.jod.executor)


def stored(town: Town, what: object) -> list[str]:
    with town.jod.database.read() as session:
        return list(session.scalars(select(what)))  # type: ignore[call-overload]


def words(town: Town) -> str:
    return "".join(stored(town, InboxEvent.payload) + stored(town, OutboxMessage.payload))


def test_within_the_year_nothing_is_forgotten(rep: Town) -> None:
    before = words(rep)
    rep.clock.wait(timedelta(days=360))
    rep.jod.worker.retention.work()
    assert words(rep) == before
    assert count(rep, Photo) == 1


def test_after_a_year_words_and_photos_are_gone_and_the_records_and_ids_stay(rep: Town) -> None:
    ids = sorted(stored(rep, InboxEvent.webhook_event_id))
    rep.clock.wait(timedelta(days=366))
    rep.jod.worker.retention.work()
    assert VISIT not in words(rep)
    assert set(stored(rep, InboxEvent.payload)) == {"{}"}
    assert set(stored(rep, OutboxMessage.payload)) == {"[]"}
    assert (count(rep, Photo), count(rep, Attachment), count(rep, Activity)) == (0, 1, 1)
    assert sorted(stored(rep, InboxEvent.webhook_event_id)) == ids
    assert stored(rep, Activity.said) == [VISIT]


def test_an_event_whose_words_are_gone_is_still_known_when_it_comes_again(rep: Town) -> None:
    event = said(rep, 1)
    rep.clock.wait(timedelta(days=366))
    rep.jod.worker.retention.work()
    assert deliver(rep, again(event)) == 200
    assert count(rep, Activity) == 1


def test_what_is_still_owed_keeps_its_words(rep: Town) -> None:
    with rep.database() as session:
        message = session.scalars(select(OutboxMessage)).first()
        assert message is not None
        message.state = OutboxState.HELD
        owed = message.payload
    rep.clock.wait(timedelta(days=366))
    rep.jod.worker.retention.work()
    assert [one for one in stored(rep, OutboxMessage.payload) if one != "[]"] == [owed]


def test_it_happens_at_three_in_the_night_once_whoever_is_there(rep: Town) -> None:
    first, second = keeping(rep, 1), keeping(rep, 1)
    for moment in ("2026-11-27 03:01", "2026-11-28 02:59"):  # not old enough; no turn
        rep.clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=BANGKOK))
        assert [first.worker.retention.work(), second.worker.retention.work()] == [0, 0]
    assert VISIT in words(rep)
    rep.clock.move_to(datetime(2026, 11, 28, 3, 0, tzinfo=BANGKOK))
    assert [first.worker.retention.work() > 0, second.worker.retention.work()] == [True, 0]
    assert VISIT not in words(rep)
    first.stop()
    second.stop()


def test_the_setting_is_in_days() -> None:
    assert Settings.from_env({}).retention == timedelta(days=365)
    assert Settings.from_env({"RETENTION_DAYS": "90"}).retention == timedelta(days=90)
