"""A manager's questions about the team: one by one, who goes where, who has not logged, about an entry."""

from __future__ import annotations

import textwrap
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.intents.teams import AskAbout, PeopleToAssign, ShowEntry, TeamSummary
from bot.language import MemberRef
from models.activity import Outcome
from models.inquiry import Inquiry
from models.member import Leave, Member, Role
from tests.days import THURSDAY, did, meets, owes, press, reached, row
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    """Manager กบ with แบงค์ and เมย์; Kate is another team's manager with Jack."""
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.member("Kate", Role.MANAGER, team="เชียงใหม่", language="en")
    town.member("Jack", team="เชียงใหม่", language="en")
    town.customer("SCG", "แบงค์", contacts={"วรรณา": "purchasing"})
    town.customer("TTM", "เมย์")
    town.customer("Lanna Coffee", "Jack")
    for firm in ("SCG", "TTM", "Lanna Coffee"):
        reached(town, firm, days_ago=2)
    return town


def lines(text: str) -> str:
    return textwrap.dedent(text).strip()


def test_one_person_at_a_time(team: Town) -> None:
    did(team, "แบงค์", "SCG", "10:20", note="ขอเครดิต 60 วัน", amount=Decimal(1_500_000))
    did(team, "แบงค์", "SCG", "11:00", "call", outcome=Outcome.NO_ANSWER)
    meets(team, "แบงค์", "SCG", "15:00", about="คุยเรื่องเครดิต")
    owes(team, "แบงค์", "SCG", THURSDAY - timedelta(days=2), about="ส่งแบบ")
    team.move_to("2026-11-26 13:00")
    team.say("กบ", "สรุปทีม")
    assert team.tap("กบ", "ดูทีละคน") == ["ทีละคน · พฤ. 26 พ.ย."]
    assert team.card("กบ") == lines("""
        ทีละคน · พฤ. 26 พ.ย.
        1  แบงค์
           เข้าพบ 1 · โทร/ไลน์ 1 (ไม่รับสาย 1) · คุยได้ 1 ราย
        2  เมย์
           ยังไม่เคยลง
    """)
    team.say("กบ", "1")
    assert team.card("กบ") == lines("""
        แบงค์ · พฤ. 26 พ.ย.
        เข้าพบ 1 · โทร/ไลน์ 1 (ไม่รับสาย 1) · คุยได้ 1 ราย
        ลงแล้ว
        1  SCG 1,500,000
           10:20 เข้าพบ · “ขอเครดิต 60 วัน”
        2  SCG
           11:00 โทร ไม่รับสาย
        วันนี้ยังเหลือ
        3  SCG
           15:00 · เข้าพบ · คุยเรื่องเครดิต
        ค้างตาม
        4  SCG
           ค้าง 2 วัน · ตาม · ส่งแบบ
        พรุ่งนี้: นัด 0 · ต้องตาม 0
        [ฝากงานให้แบงค์]
    """)


def test_an_entry_opens_in_the_reps_own_words(team: Town) -> None:
    entry = did(team, "แบงค์", "SCG", "08:20", note="ขอเครดิต 60 วัน", amount=Decimal(1_500_000))
    owes(team, "แบงค์", "SCG", date(2026, 12, 1))
    assert press(team, "กบ", ShowEntry(activity=entry)) == ["เข้าพบ · SCG · แบงค์ วันนี้ 08:20"]
    assert team.card("กบ") == lines("""
        เข้าพบ · SCG
        แบงค์ · วันนี้ 08:20
        ผล  คุยได้
        เรื่อง  “ขอเครดิต 60 วัน”
        ยอดที่คุย  1,500,000 บาท
        ตามต่อ  อ. 1 ธ.ค.
        [ถามแบงค์]  [ข้อมูลลูกค้า]
    """)


def test_where_the_team_goes(team: Town) -> None:
    settled = did(team, "เมย์", "TTM", "08:30", note="ดูหน้างาน")
    meets(team, "เมย์", "TTM", "08:30", state="done", closed_by_id=settled)
    meets(team, "แบงค์", "SCG", "14:00", about="ปิดราคา")
    meets(team, "Jack", "Lanna Coffee", "11:00")
    did(team, "แบงค์", "SCG", "08:45", note="แวะส่งตัวอย่าง")
    team.play("""
        กบ> วันนี้ทีมไปไหน
        กบ< ทีมไปไหน · พฤ. 26 พ.ย. · นัด 2
        Kate> where is the team today
        Kate< Where the team goes · Thu 26 Nov · meetings: 1
        กบ> พรุ่งนี้ทีมไปไหนบ้าง
        กบ< พรุ่งนี้ทีมไม่มีนัดค่ะ
    """)
    team.say("กบ", "วันนี้ทีมไปไหน")
    assert team.card("กบ") == lines("""
        ทีมไปไหน · พฤ. 26 พ.ย.
        นัด 2
        1  08:30 TTM
           เมย์ · ลงผลแล้ว
        2  14:00 SCG
           แบงค์ · ปิดราคา
        ไปมาแล้ว
        3  08:45 SCG
           แบงค์ · แวะส่งตัวอย่าง
    """)
    assert team.say("กบ", "1") == ["เข้าพบ · TTM · เมย์ วันนี้ 08:30"]


