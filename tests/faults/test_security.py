"""Fault matrix G: forged buttons, sheets that attack, and secrets that stay where they belong."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.meaning import NO_BUTTON
from bot.settings import LineChannel, Settings
from bot.sheets.tables import offered
from models.activity import Activity
from models.chat import Chat
from tests.days import did
from tests.overheard import SECRETS
from tests.terminal import Terminal
from tests.town import Town

ROOT = Path(__file__).parent.parent.parent
FORMULAS = ('=HYPERLINK("http://x")', "+66 81 234 5678", "-1+2", "@SUM(A1)", "\tx", "\rx")
MEGABYTE = 1024 * 1024


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.jod.work()
    return town


@pytest.mark.parametrize("name", [kind.name for kind in NO_BUTTON])
def test_g4_a_button_cannot_claim_what_only_line_tells(rep: Town, name: str) -> None:
    rep.say("แบงค์", "เมนู")
    before = friendships(rep)
    tap(rep, f"1.{name}:")
    assert "เก่า" in rep.heard("แบงค์")[-1]
    assert friendships(rep) == before


FORGED = {
    "an old version": "0.my_plan:",
    "an intent there no longer is": "1.sell_soul:",
    "an id no database counts to": "1.complete_reminder:followup=99999999999999999999",
    "words in the place of an id": "1.new_customer:although_near=1;size=' OR 1=1 --",
    "a year that never comes": "1.my_plan:day=9999-12-31",
    "no data of ours": "buy=1&item=2",
    "nothing": ":",
}


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED.keys())
def test_g4_a_forged_or_old_button_is_out_of_date(rep: Town, data: str) -> None:
    tap(rep, data)
    assert "เก่า" in rep.heard("แบงค์")[-1]


def tap(town: Town, data: str) -> None:
    town.platform.phone("แบงค์").tap({"type": "postback", "data": data})


def friendships(town: Town) -> list[tuple[object, ...]]:
    with town.database() as session:
        return [tuple(row) for row in session.execute(select(Chat.user_id, Chat.friendship))]


def test_taking_back_a_message_without_an_id_empties_nothing(rep: Town) -> None:
    """What a tap makes was typed in no message: its record has no message's id either."""
    rep.customer("สยามวัสดุภัณฑ์", "แบงค์")
    did(rep, "แบงค์", "สยามวัสดุภัณฑ์", "08:30", note="คุยราคา")
    phone = rep.platform.phone("แบงค์")
    sticker = {"type": "sticker", "id": "", "packageId": "446", "stickerId": "1988"}
    rep.platform.emit(phone.chat, "message", phone.user.id, message=sticker)
    rep.platform.emit(phone.chat, "unsend", phone.user.id, answerable=False, unsend={"messageId": ""})
    with rep.database() as session:
        assert session.scalars(select(Activity.note)).all() == ["คุยราคา"]


@pytest.fixture
def exported(rep: Town, tmp_path: Path) -> Path:
    for name in FORMULAS:
        rep.customer(name, "แบงค์", phone="+66812345678")
    for kind in ("csv", "xlsx"):
        Terminal(rep).told(
            "export", "customers", "--format", kind, "--output", str(tmp_path / f"customers.{kind}")
        )
    return tmp_path


def test_g5_no_name_runs_as_a_formula(exported: Path) -> None:
    text = (exported / "customers.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in rows] == [f"'{name}" for name in FORMULAS]
    assert {row["phone"] for row in rows} == {"'+66812345678"}


def test_g5_in_excel_every_text_is_a_text(exported: Path) -> None:
    book = CalamineWorkbook.from_path(str(exported / "customers.xlsx"))
    head, *rows = book.get_sheet_by_index(0).to_python()
    kept = [str(row[head.index("name")]) for row in rows]
    assert [name.strip() for name in kept] == [name.strip() for name in FORMULAS]
    assert {row[head.index("phone")] for row in rows} == {"+66812345678"}


def test_g6_a_small_sheet_that_unpacks_to_a_large_one_is_refused_unread(rep: Town, tmp_path: Path) -> None:
    file = tmp_path / "customers.xlsx"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(190):
            part.write(b" " * MEGABYTE)
    assert file.stat().st_size < MEGABYTE
    refused = Terminal(rep).run("import", "customers", str(file))
    assert refused.exit_code == 1
    assert "too large" in refused.output


def test_no_row_of_any_table_holds_a_secret(rep: Town) -> None:
    rep.say("แบงค์", "ลูกค้าใหม่ ร้านป้าแดง")
    rep.jod.work()
    told = "".join(Terminal(rep).told("export", table, "--format", "jsonl") for table in offered())
    assert "ร้านป้าแดง" in told
    assert not any(secret in told for secret in SECRETS)


def test_settings_can_be_printed_without_harm() -> None:
    staff = LineChannel(secret="hush-1", access_token="hush-2")
    printed = repr(Settings(staff=staff, shop=staff, database_url="postgresql://jod:hush-3@db/jod"))
    assert "hush" not in printed


LONG_LIVED = re.compile(r"[A-Za-z0-9+/]{140,}=")
"""A channel access token of LINE's."""
WRITTEN = {".py", ".toml", ".md", ".jsonl", ".json", ".txt", ".js", ".yml"}
PRIVATE_KEY = "-----BEGIN " + "PRIVATE KEY"


def test_no_file_of_the_project_holds_a_credential() -> None:
    folders = ("models", "bot", "handlers", "scheduler", "cli", "simulator", "tests", "benchmarks", "docs")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    texts = [
        path for path in files if path.suffix in {".py", ".toml", ".md", ".jsonl", ".json", ".txt", ".js"}
    ]
    holding = [str(path) for path in texts if is_credential(path.read_text(encoding="utf-8"))]
    assert len(texts) > 300
    assert holding == []


def is_credential(text: str) -> bool:
    return PRIVATE_KEY in text or LONG_LIVED.search(text) is not None


def test_a_credential_would_be_found() -> None:
    assert is_credential("token = " + "aB3/" * 43 + "=")


def test_what_is_said_of_security_names_tests_that_are_there() -> None:
    named = set(
        re.findall(r"`((?:tests|models)/[\w/]+\.py)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    )
    assert len(named) >= 8
    assert [name for name in named if not (ROOT / name).exists()] == []
