"""Logging what happened: one line, what follows from it, and what is asked when it is not clear."""

from __future__ import annotations

import pytest

from models.activity import ActivityChannel, Outcome
from models.customer import Contact
from models.followup import FollowUpState
from models.member import Role
from tests.stored import SIAM, activities, customer, drafts, followups
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    """แบงค์ with his customers, his manager กบ, and เมย์ with one customer of her own."""
    town.member("แบงค์")
    town.member("กบ", Role.MANAGER)
    town.member("เมย์")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner", "วรรณา": "purchasing"})
    town.customer("เอเชียพรีซิชั่น", "แบงค์")
    town.customer("คลีนวอเตอร์", "เมย์")
    return town


def test_a_bare_verb_is_not_logged_at_the_last_customer(team: Town) -> None:
    team.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคา ตามจันทร์")
    team.play("""
        แบงค์> เข้าพบ
        แบงค์< หมายถึงรายนี้ไหมคะ
        แบงค์> ใช่
        แบงค์< ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์ · ตาม จ. 30 พ.ย.
    """)


def test_a_visit_in_one_line_is_stored_and_shown_in_full(team: Town) -> None:
    team.move_to("2026-11-25 16:20")
    team.play("""
        แบงค์> เข้าพบ สยามวัสดุภัณฑ์ คุณสมชายขอ 1.5 ล้าน ตามศุกร์หน้าบ่ายสอง
        แบงค์< ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์ 1,500,000 · ตาม ศ. 4 ธ.ค. 14:00
    """)
    assert team.card("แบงค์").splitlines() == [
        "ลงแล้ว · เข้าพบ",
        "สยามวัสดุภัณฑ์ · วันนี้ 16:20",
        "คุยกับ  คุณสมชาย (เจ้าของ)",
        "เรื่อง  คุณสมชายขอ 1.5 ล้าน",
        "ยอดที่คุย  1,500,000 บาท",
        "รอบติดตาม  เริ่มนับ · ตามต่ออีก 5 ครั้ง (ยังไม่รู้ขนาด คิดเป็น M)",
        "ตามต่อ  ศ. 4 ธ.ค. 14:00",
        "[แก้]  [ยกเลิก]",
        "(หมายถึง ศ. 27 พ.ย.)",
    ]
    stored = activities(team)[0]
    assert stored.said == "เข้าพบ สยามวัสดุภัณฑ์ คุณสมชายขอ 1.5 ล้าน ตามศุกร์หน้าบ่ายสอง"
    assert customer(team, SIAM).last_contact_at == stored.occurred_at


def test_the_other_reading_of_a_date_is_one_tap(team: Town) -> None:
    team.move_to("2026-11-25 16:20")
    team.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ คุยราคา ตามศุกร์หน้าบ่ายสอง")
    team.tap("แบงค์", "หมายถึง ศ. 27 พ.ย.")
    (promised,) = followups(team)
    assert f"{promised.due_on}" == "2026-11-27"


def test_the_same_in_english(town: Town) -> None:
    town.member("Bank", language="en")
    town.customer("Riverview Hotel", "Bank", contacts={"Nok": "purchasing"})
    town.play("""
        Bank> visited Riverview Hotel, quoted 1.5m, follow up friday 2pm
        Bank< Logged · Visit Riverview Hotel 1,500,000 · follow up Fri 27 Nov 14:00
    """)
    assert town.card("Bank").splitlines() == [
        "Logged · Visit",
        "Riverview Hotel · today 09:00",
        "About  quoted 1.5m",
        "Amount  1,500,000 baht",
        "Rounds  begin now · 5 follow-ups (size not known, taken as M)",
        "Next  Fri 27 Nov 14:00",
        "[Edit]  [Undo]",
        "(Size S · 3) (Size L · 8) (Size XL · 12)",
    ]


def test_without_a_next_step_the_card_asks_for_one(team: Town) -> None:
    team.say("แบงค์", "โทร สยามวัสดุภัณฑ์ ลูกค้าพอใจ")
    assert "ตามต่อ  จ. 30 พ.ย. · จดวางให้\nวันนี้จดวางให้ก่อน เปลี่ยนได้เลยค่ะ" in team.card("แบงค์")
    team.tap("แบงค์", "พรุ่งนี้")
    (promised,) = followups(team)
    assert f"{promised.due_on}" == "2026-11-27"


def test_what_was_due_is_done_and_later_promises_stay(team: Town) -> None:
    team.say("แบงค์", "เตือนโทร สยามวัสดุภัณฑ์ วันนี้บ่ายสอง เรื่อง PO")
    team.say("แบงค์", "นัด สยามวัสดุภัณฑ์ 4 ธ.ค. 10 โมง")
    team.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยเรื่อง PO แล้ว")
    assert [f"{one.due_on}" for one in followups(team)] == ["2026-12-04"]
    (done,) = followups(team, FollowUpState.DONE)
    assert done.closed_by_id == activities(team)[0].id
    assert "นัด  ศ. 4 ธ.ค. 10:00" in team.card("แบงค์")


