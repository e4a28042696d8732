"""Coming into the team, and letting others in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot import pushing
from bot.capability import on, rides
from bot.cards.people import invitation, waiting_card
from bot.cards.setup import first_question
from bot.cards.team_list import team_list
from bot.cards.welcome import hello_name, leaders_of, names_of, team_name, welcome
from bot.context import Context, Desk
from bot.errands import fetch_account, fetch_profile, show_menu
from bot.intents.base import Intent
from bot.intents.people import Approve, InviteTeam, Join, Members
from bot.language.names import key
from bot.replies import Reply, Text
from models import founding
from models.errors import NoSuchCode, NotAllowed, NotFound, Outdated
from models.member import WAITING, Invite, Member, MemberState, Role

TEAM_LINK_LIFE = timedelta(days=7)
SEPARATORS = re.compile(r"[^A-Z0-9]")


@on(Join, role=None, undoable=False)
def join(ctx: Context, said: Join) -> Reply | list[Reply] | None:
    """Become a member with a code."""
    code = SEPARATORS.sub("", said.code.upper())
    invite = ctx.session.scalar(Invite.by_code(code, ctx.now).with_for_update())
    if invite is not None and invite.workspace_id != ctx.workspace.id:
        invite = None
    if not ctx.channel.is_for_staff:
        return Text(text=ctx.words("people.elsewhere")) if invite else None
    member = ctx.session.scalar(Member.by_user(ctx.workspace.id, ctx.event.user_id))
    if invite is None:
        return _known_already(ctx, member, code)
    if member is not None and member.is_active:
        return _again(ctx, member, invite)
    return _newcomer(ctx, member, invite)


def _known_already(ctx: Context, member: Member | None, code: str) -> Reply:
    """A second tap on a link that has been used is no mistake; anything else is no code."""
    once_good = ctx.session.scalar(Invite.ever(ctx.workspace.id, code)) is not None
    if member is None or not member.is_active or not once_good:
        raise NoSuchCode
    return Text(text=ctx.words("people.already", team=team_name(ctx, member.team_id)))


def _again(ctx: Context, member: Member, invite: Invite) -> Reply:
    """A member with another code: a higher role or another team, never a lower role."""
    role = max(member.role, invite.role, key=list(Role).index)
    if invite.needs_approval or (role is member.role and invite.team_id == member.team_id):
        return Text(text=ctx.words("people.already", team=team_name(ctx, member.team_id)))
    member.role, member.team_id = role, invite.team_id
    _use_up(invite)
    show_menu(ctx.session, ctx.workspace.id, member.user_id, ctx.received_at)
    team, role_name = team_name(ctx, member.team_id), ctx.words(f"people.role_{role}")
    return Text(text=ctx.words("people.moved", role=role_name, team=team))


def _newcomer(ctx: Context, known: Member | None, invite: Invite) -> Reply | list[Reply]:
    """Somebody new, or back: who comes back keeps the row, and with it the history."""
    if known is not None and known.state is MemberState.WAITING and invite.needs_approval:
        return _wait(ctx, known)
    member = known or Member(workspace_id=ctx.workspace.id, user_id=ctx.event.user_id)
    member.name = invite.name or member.name or ctx.chat.display_name or ctx.words("people.no_name")
    member.team_id, member.role, member.invited_by_id = invite.team_id, invite.role, invite.invited_by_id
    member.state = MemberState.WAITING if invite.needs_approval else MemberState.ACTIVE
    member.joined_at, member.vouched_at = ctx.now, None
    ctx.session.add(member)
    _use_up(invite)
    ctx.session.flush()
    ctx.chat.greeted_at = ctx.now
    if member.name == ctx.words("people.no_name"):
        fetch_profile(ctx.session, ctx.channel, member.user_id, ctx.received_at, stands_in=member.name)
    return _wait(ctx, member) if invite.needs_approval else _come_in(ctx, member)


def _use_up(invite: Invite) -> None:
    if invite.uses_left is not None:
        invite.uses_left -= 1


def _wait(ctx: Context, member: Member) -> Reply:
    desk = Desk(ctx.session, ctx.workspace, member, ctx.now)
    inviter = ctx.session.get(Member, member.invited_by_id) if member.invited_by_id else None
    people = [inviter] if inviter is not None else leaders_of(desk, member)
    name = names_of(desk.words, people) or desk.words("people.your_manager")
    return Text(text=desk.words("people.wait", name=hello_name(desk), inviter=name))


def _come_in(ctx: Context, member: Member) -> list[Reply]:
    _settle_in(ctx, member)
    ctx.become(member)
    replies: list[Reply] = [welcome(ctx)]
    if member.role is Role.OWNER and (question := first_question(ctx)) is not None:
        replies.append(question)
    return replies


def _settle_in(ctx: Context, member: Member) -> None:
    """From now on the name is known to every process, and the menu fits the role."""
    ctx.workspace.touch_directory(ctx.session)
    show_menu(ctx.session, ctx.workspace.id, member.user_id, ctx.received_at)


@on(InviteTeam, role=Role.MANAGER, undoable=False, full_sentence=False)
def invite_team(ctx: Context, said: InviteTeam) -> list[Reply]:
    """One link and code for the whole team."""
    role = Role(said.role or Role.REP)
    if role is Role.OWNER or (role is Role.MANAGER and ctx.member.role is not Role.OWNER):
        raise NotAllowed
    invite = ctx.session.scalar(Invite.shared_by(ctx.member, role, ctx.now + timedelta(days=1)))
    if invite is None:
        invite = founding.team_link(ctx.session, ctx.member, role, ctx.now + TEAM_LINK_LIFE)
    if not ctx.channel.basic_id:
        fetch_account(ctx.session, ctx.channel, ctx.received_at)
    return invitation(ctx, invite, ctx.channel)


@on(Approve, role=Role.MANAGER, undoable=False, full_sentence=False)
def approve(ctx: Context, said: Approve) -> list[Reply]:
    """Let a newcomer in, or not."""
    newcomer = _leads(ctx, said)
    name = ctx.words.person(newcomer.name)
    if newcomer.is_active:
        return [Text(text=ctx.words("people.was_in", name=name))]
    if newcomer.state is not MemberState.WAITING:
        raise Outdated
    return [_refused(ctx, newcomer, name) if said.refuse else _let_in(ctx, newcomer, name), *_others(ctx)]


def _leads(ctx: Context, said: Approve) -> Member:
    """That newcomer, if this manager may decide; checked anew at every tap."""
    found = ctx.session.scalar(ctx.access.newcomers().where(Member.id == _meant(ctx, said)).with_for_update())
    if found is None:
        raise NotFound
    return found


def _meant(ctx: Context, said: Approve) -> int | None:
    """The newcomer tapped, or the only one who waits under the name typed."""
    if said.member is not None:
        return said.member
    waiting = ctx.session.scalars(Member.waiting_for(ctx.member)).all()
    named = [one.id for one in waiting if key(one.name).startswith(key(said.newcomer))]
    return named[0] if len(named) == 1 else None


def _let_in(ctx: Context, newcomer: Member, name: str) -> Reply:
    newcomer.state, newcomer.joined_at = MemberState.ACTIVE, ctx.now
    ctx.session.flush()
    _settle_in(ctx, newcomer)
    desk = Desk(ctx.session, ctx.workspace, newcomer, ctx.now)
    _tell(ctx, desk, welcome(desk))
    return Text(text=ctx.words("people.is_in", name=name, team=team_name(ctx, newcomer.team_id)))


def _refused(ctx: Context, newcomer: Member, name: str) -> Reply:
    newcomer.state = MemberState.REMOVED
    desk = Desk(ctx.session, ctx.workspace, newcomer, ctx.now)
    _tell(ctx, desk, Text(text=desk.words("people.not_let_in")))
    return Text(text=ctx.words("people.is_refused", name=name))


def _tell(ctx: Context, newcomer: Desk, reply: Reply) -> None:
    key = f"newcomer:{newcomer.member.id}:{ctx.event.id}"
    pushing.owe(newcomer, [reply], purpose="notice", dedupe_key=key, machine=ctx.received_at)


def _others(ctx: Context) -> list[Reply]:
    """Whoever else waits for this manager."""
    waiting = ctx.session.scalars(Member.waiting_for(ctx.member)).all()
    return [_presented(ctx, waiting)] if waiting else []


def _presented(ctx: Context, newcomers: Sequence[Member]) -> Reply:
    for newcomer in newcomers:
        newcomer.vouched_at = newcomer.vouched_at or ctx.now
    return waiting_card(ctx, newcomers)


@rides()
def newcomers_ride(ctx: Context, intent: Intent) -> Reply | None:
    """Newcomers ask on the inviter's next free reply, before it costs a push."""
    if not ctx.member.is_manager or isinstance(intent, Approve | Members):
        return None
    if not WAITING.all(ctx.session, ctx.workspace.id):
        return None
    waiting = ctx.session.scalars(Member.waiting_for(ctx.member)).all()
    return _presented(ctx, waiting) if any(one.vouched_at is None for one in waiting) else None


@on(Members, undoable=False, full_sentence=False)
def members(ctx: Context, said: Members) -> list[Reply]:
    """Who is in the team."""
    people = ctx.access.people() if ctx.member.is_manager else Member.beside(ctx.member)
    return [
        team_list(ctx, ctx.session.scalars(people).all()),
        *(_others(ctx) if ctx.member.is_manager else []),
    ]
