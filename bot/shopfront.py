"""Where consumers talk to the shop."""

from __future__ import annotations

from bot.context import Context
from models.channel import ChannelKind
from models.member import Member
from models.workspace import Selling


def is_shopfront(ctx: Context) -> bool:
    """Is a stranger here a consumer? On the shop's own account always.

    An account that serves both sides is the team's alone until it has an owner, or while it sells only to
    companies.
    """
    if ctx.channel.kind is not ChannelKind.BOTH:
        return ctx.channel.kind is ChannelKind.SHOP
    if ctx.workspace.selling is Selling.B2B:
        return False
    return ctx.session.scalar(Member.owners(ctx.workspace.id).limit(1)) is not None
