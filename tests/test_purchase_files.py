"""A file of purchases sent into the chat: told by its headings, shown first, brought in, taken out again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from models.customer import Customer
from models.importing import Import, ImportState
from models.member import Role
from models.purchase import Purchase, PurchaseSource
from tests.test_imports import send
from tests.tills import purchases
from tests.town import Town

GOOD = (
    "วันที่,ชื่อลูกค้า,เบอร์โทร,สินค้า,จำนวน,หน่วย,ยอดเงิน,โค้ด,เลขที่บิล,หมายเหตุ\n"
    '25/11/2569 08:30,แนน,,ปูน,20,ถุง,"2,600.50",NOV10,B-1,ดี\n'
    "2026-11-20,,0877777777,ทราย,,,100,,,\n"
    "20/11/2026,,,หิน,,,50,,B-3,\n"
    "20/11/2026,,,หิน,,,ฟรี,,,\n"
    "20/11/2026,ของเมย์,,หิน,,,50,,,\n"
    "20/11/2026,,,หิน,,,50,,B-1,\n"
)


@pytest.fixture
def boss(town: Town) -> Town:
    """A manager, and a customer whom another team has."""
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์", team="เหนือ")
    town.customer("แนน", "แบงค์")
    town.customer("ของเมย์", "เมย์")
    return town


def standing(town: Town) -> list[Purchase]:
    return [one for one in purchases(town) if not one.deleted]


def bought(town: Town) -> tuple[int, Decimal]:
    with town.database() as session:
        nan = session.scalars(select(Customer).where(Customer.name == "แนน")).one()
        return nan.purchase_count, nan.purchase_total


def brought_in(town: Town) -> list[str]:
    send(town, GOOD, "ขาย.csv")
    town.tap("กบ", "นำเข้า 3 รายการ")
    town.jod.work()
    return town.heard("กบ")


def test_it_is_shown_with_its_problems_by_row_before_anything_comes_in(boss: Town) -> None:
    assert send(boss, GOOD, "ขาย.csv")[-1] == "อ่าน ขาย.csv แล้ว เพิ่มยอดซื้อได้ 3 รายการ"
    card = boss.card("กบ").splitlines()
    assert card[0] == "รายการซื้อ"
    assert {"ทั้งหมด  6 แถว", "เพิ่มใหม่  3 รายการ", "นำเข้าไม่ได้  3 แถว", "ไม่ได้ใช้  หมายเหตุ"} <= set(card)
    assert "แถว 5: ยอดเงิน “ฟรี” ต้องเป็นตัวเลขมากกว่า 0 ทศนิยมไม่เกินสองตำแหน่ง" in card
    assert "แถว 6: ไม่มีลูกค้าชื่อ “ของเมย์”" in "\n".join(card), "another team's is nobody's to learn of"
    assert "แถว 7: ซ้ำกับแถว 2" in card
    assert standing(boss) == []


def test_on_a_yes_all_come_in_and_the_same_file_adds_nothing(boss: Town) -> None:
    assert brought_in(boss) == ["นำเข้ายอดซื้อแล้ว 3 รายการ จาก ขาย.csv"]
    first = standing(boss)[0]
    assert (first.amount, first.quantity, first.unit, first.promo_code, first.external_key) == (
        Decimal("2600.5"), 20, "ถุง", "NOV10", "B-1",
    )  # fmt: skip
    assert {one.source for one in standing(boss)} == {PurchaseSource.IMPORT}
    assert bought(boss) == (1, Decimal("2600.5"))
    assert send(boss, GOOD, "อีก.csv")[-1] == "อ่าน อีก.csv แล้ว เพิ่มยอดซื้อได้ 0 รายการ"
    assert "มีอยู่แล้ว  3 แถว ไม่แก้ของเดิม" in boss.card("กบ")


def test_it_is_taken_back_but_for_what_was_returned_and_comes_in_again(boss: Town) -> None:
    brought_in(boss)
    boss.say("แบงค์", "แนนคืนปูน 100")
    assert boss.say("กบ", "ยกเลิก") == ["ยกเลิกให้แล้ว · ขาย.csv"]
    boss.jod.work()
    assert boss.heard("กบ") == ["เอายอดซื้อจาก ขาย.csv ออกแล้ว 2 รายการ\nอีก 1 รายการยังอยู่ เพราะมีการคืนของแล้ว"]
    assert [one.amount for one in standing(boss)] == [Decimal("2600.5"), Decimal(-100)]
    boss.say("กบ", "เอากลับมา")
    boss.jod.work()
    assert len(standing(boss)) == 4
    assert bought(boss)[1] == Decimal("2500.5")


def test_the_button_takes_all_of_it_out(boss: Town) -> None:
    brought_in(boss)
    boss.tap("กบ", "ยกเลิกการนำเข้า")
    boss.jod.work()
    assert boss.heard("กบ")[-1] == "เอายอดซื้อจาก ขาย.csv ออกแล้ว 3 รายการ"
    assert (standing(boss), bought(boss)) == ([], (0, Decimal(0)))
    with boss.database() as session:
        assert session.scalars(select(Import.state)).one() is ImportState.UNDONE


def test_a_list_of_customers_with_amounts_stays_one(boss: Town) -> None:
    assert send(boss, "ชื่อลูกค้า,ยอดซื้อ\nนครพลาสติก,100\n")[-1].endswith("เพิ่มได้ 1 ราย")
