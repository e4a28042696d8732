"""What a manager asks about the team, and who belongs to it."""

from __future__ import annotations

import re
from datetime import date

from bot.language.crews import team, unknown
from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar, begins, every, value_of
from bot.language.grammar.lookups import back_from, back_to, date_from, span_back
from bot.language.grammar.politeness import START
from bot.language.line import Line, spans
from bot.language.notes import note
from bot.language.numerals import code_after
from bot.language.understanding import Found
from bot.language.whose import member


def scope(line: Line) -> Found[str] | None:
    """no_activity, neglected, pipeline, or a person's overdue."""
    for name in ("no_activity", "neglected", "pipeline", "overdue"):
        if (at := line.first(name)) is not None:
            return line.of_token(name, at)
    deals = line.once(_only_deals_of) or line.once(_deals_in_a_stage)
    return line.found("pipeline", 0, len(line.text)) if deals else None


WHO_MOST = re.compile(
    rf"{START}(?:ใคร|เซลส์คนไหน|เซลคนไหน)(?:ใน(?:ทีม)?)?(?!.*(?:ซื้อ|สั่ง)).*(?:เยอะ|มาก|น้อย|เก่ง|ดี|ขยัน)(?:ที่)?สุด"
    r"|who (?!.*(?:bought|buys|ordered)).*\b(?:the )?(?:most|least|best)\b"
)
"""ใครเข้าพบเยอะสุด, who closed the most: of those in the team, unlike who bought the most."""


def asks_team(line: Line) -> bool:
    """A summary, a question or a list about the team or one of it; not about one customer."""
    if firm(line) is not None or begins("remind")(line):
        return False
    if WHO_MOST.match(line.text):
        return True
    if line.has("promo") or line.has("purchase", "sell"):
        return False
    if line.has("no_activity") or line.has("pipeline"):
        return True
    if line.has("neglected"):
        return not line.has("channel") or line.has("question") or _days_at(line) is not None
    if line.has("summary") and begins("question")(line) and not line.persons and not line.has("channel"):
        return True
    if line.has("team") and line.once(_only_team_and_days):
        return True
    if line.once(_only_a_named_team) or line.once(_only_deals_of) or line.once(_deals_in_a_stage):
        return True
    about = line.has("team") or member(line) is not None
    if about and any(line.has(tag) for tag in ("summary", "question", "plan", "overdue")):
        return True
    return (
        line.has("summary")
        and not line.has("channel")
        and line.once(span_back) is not None
        and _nobody_else(line)
    )


def _only_deals_of(line: Line) -> bool:
    """เมย์มีดีลอะไรบ้าง, ดีลของเมย์: a colleague and the word for deals."""
    rep = member(line)
    if rep is None or not line.tags & DEALS:
        return False
    words = line.worded(*DEALS, "particle", "question", "link", "report_with", "follow")
    return note(line, [*stretches(line, rep), *words]) is None


def _deals_in_a_stage(line: Line) -> bool:
    """ดีลขั้นต่อรองมีอะไรบ้าง: all deals are shown, stage by stage."""
    if not (line.has("stage") and line.has("deal_word") and line.tags & {"question", "plan"}):
        return False
    words = line.worded(*DEALS, "stage", "stage_word", "particle", "question", "plan", "link", "report_with")
    return note(line, words) is None


DEALS = frozenset(["deal_word", "open_deal", "deal_view"])


def _only_team_and_days(line: Line) -> bool:
    """team this quarter."""
    days = line.once(span_back)
    return (
        days is not None and note(line, [days[2:], *line.worded("team", "particle", "which", "time")]) is None
    )


def _only_a_named_team(line: Line) -> bool:
    """สรุปทีมเหนือ, North team this week."""
    named, days = team(line), line.once(span_back)
    if named is None:
        return False
    said = [*stretches(line, named), *([days[2:]] if days else [])]
    return (
        note(line, [*said, *line.worded("summary", "team", "particle", "question", "which", "time")]) is None
    )


def _nobody_else(line: Line) -> bool:
    return not line.persons and not line.has("history")


def period(line: Line) -> Found[str] | None:
    """month, week, quarter or year, if the line is about a whole one."""
    found = line.once(span_back)
    if found is None:
        return None
    first, last, start, end = found
    length = (last - first).days + 1
    name = (
        "week"
        if length == 7
        else "month"
        if 28 <= length <= 31
        else "quarter"
        if 89 <= length <= 92
        else None
    )
    name = "year" if length > 360 else name
    return None if name is None else line.found(name, start, end)


def days(line: Line) -> Found[int] | None:
    """ไม่ได้ติดต่อเกิน 45 วัน; weeks and months are counted in days."""
    at = _days_at(line)
    if at is None:
        return None
    unit = {"day": 1, "week": 7, "month": 30}[line.tokens.tag(at + 1, "unit") or "day"]
    first = line.token(at)
    return line.found(int(first.text) * unit, first.start, line.token(at + 1).end)


def _days_at(line: Line) -> int | None:
    for at in range(len(line.tokens) - 1):
        if line.token(at).text.isdigit() and line.tokens.next(at + 1, "unit") in ("day", "week", "month"):
            return at
    return None


