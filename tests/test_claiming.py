"""What was bought under a number is theirs who turns out to have it; it is told, and undone with the line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from models.customer import Customer
from models.member import Role
from tests.tills import Till, purchases
from tests.town import Town


@pytest.fixture
def shop(town: Town) -> Town:
    """A till has sold twice to a number that nobody has yet."""
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    till = Till.of(town)
    till.sell(1000, phone="0812345678", external_key="POS-1")
    till.sell(300.50, phone="0812345678")
    till.sell(100, returns="POS-1")
    return town


def bought(town: Town, name: str) -> tuple[int, Decimal]:
    with town.database() as session:
        found = select(Customer).where(Customer.name == name, Customer.deleted.is_(False))
        customer = session.scalars(found).one()
    return customer.purchase_count, customer.purchase_total


def waiting(town: Town) -> int:
    return sum(one.customer_id is None for one in purchases(town))


def test_a_new_customer_with_the_number_has_bought_it(shop: Town) -> None:
    shop.say("แบงค์", "ลูกค้าใหม่ แนน 0812345678")
    assert "ซื้อไว้ก่อน  2 รายการ 1,200.50" in shop.card("แบงค์")
    assert (bought(shop, "แนน"), waiting(shop)) == ((2, Decimal("1200.5")), 0)
    shop.say("แบงค์", "ยกเลิก")
    assert waiting(shop) == 3
    shop.say("แบงค์", "เอากลับมา")
    assert (bought(shop, "แนน"), waiting(shop)) == ((2, Decimal("1200.5")), 0)


def test_so_has_one_whose_number_is_told_later(shop: Town) -> None:
    shop.customer("แนน", "แบงค์")
    shop.say("แบงค์", "แนน เบอร์ 0812345678")
    assert "ซื้อไว้ก่อน  2 รายการ 1,200.50" in shop.card("แบงค์")
    assert bought(shop, "แนน") == (2, Decimal("1200.5"))
    shop.say("แบงค์", "ยกเลิก")
    assert (bought(shop, "แนน"), waiting(shop)) == ((0, Decimal(0)), 3)


def test_nobody_can_tell_whose_it_is_when_two_have_the_number(shop: Town) -> None:
    shop.customer("ป้าแดง", "แบงค์", phone="+66812345678")
    shop.say("แบงค์", "ลูกค้าใหม่ แนน 0812345678")
    assert waiting(shop) == 3


def test_so_has_one_who_comes_in_with_a_file(shop: Town) -> None:
    shop.platform.phone("กบ").send_file("a.csv", "name,phone\nแนน,0812345678\nมะลิ,\n".encode())
    shop.jod.work()
    shop.tap("กบ", "นำเข้า 2 ราย")
    shop.jod.work()
    assert (bought(shop, "แนน"), bought(shop, "มะลิ")) == ((2, Decimal("1200.5")), (0, Decimal(0)))
