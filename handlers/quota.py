"""What is left of the month's messages."""

from __future__ import annotations

from bot.capability import on
from bot.cards.quota import quota_card
from bot.context import Context
from bot.intents.quota import ShowQuota
from bot.replies import Reply
from models.member import Role


@on(ShowQuota, role=Role.MANAGER, undoable=False)
def quota(ctx: Context, said: ShowQuota) -> Reply:
    """See what is left of this month's messages, and whether it suffices."""
    return quota_card(ctx)
