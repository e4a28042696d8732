"""How a promise and a past contact read in a card: what to do with whom, how long there is, what was said."""

from __future__ import annotations

from datetime import date, timedelta

from bot.cards.activity import contact_text, due_text, outcome_text
from bot.context import Desk
from bot.intents.customers import Brief
from bot.render import clip
from bot.replies import Item, Tone
from bot.texts import Words
from models.activity import Activity, ActivityChannel
from models.customer import Contact
from models.followup import FollowUp, FollowUpKind
from models.promise import Promise

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
TOPIC_LIMIT, WORDS_LIMIT = 120, 700
"""UTF-16 units of a topic in a list and of somebody's words in a history: a bubble holds 30 KB."""


def to_do(words: Words, followup: FollowUp, contact: Contact | None, *, with_role: bool = True) -> str:
    """เข้าพบคุณสมชาย (เจ้าของ) / โทรหาคุณสมศักดิ์ / ตาม."""
    way = way_of(followup)
    if contact is None:
        return words(f"matters.{way}")
    who = contact_text(words, contact) if with_role else words.person(contact.name)
    return words(f"matters.{way}_with", who=who)


def way_of(followup: FollowUp) -> str:
    """How the customer is to be met; an appointment without a word about it is a visit."""
    if followup.channel is not None and followup.channel is not ActivityChannel.NOTE:
        return followup.channel.value
    return "visit" if followup.kind is FollowUpKind.APPOINTMENT else "follow"


def promise_item(desk: Desk, followup: FollowUp) -> Item:
    """What is owed to this customer, as a line that opens it."""
    words = desk.words
    return Item(
        about(words, followup) or words(f"matters.{way_of(followup)}"),
        words(f"activity.next_{followup.kind}", when=due_text(desk, followup)),
        Brief(followup=followup.id),
        Tone.RED if days_late(desk, followup) else Tone.PLAIN,
    )


def about(words: Words, followup: Promise) -> str:
    """What it is about, in the rep's own words, with its amount unless they name it already."""
    topic = clip(followup.about, TOPIC_LIMIT) if followup.about else ""
    amount = words.money(followup.amount) if followup.amount is not None else ""
    return topic if amount in topic else f"{topic} {amount}".strip()


def days_late(desk: Desk, followup: Promise) -> int:
    """Whole days since the day it was promised for; 0 when that is today or ahead."""
    return max((desk.today - followup.due_on).days, 0)


def time_left(desk: Desk, followup: FollowUp, unit: str = "long") -> str:
    """อีก 1 ชั่วโมง; another day by its date; ค้าง 2 วัน. `unit` "short" abbreviates the hours."""
    words = desk.words
    if late := days_late(desk, followup):
        return words("matters.late", days=late)
    if followup.due_on > desk.today or followup.due_at is None:
        return words.near_day(followup.due_on, desk.today)
    left = followup.due_at - desk.now
    if left < MINUTE:
        return words("matters.now")
    return words("matters.in", span=_span(words, left, unit))


def _span(words: Words, left: timedelta, unit: str) -> str:
    """Counted up to the whole minute: a tick that comes five seconds late still says an hour."""
    hours, minutes = divmod(-(-left // MINUTE), HOUR // MINUTE)
    parts = []
    if hours:
        parts.append(words(f"matters.hours_{unit}", count=hours, plural="" if hours == 1 else "s"))
    if minutes:
        parts.append(words(f"matters.minutes_{unit}", count=minutes, plural="" if minutes == 1 else "s"))
    return " ".join(parts)


def after_word(desk: Desk, day: date) -> str:
    """A day as it follows a word: เลื่อนเป็นพรุ่งนี้, but เลื่อนเป็น จ. 30 พ.ย."""
    near = desk.words.near_day(day, desk.today)
    is_named = desk.words.language == "th" and abs((day - desk.today).days) <= 1
    return near if is_named else f" {near}"


def what_happened(words: Words, activity: Activity, contact: Contact | None) -> str:
    """โทรคุยกับคุณวรรณา (จัดซื้อ); an attempt says what came of it."""
    if activity.consumer_id is not None:
        return words("shop.in_chat")
    if not activity.reached and activity.channel is not ActivityChannel.NOTE:
        way = words(f"channels.{activity.channel}")
        who = f" {contact_text(words, contact)}" if contact else ""
        return f"{way}{who} · {outcome_text(words, activity)}"
    if contact is None:
        return words(f"channels.{activity.channel}")
    return words(f"matters.{activity.channel}_happened", who=contact_text(words, contact))


def own_words(words: Words, activity: Activity) -> str:
    """What was said, untouched; the whole sentence when nothing else is known."""
    said = activity.note or activity.said
    return words.quoted(clip(said, WORDS_LIMIT)) if said else ""
