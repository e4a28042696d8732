"""Who changed what: for whoever leads a team."""

from __future__ import annotations

from bot.capability import on
from bot.cards.audit import PAGE, audit_card, is_telling, stage_audit_card
from bot.context import Context
from bot.intents.handover import WhoChanged, WhoChangedStages
from bot.names import customer_of
from bot.replies import Record, Reply
from models.audit import changes_at, changes_of_deals, changes_of_stages
from models.member import Role

AT_ONCE = 200
"""Changes that are read for one answer: enough for many pages of one customer."""


@on(WhoChanged, role=Role.MANAGER, undoable=False, full_sentence=False)
def who_changed(ctx: Context, said: WhoChanged) -> Reply:
    """Every change of a customer, its people and deals: who, when, from what to what."""
    customer = customer_of(ctx, said.customer)
    asked = changes_of_deals if said.deals else changes_at
    changes = ctx.session.scalars(asked(ctx.session, customer).limit(AT_ONCE))
    telling = [one for one in changes if is_telling(ctx, one)]
    ctx.show(Record("customer", customer.id), customer.id)
    first = max(said.page, 0) * PAGE
    return audit_card(ctx, customer, telling[first : first + PAGE + 1], said)


@on(WhoChangedStages, role=Role.MANAGER, undoable=False, full_sentence=False)
def who_changed_stages(ctx: Context, said: WhoChangedStages) -> Reply:
    """Who added, took away, renamed or set a stage, and when."""
    changes = ctx.session.scalars(changes_of_stages(ctx.workspace.id).limit(AT_ONCE))
    telling = [one for one in changes if is_telling(ctx, one)]
    first = max(said.page, 0) * PAGE
    return stage_audit_card(ctx, telling[first : first + PAGE + 1], said)
