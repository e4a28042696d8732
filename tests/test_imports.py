"""Lists of customers sent into the chat: shown first, brought in on a yes, taken out again if need be."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from models.customer import BuyingRole, Contact, Customer, CustomerKind, CustomerTag, Size
from models.importing import Import, ImportRow, ImportState
from models.member import Role
from tests.town import Town

HEAD = "ชื่อลูกค้า,เบอร์โทร,เซลส์,เลขผู้เสียภาษี,ขนาด,แท็ก,ผู้ติดต่อ,ตำแหน่ง,อีเมล,หมายเหตุ\n"
GOOD = (
    HEAD
    + "โรงแรมริเวอร์วิว,02-123-4567,แบงค์,0105551234567,L,เก่า;โรงแรม,คุณนก,จัดซื้อ,nok@river.co.th,ดี\n"
    + "โรงแรมริเวอร์วิว,,,,,,คุณบี,เจ้าของ,,\n"
    + "นครพลาสติก,,,,,,,,,\n"
    + "มีแล้ว,,,,,,,,,\n"
    + ",081-234-5678,,,,,,,,\n"
    + "ของใคร,,ไม่มีคนนี้,,,,,,,\n"
)


@pytest.fixture
def boss(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.customer("มีแล้ว", "แบงค์")
    return town


def send(town: Town, content: str | bytes, name: str = "ลูกค้าเก่า.csv", who: str = "กบ") -> list[str]:
    """What the sender hears once the file has been fetched and read."""
    body = content.encode() if isinstance(content, str) else content
    town.platform.phone(who).send_file(name, body)
    told = town.heard(who)
    town.jod.work()
    return told + town.heard(who)


def names(town: Town) -> list[str]:
    with town.database() as session:
        standing = select(Customer.name).where(Customer.deleted.is_(False)).order_by(Customer.id)
        return list(session.scalars(standing))


def state(town: Town) -> ImportState:
    with town.database() as session:
        return (
            session.scalars(select(Import.state).order_by(Import.id.desc())).first() or ImportState.CANCELLED
        )


def test_a_list_is_shown_before_anything_comes_in(boss: Town) -> None:
    assert send(boss, GOOD) == [
        "ได้รับ ลูกค้าเก่า.csv แล้วค่ะ กำลังอ่านไฟล์ เดี๋ยวสรุปให้ดูก่อนนำเข้า",
        "อ่าน ลูกค้าเก่า.csv แล้ว เพิ่มได้ 2 ราย",
    ]
    card = boss.card("กบ").splitlines()
    assert "เพิ่มใหม่  2 ราย" in card
    assert "ผู้ติดต่อ  2 คน" in card
    assert "มีอยู่แล้ว  1 แถว ไม่แก้ของเดิม" in card
    assert "นำเข้าไม่ได้  2 แถว" in card
    assert "ไม่ได้ใช้  หมายเหตุ" in card
    assert "แถว 6: ไม่มีชื่อลูกค้า" in card
    assert "แถว 7: ไม่มีเซลส์ชื่อ “ไม่มีคนนี้” ในทีม" in card
    assert names(boss) == ["มีแล้ว"]


def test_on_a_yes_all_come_in_with_all_that_is_known_of_them(boss: Town) -> None:
    send(boss, GOOD)
    assert boss.tap("กบ", "นำเข้า 2 ราย") == ["กำลังนำเข้า 2 ราย เสร็จแล้วจดจะบอกค่ะ"]
    boss.jod.work()
    assert boss.heard("กบ") == ["นำเข้าแล้ว 2 ราย จาก ลูกค้าเก่า.csv"]
    assert names(boss) == ["มีแล้ว", "โรงแรมริเวอร์วิว", "นครพลาสติก"]
    with boss.database() as session:
        hotel = session.scalars(select(Customer).where(Customer.name == "โรงแรมริเวอร์วิว")).one()
        people = session.execute(select(Contact.name, Contact.role, Contact.email).order_by(Contact.id)).all()
        tags = session.scalars(select(CustomerTag.name).order_by(CustomerTag.id)).all()
    assert (hotel.phone, hotel.tax_id, hotel.size) == ("+6621234567", "0105551234567", Size.L)
    assert hotel.kind is CustomerKind.BUSINESS
    assert [tuple(one) for one in people] == [
        ("คุณนก", BuyingRole.PURCHASING, "nok@river.co.th"),
        ("คุณบี", BuyingRole.OWNER, None),
    ]
    assert tags == ["เก่า", "โรงแรม"]
    assert boss.say("แบงค์", "โรงแรมริเวอร์วิว")[0].startswith("โรงแรมริเวอร์วิว")
    assert boss.say("กบ", "นครพลาสติก")[0].startswith("นครพลาสติก")


def test_what_was_written_of_people_is_not_kept_twice(boss: Town) -> None:
    send(boss, GOOD)
    boss.tap("กบ", "นำเข้า 2 ราย")
    boss.jod.work()
    with boss.database() as session:
        assert session.scalars(select(ImportRow).where(ImportRow.values.is_not(None))).all() == []


def test_an_import_is_taken_back_but_for_whom_somebody_has_worked_with(boss: Town) -> None:
    send(boss, GOOD)
    boss.tap("กบ", "นำเข้า 2 ราย")
    boss.jod.work()
    boss.say("แบงค์", "โทร โรงแรมริเวอร์วิว คุยราคาห้อง")
    boss.heard("กบ")
    assert boss.say("กบ", "ยกเลิกการนำเข้า") == ["กำลังเอาลูกค้าจาก ลูกค้าเก่า.csv ออก เสร็จแล้วจดจะบอกค่ะ"]
    boss.jod.work()
    assert boss.heard("กบ") == ["เอาลูกค้าจาก ลูกค้าเก่า.csv ออกแล้ว 1 ราย\nอีก 1 รายยังอยู่ เพราะมีคนใช้งานต่อไปแล้ว"]
    assert names(boss) == ["มีแล้ว", "โรงแรมริเวอร์วิว"]
    assert "นครพลาสติก" not in boss.say("กบ", "นครพลาสติก")[0].splitlines()[0]


def test_a_plain_undo_takes_back_the_import_and_a_redo_brings_it_back(boss: Town) -> None:
    send(boss, GOOD)
    boss.tap("กบ", "นำเข้า 2 ราย")
    boss.jod.work()
    boss.heard("กบ")
    assert boss.say("กบ", "ยกเลิก") == ["ยกเลิกให้แล้ว · ลูกค้าเก่า.csv"]
    boss.jod.work()
    assert names(boss) == ["มีแล้ว"]
    boss.say("กบ", "เอากลับมา")
    boss.jod.work()
    assert names(boss) == ["มีแล้ว", "โรงแรมริเวอร์วิว", "นครพลาสติก"]
    assert boss.say("แบงค์", "โรงแรมริเวอร์วิว")[0].startswith("โรงแรมริเวอร์วิว")


def test_without_a_yes_nothing_comes_in(boss: Town) -> None:
    send(boss, GOOD)
    assert boss.tap("กบ", "ไม่นำเข้า") == ["ไม่นำเข้า ลูกค้าเก่า.csv แล้วค่ะ"]
    boss.jod.work()
    with boss.database() as session:
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 0
    assert (state(boss), names(boss)) == (ImportState.CANCELLED, ["มีแล้ว"])


def test_an_unanswered_list_is_forgotten_after_a_day(boss: Town) -> None:
    send(boss, GOOD)
    boss.move_to("2026-11-27 09:01")
    assert state(boss) is ImportState.CANCELLED
    boss.heard("กบ")
    assert "เก่า" in boss.tap("กบ", "นำเข้า 2 ราย")[-1]
    assert names(boss) == ["มีแล้ว"]


def test_who_was_added_meanwhile_is_left_alone(boss: Town) -> None:
    send(boss, GOOD)
    boss.say("แบงค์", "ลูกค้าใหม่ นครพลาสติก")
    boss.tap("กบ", "นำเข้า 2 ราย")
    boss.jod.work()
    assert boss.heard("กบ")[-1] == "นำเข้าแล้ว 1 ราย จาก ลูกค้าเก่า.csv"
    assert names(boss).count("นครพลาสติก") == 1


def test_known_by_tax_number_or_phone(boss: Town) -> None:
    boss.customer("ชื่ออื่น", "แบงค์", phone="+66812345678")
    with boss.database() as session:
        session.scalars(select(Customer).where(Customer.name == "มีแล้ว")).one().tax_id = "0105551234567"
    send(boss, "name,phone,tax id\nก้าวหน้า,0812345678,\nข้าวหอม,,\nขวัญใจ,,0-1055-51234-56-7\n")
    assert "เพิ่มใหม่  1 ราย" in boss.card("กบ")
    assert "มีอยู่แล้ว  2 แถว ไม่แก้ของเดิม" in boss.card("กบ")


def test_every_problem_is_told_with_its_row(boss: Town) -> None:
    rows = [
        "เอ,12,,,,,,,,",
        "บี,,,99,,,,,,",
        "ซี,,,,XXL,,,,,",
        "ดี,,,,,,,จัดซื้อ,,",
        "อี,,,,,,คุณอี,พ่อครัว,,",
        "เอฟ,,,,,,คุณเอฟ,,ไม่ใช่อีเมล,",
        "จี,,,,,,,,,",
        "จี,,,,,,,,,",
    ]
    send(boss, HEAD + "\n".join(rows))
    boss.tap("กบ", "ดูแถวที่ไม่ได้")
    assert boss.card("กบ").splitlines()[2:] == [
        "แถว 2  เบอร์ “12” โทรไม่ได้ ใส่ได้ช่องละหนึ่งเบอร์",
        "แถว 3  เลขผู้เสียภาษี “99” ไม่ครบ 13 หลัก",
        "แถว 4  ขนาด “XXL” ใช้ S M L หรือ XL",
        "แถว 5  มีข้อมูลผู้ติดต่อ แต่ไม่มีชื่อผู้ติดต่อ",
        "แถว 6  ตำแหน่ง “พ่อครัว” ใช้ เจ้าของ จัดซื้อ ผู้ใช้ เทคนิค บัญชี หรือ ผู้ตัดสินใจ",
        "แถว 7  อีเมล “ไม่ใช่อีเมล” ไม่ถูก",
        "แถว 9  ซ้ำกับแถว 8",
    ]


def test_the_problems_of_a_bad_file_are_leafed_through(boss: Town) -> None:
    send(boss, "name,phone\n" + "".join(f"ร้าน {number},1\n" for number in range(45)))
    boss.tap("กบ", "ดูแถวที่ไม่ได้")
    for _ in range(2):
        boss.tap("กบ", "ดูต่อ")
    card = boss.card("กบ")
    assert card.count("โทรไม่ได้") == 5
    assert "ดูต่อ" not in card


def test_a_rep_brings_in_nothing(boss: Town) -> None:
    assert send(boss, GOOD, who="แบงค์") == ["เก็บไฟล์ไว้ให้แล้วค่ะ ลงงานภายใน 10 นาที จดจะแนบให้เอง"]
    assert boss.say("แบงค์", "นำเข้าลูกค้า") == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]


def test_a_manager_gives_customers_only_to_the_own_team(boss: Town) -> None:
    boss.member("Jack", team="เชียงใหม่")
    send(boss, "name,owner\nร้านเหนือ,Jack\n")
    assert "แถว 2: ไม่มีเซลส์ชื่อ “Jack” ในทีม" in boss.card("กบ")


def test_a_file_beside_a_log_is_an_attachment(boss: Town) -> None:
    boss.customer("สยามวัสดุภัณฑ์", "กบ")
    boss.say("กบ", "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก")
    assert send(boss, GOOD, "ราคา.csv")[0].startswith("แนบไฟล์กับ")
    with boss.database() as session:
        assert session.scalars(select(Import)).all() == []


def test_how_to_import_is_told_and_how_far_it_is(boss: Town) -> None:
    boss.play("""
        กบ> นำเข้าลูกค้า
        กบ< นำเข้าลูกค้าหรือยอดซื้อ
    """)
    assert "ส่งไฟล์ Excel (.xlsx) หรือ CSV" in boss.card("กบ")
    boss.platform.phone("กบ").send_file("a.csv", GOOD.encode())
    boss.heard("กบ")
    assert boss.say("กบ", "นำเข้าลูกค้า") == ["กำลังอ่าน a.csv อยู่ค่ะ"]
    boss.jod.work()
    boss.heard("กบ")
    boss.tap("กบ", "นำเข้า 2 ราย")
    assert boss.say("กบ", "นำเข้าลูกค้า") == ["กำลังนำเข้า a.csv ถึงแถวที่ 0 จาก 6"]
