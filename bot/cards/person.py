"""One person's days as the manager sees them, and one entry of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import joinedload
from sqlalchemy.sql import Select

from bot.cards.activity import contact_text, due_text, outcome_text, when_text
from bot.cards.deal_endings import ended
from bot.cards.matters import about, days_late, own_words, to_do
from bot.cards.numbers import money_text
from bot.cards.tally import silence, tally
from bot.context import Desk
from bot.intents.customers import Brief
from bot.intents.teams import AskAbout, PeopleToAssign, ShowEntry
from bot.language import CustomerRef, MemberRef
from bot.periods import period_text
from bot.replies import (
    Block,
    Button,
    Card,
    Item,
    Items,
    Paragraph,
    Record,
    Reply,
    Rows,
    Tap,
    Text,
    Tone,
    Weight,
)
from bot.targets import sold
from bot.teamwork import ahead, teamwork
from models import figures
from models.activity import Activity
from models.customer import Contact, Customer
from models.followup import FollowUp
from models.member import Member
from models.period import Period
from models.sold import NOTHING, Sold

ENTRIES, OWED = 8, 5
"""So many entries and follow-ups of each sort: a month of them is for the history."""


def person_card(desk: Desk, person: Member, period: Period) -> Card:
    """What this person logged in these days, what is left to do today, what is overdue."""
    title = f"{person.name} · {period_text(desk, period)}"
    did = figures.by_member(desk.session, desk.workspace, [person.id], period).get(person.id)
    own = sold(desk, [person.id], period).get(person.id, NOTHING)
    told = tally(desk, did) if did else _silence(desk, person, period)
    standing = " · ".join(part for part in (told, _won(desk, own)) if part)
    return Card(
        title=title,
        subtitle=standing,
        summary=f"{title} · {standing}",
        blocks=(
            *_entries(desk, person, period, did.logged if did else 0),
            *ended(desk, {person.id: ""}, period),
            *_money(desk, person, period, own),
            *_plan(desk, person, period),
        ),
        buttons=_buttons(desk, person),
    )


def _won(desk: Desk, own: Sold) -> str:
    """ปิดได้ 1,800,000."""
    return f"{desk.words('deals.won_on')} {desk.words.money(own.deals)}" if own.won else ""


def _money(desk: Desk, person: Member, period: Period, own: Sold) -> tuple[Block, ...]:
    """What was sold, billed and collected in these days."""
    told = money_text(desk, own, [person.id], period)
    return (Paragraph(told),) if told else ()


def overdue_card(desk: Desk, person: Member) -> Reply:
    """All that this person should have done before today."""
    late = [one for one in _owed(desk, person) if days_late(desk, one)]
    if not late:
        return Text(text=desk.words("team.nothing_overdue", who=person.name))
    title = desk.words("summary.overdue_of", who=person.name, count=len(late))
    items = tuple(_promise(desk, one) for one in late)
    rest = _more(desk, len(items) - ENTRIES)
    return Card(
        title=title, summary=title, blocks=(Items(items[:ENTRIES]), *rest), buttons=_buttons(desk, person)
    )


def entry_card(desk: Desk, activity: Activity) -> Card:
    """One entry of a colleague's, in the own words; quoting it asks about it."""
    words = desk.words
    customer = desk.session.get_one(Customer, activity.customer_id)
    author = desk.session.get_one(Member, activity.member_id)
    title = f"{words(f'channels.{activity.channel}')} · {customer.name}"
    when = when_text(desk, activity.occurred_at)
    return Card(
        title=title,
        subtitle=f"{author.name} · {when}",
        summary=f"{title} · {author.name} {when}",
        blocks=(Rows(_rows(desk, activity)),),
        buttons=(_entry_buttons(desk, activity, author),),
        record=Record("activity", activity.id),
    )


def _silence(desk: Desk, person: Member, period: Period) -> str:
    away = person.id in teamwork(desk, period).away
    return desk.words("summary.away") if away else silence(desk, person, period)


def _entries(desk: Desk, person: Member, period: Period, logged: int) -> tuple[Block, ...]:
    """The newest of all that was logged; each opens."""
    theirs = Activity.between(desk.workspace.id, *desk.workspace.bounds(period)).where(
        Activity.member_id == person.id
    )
    newest = theirs.order_by(None).order_by(Activity.occurred_at.desc(), Activity.id.desc()).limit(ENTRIES)
    people = (joinedload(Activity.customer), joinedload(Activity.contact))
    items = tuple(_entry(desk, one, period) for one in desk.session.scalars(newest.options(*people)))
    if not items:
        return ()
    return (Items(items[::-1], desk.words("team.logged")), *_more(desk, logged - len(items)))


def _entry(desk: Desk, activity: Activity, period: Period) -> Item:
    """สยามวัสดุภัณฑ์ 1,500,000 / 16:20 เข้าพบ คุณสมชาย · “ขอเครดิต 60 วัน”."""
    words, at = desk.words, desk.local(activity.occurred_at)
    when = words.clock(at) if period.is_day else words.day(at.date(), desk.today)
    how = words(f"channels.{activity.channel}")
    if activity.outcome != "reached":
        how += f" {outcome_text(words, activity)}"
    amount = f" {words.money(activity.amount)}" if activity.amount is not None else ""
    who = f" {words.person(activity.contact.name)}" if activity.contact else ""
    detail = " · ".join(part for part in (f"{when} {how}{who}", own_words(words, activity)) if part)
    return Item(f"{activity.customer.name}{amount}", detail, ShowEntry(activity=activity.id))


