"""Cards 4: one question back, with the likely answers as buttons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from bot.cards.deal_questions import deal_question
from bot.cards.promotion_questions import promotion_question
from bot.context import Context, Desk
from bot.intents.answers import Answer
from bot.language import Amount, CustomerRef, MemberRef, When
from bot.names import visible_among
from bot.replies import Button, Card, Item, Items, Pick, Reply, Tap, Text, Weight
from models.activity import Activity
from models.customer import Customer
from models.errors import (
    GoneBy,
    MoreThanBought,
    NoSuchMoment,
    ProposedAmount,
    SureAmount,
    Unclear,
    WhichAmount,
    WhichCustomer,
    WhichDeal,
    WhichFollowUp,
    WhichMember,
    WhichStage,
    WhichTime,
)
from models.followup import FollowUp
from models.member import Member
from models.promotion_errors import (
    LastDay,
    SendingTime,
    WhichAudience,
    WhichCode,
    WhichGoods,
    WhichLeast,
    WhichOffer,
)

CANDIDATES = 5
LAST_DIGITS = 4
YESTERDAY = timedelta(days=1)
"""Since then days have names of their own, which stand without a space in Thai."""
LATELY = timedelta(days=14)
AMOUNT_TITLES: dict[type[WhichAmount], str] = {
    ProposedAmount: "questions.proposed_amount",
    MoreThanBought: "questions.more_than_bought",
}

TIMES: dict[type[WhichTime], str] = {
    LastDay: "promotions.which_last_day",
    SendingTime: "promotions.which_sending_time",
}


def question_card(ctx: Context, number: int, unclear: Unclear, whose: str = "") -> Reply:
    """The question about the one field that is open; `whose` is the customer that goes without saying."""
    match unclear:
        case WhichCustomer():
            return _which_customer(ctx, number, unclear)
        case WhichMember():
            return _list(ctx, "questions.which_member", _members(ctx, number, unclear.candidates))
        case WhichFollowUp():
            items = tuple(_followup(ctx, number, one) for one in unclear.candidates)
            return _list(ctx, "questions.which_followup", items)
        case GoneBy():
            return _gone_by(ctx, number, unclear.options[0])
        case WhichTime():
            return _which_time(ctx, number, unclear, whose)
        case WhichDeal() | WhichStage() | SureAmount():
            return deal_question(ctx, number, unclear, _hint(ctx))
        case WhichOffer() | WhichGoods() | WhichLeast() | WhichAudience() | WhichCode():
            return promotion_question(ctx, number, unclear)
        case WhichAmount():
            return _which_amount(ctx, number, unclear, whose)
        case _:
            raise TypeError(f"nobody words {type(unclear).__name__}")


def lately_spoken_of(desk: Desk, limit: int) -> list[Customer]:
    """The customers of this person's newest entries, newest first."""
    newest = func.max(Activity.id)
    mine = (
        select(Activity.customer_id)
        .where(Activity.workspace_id == desk.workspace.id, Activity.member_id == desk.member.id)
        .where(Activity.deleted.is_(False), Activity.occurred_at >= desk.now - LATELY)
        .group_by(Activity.customer_id)
        .order_by(newest.desc())
        .limit(limit)
    )
    return visible_among(desk, tuple(desk.session.scalars(mine)))


def _list(ctx: Context, key: str, items: tuple[Item, ...]) -> Card:
    title = ctx.words(key)
    return Card(title=title, subtitle=_hint(ctx), summary=title, blocks=(Items(items),))


def _words_are_kept(ctx: Context) -> bool:
    """After a look-up or a tap there are none: nothing waits to be logged."""
    return (ctx.chat.question or {}).get("draft") is not None


def _hint(ctx: Context, kept: str = "kept", otherwise: str = "pick_one") -> str:
    """How to answer, by whether there are words that wait for the answer."""
    return ctx.words(f"questions.{kept if _words_are_kept(ctx) else otherwise}")


def _which_customer(ctx: Context, number: int, unclear: WhichCustomer) -> Reply:
    said = unclear.said
    if ctx.event.in_group:
        return Text(text=ctx.words("questions.whole_name"), public=True)
    near = visible_among(ctx, unclear.candidates[:CANDIDATES])
    if not said and not near:
        near = lately_spoken_of(ctx, CANDIDATES)
    items = tuple(
        Item(one, _last_talk(ctx, who), Answer(question=number, customer=CustomerRef("", who.id)))
        for who, one in zip(near, told_apart(near), strict=True)
    )
    if not items and said:
        return _unknown_name(ctx, said, _new(ctx, number, said))
    return Card(
        title=_which(ctx, near),
        subtitle=_hint(ctx) if items else _hint(ctx, "type_name", "type_one"),
        summary=_asked_for(ctx, said, near),
        blocks=(Items(items),) if items else (),
        buttons=((_new(ctx, number, said),),) if said and _words_are_kept(ctx) else (),
    )


