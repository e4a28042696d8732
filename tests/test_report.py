"""The day's report to forward, what is left before going home, and lines not placed yet."""

from __future__ import annotations

import textwrap
from decimal import Decimal

import pytest
from sqlalchemy import select

from models.followup import Draft, FollowUp
from models.member import Member, Role
from tests.drawing import action_called
from tests.ledger import did, named, owes
from tests.town import Town

FIRMS = {
    "โรงแรมริเวอร์วิว": {"นก": "purchasing"},
    "สยามวัสดุภัณฑ์": {"สมชาย": "owner"},
    "เอเชียพรีซิชั่น": {},
    "ทรัพย์ไพศาลการช่าง": {},
    "คลีนวอเตอร์": {},
    "แกรนด์โฮมบิลเดอร์": {},
}


@pytest.fixture
def team(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    for name, people in FIRMS.items():
        town.customer(name, "แบงค์", contacts=dict(people))
    town.customer("TTM", "เมย์")
    return town


@pytest.fixture
def thursday(team: Town) -> Town:
    """The day of the message guide."""
    hotel, siam = "เสนอราคารีโนเวทล็อบบี้ 2,300,000 ลูกค้าขอเทียบ 2 เจ้า", "ตกลงราคา รอ PO"
    did(
        team, "แบงค์", "โรงแรมริเวอร์วิว", "2026-11-26 10:00", note=hotel, contact="นก", amount=Decimal(2_300_000)
    )
    did(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-26 14:00", note=siam, contact="สมชาย", amount=Decimal(1_500_000))
    did(team, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-26 15:00", "call", outcome="no_answer")
    did(team, "แบงค์", "ทรัพย์ไพศาลการช่าง", "2026-11-26 15:30", "line", note="ส่งใบเสนอราคาปั๊มน้ำแล้ว")
    did(team, "แบงค์", "คลีนวอเตอร์", "2026-11-26 16:00", "call", note="ขอต่อสัญญารายปี\nราคาเดิม")
    did(team, "แบงค์", "คลีนวอเตอร์", "2026-11-25 16:00", note="ของเมื่อวาน")
    did(team, "เมย์", "TTM", "2026-11-26 11:00", note="ของเมย์")
    owes(team, "แบงค์", "โรงแรมริเวอร์วิว", "2026-12-01")
    owes(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-30")
    owes(team, "แบงค์", "เอเชียพรีซิชั่น", "2026-11-27 09:00")
    owes(team, "แบงค์", "ทรัพย์ไพศาลการช่าง", "2026-11-27 14:00", kind="appointment")
    owes(team, "แบงค์", "คลีนวอเตอร์", "2026-12-04")
    return team


def test_the_report_is_text_to_forward_as_the_guide_draws_it(thursday: Town) -> None:
    thursday.move_to("2026-11-26 17:00")
    thursday.say("แบงค์", "สรุปวันนี้")
    assert thursday.card("แบงค์") == textwrap.dedent("""\
        รายงานประจำวัน แบงค์ · พฤ. 26 พ.ย. 69
        เข้าพบ 2 · โทร 2 (ไม่รับสาย 1) · ไลน์ 1 · คุยได้ 4 ราย
        1. โรงแรมริเวอร์วิว (เข้าพบ คุณนก) เสนอราคารีโนเวทล็อบบี้ 2,300,000 ลูกค้าขอเทียบ 2 เจ้า ตาม อ. 1 ธ.ค.
        2. สยามวัสดุภัณฑ์ (เข้าพบ คุณสมชาย) ตกลงราคา รอ PO (1,500,000) ตาม จ. 30 พ.ย.
        3. เอเชียพรีซิชั่น (โทร ไม่รับสาย) โทรใหม่พรุ่งนี้ 09:00
        4. ทรัพย์ไพศาลการช่าง (ไลน์) ส่งใบเสนอราคาปั๊มน้ำแล้ว นัด ศ. 27 พ.ย. 14:00
        5. คลีนวอเตอร์ (โทร) ขอต่อสัญญารายปี ราคาเดิม ตาม ศ. 4 ธ.ค.
        พรุ่งนี้: นัด 1 · ตาม 1
        (คัดลอกรายงาน)""")
    copied = action_called(thursday.platform.phone("แบงค์"), "คัดลอกรายงาน")["clipboardText"]
    assert copied.startswith("รายงานประจำวัน แบงค์")


def test_what_is_left_comes_as_a_card(thursday: Town) -> None:
    owes(thursday, "แบงค์", "แกรนด์โฮมบิลเดอร์", "2026-11-25", "ตามเรื่องแบบกับวิศวกร")
    thursday.move_to("2026-11-26 17:00")
    thursday.heard("แบงค์")
    report, left = thursday.say("แบงค์", "สรุปวันนี้")
    assert report.startswith("รายงานประจำวัน แบงค์")
    assert left == "นัดวันนี้ลงผลครบแล้ว · ค้างตาม 1 เรื่อง"
    assert thursday.card("แบงค์") == textwrap.dedent("""\
        ก่อนเลิกงาน
        เหลืออีก 1 เรื่องค่ะ คุณแบงค์
        1  แกรนด์โฮมบิลเดอร์
           ค้างตาม 1 วัน · ตามเรื่องแบบกับวิศวกร
        [คัดลอกรายงาน]
        [เลื่อนเป็นพรุ่งนี้]  [ไม่ต้องตามแล้ว]""")
    thursday.tap("แบงค์", "เลื่อนเป็นพรุ่งนี้")
    assert len(thursday.say("แบงค์", "สรุปวันนี้")) == 1


def test_everything_that_is_left_in_its_own_words(team: Town) -> None:
    owes(team, "แบงค์", "โรงแรมริเวอร์วิว", "2026-11-26 10:00", kind="appointment")
    owes(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-26 19:00", "ทานข้าว", kind="appointment")
    owes(team, "แบงค์", "คลีนวอเตอร์", "2026-11-26", "ส่งสัญญา")
    owes(team, "แบงค์", "แกรนด์โฮมบิลเดอร์", "2026-11-20", "ตามเรื่องแบบ")
    with team.database() as session:
        bank = named(session, Member, "แบงค์")
        draft = Draft(workspace_id=bank.workspace_id, member_id=bank.id, said="เอาตัวอย่างไปด้วย")
        draft.said_at = team.clock.now()
        session.add(draft)
    team.move_to("2026-11-26 16:45")
    team.heard("แบงค์")
    team.play("""
        แบงค์> สรุปวันนี้
        แบงค์< วันนี้ยังไม่ได้ลงงานค่ะ คุณแบงค์ ไปหาหรือโทรคุยกับใครมา พิมพ์บอกบรรทัดเดียวได้เลย
        แบงค์< นัดยังไม่มีผล 1 นัด · ตามวันนี้ 1 เรื่อง · ค้างตาม 1 เรื่อง · ยังไม่ได้ลง 1 ข้อความ
    """)
    assert team.card("แบงค์") == textwrap.dedent("""\
        ก่อนเลิกงาน
        เหลืออีก 4 เรื่องค่ะ คุณแบงค์
        1  โรงแรมริเวอร์วิว
           นัด 10:00 ยังไม่ได้ลงผล
        2  คลีนวอเตอร์
           ตามวันนี้ · ส่งสัญญา
        3  แกรนด์โฮมบิลเดอร์
           ค้างตาม 6 วัน · ตามเรื่องแบบ
        4  “เอาตัวอย่างไปด้วย”
           พิมพ์ไว้ วันนี้ 09:00 ยังไม่ได้ลง
        [เลื่อนที่ค้าง]""")


def test_an_outcome_is_not_told_twice(team: Town) -> None:
    team.say("แบงค์", "โทร คลีนวอเตอร์ ไม่รับสาย")
    team.say("แบงค์", "สรุปวันนี้")
    assert "1. คลีนวอเตอร์ (โทร ไม่รับสาย) โทรใหม่" in "".join(
        message.body.get("text", "") for message in team.platform.phone("แบงค์").received
    )


def test_in_english(thursday: Town) -> None:
    with thursday.database() as session:
        named(session, Member, "แบงค์").language = "en"
    thursday.say("แบงค์", "daily report")
    lines = thursday.card("แบงค์").splitlines()
    assert lines[0] == "Daily report แบงค์ · Thu 26 Nov 2026"
    assert lines[1] == "Visit 2 · Call 2 (No answer 1) · LINE 1 · reached 4"
    assert lines[4] == "3. เอเชียพรีซิชั่น (Call No answer) call again tomorrow 09:00"
    assert lines[-2:] == ["Tomorrow: meetings 1 · follow-ups 1", "(Copy the report)"]


def test_before_a_weekend_the_next_working_day_is_told(team: Town) -> None:
    did(team, "แบงค์", "คลีนวอเตอร์", "2026-11-27 10:00", "call", note="คุยราคา")
    owes(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-30 10:00", kind="appointment")
    team.move_to("2026-11-27 17:00")
    team.say("แบงค์", "สรุปวันนี้")
    assert "จ. 30 พ.ย.: นัด 1 · ตาม 0" in team.card("แบงค์")


def test_a_report_too_long_to_copy_has_no_button_that_would_cut_it(team: Town) -> None:
    for name in FIRMS:
        did(team, "แบงค์", name, "2026-11-26 10:00", note="คุยเรื่องราคาและกำหนดส่งของ" * 8)
    team.say("แบงค์", "สรุปวันนี้")
    assert "คัดลอกรายงาน" not in team.card("แบงค์")
    assert "6. แกรนด์โฮมบิลเดอร์" in team.card("แบงค์")


def test_the_log_that_leaves_nothing_open_brings_the_report_once(team: Town) -> None:
    owes(team, "แบงค์", "คลีนวอเตอร์", "2026-11-26", "ส่งสัญญา")
    team.move_to("2026-11-26 16:29")
    team.heard("แบงค์")
    assert len(team.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคาแล้ว")) == 1
    team.move_to("2026-11-26 16:40")
    team.heard("แบงค์")
    assert len(team.say("แบงค์", "เข้าพบ โรงแรมริเวอร์วิว คุยเรื่องล็อบบี้")) == 1, "คลีนวอเตอร์ is still open"
    logged, report = team.say("แบงค์", "โทร คลีนวอเตอร์ ส่งสัญญาแล้ว ตามศุกร์หน้า")
    assert logged.startswith("ลงแล้ว")
    assert report.startswith("รายงานประจำวัน แบงค์ · พฤ. 26 พ.ย. 69\nเข้าพบ 1 · โทร 2 · คุยได้ 3 ราย\n")
    assert len(team.say("แบงค์", "ไลน์ เอเชียพรีซิชั่น ส่งแคตตาล็อก")) == 1


def test_a_report_holds_only_the_own_day(thursday: Town) -> None:
    thursday.say("เมย์", "สรุปวันนี้")
    assert "ของเมย์" in thursday.card("เมย์")
    assert "สยาม" not in thursday.card("เมย์")


def test_a_draft_comes_back_to_the_keyboard_and_is_done_when_said_again(team: Town) -> None:
    team.say("แบงค์", "พรุ่งนี้เอาตัวอย่างเหล็กไปด้วย")
    team.say("แบงค์", "ฉบับร่าง")
    card = team.card("แบงค์")
    assert "1  “พรุ่งนี้เอาตัวอย่างเหล็กไปด้วย”" in card
    line = action_called(team.platform.phone("แบงค์"), "“พรุ่งนี้เอาตัวอย่างเหล็กไปด้วย”")
    assert (line["inputOption"], line["fillInText"]) == ("openKeyboard", "พรุ่งนี้เอาตัวอย่างเหล็กไปด้วย")
    assert team.say("แบงค์", "1") == ["“พรุ่งนี้เอาตัวอย่างเหล็กไปด้วย”"]
    team.say("แบงค์", "โน้ต สยามวัสดุภัณฑ์ พรุ่งนี้เอาตัวอย่างเหล็กไปด้วย")
    assert team.say("แบงค์", "ฉบับร่าง") == ["ไม่มีข้อความค้างค่ะ ลงครบแล้ว"]


def test_a_draft_is_forgotten_by_a_tap_and_nobody_else_s_can_be(team: Town) -> None:
    team.say("แบงค์", "พรุ่งนี้เอาตัวอย่างเหล็กไปด้วย")
    with team.database() as session:
        draft = session.scalars(select(Draft)).one().id
    for who in ("เมย์", "กบ"):
        team.platform.phone(who).tap({"type": "postback", "data": f"1.keep_not:draft={draft}"})
        assert team.heard(who) == ["ไม่เจอรายการนี้ค่ะ พิมพ์ชื่อลูกค้า หรือ “แผน” เพื่อดูรายการใหม่ได้เลย"]
    team.say("แบงค์", "ฉบับร่าง")
    team.tap("แบงค์", "“พรุ่งนี้เอาตัวอย่างเหล็กไปด้วย”")
    assert team.tap("แบงค์", "ไม่ต้องเก็บ") == ["ไม่เก็บแล้วค่ะ · “พรุ่งนี้เอาตัวอย่างเหล็กไปด้วย”"]
    assert team.say("แบงค์", "ฉบับร่าง") == ["ไม่มีข้อความค้างค่ะ ลงครบแล้ว"]


def test_moving_what_is_left_needs_no_plan(thursday: Town) -> None:
    left = owes(thursday, "แบงค์", "แกรนด์โฮมบิลเดอร์", "2026-11-26", "ตามเรื่องแบบ")
    thursday.say("แบงค์", "สรุปวันนี้")
    thursday.tap("แบงค์", "ไม่ต้องตามแล้ว")
    with thursday.database() as session:
        assert not session.get_one(FollowUp, left).is_open


def test_what_was_only_said_of_a_deal_stands_in_the_report_as_it_was_typed(town: Town) -> None:
    town.member("แบงค์")
    town.customer("นครพลาสติก", "แบงค์")
    town.say("แบงค์", "เปิดดีลนครพลาสติก เม็ดพลาสติก 720k")
    town.say("แบงค์", "ไลน์หานครพลาสติก ไม่ตอบ")
    town.say("แบงค์", "นครพลาสติกไปขั้นต่อรองแล้วนะ")
    report = town.say("แบงค์", "สรุปวันนี้")[0]
    assert "นครพลาสติก (โน้ต) นครพลาสติกไปขั้นต่อรองแล้วนะ" in report
    assert "ไลน์ 1 (ยังไม่ตอบ 1)" in report