def _plan(desk: Desk, person: Member, period: Period) -> tuple[Block, ...]:
    """What is still to do today and what is overdue; of days to come all that is; days gone by have none."""
    if period.first > desk.today:
        return _to_come(desk, person, period)
    if not period.holds(desk.today):
        return ()
    owed = _owed(desk, person)
    today = tuple(_promise(desk, one) for one in owed if one.due_on == desk.today)
    late = tuple(_promise(desk, one) for one in owed if days_late(desk, one))
    return (
        *((Items(today[:OWED], desk.words("team.left_today")),) if today else ()),
        *_more(desk, len(today) - OWED),
        *((Items(late[:OWED], desk.words("team.overdue"), Tone.RED),) if late else ()),
        *_more(desk, len(late) - OWED),
        _tomorrow(desk, person),
    )


def _to_come(desk: Desk, person: Member, period: Period) -> tuple[Block, ...]:
    """Where this person goes and what is to do; of several days each with its day."""
    planned = FollowUp.open_of(desk.workspace.id, [person.id]).where(
        FollowUp.due_on.between(period.first, period.last)
    )
    items = tuple(_promise(desk, one, with_day=not period.is_day) for one in _with_people(desk, planned))
    if not items:
        return (Paragraph(desk.words("team.nothing_planned"), Tone.MUTED),)
    return (Items(items[:ENTRIES], desk.words("team.planned")), *_more(desk, len(items) - ENTRIES))


def _owed(desk: Desk, person: Member) -> Sequence[FollowUp]:
    owed = FollowUp.open_of(desk.workspace.id, [person.id]).where(FollowUp.due_on <= desk.today)
    return _with_people(desk, owed)


def _with_people(desk: Desk, followups: Select[FollowUp]) -> Sequence[FollowUp]:
    people = (joinedload(FollowUp.customer), joinedload(FollowUp.contact))
    return desk.session.scalars(followups.options(*people)).all()


def _promise(desk: Desk, followup: FollowUp, *, with_day: bool = False) -> Item:
    """TTM / ค้าง 2 วัน · โทรหาคุณเมย์ · ถามเรื่อง PO."""
    words = desk.words
    late = days_late(desk, followup)
    time = due_text(desk, followup) if with_day else _clock(desk, followup)
    when = words("matters.late", days=late) if late else time
    parts = (when, to_do(words, followup, followup.contact), about(words, followup))
    return Item(
        followup.customer.name, " · ".join(part for part in parts if part), Brief(followup=followup.id)
    )


def _clock(desk: Desk, followup: FollowUp) -> str:
    return desk.words.clock(desk.local(followup.due_at)) if followup.due_at else ""


def _tomorrow(desk: Desk, person: Member) -> Paragraph:
    day, meetings, others = ahead(desk, [person.id])
    near = desk.words.near_day(day, desk.today)
    return Paragraph(desk.words("summary.ahead", day=near, meetings=meetings, others=others), Tone.MUTED)


def _more(desk: Desk, count: int) -> tuple[Paragraph, ...]:
    return (Paragraph(desk.words("team.more", count=count), Tone.MUTED),) if count > 0 else ()


def _buttons(desk: Desk, person: Member) -> tuple[tuple[Button, ...], ...]:
    """Work can be given to somebody else only."""
    if person.id == desk.member.id:
        return ()
    give = desk.words("team.give_fill", who=person.name)
    label = desk.words("team.give", who=person.name)
    return ((Button(label, Tap(PeopleToAssign(rep=MemberRef("", person.id)), fill=give), Weight.PRIMARY),),)


def _rows(desk: Desk, activity: Activity) -> tuple[tuple[str, str], ...]:
    words = desk.words
    contact = desk.session.get(Contact, activity.contact_id) if activity.contact_id else None
    rows = [
        (words("activity.with"), contact_text(words, contact) if contact else ""),
        (words("activity.outcome"), outcome_text(words, activity)),
        (words("activity.about"), own_words(words, activity)),
        (words("activity.amount"), words.baht(activity.amount) if activity.amount is not None else ""),
        (words("team.next"), _next_step(desk, activity)),
    ]
    return tuple(row for row in rows if row[1])


def _next_step(desk: Desk, activity: Activity) -> str:
    owed = FollowUp.open_at(desk.workspace.id, activity.customer_id).limit(1)
    followup = desk.session.scalar(owed)
    return due_text(desk, followup) if followup is not None else desk.words("team.no_next")


def _entry_buttons(desk: Desk, activity: Activity, author: Member) -> tuple[Button, ...]:
    words = desk.words
    customer = Brief(customer=CustomerRef("", activity.customer_id))
    opens = Button(words("team.open_customer"), Tap(customer), Weight.SECONDARY)
    if author.id == desk.member.id or not desk.member.is_manager:
        return (opens,)
    ask = Button(words("team.ask", who=author.name), Tap(AskAbout(activity=activity.id)), Weight.PRIMARY)
    return (ask, opens)
