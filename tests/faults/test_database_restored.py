"""Fault matrix E11: yesterday's backup is put back, and nobody hears old news again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app import Jod
from bot import outbox
from bot.replies import Text
from models import disk
from models.channel import Channel
from models.database import Database
from models.member import Member
from models.queues import OutboxMessage
from tests.days import at, meets
from tests.faults.invariants import assert_holds
from tests.postgres import Postgres
from tests.stored import SIAM
from tests.terminal import Terminal
from tests.town import Town

Copy = Callable[[Town], str]


@pytest.fixture
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Copy]:
    """Copies a town's database as it is now; the URL of the copy."""
    made: list[tuple[Postgres, str]] = []

    def copy(town: Town) -> str:
        url = town.jod.settings.database_url
        if url.startswith("sqlite"):
            disk.copy(Path(url.removeprefix("sqlite:///")), tmp_path / "backup.db")
            return f"sqlite:///{tmp_path}/backup.db"
        town.jod.database.engine.dispose()  # a template may have nobody connected
        server: Postgres = request.getfixturevalue("postgres")
        made.append((server, f"backup_{uuid.uuid4().hex}"))
        return server.create(made[0][1], template=Database(url).url.database or "")

    yield copy
    for server, name in made:
        server.drop(name)


def owe_news(town: Town) -> None:
    """A push that is worth sending whenever it may be."""
    with town.database() as session:
        member = session.scalars(select(Member)).one()
        channel = session.scalars(select(Channel).order_by(Channel.id)).first()
        assert channel is not None
        news = [Text(text="ลูกค้าใหม่ของคุณ: เอเชียพรีซิชั่น")]
        machine = town.clock.machine()
        session.add(
            outbox.push(
                member=member,
                channel_id=channel.id,
                replies=news,
                purpose="notice",
                dedupe_key="news:1",
                now=town.clock.now(),
                machine=machine,
            )
        )


def restored(town: Town, url: str) -> Jod:
    """Jod on the backup; LINE and the clock have gone on meanwhile."""
    town.jod.stop()
    settings = replace(town.jod.settings, database_url=url)
    return Jod(settings, town.clock, town.jod.connect, town.jod.executor)


def message(jod: Jod) -> OutboxMessage:
    with jod.database.read() as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key == "news:1")).one()


@pytest.mark.parametrize(
    ("later", "state", "reason"),
    [(timedelta(hours=20), "sent", "already_accepted"), (timedelta(hours=26), "uncertain", "key_expired")],
)
def test_e11_what_was_sent_since_the_backup_is_not_sent_again(
    rep: Town, copied: Copy, later: timedelta, state: str, reason: str
) -> None:
    owe_news(rep)
    backup = copied(rep)
    rep.jod.work()
    assert len(rep.heard("แบงค์")) == 1
    rep.clock.wait(later)
    jod = restored(rep, backup)
    jod.work()
    assert (message(jod).state, message(jod).reason) == (state, reason)
    assert rep.heard("แบงค์") == []
    assert_holds(jod.database, rep.platform, at=rep.clock.machine())
    jod.stop()


def test_e11_reminders_of_two_days_ago_are_not_blasted(rep: Town, copied: Copy) -> None:
    meets(rep, "แบงค์", SIAM, "14:00", remind_at=at("13:00"))
    backup = copied(rep)
    rep.move_to("2026-11-26 19:00")
    before = len(rep.platform.accepted)
    rep.clock.move_to(at("19:30") + timedelta(days=2))  # Saturday: no plan, no summary
    jod = restored(rep, backup)
    jod.work()
    assert len(rep.platform.accepted) == before
    jod.stop()


def test_e11_the_backup_command_copies_a_database_that_is_being_written(
    sqlite_url: str, tmp_path: Path
) -> None:
    town = Town(sqlite_url)
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    file = tmp_path / "backup.db"
    with town.jod.database.write() as session:
        session.scalars(select(Member)).one().name = "ยังไม่บันทึก"
        session.flush()
        told = Terminal(town).told("db", "backup", str(file))
    assert told.startswith(f"{file}: ")
    copy = Database(f"sqlite:///{file}")
    with copy.read() as session:
        assert session.scalars(select(Member.name)).all() == ["แบงค์"]  # what was committed, and no more
    copy.close()
    town.jod.stop()
