"""Names learnt from picks: said in the answer, and forgotten on a tap."""

from __future__ import annotations

from sqlalchemy import select

from bot.aliases import forget_alias
from bot.capability import on, rides
from bot.context import Context
from bot.intents.base import Intent
from bot.intents.customers import ForgetAlias
from bot.names import visible
from bot.replies import Button, Reply, Tap, Text
from models.customer import CustomerAlias
from models.errors import NotFound


@rides()
def tell_what_was_learnt(ctx: Context, intent: Intent) -> Reply | None:
    """A pick has taught another name of a customer."""
    if ctx.learnt is None:
        return None
    alias = ctx.session.get_one(CustomerAlias, ctx.learnt)
    customer = visible(ctx, alias.customer_id)
    forget = Button(ctx.words("aliases.forget"), Tap(ForgetAlias(alias=alias.id)))
    return Text(text=ctx.words("aliases.learnt", said=alias.name, customer=customer.name), chips=(forget,))


@on(ForgetAlias)
def forget(ctx: Context, said: ForgetAlias) -> Reply:
    """Do not remember this name."""
    alias = ctx.session.scalar(
        select(CustomerAlias).where(
            CustomerAlias.id == said.alias,
            CustomerAlias.workspace_id == ctx.workspace.id,
            CustomerAlias.deleted.is_(False),
        )
    )
    if alias is None:
        raise NotFound
    forget_alias(ctx, alias)
    return Text(text=ctx.words("aliases.forgotten", said=alias.name))
