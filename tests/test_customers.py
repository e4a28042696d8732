"""New customers, people there, the history, and finding one again."""

from __future__ import annotations

import textwrap
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from models.customer import Contact, Customer, CustomerKind
from models.member import Member, Role
from models.workspace import Selling, Workspace
from tests.ledger import did, named, owes
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    """แบงค์ and เมย์ sell in กบ's team, วิทย์ in another one; ฟ้า stands outside."""
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.member("วิทย์", team="ทีมเหนือ")
    town.person("ฟ้า")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner", "วรรณา": "purchasing"})
    town.customer("สยามคอนกรีตบางพลี", "แบงค์")
    town.customer("คลีนวอเตอร์", "เมย์", contacts={"อร": None}, phone="+66891112222")
    return town


def customers(town: Town, name: str) -> int:
    with town.database() as session:
        found = select(func.count()).select_from(Customer)
        return session.scalar(found.where(Customer.name == name, Customer.deleted.is_(False))) or 0


def test_a_new_customer_with_a_number_and_the_first_visit_is_offered(team: Town) -> None:
    team.play("""
        แบงค์> ลูกค้าใหม่ โรงแรมดุสิตธานี 02-123-4567
        แบงค์< เพิ่มลูกค้าแล้ว · โรงแรมดุสิตธานี · 02-123-4567
    """)
    assert team.card("แบงค์") == textwrap.dedent("""\
        เพิ่มลูกค้าแล้ว
        โรงแรมดุสิตธานี
        ประเภท  องค์กร
        โทร  02-123-4567
        [ลงเข้าพบครั้งแรก]
        [เพิ่มผู้ติดต่อ]  [ยกเลิก]""")
    with team.database() as session:
        hotel = named(session, Customer, "โรงแรมดุสิตธานี")
        assert hotel.phone == "+6621234567"
        assert hotel.owner_id == named(session, Member, "แบงค์").id
    assert team.say("แบงค์", "โรงแรมดุสิตธานี") == ["โรงแรมดุสิตธานี · ยังไม่เคยคุย"]


def test_in_english_with_tax_id_and_size(team: Town) -> None:
    with team.database() as session:
        named(session, Member, "แบงค์").language = "en"
    team.play("""
        แบงค์> new customer Blue Ocean tax id 0105551234567 size L 081 234 5678
        แบงค์< Customer added · Blue Ocean · 081-234-5678
    """)
    with team.database() as session:
        ocean = named(session, Customer, "Blue Ocean")
        assert (ocean.tax_id, ocean.size, ocean.phone) == ("0105551234567", "L", "+66812345678")


def test_a_shop_s_new_customers_are_people(team: Town) -> None:
    with team.database() as session:
        session.scalars(select(Workspace)).one().selling = Selling.SHOP
    team.say("แบงค์", "ลูกค้าใหม่ มะลิวัลย์ 081-999-8888")
    with team.database() as session:
        assert named(session, Customer, "มะลิวัลย์").kind is CustomerKind.CONSUMER


def test_undo_takes_a_new_customer_back(team: Town) -> None:
    team.say("แบงค์", "ลูกค้าใหม่ โรงแรมดุสิตธานี")
    team.tap("แบงค์", "ยกเลิก")
    assert customers(team, "โรงแรมดุสิตธานี") == 0


def test_the_same_name_is_shown_and_not_doubled(team: Town) -> None:
    team.play("""
        แบงค์> ลูกค้าใหม่ บจก. สยามวัสดุภัณฑ์ จำกัด
        แบงค์< มี สยามวัสดุภัณฑ์ อยู่แล้วค่ะ ไม่ต้องเพิ่มใหม่
        แบงค์< สยามวัสดุภัณฑ์ · ยังไม่เคยคุย
    """)
    assert customers(team, "สยามวัสดุภัณฑ์") == 1


def test_another_s_customer_is_not_doubled_and_says_only_whose_it_is(team: Town) -> None:
    for line in ("ลูกค้าใหม่ คลีนวอเตอร์", "ลูกค้าใหม่ น้ำใส 089-111-2222", "คลีนวอเตอร์", "ประวัติ คลีนวอเตอร์"):
        assert team.say("แบงค์", line) == ["คลีนวอเตอร์ เป็นลูกค้าของเมย์ ถามเมย์ได้เลยค่ะ"], line
    assert customers(team, "คลีนวอเตอร์") == 1
    assert customers(team, "น้ำใส") == 0


