"""What a rep says that a customer answered to offers: a yes sends nothing yet, a no holds at once."""

from __future__ import annotations

from sqlalchemy import select

from bot.cards.linking import noted_text, refused_text
from bot.consumers import note_consent, withdraw_consent
from bot.context import Context
from bot.replies import Text
from models.consumer import ConsentSource, Consumer
from models.customer import Customer


def note_answer(ctx: Context, customer: Customer, *, given: bool) -> Text:
    """Keep the answer under the customer; the text says what it does."""
    if given:
        note_consent(ctx, customer, given=True)
        return noted_text(ctx, customer)
    _refuse(ctx, customer)
    return refused_text(ctx, customer)


def _refuse(ctx: Context, customer: Customer) -> None:
    theirs = select(Consumer).where(
        Consumer.workspace_id == ctx.workspace.id, Consumer.customer_id == customer.id
    )
    known = ctx.session.scalars(theirs).all()
    for consumer in known:
        withdraw_consent(ctx, consumer, ConsentSource.STAFF, ctx.member.id)
    if not known:
        note_consent(ctx, customer, given=False)
