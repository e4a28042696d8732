"""Deals opened, moved, won and lost by one plain line, and nothing done twice or by a doubt."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import select

from models.activity import Activity
from models.customer import CustomerAlias
from models.deal import Deal, DealMove, DealState
from models.workspace import Workspace
from tests.afternoon import afternoon
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


def deals(town: Town) -> list[Deal]:
    with town.database() as session:
        return list(session.scalars(select(Deal).where(Deal.state != DealState.DELETED).order_by(Deal.id)))


def test_a_deal_goes_from_its_opening_to_its_win(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 1.62 ล้าน คาดปิดสิ้นเดือนหน้า")
    town.say("แบงค์", "สยามวัสดุภัณฑ์ เข้าขั้นต่อรอง")
    town.say("แบงค์", "ปิดได้แล้ว สยามวัสดุภัณฑ์ 1.5 ล้าน")
    (deal,) = deals(town)
    assert (deal.name, deal.state, deal.stage) == ("เหล็กเส้น", DealState.WON, "negotiation")
    assert (deal.amount, deal.closed_at) == (Decimal(1_500_000), town.clock.now())
    with town.database() as session:
        moves = session.scalars(DealMove.of(deal.id)).all()
        assert [(one.state.value, one.stage) for one in moves] == [
            ("open", "qualified"),
            ("open", "negotiation"),
            ("won", "negotiation"),
        ]


def test_each_line_stays_in_the_history_of_its_customer_with_its_deal(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 3 แสน")
    town.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ คุยราคา")
    with town.database() as session:
        entries = session.scalars(select(Activity).order_by(Activity.id)).all()
        assert [one.said for one in entries] == [
            "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 3 แสน",
            "เข้าพบ สยามวัสดุภัณฑ์ คุยราคา",
        ]
        assert {one.deal_id for one in entries} == {session.scalar(select(Deal.id))}


def test_the_undo_of_a_win_brings_everything_back(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 1.62 ล้าน")
    town.say("แบงค์", "ปิดได้แล้ว สยามวัสดุภัณฑ์ 1.5 ล้าน")
    town.play("""
        แบงค์> [ยกเลิก]
        แบงค์< ยกเลิกให้แล้ว · ดีลสยามวัสดุภัณฑ์ · เหล็กเส้น
    """)
    (deal,) = deals(town)
    assert (deal.state, deal.amount, deal.closed_at) == (DealState.OPEN, Decimal(1_620_000), None)
    town.say("แบงค์", "เอากลับมา")
    (deal,) = deals(town)
    assert (deal.state, deal.amount) == (DealState.WON, Decimal(1_500_000))


def test_the_same_sentence_again_wins_nothing_twice(town: Town) -> None:
    town.say("แบงค์", "ปิดได้แล้ว สยามวัสดุภัณฑ์ 1.5 ล้าน")
    town.play("""
        แบงค์> ปิดได้แล้ว สยามวัสดุภัณฑ์ 1.5 ล้าน
        แบงค์< สยามวัสดุภัณฑ์ · ประโยคนี้ลงไปแล้วตอน 13:00 ไม่ลงซ้ำให้นะคะ
    """)
    assert len(deals(town)) == 1


def test_a_win_told_again_in_other_words_is_asked_about(town: Town) -> None:
    town.say("แบงค์", "ปิดได้แล้ว สยามวัสดุภัณฑ์ 1.5 ล้าน")
    town.play("""
        แบงค์> ได้ PO จาก สยามวัสดุภัณฑ์ แล้ว 1.5 ล้าน
        แบงค์< ดีลนี้ปิดได้ไปแล้ววันนี้ · สยามวัสดุภัณฑ์
        แบงค์> [อีกดีลหนึ่ง ปิดเลย]
        แบงค์< ปิดได้แล้ว · สยามวัสดุภัณฑ์ · 1,500,000
    """)
    assert [one.amount for one in deals(town)] == [Decimal(1_500_000)] * 2


@pytest.mark.parametrize(
    "said",
    [
        "สยามวัสดุภัณฑ์ ยังไม่ปิด รอผู้ใหญ่",
        "ถ้าปิดได้ สยามวัสดุภัณฑ์ 1.5 ล้าน จะเลี้ยง",
        "เกือบได้ สยามวัสดุภัณฑ์ 1.5 ล้าน",
        "น่าจะปิดได้ สยามวัสดุภัณฑ์ 1.5 ล้าน เดือนนี้",
        "ดีลสยามวัสดุภัณฑ์ ปิดได้หรือยัง",
        "กลัวหลุด สยามวัสดุภัณฑ์",
        "อยากปรับดีลสยามวัสดุภัณฑ์เป็น 1.5 ล้าน",
        "สยามวัสดุภัณฑ์ will sign next week 1.5m",
        "not lost yet, สยามวัสดุภัณฑ์",
        "if we change deal สยามวัสดุภัณฑ์ to 1.5m they sign",
    ],
)
def test_doubt_hope_condition_and_question_change_no_deal(town: Town, said: str) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 9 แสน")
    assert town.say("แบงค์", said)
    (deal,) = deals(town)
    assert (deal.state, deal.amount, deal.stage) == (DealState.OPEN, Decimal(900_000), "qualified")


def test_a_lost_deal_keeps_the_reason_said_and_a_company_may_have_its_own(town: Town) -> None:
    with town.database() as session:
        session.scalars(select(Workspace)).one().lost_reasons = ["ลูกค้าปิดกิจการ"]
    town.say("แบงค์", "เสียดีล สยามวัสดุภัณฑ์ สู้ราคาไม่ไหว")
    town.say("แบงค์", "หลุด TTM")
    town.say("แบงค์", "ลูกค้าปิดกิจการแล้ว")
    assert [(one.lost_reason, one.state) for one in deals(town)] == [
        ("price", DealState.LOST),
        ("ลูกค้าปิดกิจการ", DealState.LOST),
    ]


def test_of_two_deals_the_one_named_is_won(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้นโครงการบางนา 1.62 ล้าน")
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ ปั๊มน้ำ 2 แสน")
    town.say("แบงค์", "ปิดได้ สยามวัสดุภัณฑ์ บางนา 1.5 ล้าน")
    assert [(one.name, one.state) for one in deals(town)] == [
        ("เหล็กเส้นโครงการบางนา", DealState.WON),
        ("ปั๊มน้ำ", DealState.OPEN),
    ]


def test_a_site_of_two_customers_is_asked_about(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ โครงการบางนา 1.62 ล้าน")
    town.say("แบงค์", "เปิดดีล TTM โครงการบางนา 2 แสน")
    town.say("แบงค์", "เข้าไซต์บางนา วัดหน้างานแล้ว")
    assert "หมายถึงรายไหนคะ" in town.card("แบงค์")
    town.say("แบงค์", "TTM")
    of_ttm = deals(town)[1]
    with town.database() as session:
        last = session.scalars(select(Activity).order_by(Activity.id.desc()).limit(1)).one()
        assert last.deal_id == of_ttm.id
        assert session.scalars(select(CustomerAlias)).all() == []


def test_a_site_is_forgotten_when_its_deal_is_closed(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ โครงการบางนา 1.62 ล้าน")
    town.say("แบงค์", "ปิดได้ สยามวัสดุภัณฑ์ 1.6 ล้าน")
    town.play("""
        แบงค์> เข้าไซต์บางนา วัดหน้างานแล้ว
        แบงค์< ยังไม่มีลูกค้าชื่อ “บางนา”
    """)


@pytest.mark.parametrize("said", ["ปิดได้แล้วพี่ TTM 2.3M", "ดีล TTM เข้าขั้นต่อรองแล้ว"])
def test_a_line_that_names_a_customer_is_not_about_the_one_shown_last(town: Town, said: str) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 9 แสน")
    town.say("แบงค์", said)
    first, second = deals(town)
    assert (first.stage, first.state) == ("qualified", DealState.OPEN)
    assert second.customer_id != first.customer_id


def test_a_deal_of_somebody_unknown_is_asked_about(town: Town) -> None:
    town.play("""
        แบงค์> ปิดได้แล้ว บลูลากูน 3 แสน
        แบงค์< ยังไม่มีลูกค้าชื่อ “บลูลากูน”
        แบงค์> ใหม่
        แบงค์< ปิดได้แล้ว · บลูลากูน · 300,000
    """)


def test_a_deal_called_a_site_is_found_as_one(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ ไซต์บางนา 1.62 ล้าน")
    town.play("""
        แบงค์> เข้าไซต์บางนา วัดหน้างานแล้ว ตามจันทร์
        แบงค์< ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์ · ตาม จ. 30 พ.ย.
    """)


def test_the_name_of_a_closed_deal_never_means_the_open_one(town: Town) -> None:
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ ห้องพัก 5 ล้าน")
    town.say("แบงค์", "ปิดได้ สยามวัสดุภัณฑ์ 5 ล้าน")
    town.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ ล็อบบี้ 2 ล้าน")
    town.play("""
        แบงค์> สยามวัสดุภัณฑ์ ห้องพัก พักไว้ถึง 15 ม.ค.
        แบงค์< หมายถึงดีลไหนคะ
    """)
