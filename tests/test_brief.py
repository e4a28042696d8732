"""The brief: on a bare name, and before a meeting."""

from __future__ import annotations

import textwrap
from decimal import Decimal

import pytest

from models.customer import Contact, Customer
from models.followup import FollowUp, FollowUpState
from models.member import Member, Role
from tests.drawing import action_called
from tests.ledger import did, moment, named, owes
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    """แบงค์'s สยามวัสดุภัณฑ์ as the message guide tells of it."""
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.member("วิทย์", Role.MANAGER, team="ทีมเหนือ")
    town.person("ฟ้า")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner", "วรรณา": "purchasing"})
    said = "ขอเครดิต 60 วัน ขอถามเจ้าของก่อน"
    did(town, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-19 10:00", "call", note=said, contact="วรรณา")
    return town


@pytest.fixture
def steel(team: Town) -> int:
    about = "ปิดราคาเหล็กเส้นโครงการบางนา"
    return owes(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-26 14:00", about, kind="appointment", contact="สมชาย")


def opens(town: Town, who: str, followup: int) -> list[str]:
    town.platform.phone(who).tap({"type": "postback", "data": f"1.brief:followup={followup}"})
    return town.heard(who)


def test_before_a_meeting_as_the_guide_draws_it(team: Town, steel: int) -> None:
    new_price = owes(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-23", "ส่งใบเสนอราคาใหม่")
    with team.database() as session:
        siam = named(session, Customer, "สยามวัสดุภัณฑ์")
        siam.latitude, siam.longitude = 13.6, 100.6
        named(session, Contact, "สมชาย").phone = "+66812345678"
        session.get_one(FollowUp, new_price).close(FollowUpState.DONE, moment("2026-11-23 15:00"))
    team.move_to("2026-11-26 13:00")
    opens(team, "แบงค์", steel)
    assert team.card("แบงค์") == textwrap.dedent("""\
        14:00 สยามวัสดุภัณฑ์
        อีก 1 ชั่วโมง · เข้าพบคุณสมชาย (เจ้าของ)
        เรื่อง  ปิดราคาเหล็กเส้นโครงการบางนา
        ครั้งก่อน  พฤ. 19 พ.ย. โทรคุยกับคุณวรรณา (จัดซื้อ)
        “ขอเครดิต 60 วัน ขอถามเจ้าของก่อน”
        รับปากไว้  ส่งใบเสนอราคาใหม่ · เสร็จแล้ว จ. 23 พ.ย.
        [โทร]  [นำทาง]
        [ลงผล]  [เลื่อนนัด]""")
    phone = team.platform.phone("แบงค์")
    assert action_called(phone, "โทร")["uri"] == "tel:+66812345678"
    assert action_called(phone, "นำทาง")["uri"].endswith("query=13.600000%2C100.600000")
    assert action_called(phone, "ลงผล")["fillInText"] == "เข้าพบ สยามวัสดุภัณฑ์ คุณสมชาย "
    assert action_called(phone, "เลื่อนนัด")["initial"] == "2026-11-26T14:00"


def test_the_chat_list_tells_what_matters_first(team: Town, steel: int) -> None:
    team.move_to("2026-11-26 12:30")
    team.heard("แบงค์")
    assert opens(team, "แบงค์", steel) == [
        "อีก 1 ชม. 30 นาที · 14:00 เข้าพบสยามวัสดุภัณฑ์ คุณสมชาย · ปิดราคาเหล็กเส้นโครงการบางนา"
    ]


def test_in_english(team: Town, steel: int) -> None:
    with team.database() as session:
        named(session, Member, "แบงค์").language = "en"
    opens(team, "แบงค์", steel)
    assert team.card("แบงค์") == textwrap.dedent("""\
        14:00 สยามวัสดุภัณฑ์
        in 5 hours · Visit สมชาย (owner)
        About  ปิดราคาเหล็กเส้นโครงการบางนา
        Last time  Thu 19 Nov Call with วรรณา (purchasing)
        “ขอเครดิต 60 วัน ขอถามเจ้าของก่อน”
        [Log result]  [Move meeting]""")


@pytest.mark.parametrize(
    ("due", "kind", "more", "heading"),
    [
        ("2026-11-27", "task", {"channel": "call"}, "สยามวัสดุภัณฑ์\nพรุ่งนี้ · โทร\n"),
        ("2026-11-30 10:00", "appointment", {}, "10:00 สยามวัสดุภัณฑ์\nจ. 30 พ.ย. · เข้าพบ\n"),
        ("2026-11-24", "task", {"contact": "วรรณา"}, "สยามวัสดุภัณฑ์\nค้าง 2 วัน · ตามคุณวรรณา (จัดซื้อ)\n"),
        ("2026-11-26 08:30", "appointment", {}, "08:30 สยามวัสดุภัณฑ์\nถึงเวลาแล้ว · เข้าพบ\n"),
    ],
)
def test_how_long_there_is(team: Town, due: str, kind: str, more: dict[str, str], heading: str) -> None:
    opens(team, "แบงค์", owes(team, "แบงค์", "สยามวัสดุภัณฑ์", due, "คุยราคา", kind=kind, **more))
    assert team.card("แบงค์").startswith(heading)


def test_a_bare_name_tells_who_is_who_what_was_said_and_what_was_promised(team: Town, steel: int) -> None:
    with team.database() as session:
        siam = named(session, Customer, "สยามวัสดุภัณฑ์")
        siam.address, siam.phone = "99 ถ.บางนา-ตราด กม. 12", "+6621234567"
        named(session, Contact, "สมชาย").phone = "+66812345678"
        named(session, Contact, "วรรณา").phone = "+66898765432"
    for day, note in ((10, "แรก"), (12, "สอง"), (24, "สาม")):
        amount = Decimal(1_620_000) if note == "สาม" else None
        did(team, "แบงค์", "สยามวัสดุภัณฑ์", f"2026-11-{day} 10:00", note=note, amount=amount)
    owes(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-25", "ส่งตัวอย่าง")
    assert team.say("แบงค์", "สยามวัสดุภัณฑ์") == ["สยามวัสดุภัณฑ์ · คุยล่าสุด อ. 24 พ.ย. · ส่งตัวอย่าง · ตาม พ. 25 พ.ย."]
    assert team.card("แบงค์") == textwrap.dedent("""\
        สยามวัสดุภัณฑ์
        คุยล่าสุด อ. 24 พ.ย.
        เจ้าของ  คุณสมชาย · 081-234-5678
        จัดซื้อ  คุณวรรณา · 089-876-5432
        โทร  02-123-4567
        ที่อยู่  99 ถ.บางนา-ตราด กม. 12
        ยอดที่คุย  1,620,000 บาท (อ. 24 พ.ย.)
        อ. 24 พ.ย.  เข้าพบ
        “สาม”
        พฤ. 19 พ.ย.  โทรคุยกับคุณวรรณา (จัดซื้อ)
        “ขอเครดิต 60 วัน ขอถามเจ้าของก่อน”
        พฤ. 12 พ.ย.  เข้าพบ
        “สอง”
        รับปากไว้
        1  ส่งตัวอย่าง
           ตาม พ. 25 พ.ย.
        2  ปิดราคาเหล็กเส้นโครงการบางนา
           นัด พฤ. 26 พ.ย. 14:00
        [โทร สมชาย]  [โทร วรรณา]
        [ลงงาน]  [ตั้งวันตาม]
        [ประวัติ]  [ใครเป็นใคร]
        [นำทาง]""")
    uri = action_called(team.platform.phone("แบงค์"), "นำทาง")["uri"]
    assert len(uri) < 1_000
    assert uri.startswith("https://www.google.com/maps/search/?api=1&query=99%20")


def test_nothing_planned_is_said(team: Town) -> None:
    team.say("แบงค์", "สยามวัสดุ")
    assert "ยังไม่มีนัดครั้งหน้า ตั้งวันไว้กันหลุดนะคะ" in team.card("แบงค์")


def test_a_promise_opens_by_its_number_and_a_closed_one_shows_the_customer(team: Town, steel: int) -> None:
    team.say("แบงค์", "สยามวัสดุภัณฑ์")
    assert team.tap("แบงค์", "ปิดราคาเหล็กเส้นโครงการบางนา")[0].startswith("อีก 5 ชม. · 14:00")
    with team.database() as session:
        session.get_one(FollowUp, steel).close(FollowUpState.DROPPED, moment("2026-11-26 09:00"))
    assert opens(team, "แบงค์", steel) == ["สยามวัสดุภัณฑ์ · คุยล่าสุด พฤ. 19 พ.ย."]


def test_a_manager_sees_whose_customer_it_is(team: Town, steel: int) -> None:
    team.say("กบ", "สยามวัสดุภัณฑ์")
    card = team.card("กบ")
    assert "คุยล่าสุด พฤ. 19 พ.ย. · ลูกค้าของคุณแบงค์" in card
    assert "โทรคุยกับคุณวรรณา (จัดซื้อ) · โดยคุณแบงค์" in card
    assert opens(team, "กบ", steel)[0].startswith("อีก 5 ชม.")


def test_nobody_else_opens_the_brief_by_name_or_by_button(team: Town, steel: int) -> None:
    belongs = ["สยามวัสดุภัณฑ์ เป็นลูกค้าของแบงค์ ถามแบงค์ได้เลยค่ะ"]
    for who in ("เมย์", "วิทย์"):
        assert team.say(who, "สยามวัสดุภัณฑ์") == belongs
        assert opens(team, who, steel) == ["ไม่เจอรายการนี้ค่ะ พิมพ์ชื่อลูกค้า หรือ “แผน” เพื่อดูรายการใหม่ได้เลย"]
    assert "สยาม" not in " ".join(team.say("ฟ้า", "สยามวัสดุภัณฑ์") + opens(team, "ฟ้า", steel))


def test_the_tap_on_log_result_is_silent_and_the_sentence_settles_the_meeting(team: Town, steel: int) -> None:
    opens(team, "แบงค์", steel)
    assert team.tap("แบงค์", "ลงผล") == []
    team.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ คุณสมชาย ตกลงราคา รอ PO ตามจันทร์ 10 โมง")
    with team.database() as session:
        assert session.get_one(FollowUp, steel).state is FollowUpState.DONE
