"""A customer off the list, and a person who asked somebody of the shop to be forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.changes import Change
from models.consumer import ConsumerState
from models.customer import Customer
from models.member import Member
from tests.shopping import consumer, known_buyer
from tests.test_my_data import tables_with
from tests.town import Town


@pytest.fixture
def shop(town: Town) -> Town:
    """มะลิ is แนน, who bought once."""
    return known_buyer(town)


def test_a_manager_erases_who_asked_a_person_of_the_shop(shop: Town) -> None:
    shop.say("มะลิ", "รับโปร")
    assert shop.say("แบงค์", "แนนขอให้ลบข้อมูล") == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]
    assert shop.say("เฮีย", "ลบข้อมูลแนน") == ["ลบข้อมูลของแนนถาวรไหมคะ"]
    assert consumer(shop).state is ConsumerState.ACTIVE
    number = shop.tap("เฮีย", "ลบถาวร")[0].split("#")[1].split()[0]
    assert shop.say("เฮีย", "ยกเลิก") == ["ไม่มีอะไรให้ยกเลิกค่ะ"]
    with shop.database() as session:
        assert tables_with(session, "แนน") == set()
        known = session.scalars(select(Customer)).one()
        assert (known.name, known.purchase_count) == (f"#{number}", 1)
        changes = session.scalars(select(Change).where(Change.table_name == "customers"))
        by = [one.actor_id for one in changes if (one.after or {}).get("erased_at")]
        assert by == [session.scalars(select(Member.id).where(Member.name == "เฮีย")).one()]
    assert consumer(shop).state is ConsumerState.ERASED


def test_a_customer_with_nothing_behind_it_is_deleted_and_comes_back_with_its_people(town: Town) -> None:
    town.member("แบงค์")
    town.member("เมย์")
    town.customer("นครพลาสติก", "แบงค์", contacts={"คุณบี": "owner"})
    assert town.say("เมย์", "ลบลูกค้านครพลาสติก")[0].startswith("นครพลาสติก เป็นลูกค้าของแบงค์")
    assert town.say("แบงค์", "ลบลูกค้านครพลาสติก") == ["ลบ นครพลาสติก ออกจากรายชื่อแล้วค่ะ"]
    assert town.say("แบงค์", "มีลูกค้ากี่ราย")[0].startswith("ยังไม่มีลูกค้า")
    town.say("แบงค์", "ยกเลิก")
    town.say("แบงค์", "นครพลาสติก")
    assert "คุณบี" in town.card("แบงค์")


def test_a_customer_with_a_history_is_not_deleted(town: Town) -> None:
    town.member("แบงค์")
    town.customer("นครพลาสติก", "แบงค์")
    town.say("แบงค์", "โทรนครพลาสติก ขอราคาใหม่")
    assert town.say("แบงค์", "ลบลูกค้านครพลาสติก") == ["นครพลาสติก มีประวัติอยู่ ลบทิ้งไม่ได้ค่ะ"]
    assert town.say("แบงค์", "นครพลาสติก")[0].startswith("นครพลาสติก · คุยล่าสุด")
