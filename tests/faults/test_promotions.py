"""A promotion to many is sent exactly once to each, whatever dies and whatever LINE answers (A7, B2, F13)."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from sqlalchemy import func, insert, select

from models.base import table_of
from models.channel import Channel
from models.consumer import Consumer, ConsumerState
from models.database import Database
from models.member import Member, Role, Team
from models.promotion import (
    Campaign,
    CampaignState,
    Promotion,
    PromotionKind,
    PromotionState,
    Recipient,
    RecipientState,
)
from simulator.faults import DROPPED, SERVER_ERROR, accepted_then, late, sometimes
from tests.crowd import is_drained
from tests.faults.invariants import assert_holds
from tests.processes import Site, wait_for

MANY = int(os.environ.get("CAMPAIGN_PEOPLE", "2000"))
"""Enough to be measured against a tenth held out; `make chaos` takes 10,000."""
KILLED_AFTER = (0.05, 0.3, 0.6)
"""So much of it has been accepted by LINE."""


def people(place: Site, database: Database, count: int) -> list[str]:
    """So many who agreed, and a few who did not or have blocked the shop; who agreed."""
    users = [place.person(f"ลูกค้า{n}") for n in range(count + 20)]
    with database.write() as session:
        channel = session.scalars(select(Channel)).one()
        rows = [
            {
                "workspace_id": channel.workspace_id,
                "channel_id": channel.id,
                "user_id": user,
                "name": "",
                "language": "th",
                "state": ConsumerState.BLOCKED if number % 2 and number >= count else ConsumerState.ACTIVE,
                "consented": number < count or bool(number % 2),
                "befriended_at": place.clock.now(),
            }
            for number, user in enumerate(users)
        ]
        session.execute(insert(table_of(Consumer)), rows)
    return users[:count]


def approved(place: Site, database: Database, count: int) -> None:
    """A promotion that is due now, approved for so many."""
    with database.write() as session:
        channel = session.scalars(select(Channel)).one()
        owner = Member(
            workspace_id=channel.workspace_id,
            team_id=session.scalars(select(Team.id)).one(),
            user_id=place.person("เจ้"),
            name="เจ้",
            role=Role.OWNER,
            joined_at=place.clock.now(),
        )
        session.add(owner)
        session.flush()
        promotion = Promotion(
            workspace_id=channel.workspace_id,
            made_by_id=owner.id,
            code="POON10",
            kind=PromotionKind.PERCENT,
            percent=10,
            starts_on=place.clock.now().date(),
            ends_on=place.clock.now().date(),
            state=PromotionState.ACTIVE,
            created_at=place.clock.now(),
        )
        session.add(promotion)
        session.flush()
        campaign = Campaign(
            workspace_id=channel.workspace_id,
            channel_id=channel.id,
            promotion_id=promotion.id,
            send_at=place.clock.now(),
            state=CampaignState.APPROVED,
            approved_by_id=owner.id,
            approved_for=count,
        )
        session.add(campaign)


def counts(database: Database) -> dict[RecipientState, int]:
    with database.read() as session:
        states = select(Recipient.state, func.count()).group_by(Recipient.state)
        return dict(session.execute(states).all())


def is_done(database: Database) -> bool:
    with database.read() as session:
        return session.scalars(select(Campaign.state)).one() is CampaignState.SENT


def accepted(place: Site) -> Counter[str]:
    with place.platform.still():
        return Counter(
            user for one in place.platform.accepted if one.endpoint == "multicast" for user in one.to
        )


@pytest.mark.chaos
def test_a7_killed_again_and_again_in_the_middle_of_a_campaign_each_gets_it_once(
    place: Site, database: Database
) -> None:
    agreed = people(place, database, MANY)
    approved(place, database, MANY)
    faults = [SERVER_ERROR, accepted_then(SERVER_ERROR), DROPPED, accepted_then(DROPPED), late(0.3)]
    place.platform.faults.append(sometimes(0.3, faults, random.Random(7), "multicast"))  # noqa: S311 (chance that can be repeated)
    for share in KILLED_AFTER:
        place.start_web(role="all", SENDER_THREADS="2")
        place.wait_until_up()
        wait_for(lambda: accepted(place).total() >= share * MANY, 60, f"{share:.0%} is sent")  # noqa: B023
        place.kill("web")
    place.start_web(role="all")
    wait_for(lambda: is_done(database) and is_drained(database), 90, "all is sent and counted")
    held_out = counts(database)[RecipientState.HELD_OUT]
    assert 0.08 * MANY < held_out < 0.12 * MANY
    assert counts(database) == {
        RecipientState.ACCEPTED: MANY - held_out,
        RecipientState.HELD_OUT: held_out,
    }
    assert accepted(place) == dict.fromkeys(received(database), 1)
    assert set(received(database)) <= set(agreed)
    assert_holds(database, place.platform, at=place.clock.machine())


def received(database: Database) -> list[str]:
    """Who had it, by our own books."""
    with database.read() as session:
        mine = select(Recipient.user_id).where(Recipient.state == RecipientState.ACCEPTED)
        return list(session.scalars(mine))


def test_f13_two_workers_run_one_campaign_once(place: Site, database: Database) -> None:
    agreed = people(place, database, 1_500)
    approved(place, database, 1_500)
    place.start_worker("one")
    place.start_worker("two")
    wait_for(lambda: is_done(database) and is_drained(database), 60, "all is sent and counted")
    assert accepted(place) == dict.fromkeys(agreed, 1)
    assert counts(database) == {RecipientState.ACCEPTED: 1_500}
    assert_holds(database, place.platform, at=place.clock.machine())
