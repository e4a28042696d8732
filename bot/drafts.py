"""Lines that could not be placed: which one is meant, and when one has been said again and stored."""

from __future__ import annotations

from difflib import SequenceMatcher

from rapidfuzz.distance import Indel

from bot.context import Context
from bot.waiting import waits
from models.errors import NotFound
from models.followup import Draft

REWORDED = 0.5
"""So alike (0 to 1) is a line to the one that was given back to the keyboard, if it is that one."""
COMPARED = 400
"""Letters of a line that are compared."""
ADDITIONS = 3
"""A line is completed in so many places at most; more is another line."""
KEPT = waits("drafts", lambda member, _: Draft.open_of(member))


def keep_draft(ctx: Context, said: str) -> Draft:
    """These words, safe from now on: shown in the evening until they find their place."""
    draft = Draft(
        workspace_id=ctx.workspace.id,
        member_id=ctx.member.id,
        said=said,
        said_at=ctx.now,
        message_id=ctx.event.message_id,
    )
    ctx.session.add(draft)
    ctx.session.flush()
    return draft


def settle_drafts(ctx: Context, said: str) -> None:
    """What was kept and now is said again, completed, waits no longer. In doubt it stays."""
    if KEPT not in ctx.waiting:
        return
    opened = ctx.record_meant("draft")
    for draft in ctx.session.scalars(Draft.open_of(ctx.member)):
        is_reworded = draft.id == opened and likeness(draft.said, said) >= REWORDED
        if is_reworded or _is_completed(draft.said, said):
            draft.open = False


def likeness(one: str, other: str) -> float:
    """How much (0 to 1) two lines share, by their beginnings: comparing takes the product of the lengths."""
    return SequenceMatcher(None, one[:COMPARED], other[:COMPARED], autojunk=False).ratio()


def _is_completed(kept: str, said: str) -> bool:
    """Nothing of the kept line was changed or left out, only added to."""
    if not _is_within(kept, said):
        return False
    steps = Indel.opcodes(kept, said)
    return sum(step.tag == "insert" for step in steps) <= ADDITIONS


def _is_within(kept: str, said: str) -> bool:
    """Has `said` every letter of it, in its order? One look at each, since there may be hundreds kept."""
    letters = iter(said)
    return all(letter in letters for letter in kept)


def draft_of(ctx: Context, draft_id: int | None) -> Draft:
    """The draft tapped, quoted or shown last, else the newest; raises NotFound when there is none."""
    mine = ctx.session.scalars(Draft.open_of(ctx.member)).all()
    wanted = draft_id if draft_id is not None else ctx.record_meant("draft")
    found = [one for one in mine if one.id == wanted] if wanted is not None else list(mine[-1:])
    if not found:
        raise NotFound
    return found[0]
