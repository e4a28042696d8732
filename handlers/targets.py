"""Targets, set by managers in a line, and how far everybody has come."""

from __future__ import annotations

from decimal import Decimal

from bot.capability import on
from bot.cards.compared import compared_card
from bot.cards.numbers import numbers_card, target_card
from bot.context import Context
from bot.intents.activities import Undo
from bot.intents.targets import CompareSales, MyNumbers, SetTarget
from bot.names import member_of
from bot.replies import Reply
from bot.reporting import own_view, team_led
from bot.targets import did_in, month_of, sold, sold_together, targets_of
from models.errors import ProposedAmount, WhichAmount
from models.member import Member, Role, Team
from models.metrics.lengths import Length
from models.period import Period
from models.sold import NOTHING, reached
from models.target import Target, TargetMeasure, Targets

TEAM = "team"
ABSURD = 100
"""So many times what it was before, a target is asked about."""


@on(SetTarget, role=Role.MANAGER)
def set_target(ctx: Context, said: SetTarget) -> Reply:
    """Set what a person or the team is to reach in a month."""
    measure = TargetMeasure(said.measure or TargetMeasure.WON)
    month = month_of(said.month or ctx.today)
    member = None if said.scope == TEAM else member_of(ctx, said.rep)
    team = team_led(ctx, said.team)
    team_id = (team.id if team else _team_of(ctx)) if member is None else None
    before = _before(targets_of(ctx, month), member, team_id, measure)
    target = Target(
        workspace_id=ctx.workspace.id,
        member_id=member.id if member else None,
        team_id=team_id,
        set_by_id=ctx.member.id,
        month=month.first,
        measure=measure,
        value=_value(said, before),
    )
    ctx.session.add(target)
    ctx.session.flush()
    whose = ctx.words.person(member.name) if member else _team_name(ctx, team_id, team)
    done = _done(ctx, member, measure, month, team)
    return target_card(ctx, target, whose, before=before, done=done, undo=Undo(event=ctx.event.id))


def _team_of(ctx: Context) -> int | None:
    """A manager's own team; an owner's is the whole company."""
    return None if ctx.member.role is Role.OWNER else ctx.member.team_id


def _team_name(ctx: Context, team_id: int | None, named: Team | None) -> str:
    if named is not None:
        return named.name
    return ctx.words("targets.company" if team_id is None else "targets.team")


def _before(
    targets: Targets, member: Member | None, team_id: int | None, measure: TargetMeasure
) -> Decimal | None:
    return targets.of_member(member.id, measure) if member else targets.of_team(team_id, measure)


def _value(said: SetTarget, before: Decimal | None) -> Decimal:
    """Baht, or how many; raises ProposedAmount for far more than it was."""
    if said.count is not None:
        return Decimal(said.count)
    if said.amount is None:
        raise WhichAmount([])
    value = said.amount.value
    if before and said.amount.words and value >= ABSURD * before:
        raise ProposedAmount([value])
    return value


def _done(
    ctx: Context, member: Member | None, measure: TargetMeasure, month: Period, team: Team | None
) -> Decimal:
    """What of it is reached already; of a team only its baht are told."""
    if member is not None:
        baht = sold(ctx, [member.id], month).get(member.id, NOTHING).total
        return reached(measure, did_in(ctx, member.id, month), baht)
    if measure is not TargetMeasure.WON:
        return Decimal()
    led = ctx.access.people()
    theirs = led if team is None else led.where(Member.team_id == team.id)
    people = [one.id for one in ctx.session.scalars(theirs)]
    return sold_together(ctx, people, month).total


@on(CompareSales, undoable=False, full_sentence=False)
def compare_sales(ctx: Context, said: CompareSales) -> Reply:
    """See how sales of today, this week, month or quarter stand beside those before."""
    sellers = own_view(ctx, month_of(ctx.today)).scope.owner_ids
    return compared_card(ctx, Length(said.length), sellers)


@on(MyNumbers, undoable=False, full_sentence=False)
def my_numbers(ctx: Context, said: MyNumbers) -> Reply:
    """What I have sold this month, against my target."""
    month = month_of(said.date_from or ctx.today)
    people = ctx.session.scalars(ctx.access.people()).all() if ctx.member.is_manager else []
    return numbers_card(ctx, month, people)
