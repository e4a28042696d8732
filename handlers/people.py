"""Coming into the team."""

from __future__ import annotations

from bot.capability import on
from bot.context import Context
from bot.intents.people import Join
from bot.replies import Reply, Text
from models.errors import NoSuchCode
from models.member import Invite, Member, MemberState, Team


@on(Join, role=None, undoable=False)
def join(ctx: Context, said: Join) -> Reply:
    """Become a member with a code."""
    invite = ctx.session.scalar(Invite.by_code(said.code.upper(), ctx.now).with_for_update())
    if invite is None or invite.workspace_id != ctx.workspace.id:
        raise NoSuchCode
    member = _member(ctx, invite)
    if invite.uses_left is not None:
        invite.uses_left -= 1
    team = ctx.session.get_one(Team, invite.team_id)
    return Text(text=ctx.words("people.welcome", name=ctx.words.person(member.name), team=team.name))


def _member(ctx: Context, invite: Invite) -> Member:
    """The sender as a member; somebody who comes back keeps his row and history."""
    member = ctx.session.scalar(Member.by_user(ctx.workspace.id, ctx.event.user_id))
    if member is None:
        member = Member(workspace_id=ctx.workspace.id, user_id=ctx.event.user_id, joined_at=ctx.now)
        ctx.session.add(member)
    member.name = invite.name or ctx.chat.display_name or member.name or ctx.words("people.no_name")
    member.team_id, member.role = invite.team_id, invite.role
    member.state = MemberState.WAITING if invite.needs_approval else MemberState.ACTIVE
    ctx.workspace.touch_directory(ctx.session)
    ctx.session.flush()
    return member
