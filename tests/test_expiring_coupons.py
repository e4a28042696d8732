"""A coupon that was taken and not used: its owner hears once, by day, that it is about to expire."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.consumer import Consumer, ConsumerState
from models.member import Role
from models.promotion import (
    Campaign,
    CampaignState,
    Coupon,
    Promotion,
    PromotionState,
    Recipient,
    RecipientState,
)
from models.queues import JobSlot
from models.standing import ChannelState
from scheduler.coupons import JOB, Coupons
from tests.consumers import shop_of, store
from tests.town import BANGKOK, Town

TOMORROW = "คูปอง ปูนลด 10% ของคุณใช้ได้ถึงพรุ่งนี้ ยังไม่ได้ใช้นะคะ"
BEFORE, DAY_BEFORE, LAST_DAY = "2026-11-29 09:59", "2026-11-29 10:00", "2026-11-30 10:00"


@pytest.fixture
def shop(town: Town) -> Town:
    """แนน has taken a coupon on Thursday that is good until Monday."""
    town.member("เจ้", Role.OWNER)
    town.bind_channels()
    agreed(town, "แนน")
    town.say("เจ้", "โปร POON10 ปูนลด 10% ถึงจันทร์ ส่งวันนี้ 15:00")
    town.say("เจ้", "ส่ง POON10")
    town.move_to("2026-11-26 15:01")
    town.tap("แนน", "รับคูปองของฉัน")
    return town


def agreed(town: Town, name: str, language: str = "th") -> None:
    user = town.person(name, "shop").user.id
    with town.database() as session:
        store(session, town, [user], agreed=True, language=language)


def test_the_day_before_it_expires_its_owner_hears_it_once(shop: Town) -> None:
    shop.move_to(BEFORE)
    assert shop.heard("แนน") == []
    shop.move_to(DAY_BEFORE)
    assert shop.heard("แนน") == [TOMORROW]
    assert "ใช้ได้ถึง  จ. 30 พ.ย. 69" in shop.card("แนน")
    assert shop.tap("แนน", "แสดงคูปองของฉัน")[0].startswith("คูปองของคุณ ")
    shop.move_to("2026-11-30 12:00")
    assert shop.heard("แนน") == []


def test_who_took_it_on_the_day_before_hears_it_on_the_last_in_their_language(shop: Town) -> None:
    agreed(shop, "Nan", "en")
    shop.move_to("2026-11-29 12:00")
    shop.say("Nan", "promos today")
    shop.tap("Nan", "ปูน: 10% off")
    shop.move_to(LAST_DAY)
    assert shop.heard("Nan")[-1] == "Your coupon (ปูน: 10% off) expires today and is still unused."
    assert shop.heard("แนน") == [TOMORROW]


def taken(town: Town, name: str, code: str) -> int:
    """Somebody else who agreed and took the same on the same day; the consumer's id."""
    agreed(town, name)
    with town.database() as session:
        known = session.scalars(select(Coupon).order_by(Coupon.id)).first()
        new = session.scalars(select(Consumer).order_by(Consumer.id.desc())).first()
        assert known is not None
        assert new is not None
        same = {"workspace_id": known.workspace_id, "promotion_id": known.promotion_id}
        days = {"claimed_at": known.claimed_at, "expires_at": known.expires_at}
        session.add(Coupon(consumer_id=new.id, code=code, **same, **days))
        return new.id


def heard_four(session: Session, consumer: Consumer) -> None:
    """As many promotions in the last thirty days as the question for consent allows."""
    sent = session.scalars(select(Campaign)).one()
    for number in range(4):
        again = Campaign(
            workspace_id=sent.workspace_id,
            channel_id=sent.channel_id,
            promotion_id=sent.promotion_id,
            slot=f"{number}",
            send_at=sent.send_at,
            state=CampaignState.SENT,
            done_at=sent.done_at,
        )
        session.add(again)
        session.flush()
        session.add(_accepted(again, consumer))


def _accepted(campaign: Campaign, consumer: Consumer) -> Recipient:
    return Recipient(
        campaign_id=campaign.id,
        user_id=consumer.user_id,
        workspace_id=consumer.workspace_id,
        consumer_id=consumer.id,
        state=RecipientState.ACCEPTED,
        accepted_at=campaign.done_at,
    )


def due(town: Town) -> int:
    """How many people are reminded on the day before, at ten."""
    town.clock.move_to(datetime.fromisoformat(DAY_BEFORE).replace(tzinfo=BANGKOK))
    return town.jod.worker.coupons.work()


def test_nobody_hears_of_what_is_used_or_may_not_be_told(shop: Town) -> None:
    people = {name: taken(shop, name, f"AAA34A{name}") for name in "ABCDEF"}
    shop.say("เจ้", "ใช้คูปอง AAA34AA ปูน 10 ถุง 2,600")
    with shop.database() as session:
        rows = {name: session.get_one(Consumer, people[name]) for name in people}
        heard_four(session, rows["B"])
        rows["C"].consented = False
        rows["D"].state = ConsumerState.BLOCKED
        rows["E"].state = ConsumerState.ERASED
        session.execute(update(Coupon).where(Coupon.consumer_id == people["F"]).values(deleted=True))
    assert due(shop) == 1
    with shop.database() as session:
        told = session.scalars(select(Coupon).where(Coupon.reminded_at.is_not(None))).one()
        assert told.consumer_id not in people.values()


def test_nobody_hears_of_what_was_called_off(shop: Town) -> None:
    with shop.database() as session:
        session.scalars(select(Promotion)).one().state = PromotionState.CANCELLED
    assert due(shop) == 0


def test_where_messages_run_short_nobody_is_reminded(shop: Town) -> None:
    with shop.database() as session:
        state = ChannelState.held(session, shop_of(session).id, shop.clock.machine())
        state.note_quota(300, 300, 0, shop.clock.now())
    assert due(shop) == 0


def test_who_withdraws_while_it_waits_for_line_hears_nothing(shop: Town) -> None:
    assert due(shop) == 1
    with shop.database() as session:
        session.scalars(select(Consumer)).one().consented = False
    shop.jod.work()
    assert shop.heard("แนน") == []


def test_after_a_crash_in_the_middle_of_a_turn_nobody_hears_it_twice(shop: Town) -> None:
    assert due(shop) == 1
    taken(shop, "นก", "AAA34AB")
    with shop.database() as session:
        session.execute(delete(JobSlot).where(JobSlot.job == JOB))
    assert Coupons(shop.jod.database, shop.clock).work() == 1
    shop.jod.work()
    assert (shop.heard("แนน"), shop.heard("นก")) == ([TOMORROW], [TOMORROW])
    assert Coupons(shop.jod.database, shop.clock).work() == 0
