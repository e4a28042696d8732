"""An owner's first start: three questions, each of which may be skipped."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select

from models import founding
from models.channel import Channel, ChannelKind
from models.member import Role
from models.queues import Errand
from models.workspace import Holiday, Selling, WorkingDays
from tests.drawing import drawn
from tests.town import Town


def owner_code(town: Town) -> str:
    with town.database() as session:
        code = founding.owner_code(session, town.workspace(session), town.clock.now())
    assert code is not None
    return code


def holidays(town: Town) -> list[date]:
    with town.database() as session:
        return list(session.scalars(select(Holiday.day).order_by(Holiday.day)))


def without_shop(town: Town) -> None:
    """As an installation with one account: it serves both sides until somebody says otherwise."""
    with town.database() as session:
        shop = session.scalars(select(Channel).where(Channel.kind == ChannelKind.SHOP)).one()
        session.execute(delete(Errand).where(Errand.channel_id == shop.id))
        session.delete(shop)
        session.flush()
        founding.sell(session, town.workspace(session), Selling.BOTH)


def kinds(town: Town) -> list[ChannelKind]:
    with town.database() as session:
        return list(session.scalars(select(Channel.kind).order_by(Channel.id)))


def test_the_owner_starts_with_three_steps_and_a_question(town: Town) -> None:
    town.person("เอก")
    town.play(f"""
        เอก> เข้าร่วม {owner_code(town)}
        เอก< เปิดใช้ “Jod” แล้ว เหลือ 3 ขั้น
        เอก< ขายแบบไหนคะ
        เอก> [ขายให้บริษัท (B2B)]
        เอก< ตั้งเป็น ขายให้บริษัท (B2B) แล้ว · ทำงานวันไหนบ้างคะ
        เอก> 2
        เอก< ตั้งเป็น จันทร์–เสาร์ แล้ว · วันหยุดบริษัท
        เอก> [ใส่ทั้งหมด 26 วัน]
        เอก< ใส่วันหยุด 26 วันแล้ว · วันหยุดบริษัท
        เอก> ต่อไป
        เอก< รายชื่อลูกค้า
        เอก> ไว้ทีหลัง
        เอก< ตั้งค่าเสร็จแล้วค่ะ แก้ได้ทุกเมื่อ พิมพ์ “ตั้งค่า” หรือลองลงงานแรกได้เลย
    """)
    with town.database() as session:
        workspace = town.workspace(session)
        assert (workspace.selling, workspace.working_days) == (Selling.B2B, WorkingDays.MON_SAT)
    assert date(2026, 12, 10) in holidays(town)


def test_the_first_card_is_the_one_of_the_message_guide(town: Town) -> None:
    phone = town.person("เอก")
    town.say("เอก", f"join {owner_code(town)}")
    assert drawn(phone.received[-2].body).splitlines() == [
        "เปิดใช้แล้วค่ะ",
        "Jod · คุณเป็นเจ้าของ",
        "1  ชวนทีม",
        "   ส่งลิงก์เข้ากลุ่ม LINE ของทีม แล้วกดรับทีละคน",
        "2  ใส่รายชื่อลูกค้า",
        "   พิมพ์ชื่อตอนลงงานก็เพิ่มให้เลย มีไฟล์ Excel ก็นำเข้าได้ หรือข้ามไปก่อน",
        "3  วันทำงาน",
        "   จ.–ศ. · แจ้งแผน 08:00 · สรุป 18:30 แก้ได้",
        "[ชวนทีม]",
        "[ลองลงงานแรกก่อน]",
    ]


def test_every_question_may_be_skipped_and_is_taken_up_again(town: Town) -> None:
    town.person("เอก")
    town.say("เอก", f"join {owner_code(town)}")
    town.play("""
        เอก> ข้ามไปก่อน
        เอก< ทำงานวันไหนบ้างคะ
        เอก> ตั้งค่า
        เอก< ทำงานวันไหนบ้างคะ
        เอก> ข้ามไปก่อน
        เอก< วันหยุดบริษัท
        เอก> ข้ามไปก่อน
        เอก< รายชื่อลูกค้า
        เอก> ไว้ทีหลัง
        เอก< ตั้งค่าเสร็จแล้วค่ะ แก้ได้ทุกเมื่อ พิมพ์ “ตั้งค่า” หรือลองลงงานแรกได้เลย
        เอก> ตั้งค่า
        เอก< ตั้งค่า
    """)
    assert holidays(town) == []


def test_every_other_saturday_asks_which_one(town: Town) -> None:
    town.member("เอก", Role.OWNER)
    town.play("""
        เอก> ตั้งค่า
        เอก< ขายแบบไหนคะ
        เอก> 3
        เอก< ตั้งเป็น ทั้งสองแบบ แล้ว · ทำงานวันไหนบ้างคะ
        เอก> 3
        เอก< ตั้งเป็น เสาร์เว้นเสาร์ แล้ว · เสาร์ไหนทำงานคะ
        เอก> 2
        เอก< ทำงาน ส. 5 ธ.ค. แล้วเว้นเสาร์ไป · วันหยุดบริษัท
    """)
    with town.database() as session:
        workspace = town.workspace(session)
        assert not workspace.is_weekly_day_off(date(2026, 12, 5))
        assert workspace.is_weekly_day_off(date(2026, 12, 12))
        assert not workspace.is_weekly_day_off(date(2026, 12, 19))


def test_a_holiday_is_taken_out_and_put_back_by_a_tap(town: Town) -> None:
    town.member("เอก", Role.OWNER, language="en")
    town.play("""
        เอก> settings
        เอก< How do you sell?
        เอก> skip for now
        เอก< Which days do you work?
        เอก> skip for now
        เอก< Company holidays
        เอก> 2
        เอก< Thu 10 Dec is in · Company holidays
        เอก> 2
        เอก< Thu 10 Dec is out · Company holidays
        เอก> 2
        เอก< Thu 10 Dec is in · Company holidays
        เอก> Next
        เอก< Your customers
    """)
    assert holidays(town) == [date(2026, 12, 10)]


def test_one_account_is_the_teams_alone_when_the_company_sells_to_companies(town: Town) -> None:
    without_shop(town)
    assert kinds(town) == [ChannelKind.BOTH]
    town.member("เอก", Role.OWNER)
    town.play("""
        เอก> ขายแบบ B2B
        เอก< ตั้งค่า · ตั้งแบบการขายเป็น ขายให้บริษัท (B2B) แล้ว
    """)
    assert kinds(town) == [ChannelKind.STAFF]
    town.play("""
        เอก> ขายแบบหน้าร้าน
        เอก< ตั้งค่า · ตั้งแบบการขายเป็น หน้าร้าน แล้ว
    """)
    assert kinds(town) == [ChannelKind.BOTH]


def test_a_shop_account_keeps_reps_out_of_it_whatever_is_sold(town: Town) -> None:
    town.member("เอก", Role.OWNER)
    town.say("เอก", "ขายแบบหน้าร้าน")
    assert kinds(town) == [ChannelKind.STAFF, ChannelKind.SHOP]


def test_setting_up_is_for_whoever_leads(town: Town) -> None:
    rep = town.member("แบงค์")
    town.play("""
        แบงค์> ตั้งค่า
        แบงค์< ตั้งค่า
    """)
    assert "ของบริษัท" not in town.card("แบงค์")
    rep.tap({"type": "postback", "data": "1.setup:step=selling;value=b2b"})
    assert town.heard("แบงค์") == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]


def test_a_forged_answer_changes_nothing(town: Town) -> None:
    owner = town.member("เอก", Role.OWNER)
    for value in ("step=days;value=never", "step=holidays;value=99999999", "step=saturday;value=x"):
        owner.tap({"type": "postback", "data": f"1.setup:{value}"})
    assert town.heard("เอก") == ["ปุ่มนี้เก่าแล้วค่ะ พิมพ์ “แผน” หรือ “เมนู” เพื่อเปิดใหม่ได้เลย"] * 3
    assert holidays(town) == []
