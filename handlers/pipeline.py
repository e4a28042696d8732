"""Why a company's deals are lost: the usual reasons and its own."""

from __future__ import annotations

from bot.capability import on
from bot.cards.pipeline import reasons_card
from bot.context import Context
from bot.intents.activities import Undo
from bot.intents.deals import LostReasons
from bot.language.names import key
from bot.replies import Reply
from models.errors import NotAllowed, Outdated
from models.member import Role

REASON_LIMIT, MOST_REASONS = 40, 15


@on(LostReasons)
def lost_reasons(ctx: Context, said: LostReasons) -> Reply:
    """Show why deals are lost, or add a reason of the company's own."""
    known = list(ctx.workspace.lost_reasons)
    if not said.added and said.removed is None:
        return reasons_card(ctx)
    if not ctx.member.role.may_act_as(Role.MANAGER):
        raise NotAllowed
    if said.removed is not None:
        if not 1 <= said.removed <= len(known):
            raise Outdated
        del known[said.removed - 1]
    elif key(said.added) not in {key(one) for one in known} and len(known) < MOST_REASONS:
        known.append(said.added.strip()[:REASON_LIMIT])
    ctx.workspace.lost_reasons = known
    ctx.session.flush()
    return reasons_card(ctx, Undo(event=ctx.event.id))
