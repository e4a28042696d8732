"""The stages of a company's deals: shown, set, added, taken away, put in another order by those who lead."""

from __future__ import annotations

from collections.abc import Sequence

from bot import staging
from bot.capability import on
from bot.cards.deal import stage_name
from bot.cards.pipeline import stages_card, where_to_card
from bot.context import Context
from bot.deal_lines import named_stage
from bot.dealing import pipeline
from bot.intents.activities import Undo
from bot.intents.deals import AddStage, PlaceStage, RemoveStage, Stages
from bot.replies import Card, Reply
from models.deal import Deal
from models.errors import NotAllowed, Outdated
from models.member import Role
from models.stage import Stage, in_order, own_stages
from models.stage_errors import EndsStay, LastStage

ENDS = ("won", "lost")


@on(Stages)
def stages(ctx: Context, said: Stages) -> Reply:
    """Show the stages of deals, or change one's name, chance or patience."""
    if said.stage is None and not said.title:
        return stages_card(ctx, pipeline(ctx))
    if not ctx.member.role.may_act_as(Role.MANAGER):
        raise NotAllowed
    own = _own(ctx)
    stage = _meant(own, said.stage)
    if said.title:
        staging.rename(own, stage, said.title)
    staging.set_chance(stage, said.probability)
    staging.set_patience(stage, said.days)
    return _done(ctx, own, _told(ctx, "changed", stage))


@on(AddStage, role=Role.MANAGER)
def add(ctx: Context, said: AddStage) -> Reply:
    """Add a stage behind another, with the chance of winning a deal there and how long it may stand still."""
    own = _own(ctx)
    beside = _meant(own, said.stage) if said.stage is not None else None
    stage = staging.add(ctx, own, said.title)
    ordered = staging.placed(own, stage, beside, before=said.before)
    in_order(ordered)
    stage.probability = staging.chance_between(ordered, stage)
    staging.set_chance(stage, said.probability)
    staging.set_patience(stage, said.days)
    return _done(ctx, ordered, _told(ctx, "added", stage))


@on(RemoveStage, role=Role.MANAGER)
def remove(ctx: Context, said: RemoveStage) -> Reply:
    """Take a stage away; whoever does says where the deals in it go."""
    if said.stage in ENDS:
        raise EndsStay
    own = _own(ctx)
    stage = _meant(own, said.stage)
    left = [one for one in own if one is not stage]
    if not left:
        raise LastStage(stage=stage_name(ctx, stage.key, own))
    deals = ctx.session.scalars(Deal.standing_in(ctx.workspace.id, stage.key)).all()
    if deals and said.into is None:
        return where_to_card(ctx, stage, left, len(deals))
    done = [_told(ctx, "removed", stage), *_carry(ctx, deals, left, said.into)]
    stage.deleted = True
    return _done(ctx, left, " · ".join(done))


@on(PlaceStage, role=Role.MANAGER)
def place(ctx: Context, said: PlaceStage) -> Reply:
    """Put a stage behind, or before, another."""
    own = _own(ctx)
    stage = _meant(own, said.stage)
    beside = _meant(own, said.beside, "beside")
    ordered = staging.placed(own, stage, beside, before=said.before)
    in_order(ordered)
    return _done(ctx, ordered, _told(ctx, "placed", stage))


def _own(ctx: Context) -> list[Stage]:
    return own_stages(ctx.session, ctx.workspace.id)


def _meant(own: list[Stage], said: str | None, field: str = "stage") -> Stage:
    """One of these; raises WhichStage for any other word."""
    key = named_stage(own, said, field)
    return next(one for one in own if one.key == key)


def _carry(ctx: Context, deals: Sequence[Deal], left: list[Stage], key: str | None) -> list[str]:
    """The deals go into that stage; a button of another day may name what is no more."""
    if not deals:
        return []
    into = next((one for one in left if one.key == key), None)
    if into is None:
        raise Outdated
    for deal in deals:
        deal.carry_to(into.key)
    return [ctx.words("deals.deals_carried", count=len(deals), stage=stage_name(ctx, into.key, left))]


def _told(ctx: Context, done: str, stage: Stage) -> str:
    return ctx.words(f"deals.stage_{done}", stage=stage_name(ctx, stage.key, [stage]))


def _done(ctx: Context, own: list[Stage], done: str) -> Card:
    ctx.session.flush()
    return stages_card(ctx, own, done, Undo(event=ctx.event.id))
