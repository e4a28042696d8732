"""Card 7ข: the month's messages do not suffice for a promotion, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.affording import Verdict, fits, messages_for
from bot.cards.promotion_words import month_told, parts_told, people
from bot.cards.quota import larger_text
from bot.context import Desk
from bot.intents.promotions import FitPromo
from bot.line_plans import prices
from bot.promoting import TEN
from bot.replies import Card, Item, Items, Paragraph, Tone
from models.promotion import Campaign, Promotion

LONGER = timedelta(days=4)
"""So long after the first of a month an offer goes on that was put off until then."""


def short_card(desk: Desk, promotion: Promotion, campaign: Campaign, reached: int, verdict: Verdict) -> Card:
    """What it takes, what there is, what is put aside for whom, and the ways out."""
    words, account = desk.words, verdict.outlook.account
    ways = tuple(_ways(desk, promotion, campaign, reached, verdict))
    figures = words(
        "promotions.short_of",
        needed=f"{verdict.needed:,}",
        left=f"{account.left or 0:,}",
        month=month_told(desk, verdict),
    )
    plan = prices().of(account.limit or 0).name
    why = words("promotions.short_why", plan=plan, limit=f"{account.limit or 0:,}", ways=len(ways))
    return Card(
        title=words("promotions.short", code=promotion.code),
        summary=f"{words('promotions.short_summary', code=promotion.code)} · {figures}",
        subtitle=figures,
        blocks=(
            *((Paragraph(kept),) if (kept := _kept(desk, verdict)) else ()),
            Paragraph(why, Tone.MUTED),
            Items(ways),
        ),
    )


def _kept(desk: Desk, verdict: Verdict) -> str:
    """กันไว้เตือนทีมถึงสิ้นเดือน 60 · โปรที่อนุมัติแล้ว 20 · ส่งได้อีก 100."""
    words, found = desk.words, verdict.outlook
    aside = {"team": found.team, "others": found.promised}
    told = [words(f"promotions.kept_for_{who}", count=f"{count:,}") for who, count in aside.items() if count]
    return " · ".join([*told, words("promotions.room", count=f"{found.room or 0:,}")]) if told else ""


def _ways(
    desk: Desk, promotion: Promotion, campaign: Campaign, reached: int, verdict: Verdict
) -> Iterator[Item]:
    """Fewer people, the next month, more messages; what sends itself is not changed for one day of it."""
    if promotion.repeat is None:
        if verdict.outlook.room:
            yield _newest(desk, campaign, verdict)
        month = month_after(desk.local(max(campaign.send_at, desk.now)).date())
        now, needed = verdict.outlook.room or 0, messages_for(reached)
        if fits(desk.session, campaign, needed - now, desk.at(month, TEN), desk.now).ok:
            yield _later(desk, promotion, campaign, (now, needed - now), month)
    yield Item(desk.words("promotions.way_more"), _more(desk, verdict))


def _newest(desk: Desk, campaign: Campaign, verdict: Verdict) -> Item:
    """Who bought last, as many as there is room for."""
    words, found = desk.words, verdict.outlook
    room = found.room or 0
    how = "promotions.way_newest_team" if found.team else "promotions.way_newest_how"
    return Item(
        words("promotions.way_newest", people=people(words, room)),
        words(how),
        FitPromo(campaign=campaign.id, way="newest", people=room),
    )


def _later(desk: Desk, promotion: Promotion, campaign: Campaign, parts: tuple[int, int], month: date) -> Item:
    """So many now and the rest next month, or all of them when there is room for none."""
    words, (now, rest) = desk.words, parts
    days = {"ends": promotion.ends_on, "longer": max(promotion.ends_on, month + LONGER)}
    told = {name: words.day(day, desk.today) for name, day in days.items()}
    how = "promotions.way_next_how" if promotion.ends_on >= month else "promotions.way_next_longer"
    way = FitPromo(campaign=campaign.id, way="split" if now else "next_month", people=now)
    return Item(parts_told(desk, campaign.send_at, now, desk.at(month, TEN), rest), words(how, **told), way)


def _more(desk: Desk, verdict: Verdict) -> str:
    """The smallest plan under which it could go, and what it costs."""
    found = verdict.outlook
    all_of_it = found.account.used + found.team + found.promised + verdict.needed
    plan = prices().above(found.account.limit or 0, all_of_it)
    return larger_text(desk.words, plan)


def month_after(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
