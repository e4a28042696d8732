"""What is known of deals, a card a topic: by stage, to come, won and lost, how far, how fast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.cards.deal import stage_name
from bot.cards.report_overview import pipeline_of, pipeline_title
from bot.cards.report_words import (
    NONE,
    buttons,
    count_of_deals,
    share,
    span_text,
    subtitle,
    sum_text,
    total,
    why_lost,
    worth,
)
from bot.context import Desk
from bot.replies import Block, Card, Item, Items, Paragraph, Tone
from bot.reporting import View
from models.metrics.closings import closings, lost_reasons, velocity
from models.metrics.conversion import Conversion, conversions
from models.metrics.forecast import Forecast, Past, accuracy, forecast, mean_error, past
from models.metrics.listing import DUE, ENTERED, LOST, OPEN, STAGE, WON
from models.metrics.pipeline import Sum
from models.metrics.scope import Stages
from models.metrics.watch import Worry, worries
from models.stage import Stage


def topic_card(desk: Desk, view: View, topic: str, blocks: tuple[Block, ...], *more: str) -> Card:
    """A topic's blocks under its name and days."""
    title = _title(desk, view, topic)
    under = subtitle(desk, view, *more)
    return Card(
        title=title,
        subtitle=under,
        summary=f"{title} · {under}",
        blocks=blocks,
        buttons=buttons(desk, view, topic),
    )


def _title(desk: Desk, view: View, topic: str) -> str:
    if topic == "pipeline":
        return pipeline_title(desk, view)
    return f"{desk.words(f'metrics.{topic}')} · {span_text(desk, view.period)}"


def pipeline_card(desk: Desk, view: View) -> Card:
    """Stage by stage, and below it what needs an eye."""
    words, found = desk.words, pipeline_of(desk, view)
    stages = Stages.of(desk.session, view.scope).rows
    lines = tuple(_stage(desk, view, stages, key, some) for key, some in found.stages)
    worrying = () if view.is_over else _worries(desk, view)
    return topic_card(desk, view, "pipeline", (Items(lines), *worrying), sum_text(words, found.total))


def _stage(desk: Desk, view: View, stages: Sequence[Stage], key: str, some: Sum) -> Item:
    words = desk.words
    title = f"{stage_name(desk, key, stages)} · {count_of_deals(words, some.deals)}"
    weighted = words("metrics.weighted", value=total(words, some.weighted))
    detail = f"{total(words, some.value)} · {weighted}" if some.deals else ""
    return Item(title, detail, view.behind(f"{STAGE}{key}"), Tone.PLAIN if some.deals else Tone.MUTED)


def _worries(desk: Desk, view: View) -> tuple[Items, ...]:
    found = worries(desk.session, view.scope).items()
    lines = tuple(
        Item(desk.words(f"metrics.{worry}"), worth(desk.words, some.deals, some.value), view.behind(worry))
        for worry, some in found
        if some.deals
    )
    return (Items(lines, desk.words("metrics.to_see"), Tone.RED),) if lines else ()


def forecast_card(desk: Desk, view: View) -> Card:
    """What is won and due, and how such forecasts came true before."""
    if view.is_over:
        return topic_card(desk, view, "forecast", (*_foreseen(desk, view), *_came_true(desk, view)))
    found = forecast(desk.session, view.scope, view.period)
    lines = Items(tuple(_to_come(desk, view, found)))
    return topic_card(
        desk, view, "forecast", (lines, *_came_true(desk, view)), total(desk.words, found.total)
    )


def _to_come(desk: Desk, view: View, found: Forecast) -> Iterator[Item]:
    words, ended = desk.words, closings(desk.session, view.scope, view.period)
    yield Item(words("metrics.won"), worth(words, ended.won, ended.won_value), view.behind(WON))
    yield Item(words("metrics.due"), sum_text(words, found.due), view.behind(DUE))
    known = worries(desk.session, view.scope)
    for worry in (Worry.OVERDUE, Worry.UNDATED):
        some = known[worry]
        yield Item(words(f"metrics.{worry}"), worth(words, some.deals, some.value), view.behind(worry))


def _foreseen(desk: Desk, view: View) -> tuple[Items]:
    words, gone = desk.words, past(desk.session, view.scope, view.period)
    off = words("metrics.off_by", error=share(gone.error))
    foreseen = words("metrics.foreseen", value=total(words, gone.forecast))
    won = f"{words('metrics.won')} {total(words, gone.won)}"
    return (Items((Item(foreseen, off, view.behind(DUE)), Item(won, "", view.behind(WON)))),)


