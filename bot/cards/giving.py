"""Work that passes between colleagues: what was given, from whom, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.activity import due_text
from bot.cards.matters import about, own_words, to_do, what_happened
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.customers import Brief
from bot.intents.followups import Reschedule
from bot.intents.teams import PeopleToAssign
from bot.language import MemberRef
from bot.replies import Button, Card, Item, Items, Paragraph, Pick, Record, Rows, Tap, Tone, Weight
from models import figures
from models.activity import Activity
from models.customer import Contact, Customer
from models.followup import FollowUp, FollowUpState
from models.member import Member

PEOPLE = 10
"""So many names to tap; further ones are typed."""


def given_card(
    desk: Desk,
    followups: Sequence[FollowUp],
    to: Member,
    *,
    by_event: str,
    told: bool,
    remarks: Sequence[str] = (),
) -> Card:
    """To the giver: who does what and when, and whether that person knows already.

    `by_event` is what gave it, for taking it back.
    """
    words = desk.words
    lines = [*remarks, words("assign.told" if told else "assign.will_be_told", who=to.name)]
    notes = tuple(Paragraph(line, Tone.MUTED) for line in lines)
    undo = Button(words("activity.undo"), Tap(Undo(event=by_event)))
    if len(followups) > 1:
        title = words("assign.given_many", who=to.name, count=len(followups))
        return _several(desk, title, followups, notes, (undo,))
    buttons = (_later(desk, followups[0]), undo) if desk.member.is_manager else (undo,)
    return _one(desk, words("assign.given", who=to.name), followups[0], buttons, notes)


def received_card(desk: Desk, followups: Sequence[FollowUp]) -> Card:
    """To whoever it was given to: from whom, what, when."""
    words = desk.words
    givers = dict.fromkeys(one.set_by_id for one in followups)
    who = ", ".join(words.person(desk.session.get_one(Member, one).name) for one in givers)
    if len(followups) > 1:
        title = words("assign.received_many", who=who, count=len(followups))
        return _several(desk, title, followups, (), ())
    opens = Button(words("team.open_customer"), Tap(Brief(followup=followups[0].id)), Weight.PRIMARY)
    buttons = (opens, _later(desk, followups[0]))
    return _one(desk, words("assign.received", who=who), followups[0], buttons, ())


def _one(
    desk: Desk, title: str, followup: FollowUp, buttons: tuple[Button, ...], notes: tuple[Paragraph, ...]
) -> Card:
    customer = desk.session.get_one(Customer, followup.customer_id)
    return Card(
        title=title,
        subtitle=customer.name,
        summary=f"{title} · {customer.name} · {due_text(desk, followup)}",
        blocks=(Rows(_rows(desk, followup)), *notes),
        buttons=(buttons,) if buttons else (),
        record=Record("followup", followup.id),
    )


def _several(
    desk: Desk,
    title: str,
    followups: Sequence[FollowUp],
    notes: tuple[Paragraph, ...],
    buttons: tuple[Button, ...],
) -> Card:
    items = Items(tuple(_line(desk, one) for one in followups))
    rows = (buttons,) if buttons else ()
    return Card(title=title, summary=title, blocks=(items, *notes), buttons=rows)


def _rows(desk: Desk, followup: FollowUp) -> tuple[tuple[str, str], ...]:
    words = desk.words
    rows = [(words("assign.what"), _to_do(desk, followup))]
    if topic := about(words, followup):
        rows.append((words("activity.about"), topic))
    return (*rows, (words(f"activity.row_{followup.kind}"), due_text(desk, followup)))


def _to_do(desk: Desk, followup: FollowUp) -> str:
    contact = desk.session.get(Contact, followup.contact_id) if followup.contact_id else None
    return to_do(desk.words, followup, contact)


def _line(desk: Desk, followup: FollowUp) -> Item:
    customer = desk.session.get_one(Customer, followup.customer_id)
    parts = (due_text(desk, followup), _to_do(desk, followup), about(desk.words, followup))
    return Item(customer.name, " · ".join(part for part in parts if part), Brief(followup=followup.id))


def _later(desk: Desk, followup: FollowUp) -> Button:
    initial = desk.local(followup.due_at) if followup.due_at else followup.due_on
    return Button(desk.words("assign.later"), Pick(Reschedule(followup=followup.id), initial))


def came_back_card(desk: Desk, followups: Sequence[FollowUp]) -> Card:
    """To the giver: what came of it, in the words of whoever did it."""
    words = desk.words
    results = [desk.session.get(Activity, one.closed_by_id or 0) for one in followups]
    lines = tuple(
        (desk.session.get_one(Member, one.owner_id).name, _came_of_it(desk, one, result))
        for one, result in zip(followups, results, strict=True)
    )
    title = words("assign.came_back", count=len(followups))
    who, what = lines[0]
    return Card(
        title=title,
        summary=" · ".join((title, who, what.splitlines()[0])),
        blocks=(Rows(lines),),
        record=Record("activity", results[0].id) if len(results) == 1 and results[0] else None,
    )


def _came_of_it(desk: Desk, followup: FollowUp, result: Activity | None) -> str:
    """SCG · โทรคุยกับคุณวรรณา, and below it the own words; or that it is done, or needs no more doing."""
    words = desk.words
    customer = desk.session.get_one(Customer, followup.customer_id).name
    if result is None:
        dropped = followup.state is FollowUpState.DROPPED
        return f"{customer} · {words('assign.dropped' if dropped else 'assign.done')}"
    contact = desk.session.get(Contact, result.contact_id) if result.contact_id else None
    said = own_words(words, result)
    line = f"{customer} · {what_happened(words, result, contact)}"
    return f"{line}\n{said}" if said else line


def people_card(desk: Desk, colleagues: Sequence[Member]) -> Card:
    """ฝากงานให้ทีม: whom; a name opens the keyboard with the beginning of the sentence."""
    title = desk.words("assign.whom")
    ids = [one.id for one in colleagues]
    due = figures.due_between(desk.session, desk.workspace.id, ids, desk.today, desk.today)
    return Card(
        title=title,
        subtitle=desk.words("assign.how", who=colleagues[0].name),
        summary=title,
        buttons=tuple((_name(desk, one, due.get(one.id)),) for one in colleagues[:PEOPLE]),
    )


def _name(desk: Desk, colleague: Member, due: tuple[int, int] | None) -> Button:
    """แบงค์ · วันนี้นัด 2 ตาม 3: a manager sees who has room."""
    label = colleague.name
    if desk.member.is_manager and due is not None:
        label = desk.words("assign.load", who=colleague.name, meetings=due[0], others=due[1])
    chosen = PeopleToAssign(rep=MemberRef("", colleague.id))
    fill = desk.words("team.give_fill", who=colleague.name)
    return Button(label, Tap(chosen, fill=fill), Weight.SECONDARY)
