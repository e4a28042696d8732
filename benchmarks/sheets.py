"""50,000 customers with a contact each, in from a workbook and out again: seconds, and megabytes at the peak.

Meanwhile a rep's work goes on: how long his writes wait for the database says what this costs the others.
"""

from __future__ import annotations

import io
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

import psutil
from sqlalchemy import func, select, update
from xlsxwriter import Workbook

from bot.context import Desk
from bot.directories import Directories
from bot.exporting import handed_out
from bot.sheets.writing import WRITERS
from models import founding, schema
from models.activity import Attachment, AttachmentKind, Photo
from models.customer import Customer
from models.database import Database
from models.importing import Import, ImportState
from models.member import Member, Role, Team
from models.workspace import Workspace
from scheduler.importing import Importing
from tests.postgres import SAFE, own_server

CUSTOMERS = int(os.environ.get("CUSTOMERS", "50000"))
FIRM = ("ชื่อลูกค้า", "เลขผู้เสียภาษี", "ขนาด", "สาขา", "ที่อยู่", "แท็ก", "เบอร์โทร")
PERSON = ("ผู้ติดต่อ", "ตำแหน่ง", "เบอร์ผู้ติดต่อ", "อีเมล")
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


class Clock:
    """The domain's time stands still, the machine's does not."""

    def now(self) -> datetime:
        return NOW

    def agree(self, server: datetime) -> None:
        """There is one process."""

    def machine(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic())


def main() -> None:
    content = workbook()
    print(f"{CUSTOMERS:,} customers in {len(content) / 1e6:.1f} MB of Excel")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        path.touch()
        report("SQLite", f"sqlite:///{path}", content)
    with own_server(SAFE) as server:
        report("PostgreSQL", server.url(), content)


def workbook() -> bytes:
    target = io.BytesIO()
    book = Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, FIRM + PERSON)
    for number in range(1, CUSTOMERS + 1):
        sheet.write_row(number, 0, row(number))
    book.close()
    return target.getvalue()


def row(number: int) -> tuple[str, ...]:
    address = f"{number}/9 ถนนบางนา-ตราด แขวงบางนา เขตบางนา กรุงเทพฯ 10260"
    firm = (f"บริษัท สยามวัสดุที่ {number} จำกัด", f"{number:013}", "SML"[number % 3], "สำนักงานใหญ่", address)
    person = (f"คุณสมชาย {number}", "จัดซื้อ", f"08{number:08}", f"somchai{number}@example.com")
    return (*firm, "เก่า, เหล็ก", f"02{number:07}", *person)


def report(what: str, url: str, content: bytes) -> None:
    database = Database(url, patience=timedelta(seconds=10))
    schema.upgrade(database.engine)
    job_id = sent(database, content)
    directories = Directories()
    directories.learn(database, 1)
    importing = Importing(database, Clock(), "bench", directories)
    with measured(f"{what}: read and checked", database):
        importing.work()
    with database.write() as session:
        session.get_one(Import, job_id).confirmed = True
    with measured(f"{what}: brought in", database):
        importing.work()
    assert standing(database, job_id) == (CUSTOMERS, ImportState.DONE)
    for kind in ("xlsx", "csv"):
        with measured(f"{what}: out as {kind}", database):
            out(database, kind)
    with database.write() as session:
        session.get_one(Import, job_id).confirmed = False
    with measured(f"{what}: taken back", database):
        importing.work()
    assert standing(database, job_id) == (0, ImportState.UNDONE)
    database.close()


def sent(database: Database, content: bytes) -> int:
    """The company, its owner, and the file as LINE has handed it over."""
    with database.write() as session:
        workspace = founding.found(session, now=NOW, timezone="Asia/Bangkok", has_shop=False)
        team = session.scalars(select(Team)).first() or Team(workspace_id=workspace.id, name="ทีมขาย")
        session.add(team)
        session.flush()
        here = {"workspace_id": workspace.id}
        owner = Member(**here, team_id=team.id, user_id="U1", name="เจ้", role=Role.OWNER, joined_at=NOW)
        session.add(owner)
        session.flush()
        by = here | {"member_id": owner.id}
        file = Attachment(**by, kind=AttachmentKind.FILE, message_id="m1", name="ลูกค้า.xlsx", sent_at=NOW)
        session.add(file)
        session.flush()
        job = Import(**by, attachment_id=file.id, name=file.name, created_at=NOW)
        session.add_all((Photo(attachment_id=file.id, **here, content=content), job))
        session.flush()
        return job.id


def standing(database: Database, job_id: int) -> tuple[int, ImportState]:
    with database.read() as session:
        count = select(func.count()).select_from(Customer).where(Customer.deleted.is_(False))
        return session.scalar(count) or 0, session.get_one(Import, job_id).state


def out(database: Database, kind: str) -> None:
    with database.read() as session, tempfile.TemporaryFile() as target:
        desk = Desk(session, session.get_one(Workspace, 1), session.get_one(Member, 1), NOW)
        WRITERS[kind](handed_out(session, desk, "customers"), target)


@contextmanager
def measured(what: str, database: Database) -> Iterator[None]:
    process, began, ended = psutil.Process(), time.monotonic(), threading.Event()
    worked = time.process_time()
    before, waits, peaks = process.memory_info().rss, list[float](), list[int]()
    rounds: list[Callable[[], None]] = [
        lambda: waits.append(write(database)),
        lambda: peaks.append(process.memory_info().rss),
    ]
    threads = [threading.Thread(target=again, args=(ended, one)) for one in rounds]
    for thread in threads:
        thread.start()
    yield
    seconds, worked = time.monotonic() - began, time.process_time() - worked
    ended.set()
    for thread in threads:
        thread.join()
    slow = quantiles(waits, n=100)[98] if len(waits) > 1 else waits[0]
    more = (max(peaks) - before) / 1e6
    print(f"{what}: {seconds:.1f} s ({worked:.1f} s of CPU), at most {more:.0f} MB more")
    print(
        f"  others' writes meanwhile: p99 {slow * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms",
        flush=True,
    )


def again(ended: threading.Event, one: Callable[[], None]) -> None:
    while not ended.wait(0.05):
        one()


def write(database: Database) -> float:
    """Seconds that a small write of somebody else takes."""
    began = time.monotonic()
    with database.write() as session:
        session.execute(update(Member).values(language="th"))
    return time.monotonic() - began
