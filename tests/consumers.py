"""Consumers of a shop: who they are, what they agreed to, and what LINE was told to bring them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.orm import Session

from models.base import table_of
from models.channel import Channel, ChannelKind
from models.consumer import Consumer, ConsumerState
from models.customer import CustomerKind
from models.member import Member
from models.promotion import (
    Campaign,
    CampaignState,
    Coupon,
    Promotion,
    PromotionKind,
    PromotionState,
    Recipient,
    RecipientState,
)
from simulator.accounts import User
from tests.town import START, Town

MULTICAST = "multicast"


def shop_of(session: Session) -> Channel:
    """Where consumers are."""
    return (
        session.scalars(select(Channel).where(Channel.kind != ChannelKind.STAFF).order_by(Channel.id)).first()
        or _no_shop()
    )


def _no_shop() -> Channel:
    raise AssertionError("there is no shop")


def consumers(
    town: Town,
    count: int,
    *,
    agreed: bool = True,
    state: ConsumerState = ConsumerState.ACTIVE,
    prefix: str = "ลูกค้า",
) -> list[str]:
    """So many friends of the shop's account; their user ids."""
    users = [
        town.platform.add_user(
            User(name=f"{prefix}{n}", display_name=f"{prefix}{n}", home="shop"), friend_of=["shop"]
        ).user.id
        for n in range(count)
    ]
    with town.database() as session:
        store(session, town, users, agreed=agreed, state=state)
    return users


def store(
    session: Session,
    town: Town,
    users: Iterable[str],
    *,
    agreed: bool,
    state: ConsumerState = ConsumerState.ACTIVE,
    language: str = "th",
) -> None:
    shop = shop_of(session)
    session.add_all(
        Consumer(
            workspace_id=shop.workspace_id,
            channel_id=shop.id,
            user_id=user,
            consented=agreed,
            state=state,
            language=language,
            befriended_at=town.clock.now(),
        )
        for user in users
    )


def known(town: Town, user: str, name: str, owner: str) -> int:
    """This consumer is that customer of the shop; the customer's id."""
    customer_id = town.customer(name, owner, kind=CustomerKind.CONSUMER)
    with town.database() as session:
        session.scalars(select(Consumer).where(Consumer.user_id == user)).one().customer_id = customer_id
    return customer_id


def reached(town: Town) -> Counter[str]:
    """How often LINE has accepted a promotion for whom."""
    accepted = (one for one in town.platform.accepted if one.endpoint == MULTICAST)
    return Counter(user for one in accepted for user in one.to)


def promoted(connection: Connection, users: Iterable[str]) -> None:
    """Two years of promotions, one a month, each sent to all of these, who all took their coupons."""
    friends = connection.execute(select(Consumer).where(Consumer.user_id.in_(users))).mappings().all()
    for number in range(1, 25):
        sent = START - timedelta(days=30 * number)
        campaign_id = _sent(connection, f"OLD-{number}", friends[0], sent)
        people = [
            {
                "campaign_id": campaign_id,
                "workspace_id": one["workspace_id"],
                "user_id": one["user_id"],
                "consumer_id": one["id"],
                "state": RecipientState.ACCEPTED,
                "accepted_at": sent,
                "reason": "",
            }
            for one in friends
        ]
        connection.execute(insert(table_of(Recipient)), people)
        coupons = [_coupon(f"C{number}X{one['id']}", campaign_id, one, sent) for one in friends]
        connection.execute(insert(table_of(Coupon)), coupons)


def _coupon(code: str, campaign_id: int, friend: Any, at: datetime) -> dict[str, Any]:
    """Taken, never used; promotions and sendings of these tests have the same numbers."""
    return {
        "workspace_id": friend["workspace_id"],
        "promotion_id": campaign_id,
        "consumer_id": friend["id"],
        "campaign_id": campaign_id,
        "code": code,
        "claimed_at": at,
        "expires_at": at + timedelta(days=1),
        "deleted": False,
    }


def _sent(connection: Connection, code: str, friend: Any, sent: datetime) -> int:
    """A promotion that was sent to the friends of an account on that day, and is over; its sending's id."""
    promotion = {
        "workspace_id": friend["workspace_id"],
        "made_by_id": connection.scalar(select(func.min(Member.id))),
        "code": code,
        "title": "",
        "kind": PromotionKind.PERCENT,
        "percent": 10,
        "item": "",
        "per_person": 1,
        "starts_on": sent.date(),
        "ends_on": sent.date(),
        "state": PromotionState.ACTIVE,
        "created_at": sent,
    }
    made = insert(table_of(Promotion)).values(promotion).returning(table_of(Promotion).c.id)
    campaign = {
        "workspace_id": friend["workspace_id"],
        "channel_id": friend["channel_id"],
        "promotion_id": connection.scalar(made),
        "slot": "",
        "state": CampaignState.SENT,
        "reason": "",
        "held_out": 0,
        "seed": 0,
        **dict.fromkeys(("send_at", "snapshot_at", "done_at"), sent),
    }
    ran = insert(table_of(Campaign)).values(campaign).returning(table_of(Campaign).c.id)
    return int(connection.scalar(ran) or 0)
