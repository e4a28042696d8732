"""Card 3: what was just logged, and the ways to correct it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from bot.cards.deal_offers import offers
from bot.cards.moments import date_chips, date_remarks, next_steps
from bot.cards.rounds import logged_row, no_plan_chip, planned_text, size_chips
from bot.context import Desk
from bot.dates import NOON
from bot.intents.activities import EditLast, MoveToCustomer, Undo
from bot.recording import Logged
from bot.replies import Button, Card, Paragraph, Record, Rows, Tap, Tone
from bot.texts import Words
from models.activity import Activity, ActivityChannel, Outcome
from models.customer import Contact
from models.deal import Deal
from models.promise import Promise


def logged_card(
    desk: Desk,
    logged: Logged,
    *,
    guessed_customer: bool = False,
    edited: bool = False,
    remarks: Sequence[str] = (),
    extra: tuple[Button, ...] = (),
    undo: Undo | None = None,
) -> Card:
    """What was stored, in full: customer's whole name, weekday, date and time, amount.

    `undo` takes back what has just been done, where that is not the record itself.
    """
    activity = logged.activity
    heading = desk.words("activity.edited" if edited else "activity.logged", channel=_channel(desk, logged))
    return Card(
        title=heading,
        subtitle=f"{logged.customer.name} · {happened_text(desk, activity)}",
        summary=_summary(desk, logged, heading),
        blocks=(Rows(_rows(desk, logged)), *_remarks(desk, logged, remarks)),
        buttons=(*((extra,) if extra else ()), *_buttons(desk, logged, undo or Undo(activity=activity.id))),
        chips=_chips(desk, logged, guessed_customer=guessed_customer),
        record=Record("activity", activity.id),
    )


def channel_name(words: Words, activity: Activity) -> str:
    return words(f"channels.{activity.channel}")


WRITTEN = (ActivityChannel.LINE, ActivityChannel.EMAIL)


def outcome_text(words: Words, activity: Activity) -> str:
    """ไม่รับสาย; of a chat or mail ยังไม่ตอบ."""
    if activity.outcome is Outcome.NO_ANSWER and activity.channel in WRITTEN:
        return words("outcomes.no_reply")
    return words(f"outcomes.{activity.outcome}")


def own_words(words: Words, activity: Activity) -> str:
    """What was said of it, unless that is only its outcome once more."""
    outcome = outcome_text(words, activity)
    return "" if activity.note.casefold() == outcome.casefold() else activity.note


def when_text(desk: Desk, moment: datetime) -> str:
    """วันนี้ 16:20 / ศ. 20 พ.ย. 09:30."""
    local = desk.local(moment)
    return f"{desk.words.near_day(local.date(), desk.today)} {desk.words.clock(local)}"


def happened_text(desk: Desk, activity: Activity) -> str:
    """When it happened; the day alone when no time was said."""
    at = desk.local(activity.occurred_at)
    if at.time() == NOON and activity.logged_at != activity.occurred_at:
        return desk.words.near_day(at.date(), desk.today)
    return when_text(desk, at)


def contact_text(words: Words, contact: Contact) -> str:
    """คุณสมชาย (เจ้าของ)."""
    name = words.person(contact.name)
    return f"{name} ({words(f'roles.{contact.role}')})" if contact.role else name


def due_text(desk: Desk, followup: Promise) -> str:
    """ศ. 4 ธ.ค. 14:00, or the day and the part of it that was said."""
    if followup.due_at is not None:
        return desk.words.moment(followup.due_on, desk.local(followup.due_at), desk.today)
    day = desk.words.day(followup.due_on, desk.today)
    return f"{day} {desk.words(f'dates.{followup.part}')}" if followup.part else day


def _channel(desk: Desk, logged: Logged) -> str:
    return channel_name(desk.words, logged.activity)


def _summary(desk: Desk, logged: Logged, heading: str) -> str:
    """ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์ 1,500,000 · ตาม ศ. 4 ธ.ค. 14:00."""
    words, next_step = desk.words, logged.promised
    parts = [words("activity.at_customer", heading=heading, customer=logged.customer.name)]
    if logged.activity.amount is not None:
        parts[0] += f" {words.money(logged.activity.amount)}"
    if logged.paid is not None and logged.paid.amount is not None:
        parts.append(f"{words('payments.received')} {words.money(logged.paid.amount)}")
    if next_step is not None:
        parts.append(words(f"activity.next_{next_step.kind}", when=due_text(desk, next_step)))
    return " · ".join(parts)


def _rows(desk: Desk, logged: Logged) -> tuple[tuple[str, str], ...]:
    words, activity, next_step = desk.words, logged.activity, logged.next_step
    rows = []
    if logged.contact is not None:
        rows.append((words("activity.with"), contact_text(words, logged.contact)))
    if activity.outcome != "reached":
        rows.append((words("activity.outcome"), outcome_text(words, activity)))
    if note := own_words(words, activity):
        rows.append((words("activity.about"), note))
    if activity.amount is not None:
        rows.append((words("activity.amount"), _amount(desk, activity.amount, logged.deal)))
    if logged.paid is not None and logged.paid.amount is not None:
        rows.append((words("payments.received"), words.baht(logged.paid.amount)))
    rows += logged_row(desk, activity, logged.cadence, logged.customer)
    if next_step is not None:
        when = planned_text(desk, next_step, due_text(desk, next_step))
        rows.append((words(f"activity.row_{next_step.kind}"), when))
    return tuple(rows) or ((words("activity.about"), activity.said or "-"),)


def _amount(desk: Desk, amount: Decimal, deal: Deal | None) -> str:
    """1,500,000 บาท (ดีลยังเป็น 1,620,000): what is said in a visit changes no deal."""
    words, said = desk.words, desk.words.baht(amount)
    if deal is None or not deal.is_open or deal.amount in (None, amount):
        return said
    return words("activity.deal_stays", amount=said, deal=words.money(deal.amount or amount))


def _remarks(desk: Desk, logged: Logged, remarks: Sequence[str]) -> tuple[Paragraph, ...]:
    lines = [Paragraph(line, Tone.MUTED) for line in remarks]
    if logged.settled is not None:
        lines += date_remarks(desk, logged.settled)
    if logged.next_step is None and not logged.over:
        lines.append(Paragraph(desk.words("activity.no_next"), Tone.AMBER))
    elif logged.promised is None and not logged.over:
        lines.append(Paragraph(desk.words("rounds.planned"), Tone.MUTED))
    return tuple(lines)


def _buttons(desk: Desk, logged: Logged, undo: Undo) -> tuple[tuple[Button, ...], ...]:
    words, activity = desk.words, logged.activity
    edit = Button(words("activity.edit"), Tap(EditLast(activity=activity.id), fill=activity.said or None))
    correct = (edit, Button(words("activity.undo"), Tap(undo)))
    is_settled = logged.promised is not None or logged.over
    return (correct,) if is_settled else (next_steps(desk, activity.customer_id, logged.told_day), correct)


def _chips(desk: Desk, logged: Logged, *, guessed_customer: bool) -> tuple[Button, ...]:
    chips: tuple[Button, ...] = ()
    if logged.next_step is not None and logged.settled is not None:
        chips = date_chips(desk, logged.next_step, logged.settled)
    elif logged.next_step is not None and logged.promised is None:
        chips = (no_plan_chip(desk, logged.next_step),)
    if not chips or logged.promised is None:
        chips += size_chips(desk, logged.cadence, logged.customer, logged.activity)
    chips = (*chips, *offers(desk, logged.deal, logged.activity.amount, logged.stage))
    if not guessed_customer:
        return chips
    move = MoveToCustomer(activity=logged.activity.id)
    return (*chips, Button(desk.words("activity.other_customer"), Tap(move)))
