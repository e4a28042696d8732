"""A consumer's own data: shown without a word of staff, handed out, and erased for good."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import inspect, select

from models.base import Base
from models.changes import Change
from models.consumer import Consumer, ConsumerState
from models.customer import Customer
from models.purchase import Purchase
from tests.shopping import consumer, known_buyer, link
from tests.town import Town


@pytest.fixture
def shop(town: Town) -> Town:
    """มะลิ is แนน, of whom her rep has written this and that."""
    known_buyer(town)
    town.say("แบงค์", "โทรหาแนน ขี้บ่นมาก")
    town.say("แบงค์", "นัดแนน พรุ่งนี้ 10:00 เอาของลับไปให้")
    return town


def test_what_is_kept_is_shown_without_a_word_of_staff(shop: Town) -> None:
    shop.say("มะลิ", "ข้อมูลของฉัน")
    card = shop.card("มะลิ")
    for shown in ("แนน", "089-111-2222", "1 ครั้ง", "650", "[ขอข้อมูล]", "[แก้ข้อมูล]", "[ลบข้อมูลของฉัน]"):
        assert shown in card
    told = "\n".join([card, *shop.tap("มะลิ", "ขอข้อมูล")])
    assert "ครีมกันแดด" in told
    for hidden in ("ขี้บ่น", "ของลับ", "แบงค์"):
        assert hidden not in told


def test_who_is_nobodys_customer_sees_that_and_how_to_be_one(shop: Town) -> None:
    shop.person("คนใหม่", "shop").befriend()
    shop.say("คนใหม่", "ข้อมูลของฉัน")
    assert "รหัส 6 หลัก" in shop.card("คนใหม่")
    assert "แนน" not in shop.card("คนใหม่")


def test_a_correction_is_for_the_rep(shop: Town) -> None:
    shop.say("มะลิ", "ข้อมูลของฉัน")
    shop.tap("มะลิ", "แก้ข้อมูล")
    assert "คุณแนน ขอแก้ข้อมูลของตัวเอง ดูในแชต LINE ของร้าน" in shop.say("แบงค์", "เมนู")


def test_a_member_is_sent_to_the_shops_chat(shop: Town) -> None:
    assert shop.say("แบงค์", "ข้อมูลของฉัน")[0].startswith("คำนี้เป็นของลูกค้า")


def test_nothing_is_erased_at_the_first_word(shop: Town) -> None:
    shop.say("มะลิ", "ข้อมูลของฉัน")
    assert shop.tap("มะลิ", "ลบข้อมูลของฉัน") == ["ลบข้อมูลของคุณจริง ๆ ไหม"]
    assert shop.tap("มะลิ", "ไม่ลบ") == ["ไม่ลบค่ะ ข้อมูลของคุณยังอยู่เหมือนเดิม"]
    assert consumer(shop).state is ConsumerState.ACTIVE


def erase(town: Town) -> None:
    town.say("มะลิ", "กันแดดมีไหมคะ")
    town.say("มะลิ", "ข้อมูลของฉัน")
    town.tap("มะลิ", "ลบข้อมูลของฉัน")
    town.tap("มะลิ", "ลบเลย")


def test_who_is_erased_stands_in_no_table_and_the_figures_stay(shop: Town) -> None:
    user = shop.platform.user("มะลิ").id
    erase(shop)
    with shop.database() as session:
        for word in ("แนน", "1112222", "ขี้บ่น", "ของลับ", "กันแดดมีไหม", "มะลิ", user):
            assert tables_with(session, word) == set(), word
        assert session.scalars(select(Purchase.amount)).one() == 650
        known = session.scalars(select(Customer)).one()
        assert (known.purchase_count, int(known.purchase_total)) == (1, 650)
        assert known.erased_at is not None


HELD_FOR_A_WHILE = {"outbox", "inbox", "notices"}
"""Letters on the way; what was said in them is cleared by the nightly retention."""


def tables_with(session: object, word: str) -> set[str]:
    """Tables in which a word stands anywhere, but for those that are cleared after a while."""
    found = set()
    for mapper in Base.registry.mappers:
        for row in session.scalars(select(mapper.class_)):  # type: ignore[attr-defined]
            values = {one.key: getattr(row, one.key) for one in inspect(row).mapper.column_attrs}
            if word in json.dumps(values, default=str, ensure_ascii=False):
                found.add(mapper.class_.__tablename__)
    return found - HELD_FOR_A_WHILE


def test_the_audit_knows_that_and_nothing_else(shop: Town) -> None:
    erase(shop)
    with shop.database() as session:
        erased = select(Change).where(Change.table_name == "consumers").order_by(Change.id.desc())
        change = session.scalars(erased.limit(1)).one()
        assert change.after is not None
        assert change.after["state"] == "erased"


def test_undo_brings_nothing_back(shop: Town) -> None:
    erase(shop)
    for _ in range(4):
        shop.say("แบงค์", "ยกเลิก")
    with shop.database() as session:
        assert tables_with(session, "แนน") == set()


def test_who_comes_back_is_a_stranger_who_is_asked_anew(shop: Town) -> None:
    erase(shop)
    phone = shop.platform.phone("มะลิ")
    phone.block()
    phone.befriend()
    assert len(shop.heard("มะลิ")) == 2
    with shop.database() as session:
        states = session.scalars(select(Consumer.state).order_by(Consumer.id)).all()
        assert states == [ConsumerState.ERASED, ConsumerState.ACTIVE]


def test_a_firm_keeps_its_own_records(shop: Town) -> None:
    link(shop, "มะลิ", shop.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"}))
    erase(shop)
    with shop.database() as session:
        assert "สยามวัสดุภัณฑ์" in session.scalars(select(Customer.name)).all()
    assert consumer(shop).state is ConsumerState.ERASED
