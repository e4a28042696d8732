"""What came of a promotion, and whether it was the promotion: ผลโปร POON10."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.cards.campaign import state_card
from bot.cards.promotion import MEASURED_AFTER
from bot.cards.promotion_words import people, title_of
from bot.context import Desk
from bot.replies import Block, Card, Paragraph, Rows, Tone
from models import lift
from models.measured import Outcome, outcome_of
from models.promotion import Campaign, CampaignState, Promotion, PromotionState

WHOLE, WEEK = 100, 7
DAY = timedelta(days=1)
MOST = 3
"""Cards that join an evening's summary; any can be asked for."""


def results_card(desk: Desk, promotion: Promotion) -> Card | None:
    """Figures over those who had it; None before anybody has."""
    outcome = outcome_of(desk.session, desk.workspace, promotion)
    if not outcome.accepted and not outcome.uses:
        return None
    words = desk.words
    title = words("results.title", code=promotion.code)
    sold = words.baht(outcome.revenue)
    return Card(
        title=title,
        subtitle=title_of(words, promotion),
        summary=f"{title} · {words('results.used')} {people(words, outcome.redeemers)} · {sold}",
        blocks=(Rows(_rows(desk, outcome)), *_compared(desk, outcome)),
    )


def _rows(desk: Desk, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    words, had_it = desk.words, outcome.accepted
    return (
        (words("results.accepted"), people(words, had_it)),
        (words("results.tapped"), _of(desk, outcome.tapped, had_it)),
        (words("results.used"), _of(desk, outcome.redeemers, had_it)),
        (words("results.uses"), words("results.times", count=f"{outcome.uses:,}")),
        (words("results.revenue"), words.baht(outcome.revenue)),
        (words("results.discount"), words.baht(outcome.discount)),
        (words("results.opted_out"), _of(desk, outcome.opted_out, had_it)),
    )


def _of(desk: Desk, count: int, whole: int) -> str:
    """41 คน (10.0%)."""
    told = people(desk.words, count)
    return f"{told} ({count / whole:.1%})" if whole else told


def _compared(desk: Desk, outcome: Outcome) -> tuple[Block, ...]:
    """Against those who were held out; or why that says nothing."""
    words, sent, held_out = desk.words, outcome.sent, outcome.held_out
    if sent is None or held_out is None:
        return (Paragraph(words("results.not_compared"), Tone.MUTED),)
    rows = (
        (words("results.bought_sent"), f"{sent.share:.1%}"),
        (words("results.bought_held_out"), f"{held_out.share:.1%}"),
        (words("results.lift_buyers"), _points(desk, lift.in_buyers(sent, held_out))),
        (words("results.lift_baht"), _baht(desk, lift.in_baht(sent, held_out))),
    )
    return Rows(rows), Paragraph(words("results.how"), Tone.MUTED)


def _points(desk: Desk, found: lift.Lift | None) -> str:
    """+2.1 จุด (0.4 ถึง 3.8): มีผลจริง."""
    if found is None:
        return desk.words("results.too_few")
    more, low, high = (f"{one * WHOLE:+.1f}" for one in (found.more, found.low, found.high))
    return _judged(desk, found, desk.words("results.points", more=more, low=low, high=high))


def _baht(desk: Desk, found: lift.Lift | None) -> str:
    if found is None:
        return desk.words("results.too_few")
    more, low, high = (f"{one:+,.0f}" for one in (found.more, found.low, found.high))
    return _judged(desk, found, desk.words("results.baht_each", more=more, low=low, high=high))


def _judged(desk: Desk, found: lift.Lift, told: str) -> str:
    key = "unproved" if not found.is_proved else "better" if found.more > 0 else "worse"
    return f"{told} · {desk.words(f'results.{key}')}"


def results_due(desk: Desk) -> list[Card]:
    """What was promised for today when they were approved, and for the free days before."""
    days = [desk.today]
    while not desk.calendar.is_working(days[-1] - DAY) and len(days) < WEEK:
        days.append(days[-1] - DAY)
    ended = select(Promotion, Campaign).join(Campaign, Campaign.promotion_id == Promotion.id)
    measured = (
        ended.where(Promotion.workspace_id == desk.workspace.id, Promotion.state == PromotionState.ACTIVE)
        .where(Promotion.ends_on.in_([day - MEASURED_AFTER for day in days]))
        .where(Campaign.workspace_id == desk.workspace.id, Campaign.state == CampaignState.SENT)
        .order_by(Promotion.id, Campaign.id)
    )
    newest = {promotion.id: (promotion, campaign) for promotion, campaign in desk.session.execute(measured)}
    shown = list(newest.values())[:MOST]
    return [results_card(desk, promotion) or state_card(desk, promotion, sent) for promotion, sent in shown]
