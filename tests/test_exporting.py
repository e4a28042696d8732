"""Tables as files, by a link that works once."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.intents.sheets import ExportTable
from models.download import Download, hash_of
from models.member import Member, MemberState, Role
from tests.days import press
from tests.town import ADDRESS, BANGKOK, Town

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def firm(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("Jack", team="เชียงใหม่", language="en")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"}, phone="+66812345678")
    town.customer("=1+1", "กบ")
    town.customer("ร้านเหนือ", "Jack")
    return town


def links(town: Town, who: str, line: str = "ส่งออกลูกค้า") -> list[str]:
    """The paths behind the buttons, Excel first."""
    town.say(who, line)
    body = str(town.platform.phone(who).received[-1].body)
    return [found.removeprefix(ADDRESS) for found in re.findall(rf"{ADDRESS}/exports/[\w-]+", body)]


def csv_rows(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_a_manager_gets_the_teams_customers_as_a_file(firm: Town) -> None:
    firm.play("""
        กบ> ส่งออกลูกค้า
        กบ< ส่งออกลูกค้า
    """)
    assert "[เปิดลิงก์ Excel]" in firm.card("กบ")
    excel, plain = links(firm, "กบ")
    rows = csv_rows(firm.web.post(plain))
    assert [row["ชื่อลูกค้า"] for row in rows] == ["สยามวัสดุภัณฑ์", "'=1+1"]
    assert (rows[0]["เบอร์โทร"], rows[0]["ผู้ติดต่อ"], rows[0]["ตำแหน่ง"]) == ("081-234-5678", "สมชาย", "เจ้าของ")
    answer = firm.web.post(excel)
    assert answer.content_type == SHEET
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.get_sheet_by_index(0).to_python()[2][0] == "=1+1"


def test_a_rep_gets_his_own_in_his_language(firm: Town) -> None:
    _, plain = links(firm, "Jack", "export customers")
    rows = csv_rows(firm.web.post(plain))
    assert [(row["name"], row["owner"]) for row in rows] == [("ร้านเหนือ", "Jack")]


def test_other_tables_too(firm: Town) -> None:
    firm.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก 1.5 ล้าน")
    plain, _ = links(firm, "แบงค์", "ส่งออกงานที่ลงเป็น csv")
    assert csv_rows(firm.web.post(plain))[0]["customer"] == "สยามวัสดุภัณฑ์"
    _, plain = links(firm, "Jack", "export the activities")
    assert firm.web.post(plain).data.decode("utf-8-sig") == ""


def test_g1_looking_at_the_link_does_not_spend_it(firm: Town) -> None:
    """LINE, virus scanners and browsers open addresses before people do."""
    path, _ = links(firm, "กบ")
    for _ in range(3):
        page = firm.web.get(path)
        assert page.status_code == 200
        assert '<form method="post">' in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"
    assert firm.web.post(path).status_code == 200


def test_g2_a_link_works_once(firm: Town) -> None:
    path, other = links(firm, "กบ")
    assert firm.web.post(path).status_code == 200
    assert (firm.web.post(path).status_code, firm.web.get(path).status_code) == (410, 410)
    assert firm.web.post(other).status_code == 200


def test_g2_a_link_is_good_for_a_quarter_of_an_hour(firm: Town) -> None:
    path, other = links(firm, "กบ")
    firm.clock.move_to(datetime(2026, 11, 26, 9, 14, tzinfo=BANGKOK))
    assert firm.web.post(path).status_code == 200
    firm.clock.move_to(datetime(2026, 11, 26, 9, 0, tzinfo=BANGKOK) + timedelta(minutes=15))
    assert (firm.web.post(other).status_code, firm.web.get(other).status_code) == (410, 410)


def test_g2_what_it_holds_is_what_the_reader_may_see_by_then(firm: Town) -> None:
    gone, _ = links(firm, "กบ")
    _, less = links(firm, "แบงค์")
    with firm.database() as session:
        members = {one.name: one for one in session.scalars(select(Member))}
        members["กบ"].state = MemberState.REMOVED
        session.flush()
        members["กบ"].role = Role.REP
    assert (firm.web.post(gone).status_code, firm.web.get(gone).status_code) == (410, 410)
    assert [row["ชื่อลูกค้า"] for row in csv_rows(firm.web.post(less))] == ["สยามวัสดุภัณฑ์"]


def test_g2_a_manager_who_is_one_no_more_gets_only_the_own_customers(firm: Town) -> None:
    _, path = links(firm, "กบ")
    with firm.database() as session:
        session.scalars(select(Member).where(Member.name == "กบ")).one().role = Role.REP
    assert [row["ชื่อลูกค้า"] for row in csv_rows(firm.web.post(path))] == ["'=1+1"]


def test_g2_a_guessed_link_is_gone(firm: Town) -> None:
    links(firm, "กบ")
    for path in ("/exports/x", "/exports/" + "A" * 32, "/exports/" + "ก" * 40):
        assert (firm.web.get(path).status_code, firm.web.post(path).status_code) == (410, 410)


def test_only_the_hash_of_a_link_is_kept(firm: Town) -> None:
    path, _ = links(firm, "กบ")
    token = path.removeprefix("/exports/")
    with firm.database() as session:
        kept = session.scalars(select(Download).where(Download.token_hash == hash_of(token))).one()
        assert token not in str(vars(kept))


def test_without_an_address_of_its_own_jod_says_so(database_url: str) -> None:
    town = Town(database_url, public_url="")
    town.member("กบ", Role.MANAGER)
    assert "export customers" in town.say("กบ", "ส่งออกลูกค้า")[-1]
    with town.database() as session:
        assert session.scalars(select(Download)).all() == []
    town.jod.stop()


@pytest.mark.parametrize(
    "said", [ExportTable(table="photos"), ExportTable(table="members"), ExportTable(format="exe")]
)
def test_a_button_asks_for_no_other_table(firm: Town, said: ExportTable) -> None:
    press(firm, "กบ", said)
    assert "เก่า" in firm.card("กบ")
