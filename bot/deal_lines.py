"""A line about a deal is an entry of its customer's history, in the rep's own words, whatever it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.context import Context
from bot.dealing import check_amount, pipeline
from bot.intents.activities import LogActivity
from bot.intents.deals import DealLost, DealWon, MoveStage, SendQuote
from bot.language import Amount, CustomerRef, DealRef, When, lost_reason_in
from bot.language.names import key
from bot.recording import Logged, record, said_already
from bot.replies import Card, Record
from models.activity import Activity
from models.customer import Customer
from models.deal import Deal, LostReason
from models.errors import WhichStage, WhichTime
from models.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What else a line about a deal says: how the customer said so, and what comes next."""

    channel: str | None = None
    note: str = ""
    occurred_at: When | None = None
    follow_up_at: When | None = None
    follow_up_kind: str | None = None
    told_day: When | None = None

    @classmethod
    def by(cls, said: MoveStage | DealWon | DealLost | SendQuote) -> Told:
        """What this intent's line says beside the deal."""
        known = {name: getattr(said, name) for name in cls.__slots__ if hasattr(said, name)}
        return cls(**known)


def keep_line(ctx: Context, customer: Customer, deal: Deal, told: Told) -> Logged | None:
    """Store the line as an entry about this deal; a tap says nothing."""
    if not ctx.said:
        return None
    entry = LogActivity(
        customer=CustomerRef("", customer.id),
        deal=DealRef("", deal.id),
        channel=told.channel or "note",
        note=told.note,
        occurred_at=told.occurred_at,
        follow_up_at=told.follow_up_at,
        follow_up_kind=told.follow_up_kind,
        told_day=told.told_day,
    )
    return record(ctx, entry, customer)


def kept_already(ctx: Context, customer: Customer) -> tuple[Activity, Deal] | None:
    """What this very sentence did within the last two minutes: it is not done twice."""
    before = said_already(ctx, LogActivity(), customer) if ctx.said else None
    deal = ctx.session.get(Deal, before.deal_id) if before is not None and before.deal_id else None
    return None if before is None or deal is None else (before, deal)


def stage_meant(ctx: Context, said: str | None) -> str:
    """The key of the stage meant, by its key or the company's own word; raises WhichStage for any other.

    `เข้าขั้นเสนอราคารอบสอง` is that stage where the company has one, though everybody knows เสนอราคา.
    """
    stages = pipeline(ctx)
    own = {key(one.name): one.key for one in stages if one.name}
    spoken = sorted((name for name in own if name in key(ctx.said)), key=len, reverse=True)
    named = next((name for name in spoken if said is None or _is_called(name, ctx.said)), None)
    return own[named] if named is not None else named_stage(stages, said)


def _is_called(name: str, line: str) -> bool:
    """Right behind ขั้น: a word somewhere in the line may be there for itself."""
    return any(f"{key(word)}{name}" in key(line) for word in ("ขั้น", "stage"))


def named_stage(stages: Sequence[Stage], said: str | None, field: str = "stage") -> str:
    """The key of one of these stages, by its key or name; raises WhichStage, which fills `field`."""
    keys = [one.key for one in stages]
    own = {key(one.name): one.key for one in stages if one.name}
    known = said if said in keys else own.get(key(said or ""))
    if known is None:
        raise WhichStage(said or "", keys, field)
    return known


def closing_day(ctx: Context, when: When | None) -> date | None:
    """The day a deal should close; one that has gone by is asked for anew."""
    if when is not None and when.day < ctx.today:
        raise WhichTime(mends=("expected_close",))
    return None if when is None else when.day


def reason_meant(ctx: Context, said: str | None, words: str) -> str | None:
    """Why it was lost: one of the company's own reasons that the words name, else a usual one."""
    own = next((one for one in ctx.workspace.lost_reasons if key(one) in key(words)), None)
    usual = said or lost_reason_in(words)
    return own or (usual if usual in set(LostReason) else None)


def amount_meant(
    ctx: Context, said: Amount | None, deal: Deal | None, customer: Customer, *, sure: bool
) -> Decimal | None:
    """The amount said, if a deal can be worth that; what is absurd is stored once the person is sure."""
    if said is None:
        return None
    if not sure or said.value <= 0:
        check_amount(ctx, said.value, deal, customer)
    return said.value


def show_deal(ctx: Context, deal: Deal, card: Card) -> Card:
    """The next line may be about this deal."""
    ctx.show(Record("deal", deal.id), deal.customer_id)
    return card
