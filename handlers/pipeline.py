"""How a company's deals go: its stages with their chance and patience, and why deals are lost."""

from __future__ import annotations

from bot.capability import on
from bot.cards.pipeline import reasons_card, stages_card
from bot.context import Context
from bot.deal_lines import stage_meant
from bot.dealing import pipeline
from bot.intents.activities import Undo
from bot.intents.deals import LostReasons, Stages
from bot.language.names import key
from bot.replies import Reply
from models.errors import BadChance, NotAllowed, Outdated
from models.member import Role
from models.stage import Stage

TITLE_LIMIT, REASON_LIMIT, MOST_REASONS = 60, 40, 15
MOST_DAYS = 365


@on(Stages)
def stages(ctx: Context, said: Stages) -> Reply:
    """Show the stages of deals, or change one's name, chance or patience."""
    if said.stage is None and not said.title:
        return stages_card(ctx, pipeline(ctx))
    _only_managers(ctx)
    wanted = stage_meant(ctx, said.stage)
    own = _own_stages(ctx)
    _change(next(one for one in own if one.key == wanted), said)
    ctx.session.flush()
    return stages_card(ctx, own, Undo(event=ctx.event.id))


def _only_managers(ctx: Context) -> None:
    if not ctx.member.role.may_act_as(Role.MANAGER):
        raise NotAllowed


def _own_stages(ctx: Context) -> list[Stage]:
    """The workspace's rows; the usual ones are written down when the first of them is changed."""
    known = pipeline(ctx)
    for one in known:
        ctx.session.add(one)
    ctx.session.flush()
    return known


def _change(stage: Stage, said: Stages) -> None:
    if said.probability is not None:
        if not 0 <= said.probability <= 100:
            raise BadChance(said=said.probability)
        stage.probability = said.probability
    stage.name = said.title.strip()[:TITLE_LIMIT] or stage.name
    if said.days is not None and 0 < said.days <= MOST_DAYS:
        stage.rotting_days = said.days


@on(LostReasons)
def lost_reasons(ctx: Context, said: LostReasons) -> Reply:
    """Show why deals are lost, or add a reason of the company's own."""
    known = list(ctx.workspace.lost_reasons)
    if not said.added and said.removed is None:
        return reasons_card(ctx)
    _only_managers(ctx)
    if said.removed is not None:
        if not 1 <= said.removed <= len(known):
            raise Outdated
        del known[said.removed - 1]
    elif key(said.added) not in {key(one) for one in known} and len(known) < MOST_REASONS:
        known.append(said.added.strip()[:REASON_LIMIT])
    ctx.workspace.lost_reasons = known
    ctx.session.flush()
    return reasons_card(ctx, Undo(event=ctx.event.id))
