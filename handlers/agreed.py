"""Who agreed to promotions."""

from __future__ import annotations

from sqlalchemy import exists

from bot.capability import on
from bot.cards.agreed import PAGE, Agreed, agreed_card, nobody_card
from bot.context import Context
from bot.intents.consumers import WhoAgreed
from bot.replies import Reply
from models.consumer import Consumer
from models.customer import Customer
from models.database import count_of


@on(WhoAgreed, undoable=False, full_sentence=False)
def who_agreed(ctx: Context, said: WhoAgreed) -> Reply:
    """See how many agreed to promotions, and which of the customers you may see."""
    everybody = count_of(ctx.session, Consumer.reachable(ctx.workspace.id))
    if not everybody:
        return nobody_card(ctx)
    agreed = exists().where(
        Consumer.workspace_id == Customer.workspace_id,
        Consumer.customer_id == Customer.id,
        Consumer.may_be_promoted_to(),
    )
    theirs = ctx.access.customers().where(agreed)
    known = count_of(ctx.session, theirs)
    page = min(max(said.page, 0), max(known - 1, 0) // PAGE)
    by_worth = theirs.order_by(Customer.purchase_total.desc(), Customer.id)
    shown = ctx.session.scalars(by_worth.offset(page * PAGE).limit(PAGE)).all()
    return agreed_card(ctx, Agreed(everybody, known, page), shown)
