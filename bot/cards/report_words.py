"""How the figures of a report are said: shares, sums of deals, whose and when."""

from __future__ import annotations

from decimal import Decimal

from bot.cards.deal import reason_name
from bot.context import Desk
from bot.periods import period_text
from bot.replies import Button, Tap, Weight
from bot.reporting import View
from bot.texts import Words
from models.metrics.lengths import Length
from models.metrics.pipeline import Sum
from models.period import Period

NONE = "–"


def share(value: Decimal | None) -> str:
    """44%, or a dash when there is nothing to take a share of."""
    return NONE if value is None else f"{value * 100:.0f}%"


def total(words: Words, value: Decimal) -> str:
    """3.42 ล้าน, below a million to the baht."""
    return words.millions(value.quantize(Decimal(1)))


def count_of_deals(words: Words, count: int) -> str:
    return words("metrics.one_deal" if count == 1 else "metrics.deals", count=count)


def sum_text(words: Words, some: Sum) -> str:
    """12 ดีล · 8.40 ล้าน · ถ่วงน้ำหนัก 4.10 ล้าน."""
    weighted = words("metrics.weighted", value=total(words, some.weighted))
    return " · ".join((count_of_deals(words, some.deals), total(words, some.value), weighted))


def worth(words: Words, deals: int, value: Decimal) -> str:
    """3 ดีล · 720,000."""
    return f"{count_of_deals(words, deals)} · {total(words, value)}"


def span_text(desk: Desk, period: Period) -> str:
    """ไตรมาส 4/69; else as any period is said."""
    if Length.of(period) is not Length.QUARTER:
        return period_text(desk, period)
    words, first = desk.words, period.first
    year = words.short_year(first) if words.language == "th" else first.year
    return words("metrics.quarter", number=(first.month + 2) // 3, year=year)


def whose(desk: Desk, view: View) -> str:
    """The person, the team, or the whole company."""
    if view.rep is not None:
        return view.rep.name
    return desk.words("metrics.everyone") if view.team is None else view.team.name


def subtitle(desk: Desk, view: View, *more: str) -> str:
    """Whose figures, and until when they hold."""
    words = desk.words
    until = words("summary.until", clock=words.clock(desk.now)) if view.period.holds(desk.today) else ""
    return " · ".join(part for part in (whose(desk, view), *more, until) if part)


def why_lost(words: Words, reason: str | None) -> str:
    """The reason, or that nobody gave one."""
    return words("metrics.reason_none") if reason is None else reason_name(words, reason)


def buttons(desk: Desk, view: View, topic: str | None) -> tuple[tuple[Button, ...], ...]:
    """The same for other lengths of time, the period before, and everything."""
    words = desk.words
    anchor = min(view.period.last, desk.today) if view.period.holds(desk.today) else view.period.first
    lengths = tuple(
        Button(words(f"metrics.length_{one}"), Tap(view.report(topic, one.around(anchor))))
        for one in Length
        if one is not view.length
    )
    return lengths, (*_before(desk, view, topic), *_whole(desk, view, topic))


def _before(desk: Desk, view: View, topic: str | None) -> tuple[Button, ...]:
    if view.length is None:
        return ()
    gone = view.report(topic, view.length.before(view.period))
    return (Button(desk.words("metrics.before"), Tap(gone), Weight.SECONDARY),)


def _whole(desk: Desk, view: View, topic: str | None) -> tuple[Button, ...]:
    if topic is None:
        return ()
    return (Button(desk.words("metrics.all_topics"), Tap(view.report()), Weight.SECONDARY),)
