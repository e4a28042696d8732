"""`export` and `import`: everything the company has, out and in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, true
from xlsxwriter import Workbook

from bot.sheets.customer_list import customer_list
from bot.sheets.tables import offered
from bot.sheets.writing import WRITERS
from bot.texts import Words
from models.customer import Contact, Customer, CustomerKind
from models.member import Role
from tests.terminal import Terminal, an_activity
from tests.town import Town


@pytest.fixture
def terminal(town: Town) -> Terminal:
    return Terminal(town)


def test_a_table_as_json_lines_in_thai(town: Town, terminal: Terminal) -> None:
    an_activity(town)
    row = json.loads(terminal.told("export", "activities", "--format", "jsonl"))
    assert (row["customer"], row["member"], row["amount"]) == ("สยามวัสดุภัณฑ์", "แบงค์", 1_500_000)
    assert row["occurred_at"] == "2026-11-26T09:00:00+07:00"
    assert "สยามวัสดุภัณฑ์" in terminal.told("export", "customers", "--format", "jsonl")


def test_no_cell_of_a_csv_runs_as_a_formula(town: Town, terminal: Terminal) -> None:
    town.member("แบงค์")
    for name in ('=HYPERLINK("http://x")', "+66 ช็อป", "@SUM(A1)", "-1+2"):
        town.customer(name, "แบงค์")
    rows = list(csv.DictReader(io.StringIO(terminal.told("export", "customers"))))
    assert [row["name"][:2] for row in rows] == ["'=", "'+", "'@", "'-"]


def test_an_excel_file_keeps_texts_as_texts(town: Town, terminal: Terminal, tmp_path: Path) -> None:
    town.member("แบงค์")
    town.customer("=1+1", "แบงค์")
    file = tmp_path / "customers.xlsx"
    terminal.told("export", "customers", "--format", "xlsx", "--output", str(file))
    head, row = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    assert row[head.index("name")] == "=1+1"


def test_a_csv_file_opens_in_excel_and_an_empty_table_is_empty(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    terminal.told("export", "members", "--output", str(file))
    assert file.read_bytes() == b"\xef\xbb\xbf"


@pytest.mark.parametrize("table", ["photos", "invites", "nothing"])
def test_what_is_not_offered_is_not_exported(terminal: Terminal, table: str) -> None:
    result = terminal.run("export", table)
    assert result.exit_code == 2
    assert "activities" in result.output


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_every_table_there_is_can_be_exported(
    town: Town, terminal: Terminal, kind: str, tmp_path: Path
) -> None:
    an_activity(town)
    for table in offered():
        terminal.told("export", table, "--format", kind, "--output", str(tmp_path / table))


def test_customers_come_in_from_a_sheet(town: Town, terminal: Terminal, tmp_path: Path) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.customer("มีแล้ว", "แบงค์")
    file = tmp_path / "customers.csv"
    file.write_text(
        "ชื่อลูกค้า,เบอร์โทร,เซลส์,ผู้ติดต่อ,ตำแหน่ง,ประเภท\n"
        "โรงแรมริเวอร์วิว,081-234-5678,แบงค์,คุณนก,purchasing,\n"
        "ป้าสมศรี,,,,,b2c\n"
        "มีแล้ว,,,,,\n"
        ",,,,,บริษัท\n"
        "ของใคร,,ไม่มีคนนี้,,,\n"
    )
    result = terminal.run("import", "customers", str(file))
    assert result.output.splitlines() == [
        "Row 5: no customer name",
        "Row 6: nobody in the team is called “ไม่มีคนนี้”",
        "2 added, 1 there already, 2 left out",
        "To take them out again: flask --app app import undo 1",
    ]
    with town.database() as session:
        hotel = session.scalars(select(Customer).where(Customer.name == "โรงแรมริเวอร์วิว")).one()
        contact = session.scalars(select(Contact)).one()
        consumer = session.scalars(select(Customer).where(Customer.name == "ป้าสมศรี")).one()
    assert (hotel.phone, contact.name, contact.role) == ("+66812345678", "คุณนก", "purchasing")
    assert consumer.kind is CustomerKind.CONSUMER
    assert town.say("แบงค์", "โรงแรมริเวอร์วิว")[0].startswith("โรงแรมริเวอร์วิว")


def test_a_sheet_of_excel_and_of_thai_windows(town: Town, terminal: Terminal, tmp_path: Path) -> None:
    town.member("แบงค์")
    excel, windows = tmp_path / "a.xlsx", tmp_path / "b.csv"
    book = Workbook(str(excel))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Phone"])
    sheet.write_row(1, 0, ["นครพลาสติก", 812345678])
    book.close()
    windows.write_bytes("ชื่อ\nคลีนวอเตอร์ไทย\n".encode("cp874"))
    assert terminal.told("import", "customers", str(excel)).startswith("1 added")
    assert terminal.told("import", "customers", str(windows)).startswith("1 added")
    with town.database() as session:
        assert session.scalars(select(Customer.name).order_by(Customer.id)).all() == [
            "นครพลาสติก",
            "คลีนวอเตอร์ไทย",
        ]


def test_a_sheet_without_names_is_refused(town: Town, terminal: Terminal, tmp_path: Path) -> None:
    town.member("แบงค์")
    file = tmp_path / "x.csv"
    file.write_text("อะไร,ก็ไม่รู้\n1,2\n")
    result = terminal.run("import", "customers", str(file))
    assert result.exit_code == 1
    assert "ชื่อลูกค้า" in result.output


def test_an_import_is_taken_back_by_its_number(town: Town, terminal: Terminal, tmp_path: Path) -> None:
    town.member("แบงค์")
    file = tmp_path / "customers.csv"
    file.write_text("name,note\nนครพลาสติก,x\nคลีนวอเตอร์,y\n")
    assert "not used: note" in terminal.run("import", "customers", str(file)).output
    town.say("แบงค์", "โทร คลีนวอเตอร์ คุยราคา")
    assert terminal.told("import", "undo", "1") == "1 taken out, 1 stay: somebody has worked with them\n"
    assert terminal.run("import", "undo", "1").exit_code == 2
    with town.database() as session:
        standing = select(Customer.name).where(Customer.deleted.is_(False))
        assert session.scalars(standing).all() == ["คลีนวอเตอร์"]


def test_what_goes_out_comes_in_again(town: Town, terminal: Terminal, tmp_path: Path) -> None:
    """Another company could take over the file as it is."""
    town.member("แบงค์")
    town.customer("=โรงแรม", "แบงค์", contacts={"คุณนก": "purchasing", "บี": None}, phone="+66812345678")
    town.customer("ป้าสมศรี", "แบงค์", kind=CustomerKind.CONSUMER)
    for language in ("th", "en"):
        for kind, ending in (("csv", "csv"), ("xlsx", "xlsx")):
            file = tmp_path / f"{language}.{ending}"
            with town.jod.database.read() as session:
                rows = customer_list(session, Words(language), true())
                with file.open("wb") as target:
                    WRITERS[kind](rows, target)
            told = terminal.run("import", "customers", str(file)).output.splitlines()[0]
            assert told == "0 added, 3 there already, 0 left out", file
