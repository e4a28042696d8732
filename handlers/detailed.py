"""`รายงานละเอียด`: the figures of deals and people, of any days and any team, and what stands behind each."""

from __future__ import annotations

from collections.abc import Callable

from bot.capability import on
from bot.cards.report_lists import list_card, teams_card
from bot.cards.report_overview import overview
from bot.cards.report_people import activity_card, punctuality_card
from bot.cards.report_topics import (
    conversion_card,
    forecast_card,
    pipeline_card,
    rates_card,
    velocity_card,
)
from bot.context import Context, Desk
from bot.intents.reports import Report, ReportList, ReportTeams
from bot.replies import Card, Reply
from bot.reporting import View, report_period, view_asked
from models.member import Role

TOPICS: dict[str, Callable[[Desk, View], Card]] = {
    "pipeline": pipeline_card,
    "forecast": forecast_card,
    "rates": rates_card,
    "conversion": conversion_card,
    "velocity": velocity_card,
    "activity": activity_card,
    "punctuality": punctuality_card,
}


@on(Report, undoable=False, full_sentence=False)
def report(ctx: Context, said: Report) -> Reply:
    """All figures of the people you lead, or one topic; a rep's are the own."""
    period = report_period(ctx, said.date_from, said.date_to)
    view = view_asked(ctx, said, period, mine=said.mine)
    if said.topic is None:
        return overview(ctx, view)
    if said.topic in TOPICS:
        return TOPICS[said.topic](ctx, view)
    return list_card(ctx, view, view.behind(said.topic))


@on(ReportList, undoable=False, full_sentence=False)
def report_list(ctx: Context, said: ReportList) -> Reply:
    """What a figure of a report is made of."""
    period = report_period(ctx, said.date_from, said.date_to)
    return list_card(ctx, view_asked(ctx, said, period), said)


@on(ReportTeams, role=Role.OWNER, undoable=False, full_sentence=False)
def report_teams(ctx: Context, said: ReportTeams) -> Reply:
    """Which team's report is wanted."""
    period = report_period(ctx, said.date_from, said.date_to)
    return teams_card(ctx, view_asked(ctx, Report(), period))
