"""Fault matrix E, transactions: a commit of which nobody heard, two that cross, rows not counted."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.context import Context
from bot.intents.plans import MyPlan
from bot.replies import Text
from models.activity import Activity
from models.database import Database
from models.queues import Notice
from models.workspace import Workspace
from tests.delivered import again, count, deliver, said
from tests.faults import poison
from tests.faults.cutting import COMMIT, EVENT, Cut
from tests.faults.invariants import assert_holds
from tests.stored import SIAM
from tests.town import Town


@pytest.mark.parametrize(("words", "which"), [(EVENT, 1), (COMMIT, 1), (COMMIT, 2)])
def test_e3_a_commit_whose_answer_is_lost_is_done_once(
    postgres_url: str, tmp_path: Path, words: bytes, which: int
) -> None:
    """The inbox's, the handler's, the sender's."""
    with Cut(postgres_url, tmp_path) as cut:
        rep = Town(cut.url)
        rep.member("แบงค์")
        rep.customer(SIAM, "แบงค์")
        deliver(rep, said(rep, 0, "แผน"))  # the directory is loaded, the channel is known
        event = said(rep)
        cut.lose_answer_to(words, which)
        assert deliver(rep, event) in (200, 503)
        assert cut.lost == 1
        assert deliver(rep, again(event)) == 200
        for _ in range(4):
            rep.clock.wait(timedelta(seconds=31))
            rep.jod.work()
        assert count(rep, Activity) == 1
        assert_holds(rep.jod.database, rep.platform, taken=["E1"], at=rep.clock.machine())
        rep.jod.stop()


DEADLOCK = "DO $$ BEGIN RAISE EXCEPTION 'crossed' USING ERRCODE = 'deadlock_detected'; END $$"


def test_e4_two_transactions_that_cross_are_both_done(postgres_url: str) -> None:
    town = Town(postgres_url)
    with town.database() as session:
        here = town.workspace(session)
        names = [Workspace(name=name, created_at=here.created_at) for name in ("ก", "ข")]
        session.add_all(names)
    crossed, tries = threading.Barrier(2, timeout=5), Counter[str]()

    def rename(order: list[Workspace], to: str) -> None:
        renamed = {"name": Workspace.name + to}

        def work(session: Session) -> None:
            for step, one in enumerate(order):
                session.execute(update(Workspace).where(Workspace.id == one.id).values(renamed))
                if step == 0 and not tries[to]:
                    tries[to] += 1
                    crossed.wait()

        town.jod.database.in_one(work)

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(rename, names, "x"), pool.submit(rename, names[::-1], "y")]
        for one in both:
            one.result()
    with town.database() as session:
        found = session.scalars(select(Workspace.name).where(Workspace.id.in_([one.id for one in names])))
        assert {"".join(sorted(name[1:])) for name in found} == {"xy"}
    town.jod.stop()


def test_e4_what_is_broken_off_three_times_is_left_to_the_caller(postgres_url: str) -> None:
    database, tries = Database(postgres_url), []

    def work(session: Session) -> None:
        tries.append(session)
        session.execute(text(DEADLOCK))

    with pytest.raises(OperationalError):
        database.in_one(work)
    assert len(tries) == 3
    database.close()


def test_e4_a_line_whose_transaction_was_broken_off_is_answered_once(postgres_url: str) -> None:
    town = Town(postgres_url)
    town.member("แบงค์")
    tries = []

    def crossed_once(ctx: Context, said: MyPlan) -> Text:
        tries.append(said)
        ctx.session.add(a_notice(ctx))
        ctx.session.flush()
        if len(tries) == 1:
            ctx.session.execute(text(DEADLOCK))
        return Text(text="ok")

    poison.put(town, MyPlan, crossed_once)
    assert town.say("แบงค์", "แผน") == ["ok"]
    assert (len(tries), count(town, Notice)) == (2, 1)
    assert_holds(town.jod.database, town.platform, at=town.clock.machine())
    town.jod.stop()


def a_notice(ctx: Context) -> Notice:
    """A trace in the database that must not be left twice."""
    of = {"workspace_id": ctx.workspace.id, "member_id": ctx.member.id}
    return Notice(**of, payload={}, created_at=ctx.now, taken_at=ctx.now)


def test_e12_a_slot_is_known_to_be_taken_without_counting_rows() -> None:
    """SQLAlchemy says −1 for PostgreSQL's inserts: whoever asks how many skips everything there."""
    program = [path for name in PROGRAM for path in Path(name).rglob("*.py")]
    assert len(program) > 100
    assert [path for path in program if ".rowcount" in path.read_text(encoding="utf-8")] == []


PROGRAM = ("bot", "cli", "handlers", "models", "scheduler", "simulator")
