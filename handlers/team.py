"""What a manager sees of the team, at any time and for any days; by the same words a rep sees the own."""

from __future__ import annotations

from dataclasses import replace

from bot.capability import on
from bot.cards.behind import behind_card
from bot.cards.numbers import numbers_card
from bot.cards.person import entry_card, overdue_card, person_card
from bot.cards.report_lists import NEGLECTED, list_card
from bot.cards.report_topics import pipeline_card
from bot.cards.summary import summary_card
from bot.cards.team import one_by_one, silent_card, whereabouts
from bot.context import Context
from bot.intents.reports import Report
from bot.intents.teams import ShowEntry, TeamSummary, TeamToday, UnknownTeam
from bot.language import MemberRef
from bot.names import activity_of, member_of
from bot.periods import period_of
from bot.replies import Record, Reply
from bot.reporting import report_period, team_led, teams_of, view_asked
from bot.targets import month_of
from bot.teamwork import Teamwork, teamwork
from models.errors import NoSuchTeam, NotAllowed, NotYourTeam
from models.member import Member, Team


@on(TeamSummary, undoable=False, full_sentence=False)
def team_summary(ctx: Context, said: TeamSummary) -> Reply:
    """The team's figures, or one person's, with what needs an eye first."""
    period = period_of(ctx, said.date_from, said.date_to, said.period)
    person, team = _person(ctx, said.rep), team_led(ctx, said.team)
    if said.scope in ("pipeline", "neglected"):
        return _detailed(ctx, said)
    if said.scope == "by_target":
        return _by_target(ctx, said, team)
    if said.scope == "overdue" and person is not None:
        return overdue_card(ctx, person)
    return person_card(ctx, person, period) if person else _team(ctx, said.scope, teamwork(ctx, period, team))


def _detailed(ctx: Context, said: TeamSummary) -> Reply:
    """What belongs to the report in figures but was asked for as the team's."""
    period = report_period(ctx, said.date_from, said.date_to)
    view = view_asked(ctx, Report(rep=said.rep, team=said.team), period)
    if said.scope == "pipeline":
        return pipeline_card(ctx, view)
    return list_card(ctx, view, replace(view.behind(NEGLECTED), days=said.days))


def _by_target(ctx: Context, said: TeamSummary, team: Team | None) -> Reply:
    """Of the month asked about, or of the newest one that has begun; a rep sees the own."""
    month = month_of(min(said.date_to or ctx.today, ctx.today))
    if not ctx.member.is_manager:
        return numbers_card(ctx, month, [])
    led = ctx.access.led(ctx.session)
    people = [one for one in led if team is None or one.team_id == team.id]
    return behind_card(ctx, people, month, team)


def _person(ctx: Context, ref: MemberRef | None) -> Member | None:
    """Whose days are asked for: somebody's of the team, or, when it is a rep who asks, the own ones."""
    if ctx.member.is_manager:
        return member_of(ctx, ref) if ref is not None else None
    if ref is not None and ref.id != ctx.member.id:
        raise NotAllowed
    return ctx.member


def _team(ctx: Context, scope: str | None, team: Teamwork) -> Reply:
    match scope:
        case "no_activity":
            return silent_card(ctx, team)
        case "by_rep":
            return one_by_one(ctx, team)
        case _:
            return summary_card(ctx, team)


@on(UnknownTeam, undoable=False, full_sentence=False)
def unknown_team(ctx: Context, said: UnknownTeam) -> Reply:
    """Which teams there are, when none has the name that was said."""
    if not ctx.member.is_manager:
        raise NotYourTeam
    teams = ", ".join(one.name for one in ctx.session.scalars(teams_of(ctx).order_by(Team.id)))
    raise NoSuchTeam(name=said.called, teams=teams)


@on(TeamToday, undoable=False, full_sentence=False)
def team_today(ctx: Context, said: TeamToday) -> Reply:
    """Where everybody goes on a day."""
    return whereabouts(ctx, said.date or ctx.today)


@on(ShowEntry, undoable=False, full_sentence=False)
def show_entry(ctx: Context, said: ShowEntry) -> Reply:
    """One entry of a colleague's, in full."""
    activity = activity_of(ctx, said.activity)
    ctx.show(Record("activity", activity.id), activity.customer_id)
    return entry_card(ctx, activity)
