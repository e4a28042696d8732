"""Card 2ก: what one should know an hour before meeting this customer about this matter."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.activity import due_text
from bot.cards.matters import about, days_late, time_left, to_do, way_of
from bot.cards.past import amount_row, day_of, happened_text, last_contacts
from bot.cards.reach import call, way_there
from bot.cards.rounds import standing_row
from bot.context import Desk
from bot.intents.followups import Reschedule, StartResult
from bot.replies import Button, Card, Pick, Record, Rows, Tap, Tone
from models.activity import Activity
from models.customer import Contact, Customer
from models.followup import FollowUp

Row = tuple[str, str] | tuple[str, str, Tone]
PROMISES = 5


def meeting_card(desk: Desk, customer: Customer, followup: FollowUp) -> Card:
    """14:00 สยามวัสดุภัณฑ์ · อีก 1 ชั่วโมง · เข้าพบคุณสมชาย."""
    words = desk.words
    contact = desk.session.get(Contact, followup.contact_id) if followup.contact_id else None
    clock = words.clock(desk.local(followup.due_at)) if followup.due_at else ""
    return Card(
        title=f"{clock} {customer.name}".strip(),
        subtitle=f"{time_left(desk, followup)} · {to_do(words, followup, contact)}",
        summary=_summary(desk, customer, followup, contact, clock),
        blocks=(Rows(_rows(desk, customer, followup)),),
        buttons=_buttons(desk, customer, followup, contact),
        record=Record("followup", followup.id),
    )


def _summary(desk: Desk, customer: Customer, followup: FollowUp, contact: Contact | None, clock: str) -> str:
    """อีก 1 ชม. · 14:00 เข้าพบสยามวัสดุภัณฑ์ คุณสมชาย · ปิดราคาเหล็กเส้น."""
    words = desk.words
    doing = words(f"matters.{way_of(followup)}_with", who=customer.name)
    person = words.person(contact.name) if contact else ""
    parts = [time_left(desk, followup, "short"), f"{clock} {doing} {person}".strip(), about(words, followup)]
    return " · ".join(part for part in parts if part)


def _rows(desk: Desk, customer: Customer, followup: FollowUp) -> tuple[Row, ...]:
    words = desk.words
    last = last_contacts(desk, customer, 1)
    rows: list[Row] = []
    if topic := about(words, followup):
        rows.append((words("brief.about"), topic))
    rows += amount_row(desk, customer)
    rows += standing_row(desk, customer)
    told = f"{day_of(desk, last[0])} {happened_text(desk, last[0])}" if last else words("brief.never_talked")
    rows.append((words("brief.last_time"), told))
    rows += _promised(desk, customer, followup, last)
    return tuple(rows)


def _promised(desk: Desk, customer: Customer, followup: FollowUp, last: Sequence[Activity]) -> list[Row]:
    """What was promised beside this meeting: kept since the last contact, then still owed."""
    kept = [_kept(desk, one) for one in _kept_since(desk, customer, last)]
    open_ones = desk.session.scalars(FollowUp.open_at(desk.workspace.id, customer.id).limit(PROMISES))
    owed = [one for one in open_ones if one.id != followup.id]
    lines = kept + [owed_text(desk, one) for one in owed]
    if not lines:
        return []
    late = any(days_late(desk, one) for one in owed)
    tone = Tone.RED if late else Tone.PLAIN if owed else Tone.GREEN
    return [(desk.words("brief.promised"), "\n".join(lines), tone)]


def _kept_since(desk: Desk, customer: Customer, last: Sequence[Activity]) -> Sequence[FollowUp]:
    if not last:
        return ()
    kept = FollowUp.kept_at(desk.workspace.id, customer.id, last[0].logged_at)
    return desk.session.scalars(kept.limit(PROMISES)).all()


def _kept(desk: Desk, followup: FollowUp) -> str:
    day = desk.words.day(desk.local(followup.closed_at or desk.now).date(), desk.today)
    return desk.words("brief.kept", what=followup.about, day=day)


def owed_text(desk: Desk, followup: FollowUp) -> str:
    """ส่งใบเสนอราคาใหม่ · ภายใน ศ. 4 ธ.ค. 16:00."""
    when = desk.words(f"activity.next_{followup.kind}", when=due_text(desk, followup))
    topic = about(desk.words, followup)
    return f"{topic} · {when}" if topic else when


def _buttons(
    desk: Desk, customer: Customer, followup: FollowUp, contact: Contact | None
) -> tuple[tuple[Button, ...], ...]:
    words = desk.words
    who = f" {words.person(contact.name)}" if contact else ""
    fill = f"{words(f'channels.{_channel(followup)}')} {customer.name}{who} "
    result = Button(words("brief.result"), Tap(StartResult(followup=followup.id), fill=fill))
    initial = desk.local(followup.due_at) if followup.due_at else followup.due_on
    move = words("brief.move_meeting" if followup.is_appointment else "brief.move")
    later = Button(move, Pick(Reschedule(followup=followup.id), initial))
    reach = call(desk, customer, contact) + way_there(desk, customer)
    return reach, (result, later)


def _channel(followup: FollowUp) -> str:
    """How its result will have been got, as the keyboard begins the sentence."""
    way = way_of(followup)
    return "call" if way == "follow" else way
