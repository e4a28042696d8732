"""Lists about a team: each one's figures, who has not logged, who is not reached, who goes where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import joinedload

from bot.cards.activity import contact_text
from bot.cards.matters import about
from bot.cards.tally import day_of, silence, tally
from bot.context import Desk
from bot.intents.customers import Brief
from bot.intents.teams import ShowEntry
from bot.periods import period_text
from bot.replies import Block, Card, Item, Items, Paragraph, Reply, Text, Tone
from bot.teamwork import Teamwork, silent, teamwork
from models import figures
from models.activity import Activity
from models.followup import FollowUp
from models.member import Member
from models.period import Period
from models.rollups import FACE_TO_FACE

SHOWN = 12
"""So many lines a list: more do not fit on a phone."""


def one_by_one(desk: Desk, team: Teamwork) -> Card:
    """ดูทีละคน: each person's figures in a line that opens that person's days."""
    title = desk.words("team.one_by_one", period=period_text(desk, team.period))
    shown = team.people[:SHOWN]
    items = tuple(Item(one.name, _doing(desk, team, one), day_of(one, team.period)) for one in shown)
    return Card(title=title, summary=title, blocks=_cut(desk, items, len(team.people)))


def _doing(desk: Desk, team: Teamwork, member: Member) -> str:
    if team.of(member).logged:
        return tally(desk, team.of(member))
    return desk.words("summary.away") if member.id in team.away else silence(desk, member, team.period)


def silent_card(desk: Desk, team: Teamwork) -> Reply:
    """ใครยังไม่ลงงาน: those who should have; whoever is on leave is told apart."""
    quiet = silent(desk, team)
    when = (
        desk.words.near_day(team.period.first, desk.today)
        if team.period.is_day
        else period_text(desk, team.period)
    )
    if not quiet:
        return Text(text=desk.words("team.all_logged", when=when))
    title = desk.words("team.silent", when=when, count=len(quiet))
    items = tuple(
        Item(one.name, silence(desk, one, team.period), day_of(one, team.period)) for one in quiet[:SHOWN]
    )
    lines = _cut(desk, items, len(quiet))
    return Card(title=title, summary=title, blocks=(*lines, *_on_leave(desk, team)))


def whereabouts(desk: Desk, day: date) -> Reply:
    """วันนี้ทีมไปไหน: everybody's appointments by time, and the visits made besides."""
    team = teamwork(desk, Period(day, day))
    meetings = _appointments(desk, team)
    other_visits = _visits_besides(desk, team, meetings)
    title = desk.words("team.whereabouts", day=desk.words.day(day, desk.today))
    if not meetings and not other_visits:
        return _nowhere(desk, team, day)
    lines = [_appointment(desk, team, one) for one in meetings]
    visits = tuple(_visit(desk, one) for one in other_visits)
    return Card(
        title=title,
        subtitle=desk.words("team.meetings", count=len(meetings)),
        summary=f"{title} · {desk.words('team.meetings', count=len(meetings))}",
        blocks=(
            *_cut(desk, tuple(lines), len(lines)),
            *((Items(visits[:SHOWN], desk.words("team.visited")),) if visits else ()),
            *_on_leave(desk, team),
        ),
    )


def _nowhere(desk: Desk, team: Teamwork, day: date) -> Text:
    text = desk.words("team.nowhere", day=desk.words.near_day(day, desk.today))
    away = [block.text for block in _on_leave(desk, team)]
    return Text(text="\n".join([text, *away]))


def _appointments(desk: Desk, team: Teamwork) -> Sequence[FollowUp]:
    listed = figures.appointments(desk.workspace.id, team.ids, team.period.first, team.period.last)
    people = (joinedload(FollowUp.customer), joinedload(FollowUp.contact))
    return desk.session.scalars(listed.options(*people)).all()


def _appointment(desk: Desk, team: Teamwork, followup: FollowUp) -> Item:
    """10:00 โรงแรมริเวอร์วิว / แบงค์ · คุณนก (จัดซื้อ) · เสนอราคา · ลงผลแล้ว."""
    words = desk.words
    clock = words.clock(desk.local(followup.due_at)) if followup.due_at else ""
    who = contact_text(words, followup.contact) if followup.contact else ""
    done = "" if followup.is_open else words("team.has_result")
    parts = (team.names[followup.owner_id], who, about(words, followup), done)
    tone = Tone.PLAIN if followup.is_open else Tone.MUTED
    title = f"{clock} {followup.customer.name}".strip()
    return Item(title, " · ".join(part for part in parts if part), _opens(followup), tone)


def _opens(followup: FollowUp) -> Brief | ShowEntry:
    """What is settled opens its result, what is not the brief."""
    if followup.closed_by_id is not None:
        return ShowEntry(activity=followup.closed_by_id)
    return Brief(followup=followup.id)


def _visits_besides(desk: Desk, team: Teamwork, meetings: Sequence[FollowUp]) -> list[Activity]:
    """Visits of that day which were no appointment of it."""
    settled = {one.closed_by_id for one in meetings}
    day = Activity.between(desk.workspace.id, *desk.workspace.bounds(team.period))
    visits = day.where(Activity.member_id.in_(team.ids), Activity.channel.in_(FACE_TO_FACE))
    people = (joinedload(Activity.customer), joinedload(Activity.member))
    return [one for one in desk.session.scalars(visits.options(*people)) if one.id not in settled]


def _visit(desk: Desk, activity: Activity) -> Item:
    clock = desk.words.clock(desk.local(activity.occurred_at))
    detail = f"{activity.member.name} · {activity.note}" if activity.note else activity.member.name
    return Item(f"{clock} {activity.customer.name}", detail, ShowEntry(activity=activity.id))


def _on_leave(desk: Desk, team: Teamwork) -> tuple[Paragraph, ...]:
    names = ", ".join(one.name for one in team.people if one.id in team.away)
    return (Paragraph(desk.words("team.on_leave", names=names), Tone.MUTED),) if names else ()


def _cut(desk: Desk, items: tuple[Item, ...], count: int) -> tuple[Block, ...]:
    """As many lines as are read, and how many of `count` there are besides."""
    if not items:
        return ()
    more = count - SHOWN
    rest = (Paragraph(desk.words("team.more", count=more), Tone.MUTED),) if more > 0 else ()
    return (Items(items[:SHOWN]), *rest)
