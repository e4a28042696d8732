"""Who of a team has reached the month's target, those furthest behind first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.numbers import month_line, progress_text
from bot.cards.tally import day_of
from bot.context import Desk
from bot.replies import Block, Card, Item, Items, Paragraph, Reply, Text, Tone
from bot.targets import Progress, Reach, days_left, reach_of
from models.member import Member, Role, Team
from models.period import Period
from models.target import TargetMeasure

SHOWN = 20
"""So many lines fit in a card (30 KB)."""


def behind_card(desk: Desk, people: Sequence[Member], month: Period, only: Team | None) -> Reply:
    """ใครยังไม่ถึงเป้า: each with what is missing, those without a target told apart; of `only` a team's."""
    reach = reach_of(desk, people, month)
    without = _without(people, reach)
    whole = _together(desk, people, month, only)
    if not reach:
        return Text(text="\n".join(filter(None, (_nobody(desk, without or people, month), whole))))
    title = desk.words("targets.behind_title", month=desk.words.month(month.first))
    told = _told(desk, reach, month)
    names = ", ".join(one.name for one in without)
    rest = (whole, desk.words("targets.untargeted", names=names) if names else "")
    return Card(
        title=title,
        subtitle=told,
        summary=f"{title} · {told}",
        blocks=(*_lists(desk, reach, month), *(Paragraph(text, Tone.MUTED) for text in rest if text)),
    )


def _without(people: Sequence[Member], reach: Sequence[Reach]) -> list[Member]:
    """The reps to whom nobody has set a target."""
    have = {one.member.id for one in reach}
    return [one for one in people if one.role is Role.REP and one.id not in have]


def _together(desk: Desk, people: Sequence[Member], month: Period, only: Team | None) -> str:
    """How far all of them have come in the month that is running."""
    if not month.holds(desk.today):
        return ""
    return month_line(desk, [one.id for one in people], month, only.id if only else None)


def _nobody(desk: Desk, people: Sequence[Member], month: Period) -> str:
    """How to set the first one, with a name that can be typed."""
    if not people:
        return desk.words("targets.nobody_to_target")
    return desk.words("targets.nobody_targeted", month=desk.words.month(month.first), name=people[0].name)


def _told(desk: Desk, reach: Sequence[Reach], month: Period) -> str:
    """ยังไม่ถึงเป้า 2 จาก 3 คน เหลือ 3 วันทำงาน."""
    words, behind = desk.words, sum(one.is_behind for one in reach)
    if not behind:
        return words("targets.nobody_behind")
    told = words("targets.behind", count=behind, people=len(reach))
    if not month.holds(desk.today):
        return told
    days = days_left(desk, month)
    return words("targets.behind_days", told=told, left=words("targets.days", days=days, s="s"[: days != 1]))


def _lists(desk: Desk, reach: Sequence[Reach], month: Period) -> tuple[Block, ...]:
    shown = reach[:SHOWN]
    behind = tuple(_line(desk, one, month) for one in shown if one.is_behind)
    there = tuple(_line(desk, one, month) for one in shown if not one.is_behind)
    lists = (
        Items(behind, desk.words("targets.behind_list"), Tone.RED),
        Items(there, desk.words("targets.there_list"), Tone.GREEN),
    )
    more = len(reach) - len(shown)
    rest = (Paragraph(desk.words("team.more", count=more), Tone.MUTED),) if more else ()
    return (*(one for one in lists if one.items), *rest)


def _line(desk: Desk, one: Reach, month: Period) -> Item:
    """แบงค์, 234,000 จากเป้า 300,000 (78%) · ขาดอีก 66,000 · เข้าพบ 1 จาก 60; a tap opens that month."""
    told = (_measured(desk, measure, done) for measure, done in one.targets.items())
    return Item(one.member.name, " · ".join(told), day_of(one.member, month))


def _measured(desk: Desk, measure: TargetMeasure, done: Progress) -> str:
    words = desk.words
    if measure is not TargetMeasure.WON:
        count = words("targets.count_of", done=f"{done.done:,.0f}", target=f"{done.target or 0:,.0f}")
        return f"{words(f'targets.{measure}')} {count}"
    told = progress_text(desk, done)
    if not done.missing:
        return told
    return f"{told} · {words('targets.short_of', amount=words.millions(done.missing))}"
