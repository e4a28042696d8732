"""An import whose process dies at any step is finished by the next one: all of it, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from models.customer import Contact, Customer
from models.importing import Import, ImportState
from models.member import Role
from scheduler.importing import LARGE, LEASE, Importing
from tests.test_imports import names
from tests.town import Town

ROWS = 250
"""Three steps of 100 rows."""
READING, ADDING = (1, 3, 5), (1, 3, 5, 6, 8)
"""After so many transactions: in the midst of keeping rows; of writing, showing and telling the names."""


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


class Dying(Importing):
    """A worker that is killed before its so many-th transaction."""

    left = 0

    def _transact(self, *said: Any) -> int:
        self.left -= 1
        if self.left < 0:
            raise Killed
        return super()._transact(*said)


@pytest.fixture
def boss(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    return town


def send(town: Town, number: int, count: int = ROWS) -> None:
    rows = "".join(f"ร้าน {number}-{one},คุณ {one}\n" for one in range(count))
    town.platform.phone("กบ").send_file(f"{number}.csv", f"name,contact\n{rows}".encode())
    town.jod.worker.errands.work()


def die_after(town: Town, steps: int) -> None:
    """A worker takes the import, and is killed; its lease runs out."""
    dying = Dying(town.jod.database, town.clock, "dying")
    dying.left = steps
    with pytest.raises(Killed):
        dying.work()
    town.clock.wait(LEASE + timedelta(seconds=1))


def newest(town: Town) -> Import:
    with town.database() as session:
        return session.scalars(select(Import).order_by(Import.id.desc())).all()[0]


def answer(town: Town, *, confirmed: bool) -> None:
    number = newest(town).id
    with town.database() as session:
        session.get_one(Import, number).confirmed = confirmed


def test_killed_while_it_reads_the_file_is_read_anew(boss: Town) -> None:
    for steps in READING:
        send(boss, steps)
        die_after(boss, steps)
        boss.jod.work()
        job = newest(boss)
        assert (job.state, job.rows, job.customers) == (ImportState.READY, ROWS, ROWS), steps
    assert [told for told in boss.heard("กบ") if f"เพิ่มได้ {ROWS} ราย" in told] != []


def test_killed_while_it_adds_or_shows_the_rest_comes_in_and_nobody_sees_a_part(boss: Town) -> None:
    for count, steps in enumerate(ADDING):
        send(boss, steps)
        boss.jod.work()
        answer(boss, confirmed=True)
        die_after(boss, steps)
        assert len(names(boss)) in (count * ROWS, (count + 1) * ROWS), steps
        boss.jod.work()
        assert newest(boss).state is ImportState.DONE
        assert len(set(names(boss))) == len(names(boss)) == (count + 1) * ROWS
    with boss.database() as session:
        people = session.scalar(select(func.count()).select_from(Contact))
        every = session.scalar(select(func.count()).select_from(Customer))
        untold = session.scalar(select(func.count()).where(Customer.directory_version == 0))
    assert people == every == len(ADDING) * ROWS
    assert untold == 0


def test_killed_while_it_takes_back_the_rest_goes_too(boss: Town) -> None:
    for steps in (2, 4):
        send(boss, steps)
        boss.jod.work()
        answer(boss, confirmed=True)
        boss.jod.work()
        answer(boss, confirmed=False)
        die_after(boss, steps)
        boss.jod.work()
        assert (newest(boss).state, names(boss)) == (ImportState.UNDONE, [])


def test_after_a_large_import_the_database_plans_for_the_company_that_is_there_now(boss: Town) -> None:
    send(boss, 1, LARGE)
    boss.jod.work()
    answer(boss, confirmed=True)
    boss.jod.work()
    with boss.jod.database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":  # told once, and for a company that has grown
            told = "SELECT stat FROM sqlite_stat1 WHERE tbl = 'customers'"
            assert {one.split()[0] for one in connection.scalars(text(told))} >= {"50000"}
        else:
            known = "SELECT reltuples FROM pg_class WHERE relname = 'customers'"
            assert connection.scalar(text(known)) == LARGE
