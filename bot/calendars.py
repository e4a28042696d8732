"""The public holidays a company may close on, as the reader reads them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from bot.context import Desk

COUNTRY = "TH"
LOCALES = {"th": "th", "en": "en_US"}


def public_holidays(desk: Desk) -> dict[date, str]:
    """From today to the end of next year, without those on a weekly day off anyway; in order."""
    year = desk.today.year
    known = _of_years(year, desk.words.language)
    return {
        day: _everyday(desk, day, name)
        for day, name in known.items()
        if day >= desk.today and not desk.workspace.is_weekly_day_off(day)
    }


@cache
def _of_years(year: int, language: str) -> dict[date, str]:
    """This year's and next year's, in order, by their official names."""
    from holidays import country_holidays

    return dict(sorted(country_holidays(COUNTRY, years=[year, year + 1], language=LOCALES[language]).items()))


def _everyday(desk: Desk, day: date, name: str) -> str:
    """What people call a day that may have three names, each a line long."""
    known = f"holidays.{day:%m-%d}"
    return desk.words(known) if desk.words.has(known) else min(name.split("; "), key=len)


def next_saturdays(desk: Desk) -> tuple[date, date]:
    """The two Saturdays from today on: one of them is worked, when every other one is."""
    first = desk.today + timedelta(days=(5 - desk.today.weekday()) % 7)
    return first, first + timedelta(days=7)
