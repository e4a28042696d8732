"""What Jod asks back: the intent waits in the row of the chat, the words stay as a draft."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.aliases import learn_alias
from bot.cards.questions import question_card
from bot.context import Context
from bot.drafts import keep_draft
from bot.intents.activities import LogActivity
from bot.intents.answers import Answer
from bot.intents.base import Intent, StaleButton, with_field
from bot.intents.customers import Brief, NewCustomer
from bot.intents.followups import SetReminder
from bot.intents.keeping import from_json, to_json
from bot.intents.purchases import ClaimPurchase, RecordPurchase
from bot.language import ContactRef, CustomerRef, When
from bot.names import create_customer, customer_pointed_at, visible_among
from bot.replies import Record, Reply
from models.customer import CustomerKind
from models.errors import CrmError, Outdated, Unclear, WhichAmount, WhichCustomer, WhichTime
from models.followup import Draft
from models.workspace import Selling

PATIENCE = timedelta(hours=12)
"""After so long an answer would surprise; the line stays behind as a draft."""
EDITING = timedelta(minutes=10)
"""So long after `แก้` the next sentence stands in for the record."""
CUSTOMERS = ("customer", "other", "before")
"""Fields that a customer answers."""
PLAIN = ("rep", "followup", "amount", "deal", "stage", "text")
"""Fields of an answer that go into the intent as they are."""
Question = dict[str, Any]


def ask(ctx: Context, intent: Intent, unclear: Unclear) -> Reply:
    """Keep the intent with one field open, and ask for that one field."""
    unclear = _spoken_of_first(ctx, intent, unclear)
    options = unclear.options if isinstance(unclear, WhichTime | WhichAmount) else ()
    name = str(unclear.values.get("said", ""))
    number = wait_for(ctx, intent, _field(intent, unclear), name=name, options=options)
    return question_card(ctx, number, unclear, whose=_goes_without_saying(ctx, intent))


def _spoken_of_first(ctx: Context, intent: Intent, unclear: Unclear) -> Unclear:
    """Of several the customer of the card before comes first; somebody nobody knows may well be there."""
    recent = customer_pointed_at(ctx)
    if not isinstance(unclear, WhichCustomer) or recent is None:
        return unclear
    near = unclear.candidates
    if recent not in near and (near or not _is_a_person(intent, unclear.said)):
        return unclear
    return WhichCustomer(unclear.said, (recent, *(one for one in near if one != recent)), unclear.mends[0])


def _goes_without_saying(ctx: Context, intent: Intent) -> str:
    """The customer of the card before, when the line names none and no walk-in; a group is not told."""
    is_nobodys = getattr(intent, "walk_in", False)
    if getattr(intent, "customer", "") is not None or is_nobodys or ctx.event.in_group:
        return ""
    known = customer_pointed_at(ctx)
    return next((one.name for one in visible_among(ctx, (known,) if known else ())), "")


def can_be_mended(intent: Intent, error: CrmError) -> bool:
    return any(hasattr(intent, name) for name in error.mends)


def wait_to_be_mended(ctx: Context, intent: Intent, error: CrmError) -> None:
    """The refusal says what to type instead; whoever types just that has the whole line stored."""
    wait_for(ctx, intent, _field(intent, error))


def _field(intent: Intent, error: CrmError) -> str:
    """Which field of this intent another word would mend."""
    return next(name for name in error.mends if hasattr(intent, name))


def wait_for(
    ctx: Context,
    intent: Intent,
    field: str,
    *,
    name: str = "",
    options: Sequence[When | Decimal] = (),
    known_only: bool = False,
    stored: bool = False,
) -> int:
    """Wait for one field of `intent`; returns the question's number, which its buttons carry.

    `name` is what was said for it, `options` are the likely answers; `known_only`: words that name nobody
    known are a line of their own, not a new name.
    """
    number = _number(ctx)
    ctx.chat.question = {
        "id": number,
        "field": field,
        "name": name,
        "options": [_option(one) for one in options],
        "known_only": known_only,
        "intent": to_json(intent),
        "said": ctx.said,
        "message": ctx.event.message_id,
        "quoted": [ctx.quoted.kind, ctx.quoted.id] if ctx.quoted else None,
        "draft": None if intent.looks_up or stored else _draft(ctx),
        "until": (ctx.now + PATIENCE).isoformat(),
    }
    return number


def wait_for_sentence(
    ctx: Context, intent: Intent, record: Record, customer_id: int | None, said: str
) -> None:
    """After `แก้`: the next sentence stands in for this record. It is no draft: the record stays meanwhile."""
    ctx.chat.question = {
        "id": _number(ctx),
        "field": "replacement",
        "record": [record.kind, record.id],
        "customer": customer_id,
        "intent": to_json(intent),
        "said": said,
        "draft": None,
        "until": (ctx.now + EDITING).isoformat(),
    }


def _number(ctx: Context) -> int:
    return zlib.crc32(ctx.event.id.encode())


def _option(one: When | Decimal) -> str:
    if isinstance(one, Decimal):
        return str(one)
    return f"{one.day}T{one.clock:%H:%M}" if one.clock else f"{one.day}"


def _draft(ctx: Context) -> int | None:
    """The words, safe from now on whatever becomes of the question; a tap has none."""
    return keep_draft(ctx, ctx.said).id if ctx.said else None


def open_question(chat_question: Question | None, now: datetime) -> Question | None:
    """The question that still waits, if any."""
    if not chat_question or datetime.fromisoformat(chat_question["until"]) < now:
        return None
    return chat_question


def close_question(ctx: Context, *, answered: bool) -> None:
    """Stop waiting. An unanswered line stays as a draft and comes back in the evening."""
    question = ctx.chat.question
    if not question:
        return
    ctx.chat.question = None
    if not answered or question["draft"] is None:
        return
    draft = ctx.session.get(Draft, question["draft"])
    if draft is not None:
        draft.open = False


def waiting(ctx: Context, number: int) -> Question:
    """The open question of that number; raises Outdated when it is another, or none, by now."""
    question = open_question(ctx.chat.question, ctx.now)
    if question is None or question["id"] != number:
        raise Outdated
    return question


def resume(ctx: Context, answer: Answer) -> Intent:
    """The waiting intent with its open field filled; the context is that of the sentence it came from."""
    question = waiting(ctx, answer.question)
    try:
        intent = from_json(question["intent"])
    except StaleButton as error:
        raise Outdated from error
    close_question(ctx, answered=True)
    ctx.event = replace(ctx.event, text=question["said"], message_id=question["message"])
    ctx.quoted = Record(*question["quoted"]) if question["quoted"] else None
    if isinstance(intent, NewCustomer):
        return _near_or_new(intent, answer)
    return _filled(ctx, intent, question, answer)


def _filled(ctx: Context, intent: Intent, question: Question, answer: Answer) -> Intent:
    field = str(question["field"])
    match answer:
        case Answer(new=True):
            customer = create_customer(ctx, question["name"], _kind_of_new(ctx, intent))
            return with_field(intent, "customer", CustomerRef(said=customer.name, id=customer.id))
        case Answer(customer=CustomerRef() as customer_said):
            whose = field if field in CUSTOMERS else "customer"
            named = with_field(intent, whose, _picked(ctx, intent, question, customer_said))
            return with_field(named, "phone", answer.phone) if answer.phone else named
        case Answer(when=When() as when) if field == "customer" and isinstance(intent, LogActivity):
            return _to_be_reminded(intent, when)
        case Answer(when=When() as when):
            return with_field(intent, field, _with_words_of(intent, field, when))
        case Answer(yes=True):
            return _confirmed(intent, field)
        case Answer(text=str() as named) if field == "contact":
            return with_field(intent, field, ContactRef(named))
        case _:
            return _with_plain(intent, field, answer)


def _with_plain(intent: Intent, field: str, answer: Answer) -> Intent:
    """What was picked or typed, as it is; raises Outdated for an answer to nothing."""
    for name in PLAIN:
        if (value := getattr(answer, name)) not in (None, ""):
            return with_field(intent, "followup" if name == "followup" else field, value)
    raise Outdated


def _kind_of_new(ctx: Context, intent: Intent) -> CustomerKind:
    """Who buys and was not known before is a person, unless the company sells to companies only."""
    buys = isinstance(intent, RecordPurchase | ClaimPurchase) and ctx.workspace.selling is not Selling.B2B
    return CustomerKind.CONSUMER if buys else CustomerKind.BUSINESS


def _near_or_new(intent: NewCustomer, answer: Answer) -> Intent:
    """A new name near to known ones: one of those after all, new all the same, or another name."""
    match answer:
        case Answer(new=True):
            return with_field(intent, "although_near", True)
        case Answer(customer=CustomerRef(id=int())):
            return Brief(customer=answer.customer)
        case Answer(customer=CustomerRef() as other):
            return with_field(intent, "customer", other)
        case _:
            raise Outdated


def _picked(ctx: Context, intent: Intent, question: Question, ref: CustomerRef) -> CustomerRef:
    """The customer chosen. A name that nobody else answers to is remembered as another name of it."""
    if ref.id is None:
        return ref
    typed = question["name"] in ctx.said  # what was typed as an answer may be no name at all
    if typed and not _is_a_person(intent, question["name"]):
        learn_alias(ctx, question["name"], ref.id)
    return CustomerRef(said=question["name"], id=ref.id)


def _is_a_person(intent: Intent, name: str) -> bool:
    """Somebody who works at several customers: the name is no customer's."""
    person = getattr(intent, "contact", None)
    return isinstance(person, ContactRef) and bool(person.said) and person.said in name


def _to_be_reminded(intent: LogActivity, when: When) -> SetReminder:
    """A line nobody could place, which the person wants to be reminded of."""
    return SetReminder(note=intent.note, said=intent.said, follow_up_at=when)


def _confirmed(intent: Intent, field: str) -> Intent:
    return _as_it_was(intent) if isinstance(intent, SetReminder) else with_field(intent, field, True)


def _as_it_was(intent: SetReminder) -> LogActivity:
    """An appointment set for a day that has gone by, which was kept."""
    return LogActivity(
        customer=intent.customer,
        contact=intent.contact,
        channel=intent.channel or ("visit" if intent.follow_up_kind == "appointment" else "note"),
        occurred_at=intent.follow_up_at,
        note=intent.note,
        amount=intent.amount,
        said=intent.said,
    )


def _with_words_of(intent: Intent, field: str, when: When) -> When:
    """The moment chosen, with the words in which it was first said; a clock alone keeps the day said."""
    said = getattr(intent, field, None)
    if not isinstance(said, When):
        return when
    return replace(when, day=when.day if when.day_said else said.day, words=said.words, repeat=said.repeat)
