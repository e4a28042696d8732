"""Talk around the work: thanks, help, the menu, and answers that answer nothing."""

from __future__ import annotations

from bot.capability import on
from bot.cards.guide import help_card, menu_card
from bot.cards.questions import lately_spoken_of
from bot.context import Context
from bot.dates import MORNING, tomorrow
from bot.events import EventKind
from bot.intents.activities import LogActivity
from bot.intents.answers import (
    Answer,
    Choose,
    ChooseNew,
    Help,
    Menu,
    NeverMind,
    No,
    NotUnderstood,
    SmallTalk,
    Stale,
    Unanswered,
    Yes,
)
from bot.intents.plans import ForgetDraft
from bot.language import CustomerRef, When
from bot.questions import close_question, wait_for, waiting
from bot.replies import Button, Reply, Tap, Text
from models.errors import NoSuchLine, Outdated

CUSTOMERS_OFFERED = 2


@on(SmallTalk, undoable=False, full_sentence=False)
def small_talk(ctx: Context, said: SmallTalk) -> Reply | None:
    """Thanks and laughter need no answer; who says hello out of the blue gets one word back."""
    is_in_the_middle = ctx.recent_customer is not None or ctx.chat.question is not None
    if ctx.event.kind is EventKind.STICKER or ctx.event.in_group or is_in_the_middle:
        return None
    return Text(text=ctx.words("talk.hello", name=ctx.words.person(ctx.member.name)))


@on(NotUnderstood, undoable=False)
def not_understood(ctx: Context, said: NotUnderstood) -> Reply:
    """Keep the line; a customer's name said next is where it goes."""
    note = LogActivity(channel="note", note=ctx.said, said=ctx.said)
    number = wait_for(ctx, note, "customer", known_only=True)
    text = ctx.words("talk.not_understood", said=ctx.words.quoted(ctx.said))
    if ctx.event.in_group:
        return Text(text=text, public=True)
    return Text(text=text, chips=_ways_on(ctx, number))


def _ways_on(ctx: Context, number: int) -> tuple[Button, ...]:
    """Whom it may be about, a reminder, forgetting it, or an example."""
    words, question = ctx.words, ctx.chat.question or {}
    customers = [
        Button(one.name, Tap(Answer(question=number, customer=CustomerRef("", one.id))))
        for one in lately_spoken_of(ctx, CUSTOMERS_OFFERED)
    ]
    morning = Answer(question=number, when=When(tomorrow(ctx), MORNING))
    return (
        *customers,
        Button(words("talk.remind_tomorrow"), Tap(morning)),
        Button(words("talk.keep_not"), Tap(ForgetDraft(draft=question.get("draft")))),
        Button(words("talk.examples"), Tap(Help())),
    )


@on(Help, undoable=False, full_sentence=False)
def show_help(ctx: Context, said: Help) -> Reply:
    """What can be said, with examples that fit the reader."""
    return help_card(ctx)


@on(Menu, undoable=False, full_sentence=False)
def show_menu(ctx: Context, said: Menu) -> Reply:
    """The menu as a card: LINE on PC has no other."""
    return menu_card(ctx)


@on(Stale, undoable=False, full_sentence=False)
def stale(ctx: Context, said: Stale) -> None:
    """A button of an older version."""
    raise Outdated


@on(Choose, undoable=False, full_sentence=False)
def no_such_line(ctx: Context, said: Choose) -> Reply:
    """A number that leads nowhere: beyond the list, to a line that opens nothing, or without any list."""
    last = len((ctx.chat.offered or {}).get("numbers", []))
    if last:
        raise NoSuchLine(number=said.number, last=last)
    return Text(text=ctx.words("talk.no_list"), public=True)


@on(ChooseNew, undoable=False, full_sentence=False)
def choose_new(ctx: Context, said: ChooseNew) -> Reply:
    """`ใหม่` when nothing was asked: how to add a customer."""
    return Text(text=ctx.words("talk.new_customer"), public=True)


@on(Yes, undoable=False, full_sentence=False)
def yes(ctx: Context, said: Yes) -> None:
    """Nothing was asked."""


@on(No, undoable=False, full_sentence=False)
def no(ctx: Context, said: No) -> None:
    """Nothing was asked."""


@on(NeverMind, undoable=False, full_sentence=False)
def never_mind(ctx: Context, said: NeverMind) -> Reply:
    """The question is dropped; the words stay as a draft unless one says otherwise."""
    question = waiting(ctx, said.question)
    close_question(ctx, answered=False)
    if question["draft"] is None:
        return Text(text=ctx.words("questions.dropped"), public=True)
    forget = Button(ctx.words("talk.keep_not"), Tap(ForgetDraft(draft=question["draft"])))
    return Text(text=ctx.words("questions.kept_as_draft"), chips=(forget,), public=True)


@on(Unanswered, undoable=False, full_sentence=False)
def unanswered(ctx: Context, said: Unanswered) -> Reply:
    """Say once more what would be an answer; the question stays open."""
    field = waiting(ctx, said.question)["field"]
    key = f"questions.again_{field}"
    return Text(text=ctx.words(key if ctx.words.has(key) else "questions.again_when"), public=True)