def test_who_has_not_logged_without_those_on_leave(team: Town) -> None:
    with team.database() as session:
        may = row(session, Member, "เมย์")
        session.add(Leave(workspace_id=may.workspace_id, member_id=may.id, first=THURSDAY, last=THURSDAY))
    team.say("กบ", "ใครยังไม่ลงงานวันนี้บ้าง")
    assert team.card("กบ") == lines("""
        ยังไม่ลงงานวันนี้ 1 คน
        1  แบงค์
           ยังไม่เคยลง
        ลา: เมย์
    """)
    did(team, "แบงค์", "SCG", "08:45")
    did(team, "Jack", "Lanna Coffee", "08:45")
    team.play("""
        กบ> ใครยังไม่ลงงานวันนี้บ้าง
        กบ< วันนี้ลงงานครบทุกคนแล้วค่ะ
        Kate> who has not logged today
        Kate< Everybody has logged today.
    """)


def test_customers_nobody_has_reached_for_long(team: Town) -> None:
    reached(team, "SCG", days_ago=52)
    team.say("กบ", "ลูกค้าที่ไม่ได้คุยเกิน 45 วัน")
    assert team.card("กบ") == lines("""
        ไม่ได้คุยเกิน 45 วัน 1 ราย
        ทีมขาย · ข้อมูลถึง 09:00
        1  SCG
           ไม่ได้คุยมา 52 วัน · แบงค์
        [รายงานทั้งหมด]
    """)
    team.play("""
        กบ> ลูกค้าที่ไม่ได้คุยเกิน 60 วัน
        กบ< ไม่มีลูกค้าที่ไม่ได้คุยเกิน 60 วันค่ะ
        แบงค์> ลูกค้าที่ไม่ได้คุยเกิน 45 วัน
        แบงค์< ไม่ได้คุยเกิน 45 วัน 1 ราย
        เมย์> ลูกค้าที่ไม่ได้คุยเกิน 45 วัน
        เมย์< ไม่มีลูกค้าที่ไม่ได้คุยเกิน 45 วันค่ะ
    """)


def test_an_owner_sees_every_team_a_manager_the_own_a_rep_only_himself(team: Town) -> None:
    team.member("เฮีย", Role.OWNER)
    did(team, "แบงค์", "SCG", "08:20")
    did(team, "Jack", "Lanna Coffee", "08:30", "call")
    shown: dict[str, str] = {}
    for who in ("เฮีย", "กบ", "แบงค์"):
        team.say(who, "สรุปทีม")
        shown[who] = team.card(who)
    assert "Jack  0  1  1 ราย" in shown["เฮีย"]
    assert "แบงค์  1  0  1 ราย" in shown["เฮีย"]
    assert "แบงค์  1  0  1 ราย" in shown["กบ"]
    assert "Jack" not in shown["กบ"]
    assert shown["แบงค์"].splitlines()[:2] == ["แบงค์ · พฤ. 26 พ.ย.", "เข้าพบ 1 · คุยได้ 1 ราย"]


def test_a_rep_who_asks_for_a_colleague_is_told_politely(team: Town) -> None:
    with team.database() as session:
        may = row(session, Member, "เมย์").id
    assert press(team, "แบงค์", TeamSummary(rep=MemberRef("", may))) == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]
    assert press(team, "แบงค์", TeamSummary(rep=MemberRef("", may), scope="overdue")) == [
        "เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"
    ]


def test_a_question_goes_to_the_rep_and_the_answer_comes_back(team: Town) -> None:
    entry = did(team, "แบงค์", "SCG", "08:20", note="ขอเครดิต 60 วัน")
    press(team, "กบ", ShowEntry(activity=entry))
    team.play("""
        กบ> [ถามแบงค์]
        กบ< ถามแบงค์ว่าอะไรดีคะ พิมพ์ได้เลย
        กบ> ลูกค้าว่ายังไงเรื่องเครดิต
        กบ< ถามแบงค์ให้แล้วค่ะ ตอบมาเมื่อไหร่จดจะมาบอก
        @ 2026-11-26 09:01
        แบงค์< คุณกบถามเรื่อง SCG · ลูกค้าว่ายังไงเรื่องเครดิต
        แบงค์> [ตอบ]
        แบงค์< ตอบคุณกบว่าอะไรดีคะ พิมพ์ได้เลย
        แบงค์> ขอถามเจ้าของก่อน รู้ผลพรุ่งนี้
        แบงค์< บอกคุณกบให้แล้วค่ะ
        @ 2026-11-26 09:02
        กบ< แบงค์ตอบ · SCG · ขอถามเจ้าของก่อน รู้ผลพรุ่งนี้
    """)


