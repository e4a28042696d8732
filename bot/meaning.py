"""From an event to the intent it means. No database here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from bot import answering, offers, shop_talk
from bot.context import Context
from bot.deal_talk import of_the_deal_shown
from bot.events import EventKind
from bot.intents import activities, answers, customers, followups, media, people
from bot.intents.base import Intent, StaleButton, from_data, moment_of, with_field
from bot.intents.teams import AnswerInquiry, AskAbout
from bot.language import Amount, Found, Understanding, When, understand
from bot.language.again import asked_again
from bot.language.normalise import normalise
from bot.language.reading import ENTRIES
from bot.questions import open_question
from bot.reading import Reader, intent_of, several
from bot.replies import Record, Reply, Text
from bot.scene import Scene
from bot.shopfront import is_shopfront
from bot.spoken_of import chat_context, spoken_of_lately
from models.errors import CrmError, GoneBy, NoSuchMoment, WhichAmount, WhichTime

EVENTS: dict[EventKind, Intent] = {
    EventKind.SENT_MEDIA: media.SentMedia(),
    EventKind.STICKER: answers.SmallTalk(),
    EventKind.BEFRIENDED: people.Befriended(),
    EventKind.BLOCKED: people.Blocked(),
    EventKind.UNSENT: media.Unsent(),
    EventKind.EDITED: media.Edited(),
    EventKind.JOINED_GROUP: people.JoinedGroup(),
}
NO_BUTTON = tuple(type(intent) for intent in EVENTS.values() if not isinstance(intent, answers.SmallTalk))
"""What only LINE itself can tell of; a button that claims it is forged."""

ACTS_ON_A_RECORD = (
    activities.EditLast
    | activities.NoAnswer
    | activities.Undo
    | customers.Brief
    | customers.CustomerHistory
    | followups.Assign
    | followups.CompleteReminder
    | followups.DropFollowUp
    | followups.HandOver
    | followups.Reschedule
)
"""What a line can do with the entry it quotes, whosever it is."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An intent, and what must be asked before it is carried out."""

    intent: Intent | None
    doubt: CrmError | None = None
    asked: str = ""
    """The line in full, as the next one may take it up."""


NOTHING = Meant(None)
NOT_READ = "none"
CUT_SHORT = "ฯ"
"""Behind the beginning of a long name: เอเชียพรีฯ."""
NAME_LENGTH, MANY_WORDS = 4, 12
"""Letters of a word that may be a name, and how many words of a line are looked at."""
ALIKE = 88.0
"""Likeness (0 to 100) from which it is one."""
MOMENTS = ("follow_up_at", "occurred_at")
"""Fields that an answer in words can fill with a moment."""


def of(scene: Scene) -> Meant:
    """What the event means; nothing when it asks for nothing (unknown types, group talk not meant for us)."""
    event = scene.event
    if event.kind is EventKind.TAPPED:
        return Meant(tapped(event.data, event.picked))
    if scene.member is None and not event.in_group and is_shopfront(scene):
        said = shop_talk.meant(event, scene.chat.offered)
        return Meant(tapped(said) if isinstance(said, str) else said)
    if event.in_group and not _is_for_us(scene):
        return NOTHING
    if event.kind is EventKind.SAID:
        return _said(scene)
    if event.kind is EventKind.EDITED and event.text:
        return _reworded(scene)
    return Meant(EVENTS.get(event.kind))


def tapped(data: str, picked: str | None = None) -> Intent:
    """The intent behind a button; an outdated one becomes a polite `stale`."""
    try:
        intent = from_data(data)
        if isinstance(intent, NO_BUTTON):
            return answers.Stale()
        return with_field(intent, "when", moment_of(picked)) if picked else intent
    except (StaleButton, ValueError, TypeError):
        return answers.Stale()


def _is_for_us(scene: Scene) -> bool:
    """In a group: a mention of us, our own arrival, or an answer from the very person we asked."""
    event = scene.event
    if event.mentions_us or event.kind in (EventKind.JOINED_GROUP, EventKind.UNSENT):
        return True
    return event.kind is EventKind.SAID and _question(scene) is not None