def _neglected_days(line: Line) -> Found[int] | None:
    return days(line) if line.has("neglected") else None


def _from(line: Line) -> Found[date] | None:
    return None if line.has("neglected") else back_from(line)


def _to(line: Line) -> Found[date] | None:
    return None if line.has("neglected") else back_to(line)


AROUND_A_TEAM = ("team", "particle", "question", "which", "time", "report_with", "month", "target_measure")
ABOUT_A_TEAM = frozenset(
    ["summary", "report_all", "report_topic", "pipeline", "no_activity", "neglected", "target", "team_places"]
)


def names_no_team(line: Line) -> bool:
    """สรุปทีมแดง, ทีมแดงเดือนนี้, เป้าทีมแดง 5 ล้าน: about a team, by a name that none has."""
    called = unknown(line)
    if called is None or member(line) is not None:
        return False
    days = line.once(span_back)
    said = [*stretches(line, called), *([days[2:]] if days else []), *spans(line.numbers)]
    rest = note(line, [*said, *line.worded(*ABOUT_A_TEAM, *AROUND_A_TEAM)])
    return rest is None and (days is not None or bool(ABOUT_A_TEAM & line.tags))


UNKNOWN = Grammar(intent="unknown_team", when=names_no_team, fields={"called": unknown})
SUMMARY = Grammar(
    intent="team_summary",
    when=asks_team,
    fields={
        "rep": member,
        "team": team,
        "scope": scope,
        "period": period,
        "days": _neglected_days,
        "date_from": _from,
        "date_to": _to,
    },
)


def names_member(line: Line) -> bool:
    """A rep's name and a day or nothing else: the rep's day."""
    found = member(line)
    if found is None or firm(line) is not None or any(each.clock for each in line.moments):
        return False
    return (
        note(line, [*stretches(line, found, back_from(line)), *line.worded("question", "particle")]) is None
    )


def lists_customers_of(line: Line) -> bool:
    """ลูกค้าของแบงค์: a rep behind the words, and nothing else."""
    rep = member(line)
    if rep is None or not begins("customers_of")(line):
        return False
    return note(line, [*stretches(line, rep), *line.worded("customers_of", "question", "particle")]) is None


def asks_appointments(line: Line) -> bool:
    """ใครไปไหน, นัดพรุ่งนี้ของทีม: where the team goes."""
    if line.has("team_places"):
        return True
    whose = OF_TEAM.search(line.text) if begins("appoint")(line) else None
    if whose is None or firm(line) is not None:
        return False
    said = [whose.span(), *spans(line.moments), *line.worded("appoint", "particle", "question", "link")]
    return note(line, said) is None


OF_TEAM = re.compile(r"ของทีม|ทั้งทีม|\bteam\b")


CUSTOMERS_OF = Grammar(
    intent="my_customers", words=("customers_of",), when=lists_customers_of, fields={"rep": member}
)
MEMBER = Grammar(
    intent="team_summary",
    when=names_member,
    fields={"rep": member, "date_from": back_from, "date_to": back_to},
)
TODAY = Grammar(
    intent="team_today", words=("team_places", "appoint"), when=asks_appointments, fields={"date": date_from}
)
INVITE = Grammar(
    intent="invite",
    words=("invite",),
    when=lambda line: begins("invite")(line) and not (firm(line) or line.moments or member(line)),
    fields={"role": value_of("member_role")},
)
JOIN = Grammar(
    intent="join",
    words=("join",),
    when=every(begins("join"), lambda line: code_after(line, "join") is not None),
    fields={"code": lambda line: code_after(line, "join")},
)


def takes_out(line: Line) -> bool:
    """เอาโจออกจากทีม; โจลาออกแล้ว of a member and nothing else."""
    if line.has("remove_member", "out") and line.has("remove_member", "verb"):
        return True
    rep = member(line)
    if rep is None or not line.has("remove_member", "left") or firm(line) is not None:
        return False
    return note(line, [*stretches(line, rep), *line.worded("remove_member", "done", "particle")]) is None


NAME = re.compile(r"[\s:]+([^\W\d_][\w\u0e31-\u0e4e]*(?: [^\W\d_][\w\u0e31-\u0e4e]*)?)\s*\Z")
LONGEST_NAME = 24


def newcomer(line: Line) -> Found[str] | None:
    """The name behind รับ or ไม่รับ: one or two words that mean nothing else."""
    at = line.first("admit")
    found = None if at is None else NAME.match(line.text, line.token(at).end)
    if at is None or found is None or len(found[1]) > LONGEST_NAME:
        return None
    known = any(not {"particle", "honorific"} & token.tags.keys() for token in list(line.tokens)[at + 1 :])
    return None if known else line.found(line.words(*found.span(1)), *found.span(1))


def refuses(line: Line) -> Found[bool] | None:
    at = line.first("admit", "no")
    return None if at is None else line.of_token(True, at)


ADMIT = Grammar(
    intent="approve",
    words=("admit",),
    when=lambda line: begins("admit")(line) and firm(line) is None and newcomer(line) is not None,
    fields={"newcomer": newcomer, "refuse": refuses},
)


REMOVE = Grammar(
    intent="remove_member", words=("remove_member",), when=takes_out, fields={"rep": member}, needs=("rep",)
)