def test_a_call_before_a_meeting_leaves_the_meeting_standing(team: Town) -> None:
    team.say("แบงค์", "นัด สยามวัสดุภัณฑ์ วันนี้บ่ายสอง")
    team.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คอนเฟิร์มแล้ว")
    assert "นัด  พฤ. 26 พ.ย. 14:00" in team.card("แบงค์")
    team.move_to("2026-11-26 15:30")
    team.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ ลูกค้าตกลง")
    assert followups(team) == []


def test_an_unanswered_call_is_an_attempt_and_is_tried_again(team: Town) -> None:
    team.say("แบงค์", "โทร สยามวัสดุภัณฑ์ ไม่รับสาย")
    card = team.card("แบงค์")
    assert "ผล  ไม่รับสาย" in card
    assert "ตามต่อ  พฤ. 26 พ.ย. 11:00" in card
    assert customer(team, SIAM).last_contact_at is None
    assert customer(team, SIAM).last_attempt_at == activities(team)[0].occurred_at


@pytest.mark.parametrize(
    ("said", "channel", "outcome"),
    [
        ("ไลน์หา สยามวัสดุภัณฑ์ ส่งแคตตาล็อกแล้ว", ActivityChannel.LINE, Outcome.REACHED),
        ("ส่งเมล สยามวัสดุภัณฑ์ ใบเสนอราคา", ActivityChannel.EMAIL, Outcome.REACHED),
        ("ประชุมกับ สยามวัสดุภัณฑ์ เรื่องสเปค", ActivityChannel.MEETING, Outcome.REACHED),
        ("แวะ สยามวัสดุภัณฑ์ ไม่เจอ ฝากโบรชัวร์ไว้", ActivityChannel.VISIT, Outcome.NOT_MET),
    ],
)
def test_every_way_of_meeting(team: Town, said: str, channel: ActivityChannel, outcome: Outcome) -> None:
    team.say("แบงค์", said)
    (stored,) = activities(team)
    assert (stored.channel, stored.outcome, stored.said) == (channel, outcome, said)


def test_what_happened_yesterday_is_told_with_its_day(team: Town) -> None:
    team.say("แบงค์", "เมื่อวานโทรหา สยามวัสดุภัณฑ์ เค้ารอแบบจากช่าง ตามพรุ่งนี้")
    assert "สยามวัสดุภัณฑ์ · เมื่อวาน" in team.card("แบงค์").splitlines()
    assert f"{activities(team)[0].occurred_at:%Y-%m-%d}" == "2026-11-25"


def test_a_year_too_far_back_is_not_stored_but_waits_for_the_right_day(team: Town) -> None:
    team.play("""
        แบงค์> เมื่อวันที่ 5 ม.ค. 60 เข้าพบ สยามวัสดุภัณฑ์ คุยราคา
        แบงค์< พฤ. 5 ม.ค. 60 นานเกินหนึ่งปีแล้วค่ะ ถ้าพิมพ์ปีผิด พิมพ์วันที่ถูกมาใหม่ได้เลย เช่น “เมื่อวาน”
        แบงค์> เมื่อวาน
        แบงค์< ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์
    """)
    assert "สยามวัสดุภัณฑ์ · เมื่อวาน" in team.card("แบงค์").splitlines()


def test_a_next_step_that_has_gone_by_waits_for_another_moment(team: Town) -> None:
    team.play("""
        แบงค์> โทร สยามวัสดุภัณฑ์ คุยราคา ตามวันนี้ 8 โมง
        แบงค์< พฤ. 26 พ.ย. 08:00 ผ่านไปแล้วค่ะ พิมพ์วันเวลาใหม่ได้เลย เช่น “พรุ่งนี้ 10 โมง”
        แบงค์> พรุ่งนี้ 10 โมง
        แบงค์< ลงแล้ว · โทรสยามวัสดุภัณฑ์ · ตาม ศ. 27 พ.ย. 10:00
    """)
    assert activities(team)[0].said == "โทร สยามวัสดุภัณฑ์ คุยราคา ตามวันนี้ 8 โมง"


def test_the_same_sentence_twice_is_stored_once_unless_meant(team: Town) -> None:
    """People tap send twice when the signal is weak; a second call is one tap, or two minutes, away."""
    for _ in range(2):
        team.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคา ตามพรุ่งนี้")
    assert len(activities(team)) == 1
    assert "ประโยคนี้ลงไปแล้วตอน 09:00 ไม่ลงซ้ำให้นะคะ" in team.card("แบงค์")
    team.tap("แบงค์", "ลงอีกครั้ง")
    assert len(activities(team)) == 2
    team.move_to("2026-11-26 09:03")
    team.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคา ตามพรุ่งนี้")
    assert len(activities(team)) == 3


