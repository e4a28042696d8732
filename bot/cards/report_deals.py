"""A line a deal: what it is worth, where it stands, whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.cards.deal import called, days_in_stage, stage_name
from bot.cards.report_words import total, why_lost
from bot.context import Desk
from bot.intents.deals import ShowDeal
from bot.language import DealRef
from bot.render import clip
from bot.replies import Item
from bot.reporting import View
from models.deal import Deal, DealState
from models.errors import NotFound
from models.member import Member
from models.metrics.listing import ENTERED, LOST, STAGE, behind, page_of
from models.metrics.scope import Stages
from models.metrics.watch import Worry
from models.stage import Stage

NAME_LIMIT, DETAIL_LIMIT = 60, 120
"""UTF-16 units of a line's two parts: a bubble holds 30 KB."""


def deals_behind(desk: Desk, view: View, what: str, like: int | None, page: int) -> tuple[list[Item], int]:
    """One page of lines, and how many there are; raises NotFound for a figure that there is not."""
    found = behind(desk.session, view.scope, view.period, what, like)
    if found is None:
        raise NotFound
    shown = page_of(desk.session, found, page)
    stages = Stages.of(desk.session, view.scope).rows
    return [_line(desk, deal, amount, stages, what) for deal, amount in shown.rows], shown.count


def heading(desk: Desk, view: View, what: str, like: int | None) -> str:
    """What these deals have in common."""
    words = desk.words
    for prefix, key in ((STAGE, "metrics.stage"), (ENTERED, "metrics.entered")):
        if what.startswith(prefix):
            return words(key, stage=stage_name(desk, what.removeprefix(prefix)))
    if what == LOST and like is not None:
        return words("metrics.lost_for", reason=_reason(desk, view, like))
    return words("metrics.pipeline" if what == "open" else f"metrics.{what}")


def _reason(desk: Desk, view: View, like: int) -> str:
    deal = desk.session.get(Deal, like)
    if deal is None or deal.owner_id not in view.scope.owner_ids:
        raise NotFound
    return why_lost(desk.words, deal.lost_reason)


def _line(desk: Desk, deal: Deal, amount: Decimal | None, stages: Sequence[Stage], what: str) -> Item:
    """ริเวอร์วิว · ล็อบบี้ 2,300,000 / ต่อรอง · คาดปิด 15 ธ.ค. · แบงค์."""
    worth = f" {total(desk.words, amount)}" if amount is not None else ""
    owner = desk.session.get_one(Member, deal.owner_id).name
    parts = (*_standing(desk, deal, stages), _why(desk, deal, what), owner)
    name, detail = clip(called(deal.customer, deal), NAME_LIMIT), " · ".join(part for part in parts if part)
    return Item(f"{name}{worth}", clip(detail, DETAIL_LIMIT), ShowDeal(deal=DealRef("", deal.id)))


def _standing(desk: Desk, deal: Deal, stages: Sequence[Stage]) -> tuple[str, ...]:
    """Where it is now: its stage and day, or how it ended."""
    words = desk.words
    if deal.closed_at is not None and not deal.is_open:
        ended = words(
            f"metrics.{deal.state}_on", day=words.day(desk.local(deal.closed_at).date(), desk.today)
        )
        return (ended,) if deal.state is DealState.WON else (ended, why_lost(words, deal.lost_reason))
    stage = stage_name(desk, deal.stage, stages)
    if deal.expected_close is None:
        return (stage,)
    return stage, words("metrics.closes", day=words.day(deal.expected_close, desk.today))


def _why(desk: Desk, deal: Deal, what: str) -> str:
    """What makes it one of these."""
    words = desk.words
    if what == Worry.SLIPPING:
        return words("metrics.moved", count=deal.close_moved)
    if what == Worry.ROTTING:
        return words("metrics.still_for", count=days_in_stage(desk, deal))
    if what == Worry.RESTING and deal.rests_until is not None:
        return words("metrics.rests_until", day=words.day(deal.rests_until, desk.today))
    return ""
