"""Codes at the counter hold their caps, whoever comes at the same moment; a return gives the use back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from models.consumer import Consumer
from models.customer import Customer
from models.database import Database
from models.member import Member, Role
from models.promotion import Coupon, Promotion, PromotionKind, PromotionState, Redemption
from models.promotion_errors import (
    CannotUse,
    CouponOfAnother,
    CouponUsed,
    OfferCalledOff,
    OfferNotYet,
    OfferOver,
    OfferUsedUp,
    OtherGoods,
    SpendMore,
)
from models.redeeming import Bill, before_discount, claim_of, discount_on, redeem
from models.workspace import Workspace
from tests.consumers import consumers, known
from tests.town import START, Town

TODAY = START.date()


@pytest.fixture
def shop(town: Town) -> Town:
    """A shop with one customer, แนน, who is its consumer too, and another one."""
    town.member("เจ้", Role.OWNER)
    town.bind_channels()
    for user, name in zip(consumers(town, 2), ("แนน", "นก"), strict=True):
        known(town, user, name, "เจ้")
    return town


def offer(town: Town, **values: Any) -> int:
    """An open promotion, 10 % unless said otherwise; its id."""
    with town.database() as session:
        member = session.scalars(select(Member)).first()
        assert member is not None
        usual: dict[str, Any] = {
            "kind": PromotionKind.PERCENT,
            "percent": 10,
            "starts_on": TODAY,
            "ends_on": TODAY,
            "state": PromotionState.ACTIVE,
            "created_at": START,
        }
        promotion = Promotion(
            workspace_id=member.workspace_id, made_by_id=member.id, code="POON10", **usual | values
        )
        session.add(promotion)
        session.flush()
        return promotion.id


def coupon(town: Town, promotion: int, name: str = "แนน") -> None:
    with town.database() as session:
        consumer = session.scalars(
            select(Consumer).join(Customer, Customer.id == Consumer.customer_id).where(Customer.name == name)
        ).one()
        session.add(
            Coupon(
                workspace_id=consumer.workspace_id,
                promotion_id=promotion,
                consumer_id=consumer.id,
                code="AB34CDE",
                claimed_at=START,
                expires_at=START + timedelta(days=1),
            )
        )


def use(database: Database, code: str, amount: str = "1000", who: str = "", item: str = "") -> Redemption:
    """Redeem it as the counter does, in a transaction of its own."""
    with database.write() as session:
        workspace = session.scalars(select(Workspace)).one()
        customer = session.scalars(select(Customer).where(Customer.name == who)).one() if who else None
        claim = claim_of(session, workspace.id, code)
        assert claim is not None
        bill = Bill(at=START, amount=Decimal(amount), item=item, customer=customer)
        return redeem(session, workspace, claim, bill)


def test_fifty_at_once_with_one_use_left_exactly_one_succeeds(shop: Town) -> None:
    coupon(shop, offer(shop, in_total=1))
    database = Database(shop.jod.database.engine.url.render_as_string(False), patience=timedelta(seconds=60))

    def tries(_number: int) -> bool:
        try:
            use(database, "AB34CDE")
        except (CouponUsed, OfferUsedUp):
            return False
        return True

    with ThreadPoolExecutor(50) as counter:
        succeeded = sum(counter.map(tries, range(50)))
    with database.read() as session:
        assert (succeeded, session.scalar(select(func.count(Redemption.id)))) == (1, 1)
    database.close()


@pytest.mark.parametrize(
    ("values", "bill", "why"),
    [
        ({"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 25)}, {}, OfferOver),
        ({"starts_on": date(2026, 11, 27), "ends_on": date(2026, 11, 30)}, {}, OfferNotYet),
        ({"state": PromotionState.CANCELLED}, {}, OfferCalledOff),
        ({"minimum_spend": Decimal(1001)}, {}, SpendMore),
        ({"item": "ปูน"}, {"item": "ทราย"}, OtherGoods),
        ({"in_total": 0}, {}, OfferUsedUp),
        ({}, {"who": "นก"}, CouponOfAnother),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_it_is_said_why_a_coupon_cannot_be_used(
    shop: Town, values: dict[str, Any], bill: dict[str, str], why: type[CannotUse]
) -> None:
    coupon(shop, offer(shop, **values))
    with pytest.raises(why):
        use(shop.jod.database, "AB34CDE", **bill)


def test_a_person_uses_it_once_whether_by_coupon_or_by_the_promotions_code(shop: Town) -> None:
    coupon(shop, offer(shop))
    use(shop.jod.database, "ab34cde")
    with pytest.raises(CouponUsed):
        use(shop.jod.database, "POON10", who="แนน")
    use(shop.jod.database, "POON10", who="นก")


def test_what_is_taken_off() -> None:
    tenth = Promotion(kind=PromotionKind.PERCENT, percent=10)
    fifty = Promotion(kind=PromotionKind.BAHT, baht=Decimal(50))
    gift = Promotion(kind=PromotionKind.BUY_GET, buy=1, get=1)
    assert discount_on(tenth, Decimal("99.95")) == Decimal("10.00")
    assert discount_on(fifty, Decimal(30)) == Decimal(30)
    assert discount_on(gift, Decimal(30)) is None
    assert before_discount(tenth, Decimal("89.96")) == Decimal("99.96")
    assert before_discount(fifty, Decimal(30)) == Decimal(80)


def test_a_code_is_looked_at_before_it_is_used(shop: Town) -> None:
    promotion = offer(shop)
    coupon(shop, promotion)
    shop.member("เมย์")  # แนน is not hers
    shop.say("เจ้", "คูปอง AB34CDE ใช้ได้ไหม")
    assert "ของ  แนน" in shop.card("เจ้")
    shop.say("เมย์", "เช็คคูปอง AB34CDE")
    assert "แนน" not in shop.card("เมย์")
    with shop.database() as session:
        session.get_one(Promotion, promotion).starts_on = TODAY + timedelta(days=1)
    shop.play("""
        เจ้> เช็คคูปอง AB34CDE
        เจ้< POON10 ใช้ได้ตั้งแต่ ศ. 27 พ.ย. ค่ะ
    """)