def told_apart(customers: Sequence[Customer]) -> list[str]:
    """Their names; people of one name with the last digits of their phones."""
    names = Counter(one.name for one in customers)
    return [
        f"{one.name} (…{one.phone[-LAST_DIGITS:]})" if names[one.name] > 1 and one.phone else one.name
        for one in customers
    ]


def _asked_for(ctx: Context, said: str, near: Sequence[Customer]) -> str:
    """The question in the chat list, with the name that was said."""
    if said and len(near) == 1:
        return ctx.words("questions.is_it", name=said, customer=near[0].name)
    return ctx.words("questions.which_of", name=said, count=len(near)) if said else _which(ctx, near)


def _which(ctx: Context, near: Sequence[Customer]) -> str:
    return ctx.words("questions.this_customer" if len(near) == 1 else "questions.which_customer")


def _new(ctx: Context, number: int, said: str) -> Button:
    label = ctx.words("questions.new_customer", name=said)
    return Button(label, Tap(Answer(question=number, new=True)), Weight.SECONDARY)


def _unknown_name(ctx: Context, said: str, new: Button) -> Card:
    title = ctx.words("questions.unknown_customer", name=said)
    hint = _hint(ctx, "unknown_hint", "unknown_here")
    return Card(title=title, subtitle=hint, summary=title, buttons=((new,),))


def _last_talk(ctx: Context, customer: Customer) -> str:
    """คุณแบงค์คุยล่าสุดเมื่อวาน."""
    last = ctx.session.scalar(Activity.with_customer(customer.id, ctx.workspace.id).limit(1))
    if last is None:
        return ctx.words("questions.never_talked")
    day = ctx.local(last.occurred_at).date()
    key = "questions.last_talk_near" if day >= ctx.today - YESTERDAY else "questions.last_talk"
    who = ctx.words.person(ctx.session.get_one(Member, last.member_id).name)
    return ctx.words(key, who=who, day=ctx.words.near_day(day, ctx.today))


def _members(ctx: Context, number: int, ids: Sequence[int]) -> tuple[Item, ...]:
    people = [ctx.session.get_one(Member, one) for one in ids]
    return tuple(Item(one.name, intent=Answer(question=number, rep=MemberRef("", one.id))) for one in people)


def _followup(ctx: Context, number: int, followup_id: int) -> Item:
    followup = ctx.session.get_one(FollowUp, followup_id)
    customer = ctx.session.get_one(Customer, followup.customer_id)
    at = ctx.local(followup.due_at) if followup.due_at else None
    when = ctx.words.moment(followup.due_on, at, ctx.today)
    detail = f"{when} · {followup.about}" if followup.about else when
    return Item(customer.name, detail, Answer(question=number, followup=followup_id))


def _which_time(ctx: Context, number: int, unclear: WhichTime, whose: str) -> Card:
    of_one_day = len({one.day for one in unclear.options}) == 1
    title = ctx.words(TIMES.get(type(unclear)) or f"questions.which_{'time' if of_one_day else 'day'}")
    if isinstance(unclear, NoSuchMoment):
        title = ctx.words("errors.no_such_moment", **unclear.values)
    items = tuple(_moment(ctx, number, one) for one in unclear.options)
    pick = Button(ctx.words("questions.pick"), Pick(Answer(question=number)), Weight.SECONDARY)
    hint = _hint(ctx, otherwise="pick_one" if items else "type_when")
    return Card(
        title=title,
        subtitle=_joined(whose, hint),
        summary=title,
        blocks=(Items(items),) if items else (),
        buttons=((pick,),),
        public=True,
    )


def _gone_by(ctx: Context, number: int, when: When) -> Card:
    """The day has gone by: it happened and is logged, or another day is meant."""
    title = ctx.words("questions.gone_by", when=ctx.words.moment(when.day, when.clock, ctx.today))
    log = Button(ctx.words("questions.log_it"), Tap(Answer(question=number, yes=True)))
    pick = Button(ctx.words("questions.pick"), Pick(Answer(question=number)), Weight.SECONDARY)
    subtitle = ctx.words("questions.log_or_when")
    return Card(title=title, subtitle=subtitle, summary=title, buttons=((log,), (pick,)), public=True)


def _moment(ctx: Context, number: int, when: When) -> Item:
    answer = Answer(question=number, when=When(when.day, when.clock))
    return Item(ctx.words.moment(when.day, when.clock, ctx.today), intent=answer)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _which_amount(ctx: Context, number: int, unclear: WhichAmount, whose: str) -> Card:
    title = ctx.words(AMOUNT_TITLES.get(type(unclear), "questions.which_amount"), **unclear.values)
    items = tuple(
        Item(ctx.words.baht(one), intent=Answer(question=number, amount=Amount(one)))
        for one in unclear.options
    )
    hint = _hint(ctx) if items else ctx.words("questions.type_amount")
    blocks = (Items(items),) if items else ()
    return Card(title=title, subtitle=_joined(whose, hint), summary=title, blocks=blocks)
