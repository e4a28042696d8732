"""Monday's card: last week against the one before, what the pipeline did, and what to look at first."""

from __future__ import annotations

from datetime import date

from bot.cards.exceptions import exceptions
from bot.cards.quota import messages_left
from bot.cards.report_words import total, whose, worth
from bot.cards.weekly_shop import over_the_counter
from bot.context import Desk
from bot.periods import period_text
from bot.replies import Block, Button, Card, Item, Items, Rows, Tap, Tone, Weight
from bot.reporting import View, own_view
from bot.subjects import about
from bot.teamwork import teamwork
from bot.weekly import Week, last_week, week_of
from models.metrics.changes import changes
from models.metrics.lengths import Length
from models.metrics.listing import LOST, WON
from models.period import Period
from models.workspace import Subject

FIRST = 3
"""So many exceptions: the rest is a summary's."""


def weekly_card(desk: Desk) -> Card:
    """All in one message, each line opening what it tells of."""
    view = own_view(desk, last_week(desk))
    before = own_view(desk, Length.WEEK.before(view.period))
    week, gone = week_of(desk, view), week_of(desk, before)
    words = desk.words
    title = words("weekly.title", period=period_text(desk, view.period))
    return Card(
        title=title,
        subtitle=whose(desk, view),
        summary=_alt(desk, title, week),
        blocks=(
            Rows(_work(desk, week, gone)),
            *_deals(desk, view, week, gone),
            *over_the_counter(desk, view.period, before.period),
            *messages_left(desk),
            *_to_see(desk, view.period.first),
        ),
        buttons=((Button(words("metrics.detailed"), Tap(view.report()), Weight.PRIMARY),),),
    )


def _alt(desk: Desk, title: str, week: Week) -> str:
    words = desk.words
    parts = [title, words("summary.counts", visits=week.visits, contacts=week.contacts)]
    if week.ended.won:
        parts.append(f"{words('metrics.won')} {worth(words, week.ended.won, week.ended.won_value)}")
    return " · ".join(parts)


def _work(desk: Desk, week: Week, gone: Week) -> tuple[tuple[str, str], ...]:
    """เข้าพบ 12 (ก่อนหน้า 9)."""
    words = desk.words
    counted = {"visits": "visits", "contacts": "contacts", "reached": "reached"}
    return tuple(
        (words(f"summary.column_{name}"), _against(desk, str(getattr(week, name)), str(getattr(gone, name))))
        for name in counted
    )


def _against(desk: Desk, now: str, before: str) -> str:
    return f"{now} {desk.words('weekly.before', value=before)}"


@about(Subject.DEALS)
def _deals(desk: Desk, view: View, week: Week, gone: Week) -> tuple[Block, ...]:
    """Won and lost against the week before, and how the open deals changed."""
    now, before, words = week.ended, gone.ended, desk.words
    won = _against(desk, worth(words, now.won, now.won_value), total(words, before.won_value))
    lost = _against(desk, worth(words, now.lost, now.lost_value), total(words, before.lost_value))
    lines = (
        Item(words("metrics.won"), won, view.behind(WON)),
        Item(words("metrics.lost"), lost, view.behind(LOST)),
    )
    return Items(lines, words("metrics.section_deals")), Rows(_changed(desk, view))


def _changed(desk: Desk, view: View) -> tuple[tuple[str, str], ...]:
    """What was added, moved on and put off."""
    words, found = desk.words, changes(desk.session, view.scope, view.period)
    named = {"added": found.added, "moved_on": found.moved_on, "put_off": found.put_off}
    return tuple(
        (words(f"weekly.{name}"), worth(words, some.deals, some.value)) for name, some in named.items()
    )


def _to_see(desk: Desk, since: date) -> tuple[Items, ...]:
    """What presses today; who has logged nothing, has not since the week began."""
    found = exceptions(desk, teamwork(desk, Period(since, desk.today)))
    told = tuple(line() for line in found.lines[:FIRST])
    return (Items(told, desk.words("summary.to_see"), Tone.RED),) if told else ()
