"""Days that are none or have gone by, several customers at once, a name denied: asked, never guessed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.activity import Activity, ActivityChannel
from models.followup import FollowUpState
from tests.afternoon import afternoon, followup
from tests.invitations import team_code
from tests.ledger import moment
from tests.town import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    place = afternoon(database_url)
    yield place
    place.jod.stop()


def test_a_day_that_does_not_exist_is_said_and_the_right_one_asked_for(town: Town) -> None:
    town.play("""
        แบงค์> ตาม สยามวัสดุภัณฑ์ 31 ก.พ.
        แบงค์< ไม่มี “31 ก.พ.” นะคะ วันเวลาที่ถูกคือเมื่อไหร่
        แบงค์> 1 ธ.ค. 10 โมง
        แบงค์< ตั้งวันตามแล้ว · สยามวัสดุภัณฑ์ อ. 1 ธ.ค. 10:00
    """)
    assert followup(town, "สยามวัสดุภัณฑ์").about == ""


def test_an_hour_that_does_not_exist_is_refused_in_english_too(town: Town) -> None:
    town.play("""
        Ken> meet Eastern Steel tomorrow 25:00
        Ken< There is no “tomorrow 25:00”. Which day and time is right?
        Ken> tomorrow 3pm
        Ken< Meeting set · Eastern Steel Fri 27 Nov 15:00
    """)


def test_a_question_about_a_day_that_does_not_exist_is_not_answered_with_another(town: Town) -> None:
    town.play("""
        แบงค์> แผน 31 ก.พ.
        แบงค์< ไม่มี “31 ก.พ.” นะคะ วันเวลาที่ถูกคือเมื่อไหร่
    """)


def test_an_appointment_in_the_past_is_logged_or_gets_another_day(town: Town) -> None:
    town.play("""
        แบงค์> นัด สยามวัสดุภัณฑ์ เมื่อวาน 10 โมง
        แบงค์< พ. 25 พ.ย. 10:00 ผ่านไปแล้วค่ะ
        แบงค์> [ไปมาแล้ว ลงบันทึกเลย]
        แบงค์< ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์
    """)
    with town.database() as session:
        visit = session.scalars(select(Activity).order_by(Activity.id.desc()).limit(1)).one()
        assert visit.channel is ActivityChannel.VISIT
        assert visit.occurred_at == moment("2026-11-25 10:00")


def test_an_appointment_in_the_past_may_have_been_a_slip(town: Town) -> None:
    town.play("""
        Ken> appointment with Eastern Steel yesterday 10am
        Ken< Wed 25 Nov 10:00 has gone by
        Ken> tomorrow 10am
        Ken< Meeting set · Eastern Steel Fri 27 Nov 10:00
    """)
    assert followup(town, "Eastern Steel").state is FollowUpState.OPEN


def test_two_customers_in_one_line_are_shown_first_and_stored_as_two(town: Town) -> None:
    town.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ คุยราคา แล้วโทร TTM ไม่รับ")
    assert town.card("แบงค์") == textwrap.dedent("""\
        อ่านได้ 2 บรรทัด
        ดูก่อน แล้วลงทีเดียวทั้งหมด
        1  สยามวัสดุภัณฑ์
           เข้าพบ · คุยราคา
        2  TTM
           โทร · ไม่รับสาย · ไม่รับ
        [ลงเลย 2 รายการ]""")


def test_who_it_was_not_is_said_and_who_it_was_is_asked_for(town: Town) -> None:
    town.play("""
        แบงค์> เข้าพบ สยามวัสดุภัณฑ์ คุยราคา
        แบงค์< ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์
        แบงค์> ไม่ใช่ สยามวัสดุภัณฑ์
        แบงค์< หมายถึงรายไหนคะ
        แบงค์> TTM
        แบงค์< แก้แล้ว · เข้าพบTTM
    """)


def test_a_line_nobody_can_do_that_names_a_customer_never_goes_to_the_last_card(town: Town) -> None:
    town.play("""
        แบงค์> เข้าพบ สยามวัสดุภัณฑ์ คุยราคา
        แบงค์< ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์
    """)
    town.say("แบงค์", "ลบเบอร์ TTM")
    assert town.card("แบงค์").startswith("ลงแล้ว · โน้ต\nTTM")


def test_a_newcomer_is_let_in_by_name(town: Town) -> None:
    town.person("แนน")
    town.say("กบ", "ชวนทีม")
    town.say("แนน", f"join {team_code(town)}")
    town.move_to("2026-11-26 13:05")
    town.heard("กบ")
    town.play("""
        แบงค์> รับ แนน
        แบงค์< เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ
        กบ> รับ แนน
        กบ< รับคุณแนนเข้าทีมขายแล้ว จดบอกให้แล้วค่ะ
    """)
