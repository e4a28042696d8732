"""What is pushed when a follow-up comes due, and what is asked when a meeting's day is over."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.brief import brief_card
from bot.cards.closing import log_result
from bot.cards.followup import clock_text, numbered
from bot.cards.matters import about
from bot.cards.moments import pick_another
from bot.cards.task import task_card
from bot.context import Desk
from bot.intents.followups import DidNotGo
from bot.outbox import REPLY_LIMIT
from bot.replies import Button, Card, Paragraph, Record, Reply, Tap, Tone, Weight
from models.customer import Contact, Customer
from models.followup import FollowUp


def reminder_replies(desk: Desk, followups: Sequence[FollowUp]) -> list[Reply]:
    """One push: a brief for each meeting and one card for the rest; too many for that become one list."""
    meetings = [one for one in followups if one.is_appointment]
    tasks = [one for one in followups if not one.is_appointment]
    if len(meetings) + bool(tasks) > REPLY_LIMIT:
        return [due_list(desk, followups)]
    briefs: list[Reply] = [_brief(desk, one) for one in meetings]
    if not tasks:
        return briefs
    return [*briefs, task_card(desk, tasks[0]) if len(tasks) == 1 else due_list(desk, tasks)]


def followup_card(desk: Desk, followup: FollowUp) -> Reply:
    """One follow-up with what can be done about it now."""
    if not followup.is_appointment:
        return task_card(desk, followup)
    is_over = followup.due_at <= desk.now if followup.due_at else followup.due_on < desk.today
    return result_card(desk, [followup]) if is_over else _brief(desk, followup)


def due_list(desk: Desk, followups: Sequence[FollowUp]) -> Card:
    """Several at once: each opens by its number, or is done or moved by it."""
    words = desk.words
    title = words("reminders.due", count=len(followups))
    names = ", ".join(dict.fromkeys(_name(desk, one) for one in followups[:3]))
    return Card(
        title=title,
        summary=f"{title} · {names}",
        blocks=(*numbered(desk, followups), Paragraph(words("reminders.by_number"), Tone.MUTED)),
    )


def result_card(desk: Desk, meetings: Sequence[FollowUp]) -> Card:
    """Card 5ข: how did it go? One meeting with its answers, several as a list that opens by number."""
    return _how_was_it(desk, meetings[0]) if len(meetings) == 1 else _how_were_they(desk, meetings)


def _how_was_it(desk: Desk, meeting: FollowUp) -> Card:
    words, name, clock = desk.words, _name(desk, meeting), clock_text(desk, meeting)
    missed = Button(words("reminders.did_not_go"), Tap(DidNotGo(followup=meeting.id)), Weight.SECONDARY)
    pick = pick_another(desk, meeting, by_customer=True)
    postponed = Button(words("reminders.postponed"), pick.action, Weight.SECONDARY)
    return Card(
        title=words("reminders.how_was", meeting=f"{name} {clock}".strip()),
        subtitle=_unheard(desk, meeting),
        summary=words("reminders.how_was_today", meeting=f"{clock} {name}".strip()),
        buttons=((log_result(desk, meeting, "reminders.went"),), (postponed, missed)),
        record=Record("followup", meeting.id),
    )


def _how_were_they(desk: Desk, meetings: Sequence[FollowUp]) -> Card:
    words = desk.words
    title = words("reminders.how_were", count=len(meetings))
    return Card(
        title=title,
        summary=title,
        blocks=(*numbered(desk, meetings), Paragraph(words("reminders.open_by_number"), Tone.MUTED)),
    )


def _unheard(desk: Desk, meeting: FollowUp) -> str:
    """คุณเมย์ · ปั๊มแรงดันสูง · ยังไม่ได้ลงผล."""
    contact = desk.session.get(Contact, meeting.contact_id) if meeting.contact_id else None
    person = desk.words.person(contact.name) if contact is not None else ""
    parts = [person, about(desk.words, meeting), desk.words("reminders.no_result")]
    return " · ".join(part for part in parts if part)


def _brief(desk: Desk, meeting: FollowUp) -> Card:
    return brief_card(desk, desk.session.get_one(Customer, meeting.customer_id), meeting)


def _name(desk: Desk, followup: FollowUp) -> str:
    return desk.session.get_one(Customer, followup.customer_id).name
