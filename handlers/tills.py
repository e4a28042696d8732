"""Tills and web shops: let in, listed, let in no more."""

from __future__ import annotations

import secrets

from sqlalchemy import func, select

from bot.capability import on
from bot.cards.tills import tills_card, token_card
from bot.context import Context
from bot.intents.activities import Undo
from bot.intents.tills import AddTill, RevokeTill, Tills
from bot.replies import Button, Reply, Tap, Text
from models.api_token import PICKED_UP_AT, ApiToken, pickup_digest
from models.errors import Outdated
from models.member import Role


@on(Tills, role=Role.OWNER, undoable=False)
def tills(ctx: Context, said: Tills) -> Reply:
    """Which tills and web shops report what they sell."""
    return tills_card(ctx, ctx.session.scalars(ApiToken.good(ctx.workspace.id)).all())


@on(AddTill, role=Role.OWNER, full_sentence=False)
def add_till(ctx: Context, said: AddTill) -> Reply:
    """Let a till or a web shop report what it sells."""
    if not ctx.public_url:
        return Text(text=ctx.words("tills.no_address"))
    code, ever = secrets.token_urlsafe(24), select(func.count()).select_from(ApiToken)
    count = ctx.session.scalar(ever.where(ApiToken.workspace_id == ctx.workspace.id)) or 0
    till = ApiToken(
        workspace_id=ctx.workspace.id,
        name=ctx.words("tills.name", number=count + 1),
        digest=pickup_digest(code),
        created_at=ctx.now,
    )
    ctx.session.add(till)
    return token_card(ctx, till, f"{ctx.public_url}{PICKED_UP_AT}/{code}", ctx.event.id)


@on(RevokeTill, role=Role.OWNER, full_sentence=False)
def revoke_till(ctx: Context, said: RevokeTill) -> Reply:
    """Let a till in no more."""
    till = ctx.session.scalar(ApiToken.good(ctx.workspace.id).where(ApiToken.id == said.till))
    if till is None:
        raise Outdated
    till.revoked_at = ctx.now
    undo = Button(ctx.words("activity.undo"), Tap(Undo(event=ctx.event.id)))
    return Text(text=ctx.words("tills.revoked", till=till.name), chips=(undo,))
