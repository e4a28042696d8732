"""Finding a customer again by anything one remembers."""

from __future__ import annotations

from bot.capability import on
from bot.cards.found import found_card
from bot.context import Context
from bot.finding import find
from bot.intents.customers import Search
from bot.replies import Reply, Text


@on(Search, undoable=False, full_sentence=False)
def search(ctx: Context, said: Search) -> Reply:
    """Find a customer by name, person, phone or what was said."""
    query = said.query.strip()
    if not query:
        return Text(text=ctx.words("customers.search_what"), public=True)
    hits = find(ctx, query)
    if not hits:
        return Text(text=ctx.words("customers.found_none", query=query))
    return found_card(ctx, query, hits)
