"""The days on which the company is closed, typed: several at once, and whose a shop's day is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.member import Role
from models.workspace import Holiday, Selling
from tests.town import Town

MANAGER, REP = "กบ", "แบงค์"


@pytest.fixture
def office(town: Town) -> Town:
    town.member(MANAGER, Role.MANAGER)
    town.member(REP)
    town.customer("สยามวัสดุ", REP)
    return town


def closed(town: Town) -> list[date]:
    with town.database() as session:
        return list(session.scalars(select(Holiday.day).order_by(Holiday.day)))


def sells(town: Town, how: Selling) -> None:
    with town.database() as session:
        town.workspace(session).selling = how


def version(town: Town) -> int:
    """What every process compares with what it knows by heart."""
    with town.database() as session:
        return town.workspace(session).directory_version


def span(first: date, count: int) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range(count)]


@pytest.mark.parametrize(
    ("line", "first", "count"),
    [
        ("บริษัทหยุด 12-16 เม.ย.", date(2027, 4, 12), 5),
        ("ร้านเราปิดวันที่ 13 ถึง 15 เม.ย.", date(2027, 4, 13), 3),
        ("หยุดสงกรานต์ 13-15 เม.ย.", date(2027, 4, 13), 3),
        ("we are closed Apr 13-15", date(2027, 4, 13), 3),
        ("บริษัทหยุด 29 ธ.ค. ถึง 3 ม.ค.", date(2026, 12, 29), 6),
    ],
)
def test_every_day_of_the_span_is_closed_and_one_undo_opens_them_all(
    office: Town, line: str, first: date, count: int
) -> None:
    office.say(MANAGER, line)
    assert closed(office) == span(first, count)
    office.say(MANAGER, "ยกเลิก")
    assert closed(office) == []


def test_an_undo_is_about_the_days_and_not_about_what_was_logged_before(office: Town) -> None:
    office.say(MANAGER, "โทร สยามวัสดุ คุยราคา")
    office.say(MANAGER, "บริษัทหยุด 20-21 เม.ย.")
    assert office.say(MANAGER, "ยกเลิก") == ["ยกเลิกให้แล้ว · วันหยุดบริษัท"]
    assert closed(office) == []


def test_what_is_planned_knows_at_once_that_the_company_works_again(office: Town) -> None:
    office.say(MANAGER, "บริษัทหยุด 27-30 พ.ย.")
    before = version(office)
    office.say(MANAGER, "ยกเลิก")
    assert version(office) > before


def test_days_that_are_in_already_stay_in_and_the_others_join_them(office: Town) -> None:
    office.say(MANAGER, "บริษัทหยุดวันที่ 13 เม.ย.")
    office.say(MANAGER, "บริษัทหยุด 12-14 เม.ย.")
    office.say(MANAGER, "ยกเลิก")
    assert closed(office) == [date(2027, 4, 13)]


def test_half_a_year_is_a_slip(office: Town) -> None:
    assert office.say(MANAGER, "บริษัทหยุด 1 ก.พ. ถึง 1 ก.ค.") == ["ใส่วันหยุดได้ครั้งละไม่เกิน 31 วันค่ะ พิมพ์ช่วงวันใหม่ได้เลย"]
    assert closed(office) == []


def test_a_month_of_closed_days_still_fits_a_card(office: Town) -> None:
    office.say(MANAGER, "บริษัทหยุด 1-31 มี.ค.")
    office.say(MANAGER, "บริษัทหยุด 1-31 ส.ค.")
    card = office.card(MANAGER)
    assert "1 ส.ค. 70" in card
    assert "31 ส.ค. 70" in card


def test_a_rep_closes_nothing(office: Town) -> None:
    office.say(REP, "บริษัทหยุด 12-16 เม.ย.")
    office.say(REP, "หยุดสงกรานต์ 13-15 เม.ย.")
    assert closed(office) == []


def test_a_shop_that_closes_is_ones_own_unless_a_company_was_just_spoken_of(office: Town) -> None:
    office.say(MANAGER, "ร้านปิดวันที่ 5")
    assert closed(office) == [date(2026, 12, 5)]
    office.say(MANAGER, "โทร สยามวัสดุ คุยราคา")
    assert office.say(MANAGER, "ร้านปิดวันที่ 6") == ["วันนั้นร้านเราหยุด หรือสยามวัสดุหยุดคะ"]
    assert closed(office) == [date(2026, 12, 5)]
    office.tap(MANAGER, "ร้านเราหยุด")
    assert closed(office) == [date(2026, 12, 5), date(2026, 12, 6)]


def test_among_companies_the_shop_that_closes_is_the_customers(office: Town) -> None:
    """Who sells to shops, and has none, tells of the one just visited."""
    sells(office, Selling.B2B)
    office.say(MANAGER, "เข้าพบ สยามวัสดุ คุยราคา")
    office.say(MANAGER, "ร้านปิดวันที่ 5")
    assert closed(office) == []
    assert "สยามวัสดุ" in office.card(MANAGER)


def test_a_rep_just_back_from_a_visit_tells_of_the_customers_shop(office: Town) -> None:
    office.say(REP, "เข้าพบ สยามวัสดุ คุยราคา")
    office.say(REP, "ร้านปิดวันที่ 5")
    assert closed(office) == []
    assert "สยามวัสดุ" in office.card(REP)
