"""Who changed what: for whoever leads a team."""

from __future__ import annotations

from bot.capability import on
from bot.cards.audit import PAGE, audit_card, is_telling
from bot.context import Context
from bot.intents.handover import WhoChanged
from bot.names import customer_of
from bot.replies import Record, Reply
from models.audit import changes_at, changes_of_deals
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
