"""What a customer may buy: opened, moved, priced, put aside, won and lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import Amount, CustomerRef, DealRef, When


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDeal(Intent):
    """A site, a project or goods that a customer may buy."""

    name: ClassVar[str] = "open_deal"
    customer: CustomerRef | None = None
    deal: str = ""
    """What it is called, in the rep's words."""
    amount: Amount | None = None
    expected_close: When | None = None
    probability: int | None = None
    competitors: str = ""
    stage: str | None = None
    confirmed: bool = False
    """The amount, so much more than the last, is no slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStage(Intent):
    """The deal is in another stage now; where there is none yet, one begins there."""

    name: ClassVar[str] = "move_stage"
    customer: CustomerRef | None = None
    deal: DealRef | None = None
    stage: str | None = None
    amount: Amount | None = None
    follow_up_at: When | None = None
    follow_up_kind: str | None = None
    told_day: When | None = None
    note: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DealWon(Intent):
    """A plain statement that it is won; where no deal is open, one is opened and won in one go."""

    name: ClassVar[str] = "deal_won"
    customer: CustomerRef | None = None
    deal: DealRef | None = None
    amount: Amount | None = None
    channel: str | None = None
    occurred_at: When | None = None
    follow_up_at: When | None = None
    follow_up_kind: str | None = None
    told_day: When | None = None
    note: str = ""
    another: bool = False
    """Another one than the deal that was won there just before."""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DealLost(Intent):
    """A plain statement that it is lost; the reason is asked for when none is said."""

    name: ClassVar[str] = "deal_lost"
    customer: CustomerRef | None = None
    deal: DealRef | None = None
    lost_reason: str | None = None
    amount: Amount | None = None
    channel: str | None = None
    occurred_at: When | None = None
    follow_up_at: When | None = None
    follow_up_kind: str | None = None
    told_day: When | None = None
    note: str = ""
    another: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LostBecause(Intent):
    """Why a deal was lost, tapped or typed after the loss was stored."""

    name: ClassVar[str] = "lost_because"
    deal: DealRef | None = None
    lost_reason: str | None = None
    own: int | None = None
    """A reason of the workspace's own list, counted from 1."""
    reason: str = ""
    """Why, as typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDeal(Intent):
    """Another price, closing day, name, chance or competitor; the rest of the deal stays."""

    name: ClassVar[str] = "change_deal"
    customer: CustomerRef | None = None
    deal: DealRef | None = None
    amount: Amount | None = None
    expected_close: When | None = None
    when: When | None = None
    """The closing day, picked."""
    title: str = ""
    probability: int | None = None
    competitors: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldDeal(Intent):
    """`พักไว้ถึง 15 ม.ค.`: put aside until a day, on which it comes back; not lost."""

    name: ClassVar[str] = "hold_deal"
    customer: CustomerRef | None = None
    deal: DealRef | None = None
    follow_up_at: When | None = None
    when: When | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendQuote(Intent):
    """A price given in writing, and until when it holds."""

    name: ClassVar[str] = "quote"
    customer: CustomerRef | None = None
    deal: DealRef | None = None
    number: str = ""
    amount: Amount | None = None
    revision: int | None = None
    valid_days: int | None = None
    valid_until: When | None = None
    follow_up_at: When | None = None
    follow_up_kind: str | None = None
    note: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDeal(Intent):
    """One deal: how it stands, or stood on a day."""

    name: ClassVar[str] = "deal"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
    deal: DealRef | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealHistory(Intent):
    """Who moved a deal, when, from what to what, and how long it was in each stage."""

    name: ClassVar[str] = "deal_history"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
    deal: DealRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteDeal(Intent):
    """`ลบดีล TTM`: no deal is deleted; what can be done instead is told."""

    name: ClassVar[str] = "delete_deal"
    looks_up: ClassVar[bool] = True
    customer: CustomerRef | None = None
    deal: DealRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDeals(Intent):
    """The open deals of this person, by stage."""

    name: ClassVar[str] = "my_deals"
    looks_up: ClassVar[bool] = True
    stage: str | None = None
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages(Intent):
    """The workspace's pipeline: shown, or one stage's chance, days or name changed."""

    name: ClassVar[str] = "stages"
    stage: str | None = None
    title: str = ""
    probability: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStage(Intent):
    """One stage more, behind (or before) another; without one said it is the last."""

    name: ClassVar[str] = "add_stage"
    title: str = ""
    stage: str | None = None
    before: bool = False
    probability: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveStage(Intent):
    """A stage the company has no use for; its deals go into another."""

    name: ClassVar[str] = "remove_stage"
    stage: str | None = None
    into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStage(Intent):
    """A stage comes behind, or before, another from now on."""

    name: ClassVar[str] = "place_stage"
    stage: str | None = None
    beside: str | None = None
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LostReasons(Intent):
    """The reasons why deals are lost: shown, or one of the company's own added or taken away."""

    name: ClassVar[str] = "lost_reasons"
    added: str = ""
    removed: int | None = None
