"""รายงานละเอียด: every figure in a line that opens its topic."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.report_words import NONE, buttons, share, span_text, subtitle, sum_text, total, whose, worth
from bot.cards.shop_report import sold_text
from bot.context import Desk
from bot.intents.reports import ReportTeams
from bot.intents.segments import ShopReport
from bot.replies import Button, Card, Item, Items, Tap, Tone, Weight
from bot.reporting import View, own_view
from bot.shop_reports import counter_of
from bot.subjects import about
from models import figures
from models.member import Role
from models.metrics.closings import Closings, closings, cycle_days, median_days
from models.metrics.forecast import forecast
from models.metrics.people import Effort, efforts
from models.metrics.pipeline import Pipeline, pipeline_before, pipeline_now
from models.metrics.punctuality import punctuality
from models.metrics.shop import baskets
from models.metrics.watch import NEGLECTED_DAYS, Worry, neglected_count, worries
from models.workspace import Subject


def overview(desk: Desk, view: View) -> Card:
    """All topics that such a company has a use for."""
    words, period = desk.words, span_text(desk, view.period)
    title = words("metrics.mine" if view.rep == desk.member else "metrics.title", period=period)
    return Card(
        title=title,
        subtitle=subtitle(desk, view),
        summary=f"{title} · {whose(desk, view)}",
        blocks=(
            *_of_deals(desk, view),
            Items(tuple(_people(desk, view)), words("metrics.section_people")),
            *_of_the_counter(desk, view),
        ),
        buttons=(*buttons(desk, view, None), _teams(desk, view)),
    )


@about(Subject.DEALS)
def _of_deals(desk: Desk, view: View) -> tuple[Items, ...]:
    return (Items(tuple(_deals(desk, view)), desk.words("metrics.section_deals")),)


@about(Subject.COUNTER)
def _of_the_counter(desk: Desk, view: View) -> tuple[Items, ...]:
    """What the reader's shop sold, which is told of all together: not beside one person's figures."""
    if view != own_view(desk, view.period):
        return ()
    first, last = view.period.first, view.period.last
    sold = sold_text(desk, baskets(counter_of(desk, view.period)))
    line = Item(desk.words("shop_report.all"), sold, ShopReport(date_from=first, date_to=last))
    return (Items((line,), desk.words("shop_report.over_the_counter")),)


def pipeline_title(desk: Desk, view: View) -> str:
    """Open deals are those of now, whatever days are looked at, unless these are over."""
    if not view.is_over:
        return desk.words("metrics.pipeline")
    return desk.words("metrics.pipeline_then", period=span_text(desk, view.period))


def pipeline_of(desk: Desk, view: View) -> Pipeline:
    """Of now, or as a period gone by left it."""
    if not view.is_over:
        return pipeline_now(desk.session, view.scope)
    return pipeline_before(desk.session, view.scope, view.scope.workspace.bounds(view.period)[1])


def _deals(desk: Desk, view: View) -> Iterator[Item]:
    words, ended = desk.words, closings(desk.session, view.scope, view.period)
    yield Item(
        pipeline_title(desk, view), sum_text(words, pipeline_of(desk, view).total), view.report("pipeline")
    )
    yield _forecast(desk, view, ended)
    yield _rates(desk, view, ended)
    yield Item(words("metrics.conversion"), words("metrics.conversion_hint"), view.report("conversion"))
    yield _velocity(desk, view)
    if not view.is_over:
        yield from _worries(desk, view)


def _forecast(desk: Desk, view: View, ended: Closings) -> Item:
    """What is to come is only told of days that are not over."""
    words = desk.words
    if view.is_over:
        won = worth(words, ended.won, ended.won_value)
        return Item(words("metrics.forecast_then"), f"{words('metrics.won')} {won}", view.report("forecast"))
    found = forecast(desk.session, view.scope, view.period)
    parts = {"won": total(words, found.won), "due": total(words, found.due.weighted)}
    title = f"{words('metrics.forecast')} {total(words, found.total)}"
    return Item(title, words("metrics.forecast_parts", **parts), view.report("forecast"))


def _rates(desk: Desk, view: View, ended: Closings) -> Item:
    words = desk.words
    parts = words("metrics.rates_parts", won=ended.won, lost=ended.lost, by_value=share(ended.value_rate))
    return Item(f"{words('metrics.rates')} {share(ended.count_rate)}", parts, view.report("rates"))


def _velocity(desk: Desk, view: View) -> Item:
    cycle = median_days(cycle_days(desk.session, view.scope, view.period))
    days = NONE if cycle is None else desk.words("metrics.days", count=f"{cycle.normalize():f}")
    title = desk.words("metrics.velocity")
    return Item(title, desk.words("metrics.cycle", days=days), view.report("velocity"))


def _worries(desk: Desk, view: View) -> Iterator[Item]:
    """The two that a manager asks for by name; the pipeline's own card has them all."""
    found = worries(desk.session, view.scope)
    for worry in (Worry.SLIPPING, Worry.ROTTING):
        some, tone = found[worry], Tone.RED if found[worry].deals else Tone.PLAIN
        title = desk.words(f"metrics.{worry}")
        yield Item(title, worth(desk.words, some.deals, some.value), view.behind(worry), tone)


def _people(desk: Desk, view: View) -> Iterator[Item]:
    words, done = desk.words, efforts(desk.session, view.scope, view.period)
    title = words("metrics.activity_mine" if view.rep else "metrics.activity")
    yield Item(title, _worked(desk, view, done), view.report("activity"))
    kept = punctuality(desk.session, view.scope, view.period)
    counts = {name: sum(getattr(one, name) for one in kept) for name in ("kept", "late", "missed")}
    yield Item(words("metrics.punctuality"), words("metrics.punctual", **counts), view.report("punctuality"))
    if not view.is_over:
        count = neglected_count(desk.session, view.scope)
        title = words("metrics.neglected", days=NEGLECTED_DAYS)
        yield Item(title, words("metrics.customers", count=count), view.behind("neglected"))


def _worked(desk: Desk, view: View, done: list[Effort]) -> str:
    """A customer whom two people reached is one."""
    together = figures.customers_reached(
        desk.session, view.scope.workspace, view.scope.owner_ids, view.period
    )
    logged = sum(one.did.logged for one in done)
    return desk.words("metrics.activity_parts", logged=logged, customers=together)


def _teams(desk: Desk, view: View) -> tuple[Button, ...]:
    if desk.member.role is not Role.OWNER:
        return ()
    first, last = view.period.first, view.period.last
    pick = Tap(ReportTeams(date_from=first, date_to=last))
    return (Button(desk.words("metrics.pick_team"), pick, Weight.SECONDARY),)
