"""Whom a promotion reaches: who is in its segment, who of these may be written to, and why not the others."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import Select

from models.audience import audience
from models.base import literal
from models.consumer import Consumer, ConsumerState
from models.customer import Customer
from models.promotion import Campaign, CampaignState, Coupon, Promotion, Recipient, RecipientState
from models.workspace import Workspace

REST = timedelta(days=7)
"""So long nobody who has had a promotion gets another one."""
MONTH, MOST_A_MONTH = timedelta(days=30), 4
"""As the question for consent promises."""


class Why(enum.StrEnum):
    """Why somebody of the segment gets nothing."""

    REACHED = "reached"
    NO_CONSENT = "no_consent"
    BLOCKED = "blocked"
    RECENT = "recent"
    """Had a promotion in the last seven days, or four in thirty, or another one is on its way."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many get it, and how many do not for which reason."""

    counted: Mapping[str, int]

    @property
    def people(self) -> int:
        return self.counted.get(Why.REACHED, 0)

    @property
    def left_out(self) -> dict[Why, int]:
        """Reasons that anybody is left out for, in the order in which they are told."""
        reasons = (Why.NO_CONSENT, Why.BLOCKED, Why.RECENT)
        return {why: self.counted[why] for why in reasons if self.counted.get(why)}


@dataclass(frozen=True, slots=True)
class Audience:
    """The people of a promotion on a channel, as of a moment."""

    workspace: Workspace
    channel_id: int
    promotion: Promotion
    now: datetime
    campaign_id: int | None = None
    """The sending itself: who is on its own list is not on the way of another."""

    @classmethod
    def of(cls, session: Session, campaign: Campaign, now: datetime) -> Audience:
        workspace = session.get_one(Workspace, campaign.workspace_id)
        promotion = session.get_one(Promotion, campaign.promotion_id)
        return cls(workspace, campaign.channel_id, promotion, now, campaign.id)

    def reach(self, session: Session) -> Reach:
        """Everybody of the segment, counted by why."""
        why = case(
            (Consumer.state == literal(ConsumerState.BLOCKED), Why.BLOCKED.value),
            (Consumer.consented.is_(False), Why.NO_CONSENT.value),
            (self._had_enough(), Why.RECENT.value),
            else_=Why.REACHED.value,
        )
        counts = select(why, func.count()).where(*self._segment()).group_by(why)
        return Reach(dict(session.execute(counts).all()))

    def reached(self) -> Select[Consumer]:
        """Who gets it, in no order."""
        return select(Consumer).where(*self._segment(), Consumer.may_be_promoted_to(), ~self._had_enough())

    def _segment(self) -> list[ColumnElement[bool]]:
        here = [
            Consumer.workspace_id == self.workspace.id,
            Consumer.channel_id == self.channel_id,
            Consumer.state != literal(ConsumerState.ERASED),
        ]
        return [*here, *self._wanted(), *self._first_time()]

    def _wanted(self) -> list[ColumnElement[bool]]:
        """Who is nobody's known customer yet is only in a promotion to everybody."""
        if not self.promotion.segment:
            return []
        customers = audience(self.workspace, self.promotion.segment, self.now)
        return [customers.where(Customer.id == Consumer.customer_id).correlate(Consumer).exists()]

    def _first_time(self) -> list[ColumnElement[bool]]:
        """What repeats by itself comes to a person once in a year, however long the reason lasts."""
        if self.promotion.repeat is None:
            return []
        mine = select(Campaign.id).where(
            Campaign.workspace_id == self.workspace.id,
            Campaign.promotion_id == self.promotion.id,
            Campaign.send_at > self.now - timedelta(days=360),
            Campaign.id != (self.campaign_id or 0),
        )
        return [~_is_recipient(Recipient.campaign_id.in_(mine), Recipient.state != RecipientState.SKIPPED)]

    def _had_enough(self) -> ColumnElement[bool]:
        others = select(Campaign.id).where(
            Campaign.workspace_id == self.workspace.id,
            Campaign.state == CampaignState.SENDING,
            Campaign.id != (self.campaign_id or 0),
        )
        waits = _is_recipient(Recipient.campaign_id.in_(others), Recipient.state == RecipientState.PLANNED)
        once = func.coalesce(Consumer.promoted_at > self.now - REST, False)
        return or_(once, waits, and_(Consumer.promoted_at > self.now - MONTH, heard_most(self.now)))


def heard_most(now: datetime) -> ColumnElement[bool]:
    """Has had as much in thirty days as the question for consent promises at most: reminders count too."""
    since, reminded = now - MONTH, aliased(Coupon)
    promotions = select(func.count()).where(
        Recipient.workspace_id == Consumer.workspace_id,
        Recipient.consumer_id == Consumer.id,
        Recipient.accepted_at > since,
    )
    reminders = select(func.count()).where(
        reminded.workspace_id == Consumer.workspace_id,
        reminded.consumer_id == Consumer.id,
        reminded.reminded_at > since,
    )
    had = [one.correlate(Consumer).scalar_subquery() for one in (promotions, reminders)]
    return had[0] + had[1] >= MOST_A_MONTH


def _is_recipient(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Recipient.workspace_id == Consumer.workspace_id, Recipient.consumer_id == Consumer.id, *where
    )
