"""Card 2ข: it is time for a call, for something to be sent, or a deadline is an hour away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.cards.activity import due_text
from bot.cards.closing import log_result
from bot.cards.followup import clock_text
from bot.cards.matters import about, time_left, way_of
from bot.cards.moments import pick_another
from bot.cards.past import day_of, happened_text, last_contacts
from bot.cards.reach import call
from bot.context import Desk
from bot.dates import EVENING, MORNING, monday, tomorrow
from bot.intents.activities import NoAnswer
from bot.intents.followups import CompleteReminder, DropFollowUp, Reschedule
from bot.language import When
from bot.replies import Button, Card, Record, Rows, Tap, Weight
from models.customer import Contact, Customer
from models.followup import FollowUp, FollowUpKind
from models.member import Member

CALLS = ("call", "follow")
"""A task that says nothing else is mostly a call."""


def task_card(desk: Desk, followup: FollowUp) -> Card:
    """โทรหาคุณสมศักดิ์ · เอเชียพรีซิชั่น · จัดซื้อ · 11:00."""
    customer = desk.session.get_one(Customer, followup.customer_id)
    contact = desk.session.get(Contact, followup.contact_id) if followup.contact_id else None
    return Card(
        title=_title(desk, followup, customer, contact),
        subtitle=_subtitle(desk, followup, customer, contact),
        summary=_summary(desk, followup, customer, contact),
        blocks=((Rows(rows),) if (rows := _rows(desk, followup, customer)) else ()),
        buttons=_buttons(desk, followup, customer, contact),
        chips=_chips(desk, followup),
        record=Record("followup", followup.id),
    )


def _is_deadline(followup: FollowUp) -> bool:
    return followup.kind is FollowUpKind.DEADLINE


def _title(desk: Desk, followup: FollowUp, customer: Customer, contact: Contact | None) -> str:
    """โทรหาคุณสมศักดิ์ / ตามเอเชียพรีซิชั่น / ภายใน 16:00 ทรัพย์ไพศาลการช่าง."""
    words = desk.words
    if _is_deadline(followup):
        within = clock_text(desk, followup) or due_text(desk, followup)
        return words("reminders.within", when=within, customer=customer.name)
    who = words.person(contact.name) if contact is not None else customer.name
    return words(f"matters.{way_of(followup)}_with", who=who)


def _subtitle(desk: Desk, followup: FollowUp, customer: Customer, contact: Contact | None) -> str:
    """The firm and the person's part in it, unless the title has said so; then the time."""
    words, parts = desk.words, []
    if contact is not None:
        name = words.person(contact.name) if _is_deadline(followup) else customer.name
        parts = [name, words(f"roles.{contact.role}") if contact.role else ""]
    parts.append(time_left(desk, followup) if _is_deadline(followup) else _when(desk, followup))
    return " · ".join(part for part in parts if part)


def _when(desk: Desk, followup: FollowUp) -> str:
    """11:00 today; any other day with its date."""
    today = followup.due_on == desk.today and followup.due_at is not None
    return clock_text(desk, followup) if today else due_text(desk, followup)


def _summary(desk: Desk, followup: FollowUp, customer: Customer, contact: Contact | None) -> str:
    """ถึงเวลาโทรหาคุณสมศักดิ์ เอเชียพรีซิชั่น · ถามเรื่อง PO."""
    title = _title(desk, followup, customer, contact)
    first = title if _is_deadline(followup) else desk.words("reminders.time_to", what=title)
    if contact is not None and not _is_deadline(followup):
        first = f"{first} {customer.name}"
    topic = about(desk.words, followup)
    return f"{first} · {topic}" if topic else first


def _rows(desk: Desk, followup: FollowUp, customer: Customer) -> tuple[tuple[str, str], ...]:
    words = desk.words
    last = last_contacts(desk, customer, 1)
    rows = [(words("activity.about"), about(words, followup))]
    rows += [(words("brief.last_time"), f"{day_of(desk, one)} {happened_text(desk, one)}") for one in last]
    if followup.set_by_id != followup.owner_id:
        giver = desk.session.get_one(Member, followup.set_by_id)
        rows.append((words("reminders.given_by"), words.person(giver.name)))
    return tuple(row for row in rows if row[1])


def _buttons(
    desk: Desk, followup: FollowUp, customer: Customer, contact: Contact | None
) -> tuple[tuple[Button, ...], ...]:
    words = desk.words
    if way_of(followup) in CALLS and not _is_deadline(followup):
        dial = (replace(one, label=words("reminders.call_now")) for one in call(desk, customer, contact))
        unanswered = Tap(NoAnswer(followup=followup.id))
        first = (*dial, Button(words("outcomes.no_answer"), unanswered, Weight.SECONDARY))
        result = log_result(desk, followup, "reminders.talked")
    else:
        done = Tap(CompleteReminder(followup=followup.id))
        first = (Button(words("reminders.done"), done, Weight.PRIMARY),)
        result = log_result(desk, followup)
    return first, (replace(result, weight=Weight.LINK), _next_morning(desk, followup))


def _next_morning(desk: Desk, followup: FollowUp) -> Button:
    """พรุ่งนี้ 9:00, or the first working morning."""
    day = tomorrow(desk)
    label = desk.words("reminders.at_nine", day=desk.words.near_day(day, desk.today))
    return _move_to(followup, label, When(day, MORNING))


def _chips(desk: Desk, followup: FollowUp) -> tuple[Button, ...]:
    """เย็นนี้, the Monday ahead, any other moment, or no more of it."""
    words, first = desk.words, monday(desk)
    chips = []
    if desk.now.time() < EVENING:
        chips.append(_move_to(followup, words("reminders.this_evening"), When(desk.today, EVENING)))
    if first != tomorrow(desk):
        chips.append(_move_to(followup, _in_full(desk, first), When(first)))
    drop = Button(words("followups.drop"), Tap(DropFollowUp(followup=followup.id)))
    return (*chips, pick_another(desk, followup), drop)


def _move_to(followup: FollowUp, label: str, when: When) -> Button:
    return Button(label, Tap(Reschedule(followup=followup.id, when=when)))


def _in_full(desk: Desk, day: date) -> str:
    """จันทร์ 30 พ.ย.: the weekday in full, as one would say it."""
    _, _, rest = desk.words.day(day, desk.today).partition(" ")
    return f"{desk.words(f'reminders.weekday_{day.weekday()}')} {rest}"
