"""Whom a promotion reaches: who is in its segment, who of these may be written to, and why not the others."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from models.base import literal
from models.consumer import Consumer, ConsumerState
from models.customer import Customer
from models.promotion import Campaign, CampaignState, Promotion, Recipient, RecipientState
from models.purchase import Purchase
from models.segment import CustomerScore
from models.workspace import Workspace

REST = timedelta(days=7)
"""So long nobody who has had a promotion gets another one."""
MONTH, MOST_A_MONTH = timedelta(days=30), 4
"""As the question for consent promises."""
MONTH_DAYS = 30
EVER = "ever"
"""Instead of a moment: whoever has bought at all."""
ON_THE_WAY = (RecipientState.PLANNED, RecipientState.QUEUED)


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
        wanted = self.promotion.segment or {}
        return [*here, *_conditions(wanted, self.workspace.day_of(self.now), self.now), *self._first_time()]

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
        waits = _is_recipient(Recipient.campaign_id.in_(others), Recipient.state.in_(ON_THE_WAY))
        lately = (
            select(func.count())
            .where(Recipient.workspace_id == Consumer.workspace_id, Recipient.consumer_id == Consumer.id)
            .where(Recipient.accepted_at > self.now - MONTH)
            .scalar_subquery()
        )
        once = func.coalesce(Consumer.promoted_at > self.now - REST, False)
        return or_(once, waits, and_(Consumer.promoted_at > self.now - MONTH, lately >= MOST_A_MONTH))


def _is_recipient(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Recipient.workspace_id == Consumer.workspace_id, Recipient.consumer_id == Consumer.id, *where
    )


def _conditions(wanted: Mapping[str, Any], today: date, now: datetime) -> list[ColumnElement[bool]]:
    """All of them must hold; each looks for one consumer at a time, by an index."""
    return [CONDITIONS[name](value, today, now) for name, value in sorted(wanted.items())]


def _bought(wanted: Mapping[str, Any], _today: date, now: datetime) -> ColumnElement[bool]:
    """Bought something with that word in its name, in the last months."""
    since = now - timedelta(days=MONTH_DAYS * int(wanted["months"]))
    return exists().where(
        Purchase.workspace_id == Consumer.workspace_id,
        Purchase.customer_id == Consumer.customer_id,
        Purchase.occurred_at >= since,
        Purchase.item.icontains(wanted["item"], autoescape=True),
        Purchase.amount > Decimal(0),
        Purchase.deleted.is_(False),
    )


def _customer(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Customer.id == Consumer.customer_id, Customer.deleted.is_(False), *where)


def _inactive(days: int, _today: date, now: datetime) -> ColumnElement[bool]:
    return _customer(Customer.last_purchase_at < now - timedelta(days=days))


def _bought_since(moment: str, _today: date, _now: datetime) -> ColumnElement[bool]:
    if moment == EVER:
        return _customer(Customer.last_purchase_at.is_not(None))
    return _customer(Customer.last_purchase_at > datetime.fromisoformat(moment))


def _birthday(span: str, today: date, _now: datetime) -> ColumnElement[bool]:
    """Of this month; with `day` only of today."""
    of_month = func.extract("month", Customer.birthday) == today.month
    of_day = func.extract("day", Customer.birthday) == today.day
    return _customer(of_month, of_day) if span == "day" else _customer(of_month)


def _score(name: str, _today: date, _now: datetime) -> ColumnElement[bool]:
    return exists().where(CustomerScore.customer_id == Consumer.customer_id, CustomerScore.segment == name)


CONDITIONS: dict[str, Any] = {
    "birthday": _birthday,
    "bought": _bought,
    "bought_since": _bought_since,
    "inactive_days": _inactive,
    "score": _score,
}
"""What a segment's JSON may ask for."""