def test_a_name_that_fits_several_is_asked_about_once(team: Town) -> None:
    team.customer("สยามคอนกรีตบางพลี", "แบงค์")
    team.move_to("2026-11-25 10:00")
    team.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคา ตาม 30 พ.ย.")
    team.move_to("2026-11-26 11:00")
    team.heard("แบงค์")
    team.play("""
        แบงค์> โทรสยาม ขอเครดิต 60 วัน ตามจันทร์
        แบงค์< “สยาม” มี 2 ราย หมายถึงรายไหนคะ
    """)
    card = team.card("แบงค์")
    assert card.startswith("หมายถึงรายไหนคะ\nที่พิมพ์มาจดไว้แล้ว เลือกก็ลงให้เลย\n")
    assert "สยามวัสดุภัณฑ์\n   คุณแบงค์คุยล่าสุดเมื่อวาน" in card
    assert "สยามคอนกรีตบางพลี\n   ยังไม่เคยคุย" in card
    assert card.endswith("[ลูกค้าใหม่ชื่อ “สยาม”]")
    team.play("""
        แบงค์> สยามวัสดุภัณฑ์
        แบงค์< ลงแล้ว · โทรสยามวัสดุภัณฑ์ · ตาม จ. 30 พ.ย.
    """)
    stored = activities(team)[-1]
    assert (stored.said, stored.note) == ("โทรสยาม ขอเครดิต 60 วัน ตามจันทร์", "ขอเครดิต 60 วัน")
    assert drafts(team) == []


def test_an_unknown_name_is_one_tap_from_a_new_customer(team: Town) -> None:
    team.play("""
        แบงค์> เข้าพบ ไบรท์แพ็ค คุยเรื่องกล่อง ตามจันทร์
        แบงค์< ยังไม่มีลูกค้าชื่อ “ไบรท์แพ็ค”
        แบงค์> [ลูกค้าใหม่ชื่อ “ไบรท์แพ็ค”]
        แบงค์< ลงแล้ว · เข้าพบไบรท์แพ็ค · ตาม จ. 30 พ.ย.
    """)
    assert "เพิ่ม ไบรท์แพ็ค เป็นลูกค้าใหม่แล้ว" in team.card("แบงค์")
    team.play("""
        แบงค์> ยกเลิก
        แบงค์< ยกเลิกให้แล้ว · เข้าพบไบรท์แพ็ค
    """)
    assert customer(team, "ไบรท์แพ็ค").deleted


def test_a_near_match_is_offered_before_a_new_customer(team: Town) -> None:
    team.say("แบงค์", "โทร เอเชียพลาสติก ขอราคา ตามจันทร์")
    assert team.card("แบงค์").splitlines()[2:] == [
        "1  เอเชียพรีซิชั่น",
        "   ยังไม่เคยคุย",
        "[ลูกค้าใหม่ชื่อ “เอเชียพลาสติก”]",
    ]
    team.tap("แบงค์", "ลูกค้าใหม่ชื่อ “เอเชียพลาสติก”")
    assert activities(team)[0].customer_id == customer(team, "เอเชียพลาสติก").id


def test_a_name_in_another_script_is_learnt_from_the_answer(team: Town) -> None:
    team.say("แบงค์", "โทร AsiaPrec ถามเรื่อง PO ตามจันทร์")
    team.say("แบงค์", "เอเชียพรีซิชั่น")
    team.say("แบงค์", "โทร AsiaPrec ส่งราคาแล้ว ตามพุธ")
    assert {one.customer_id for one in activities(team)} == {customer(team, "เอเชียพรีซิชั่น").id}
    assert len(activities(team)) == 2


def test_another_reps_customer_is_named_with_its_owner_and_nothing_else(team: Town) -> None:
    team.play("""
        แบงค์> เข้าพบ คลีนวอเตอร์ คุยต่อสัญญา ตามจันทร์
        แบงค์< คลีนวอเตอร์ เป็นลูกค้าของเมย์ ถามเมย์ได้เลยค่ะ
    """)
    assert activities(team) == []


def test_a_manager_logs_with_a_customer_of_the_team(team: Town) -> None:
    team.say("กบ", "เข้าพบ คลีนวอเตอร์ คุยต่อสัญญา ตามจันทร์")
    (stored,) = activities(team)
    assert stored.note == "คุยต่อสัญญา"


def test_a_new_person_is_remembered_and_goes_with_the_undo(team: Town) -> None:
    team.say("แบงค์", "โทรหาคุณกิตติ สยามวัสดุภัณฑ์ ถามราคา ตามจันทร์")
    assert "คุยกับ  คุณกิตติ" in team.card("แบงค์")
    team.say("แบงค์", "ยกเลิก")
    standing = Contact.at(customer(team, SIAM).id)
    with team.database() as session:
        assert [one.name for one in session.scalars(standing)] == ["สมชาย", "วรรณา"]
