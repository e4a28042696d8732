"""`flask --app app …`: codes, tables in and out, jobs by hand, the queues, and the doctor."""

from __future__ import annotations

import csv
import io
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text
from xlsxwriter import Workbook

import cli
from cli.tables import offered
from models.customer import Contact, Customer, CustomerKind
from models.member import Role
from models.queues import InboxEvent, InboxState, OutboxMessage, OutboxState
from simulator.faults import SERVER_ERROR, UNAUTHORISED
from tests.processes import Site, wait_for
from tests.town import Town


class Terminal:
    """A shell where the town's Jod runs."""

    def __init__(self, town: Town) -> None:
        self.flask = Flask("jod")
        cli.register(self.flask, town.jod)

    def run(self, *words: str, said: str = "") -> Result:
        return self.flask.test_cli_runner().invoke(args=list(words), input=said)

    def told(self, *words: str, said: str = "") -> str:
        """What a command printed that went well."""
        result = self.run(*words, said=said)
        assert result.exit_code == 0, result.output
        return result.stdout


@pytest.fixture
def terminal(town: Town) -> Terminal:
    return Terminal(town)


def an_activity(town: Town) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก 1.5 ล้าน")


def test_a_code_is_the_last_line_and_makes_a_member(town: Town, terminal: Terminal) -> None:
    printed = terminal.told("invite", "--role", "manager", "--team", "ทีมขายกรุงเทพ", "--name", "กบ")
    town.person("K.")
    assert town.say("K.", f"join {printed.splitlines()[-1]}")[0].startswith("สวัสดีค่ะ คุณกบ ดูแลทีมขายกรุงเทพ")


def test_an_invitation_needs_a_role(terminal: Terminal) -> None:
    result = terminal.run("invite", "--role", "boss")
    assert result.exit_code == 2
    assert "'boss' is not one of 'rep', 'manager', 'owner'" in result.output


def test_upgrading_prints_the_owners_code_until_there_is_one(town: Town, terminal: Terminal) -> None:
    assert "join " in terminal.told("db", "upgrade")
    town.member("เอก", Role.OWNER)
    assert "join " not in terminal.told("db", "upgrade")


def test_a_sentence_is_understood_without_line_and_database() -> None:
    flask = Flask("jod")
    cli.register(flask, None)  # type: ignore[arg-type]  # proves that nothing of Jod is asked for
    row = {"id": "1", "text": "แผนวันนี้", "now": "2026-11-26T09:00:00+07:00", "speaker": "rep"}
    result = flask.test_cli_runner().invoke(args=["understand"], input=json.dumps(row) + "\n")
    assert json.loads(result.output)["pred"]["intent"] == "my_plan"


def test_a_line_that_is_none_is_told_plainly() -> None:
    flask = Flask("jod")
    cli.register(flask, None)  # type: ignore[arg-type]
    result = flask.test_cli_runner().invoke(args=["understand"], input="not json\n")
    assert result.exit_code == 1
    assert "not a line of {id, text, now}" in result.output


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
        "line 5: no name",
        "line 6: nobody in the team is called ไม่มีคนนี้",
        "2 added, 1 there already, 2 left out",
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


def test_jobs_are_listed_and_fired_by_hand_once(town: Town, terminal: Terminal) -> None:
    an_activity(town)
    town.say("แบงค์", "นัด สยามวัสดุภัณฑ์ พรุ่งนี้บ่ายสอง")
    town.heard("แบงค์")
    assert "plan\t08:00" in terminal.told("jobs", "list")
    for _ in range(2):
        terminal.told("jobs", "run", "plan", "--at", "2026-11-27T08:00")
    with town.database() as session:
        purposes = session.scalars(select(OutboxMessage.purpose).where(OutboxMessage.purpose == "plan"))
        assert purposes.all() == ["plan"]


def test_reminders_can_be_fired_by_hand(town: Town, terminal: Terminal) -> None:
    an_activity(town)
    town.say("แบงค์", "นัด สยามวัสดุภัณฑ์ พรุ่งนี้บ่ายสอง")
    assert terminal.told("jobs", "run", "reminders", "--at", "2026-11-27T12:00+07:00").endswith(": 0\n")
    assert terminal.told("jobs", "run", "reminders", "--at", "2026-11-27T13:00+07:00").endswith(": 1\n")


@pytest.mark.parametrize("words", [("nap",), ("plan", "--at", "soon")])
def test_what_is_no_job_or_no_moment(terminal: Terminal, words: tuple[str, ...]) -> None:
    assert terminal.run("jobs", "run", *words).exit_code == 2


