"""ต้องดู: what a manager should look at first, most pressing first, each line opening its record or person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from bot.cards.activity import due_text
from bot.cards.dropping import Line, dropping, written
from bot.cards.matters import about, days_late
from bot.cards.people_there import undecided_items
from bot.cards.tally import day_of, silence, unreached, unreached_since
from bot.cards.undelivered import undelivered
from bot.context import Desk
from bot.intents.customers import Brief
from bot.intents.teams import TeamSummary, TeamToday
from bot.language import CustomerRef, MemberRef
from bot.replies import Item, Tone
from bot.teamwork import Teamwork, keepers, silent, without_result
from models import figures, pressing
from models.figures import Quiet
from models.followup import FollowUp
from models.member import Member
from models.period import Period
from models.pressing import Overdue
from models.promise import Owed

UNREACHED_DAYS = 30
"""Days without a word to a customer who waits for something."""
SHOWN = 8
"""So many lines; more than that nobody reads on a phone."""
NAMED = 3
"""So many lines of one kind are told one by one; more of them are one line that opens them all."""


@dataclass(frozen=True, slots=True)
class ToSee:
    """The lines, most pressing first, as far as a card can show them."""

    lines: Sequence[Line]
    unwritten: int = 0
    """So many more there are, none of them among the first."""

    @property
    def count(self) -> int:
        return len(self.lines) + self.unwritten


def exceptions(desk: Desk, team: Teamwork) -> ToSee:
    """Not sent, overdue, slipped, without result, not reached, about to drop, not logged, left as drafts.

    What is overdue or not reached is so today; a summary of days gone by does not speak of it. A company has
    a hundred such lines and a card shows eight: only these are written.
    """
    unheard = _no_result(desk, team, without_result(desk, team))
    if not team.period.holds(desk.today):
        return ToSee(written(unheard + _silent(desk, team)))
    kept = keepers(desk, team)
    late = pressing.overdue(desk.session, desk.workspace.id, team.ids, desk.today, few=SHOWN)
    today = [
        *_slipped(desk, team),
        *unheard,
        *_unreached(desk, team, kept),
        *undecided_items(desk, team.names),
    ]
    overdue = _overdue(desk, team, late)
    told = [*written(undelivered(desk)), *overdue, *written(today)]
    unsaid = written(_silent(desk, team) + _drafts(desk, team))
    return ToSee([*told, *dropping(desk, team, kept), *unsaid], late.people - len(overdue))


def _overdue(desk: Desk, team: Teamwork, late: Overdue) -> list[Line]:
    """What was due before today: one line a person."""
    by_owner = groupby(sorted(late.matters, key=lambda one: one.owner_id), key=lambda one: one.owner_id)
    who = team.names
    return [partial(_overdue_line, desk, who[owner], list(theirs)) for owner, theirs in by_owner]


def _overdue_line(desk: Desk, who: str, late: list[Owed]) -> Item:
    words, first = desk.words, late[0]
    if len(late) == 1:
        detail = _joined(words("matters.late", days=days_late(desk, first)), about(words, first), who)
        return Item(first.customer, detail, Brief(followup=first.id), Tone.RED)
    days = [words("summary.days_late", customer=one.customer, days=days_late(desk, one)) for one in late]
    return Item(
        words("summary.overdue_of", who=who, count=len(late)),
        _some(days),
        TeamSummary(rep=MemberRef("", first.owner_id), scope="overdue"),
        Tone.RED,
    )


def _slipped(desk: Desk, team: Teamwork) -> list[Item]:
    worst = pressing.slipped(desk.session, desk.workspace.id, team.ids, desk.today, few=NAMED)
    return [_slipped_line(desk, one, team.names[one.owner_id]) for one in worst]


def _slipped_line(desk: Desk, followup: Owed, who: str) -> Item:
    line = desk.words("summary.slipped", count=followup.moved, day=due_text(desk, followup))
    topic = followup.about and desk.words.quoted(followup.about)
    amount = f" {desk.words.money(followup.amount)}" if followup.amount is not None else ""
    detail = _joined(f"{line} {topic}".strip(), who)
    return Item(f"{followup.customer}{amount}", detail, Brief(followup=followup.id))


def _no_result(desk: Desk, team: Teamwork, missed: Sequence[Owed]) -> list[Item]:
    """All appointments without a result in one line."""
    if not missed:
        return []
    title = desk.words("summary.no_result", count=len(missed))
    first, who = missed[0], team.names
    if len(missed) == 1:
        meeting = _meeting(desk, team.period, first)
        detail = desk.words("summary.no_result_of", meeting=meeting, who=who[first.owner_id])
        return [Item(title, detail, Brief(followup=first.id))]
    named = [f"{_meeting(desk, team.period, one)} {who[one.owner_id]}" for one in missed]
    return [Item(title, _some(named), TeamToday(date=first.due_on))]


def _meeting(desk: Desk, period: Period, followup: Owed) -> str:
    """TTM 10:00, with its day when the period is longer than one."""
    day = "" if period.is_day else desk.words.day(followup.due_on, desk.today)
    at = desk.words.clock(desk.local(followup.due_at)) if followup.due_at else ""
    return " ".join(part for part in (followup.customer, day, at) if part)


def _unreached(desk: Desk, team: Teamwork, kept: list[int]) -> list[Item]:
    before = unreached_since(desk, UNREACHED_DAYS)
    here = (desk.workspace.id, kept, desk.today)
    waiting = figures.unreached(desk.session, *here, before, few=NAMED + 1)
    if waiting.count <= NAMED:
        return [_unreached_line(desk, team, one) for one in waiting.first]
    title = desk.words("summary.unreached", count=waiting.count, days=UNREACHED_DAYS)
    opens = TeamSummary(scope="neglected", days=UNREACHED_DAYS, team=team.only_id)
    return [Item(title, _some([one.name for one in waiting.first]), opens)]


def _unreached_line(desk: Desk, team: Teamwork, customer: Quiet) -> Item:
    owed = desk.session.scalars(FollowUp.open_at(desk.workspace.id, customer.id))
    topic = next(filter(None, (about(desk.words, one) for one in owed)), "")
    detail = _joined(unreached(desk, customer.last_contact_at), topic, team.names.get(customer.owner_id, ""))
    return Item(customer.name, detail, Brief(customer=CustomerRef("", customer.id)))


def _silent(desk: Desk, team: Teamwork) -> list[Item]:
    quiet = silent(desk, team)
    if len(quiet) <= NAMED:
        return [_silent_line(desk, team.period, one) for one in quiet]
    opens = TeamSummary(
        scope="no_activity", date_from=team.period.first, date_to=team.period.last, team=team.only_id
    )
    title = desk.words("summary.silent_many", count=len(quiet))
    return [Item(title, ", ".join(one.name for one in quiet), opens)]


def _silent_line(desk: Desk, period: Period, member: Member) -> Item:
    key = "summary.silent_today" if period.is_day and period.holds(desk.today) else "summary.silent"
    return Item(desk.words(key, who=member.name), silence(desk, member, period), day_of(member, period))


def _drafts(desk: Desk, team: Teamwork) -> list[Item]:
    """Lines that still wait to be placed: only how many, for they are not logged yet."""
    left = figures.drafts_left(desk.session, desk.workspace.id, team.ids)
    if not left:
        return []
    title = desk.words("summary.drafts", count=sum(left.values()))
    owners = [one for one in team.people if one.id in left]
    opens = (
        TeamSummary(scope="by_rep", team=team.only_id) if len(owners) > 1 else day_of(owners[0], team.period)
    )
    return [Item(title, _some([f"{one.name} {left[one.id]}" for one in owners]), opens)]


def _some(parts: Sequence[str]) -> str:
    """The first few; the rest is for whoever opens the line."""
    return ", ".join(parts[:NAMED]) + ("…" if len(parts) > NAMED else "")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
