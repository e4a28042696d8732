"""Help, the menu, thanks, and everything that is no record."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.activity import Activity
from models.followup import Draft
from models.member import Role
from tests.stored import SIAM
from tests.town import Town


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์")
    return town


def nothing_stored(town: Town) -> bool:
    with town.database() as session:
        return not session.scalars(select(Activity)).all() and not session.scalars(select(Draft)).all()


@pytest.mark.parametrize("said", ["5555", "ขอบคุณค่ะ", "โอเคครับ 🙏", "รับทราบค่า", "thanks!", "👍"])
def test_small_talk_in_the_middle_of_work_gets_no_answer(rep: Town, said: str) -> None:
    rep.say("แบงค์", "โทร สยามวัสดุภัณฑ์ คุยราคา ตามพุธ")
    assert rep.say("แบงค์", said) == []


def test_a_hello_out_of_the_blue_gets_one_word_back(rep: Town) -> None:
    rep.play("""
        แบงค์> สวัสดีตอนเช้าค่ะ ☀️
        แบงค์< ค่ะ คุณแบงค์
    """)
    assert nothing_stored(rep)


def test_stickers_are_not_stored_and_get_no_lecture(rep: Town) -> None:
    rep.platform.phone("แบงค์").send_sticker()
    assert rep.heard("แบงค์") == []
    assert nothing_stored(rep)


def test_a_sticker_leaves_the_question_open(rep: Town) -> None:
    rep.say("แบงค์", "โทร ไบรท์แพ็ค คุยราคา ตามพุธ")
    rep.platform.phone("แบงค์").send_sticker()
    assert rep.say("แบงค์", "5555") == []
    assert rep.say("แบงค์", "ใหม่") == ["ลงแล้ว · โทรไบรท์แพ็ค · ตาม พ. 2 ธ.ค."]


@pytest.mark.parametrize("said", ["ใช่", "ไม่ใช่", "yes", "no"])
def test_yes_and_no_to_nothing_is_nothing(rep: Town, said: str) -> None:
    assert rep.say("แบงค์", said) == []
    assert nothing_stored(rep)


def test_new_without_a_question_says_how_to_add_a_customer(rep: Town) -> None:
    assert rep.say("แบงค์", "ใหม่")[0].startswith("เพิ่มลูกค้า พิมพ์ “ลูกค้าใหม่” ตามด้วยชื่อได้เลยค่ะ")


def test_help_shows_a_reps_own_customers_and_no_more_than_a_rep_can_do(rep: Town) -> None:
    rep.say("แบงค์", "ช่วยด้วย")
    card = rep.card("แบงค์")
    assert "ลงงาน  เข้าพบ สยามวัสดุภัณฑ์ คุยราคา 1.5 ล้าน ตามศุกร์นี้บ่ายสอง" in card.splitlines()
    assert "ทีม" not in card.replace("แชททีม", "")


def test_help_for_a_manager_and_an_owner(rep: Town) -> None:
    rep.member("กบ", Role.MANAGER)
    rep.member("เจ้", Role.OWNER)
    rep.say("กบ", "help")
    assert "ฝากงาน  ให้แบงค์โทร สยามวัสดุภัณฑ์ พรุ่งนี้" in rep.card("กบ").splitlines()
    assert "ชวนทีม" not in rep.card("กบ")
    rep.say("เจ้", "ดูตัวอย่าง")
    assert "ชวนทีม" in rep.card("เจ้")


def test_every_example_of_the_help_is_understood(rep: Town) -> None:
    """What the help tells people to type must not end in a shrug."""
    rep.member("กบ", Role.OWNER)
    rep.say("กบ", "help")
    rows = [
        line.split("  ", 1)[1] for line in rep.card("กบ").splitlines() if "  " in line and "[" not in line
    ]
    examples = [one for row in rows[:-1] for one in row.split(" · ") if "หลายบรรทัด" not in one]
    assert len(examples) > 15
    for example in examples:
        rep.say("กบ", example)
        assert not rep.card("กบ").startswith("ยังไม่แน่ใจว่าให้ทำอะไรค่ะ"), example


def test_help_in_english(town: Town) -> None:
    town.member("Bank", language="en")
    town.say("Bank", "help")
    assert "Log  visited Siam Materials, quoted 1.5m, follow up Friday 2pm" in town.card("Bank").splitlines()


def test_the_menu_is_a_card_whose_numbers_can_be_typed(rep: Town) -> None:
    rep.say("แบงค์", "เมนู")
    assert rep.card("แบงค์").splitlines() == [
        "เมนู",
        "แตะ หรือพิมพ์เลขหน้ารายการ",
        "งานของฉัน",
        "1  แผนวันนี้",
        "2  ค้างตาม",
        "3  สรุปวันนี้",
        "4  ฉบับร่าง",
        "5  ดีลของฉัน",
        "6  รายงานของฉัน",
        "ตั้งค่า",
        "7  ตั้งค่าของฉัน",
        "[ลงงาน]  [ค้นหา]",
        "[ดูตัวอย่าง]",
    ]
    for number in range(1, 8):
        rep.say("แบงค์", "เมนู")
        assert rep.say("แบงค์", str(number)) != [], number


def test_the_managers_menu_begins_with_the_team(rep: Town) -> None:
    rep.member("กบ", Role.MANAGER)
    rep.say("กบ", "menu")
    lines = rep.card("กบ").splitlines()
    assert lines[2:6] == ["ทีม", "1  สรุปทีม", "2  วันนี้ทีมไปไหน", "3  ใครยังไม่ลงงาน"]
    for number in range(1, 18):
        rep.say("กบ", "เมนู")
        assert rep.say("กบ", str(number)) != [], number


def test_every_menu_line_can_be_typed_as_it_stands(rep: Town) -> None:
    rep.member("กบ", Role.OWNER)
    rep.say("กบ", "เมนู")
    titles = [line.split("  ", 1)[1] for line in rep.card("กบ").splitlines() if line[:1].isdigit()]
    for title in titles:
        rep.say("กบ", title)
        assert not rep.card("กบ").startswith("ยังไม่แน่ใจ"), title


def test_an_outdated_button_says_how_to_go_on(rep: Town) -> None:
    rep.platform.phone("แบงค์").tap({"type": "postback", "data": "0.old:thing=1"})
    assert rep.card("แบงค์") == "ปุ่มนี้เก่าแล้วค่ะ พิมพ์ “แผน” หรือ “เมนู” เพื่อเปิดใหม่ได้เลย"


def test_a_stranger_hears_one_line_and_then_nothing(rep: Town) -> None:
    rep.person("คนแปลกหน้า")
    assert len(rep.say("คนแปลกหน้า", "เมนู")) == 1
    assert rep.say("คนแปลกหน้า", "ประวัติ สยามวัสดุภัณฑ์") == []


def test_a_number_before_any_list_says_what_to_type(rep: Town) -> None:
    rep.play("""
        แบงค์> เสร็จ 3
        แบงค์< ยังไม่มีรายการให้เลือกค่ะ พิมพ์ “แผน” หรือชื่อลูกค้าได้เลย
    """)
