"""Giving work to a colleague: from then on it is that person's, and its result comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.capability import Replies, on, rides
from bot.cards.giving import given_card, people_card
from bot.context import Context
from bot.dates import settle, tomorrow
from bot.giving import came_back, received, tell_of_gift
from bot.intents.base import Intent
from bot.intents.followups import Assign, HandOver
from bot.intents.teams import PeopleToAssign
from bot.language import When
from bot.names import colleague_of, contact_of, customer_of, followup_of
from bot.promises import promise
from bot.replies import Reply, Text
from models.customer import Customer
from models.errors import NoColleague, NotFound, Outdated, WhichFollowUp
from models.figures import appointments
from models.followup import FollowUp, FollowUpKind, remind_at
from models.member import Leave, Member
from models.rollups import FACE_TO_FACE

LAST_HOUR = 16
"""Work given without a day is for today until then, and for the next working day after it."""


@on(Assign)
def assign(ctx: Context, said: Assign) -> Replies:
    """Give a colleague something to do with a customer."""
    if said.followup is not None or _says_no_more(said):
        return hand_over(ctx, HandOver(rep=said.rep, followup=said.followup))
    if said.rep is not None and said.rep.id == ctx.member.id:
        return _given(ctx, said, ctx.member)
    return _given(ctx, said, colleague_of(ctx, said.rep))


def _says_no_more(said: Assign) -> bool:
    """`ฝากเมย์` alone: what is meant stands before both of them."""
    return said.customer is None and not (said.note or said.channel or said.follow_up_at)


def _given(ctx: Context, said: Assign, to: Member) -> Reply:
    customer = customer_of(ctx, said.customer)
    settled = settle(ctx, said.follow_up_at or _soon(ctx))
    contact = contact_of(ctx, customer, said.contact)
    followup = promise(
        ctx,
        customer_id=customer.id,
        owner=to,
        settled=settled,
        kind=said.follow_up_kind or _kind(said, at_a_time=settled.at is not None),
        about=said.note,
        channel=said.channel,
        contact_id=contact.id if contact else None,
    )
    return _answer(ctx, [followup], to, _lent(ctx, customer, to))


def _soon(ctx: Context) -> When:
    """Without a day it is for today while there is time, else for the next working day."""
    if ctx.calendar.is_working(ctx.today) and ctx.now.hour < LAST_HOUR:
        return When(ctx.today)
    return When(tomorrow(ctx))


def _kind(said: Assign, *, at_a_time: bool) -> FollowUpKind:
    """Going somewhere at a time is an appointment."""
    meets = said.channel in FACE_TO_FACE
    return FollowUpKind.APPOINTMENT if meets and at_a_time else FollowUpKind.TASK


def _lent(ctx: Context, customer: Customer, to: Member) -> list[str]:
    """Somebody else's customer: say how far that person sees it."""
    if customer.owner_id == to.id or to.is_manager:
        return []
    owner = ctx.session.get_one(Member, customer.owner_id)
    return [ctx.words("assign.lent", owner=owner.name, who=to.name)]


@on(HandOver)
def hand_over(ctx: Context, said: HandOver) -> Reply:
    """A colleague goes instead: to one appointment, or to all of a day off."""
    followups = _to_hand_over(ctx, said)
    if not followups:
        return Text(text=ctx.words("assign.nothing_to_hand"))
    return _hand_on(ctx, followups, colleague_of(ctx, said.rep))


def _to_hand_over(ctx: Context, said: HandOver) -> Sequence[FollowUp]:
    """What was tapped, counted, named or quoted; else the appointments of the leave, else of today."""
    if said.followup is not None:
        return [followup_of(ctx, said.followup)]
    if said.number is not None:
        return [followup_of(ctx, _numbered(ctx, said.number))]
    if said.customer is not None:
        return [_only_one_at(ctx, customer_of(ctx, said.customer))]
    if ctx.quoted is not None and ctx.quoted.kind == "followup":
        return [followup_of(ctx, ctx.quoted.id)]
    first, last = _days_away(ctx)
    owed = appointments(ctx.workspace.id, [ctx.member.id], first, last)
    return [one for one in ctx.session.scalars(owed) if one.is_open]


def _numbered(ctx: Context, number: int) -> int:
    followup = getattr(ctx.listed(number), "followup", None)
    if not isinstance(followup, int):
        raise NotFound(number=number)
    return followup


def _only_one_at(ctx: Context, customer: Customer) -> FollowUp:
    open_ones = ctx.session.scalars(FollowUp.open_at(ctx.workspace.id, customer.id)).all()
    own = [one for one in open_ones if one.owner_id == ctx.member.id or ctx.member.is_manager]
    if not own:
        raise NotFound
    if len(own) > 1:
        raise WhichFollowUp([one.id for one in own])
    return own[0]


def _days_away(ctx: Context) -> tuple[date, date]:
    """The leave this person is on or has announced, else today."""
    leave = ctx.session.scalars(Leave.of(ctx.member, ctx.today, date.max)).first()
    return (max(leave.first, ctx.today), leave.last) if leave is not None else (ctx.today, ctx.today)


def _hand_on(ctx: Context, followups: Sequence[FollowUp], to: Member) -> Reply:
    """The same promises, another person's from now on; that one is reminded as he likes to be."""
    for followup in followups:
        if not followup.is_open:
            raise Outdated
        due = remind_at(followup.kind, followup.due_at, to, ctx.now)
        followup.give(to, ctx.member, due)
    return _answer(ctx, followups, to, [])


def _answer(ctx: Context, followups: Sequence[FollowUp], to: Member, remarks: list[str]) -> Reply:
    """Tell the colleague, then the giver whether the colleague knows."""
    told = to.id == ctx.member.id or tell_of_gift(ctx, followups, to)
    card = given_card(ctx, followups, to, by_event=ctx.event.id, told=told, remarks=remarks)
    if card.record is not None:
        ctx.show(card.record, followups[0].customer_id)
    return card


@on(PeopleToAssign, undoable=False, full_sentence=False)
def people_to_assign(ctx: Context, said: PeopleToAssign) -> Reply:
    """Whom work can be given to, and how to say it."""
    if said.rep is not None:
        return Text(text=ctx.words("assign.go_on", who=colleague_of(ctx, said.rep).name))
    colleagues = ctx.session.scalars(Member.colleagues_of(ctx.member)).all()
    if not colleagues:
        raise NoColleague
    return people_card(ctx, colleagues)


@rides(when=lambda member, _: FollowUp.newly_given(member))
def tell_what_was_given(ctx: Context, intent: Intent) -> Reply | None:
    """Work from colleagues joins the next reply."""
    return received(ctx)


@rides(when=lambda member, _: FollowUp.come_back(member))
def tell_what_came_back(ctx: Context, intent: Intent) -> Reply | None:
    """So does what came of the work given to them."""
    return came_back(ctx)
