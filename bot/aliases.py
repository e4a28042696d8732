"""Other names people use for a customer: learnt when one is picked, told, and forgotten again."""

from __future__ import annotations

from bot.context import Context
from bot.language import Entry
from bot.language.names import fold, key, skeleton
from bot.names import visible, visible_among
from models.customer import CustomerAlias

SHORTEST = 3
"""Letters a name needs to be told from other words."""
LONGEST = 200


def learn_alias(ctx: Context, said: str, customer_id: int) -> None:
    """This customer was picked for the name said: next time it is found at once, and the answer says so."""
    if _is_nobodys(ctx, said) and not _is_part_of_several(ctx, said):
        ctx.learnt = _remember(ctx, said, customer_id).id


def forget_alias(ctx: Context, alias: CustomerAlias) -> None:
    """From the next event on, in every process, the name is asked about again."""
    alias.deleted = True
    visible(ctx, alias.customer_id).directory_version = ctx.workspace.touch_directory(ctx.session)


def _is_nobodys(ctx: Context, said: str) -> bool:
    """Nobody this person deals with has that name already, and no site; a colleague's customer may."""
    return not visible_among(ctx, ctx.directory.exact(said)) and not ctx.directory.deals(fold(said))


def _is_part_of_several(ctx: Context, said: str) -> bool:
    """สยาม is said for many: a pick means that one this time, not always. So does a name of two letters."""
    word = skeleton(key(said))
    return len(word) < SHORTEST or sum(word in skeleton(key(one.name)) for one in _near(ctx, said)) > 1


def _near(ctx: Context, said: str) -> list[Entry]:
    found = (ctx.directory.entry(one) for one, _ in ctx.directory.nearest(said, limit=20))
    return [one for one in found if one is not None]


def _remember(ctx: Context, said: str, customer_id: int) -> CustomerAlias:
    customer = visible(ctx, customer_id)
    alias = CustomerAlias(workspace_id=ctx.workspace.id, customer_id=customer.id, name=said[:LONGEST])
    ctx.session.add(alias)
    customer.directory_version = ctx.workspace.touch_directory(ctx.session)
    ctx.session.flush()
    return alias
