"""Card 6: the team's day, or any days, with what needs a manager's eye first; 6ข when nothing does."""

from __future__ import annotations

from bot.cards.deal_endings import ended, ending_lines
from bot.cards.exceptions import SHOWN, ToSee, exceptions
from bot.cards.numbers import money_line, month_line
from bot.context import Desk
from bot.intents.reports import Report
from bot.intents.teams import PeopleToAssign, TeamSummary
from bot.periods import period_text
from bot.replies import Block, Button, Card, Items, Paragraph, Reply, Table, Tap, Text, Tone, Weight
from bot.subjects import about
from bot.targets import month_of
from bot.teamwork import Teamwork, ahead, silent, teamwork
from models import figures
from models.figures import Amounts
from models.member import Member
from models.period import Period
from models.workspace import Subject

PEOPLE = 20
"""So many lines fit in a card beside the rest (30 KB)."""
NONE = "–"


def evening_summary(desk: Desk) -> Reply:
    """What comes at 18:30: the card, or two lines on a day with nothing to look at."""
    team = teamwork(desk, _today(desk))
    to_see = exceptions(desk, team)
    return _card(desk, team, to_see) if to_see.count else _all_is_well(desk, team)


def summary_card(desk: Desk, team: Teamwork) -> Card:
    """The team in a period: exceptions, the figures of each person, amounts, what is ahead."""
    return _card(desk, team, exceptions(desk, team))


def _card(desk: Desk, team: Teamwork, to_see: ToSee) -> Card:
    amounts = figures.amounts_said(desk.session, desk.workspace, team.ids, team.period)
    return Card(
        title=f"{_whose(desk, team)} · {period_text(desk, team.period)}",
        subtitle=_until(desk, team.period),
        summary=_alt(desk, team, to_see.count, amounts),
        blocks=(
            *_to_see(desk, to_see),
            *_people(desk, team),
            *_said(desk, team, amounts),
            *ended(desk, team.names, team.period),
            *_money(desk, team),
            *_ahead(desk, team),
        ),
        buttons=_buttons(desk, team),
    )


def _all_is_well(desk: Desk, team: Teamwork) -> Text:
    words = desk.words
    day, meetings, others = ahead(desk, team.ids)
    well = words(
        "summary.all_is_well",
        name=words.person(desk.member.name),
        visits=team.visits,
        contacts=team.contacts,
        reached=figures.customers_reached(desk.session, desk.workspace, team.ids, team.period),
        day=words.near_day(day, desk.today),
        meetings=meetings,
        others=others,
    )
    closed = ending_lines(desk, team.names, team.period)
    lines = (well, *closed, money_line(desk, team.ids, team.period), _month(desk, team))
    return Text(text="\n".join(line for line in lines if line))


def _whose(desk: Desk, team: Teamwork) -> str:
    """สรุปทีม; of a team that was named, with its name."""
    title = desk.words("summary.title")
    return title if team.only is None else desk.words("summary.title_of", team=team.only.name)


def _until(desk: Desk, period: Period) -> str:
    """Live figures say until when they hold."""
    return desk.words("summary.until", clock=desk.words.clock(desk.now)) if period.holds(desk.today) else ""


def _alt(desk: Desk, team: Teamwork, to_see: int, amounts: Amounts) -> str:
    words = desk.words
    parts = [f"{_whose(desk, team)} {period_text(desk, team.period)}"]
    if to_see:
        parts.append(words("summary.to_see_count", count=to_see))
    parts.append(words("summary.counts", visits=team.visits, contacts=team.contacts))
    if amounts.customers:
        parts.append(words("summary.amounts_short", amount=words.millions(amounts.total)))
    return " · ".join(parts)


def _to_see(desk: Desk, found: ToSee) -> tuple[Block, ...]:
    if not found.count:
        return ()
    more = found.count - SHOWN
    rest = (Paragraph(desk.words("summary.more", count=more), Tone.MUTED),) if more > 0 else ()
    shown = tuple(line() for line in found.lines[:SHOWN])
    return (Items(shown, desk.words("summary.to_see"), Tone.RED), *rest)


