"""Asking a colleague about an entry within the chat: the question goes there, the answer comes back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import Select

from bot.capability import on, rides
from bot.cards.inquiry import answer_brought, question_put
from bot.context import Context
from bot.giving import desk_of, may_ask_now, push
from bot.intents.base import Intent
from bot.intents.teams import AnswerInquiry, AskAbout
from bot.names import activity_of, followup_of
from bot.questions import wait_for
from bot.replies import Reply, Text
from models.activity import Activity
from models.errors import NotFound
from models.followup import FollowUp
from models.inquiry import Inquiry
from models.member import Member, Role

WORDS_LIMIT = 1_000


@on(AskAbout, role=Role.MANAGER)
def ask_about(ctx: Context, said: AskAbout) -> Reply:
    """Ask the person who made an entry about it."""
    entry = _entry(ctx, said)
    asked = _whose(ctx, entry)
    if asked.id == ctx.member.id:
        return Text(text=ctx.words("assign.own_entry"))
    if not said.text:
        wait_for(ctx, said, "text")
        return Text(text=ctx.words("assign.what_to_ask", who=asked.name))
    return _ask(ctx, _inquiry(ctx, entry, asked, said.text), asked)


def _entry(ctx: Context, said: AskAbout) -> Activity | FollowUp:
    if said.activity is not None:
        return activity_of(ctx, said.activity)
    if said.followup is not None:
        return followup_of(ctx, said.followup)
    raise NotFound


def _whose(ctx: Context, entry: Activity | FollowUp) -> Member:
    """Who can answer for it; raises NotFound when that person has left the team."""
    owner = entry.member_id if isinstance(entry, Activity) else entry.owner_id
    asked = ctx.session.get_one(Member, owner)
    if not asked.is_active:
        raise NotFound
    return asked


def _inquiry(ctx: Context, entry: Activity | FollowUp, asked: Member, text: str) -> Inquiry:
    inquiry = Inquiry(
        workspace_id=ctx.workspace.id,
        customer_id=entry.customer_id,
        activity_id=entry.id if isinstance(entry, Activity) else None,
        followup_id=entry.id if isinstance(entry, FollowUp) else None,
        asked_by_id=ctx.member.id,
        asked_of_id=asked.id,
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
