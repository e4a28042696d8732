"""Leaving the team: access ends at once, the work goes on with somebody else."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select, update

from bot.capability import on
from bot.cards.people import Leaving, removal_card, removed_text
from bot.cards.welcome import leaders_of
from bot.context import Context
from bot.errands import show_menu
from bot.handover import tell
from bot.intents.people import RemoveMember
from bot.names import member_of
from bot.replies import Reply, Text
from models.chat import Chat
from models.customer import Customer
from models.deal import Deal
from models.errors import LastOwner, NotAllowed
from models.followup import FollowUp
from models.handover import customers_of, hand_over, pass_on
from models.member import Member, MemberState, Role
from models.queues import Notice, OutboxMessage

REMOVED = "removed"
"""Why pushes to somebody who has left are called off."""


@on(RemoveMember, role=Role.MANAGER, undoable=False, full_sentence=False)
def remove_member(ctx: Context, said: RemoveMember) -> Reply:
    """Take somebody out of the team."""
    member = member_of(ctx, said.rep)
    _refuse_unless_allowed(ctx, member)
    leaving = _leaving(ctx, member)
    if not said.confirmed:
        return removal_card(ctx, leaving)
    _end_access(ctx, member)
    _hand_over(ctx, leaving)
    return Text(text=removed_text(ctx, leaving))


def _refuse_unless_allowed(ctx: Context, member: Member) -> None:
    """An owner may remove anybody but the last owner; a manager only reps."""
    if ctx.member.role is not Role.OWNER and member.role is not Role.REP:
        raise NotAllowed
    owners = ctx.session.scalars(Member.owners(ctx.workspace.id)).all()
    if member.role is Role.OWNER and len(owners) == 1:
        raise LastOwner


def _leaving(ctx: Context, member: Member) -> Leaving:
    """Whoever leads the team takes over; without anybody, it is the one who removes."""
    leaders = leaders_of(ctx, member)
    receiver = ctx.member if ctx.member in leaders or not leaders else leaders[0]
    if receiver.id == member.id:
        receiver = next(
            one for one in ctx.session.scalars(Member.owners(ctx.workspace.id)) if one is not member
        )
    return Leaving(member, receiver, _count(ctx, member), len(_open_matters(ctx, member)))


def _count(ctx: Context, member: Member) -> int:
    mine = select(func.count()).select_from(Customer).where(_owned_by(member))
    return ctx.session.scalar(mine.where(Customer.deleted.is_(False))) or 0


def _owned_by(member: Member) -> ColumnElement[bool]:
    return (Customer.workspace_id == member.workspace_id) & (Customer.owner_id == member.id)


def _open_matters(ctx: Context, member: Member) -> list[FollowUp]:
    return list(ctx.session.scalars(FollowUp.open_of(ctx.workspace.id, [member.id])))


def _hand_over(ctx: Context, leaving: Leaving) -> None:
    """Whoever removes knows what comes; another receiver is sent the customers with all there is to know."""
    member, receiver = leaving.member, leaving.receiver
    handed = hand_over(ctx.session, customers_of(ctx.session, member), receiver, ctx.now)
    for followup in _open_matters(ctx, member):
        pass_on(followup, receiver, ctx.now)
    for deal in ctx.session.scalars(Deal.open_of(ctx.workspace.id, [member.id])):
        deal.owner_id = receiver.id
    ctx.session.flush()
    tell(ctx, handed, member, receiver)


def _end_access(ctx: Context, member: Member) -> None:
    """Nothing more is sent, no card or question of theirs leads anywhere, the menu goes."""
    member.state = MemberState.REMOVED
    for message in ctx.session.scalars(OutboxMessage.waiting_for(member)):
        message.call_off(REMOVED)
    waiting = update(Notice).where(Notice.workspace_id == ctx.workspace.id, Notice.member_id == member.id)
    ctx.session.execute(waiting.where(Notice.taken_at.is_(None)).values(taken_at=ctx.now))
    chats = update(Chat).where(Chat.workspace_id == ctx.workspace.id, Chat.user_id == member.user_id)
    ctx.session.execute(chats.values(question=None, offered=None, last_record=None, greeted_at=None))
    ctx.workspace.touch_directory(ctx.session)
    show_menu(ctx.session, ctx.workspace.id, member.user_id, ctx.received_at)