def test_an_event_that_was_given_up_is_handled_again(town: Town, terminal: Terminal) -> None:
    town.member("แบงค์")
    town.say("แบงค์", "แผน")
    with town.database() as session:
        event = session.scalars(select(InboxEvent)).one()
        event.state, event.reason, event.attempts = InboxState.DEAD, "KeyError", 5
        name = f"{event.channel_id}:{event.webhook_event_id}"
    assert terminal.told("inbox", "list").startswith(f"{name}\tdead\t5\t")
    assert terminal.run("inbox", "retry").exit_code == 2
    assert terminal.told("inbox", "retry", name) == "1 to be handled again\n"
    town.jod.leftovers.work()
    assert terminal.told("inbox", "list") == ""


def test_messages_are_sent_again_or_dropped(town: Town, terminal: Terminal) -> None:
    an_activity(town)
    town.say("แบงค์", "โทรหาสยามวัสดุภัณฑ์ วันนี้ 10 โมง")
    town.platform.faults.append(lambda asked: SERVER_ERROR if asked.endpoint == "push" else None)
    with town.database() as session:
        one = session.scalars(select(OutboxMessage)).first()
        assert one is not None
        one.state, one.reason, key = OutboxState.FAILED, "400 no", one.retry_key
    assert terminal.told("outbox", "list").startswith(f"{one.id}\tfailed\treply\tanswer")
    assert terminal.told("outbox", "retry", str(one.id), "999") == "1 to be sent again; not 999\n"
    with town.database() as session:
        again = session.get_one(OutboxMessage, one.id)
        assert (again.state, again.kind) == (OutboxState.PENDING, "push")
        assert again.retry_key != key
    assert terminal.told("outbox", "drop", str(one.id)) == "1 dropped\n"
    assert terminal.told("outbox", "list") == ""


def test_the_doctor_finds_nothing_wrong(town: Town, terminal: Terminal) -> None:
    for account in town.accounts.values():
        account.webhook_url = "https://jod.example/callback"
    town.platform.probe = lambda account, url: {"success": True, "statusCode": 200}
    said = terminal.told("doctor")
    assert "✓ token ใช้ได้ · จด @jod-staff" in said
    assert "✓ LINE ลองเรียกแล้ว จดตอบได้ secret ถูกต้อง" in said
    assert "✗" not in said


def findings(town: Town, terminal: Terminal, **changed: Any) -> str:
    """What the doctor says in English about a staff account that is so; and that it is a fault."""
    account = town.accounts["staff"]
    account.webhook_url = "https://jod.example/callback"
    for name, value in changed.items():
        setattr(account, name, value)
    result = terminal.run("doctor", "--language", "en")
    return result.output.split("The shop's")[0]


def test_the_doctor_says_where_to_click(town: Town, terminal: Terminal) -> None:
    town.platform.probe = lambda account, url: {"success": False, "statusCode": 400, "reason": "Bad Request"}
    wrong = findings(town, terminal)
    assert "✗ LINE called it and was refused (400 Bad Request): the secret is probably wrong" in wrong
    assert "✗ The webhook is off · LINE Developers Console" in findings(town, terminal, webhook_active=False)
    assert "✗ No webhook URL yet" in findings(town, terminal, webhook_url="")
    assert "should end in /callback" in findings(town, terminal, webhook_url="https://jod.example/")
    assert "! Chat is on" in findings(town, terminal, chat_mode="chat")
    assert "✓ this month's quota: 0 of 300 used, 300 left" in findings(town, terminal, monthly_quota=300)
    town.platform.faults.append(lambda asked: UNAUTHORISED)
    assert "✗ The channel access token is refused (401" in findings(town, terminal)
    assert terminal.run("doctor").exit_code == 1


def test_an_old_database_is_told_plainly(town: Town, terminal: Terminal) -> None:
    with town.jod.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for words in (["export", "members"], ["invite", "--role", "rep"], ["jobs", "list"], ["outbox", "list"]):
        result = terminal.run(*words)
        assert result.exit_code == 1
        assert "The database is newer than this code" in result.output


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    place = Site(sqlite_url, tmp_path)
    yield place
    place.close()


def test_the_worker_works_until_it_is_told_to_stop(site: Site) -> None:
    site.run("db", "upgrade")
    site.start_worker()
    worker = site.running["worker"]
    wait_for(lambda: "Working." in site.log_of("worker"), 30, "the worker works")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
