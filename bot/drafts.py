"""Lines that could not be placed: which one is meant, and when one has been said again and stored."""

from __future__ import annotations

from rapidfuzz import fuzz

from bot.context import Context, Desk
from models.errors import NotFound
from models.followup import Draft

SAID_AGAIN, HOLDS = 75.0, 90.0
"""Likeness (0 to 100) of a whole sentence to a draft, and of a part of it."""
SHORTEST = 6
"""A shorter draft is like too much."""


def settle_drafts(desk: Desk, said: str) -> None:
    """What was kept and now has been said again, completed, waits no longer."""
    for draft in desk.session.scalars(Draft.open_of(desk.member)):
        if _is_said_again(draft.said, said):
            draft.open = False


def _is_said_again(draft: str, said: str) -> bool:
    if len(draft) < SHORTEST:
        return draft.strip() == said.strip()
    longer = len(said) >= len(draft) and fuzz.partial_ratio(draft, said) >= HOLDS
    return longer or fuzz.ratio(draft, said) >= SAID_AGAIN


def draft_of(ctx: Context, draft_id: int | None) -> Draft:
    """The draft tapped, quoted or shown last, else the newest; raises NotFound when there is none."""
    mine = ctx.session.scalars(Draft.open_of(ctx.member)).all()
    wanted = draft_id if draft_id is not None else ctx.record_meant("draft")
    found = [one for one in mine if one.id == wanted] if wanted is not None else list(mine[-1:])
    if not found:
        raise NotFound
    return found[0]
