"""Promises with a time are kept, late or missed; sharing a place on arrival says when and where one was."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.checkin import CheckIn
from models.customer import Customer
from models.followup import FollowUp, Punctuality
from models.member import Member
from models.period import Period
from models.punctuality import Kept, at_customer, by_member
from tests.days import THURSDAY, row
from tests.town import Town

SIAM, ASIA = "สยามวัสดุภัณฑ์", "เอเชียพรีซิชั่น"
SIAM_PLACE = (13.7563, 100.5018)
CLOSE_BY, FAR_OFF = (13.7572, 100.5018), (13.8563, 100.5018)
"""100 m and 11 km north of it."""


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    town.customer(ASIA, "แบงค์")
    town.say("แบงค์", f"นัด {SIAM} วันนี้บ่ายสอง ปิดราคา")
    return town


def punctual(town: Town) -> list[Punctuality | None]:
    """Of all that was promised for a time, in the order in which it was promised."""
    with town.database() as session:
        timed = select(FollowUp).where(FollowUp.due_at.is_not(None), FollowUp.round.is_(None))
        return [one.punctual for one in session.scalars(timed.order_by(FollowUp.id))]


def kept(town: Town) -> Kept | None:
    with town.database() as session:
        member = row(session, Member, "แบงค์").id
        found = by_member(session, 1, [member], Period(THURSDAY, THURSDAY), town.clock.now().date())
        return found.get(member)


def placed(town: Town, name: str = SIAM) -> None:
    with town.database() as session:
        customer = row(session, Customer, name)
        customer.latitude, customer.longitude = SIAM_PLACE


def share(town: Town, place: tuple[float, float] = CLOSE_BY) -> list[str]:
    town.heard("แบงค์")
    town.platform.phone("แบงค์").send_location(*place)
    return town.heard("แบงค์")


@pytest.mark.parametrize(
    ("now", "said", "how"),
    [
        ("16:20", "เข้าพบ {} ตกลงราคา", Punctuality.KEPT),
        ("16:20", "เข้าพบ {} เมื่อ 14:15 ตกลงราคา", Punctuality.KEPT),
        ("16:20", "เข้าพบ {} เมื่อ 14:40 ตกลงราคา", Punctuality.LATE),
        ("16:20", "เข้าพบ {} ไม่เจอ", Punctuality.KEPT),
        ("16:20", "ลูกค้าเลื่อน {} เป็นพรุ่งนี้บ่ายสอง", None),
        ("16:20", "เลื่อน {} เป็นพรุ่งนี้บ่ายสอง", Punctuality.MISSED),
        ("13:00", "เลื่อน {} เป็นพรุ่งนี้บ่ายสอง", None),
        ("16:20", "ไม่ได้ไป {}", Punctuality.MISSED),
    ],
)
def test_an_appointment_is_judged_by_what_became_of_it(
    rep: Town, now: str, said: str, how: Punctuality
) -> None:
    rep.move_to(f"2026-11-26 {now}")
    rep.say("แบงค์", said.format(SIAM))
    assert punctual(rep) == [how]


def test_what_nobody_spoke_of_by_the_end_of_the_day_was_missed(rep: Town) -> None:
    assert kept(rep) is None
    rep.move_to("2026-11-27 09:30")
    assert kept(rep) == Kept(missed=1)
    rep.say("แบงค์", f"เข้าพบ {SIAM} ตกลงราคา")
    assert (punctual(rep), kept(rep)) == ([Punctuality.MISSED], Kept(missed=1))


def test_a_call_at_a_time_is_late_after_a_quarter_of_an_hour(rep: Town) -> None:
    rep.say("แบงค์", f"เตือนโทร {ASIA} วันนี้ 10:00")
    rep.move_to("2026-11-26 10:30")
    rep.say("แบงค์", f"โทร {ASIA} คุยเครดิต")
    assert punctual(rep) == [None, Punctuality.LATE]


def test_taken_back_it_is_not_judged_either(rep: Town) -> None:
    rep.move_to("2026-11-26 15:00")
    rep.say("แบงค์", f"เข้าพบ {SIAM} ตกลงราคา")
    rep.say("แบงค์", "ยกเลิก")
    assert punctual(rep) == [None]


def test_the_customers_card_tells_how_its_promises_were_kept(rep: Town) -> None:
    rep.move_to("2026-11-26 16:00")
    rep.say("แบงค์", f"เข้าพบ {SIAM} เมื่อ 14:40 ตกลงราคา")
    rep.say("แบงค์", SIAM)
    assert "ตรงเวลา  0 จาก 1 ครั้ง" in rep.card("แบงค์")
    with rep.database() as session:
        assert at_customer(session, 1, 1, THURSDAY).percent == 0


def test_a_place_shared_checks_in_at_todays_meeting(rep: Town) -> None:
    placed(rep)
    rep.move_to("2026-11-26 13:52")
    assert share(rep) == ["เช็กอินแล้ว · 13:52 · สยามวัสดุภัณฑ์ · 14:00 · ก่อนเวลา 8 นาที · 100 ม. จากที่อยู่ลูกค้า"]
    with rep.database() as session:
        arrived = session.scalars(select(CheckIn)).one()
        assert (arrived.customer_id, arrived.followup_id, round(arrived.distance or 0)) == (1, 1, 100)


def test_who_checked_in_late_was_late_whatever_is_logged(rep: Town) -> None:
    rep.move_to("2026-11-26 14:20")
    assert "14:00 · ช้า 20 นาที" in share(rep)[0]
    rep.move_to("2026-11-26 16:00")
    rep.say("แบงค์", f"เข้าพบ {SIAM} ตกลงราคา")
    assert punctual(rep) == [Punctuality.LATE]


def test_whose_place_is_not_known_can_have_this_one(rep: Town) -> None:
    rep.move_to("2026-11-26 13:50")
    share(rep)
    assert "ระยะ  ยังไม่รู้ที่อยู่ลูกค้า" in rep.card("แบงค์")
    rep.tap("แบงค์", "ใช้เป็นที่อยู่ลูกค้า")
    with rep.database() as session:
        assert row(session, Customer, SIAM).latitude == CLOSE_BY[0]


def test_the_nearest_of_several_meetings_is_meant(rep: Town) -> None:
    rep.say("แบงค์", f"นัด {ASIA} วันนี้บ่ายสอง")
    placed(rep, ASIA)
    rep.move_to("2026-11-26 13:50")
    assert ASIA in share(rep)[0]


def test_a_place_far_from_the_customers_is_no_check_in_there(rep: Town) -> None:
    placed(rep)
    rep.move_to("2026-11-26 13:50")
    assert "เก็บตำแหน่งไว้ให้แล้ว" in share(rep, FAR_OFF)[0]


def test_another_customer_after_all(rep: Town) -> None:
    rep.say("แบงค์", f"โทร {ASIA} คุยเครดิต")
    rep.move_to("2026-11-26 13:50")
    share(rep)
    rep.tap("แบงค์", "ไม่ใช่ รายอื่น")
    assert rep.say("แบงค์", ASIA)[0].startswith("เช็กอินแล้ว · 13:50 · เอเชียพรีซิชั่น")
    with rep.database() as session:
        assert [(one.customer_id, one.deleted) for one in session.scalars(select(CheckIn))] == [
            (1, True),
            (2, False),
        ]


def test_without_a_meeting_the_customers_of_late_are_offered(rep: Town) -> None:
    rep.say("แบงค์", f"โทร {ASIA} คุยเครดิต")
    rep.move_to("2026-11-26 18:00")
    assert "เก็บตำแหน่งไว้ให้แล้ว" in share(rep)[0]
    assert "(ถึง เอเชียพรีซิ…)" in rep.card("แบงค์")


def test_a_check_in_is_taken_back(rep: Town) -> None:
    rep.move_to("2026-11-26 13:50")
    share(rep)
    rep.tap("แบงค์", "ยกเลิก")
    with rep.database() as session:
        assert [one.deleted for one in session.scalars(select(CheckIn))] == [True]
