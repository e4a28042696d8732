"""Asking a colleague about an entry within the chat: the question goes there, the answer comes back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import Select

from bot.capability import on, rides
from bot.cards.inquiry import answer_brought, question_put
from bot.context import Context
from bot.giving import desk_of, may_ask_now, push
from bot.intents.base import Intent
from bot.intents.teams import AnswerInquiry, AskAbout
from bot.names import activity_of, customer_of, followup_of, member_of
from bot.questions import wait_for
from bot.replies import Reply, Text
from models.activity import Activity
from models.errors import NotFound, WhichCustomer
from models.followup import FollowUp
from models.inquiry import Inquiry
from models.member import Member, Role

WORDS_LIMIT = 1_000


@on(AskAbout, role=Role.MANAGER)
def ask_about(ctx: Context, said: AskAbout) -> Reply:
    """Ask the person who made an entry about it, or a rep about a customer."""
    subject = _named(ctx, said) if said.rep is not None else _quoted(ctx, said)
    if subject.asked.id == ctx.member.id:
        return Text(text=ctx.words("assign.own_entry" if said.rep is None else "assign.yourself"))
    if not said.text:
        wait_for(ctx, said, "text")
        return Text(text=ctx.words("assign.what_to_ask", who=subject.asked.name))
    return _ask(ctx, _inquiry(ctx, subject, said.text), subject.asked)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is asked, about which customer, and by which entry if there is one."""

    asked: Member
    customer_id: int
    entry: Activity | FollowUp | None


def _quoted(ctx: Context, said: AskAbout) -> Subject:
    entry = _entry(ctx, said)
    return Subject(_whose(ctx, entry), entry.customer_id, entry)


def _entry(ctx: Context, said: AskAbout) -> Activity | FollowUp:
    if said.activity is not None:
        return activity_of(ctx, said.activity)
    if said.followup is not None:
        return followup_of(ctx, said.followup)
    raise NotFound


def _named(ctx: Context, said: AskAbout) -> Subject:
    """A rep and a customer; raises WhichMember or WhichCustomer when unsure of either."""
    asked = member_of(ctx, said.rep)
    if said.customer is None:
        raise WhichCustomer("", tuple(one for one in (ctx.recent_customer,) if one is not None))
    customer = customer_of(ctx, said.customer)
    return Subject(asked, customer.id, _newest(ctx, asked, customer.id))


def _newest(ctx: Context, asked: Member, customer_id: int) -> Activity | FollowUp | None:
    """What this person did there last, else has promised; of a new customer there is nothing yet."""
    told = Activity.with_customer(customer_id, ctx.workspace.id).where(Activity.member_id == asked.id)
    promised = FollowUp.open_at(ctx.workspace.id, customer_id).where(FollowUp.owner_id == asked.id)
    return ctx.session.scalars(told.limit(1)).first() or ctx.session.scalars(promised.limit(1)).first()


def _whose(ctx: Context, entry: Activity | FollowUp) -> Member:
    """Who can answer for it; raises NotFound when that person has left the team."""
    owner = entry.member_id if isinstance(entry, Activity) else entry.owner_id
    asked = ctx.session.get_one(Member, owner)
    if not asked.is_active:
        raise NotFound
    return asked


def _inquiry(ctx: Context, subject: Subject, text: str) -> Inquiry:
    entry = subject.entry
    inquiry = Inquiry(
        workspace_id=ctx.workspace.id,
        customer_id=subject.customer_id,
        activity_id=entry.id if isinstance(entry, Activity) else None,
        followup_id=entry.id if isinstance(entry, FollowUp) else None,
        asked_by_id=ctx.member.id,
        asked_of_id=subject.asked.id,
        text=text[:WORDS_LIMIT],
        asked_at=ctx.now,
    )
    ctx.session.add(inquiry)
    ctx.session.flush()
    return inquiry


def _ask(ctx: Context, inquiry: Inquiry, asked: Member) -> Reply:
    """At once in working hours, else with the person's next reply."""
    desk = desk_of(ctx, asked)
    if not may_ask_now(desk):
        return Text(text=ctx.words("assign.will_ask", who=asked.name))
    push(ctx, desk, question_put(desk, _whole(ctx, inquiry.id)))
    inquiry.told_at = ctx.now
    return Text(text=ctx.words("assign.asked", who=asked.name))


@on(AnswerInquiry)
def answer_inquiry(ctx: Context, said: AnswerInquiry) -> Reply:
    """Answer a colleague's question."""
    inquiry = ctx.session.scalar(_with_all(ctx.access.inquiries().where(Inquiry.id == said.inquiry)))
    if inquiry is None:
        raise NotFound
    who = inquiry.asked_by.name
    if not said.text:
        wait_for(ctx, said, "text")
        return Text(text=ctx.words("assign.what_to_answer", who=ctx.words.person(who)))
    inquiry.answer, inquiry.answered_at = said.text[:WORDS_LIMIT], ctx.now
    inquiry.reported_at = None
    _bring(ctx, inquiry)
    return Text(text=ctx.words("assign.passed_on", who=ctx.words.person(who)))


def _bring(ctx: Context, inquiry: Inquiry) -> None:
    """Whoever asked waits for it: at once in working hours, else with the next reply."""
    desk = desk_of(ctx, inquiry.asked_by)
    if inquiry.asked_by.is_active and may_ask_now(desk):
        push(ctx, desk, answer_brought(desk, inquiry))
        inquiry.reported_at = ctx.now


@rides(when=lambda member, _: Inquiry.not_put(member))
def put_question(ctx: Context, intent: Intent) -> Reply | None:
    """A question that waited joins the next reply, the oldest first."""
    inquiry = ctx.session.scalar(_with_all(Inquiry.not_put(ctx.member)).limit(1))
    if inquiry is None:
        return None
    inquiry.told_at = ctx.now
    return question_put(ctx, inquiry)


@rides(when=lambda member, _: Inquiry.not_reported(member))
def bring_answer(ctx: Context, intent: Intent) -> Reply | None:
    """So does an answer."""
    inquiry = ctx.session.scalar(_with_all(Inquiry.not_reported(ctx.member)).limit(1))
    if inquiry is None:
        return None
    inquiry.reported_at = ctx.now
    return answer_brought(ctx, inquiry)


def _whole(ctx: Context, inquiry_id: int) -> Inquiry:
    return ctx.session.scalars(_with_all(select(Inquiry).where(Inquiry.id == inquiry_id))).one()


def _with_all(inquiries: Select[Inquiry]) -> Select[Inquiry]:
    """With its people and the entry it is about."""
    return inquiries.options(
        joinedload(Inquiry.customer),
        joinedload(Inquiry.activity),
        joinedload(Inquiry.followup),
        joinedload(Inquiry.asked_by),
        joinedload(Inquiry.asked_of),
    )
