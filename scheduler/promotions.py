"""Sending campaigns: what is due starts, its list is taken, batches go out by and by, and the end is noted.

Every step is a transaction of its own that holds the campaign's row, so any number of processes may take
them, and whoever comes after a crash goes on where the rows say.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.promoting import in_hours, shop_desk
from models.clock import Clock
from models.database import Database
from models.promotion import Campaign, CampaignState, Promotion
from models.workspace import Workspace
from scheduler import batches
from scheduler.pushing import Pushing
from scheduler.starting import start, take_list

BREATH = 0.1
"""Seconds between looks while nothing moves."""
GIVE_WAY = 0.01
"""Seconds between steps, in which others may write."""
PATIENCE = 5
"""Looks at what does not move, before it is left for the next tick."""
NOW_AND_THEN = timedelta(seconds=1)
"""Between steps that write down what LINE took, as long as it has more to take."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
log = logging.getLogger(__name__)


class Promotions:
    """Takes campaigns a step further; `wake` has the outbox looked at."""

    def __init__(
        self, database: Database, clock: Clock, wake: Callable[[], None], public_url: str = ""
    ) -> None:
        self.database, self.clock, self._wake = database, clock, wake
        self.public_url = public_url
        self._stopped = threading.Event()
        self._settled: defaultdict[int, datetime] = defaultdict(lambda: LONG_AGO)
        """When a campaign was last settled, by the machine's clock."""

    def work(self) -> None:
        """Go on until nothing has moved for a while: LINE may be slow to take what it has."""
        still = 0
        while not self._stopped.is_set() and still < PATIENCE:
            if moved := self.step():
                self._wake()
            still = 0 if moved else still + 1
            self._stopped.wait(GIVE_WAY if moved else BREATH)

    def stop(self) -> None:
        self._stopped.set()

    def step(self) -> bool:
        """One step of each campaign that is due or under way; False when none of them moved."""
        now = self.clock.now()
        with self.database.read() as session:
            open_ones = session.scalars(_open(now)).all()
        moved = [self._one(campaign_id, now) for campaign_id in open_ones]
        return any(moved)

    def _one(self, campaign_id: int, now: datetime) -> bool:
        """What breaks over one campaign keeps no other from being sent.

        No step waits for the disk: whoever takes a batch to LINE does, and what is lost before is done again.
        """
        try:
            with self.database.write(hasty=True) as session:
                campaign = session.scalar(_held(campaign_id))
                return campaign is not None and self._go_on(session, campaign, now)
        except Exception:
            log.exception("campaign %s could not go on", campaign_id)
            return False

    def _go_on(self, session: Session, campaign: Campaign, now: datetime) -> bool:
        workspace = session.get_one(Workspace, campaign.workspace_id)
        if campaign.state is CampaignState.APPROVED:
            if campaign.send_at > now or not batches.may_send(workspace, now):
                return False
            start(session, campaign, now, Pushing(self.clock))
            return True
        moved = self._offer(session, campaign, workspace, now)
        if not moved and self._may_settle(session, campaign):
            moved = batches.settle(session, campaign, now) > 0
        return _end(session, campaign, now) or moved

    def _offer(self, session: Session, campaign: Campaign, workspace: Workspace, now: datetime) -> bool:
        """Take the list and owe it; whom it cannot reach any more is left out. Did anything move?"""
        if campaign.state is CampaignState.CANCELLED:
            return batches.leave_out(session, campaign, "cancelled", now) > 0
        promotion = session.get_one(Promotion, campaign.promotion_id)
        if promotion.ends_on < workspace.day_of(now):
            campaign.snapshot_at = campaign.snapshot_at or now
            return batches.leave_out(session, campaign, "ended", now) > 0
        if not batches.may_send(workspace, now):
            return False
        desk, machine = shop_desk(session, promotion, now, self.public_url), self.clock.machine()
        if campaign.snapshot_at is None:
            take_list(desk, campaign, machine)
            return True
        return batches.owe_again(desk, campaign, machine) > 0

    def _may_settle(self, session: Session, campaign: Campaign) -> bool:
        """While LINE has enough to take, what it took is written down now and then: sending comes first."""
        machine = self.clock.machine()
        is_early = machine < self._settled[campaign.id] + NOW_AND_THEN
        if is_early and batches.is_busy(session, campaign, machine):
            return False
        self._settled[campaign.id] = machine
        return True


def next_campaign(session: Session, after: datetime) -> datetime | None:
    """When the next campaign is to be sent, or goes on: at nine where it is night now."""
    due = Campaign.open().where(Campaign.send_at > after).with_only_columns(func.min(Campaign.send_at))
    rest = Campaign.open().where(Campaign.rest_at > after).with_only_columns(func.min(Campaign.rest_at))
    going = Campaign.open().where(Campaign.send_at <= after).with_only_columns(Campaign.workspace_id)
    zones = session.scalars(select(Workspace).where(Workspace.id.in_(going.distinct()))).all()
    moments = [in_hours(after.astimezone(one.zone)) for one in zones]
    at = [session.scalar(due), session.scalar(rest), *(moment for moment in moments if moment > after)]
    return min((one for one in at if one is not None), default=None)


def _open(now: datetime) -> Select[int]:
    """Campaigns that are due, under way, or stopped with batches still out."""
    due = Campaign.open().where(Campaign.send_at <= now)
    return due.order_by(Campaign.send_at, Campaign.id).with_only_columns(Campaign.id)


def _held(campaign_id: int) -> Select[Campaign]:
    """That campaign, ours until commit; none while another process has it."""
    return (
        select(Campaign)
        .where(Campaign.id == campaign_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _end(session: Session, campaign: Campaign, now: datetime) -> bool:
    """Nobody is waiting any more; True when that is so from now on."""
    is_listed = campaign.snapshot_at is not None or campaign.state is CampaignState.CANCELLED
    if not is_listed or batches.are_open(session, campaign):
        return False
    if campaign.state is CampaignState.SENDING:
        campaign.state = CampaignState.SENT
    campaign.done_at = now
    return True
