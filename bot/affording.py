"""What may still be sent from an account this month: what the team needs until its end goes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.promoting import held_out_of
from models.allowance import Allowance, LineMonth, Spent, Use, allowance
from models.batch import counted, in_second_part
from models.channel import Channel
from models.metrics.messages import forecast
from models.promotion import Campaign, CampaignState, RecipientState

NOT_GONE = (RecipientState.PLANNED, RecipientState.QUEUED)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How an account's month stands, and what is still to come of it."""

    month: LineMonth
    account: Allowance
    ahead: Spent
    """What will come by itself."""
    promised: int
    """What promotions that were approved will take."""

    @property
    def team(self) -> int:
        """What reminders, plans and summaries will take."""
        return sum(self.ahead.values())

    @property
    def room(self) -> int | None:
        """So many are nobody's; None when messages are not limited, or nobody knows."""
        left = self.account.left
        return None if left is None else max(left - self.team - self.promised, 0)

    @property
    def missing(self) -> int:
        """So many that will come by themselves cannot be sent."""
        left = self.account.left
        return 0 if left is None else max(self.team - left, 0)

    def allows(self, use: Use) -> bool:
        """Is there one for this, after all that is more urgent?"""
        left = self.account.left
        return left is None or left > sum(self.ahead.get(one, 0) for one in use.before)


@dataclass(frozen=True, slots=True)
class Verdict:
    """May a sending have its messages?"""

    needed: int
    outlook: Outlook

    @property
    def ok(self) -> bool:
        return self.outlook.room is None or self.needed <= self.outlook.room


def outlook(
    session: Session, channel: Channel, now: datetime, at: datetime | None = None, but: Campaign | None = None
) -> Outlook:
    """The month of `at`, else of now. `but`: a promotion whose own messages are asked about."""
    month = LineMonth.around(max(at or now, now))
    return Outlook(
        month,
        allowance(session, channel.id, month),
        forecast(session, channel, now, month),
        _promised(session, channel, month, but),
    )


def afford(session: Session, campaign: Campaign, people: int, at: datetime, now: datetime) -> Verdict:
    """May the campaign, or its first part, go at that moment if it reaches so many people?"""
    return fits(session, campaign, parted(campaign, messages_for(people))[0], at, now)


def fits(session: Session, campaign: Campaign, needed: int, at: datetime, now: datetime) -> Verdict:
    """May so many messages of it go at that moment?"""
    channel = session.get_one(Channel, campaign.channel_id)
    return Verdict(needed, outlook(session, channel, now, at, campaign))


def messages_for(people: int) -> int:
    """Whoever is held out costs nothing."""
    return people - held_out_of(people)


def parted(campaign: Campaign, messages: int) -> tuple[int, int]:
    """At first, and from `rest_at` on."""
    first = messages if campaign.most is None else min(messages, campaign.most)
    return first, messages - first


def _promised(session: Session, channel: Channel, month: LineMonth, but: Campaign | None) -> int:
    """Messages of promotions that were approved for that month and have not gone."""
    approved = select(Campaign).where(
        Campaign.workspace_id == channel.workspace_id,
        Campaign.state.in_((CampaignState.APPROVED, CampaignState.SENDING)),
        Campaign.channel_id == channel.id,
        *(Campaign.send_at < month.end, func.coalesce(Campaign.rest_at, Campaign.send_at) >= month.start),
    )
    return sum(_to_go(session, one, month) for one in session.scalars(approved) if one is not but)


def _to_go(session: Session, campaign: Campaign, month: LineMonth) -> int:
    """What it takes of that month: of its first part, and of the rest."""
    first, rest = _both_parts(session, campaign)
    is_then = campaign.rest_at is not None and month.holds(campaign.rest_at)
    return (first if month.holds(campaign.send_at) else 0) + (rest if is_then else 0)


def _both_parts(session: Session, campaign: Campaign) -> tuple[int, int]:
    """Of whose list is complete, who is still on it."""
    if campaign.snapshot_at is None:
        return parted(campaign, messages_for(campaign.approved_for or 0))
    found, later = counted(session, campaign), in_second_part(session, campaign)
    return sum(found.get(one, 0) for one in NOT_GONE) - later, later
