"""Weekdays and weeks: ศุกร์, วันศุกร์หน้า, อาทิตย์หน้าวันพุธ, วันศุกร์ที่ 20, friday next week."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language.dates import calendar
from bot.language.dates.calendar import monday
from bot.language.dates.clock_figures import colon, dotted
from bot.language.dates.clocks import clock
from bot.language.dates.day import Day, On, which_before, which_is_said, which_of
from bot.language.dates.numbered import dated, day_of_month, day_only
from bot.language.scanner import Tokens

MIDWEEK = {"start": 0, "middle": 2, "late": 4, "end": 4}


def weekday(tokens: Tokens, at: int) -> Day | None:
    """A weekday with whatever says which one."""
    lead, here = which_before(tokens, at)
    value = tokens.tag(here, "weekday")
    if value is None:
        return None
    number, end = int(value), here + 1
    if lead:
        return _which(number, lead, end)
    return _with_date(tokens, number, end) or _with_week(tokens, number, end) or _behind(tokens, number, end)


SUNDAY = 6


def sunday(tokens: Tokens, at: int) -> Day | None:
    """อาทิตย์ 11 โมง: the day, where a time of day follows; elsewhere a week."""
    if not tokens[at].text.startswith("อาทิต") or tokens.tag(at - 1, "numeral") or tokens.tag(at - 1, "time"):
        return None
    is_timed = tokens.next(at + 1, "part") or (tokens.joined(at + 1) and clock(tokens, at + 1))
    return _which(SUNDAY, None, at + 1) if is_timed else None


def _with_date(tokens: Tokens, number: int, at: int) -> Day | None:
    """วันอังคารที่ 15 ธันวาคม, ศุกร์ 13: the date counts, a weekday that is not its own raises a doubt."""
    numbered = tokens.next(at, "time") in ("numbered", "dayth")
    start = at + numbered
    if not tokens.joined(start):
        return None
    found = dated(tokens, start) or (day_of_month if numbered else day_only)(tokens, start)
    if found is None:
        return None
    end = found.end + (tokens.next(found.end, "which") == "this")
    return Day(end, found.on, other=_own_day(found.on, number), doubtful=True)


def _own_day(on: On, number: int) -> On:
    """The weekday's own coming day, where the date said falls on another weekday."""

    def other(today: date, past: bool) -> date | None:
        meant = on(today, past)
        return None if meant is None or meant.weekday() == number else calendar.after(today, number)

    return other


def _with_week(tokens: Tokens, number: int, at: int) -> Day | None:
    """วันศุกร์สัปดาห์หน้า, friday next week."""
    week = _plain_week(tokens, at) if tokens.joined(at) else None
    return None if week is None else _in_week(week, number, week.end)


def _in_week(week: Day, number: int, end: int) -> Day:
    def on(today: date, past: bool) -> date | None:
        base = week.on(today, past)
        return None if base is None else monday(base) + timedelta(days=number)

    return Day(end, on, past=week.past)


def _behind(tokens: Tokens, number: int, at: int) -> Day | None:
    """A Thai weekday with นี้, หน้า or ที่แล้ว behind it, or bare."""
    which = tokens.next(at, "which")
    if which == "last" and not which_is_said(tokens, at - 1, at + 1):
        which = None
    if which is None and _abbreviated(tokens, at - 1) and not _among_time(tokens, at):
        return None
    return _which(number, which, at + (which is not None))


def _abbreviated(tokens: Tokens, at: int) -> bool:
    text = tokens[at].text
    return len(text) <= 3 and text.endswith(".") and not text.isascii()


def _among_time(tokens: Tokens, at: int) -> bool:
    """จ. or ศ. alone is a weekday only beside words of time or of a plan."""
    planned = any(tokens.tag(at - 2, tag) for tag in ("follow", "remind", "appoint", "reschedule", "time"))
    timed = tokens.next(at, "part") or tokens.next(at, "clock") or tokens.next(at + 1, "clock")
    return bool((planned and tokens.joined(at - 1)) or timed or _clock_in_figures(tokens, at))


def _clock_in_figures(tokens: Tokens, at: int) -> bool:
    """พฤ. 13:00, จ. 13.00-15.00."""
    if not tokens.next(at, "numeral"):
        return False
    return (colon(tokens, at) or dotted(tokens, at, sure=True)) is not None


def _which(number: int, which: str | None, end: int) -> Day:
    if which == "next":
        return Day(end, lambda today, _: calendar.of_next_week(today, number), other=_sooner_or_later(number))
    if which == "this":
        return Day(end, lambda today, _: calendar.on_or_after(today, number))
    if which == "last":
        return Day(end, lambda today, _: calendar.before(today, number), past=True)
    return Day(end, _either_way(number), other=_today_itself(number))


def _either_way(number: int) -> On:
    return lambda today, past: (calendar.before if past else calendar.after)(today, number)


def _today_itself(number: int) -> On:
    """ศุกร์ said on a Friday may mean today."""
    return lambda today, past: today if today.weekday() == number and not past else None


def _sooner_or_later(number: int) -> On:
    """ศุกร์หน้า early in the week may mean this week's; จันทร์หน้า late in it, the one after the coming."""

    def other(today: date, _past: bool) -> date | None:
        meant, coming = calendar.of_next_week(today, number), calendar.after(today, number)
        if meant != coming:
            return coming
        return meant + timedelta(days=7) if today.weekday() >= 4 else None

    return other


def week(tokens: Tokens, at: int) -> Day | None:
    """สัปดาห์หน้า, ต้นอาทิตย์หน้า, อาทิตย์หน้าวันพุธ, next week."""
    edge = tokens.tag(at, "edge")
    if edge and tokens.joined(at + 1):
        found = _plain_week(tokens, at + 1)
        return None if found is None else _in_week(found, MIDWEEK[edge], found.end)
    found = _plain_week(tokens, at)
    value = tokens.next(found.end, "weekday") if found else None
    if found and value is not None and tokens.next(found.end + 1, "which") is None:
        return _in_week(found, int(value), found.end + 1)
    return found


def _plain_week(tokens: Tokens, at: int) -> Day | None:
    lead, here = which_before(tokens, at)
    if tokens.tag(here, "unit") != "week":
        return None
    which, end = which_of(tokens, here + 1, lead)
    if which is None or not which_is_said(tokens, here, end):
        return None
    return _which_week(which, end)


def _which_week(which: str, end: int) -> Day:
    """+7 days; this week is its Friday, or today if that is gone."""
    if which == "this":
        return Day(end, lambda today, _: max(monday(today) + timedelta(days=4), today))
    if which == "last":
        return Day(end, lambda today, _: today - timedelta(days=7), relative=True, past=True)
    return Day(
        end,
        lambda today, _: today + timedelta(days=7),
        relative=True,
        other=lambda today, _: monday(today) + timedelta(days=7) if today.weekday() else None,
    )


def weekend(tokens: Tokens, at: int) -> Day | None:
    """สุดสัปดาห์นี้, this weekend: its Saturday."""
    lead, here = which_before(tokens, at)
    if tokens.tag(here, "time") != "weekend":
        return None
    which, end = which_of(tokens, here + 1, lead)
    return _which(5, which or "this", end)
