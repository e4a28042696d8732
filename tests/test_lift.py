"""Lift and its interval agree with tables in print, and with figures worked out another, slow way."""

from __future__ import annotations

import math
import random
import statistics
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from models import lift
from models.base import table_of
from models.consumer import Consumer
from models.customer import Customer
from models.lift import Arm
from models.measured import outcome_of
from models.member import Member, Role
from models.promotion import (
    Campaign,
    CampaignState,
    Promotion,
    PromotionKind,
    PromotionState,
    Recipient,
    RecipientState,
)
from models.purchase import Purchase
from models.workspace import Workspace
from tests.consumers import shop_of
from tests.town import START, Town

PEOPLE = 300


def arm(people: int, buyers: int) -> Arm:
    return Arm(people, buyers, 0.0, 0.0)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_is_that_of_newcombes_table(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Statistics in Medicine 17 (1998), 873-890, table II, method 10."""
    (a, m), (b, n) = first, second
    low_one, high_one = lift.wilson(arm(m, a))
    low_two, high_two = lift.wilson(arm(n, b))
    found = a / m - b / n
    assert found - math.hypot(a / m - low_one, high_two - b / n) == pytest.approx(low, abs=1e-4)
    assert found + math.hypot(high_one - a / m, b / n - low_two) == pytest.approx(high, abs=1e-4)


def bound(arm: Arm, towards: float) -> float:
    """Where the score test just gives way, found by halving instead of by a formula."""
    share, away = arm.share, towards
    for _ in range(100):
        middle = (share + away) / 2
        off = abs(arm.share - middle) / math.sqrt(middle * (1 - middle) / arm.people)
        share, away = (middle, away) if off <= lift.Z else (share, middle)
    return share


people = st.integers(lift.FEWEST, 100_000)


@given(people, people, st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_the_interval_of_shares_agrees_with_one_found_by_halving(m: int, n: int, p: float, q: float) -> None:
    sent, held_out = arm(m, max(lift.BUYERS, int(m * p))), arm(n, max(lift.BUYERS, int(n * q)))
    found = lift.in_buyers(sent, held_out)
    assert found is not None
    below = math.hypot(sent.share - bound(sent, 0.0), bound(held_out, 1.0) - held_out.share)
    above = math.hypot(bound(sent, 1.0) - sent.share, held_out.share - bound(held_out, 0.0))
    assert (found.low, found.high) == pytest.approx((found.more - below, found.more + above), abs=1e-9)


@pytest.mark.parametrize(
    ("sent", "held_out"), [((2000, 100), (199, 50)), ((2000, 100), (200, 4)), ((2000, 4), (200, 9))]
)
def test_nothing_is_claimed_of_groups_that_are_too_small(
    sent: tuple[int, int], held_out: tuple[int, int]
) -> None:
    assert lift.in_buyers(arm(*sent), arm(*held_out)) is None
    assert lift.in_baht(arm(*sent), arm(*held_out)) is None


def sent_to(town: Town, chance: random.Random) -> tuple[int, dict[int, bool]]:
    """A promotion that went to some hundreds, a part held out; and what each of these bought, by chance."""
    with town.database() as session:
        shop, owner = shop_of(session), session.scalars(select(Member)).one()
        here = {"workspace_id": shop.workspace_id}
        promotion = Promotion(
            **here,
            made_by_id=owner.id,
            code="POON10",
            kind=PromotionKind.PERCENT,
            percent=10,
            starts_on=START.date(),
            ends_on=START.date() + timedelta(days=3),
            state=PromotionState.ACTIVE,
            created_at=START,
        )
        session.add(promotion)
        session.flush()
        campaign = Campaign(
            **here,
            channel_id=shop.id,
            promotion_id=promotion.id,
            send_at=START,
            state=CampaignState.SENT,
            held_out=50,
        )
        session.add(campaign)
        customers = [
            Customer(**here, owner_id=owner.id, name=f"ล{n}", created_at=START) for n in range(PEOPLE)
        ]
        friends = [
            Consumer(**here, channel_id=shop.id, user_id=f"U{n}", befriended_at=START) for n in range(PEOPLE)
        ]
        session.add_all([*customers, *friends])
        session.flush()
        lots = {one.id: chance.random() < 0.5 for one in customers}
        rows = [
            {
                **here,
                "campaign_id": campaign.id,
                "user_id": friend.user_id,
                "consumer_id": friend.id,
                "customer_id": one.id,
                "state": RecipientState.HELD_OUT if lots[one.id] else RecipientState.ACCEPTED,
                "reason": "",
            }
            for friend, one in zip(friends, customers, strict=True)
        ]
        session.execute(insert(table_of(Recipient)), rows)
        session.add_all(
            Purchase(
                **here,
                customer_id=chance.choice(customers).id,
                member_id=owner.id,
                amount=Decimal(chance.choice((100, 250, 99_50, -50))) / chance.choice((1, 2)),
                deleted=chance.random() < 0.1,
                occurred_at=START + timedelta(hours=chance.randint(-30, 130)),
                logged_at=START,
            )
            for _ in range(2 * PEOPLE)
        )
        return promotion.id, lots


def test_the_groups_agree_with_a_slow_count(town: Town) -> None:
    town.member("เจ้", Role.OWNER)
    town.bind_channels()
    promotion_id, lots = sent_to(town, random.Random(11))  # noqa: S311 (chance that can be repeated)
    with town.database() as session:
        workspace = session.scalars(select(Workspace)).one()
        found = outcome_of(session, workspace, session.get_one(Promotion, promotion_id))
        spent = dict.fromkeys(lots, Decimal())
        for one in session.scalars(select(Purchase)):
            local = one.occurred_at.astimezone(workspace.zone)
            if local >= START and local.date() <= START.date() + timedelta(days=3) and not one.deleted:
                spent[one.customer_id or 0] += one.amount
    for is_out, group in ((False, found.sent), (True, found.held_out)):
        baht = [float(spent[one]) for one, out in lots.items() if out is is_out]
        assert group is not None
        assert (group.people, group.buyers) == (len(baht), sum(1 for one in baht if one > 0))
        assert group.mean == pytest.approx(statistics.fmean(baht))
        assert group.variance == pytest.approx(statistics.variance(baht))
