"""What was promised or moved: for whom, to when, and when Jod will bring it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards.activity import due_text
from bot.cards.matters import about, to_do, way_of
from bot.cards.moments import date_chips, date_remarks, pick_another
from bot.context import Desk
from bot.dates import Settled
from bot.intents.activities import EditLast, Undo
from bot.intents.followups import OpenFollowUp
from bot.replies import Button, Card, Item, Items, Paragraph, Record, Rows, Tap, Tone
from models.customer import Contact, Customer
from models.followup import FollowUp

LISTED = 8
"""So many lines of a list are read; the rest is a number."""
Row = tuple[str, str]


def promised_card(
    desk: Desk,
    followup: FollowUp,
    settled: Settled,
    *,
    said: str = "",
    heading: str | None = None,
    undo: Undo | None = None,
) -> Card:
    """A follow-up just set; `said` is the sentence to give back to the keyboard, empty after a tap.

    `heading` is the text's key, when it was set before or corrected; `undo` then takes back only that.
    """
    words = desk.words
    title = words(f"followups.{heading or f'set_{followup.kind}'}")
    edit = Button(words("activity.edit"), Tap(EditLast(followup=followup.id), fill=said))
    take_it_back = Button(words("activity.undo"), Tap(undo or Undo(followup=followup.id)))
    return Card(
        title=title,
        subtitle=subtitle(desk, followup),
        summary=_summary(desk, title, followup),
        blocks=(Rows(_rows(desk, followup)), *date_remarks(desk, settled)),
        buttons=((edit if said else pick_another(desk, followup), take_it_back),),
        chips=date_chips(desk, followup, settled),
        record=Record("followup", followup.id),
    )


def moved_card(
    desk: Desk, followup: FollowUp, settled: Settled, *, before: str, by_customer: bool, undo: Undo
) -> Card:
    """The same promise at another moment; `before` is the old one as it read."""
    words = desk.words
    heading = words("followups.moved_by_customer" if by_customer else "followups.moved")
    was = (words("followups.was"), before)
    return Card(
        title=heading,
        subtitle=subtitle(desk, followup),
        summary=_summary(desk, heading, followup),
        blocks=(Rows((was, *_rows(desk, followup))), *date_remarks(desk, settled)),
        buttons=((pick_another(desk, followup), take_back(desk, undo)),),
        chips=date_chips(desk, followup, settled),
        record=Record("followup", followup.id),
    )


def moved_list(desk: Desk, followups: Sequence[FollowUp], undo: Undo, heading: str) -> Card:
    """Several at their new day; `heading` is a text's key."""
    words = desk.words
    heading = words(f"followups.{heading}", count=len(followups))
    day = words.day(followups[0].due_on, desk.today)
    return Card(
        title=heading,
        subtitle=words("followups.moved_to", day=day),
        summary=f"{heading} · {words('followups.moved_to', day=day)}",
        blocks=numbered(desk, followups),
        buttons=((take_back(desk, undo),),),
    )


def numbered(desk: Desk, followups: Sequence[FollowUp]) -> tuple[Items | Paragraph, ...]:
    """Follow-ups as lines that open by number; of a long list, the rest is counted."""
    items = Items(tuple(line(desk, one) for one in followups[:LISTED]))
    rest = len(followups) - LISTED
    return (items, Paragraph(desk.words("followups.more", count=rest), Tone.MUTED)) if rest > 0 else (items,)


def line(desk: Desk, followup: FollowUp) -> Item:
    """เอเชียพรีซิชั่น, and below it: 11:00 · โทรหาคุณสมศักดิ์ · ถามเรื่อง PO."""
    customer = desk.session.get_one(Customer, followup.customer_id)
    parts = [clock_text(desk, followup), what_to_do(desk, followup), about(desk.words, followup)]
    detail = " · ".join(part for part in parts if part)
    return Item(customer.name, detail, OpenFollowUp(followup=followup.id))


def subtitle(desk: Desk, followup: FollowUp) -> str:
    """สยามวัสดุภัณฑ์ · โทรหาคุณสมชาย (เจ้าของ)."""
    customer = desk.session.get_one(Customer, followup.customer_id)
    doing = what_to_do(desk, followup)
    return f"{customer.name} · {doing}" if doing else customer.name


def what_to_do(desk: Desk, followup: FollowUp) -> str:
    """โทรหาคุณสมชาย (เจ้าของ); nothing when neither a way nor a person was said."""
    contact = desk.session.get(Contact, followup.contact_id) if followup.contact_id else None
    if contact is None and way_of(followup) == "follow":
        return ""
    return to_do(desk.words, followup, contact)


def clock_text(desk: Desk, followup: FollowUp) -> str:
    return desk.words.clock(desk.local(followup.due_at)) if followup.due_at else ""


def take_back(desk: Desk, undo: Undo) -> Button:
    return Button(desk.words("activity.undo"), Tap(undo))


def _summary(desk: Desk, heading: str, followup: FollowUp) -> str:
    """ลงนัดแล้ว · สยามวัสดุภัณฑ์ ศ. 4 ธ.ค. 14:00 · ปิดราคา."""
    customer = desk.session.get_one(Customer, followup.customer_id)
    topic = about(desk.words, followup)
    parts = [heading, f"{customer.name} {due_text(desk, followup)}", *([topic] if topic else [])]
    return " · ".join(parts)


def _rows(desk: Desk, followup: FollowUp) -> tuple[Row, ...]:
    """When, with the words it was said in; what about; when it is brought up, unless that is then."""
    words = desk.words
    when = due_text(desk, followup)
    said = f" {words.quoted(followup.words)}" if followup.words else ""
    rows = [(words(f"activity.row_{followup.kind}"), f"{when}{said}")]
    if topic := about(words, followup):
        rows.append((words("activity.about"), topic))
    if followup.remind_at is None:
        rows.append((words("followups.reminder"), words("followups.in_the_plan")))
    elif followup.remind_at != followup.due_at:
        rows.append((words("followups.reminder"), _reminder(desk, followup, followup.remind_at)))
    return tuple(rows)


def _reminder(desk: Desk, followup: FollowUp, remind_at: datetime) -> str:
    """13:00, with the date when it is another day's."""
    at, words = desk.local(remind_at), desk.words
    return words.clock(at) if at.date() == followup.due_on else words.moment(at.date(), at, desk.today)
