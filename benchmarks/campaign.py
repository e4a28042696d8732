"""A promotion to everybody, from the nightly scores to the last multicast: seconds and megabytes.

`CONSUMERS=1111112 make bench ARGS=campaign` fills 2,000 multicasts: a tenth of the people is held out. LINE
takes 50 ms for each and no more than 200 a second; it is a process of its own, as are the workers that send.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import psutil
from sqlalchemy import select, text

from benchmarks import scores
from benchmarks.pushes import command, environment, line, stats, ticking
from benchmarks.sheets import Clock, measured, write
from models import schema
from models.batch import counted as people_of
from models.channel import Channel, ChannelKind
from models.consumer import Consumer, ConsumerState
from models.customer import Customer
from models.database import Database
from models.promotion import (
    Campaign,
    CampaignState,
    Promotion,
    PromotionKind,
    PromotionState,
    RecipientState,
)
from models.purchase import Purchase
from models.reach import Audience
from models.workspace import Workspace
from scheduler.scoring import Scoring
from tests.processes import wait_for

CONSUMERS = int(os.environ.get("CONSUMERS", "20000"))
RATE, ALLOWED, MEGABYTES = 200, 1.3, 300
"""Multicasts a second that LINE takes; so much longer it may take; what the worker may need."""
SEGMENTS: dict[str, dict[str, Any] | None] = {"to everybody": None, **scores.GROUPS}


def main() -> None:
    scores.on_both(report)


def report(what: str, url: str) -> None:
    database = Database(url, patience=timedelta(seconds=30))
    schema.upgrade(database.engine)
    shop = peopled(database)
    with measured(f"{what}: {CONSUMERS:,} consumers scored", database):
        Scoring(database, Clock()).refresh(shop, datetime.now(shop.zone).date())
    for name, segment in SEGMENTS.items():
        preview(f"{what}: preview {name}", database, shop, segment)
    send(what, database, url, planned(database, shop, None))
    database.close()


def peopled(database: Database) -> Workspace:
    """A shop where it is noon, so that promotions may go, and all its consumers, who agreed."""
    shop = scores.founded(database)
    with database.write() as session:
        here = session.get_one(Workspace, shop.id)
        here.timezone = noon_now()
        channel = select(Channel.id).where(Channel.kind == ChannelKind.SHOP)
        channel_id = session.scalars(channel).one()
    scores.fill(database, Customer, scores.customers(shop, CONSUMERS))
    scores.fill(database, Purchase, scores.purchases(shop, CONSUMERS))
    scores.fill(database, Consumer, friends(shop, channel_id))
    if not database.is_sqlite:
        with database.plainly() as connection:  # as autovacuum does after a while
            connection.execute(text("ANALYZE"))
    return here


def noon_now() -> str:
    """A zone in which it is about noon (the signs of these are the other way round)."""
    east = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-east:+d}" if east else "UTC"


def friends(shop: Workspace, channel_id: int) -> Iterator[scores.Row]:
    long_ago = datetime.now(UTC) - timedelta(days=400)
    for number in range(1, CONSUMERS + 1):
        yield {
            "workspace_id": shop.id,
            "channel_id": channel_id,
            "user_id": f"U{number:032x}",
            "name": "",
            "customer_id": number,
            "language": "th",
            "state": ConsumerState.ACTIVE,
            "consented": True,
            "befriended_at": long_ago,
        }


def planned(database: Database, shop: Workspace, segment: dict[str, Any] | None) -> int:
    """A promotion that waits for approval; the id of its sending."""
    now = datetime.now(UTC)
    with database.write() as session:
        today = shop.day_of(now)
        promotion = Promotion(
            workspace_id=shop.id,
            made_by_id=1,
            code=f"P{now.timestamp()}",
            kind=PromotionKind.PERCENT,
            percent=10,
            segment=segment,
            starts_on=today,
            ends_on=today + timedelta(days=7),
            state=PromotionState.ACTIVE,
            created_at=now,
        )
        session.add(promotion)
        session.flush()
        campaign = Campaign(
            workspace_id=shop.id,
            channel_id=session.scalars(select(Channel.id).where(Channel.kind == ChannelKind.SHOP)).one(),
            promotion_id=promotion.id,
            send_at=now,
            state=CampaignState.WAITING,
            seed=promotion.id * 7919,
        )
        session.add(campaign)
        session.flush()
        return campaign.id


def preview(what: str, database: Database, shop: Workspace, segment: dict[str, Any] | None) -> None:
    campaign_id = planned(database, shop, segment)
    began = perf_counter()
    with database.read() as session:
        audience = Audience.of(session, session.get_one(Campaign, campaign_id), datetime.now(UTC))
        people = audience.reach(session).people
    print(f"{what}: {people:,} people in {(perf_counter() - began) * 1000:.0f} ms", flush=True)


@dataclass
class Watch:
    """What a sending looks like from outside, looked at again and again."""

    database: Database
    workers: list[psutil.Process]
    began: float = field(default_factory=perf_counter)
    listed: float = 0.0
    """Seconds until the list of people was complete."""
    peak: int = 0
    waits: list[float] = field(default_factory=list)

    def until_sent(self, campaign_id: int) -> float:
        """Seconds until everything was sent and written down."""
        while True:
            self.peak = max(self.peak, *(one.memory_info().rss for one in self.workers))
            self.waits.append(write(self.database))
            with self.database.read() as session:
                campaign = session.get_one(Campaign, campaign_id)
            seconds = perf_counter() - self.began
            if campaign.snapshot_at is not None and not self.listed:
                self.listed = seconds
            if campaign.done_at is not None:
                return seconds
            time.sleep(0.05)


def send(what: str, database: Database, url: str, campaign_id: int) -> None:
    with line() as port, workers_on(url, port, 1 if database.is_sqlite else 2) as workers:
        before = cpu_of(workers)
        approve(database, campaign_id)
        watch = Watch(database, workers)
        seconds = watch.until_sent(campaign_id)
        cpu, found = cpu_of(workers) - before, stats(port)
    accepted, held_out = counted(database, campaign_id)
    calls = found["taken"]
    assert found["keys"] == calls >= accepted / 500, found
    assert accepted + held_out == CONSUMERS, (accepted, held_out)
    least = calls / RATE
    print(f"{what}: {accepted:,} people in {calls:,} multicasts, {held_out:,} held out")
    print(f"  list complete after {watch.listed:.1f} s, everything written down after {seconds:.1f} s")
    print(
        f"  at LINE {found['seconds']:.1f} s, its pace allows {least:.1f} s:"
        f" {found['seconds'] / least:.2f} (at most {ALLOWED}); {found['busiest']} in the busiest second"
    )
    print(
        f"  {len(workers)} worker(s): {cpu:.1f} s of CPU,"
        f" RSS of one at most {watch.peak / 1e6:.0f} MB (at most {MEGABYTES})"
    )
    slow = sorted(watch.waits)
    print(
        f"  others' writes meanwhile: p99 {slow[int(len(slow) * 0.99)] * 1000:.0f} ms,"
        f" longest {slow[-1] * 1000:.0f} ms",
        flush=True,
    )


@contextmanager
def workers_on(url: str, port: int, count: int) -> Iterator[list[psutil.Process]]:
    """So many workers as there are meant to be: one on SQLite, two on PostgreSQL."""
    keys = {"LINE_SHOP_CHANNEL_SECRET": "secret2", "LINE_SHOP_CHANNEL_ACCESS_TOKEN": "token2"}
    processes = [command(environment(url, port) | keys, "work") for _ in range(count)]
    try:
        wait_for(lambda: ticking(url) == count, 60, "the workers tick")
        yield [psutil.Process(one.pid) for one in processes]
    finally:
        for one in processes:
            one.terminate()
        for one in processes:
            one.wait(60)


def cpu_of(workers: list[psutil.Process]) -> float:
    """Seconds of CPU so far, of all of them."""
    spent: list[float] = [one.cpu_times().user + one.cpu_times().system for one in workers]
    return sum(spent)


def approve(database: Database, campaign_id: int) -> None:
    with database.write() as session:
        campaign = session.get_one(Campaign, campaign_id)
        campaign.state, campaign.approved_for = CampaignState.APPROVED, CONSUMERS
        campaign.approved_by_id, campaign.send_at = 1, datetime.now(UTC)


def counted(database: Database, campaign_id: int) -> tuple[int, int]:
    """How many LINE has taken it for, and how many were held out."""
    with database.read() as session:
        found = people_of(session, session.get_one(Campaign, campaign_id))
    return found.get(RecipientState.ACCEPTED, 0), found.get(RecipientState.HELD_OUT, 0)
