"""Consumers of a shop: who they are, what they agreed to, and what LINE was told to bring them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

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
) -> None:
    shop = shop_of(session)
    session.add_all(
        Consumer(
            workspace_id=shop.workspace_id,
            channel_id=shop.id,
            user_id=user,
            consented=agreed,
            state=state,
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
    """Two years of promotions, one a month, each sent to all of these."""
    friends = connection.execute(select(Consumer).where(Consumer.user_id.in_(users))).mappings().all()
    maker = connection.scalar(select(func.min(Member.id)))
    for number in range(1, 25):
        sent = START - timedelta(days=30 * number)
        here = {"workspace_id": friends[0]["workspace_id"]}
        offer = {"code": f"OLD-{number}", "kind": PromotionKind.PERCENT, "percent": 10, "created_at": sent}
        days = {"starts_on": sent.date(), "ends_on": sent.date(), "state": PromotionState.ACTIVE}
        made = insert(table_of(Promotion)).values(**here, **offer, **days, made_by_id=maker, title="", item="")
        promotion = connection.execute(made.values(per_person=1)).inserted_primary_key
        over = {"state": CampaignState.SENT, "send_at": sent, "snapshot_at": sent, "done_at": sent}
        of = {"channel_id": friends[0]["channel_id"], "promotion_id": promotion and promotion[0]}
        nothing = {"slot": "", "reason": "", "held_out": 0, "seed": 0}
        ran = connection.execute(insert(table_of(Campaign)).values(**here, **of, **over, **nothing))
        campaign = ran.inserted_primary_key
        got = {"state": RecipientState.ACCEPTED, "accepted_at": sent, "reason": "", **here}
        people = [
            {**got, "campaign_id": campaign and campaign[0], "user_id": one["user_id"], "consumer_id": one["id"]}
            for one in friends
        ]
        connection.execute(insert(table_of(Recipient)), people)
