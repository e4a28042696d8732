"""What a card says and offers about the date of a promise."""

from __future__ import annotations

from datetime import date, datetime

from bot.context import Desk
from bot.dates import MORNING, Settled, next_week, tomorrow
from bot.intents.followups import Reschedule, SetReminder
from bot.language import CustomerRef, When
from bot.replies import Button, Paragraph, Pick, Tap, Tone
from models.followup import FollowUp


def date_remarks(desk: Desk, settled: Settled) -> tuple[Paragraph, ...]:
    """What the reader would wonder about: a date that moved, a day off, a repetition that is not kept."""
    words, lines = desk.words, []
    if settled.moved_from is not None:
        moved = words("dates.moved", said=words.day(settled.moved_from), day=words.day(settled.day))
        lines.append(Paragraph(moved, Tone.MUTED))
    if settled.off:
        lines.append(Paragraph(words("dates.off", day=words.day(settled.day)), Tone.AMBER))
    if settled.repeats:
        lines.append(Paragraph(words("followups.once"), Tone.AMBER))
    return tuple(lines)


def date_chips(desk: Desk, followup: FollowUp, settled: Settled) -> tuple[Button, ...]:
    """The second reading of the words, and the working day after a day off: one tap each."""
    chips = [] if settled.other is None else [other_date(desk, followup, settled.other)]
    if settled.off:
        day = desk.calendar.next_working(settled.day)
        label = desk.words("followups.rather", day=desk.words.day(day, desk.today))
        chips.append(Button(label, Tap(Reschedule(followup=followup.id, when=When(day)))))
    return tuple(chips)


def other_date(desk: Desk, followup: FollowUp, other: date | datetime) -> Button:
    """หมายถึง ศ. 27 พ.ย., or หมายถึง 18:00 of the same day: the second common reading, one tap."""
    day, at = (other.date(), other.time()) if isinstance(other, datetime) else (other, None)
    same_day = at is not None and day == followup.due_on
    said = desk.words.clock(at) if at is not None and same_day else desk.words.day(day, desk.today)
    label = desk.words("dates.meant", day=said)
    return Button(label, Tap(Reschedule(followup=followup.id, when=When(day, at))))


def later(desk: Desk, followup: FollowUp, *, by_customer: bool = False) -> tuple[Button, ...]:
    """Tomorrow, next week, or any other moment; a day keeps the time of day."""
    days = [
        Button(label, Tap(Reschedule(followup=followup.id, when=When(day), by_customer=by_customer)))
        for label, day in likely_days(desk)
    ]
    return (*days, pick_another(desk, followup, by_customer=by_customer))


def pick_another(desk: Desk, followup: FollowUp, *, by_customer: bool = False) -> Button:
    """LINE's own picker, opened at the next working day and the time of day promised before."""
    clock = desk.local(followup.due_at).time() if followup.due_at is not None else MORNING
    pick = Pick(Reschedule(followup=followup.id, by_customer=by_customer), desk.at(tomorrow(desk), clock))
    return Button(desk.words("followups.pick"), pick)


def likely_days(desk: Desk) -> tuple[tuple[str, date], ...]:
    """Tomorrow and a week from now, or the working days after them, as buttons call them."""
    soon, week = tomorrow(desk), next_week(desk)
    return (desk.words.near_day(soon, desk.today), soon), (desk.words.day(week, desk.today), week)


def next_steps(desk: Desk, customer_id: int, told: When | None = None) -> tuple[Button, ...]:
    """Nobody has promised anything at this customer: the day that was told of, the likely ones, any other."""
    customer = CustomerRef("", customer_id)
    days = [
        Button(label, Tap(SetReminder(customer=customer, follow_up_at=when)))
        for label, when in _likely(desk, told)
    ]
    return (*days, Button(desk.words("activity.pick_next"), Pick(SetReminder(customer=customer))))


def _likely(desk: Desk, told: When | None) -> list[tuple[str, When]]:
    likely = [(label, When(day)) for label, day in likely_days(desk)]
    if told is None:
        return likely
    at = f" {desk.words.clock(told.clock)}" if told.clock else ""
    label = f"{desk.words.near_day(told.day, desk.today)}{at}"
    others = [one for one in likely if one[1].day != told.day]
    return [(label, When(told.day, told.clock)), *others][: len(likely)]