def _question(scene: Scene) -> dict[str, Any] | None:
    return open_question(scene.chat.question, scene.now)


def _said(scene: Scene) -> Meant:
    text = scene.event.text
    offered = scene.chat.offered
    if (data := offers.typed(offered, text)) is not None:
        if not data.startswith("say:"):
            return Meant(tapped(data))
        text = data.removeprefix("say:")
    text, read = _taken_up(scene, text) or (text, _read(scene, text))
    if (question := _question(scene)) is not None:
        answer = answering.as_answer(question, text, read, scene.directory)
        if answer is not None:
            return _checked(scene, answer, read)
    meant = _in_place(scene, read)
    return replace(meant, asked=_asked_before(scene) if _is_small_talk(meant) else text)


def _is_small_talk(meant: Meant) -> bool:
    """ขอบคุณ between two questions asks nothing: the next one still takes up the one before it."""
    return isinstance(meant.intent, answers.SmallTalk)


def _asked_before(scene: Scene) -> str:
    """The question that the last answer answered."""
    asked: str = (_offered(scene) or {}).get("asked", "")
    return asked


def _taken_up(scene: Scene, text: str) -> tuple[str, Understanding] | None:
    """แล้วพรุ่งนี้ล่ะ, below the answer to a question: the whole of it as it reads, if that is one."""
    asked = _asked_before(scene)
    if not asked:
        return None
    whole = asked_again(text, asked, scene.now, scene.directory, chat_context(scene))
    read = _read(scene, whole) if whole else None
    return (whole, read) if whole and read and read.intent not in (*ENTRIES, NOT_READ) else None


def _in_place(scene: Scene, read: Understanding) -> Meant:
    """A sentence of its own, seen where it was said: beside a card, under a list, on a quoted record."""
    intent = several(read, partial(_read, scene)) if read.items else intent_of(read)
    if (passed_on := _to_a_colleague(scene, intent)) is not None:
        return Meant(passed_on)
    match intent:
        case answers.Choose(number=number) if data := offers.numbered(_offered(scene), number):
            return Meant(tapped(data))
        case answers.Yes() if data := offers.agreed(_offered(scene)):
            return Meant(tapped(data))
        case answers.NotUnderstood() if read.value("question") and scene.quoted is None:
            return Meant(intent)
        case answers.NotUnderstood():
            return Meant(_about_the_card(scene, read) or intent)
        case _:
            return _checked(scene, of_the_deal_shown(scene, _of_the_quoted(scene, intent)), read)


def _of_the_quoted(scene: Scene, intent: Intent) -> Intent:
    """A quote says whose it is: what reads like a name nobody has is no name then."""
    if scene.quoted is None or not isinstance(intent, answering.REPLACING) or intent.customer is None:
        return intent
    is_known = intent.customer.id is not None or bool(intent.customer.candidates)
    return intent if is_known else with_field(intent, "customer", None)


def _read(scene: Scene, text: str) -> Understanding:
    return understand(text, scene.now, scene.directory, chat_context(scene))


def _about_the_card(scene: Scene, read: Understanding) -> Intent | None:
    """A line without a customer is about the quoted card's, or for 15 minutes the last card's."""
    if scene.quoted is None and (not spoken_of_lately(scene) or _names_another(scene)):
        return None
    return activities.LogActivity(
        channel="note",
        note=scene.event.text,
        turned_down=read.value("turned_down", default=False),
        lost_reason=read.value("lost_reason"),
        told_day=read.value("told_day"),
    )


def _names_another(scene: Scene) -> bool:
    """A word of the line is a customer's name, or nearly: whatever is meant is not told of the last one."""
    mentions = scene.directory.mentions(normalise(scene.event.text).text)
    if any(mention.of("customer") for mention in mentions):
        return True
    words = [word for word in scene.event.text.replace(CUT_SHORT, " ").split() if len(word) >= NAME_LENGTH]
    nearest = (scene.directory.nearest(word, 1) for word in words[:MANY_WORDS])
    return any(found and found[0][1] >= ALIKE for found in nearest)