def _came_true(desk: Desk, view: View) -> tuple[Block, ...]:
    """The periods before; a stretch of days that is no whole one has none."""
    if view.length is None:
        return ()
    gone = accuracy(desk.session, view.scope, view.length, view.period)
    lines = tuple(_past(desk, view, one) for one in gone)
    error = desk.words("metrics.mean_error", error=share(mean_error(gone)))
    return Items(lines, desk.words("metrics.past")), Paragraph(error, Tone.MUTED)


def _past(desk: Desk, view: View, gone: Past) -> Item:
    words = desk.words
    title = words(
        "metrics.past_line",
        period=span_text(desk, gone.period),
        forecast=total(words, gone.forecast),
        won=total(words, gone.won),
    )
    off = words("metrics.off_by", error=share(gone.error))
    return Item(title, off, view.report("forecast", gone.period))


def rates_card(desk: Desk, view: View) -> Card:
    """Won of all that ended, by count and by value, the period before beside it, and why deals were lost."""
    words, ended = desk.words, closings(desk.session, view.scope, view.period)
    lines = (
        Item(words("metrics.won"), worth(words, ended.won, ended.won_value), view.behind(WON)),
        Item(words("metrics.lost"), worth(words, ended.lost, ended.lost_value), view.behind(LOST)),
    )
    both = words("metrics.rates_both", by_count=share(ended.count_rate), by_value=share(ended.value_rate))
    return topic_card(
        desk, view, "rates", (Paragraph(both), Items(lines), *_before(desk, view), *_reasons(desk, view))
    )


def _before(desk: Desk, view: View) -> tuple[Paragraph, ...]:
    if view.length is None:
        return ()
    gone = closings(desk.session, view.scope, view.length.before(view.period))
    by_count, by_value = share(gone.count_rate), share(gone.value_rate)
    return (Paragraph(desk.words("metrics.rates_before", by_count=by_count, by_value=by_value), Tone.MUTED),)


def _reasons(desk: Desk, view: View) -> tuple[Items, ...]:
    lines = tuple(
        Item(
            why_lost(desk.words, one.reason),
            worth(desk.words, one.deals, one.value),
            view.behind(LOST, like=one.newest),
        )
        for one in lost_reasons(desk.session, view.scope, view.period)
    )
    return (Items(lines, desk.words("metrics.reasons")),) if lines else ()


def conversion_card(desk: Desk, view: View) -> Card:
    """For each stage: of the deals that entered it in these days, how many went on."""
    stages = Stages.of(desk.session, view.scope).rows
    found = conversions(desk.session, view.scope, view.period)
    lines = tuple(_onward(desk, view, stages, one) for one in found)
    hint = Paragraph(desk.words("metrics.conversion_hint"), Tone.MUTED)
    return topic_card(desk, view, "conversion", (Items(lines), hint))


def _onward(desk: Desk, view: View, stages: Sequence[Stage], one: Conversion) -> Item:
    words = desk.words
    title = words("metrics.onward", stage=stage_name(desk, one.stage, stages), rate=share(one.rate))
    detail = words("metrics.cohort", entered=one.entered, onward=one.onward, won=one.won, lost=one.lost)
    return Item(title, detail, view.behind(f"{ENTERED}{one.stage}"))


def velocity_card(desk: Desk, view: View) -> Card:
    """What the pipeline brings in a day, and the four figures it is made of."""
    words, found = desk.words, velocity(desk.session, view.scope, view.period)
    days = NONE if found.cycle is None else words("metrics.days", count=f"{found.cycle.normalize():f}")
    rate = f"{words('metrics.rates')} {share(found.closings.count_rate)}"
    average = total(words, found.average) if found.closings.won else NONE
    lines = (
        Item(f"{words('metrics.pipeline')} {count_of_deals(words, found.deals)}", "", view.behind(OPEN)),
        Item(rate, "", view.report("rates")),
        Item(words("metrics.average", value=average), "", view.behind(WON)),
        Item(words("metrics.cycle", days=days), "", view.behind(WON)),
    )
    a_day = NONE if found.a_day is None else words.baht(found.a_day.quantize(Decimal(1)))
    hint = Paragraph(words("metrics.velocity_hint"), Tone.MUTED)
    return topic_card(desk, view, "velocity", (Items(lines), hint), words("metrics.a_day", value=a_day))