def _people(desk: Desk, team: Teamwork) -> tuple[Block, ...]:
    """One line a person; whoever should have logged and has not stands out."""
    words = desk.words
    heading = words("summary.team_today" if team.period == _today(desk) else "summary.team")
    quiet = {one.id for one in silent(desk, team)}
    columns = tuple(words(f"summary.column_{name}") for name in ("visits", "contacts", "reached"))
    shown = team.people[:PEOPLE]
    lines = tuple(_line(desk, team, one) for one in shown)
    alarming = frozenset(at for at, one in enumerate(shown) if one.id in quiet)
    return (Table(heading, columns, lines, alarming), *_below_table(desk, team))


def _below_table(desk: Desk, team: Teamwork) -> tuple[Paragraph, ...]:
    lines = []
    if any(team.of(one).unanswered for one in team.people[:PEOPLE]):
        lines.append(desk.words("summary.legend"))
    if len(team.people) > PEOPLE:
        lines.append(desk.words("summary.more_people", count=len(team.people) - PEOPLE))
    return (Paragraph(" · ".join(lines), Tone.MUTED),) if lines else ()


def _line(desk: Desk, team: Teamwork, member: Member) -> tuple[str, ...]:
    did = team.of(member)
    if member.id in team.away and not did.logged:
        return member.name, desk.words("summary.away"), NONE, NONE
    if not did.logged:
        return member.name, NONE, NONE, NONE
    contacts = f"{did.contacts} ({did.unanswered})" if did.unanswered else str(did.contacts)
    return member.name, str(did.visits), contacts, desk.words("summary.customers", count=did.reached)


def _today(desk: Desk) -> Period:
    return Period(desk.today, desk.today)


@about(Subject.DEALS)
def _said(desk: Desk, team: Teamwork, amounts: Amounts) -> tuple[Block, ...]:
    """ยอดที่คุย 3.80 ล้าน จาก 2 ราย, and the largest ones by name."""
    if not amounts.customers:
        return ()
    words = desk.words
    lines = [
        words("summary.amounts", amount=words.millions(amounts.total), count=amounts.customers),
        *(
            f"{words.money(one.value)} · {one.customer} ({team.names[one.member_id]})"
            for one in amounts.largest
        ),
    ]
    return Items((), words("summary.amounts_heading")), Paragraph("\n".join(lines))


def _money(desk: Desk, team: Teamwork) -> tuple[Block, ...]:
    """What was sold, billed and collected, and how far the month has come."""
    lines = [money_line(desk, team.ids, team.period), _month(desk, team)]
    told = "\n".join(line for line in lines if line)
    return (Paragraph(told),) if told else ()


def _month(desk: Desk, team: Teamwork) -> str:
    """Of a summary that has today in it."""
    if not team.period.holds(desk.today):
        return ""
    return month_line(desk, team.ids, month_of(desk.today), team.only_id)


def _ahead(desk: Desk, team: Teamwork) -> tuple[Block, ...]:
    """พรุ่งนี้: นัด 5 · ต้องตาม 11; days gone by have no tomorrow."""
    if not team.period.holds(desk.today):
        return ()
    day, meetings, others = ahead(desk, team.ids)
    near = desk.words.near_day(day, desk.today)
    line = desk.words("summary.ahead", day=near, meetings=meetings, others=others)
    return (Paragraph(line, Tone.MUTED),)


def _buttons(desk: Desk, team: Teamwork) -> tuple[tuple[Button, ...], ...]:
    period, only = team.period, team.only_id
    one_by_one = TeamSummary(scope="by_rep", date_from=period.first, date_to=period.last, team=only)
    detailed = Report(team=only)
    if period != _today(desk):
        detailed = Report(date_from=period.first, date_to=period.last, team=only)
    return (
        (
            Button(desk.words("summary.one_by_one"), Tap(one_by_one), Weight.PRIMARY),
            Button(desk.words("summary.assign"), Tap(PeopleToAssign()), Weight.SECONDARY),
        ),
        (Button(desk.words("metrics.detailed"), Tap(detailed)),),
    )