def test_near_names_are_offered_first_and_a_new_one_is_one_tap_away(team: Town) -> None:
    team.say("แบงค์", "ลูกค้าใหม่ สยาม 081-234-5678")
    card = team.card("แบงค์")
    assert "1  สยามวัสดุภัณฑ์" in card
    assert "2  สยามคอนกรีตบางพลี" in card
    assert team.tap("แบงค์", "ลูกค้าใหม่ชื่อ “สยาม”") == ["เพิ่มลูกค้าแล้ว · สยาม · 081-234-5678"]
    with team.database() as session:
        assert named(session, Customer, "สยาม").phone == "+66812345678"


def test_one_of_the_near_ones_was_meant_after_all(team: Town) -> None:
    team.say("แบงค์", "ลูกค้าใหม่ สยาม")
    assert team.tap("แบงค์", "สยามวัสดุภัณฑ์") == ["สยามวัสดุภัณฑ์ · ยังไม่เคยคุย"]
    with team.database() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 3


def test_what_is_missing_or_cannot_be_says_what_to_type(team: Town) -> None:
    bad = "เบอร์ “0000000000” โทรไม่ได้ค่ะ พิมพ์ใหม่ได้เลย เช่น 081-234-5678"
    assert team.say("แบงค์", "ลูกค้าใหม่ เอบีซี 0000000000") == [bad]
    assert team.say("แบงค์", "เพิ่มผู้ติดต่อ สยามวัสดุภัณฑ์ คุณเอก 0000000000") == [bad]
    assert team.say("แบงค์", "เพิ่มลูกค้า")[0].startswith("ลูกค้าชื่ออะไรคะ พิมพ์ได้เลย เช่น")
    assert team.say("แบงค์", "เพิ่มผู้ติดต่อ สยามวัสดุภัณฑ์")[0].startswith("ผู้ติดต่อชื่ออะไรคะ")
    assert customers(team, "เอบีซี") == 0


def test_a_person_at_a_customer_with_role_number_and_mail(team: Town) -> None:
    team.play("""
        แบงค์> เพิ่มผู้ติดต่อ สยามวัสดุภัณฑ์ คุณเอก ช่างเทคนิค 081-234-5678 ek@siam.co.th
        แบงค์< เพิ่มผู้ติดต่อแล้ว · คุณเอก · สยามวัสดุภัณฑ์
    """)
    assert team.card("แบงค์") == textwrap.dedent("""\
        เพิ่มผู้ติดต่อแล้ว
        สยามวัสดุภัณฑ์
        ผู้ติดต่อ  คุณเอก
        หน้าที่  ฝ่ายเทคนิค
        โทร  081-234-5678
        อีเมล  ek@siam.co.th
        [โทร]  [ยกเลิก]""")


def test_a_known_person_is_completed_and_not_doubled(team: Town) -> None:
    team.play("""
        แบงค์> เพิ่มผู้ติดต่อ สยามวัสดุภัณฑ์ คุณวรรณา 089-222-3333
        แบงค์< แก้ผู้ติดต่อแล้ว · คุณวรรณา · สยามวัสดุภัณฑ์
        แบงค์> [ยกเลิก]
        แบงค์< ยกเลิกให้แล้ว · วรรณา
    """)
    with team.database() as session:
        people = session.scalars(select(Contact).where(Contact.name == "วรรณา")).all()
        assert [one.phone for one in people] == [None]


def test_nobody_adds_people_to_another_s_customer(team: Town) -> None:
    team.play("""
        แบงค์> เพิ่มผู้ติดต่อ คลีนวอเตอร์ คุณเอก 081-234-5678
        แบงค์< คลีนวอเตอร์ เป็นลูกค้าของเมย์ ถามเมย์ได้เลยค่ะ
        วิทย์> เพิ่มผู้ติดต่อ คลีนวอเตอร์ คุณเอก 081-234-5678
        วิทย์< คลีนวอเตอร์ เป็นลูกค้าของเมย์ ถามเมย์ได้เลยค่ะ
        กบ> เพิ่มผู้ติดต่อ คลีนวอเตอร์ คุณเอก 081-234-5678
        กบ< เพิ่มผู้ติดต่อแล้ว · คุณเอก · คลีนวอเตอร์
    """)