def _to_a_colleague(scene: Scene, intent: Intent | None) -> Intent | None:
    """Quoting a colleague's question answers it; a manager who quotes somebody's entry asks about it."""
    asks = scene.quotes_a_colleague and not _stands_alone(intent)
    match scene.quoted:
        case Record(kind="inquiry", id=known):
            return AnswerInquiry(inquiry=known, text=scene.event.text)
        case Record(kind="activity", id=known) if asks:
            return AskAbout(activity=known, text=scene.event.text)
        case Record(kind="followup", id=known) if asks:
            return AskAbout(followup=known, text=scene.event.text)
    return None


def _stands_alone(intent: Intent | None) -> bool:
    """It does something with the quoted entry, names a customer of its own, or is only a thank you."""
    named = getattr(intent, "customer", None)
    names_another = named is not None and named.id is not None
    return names_another or isinstance(intent, answers.SmallTalk | ACTS_ON_A_RECORD)


def _reworded(scene: Scene) -> Meant:
    """A message edited in LINE: what it says now stands in for what it made."""
    intent = intent_of(_read(scene, scene.event.text))
    if scene.made is not None and isinstance(intent, answering.REPLACING):
        return Meant(with_field(intent, "replaces", scene.made))
    return Meant(media.Edited())


def _checked(scene: Scene, intent: Intent, read: Understanding) -> Meant:
    """A field that people read two ways is asked about before anything is stored."""
    doubts = (
        _doubt(scene, intent, name, read) for name in read.ask if getattr(intent, name, None) is not None
    )
    return Meant(intent, _no_such_moment(intent, read) or next((each for each in doubts if each), None))


def _no_such_moment(intent: Intent, read: Understanding) -> NoSuchMoment | None:
    """31 ก.พ., 25:00: said with the words, and asked for anew where the intent can wait for it."""
    if not read.refused:
        return None
    waits = tuple(name for name in MOMENTS if name in read.ask and hasattr(intent, name))
    return NoSuchMoment(read.refused, mends=waits)


def _doubt(scene: Scene, intent: Intent, name: str, read: Understanding) -> CrmError | None:
    """What to ask about one field; a name is the handler's to ask for."""
    found = read.fields.get(name)
    if found is None:
        return None
    if isinstance(found.value, Amount):
        return WhichAmount(_amounts(found, read.text, partial(_read, scene)))
    if not isinstance(found.value, When):
        return None
    if name == "occurred_at" and found.value.other is None:
        return None  # too long ago to be true, which is refused where it would be stored
    gone = isinstance(intent, followups.SetReminder) and found.value.day < scene.now.date()
    return GoneBy(found.value) if gone else WhichTime(_readings(found.value), mends=(name,))


def _readings(when: When) -> list[When]:
    """Both moments that were perhaps meant."""
    if when.other is None:
        return [when]
    at = when.other.time() if isinstance(when.other, datetime) else when.clock
    return [when, replace(when, day=_day(when.other), clock=at, other=None)]


def _day(moment: Any) -> Any:
    return moment.date() if isinstance(moment, datetime) else moment


def _amounts(found: Found[Amount], text: str, reader: Reader) -> list[Decimal]:
    """Of two sums either may be the one; ร้อยห้า is 105 to one person and 150 to another."""
    amount = found.value.value
    rest = reader(f"{text[: found.start]} {text[found.end :]}").value("amount")
    other = rest.value if isinstance(rest, Amount) else amount + 9 * (amount % 10)
    return list(dict.fromkeys((amount, other)))


def _offered(scene: Scene) -> dict[str, Any] | None:
    return scene.chat.offered


def greet_stranger(ctx: Context) -> list[Reply]:
    """One polite line, once: never sales data, and no second answer to small talk."""
    if ctx.chat.greeted_at is not None or ctx.event.in_group or is_shopfront(ctx):
        return []
    ctx.chat.greeted_at = ctx.now
    return [Text(text=ctx.words("people.stranger"))]
