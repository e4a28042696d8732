"""What each person did, won and kept, against what was to be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cards.report_topics import topic_card
from bot.cards.report_words import share, total
from bot.cards.tally import day_of
from bot.context import Desk
from bot.language import MemberRef
from bot.replies import Block, Card, Item, Items, Paragraph, Tone
from bot.reporting import View
from bot.subjects import about
from bot.texts import Words
from models.member import Member, Role
from models.metrics.people import Effort, efforts
from models.metrics.punctuality import Kept, punctuality
from models.target import TargetMeasure
from models.workspace import Subject

SHOWN = 20
"""So many people fit in a card."""


def activity_card(desk: Desk, view: View) -> Card:
    """A line a person; it opens that person's days."""
    names = _names(desk, view)
    reps = [one.id for one in names.values() if one.role is Role.REP and one.is_active]
    done = efforts(desk.session, view.scope, view.period, also=reps)
    lines = tuple(_effort(desk, view, names[one.member_id], one) for one in done[:SHOWN])
    return topic_card(desk, view, "activity", _listed(desk, lines, len(done)))


def _names(desk: Desk, view: View) -> Mapping[int, Member]:
    return {one: desk.session.get_one(Member, one) for one in view.scope.owner_ids}


def _listed(desk: Desk, lines: tuple[Item, ...], count: int) -> tuple[Block, ...]:
    """The lines, and how many people there are besides; a word for none."""
    if not lines:
        return (Paragraph(desk.words("metrics.nobody"), Tone.MUTED),)
    if count <= SHOWN:
        return (Items(lines),)
    return Items(lines), Paragraph(desk.words("summary.more_people", count=count - SHOWN), Tone.MUTED)


def _effort(desk: Desk, view: View, member: Member, one: Effort) -> Item:
    """แบงค์ · ปิดได้ 1.20 ล้าน จากเป้า 2.00 ล้าน (60%) / ลงงาน 40 · คุยได้ 22 ราย."""
    words = desk.words
    logged = words("metrics.logged", value=_against(words, one, TargetMeasure.ACTIVITIES))
    reached = words("metrics.reached", value=_against(words, one, TargetMeasure.CUSTOMERS))
    detail = " · ".join((*_won(desk, one), logged, reached))
    return Item(member.name, detail, day_of(member, view.period))


@about(Subject.DEALS)
def _won(desk: Desk, one: Effort) -> tuple[str, ...]:
    return (desk.words("metrics.person_won", value=_against(desk.words, one, TargetMeasure.WON)),)


def _against(words: Words, one: Effort, measure: TargetMeasure) -> str:
    """What is reached; with a target, of how much and what share that is."""
    reached, goal = one.reached(measure), one.goals.get(measure)
    if goal is None:
        return total(words, reached)
    parts = {"value": total(words, reached), "goal": total(words, goal)}
    return words("metrics.of_target", share=share(one.share(measure)), **parts)


def punctuality_card(desk: Desk, view: View) -> Card:
    """A line a person: how the promises for a time were kept; it opens those that were not."""
    kept, names = punctuality(desk.session, view.scope, view.period), _names(desk, view)
    lines = tuple(_kept(desk, view, names[one.member_id], one) for one in kept[:SHOWN])
    return topic_card(desk, view, "punctuality", _listed(desk, lines, len(kept)))


def _kept(desk: Desk, view: View, member: Member, one: Kept) -> Item:
    detail = desk.words("metrics.punctual", kept=one.kept, late=one.late, missed=one.missed)
    opens = replace(view.behind("late"), rep=MemberRef("", member.id), team=None)
    return Item(f"{member.name} {share(one.rate)}", detail, opens)
