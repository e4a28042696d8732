"""What Jod asks back, and the row of the chat that waits for the answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.context import Context
from bot.intents.answers import Answer
from bot.intents.base import Intent, StaleButton, from_json, to_json, with_field
from bot.language import CustomerRef, MemberRef, When
from bot.names import create_customer, visible_among
from bot.replies import Button, Card, Item, Items, Pick, Reply, Tap, Weight
from models.activity import Activity
from models.customer import Customer
from models.errors import Outdated, Unclear, WhichCustomer, WhichFollowUp, WhichMember, WhichTime
from models.followup import Draft, FollowUp
from models.member import Member

PATIENCE = timedelta(hours=12)
"""After so long an answer would surprise; the line stays behind as a draft."""


def ask(ctx: Context, intent: Intent, unclear: Unclear) -> Reply:
    """Keep the intent with one field open, keep the words as a draft, and ask for that one field."""
    draft = Draft(workspace_id=ctx.workspace.id, member_id=ctx.member.id, said=ctx.said, said_at=ctx.now)
    if ctx.said:
        ctx.session.add(draft)
        ctx.session.flush()
    number = int(ctx.now.timestamp())
    ctx.chat.question = {
        "id": number,
        "field": unclear.field,
        "name": unclear.values.get("said", ""),
        "intent": to_json(intent),
        "said": ctx.said,
        "message": ctx.event.message_id,
        "draft": draft.id,
        "until": (ctx.now + PATIENCE).isoformat(),
    }
    return _card(ctx, number, unclear)


def open_question(chat_question: dict[str, Any] | None, now: datetime) -> dict[str, Any] | None:
    """The question that still waits, if any."""
    if not chat_question or datetime.fromisoformat(chat_question["until"]) < now:
        return None
    return chat_question


def close_question(ctx: Context, *, answered: bool) -> None:
    """Stop waiting. An unanswered line stays as a draft and comes back in the evening."""
    question = ctx.chat.question
    ctx.chat.question = None
    if not question or not answered or question["draft"] is None:
        return
    draft = ctx.session.get(Draft, question["draft"])
    if draft is not None:
        draft.open = False


def answered(ctx: Context, answer: Answer) -> tuple[Intent, str]:
    """The waiting intent with its open field filled, and the sentence it came from."""
    question = open_question(ctx.chat.question, ctx.now)
    if question is None or question["id"] != answer.question:
        raise Outdated()
    try:
        waiting = from_json(question["intent"])
    except StaleButton as error:
        raise Outdated from error
    close_question(ctx, answered=True)
    field, value = _filled(ctx, question, answer)
    return with_field(waiting, field, value), question["said"]


def _filled(ctx: Context, question: dict[str, Any], answer: Answer) -> tuple[str, Any]:
    match answer:
        case Answer(new=True):
            customer = create_customer(ctx, question["name"])
            return "customer", CustomerRef(said=customer.name, id=customer.id)
        case Answer(customer=CustomerRef(id=known)):
            return "customer", CustomerRef(said=question["name"], id=known)
        case Answer(rep=MemberRef() as rep):
            return "rep", rep
        case Answer(followup=int(known)):
            return "followup", known
        case Answer(when=When() as when):
            return question["field"], when
        case _:
            raise Outdated()


def _card(ctx: Context, number: int, unclear: Unclear) -> Reply:
    match unclear:
        case WhichCustomer():
            return _which_customer(ctx, number, unclear)
        case WhichMember():
            people = [ctx.session.get_one(Member, one) for one in unclear.candidates]
            items = tuple(
                Item(one.name, intent=Answer(question=number, rep=MemberRef("", one.id))) for one in people
            )
            return _list(ctx, "questions.which_member", items)
        case WhichFollowUp():
            return _list(
                ctx,
                "questions.which_followup",
                tuple(_followup(ctx, number, one) for one in unclear.candidates),
            )
        case WhichTime():
            return _which_time(ctx, number, unclear)
        case _:
            raise TypeError(f"nobody words {type(unclear).__name__}")


def _list(
    ctx: Context, key: str, items: tuple[Item, ...], buttons: tuple[tuple[Button, ...], ...] = ()
) -> Card:
    title = ctx.words(key)
    return Card(
        title=title,
        subtitle=ctx.words("questions.kept"),
        summary=title,
        blocks=(Items(items),),
        buttons=buttons,
    )


def _which_customer(ctx: Context, number: int, unclear: WhichCustomer) -> Card:
    near = visible_among(ctx, unclear.candidates)[:5]
    items = tuple(
        Item(one.name, _last_talk(ctx, one), Answer(question=number, customer=CustomerRef("", one.id)))
        for one in near
    )
    said = unclear.said
    new = Button(
        ctx.words("questions.new_customer", name=said),
        Tap(Answer(question=number, new=True)),
        Weight.SECONDARY,
    )
    if not items and said:
        return _unknown_name(ctx, said, new)
    title = ctx.words("questions.which_customer")
    summary = ctx.words("questions.which_of", name=said, count=len(items)) if said else title
    return Card(
        title=title,
        subtitle=ctx.words("questions.kept"),
        summary=summary,
        blocks=(Items(items),) if items else (),
        buttons=((new,),) if said else (),
    )


def _unknown_name(ctx: Context, said: str, new: Button) -> Card:
    title = ctx.words("questions.unknown_customer", name=said)
    return Card(title=title, subtitle=ctx.words("questions.unknown_hint"), summary=title, buttons=((new,),))


def _last_talk(ctx: Context, customer: Customer) -> str:
    last = ctx.session.scalar(Activity.with_customer(customer.id, ctx.workspace.id).limit(1))
    if last is None:
        return ctx.words("questions.never_talked")
    day = ctx.words.near_day(ctx.local(last.occurred_at).date(), ctx.today)
    who = ctx.words.person(ctx.session.get_one(Member, last.member_id).name)
    return ctx.words("questions.last_talk", who=who, day=day)


def _followup(ctx: Context, number: int, followup_id: int) -> Item:
    followup = ctx.session.get_one(FollowUp, followup_id)
    customer = ctx.session.get_one(Customer, followup.customer_id)
    at = ctx.local(followup.due_at) if followup.due_at else None
    when = ctx.words.moment(followup.due_on, at, ctx.today)
    detail = f"{when} · {followup.about}" if followup.about else when
    return Item(customer.name, detail, Answer(question=number, followup=followup_id))


def _which_time(ctx: Context, number: int, unclear: WhichTime) -> Card:
    options: list[When] = unclear.values.get("options", [])
    choices = tuple(
        Button(
            ctx.words.moment(one.day, one.clock, ctx.today),
            Tap(Answer(question=number, when=one)),
            Weight.SECONDARY,
        )
        for one in options
    )
    pick = Button(ctx.words("questions.pick"), Pick(Answer(question=number)))
    title = ctx.words("questions.which_time")
    rows = (choices, (pick,)) if choices else ((pick,),)
    return Card(title=title, subtitle=ctx.words("questions.kept"), summary=title, buttons=rows, public=True)