def test_the_history_says_who_when_how_in_the_own_words_and_what_is_next(team: Town) -> None:
    did(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-12 10:00", note="ดูหน้างานบางนา", contact="สมชาย")
    did(team, "กบ", "สยามวัสดุภัณฑ์", "2026-11-16 11:00", "call", note="ขอบคุณลูกค้า")
    did(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-18 09:00", "call", outcome="no_answer")
    said, amount = "ขอเครดิต 60 วัน ขอถามเจ้าของก่อน", Decimal(1_500_000)
    did(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-19 10:00", "call", note=said, contact="วรรณา", amount=amount)
    owes(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-12-04 14:00", "ปิดราคา", kind="appointment")
    team.say("แบงค์", "ประวัติ สยามวัสดุภัณฑ์")
    assert team.card("แบงค์") == textwrap.dedent("""\
        ประวัติ · สยามวัสดุภัณฑ์
        4 ครั้ง ล่าสุดก่อน
        พฤ. 19 พ.ย.  โทรคุยกับคุณวรรณา (จัดซื้อ)
        “ขอเครดิต 60 วัน ขอถามเจ้าของก่อน”
        1,500,000 บาท
        พ. 18 พ.ย.  โทร · ไม่รับสาย
        จ. 16 พ.ย.  โทร · โดยคุณกบ
        “ขอบคุณลูกค้า”
        พฤ. 12 พ.ย.  เข้าพบคุณสมชาย (เจ้าของ)
        “ดูหน้างานบางนา”
        ตามต่อ
        1  ปิดราคา
           นัด ศ. 4 ธ.ค. 14:00
        [ลงงาน]""")


def test_a_long_history_is_read_page_by_page(team: Town) -> None:
    for day in range(1, 15):
        did(team, "แบงค์", "สยามวัสดุภัณฑ์", f"2026-11-{day:02} 10:00", note=f"คุยครั้งที่ {day}")
    team.say("แบงค์", "ประวัติ สยามวัสดุภัณฑ์")
    seen = [team.card("แบงค์")]
    for _ in range(2):
        team.say("แบงค์", "ดูต่อ")
        seen.append(team.card("แบงค์"))
    told = "\n".join(seen)
    assert [told.count(f"“คุยครั้งที่ {day}”") for day in range(1, 15)] == [1] * 14
    assert "[ดูต่อ]" not in seen[-1]


def test_notes_as_long_as_a_message_may_be_still_fit_a_bubble(team: Town) -> None:
    for day in range(1, 8):
        did(team, "แบงค์", "สยามวัสดุภัณฑ์", f"2026-11-{day:02} 10:00", note="ยาวมาก" * 800)
    assert team.say("แบงค์", "ประวัติ สยามวัสดุภัณฑ์") == ["ประวัติ · สยามวัสดุภัณฑ์ · 7 ครั้ง ล่าสุดก่อน"]
    assert team.say("แบงค์", "สยามวัสดุภัณฑ์") == ["สยามวัสดุภัณฑ์ · คุยล่าสุด ส. 7 พ.ย."]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("คอนกรีต", "1  สยามคอนกรีตบางพลี\n   ยังไม่เคยคุย"),
        ("คุณวรรณา", "1  สยามวัสดุภัณฑ์\n   คุณวรรณา (จัดซื้อ)"),
        ("081-555", "1  สยามคอนกรีตบางพลี\n   ยังไม่เคยคุย"),
        ("เครดิต 60", "1  สยามวัสดุภัณฑ์\n   พฤ. 19 พ.ย. “ขอเครดิต 60 วัน”"),
        ("สยามวัสดุพันธ์", "1  สยามวัสดุภัณฑ์\n   คุยล่าสุด พฤ. 19 พ.ย."),
    ],
)
def test_a_customer_is_found_by_anything_one_remembers(team: Town, query: str, why: str) -> None:
    did(team, "แบงค์", "สยามวัสดุภัณฑ์", "2026-11-19 10:00", "call", note="ขอเครดิต 60 วัน")
    with team.database() as session:
        named(session, Customer, "สยามคอนกรีตบางพลี").phone = "+66815551234"
    team.say("แบงค์", f"ค้นหา {query}")
    assert why in team.card("แบงค์")


def test_a_found_line_opens_the_brief(team: Town) -> None:
    team.say("แบงค์", "หา สยาม")
    assert team.tap("แบงค์", "สยามคอนกรีตบางพลี") == ["สยามคอนกรีตบางพลี · ยังไม่เคยคุย"]


def test_search_never_shows_another_s_customer(team: Town) -> None:
    did(team, "เมย์", "คลีนวอเตอร์", "2026-11-19 10:00", note="ต่อสัญญารายปี")
    for query in ("คลีน", "คุณอร", "ต่อสัญญา", "0891112222", "ส%ม"):
        assert team.say("แบงค์", f"ค้นหา {query}") == [
            f"ไม่เจอ “{query}” ในลูกค้าของคุณค่ะ ลองพิมพ์บางส่วนของชื่อ เบอร์ หรือเรื่องที่คุยได้เลย"
        ]
        assert "คลีนวอเตอร์" not in " ".join(team.say("วิทย์", f"ค้นหา {query}"))
        assert "คลีนวอเตอร์" not in " ".join(team.say("ฟ้า", f"ค้นหา {query}"))
    team.say("กบ", "หา ต่อสัญญา")
    assert "1  คลีนวอเตอร์" in team.card("กบ")
