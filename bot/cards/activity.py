"""Card 3: what was just logged, and the ways to correct it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.context import Desk
from bot.dates import Settled
from bot.intents.activities import EditLast, MoveToCustomer, Undo
from bot.intents.followups import Reschedule, SetReminder
from bot.language import CustomerRef, When
from bot.replies import Button, Card, Paragraph, Pick, Record, Rows, Tap, Tone
from bot.texts import Words
from models.activity import Activity
from models.customer import Contact, Customer
from models.followup import FollowUp


def logged_card(
    desk: Desk,
    activity: Activity,
    customer: Customer,
    contact: Contact | None,
    next_step: FollowUp | None,
    *,
    settled: Settled | None = None,
    guessed_customer: bool = False,
    remarks: Sequence[str] = (),
) -> Card:
    """What was stored, in full: customer's whole name, weekday, date and time, amount."""
    words = desk.words
    heading = words("activity.logged", channel=channel_name(words, activity))
    return Card(
        title=heading,
        subtitle=f"{customer.name} · {when_text(desk, activity.occurred_at)}",
        summary=_summary(desk, activity, customer, next_step),
        blocks=(
            Rows(_rows(desk, activity, contact, next_step)),
            *_remarks(desk, settled, next_step, remarks),
        ),
        buttons=_buttons(desk, activity, next_step),
        chips=_chips(desk, activity, next_step, settled, guessed_customer=guessed_customer),
        record=Record("activity", activity.id),
    )


def channel_name(words: Words, activity: Activity) -> str:
    return words(f"channels.{activity.channel}")


def when_text(desk: Desk, moment: datetime) -> str:
    """วันนี้ 16:20 / ศ. 20 พ.ย. 12:00."""
    local = desk.local(moment)
    return f"{desk.words.near_day(local.date(), desk.today)} {desk.words.clock(local)}"


def contact_text(words: Words, contact: Contact) -> str:
    """คุณสมชาย (เจ้าของ)."""
    name = words.person(contact.name)
    return f"{name} ({words(f'roles.{contact.role}')})" if contact.role else name


def due_text(desk: Desk, followup: FollowUp) -> str:
    """ศ. 4 ธ.ค. 14:00, or the day and the part of it that was said."""
    if followup.due_at is not None:
        return desk.words.moment(followup.due_on, desk.local(followup.due_at), desk.today)
    day = desk.words.day(followup.due_on, desk.today)
    return f"{day} {desk.words(f'dates.{followup.part}')}" if followup.part else day


def _summary(desk: Desk, activity: Activity, customer: Customer, next_step: FollowUp | None) -> str:
    words = desk.words
    parts = [words("activity.logged_short", channel=channel_name(words, activity), customer=customer.name)]
    if activity.amount is not None:
        parts[0] += f" {words.money(activity.amount)}"
    if next_step is not None:
        parts.append(words(f"activity.next_{next_step.kind}", when=due_text(desk, next_step)))
    return " · ".join(parts)


def _rows(
    desk: Desk, activity: Activity, contact: Contact | None, next_step: FollowUp | None
) -> tuple[tuple[str, str], ...]:
    words = desk.words
    rows = []
    if contact is not None:
        rows.append((words("activity.with"), contact_text(words, contact)))
    if activity.outcome != "reached":
        rows.append((words("activity.outcome"), words(f"outcomes.{activity.outcome}")))
    if activity.note:
        rows.append((words("activity.about"), activity.note))
    if activity.amount is not None:
        rows.append((words("activity.amount"), words.baht(activity.amount)))
    if next_step is not None:
        rows.append((words(f"activity.row_{next_step.kind}"), due_text(desk, next_step)))
    return tuple(rows) or ((words("activity.about"), activity.said or "-"),)


def _remarks(
    desk: Desk, settled: Settled | None, next_step: FollowUp | None, remarks: Sequence[str]
) -> tuple[Paragraph, ...]:
    lines = list(remarks)
    if settled is not None and settled.moved_from is not None:
        lines.append(
            desk.words(
                "dates.moved", said=desk.words.day(settled.moved_from), day=desk.words.day(settled.day)
            )
        )
    if settled is not None and settled.off:
        lines.append(desk.words("dates.off", day=desk.words.day(settled.day)))
    tones = [Tone.MUTED] * len(lines)
    if next_step is None:
        lines.append(desk.words("activity.no_next"))
        tones.append(Tone.AMBER)
    return tuple(Paragraph(line, tone) for line, tone in zip(lines, tones, strict=True))


def _buttons(desk: Desk, activity: Activity, next_step: FollowUp | None) -> tuple[tuple[Button, ...], ...]:
    words = desk.words
    edit = Button(words("activity.edit"), Tap(EditLast(activity=activity.id), fill=activity.said))
    undo = Button(words("activity.undo"), Tap(Undo(activity=activity.id)))
    if next_step is not None:
        return ((edit, undo),)
    return (_next_steps(desk, activity), (edit, undo))


def _next_steps(desk: Desk, activity: Activity) -> tuple[Button, ...]:
    """Nothing is planned at this customer: the likely days, one tap each."""
    customer = CustomerRef("", activity.customer_id)
    tomorrow = desk.calendar.next_working(date.fromordinal(desk.today.toordinal() + 1))
    week = desk.calendar.next_working(date.fromordinal(desk.today.toordinal() + 7))
    days = [
        Button(desk.words.day(day), Tap(SetReminder(customer=customer, follow_up_at=When(day))))
        for day in (tomorrow, week)
    ]
    return (*days, Button(desk.words("activity.pick_next"), Pick(SetReminder(customer=customer))))


def _chips(
    desk: Desk,
    activity: Activity,
    next_step: FollowUp | None,
    settled: Settled | None,
    *,
    guessed_customer: bool,
) -> tuple[Button, ...]:
    chips = []
    if next_step is not None and settled is not None and settled.other is not None:
        chips.append(other_date(desk, next_step, settled.other))
    if next_step is not None and settled is not None and settled.off:
        working = desk.calendar.next_working(settled.day)
        chips.append(other_date(desk, next_step, _at_same_time(desk, working, settled)))
    if guessed_customer:
        chips.append(Button(desk.words("activity.other_customer"), Tap(MoveToCustomer(activity=activity.id))))
    return tuple(chips)


def other_date(desk: Desk, followup: FollowUp, other: date | datetime) -> Button:
    """หมายถึง ศ. 27 พ.ย.: the second common reading, one tap."""
    day, at = (other.date(), other.time()) if isinstance(other, datetime) else (other, None)
    label = desk.words("dates.meant", day=desk.words.day(day))
    return Button(label, Tap(Reschedule(followup=followup.id, when=When(day, at))))


def _at_same_time(desk: Desk, day: date, settled: Settled) -> date | datetime:
    return desk.at(day, settled.at.timetz().replace(tzinfo=None)) if settled.at else day
