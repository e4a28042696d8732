"""What is to be reached in a month, set by a manager; and how far one has come."""

from __future__ import annotations

from datetime import date

from bot.language import crews
from bot.language.dates.calendar import last_of_month, plus_months
from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.lookups import back_from, back_to, span, span_back
from bot.language.line import Line
from bot.language.money import price
from bot.language.notes import note
from bot.language.sums import Sum
from bot.language.understanding import Found
from bot.language.whose import member

NOT_HERE = ("question", "condition")


def sets(line: Line) -> bool:
    """The line begins with a word of targets, and says how much of what."""
    if firm(line) is not None or any(line.has(tag) for tag in NOT_HERE):
        return False
    return (begins("target")(line) or _of_somebody(line)) and (
        count(line) is not None or price(line) is not None
    )


def _of_somebody(line: Line) -> bool:
    """team target December 5m: the team, or a name, before the word."""
    at = line.first("target")
    return at == 1 and (line.tokens.tag(0, "team") is not None)


def team(line: Line) -> Found[str] | None:
    """Of a whole team."""
    at = line.first("team")
    return None if at is None or member(line) is not None else line.of_token("team", at)


def month(line: Line) -> Found[date] | None:
    """Its first day: the month named, this year's or next; or the one that เดือนหน้า is."""
    at = line.first("month")
    if at is not None:
        token = line.token(at)
        ahead = (int(token.tags["month"]) - line.now.month) % 12
        return line.of_token(plus_months(line.now.date().replace(day=1), ahead), at)
    days = line.once(span)
    return None if days is None else line.found(days[0].replace(day=1), days[2], days[3])


def measure(line: Line) -> Found[str] | None:
    """visits, activities or customers; baht when no such word is said."""
    if line.once(_count) is None:
        return None
    for name in ("visits", "activities", "customers"):
        if places := line.places("target_measure", name):
            return line.of_token(name, places[0])
    return None


def count(line: Line) -> Found[int] | None:
    """60 ครั้ง, 40 ราย."""
    found = line.once(_count)
    if found is None or not line.has("target_measure"):
        return None
    return line.found(int(found.value), found.start, found.end)


def _count(line: Line) -> Sum | None:
    return next((each for each in line.numbers if each.kind == "count"), None)


SET = Grammar(
    intent="set_target",
    words=("target",),
    when=sets,
    fields={
        "rep": member,
        "scope": team,
        "team": crews.team,
        "month": month,
        "measure": measure,
        "count": count,
        "amount": lambda line: None if count(line) else price(line),
    },
)


def asks_own(line: Line) -> bool:
    """How much have I sold: no customer's matter, and nothing that is told."""
    of_somebody = line.has("team") or firm(line) is not None or member(line) is not None
    return line.has("my_numbers") and not of_somebody and not line.numbers


MINE = Grammar(intent="my_numbers", words=("my_numbers",), when=asks_own, fields={"date_from": back_from})


def asks_own_days(line: Line) -> bool:
    """วันนี้ขายได้เท่าไหร่, ปีนี้ปิดได้เท่าไหร่: of other days than a month's; targets are by the month."""
    days = line.once(span_back) if asks_own(line) and not line.has("target") else None
    return days is not None and (days[0].day != 1 or days[1] != last_of_month(days[0]))


MY_DAYS = Grammar(
    intent="team_summary",
    words=("my_numbers",),
    when=asks_own_days,
    fields={"date_from": back_from, "date_to": back_to},
)


def asks_of_others(line: Line) -> bool:
    """เป้าทีม, เป้าแบงค์: a word of targets and whose, and nothing else."""
    if not (begins("target")(line) or _of_somebody(line)) or firm(line) is not None or line.numbers:
        return False
    whose = member(line) or team(line)
    said = [
        *stretches(line, whose, crews.team(line), month(line)),
        *line.worded("target", "team", "particle", "link"),
    ]
    return whose is not None and note(line, said) is None


def _month_asked(line: Line) -> date:
    named = month(line)
    return named.value if named is not None else line.now.date().replace(day=1)


def _whole_month(line: Line) -> Found[str]:
    return line.found("month", 0, 0)


OTHERS = Grammar(
    intent="team_summary",
    words=("target",),
    when=asks_of_others,
    fields={
        "rep": member,
        "team": crews.team,
        "period": _whole_month,
        "date_from": lambda line: line.found(_month_asked(line), 0, 0),
        "date_to": lambda line: line.found(last_of_month(_month_asked(line)), 0, 0),
    },
)
