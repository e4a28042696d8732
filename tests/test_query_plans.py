"""What a person waits for, and each tick, finds its rows by index: no table that grows is read through."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from models.base import Base
from models.database import Database
from models.member import Role
from tests.consumers import consumers, promoted, reached
from tests.long_history import ordered, past, sold
from tests.tills import Till
from tests.town import Town

GROWING = {
    *("activities", "followups", "customers", "cadences", "contacts", "customer_aliases"),
    *("attachments", "changes"),
    *("inbox", "outbox", "shown", "notices", "drafts", "job_slots", "rollups", "chats"),
    *("purchases", "payments", "deals", "deal_moves", "quotes", "targets", "import_rows", "api_answers"),
    *("consumers", "promotions", "campaigns", "campaign_recipients", "coupons", "redemptions"),
    "customer_scores",
}
MAY_READ_A_COMPANY = {
    *("ix_customers_unreached", "ix_followups_open", "ix_deals_open", "ix_cadences_live"),
    *("ix_inbox_dead", "ix_consumers_reachable", "ix_consumers_workspace_id_customer_id"),
    *("ix_customers_workspace_id_directory_version", "ix_customers_workspace_id_phone"),
    "ix_customer_scores_workspace_id_segment_customer_id",
    "ix_payments_billed",
}
"""All customers, few beside what happens with them, and their scores; all owed or open now; all billed;
all given up; and all consumers, when a promotion is to be sent to them."""
REPS, CUSTOMERS = ("แบงค์", "เมย์", "โจ", "ฟ้า"), 15
REPORTS = (
    *("รายงานละเอียด", "รายงานละเอียดเดือนที่แล้ว", "ไปป์ไลน์", "ไปป์ไลน์เดือนที่แล้ว", "พยากรณ์เดือนนี้", "อัตราปิด"),
    *("ผ่านแต่ละขั้น", "ใช้เวลาปิดกี่วัน", "งานของทีม", "ความตรงเวลา", "ดีลนิ่ง", "ดีลที่หลุดเดือนนี้", "ดีลที่ปิดได้เดือนที่แล้ว"),
)
LINES = (
    ("แบงค์", "เข้าพบ แบงค์พาณิชย์3 คุยเรื่องราคา 2 แสน ตามอาทิตย์หน้า"),
    ("แบงค์", "โทรหา แบงค์พาณิชย์4 ไม่รับสาย"),
    ("แบงค์", "แก้ เป็น 3 แสน"),
    ("แบงค์", "ยกเลิก"),
    ("แบงค์", "แผนวันนี้"),
    ("แบงค์", "ค้างตาม"),
    ("แบงค์", "ประวัติ แบงค์พาณิชย์3"),
    ("แบงค์", "แบงค์พาณิชย์5"),
    ("แบงค์", "สรุปวันนี้"),
    ("แบงค์", "เปิดดีล แบงค์พาณิชย์6 โครงการบางนา 3 แสน"),
    ("แบงค์", "ดีลบางนา เข้าขั้นต่อรอง"),
    ("แบงค์", "ส่งใบเสนอราคา QT-1 โครงการบางนา 3 แสน ยืนราคา 30 วัน"),
    ("แบงค์", "พักดีลบางนาไว้ถึง 15 ธ.ค."),
    ("แบงค์", "ดีลบางนา"),
    ("แบงค์", "ประวัติดีลบางนา"),
    ("แบงค์", "ดีลของฉัน"),
    ("กบ", "ลบขั้นต่อรอง"),
    ("กบ", "ใครแก้ขั้นการขาย"),
    ("แบงค์", "ลูกค้าของฉัน"),
    ("แบงค์", "ใครยินยอมบ้าง"),
    ("แบงค์", "ลบลูกค้า แบงค์พาณิชย์9"),
    ("นาย", "ยอดขายเดือนนี้เทียบเดือนที่แล้ว"),
    ("แบงค์", "วางบิล แบงค์พาณิชย์4 85,000 เครดิต 30 วัน"),
    ("แบงค์", "ปิดได้ บางนา 3 แสน"),
    ("แบงค์", "ใครเป็นใคร แบงค์พาณิชย์3"),
    ("แบงค์", "แบงค์พาณิชย์3 ขนาด L"),
    ("แบงค์", "แท็ก แบงค์พาณิชย์3 ลูกค้าเก่า"),
    ("แบงค์", "ลูกค้าแท็ก ลูกค้าเก่า"),
    ("แบงค์", "รวม แบงค์พาณิชย์6 กับ แบงค์พาณิชย์7"),
    ("กบ", "ใครแก้ แบงค์พาณิชย์3"),
    ("กบ", "โอนลูกค้า แบงค์พาณิชย์8 ให้เมย์"),
    ("กบ", "โอนลูกค้าทั้งหมดของโจให้เมย์"),
    ("แบงค์", "แบงค์พาณิชย์3 สั่งเหล็ก 12 ตัน 234,000"),
    ("แบงค์", "แบงค์พาณิชย์3 ซื้อปูน 3 ถุง 450 ติดไว้ก่อน"),
    ("แบงค์", "แก้ยอด 400"),
    ("แบงค์", "แบงค์พาณิชย์3 จ่ายที่ค้างแล้ว 100"),
    ("แบงค์", "แบงค์พาณิชย์3 ค้างเท่าไหร่"),
    ("แบงค์", "ใครค้างเงินบ้าง"),
    ("กบ", "ใครค้างเงินบ้าง"),
    ("นาย", "ใครค้างเงินบ้าง"),
    ("แบงค์", "0812345678 ซื้อปูน 130"),
    ("แบงค์", "ปูนเมื่อกี้ของ 0899999999"),
    ("แบงค์", "แบงค์พาณิชย์3 คืนเหล็ก 1,000"),
    ("แบงค์", "แบงค์พาณิชย์3 ซื้ออะไรบ้าง"),
    ("แบงค์", "วางบิล แบงค์พาณิชย์3 85,000"),
    ("แบงค์", "เดือนนี้ผมได้เท่าไหร่"),
    ("กบ", "เป้าแบงค์ 2 ล้าน"),
    ("กบ", "เป้าเหลือเท่าไหร่"),
    ("กบ", "ใครยังไม่ถึงเป้า"),
    ("กบ", "วันนี้ขายดีกว่าเมื่อวานไหม"),
    ("กบ", "ถามแบงค์ว่า แบงค์พาณิชย์3 ตอบหรือยัง"),
    ("กบ", "บริษัทหยุด 12-16 เม.ย."),
    ("กบ", "สรุปทีม"),
    ("กบ", "สรุปทีมเดือนนี้"),
    ("กบ", "สรุปทีม 1 ต.ค. - 20 พ.ย."),
    ("กบ", "แบงค์ทำอะไรบ้าง"),
    ("กบ", "ลูกค้าที่ไม่ได้คุยเกิน 30 วัน"),
    ("กบ", "ใครยังไม่ลงงาน"),
    ("กบ", "นำเข้าลูกค้า"),
    ("กบ", "ยกเลิกการนำเข้า"),
    ("กบ", "ส่งออกลูกค้า"),
    *(("กบ", line) for line in REPORTS),
    *(("นาย", line) for line in REPORTS),
    ("แบงค์", "รายงานของฉัน"),
    ("นาย", "สรุปทีม"),
    ("นาย", "กลุ่มลูกค้า"),
    ("นาย", "ลูกค้าเสี่ยงหาย"),
    ("นาย", "สร้างกลุ่ม สายปูน = ซื้อปูนใน 6 เดือน และ ยอดเกิน 5,000 ใน 3 เดือน"),
    ("กบ", "กลุ่ม สายปูน"),
    ("กบ", "ใครเกิดเดือนหน้า"),
    ("นาย", "รายงานร้าน"),
    ("กบ", "ขายดีเดือนที่แล้ว"),
    ("แบงค์", "ลูกค้าใหม่เดือนนี้"),
    ("นาย", "ลูกค้าที่ไม่ได้คุยเกิน 30 วัน"),
    ("นาย", "โปร CEM10 ปูนลด 10% ถึงสิ้นเดือน กลุ่มซื้อปูน 6 เดือน"),
    ("นาย", "โปรกลับมา BACK5 ลด 5% ลูกค้าที่หายไป 90 วัน อัตโนมัติ"),
    ("นาย", "แก้วันส่งเป็นวันนี้ 15:00"),
    ("นาย", "โปร CEM10"),
    ("นาย", "ส่งให้ขาประจำอย่างเดียว"),
    ("นาย", "ส่งให้ทุกคนแทน"),
    ("นาย", "โปรถึงไหนแล้ว"),
    ("นาย", "ส่ง CEM10"),
    ("นาย", "โปร OLD-3"),
    ("นาย", "โปรวันนี้"),
    ("แบงค์", "แบงค์พาณิชย์3 ซื้อปูน 10 ถุง 2,600 โค้ด CEM10"),
    ("แบงค์", "ใช้คูปอง AB34CDE 500"),
    ("แบงค์", "ยกเลิกบิลล่าสุด"),
    ("แบงค์", "แบงค์พาณิชย์3 ค้างเท่าไหร่"),
    ("แบงค์", "เปิดดีล แบงค์พาณิชย์3 ปูน 3 แสน"),
    ("แบงค์", "ลบดีล แบงค์พาณิชย์3"),
    ("นาย", "ไม่ส่งแล้ว"),
    ("นาย", "โควตา"),
)
Statement = tuple[str, Any]
REACH = "consumers.consented IS"
"""Whom a promotion reaches is counted over everybody: PostgreSQL joins all of them to all customers."""


@pytest.fixture
def busy(town: Town) -> Town:
    """A company with some history."""
    town.member("กบ", Role.MANAGER)
    town.member("นาย", Role.OWNER)
    for rep in REPS:
        town.member(rep)
        firms = [town.customer(f"{rep}พาณิชย์{number}", rep) for number in range(CUSTOMERS)]
        with town.jod.database.engine.begin() as connection:
            past(connection, town, rep, firms)
            sold(connection, rep, firms)
            ordered(connection, rep, firms)
    town.bind_channels()
    friends = consumers(town, CUSTOMERS)
    with town.jod.database.engine.begin() as connection:
        promoted(connection, friends)
    town.move_to("2026-11-26 09:30")
    for rep in REPS:
        town.say(rep, f"เข้าพบ {rep}พาณิชย์1")
    if not town.jod.database.is_sqlite:
        with town.jod.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            swell(connection)
    return town


def swell(connection: Connection) -> None:
    """PostgreSQL plans by what it has measured: what is over and done with becomes a long history."""
    over = {"activities": "true", "followups": "state = 'done'", "changes": "true"}
    over |= {"deals": "state <> 'open'", "deal_moves": "true", "quotes": "true"}
    over |= {"purchases": "true", "payments": "true"}
    for table, which in over.items():
        names = (one.name for one in Base.metadata.tables[table].columns if one.name != "id")
        columns, times = ", ".join(names), 2000 if table == "changes" else 20
        copies = f"SELECT {columns} FROM {table}, generate_series(1, {times}) WHERE {which}"  # noqa: S608
        connection.execute(text(f"INSERT INTO {table} ({columns}) {copies}"))
    connection.execute(text("VACUUM ANALYZE"))


@contextmanager
def listening(database: Database) -> Iterator[list[Statement]]:
    """Every statement that runs meanwhile, with its values."""
    heard: list[Statement] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        rows = values if many and isinstance(values, list) else [values]  # rows of one INSERT may come flat
        heard.append((statement, rows[0] if isinstance(rows[0], tuple | dict) else values))

    event.listen(database.engine, "before_cursor_execute", hear)
    yield heard
    event.remove(database.engine, "before_cursor_execute", hear)


def test_no_line_reads_through_a_table_that_grows(busy: Town) -> None:
    faults = []
    for who, line in LINES:
        with listening(busy.jod.database) as heard:
            assert busy.say(who, line)
        faults += [(line, *fault) for fault in read_through(busy.jod.database, heard)]
    with listening(busy.jod.database) as heard:
        report(Till.of(busy))
    assert faults + read_through(busy.jod.database, heard) == []


def report(till: Till) -> None:
    """A till sells to somebody known, and takes a part of it back."""
    till.sell(100, phone="0812345678", external_key="POS-1")
    till.sell(30, returns="POS-1")


def test_no_tick_reads_through_a_table_that_grows(busy: Town) -> None:
    busy.say("นาย", "โปร CEM10 ปูนลด 10% ถึงสิ้นเดือน ส่งวันนี้ 15:00")
    busy.say("นาย", "ส่ง CEM10")
    with listening(busy.jod.database) as heard:
        busy.move_to("2026-11-26 18:31")
    assert len(reached(busy)) == CUSTOMERS
    assert read_through(busy.jod.database, heard) == []


def read_through(database: Database, statements: list[Statement]) -> list[tuple[str, str]]:
    """Statements that read a growing table, or all that a company has in it, each with what the plan says."""
    kinds = ("SELECT", "WITH", "UPDATE", "INSERT")
    asked = {statement: values for statement, values in statements if statement.startswith(kinds)}
    if not database.is_sqlite:
        asked = {statement: values for statement, values in asked.items() if REACH not in statement}
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execute(text("SET enable_seqscan = off"))  # a scan stays only where no index helps
        look = in_sqlite if database.is_sqlite else in_postgres
        return [(one, step) for one, values in asked.items() for step in look(connection, one, values)]


def in_sqlite(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
        found = re.match(r"(SCAN|SEARCH) (\w+)(?:.* INDEX (\w+) \((.+)\))?", row.detail)
        if found is None or found[2] not in GROWING:
            continue
        if found[1] == "SCAN" or is_whole_company(found[3], found[4]):
            yield row.detail


def in_postgres(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
    for node in nodes(plan[0]["Plan"]):
        told = json.dumps({key: value for key, value in node.items() if key != "Plans"})
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING:
            yield told
        if is_whole_company(node.get("Index Name"), node.get("Index Cond", "")):
            yield told


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def is_whole_company(index: str | None, condition: str | None) -> bool:
    """Is nothing but the company narrowed down in this index?"""
    grows = index is not None and index.startswith(tuple(f"ix_{table}" for table in GROWING))
    if not grows or index in MAY_READ_A_COMPANY:
        return False
    return condition is not None and "workspace_id" in condition and "AND" not in condition


def test_sqlite_is_told_of_every_index(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.engine.connect() as connection:
        told = connection.exec_driver_sql("SELECT idx, stat FROM sqlite_stat1").all()
        columns = {
            index: len(connection.exec_driver_sql(f"PRAGMA index_info({index})").all())
            for index in connection.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'index'"))
        }
    assert {index: len(stat.split()) - 1 for index, stat in told} == columns
    database.close()


def test_postgres_takes_an_index_for_cheap_and_compiles_nothing(postgres_url: str) -> None:
    """As servers come, a month ago was asked by reading every deal's history through, and compiled first."""
    database = Database(postgres_url)
    with database.read() as session:
        told = [session.scalar(text(f"SHOW {name}")) for name in ("random_page_cost", "jit")]
    assert told == ["1.1", "off"]
    database.close()
