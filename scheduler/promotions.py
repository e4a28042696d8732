"""Sending campaigns: what is due starts, its list is taken, batches go out by and by, and the end is noted.

Every step is a transaction of its own that holds the campaign's row, so any number of processes may take
them, and whoever comes after a crash goes on where the rows say.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.promoting import in_hours, shop_desk
from models.clock import Clock
from models.database import Database
from models.promotion import Campaign, CampaignState, Promotion, RecipientState
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
log = logging.getLogger(__name__)


class Promotions:
    """Takes campaigns a step further; `wake` has the outbox looked at."""

    def __init__(
        self, database: Database, clock: Clock, wake: Callable[[], None], public_url: str = ""
    ) -> None:
        self.database, self.clock, self._wake = database, clock, wake
        self.public_url = public_url
        self._stopped = threading.Event()
        self._places: defaultdict[int, batches.Place] = defaultdict(batches.Place)

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
        if campaign.state is CampaignState.SENDING and campaign.snapshot_at is None:
            take_list(session, campaign, now)
            return True
        return self._send(session, campaign, workspace, now)

    def _send(self, session: Session, campaign: Campaign, workspace: Workspace, now: datetime) -> bool:
        """What LINE could take comes first; what it took is written down when enough waits for it."""
        moved, place = 0, self._places[campaign.id]
        if campaign.state is CampaignState.SENDING:
            if _is_over(session, campaign, workspace, now):
                moved += batches.leave_out(session, campaign, "ended")
            elif batches.may_send(workspace, now):
                promotion = session.get_one(Promotion, campaign.promotion_id)
                desk = shop_desk(session, promotion, now, self.public_url)
                moved += batches.fill(desk, campaign, place, self.clock.machine())
        if not moved:
            moved += batches.settle(session, campaign, place, now)
        return _end(session, campaign, now) or moved > 0


def next_campaign(session: Session, after: datetime) -> datetime | None:
    """When the next campaign is to be sent, or goes on: at nine where it is night now."""
    due = Campaign.open().where(Campaign.send_at > after).with_only_columns(func.min(Campaign.send_at))
    going = Campaign.open().where(Campaign.send_at <= after).with_only_columns(Campaign.workspace_id)
    zones = session.scalars(select(Workspace).where(Workspace.id.in_(going.distinct()))).all()
    moments = [in_hours(after.astimezone(one.zone)) for one in zones]
    at = [session.scalar(due), *(moment for moment in moments if moment > after)]
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


def _is_over(session: Session, campaign: Campaign, workspace: Workspace, now: datetime) -> bool:
    return session.get_one(Promotion, campaign.promotion_id).ends_on < workspace.day_of(now)


def _end(session: Session, campaign: Campaign, now: datetime) -> bool:
    """Nobody is waiting any more; True when that is so from now on."""
    open_states = (RecipientState.PLANNED, RecipientState.QUEUED)
    if any(batches.are_any(session, campaign, state) for state in open_states):
        return False
    if campaign.state is CampaignState.SENDING:
        campaign.state = CampaignState.SENT
    campaign.done_at = now
    return True
