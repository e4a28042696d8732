"""What is kept of a customer, said in a line; and tags."""

from __future__ import annotations

import pytest

from bot.legal import form_in, full_name
from bot.places import point_in
from bot.tax import is_tax_id
from models.customer import Customer, Size
from models.member import Role
from models.workspace import Selling
from tests.days import row
from tests.town import Town

SIAM = "สยามวัสดุภัณฑ์"


@pytest.fixture
def team(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.customer(SIAM, "แบงค์")
    town.customer("คลีนวอเตอร์", "เมย์")
    return town


def siam(town: Town) -> Customer:
    with town.database() as session:
        found: Customer = row(session, Customer, SIAM)
        return found


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("0105551234567", True),
        ("0105551234568", False),
        ("010555123456", False),
        ("01055512345670", False),
        ("๐๑๐๕๕๕๑๒๓๔๕๖๗", False),
        ("", False),
    ],
)
def test_the_last_figure_checks_a_tax_number(said: str, is_one: bool) -> None:
    assert is_tax_id(said) is is_one


@pytest.mark.parametrize(
    ("link", "point"),
    [
        ("https://www.google.com/maps/@13.7563,100.5018,17z", (13.7563, 100.5018)),
        ("https://www.google.com/maps/place/X/@13.7,100.5,17z/data=!3d13.75!4d100.51", (13.75, 100.51)),
        ("https://maps.google.com/?q=13.7563,100.5018", (13.7563, 100.5018)),
        ("https://www.google.com/maps/search/13.7563,+100.5018", (13.7563, 100.5018)),
        ("13.7563, 100.5018", (13.7563, 100.5018)),
        ("https://maps.app.goo.gl/AbCdEf", None),
        ("https://www.google.com/maps/@113.7563,100.5018,17z", None),
    ],
)
def test_a_place_is_read_from_a_maps_link(link: str, point: tuple[float, float] | None) -> None:
    assert point_in(link) == point


@pytest.mark.parametrize(
    ("legal", "name", "form"),
    [
        ("บจก. สยามวัสดุ", "สยามวัสดุ", "บจก."),
        ("บริษัท สยามวัสดุ จำกัด", "สยามวัสดุ", "บริษัท จำกัด"),
        ("บริษัท สยามวัสดุ จำกัด (มหาชน)", "สยามวัสดุ", "บริษัท จำกัด (มหาชน)"),
        ("Blue Ocean Co., Ltd.", "Blue Ocean", "Co., Ltd."),
    ],
)
def test_a_legal_form_is_kept_and_put_where_it_was(legal: str, name: str, form: str) -> None:
    assert form_in(legal, name) == form
    assert full_name(Customer(name=name, legal_form=form)) == legal


def test_a_legal_form_said_with_a_new_customer_is_kept(team: Town) -> None:
    team.say("แบงค์", "ลูกค้าใหม่ บจก. บางกอกพาร์ท 02-123-4567")
    assert "ชื่อเต็ม  บจก. บางกอกพาร์ท" in team.card("แบงค์")
    with team.database() as session:
        assert row(session, Customer, "บางกอกพาร์ท").legal_form == "บจก."


def test_a_wrong_tax_number_keeps_nothing(team: Town) -> None:
    for line in (f"{SIAM} เลขผู้เสียภาษี 0105551234568", "ลูกค้าใหม่ ทองดี เลขผู้เสียภาษี 0105551234568"):
        assert team.say("แบงค์", line)[0].startswith("เลขภาษี “0105551234568” ไม่ถูกต้องค่ะ")
    assert siam(team).tax_id is None


def test_undo_gives_back_what_it_was(team: Town) -> None:
    team.say("แบงค์", f"{SIAM} ขนาด S")
    team.say("แบงค์", f"{SIAM} ขนาด XL")
    assert siam(team).size is Size.XL
    team.tap("แบงค์", "ยกเลิก")
    assert siam(team).size is Size.S


@pytest.mark.parametrize(
    "line",
    [
        f"เข้าพบ {SIAM} ขอเหล็กขนาด L 20 ท่อน",
        f"{SIAM} ขอย้ายสาขา บางนา เดือนหน้า",
        f"{SIAM} ถามที่อยู่ สาขาบางนา",
        f"โทร {SIAM} ขอที่อยู่ 99/1",
    ],
)
def test_what_is_told_of_a_visit_changes_nothing_kept(team: Town, line: str) -> None:
    team.say("แบงค์", line)
    kept = siam(team)
    assert (kept.size, kept.branch, kept.address) == (None, None, None)


def test_another_reps_customer_is_not_changed_or_tagged(team: Town) -> None:
    refused = ["คลีนวอเตอร์ เป็นลูกค้าของเมย์ ถามเมย์ได้เลยค่ะ"]
    assert team.say("แบงค์", "คลีนวอเตอร์ ขนาด L") == refused
    assert team.say("แบงค์", "แท็ก คลีนวอเตอร์ ของผม") == refused


def test_tags_are_counted_and_listed_as_far_as_one_sees(team: Town) -> None:
    team.say("แบงค์", f"แท็ก {SIAM} VIP")
    team.say("เมย์", "แท็ก คลีนวอเตอร์ vip")
    assert team.say("แบงค์", "ลูกค้าแท็ก vip") == ["แท็ก “VIP” · เจอ 1 ราย"]
    assert team.say("กบ", "แท็ก Vip") == ["แท็ก “VIP” · เจอ 2 ราย"]
    team.say("กบ", "แท็ก")
    assert team.tap("กบ", "VIP") == ["แท็ก “VIP” · เจอ 2 ราย"]


def test_the_same_tag_twice_is_one_and_undo_takes_it_off(team: Town) -> None:
    team.say("แบงค์", f"แท็ก {SIAM} ลูกค้าเก่า")
    team.say("แบงค์", f"แท็ก {SIAM} ลูกค้าเก่า")
    team.say("แบงค์", SIAM)
    assert "แท็ก  ลูกค้าเก่า\n" in team.card("แบงค์")
    team.say("แบงค์", "ยกเลิก")
    assert team.say("แบงค์", "ลูกค้าแท็ก ลูกค้าเก่า") == ["ยังไม่มีลูกค้าที่ติดแท็ก “ลูกค้าเก่า”ค่ะ พิมพ์ “แท็ก” ดูทั้งหมดได้"]


@pytest.mark.parametrize(
    ("selling", "said"), [(Selling.BOTH, True), (Selling.B2B, False), (Selling.SHOP, False)]
)
def test_the_kind_goes_without_saying_where_all_are_of_one(team: Town, selling: Selling, said: bool) -> None:
    with team.database() as session:
        team.workspace(session).selling = selling
    team.say("แบงค์", "ลูกค้าใหม่ ทองดี 081-234-5678")
    assert ("ประเภท" in team.card("แบงค์")) is said


@pytest.mark.parametrize(
    ("selling", "deals", "sales"),
    [(Selling.BOTH, True, True), (Selling.B2B, True, False), (Selling.SHOP, False, True)],
)
def test_the_examples_are_those_of_how_the_company_sells(
    team: Town, selling: Selling, deals: bool, sales: bool
) -> None:
    with team.database() as session:
        team.workspace(session).selling = selling
    team.say("แบงค์", "วิธีใช้")
    assert ("เปิดดีล" in team.card("แบงค์")) is deals
    assert ("ซื้อครีม" in team.card("แบงค์")) is sales
