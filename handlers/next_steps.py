"""The rule that nothing drops: what breaks it, and the ways out."""

from __future__ import annotations

from bot.capability import on
from bot.cards.next_step import dropped_list, next_step_card
from bot.context import Context
from bot.intents.rounds import NoNextStep, SetNextStep
from bot.names import customer_of, member_of
from bot.replies import Record, Reply
from models.nodrop import dropped


@on(SetNextStep, undoable=False, full_sentence=False)
def set_next_step(ctx: Context, said: SetNextStep) -> Reply:
    """Say what comes next with a customer for whom nothing is planned."""
    customer = customer_of(ctx, said.customer)
    ctx.show(Record("customer", customer.id), customer.id)
    return next_step_card(ctx, customer)


@on(NoNextStep, undoable=False)
def no_next_step(ctx: Context, said: NoNextStep) -> Reply:
    """See the customers without a next step, your own or your team's."""
    mine = ctx.session.scalars(ctx.access.keepers())
    whose = list(mine) if said.rep is None else [member_of(ctx, said.rep).id]
    return dropped_list(ctx, dropped(ctx.session, ctx.workspace.id, whose, ctx.today))