def test_quoting_asks_and_quoting_answers(team: Town) -> None:
    entry = did(team, "Jack", "Lanna Coffee", "08:20", note="wants a sample")
    press(team, "Kate", ShowEntry(activity=entry))
    card = team.platform.phone("Kate").received[-1].id
    assert team.say("Kate", "did they like it?", quote=card) == [
        "I have asked Jack and will bring you the answer."
    ]
    team.jod.work()
    assert team.heard("Jack") == ["Kate asks about Lanna Coffee · did they like it?"]
    question = team.platform.phone("Jack").received[-1].id
    assert team.say("Jack", "yes, very much", quote=question) == ["I have told Kate."]
    team.jod.work()
    assert team.heard("Kate") == ["Jack answers · Lanna Coffee · yes, very much"]
    with team.database() as session:
        inquiry = session.scalars(select(Inquiry)).one()
        assert (inquiry.activity_id, inquiry.text, inquiry.answer) == (
            entry,
            "did they like it?",
            "yes, very much",
        )


def test_after_five_a_question_rides_on_the_reps_next_reply(team: Town) -> None:
    entry = did(team, "แบงค์", "SCG", "08:20")
    team.move_to("2026-11-26 17:05")
    press(team, "กบ", AskAbout(activity=entry))
    assert team.say("กบ", "ทำไมไม่ได้ PO") == ["ไว้แบงค์คุยกับจดครั้งหน้าจะถามให้ค่ะ"]
    assert team.heard("แบงค์") == []
    assert team.say("แบงค์", "สรุปทีม")[-1] == "คุณกบถามเรื่อง SCG · ทำไมไม่ได้ PO"
    assert len(team.say("แบงค์", "สรุปทีม")) == 1


def test_ones_own_entry_needs_no_question(team: Town) -> None:
    team.customer("Own", "กบ")
    entry = did(team, "กบ", "Own", "08:20")
    assert press(team, "กบ", AskAbout(activity=entry)) == ["รายการนี้คุณลงเองค่ะ"]


def test_a_rep_is_asked_about_a_customer_by_their_names(team: Town) -> None:
    """What the rep told last there is put beside the question."""
    did(team, "แบงค์", "SCG", "08:10")
    newest = did(team, "แบงค์", "SCG", "08:20", note="ขอเครดิต 60 วัน")
    asked = ["ถามแบงค์ให้แล้วค่ะ ตอบมาเมื่อไหร่จดจะมาบอก"]
    assert team.say("กบ", "ถามแบงค์ว่า SCG ตอบหรือยัง") == asked
    team.jod.work()
    assert team.heard("แบงค์") == ["คุณกบถามเรื่อง SCG · SCG ตอบหรือยัง"]
    team.tap("แบงค์", "ตอบ")
    team.say("แบงค์", "ตอบแล้ว เอา 2 คัน")
    team.jod.work()
    assert team.heard("กบ") == ["แบงค์ตอบ · SCG · ตอบแล้ว เอา 2 คัน"]
    with team.database() as session:
        assert session.scalars(select(Inquiry.activity_id)).one() == newest


def test_of_a_customer_where_the_rep_only_owes_something_that_is_put_beside_the_question(team: Town) -> None:
    owes(team, "เมย์", "SCG", THURSDAY, about="ส่งแบบ")
    team.say("กบ", "ฝากถามเมย์ว่า SCG ได้แบบหรือยัง")
    with team.database() as session:
        inquiry = session.scalars(select(Inquiry)).one()
        assert inquiry.activity_id is None
        assert inquiry.followup_id is not None


def test_a_rep_can_be_asked_about_a_customer_he_has_nothing_to_do_with_yet(team: Town) -> None:
    team.say("กบ", "ถามเมย์ว่า SCG รู้จักใครไหม")
    team.jod.work()
    assert team.heard("เมย์") == ["คุณกบถามเรื่อง SCG · SCG รู้จักใครไหม"]


@pytest.mark.parametrize("line", ["ถาม Jack ว่า SCG ตอบหรือยัง", "ถามแบงค์ว่า Lanna Coffee ตอบหรือยัง"])
def test_nobody_is_asked_across_teams(team: Town, line: str) -> None:
    team.say("กบ", line)
    with team.database() as session:
        assert session.scalars(select(Inquiry)).all() == []


def test_a_rep_asks_no_colleague_this_way(team: Town) -> None:
    assert team.say("เมย์", "ถามแบงค์ว่า SCG ตอบหรือยัง") == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]


def test_whom_to_give_work_to(team: Town) -> None:
    meets(team, "แบงค์", "SCG", "15:00")
    team.say("กบ", "สรุปทีม")
    team.tap("กบ", "ฝากงานให้ทีม")
    assert team.card("กบ") == lines("""
        ฝากงานให้ใครคะ
        แตะชื่อ หรือพิมพ์ “ให้แบงค์โทรหา (ชื่อลูกค้า) พรุ่งนี้”
        [แบงค์ · วันนี้นัด 1 ตาม 0]
        [เมย์]
    """)
    assert team.tap("กบ", "เมย์") == ["พิมพ์ต่อได้เลย เช่น “ให้เมย์โทรหา (ชื่อลูกค้า) พรุ่งนี้”"]
    press(team, "เมย์", PeopleToAssign())
    assert team.card("เมย์").splitlines()[2:] == ["[กบ]", "[แบงค์]"]
