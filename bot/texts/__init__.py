"""What Jod says. One TOML a capability, Thai and English side by side."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date

from bot.language import NO_YEAR

LANGUAGES = ("th", "en")
BUDDHIST = 543
NBSP = "\u00a0"
"""Glues a number to its unit: LINE breaks Thai lines anywhere."""
DAYS_KNOWN = 1_000
MILLION = Decimal(1_000_000)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every text: `capability.key` → language → template."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        found.update({f"{path.stem}.{key}": texts for key, texts in entries.items()})
    return found


class Words:
    """The texts, dates and figures of one reader: language, and how sentences end in Thai."""

    def __init__(self, language: str = "th", *, masculine: bool = False) -> None:
        self.language = language if language in LANGUAGES else "th"
        self.masculine = masculine
        self._ends = {"ka": "ครับ", "kha": "ครับ"} if masculine else {"ka": "ค่ะ", "kha": "คะ"}

    def __call__(self, key: str, **values: Any) -> str:
        """The text `key` with its values; a missing key is a bug and raises KeyError."""
        return catalogue()[key][self.language].format(**self._ends, **values)

    def has(self, key: str) -> bool:
        return key in catalogue()

    def person(self, name: str) -> str:
        """How Jod addresses someone: คุณแบงค์; names that carry a title of their own keep it."""
        if self.language != "th" or name.startswith(
            ("คุณ", "พี่", "เฮีย", "เจ๊", "หมอ", "อาจารย์", "ช่าง", "ผอ.", "น้อง")
        ):
            return name
        return f"คุณ{name}"

    def day(self, day: date, today: date | None = None) -> str:
        """พฤ. 26 พ.ย., with the year only when it is not this year's; in B.E. with two digits."""
        if self.language == "en":
            text = f"{_formatted(day, 'EEE d MMM', 'en')}"
            return _glued(text if today is None or day.year == today.year else f"{text} {day.year}")
        text = f"{weekday(day)} {day.day} {_formatted(day, 'LLL', 'th')}"
        return _glued(text if today is None or day.year == today.year else f"{text} {self.short_year(day)}")

    def long_day(self, day: date) -> str:
        """พฤ. 26 พ.ย. 69: always with the year, for a report that is read elsewhere."""
        year = self.short_year(day) if self.language == "th" else str(day.year)
        return f"{self.day(day)}{NBSP}{year}"

    @staticmethod
    def short_year(day: date) -> str:
        return f"{(day.year + BUDDHIST) % 100:02}"

    def month(self, day: date) -> str:
        """พ.ย. 69 / Nov 2026."""
        if self.language == "en":
            return _glued(_formatted(day, "LLL y", "en"))
        return _glued(f"{_formatted(day, 'LLL', 'th')} {self.short_year(day)}")

    def year(self, day: date) -> str:
        """ปี 2569 / 2026."""
        return str(day.year) if self.language == "en" else _glued(f"ปี {day.year + BUDDHIST}")

    def month_of_every_year(self, number: int) -> str:
        """ธันวาคม / December."""
        return _formatted(date(NO_YEAR, number, 1), "LLLL", self.language)

    def birthday(self, day: date) -> str:
        """5 ธ.ค. 2540 / 5 Dec 1997; without the year where it is not known."""
        text = f"{day.day} {_formatted(day, 'LLL', self.language)}"
        year = day.year if self.language == "en" else day.year + BUDDHIST
        return _glued(text if day.year == NO_YEAR else f"{text} {year}")

    def clock(self, at: datetime | time) -> str:
        return f"{at:%H:%M}"

    def near_day(self, day: date, today: date) -> str:
        """วันนี้, พรุ่งนี้, เมื่อวาน, else the date."""
        names = {-1: "dates.yesterday", 0: "dates.today", 1: "dates.tomorrow"}
        key = names.get((day - today).days)
        return self(key) if key else self.day(day, today)

    def moment(self, day: date, at: time | datetime | None, today: date) -> str:
        """ศ. 4 ธ.ค. 14:00; the clock only when one was said."""
        return self.day(day, today) if at is None else f"{self.day(day, today)} {self.clock(at)}"

    def money(self, amount: Decimal) -> str:
        """1,500,000; satang only when there are some."""
        whole = amount == amount.to_integral_value()
        return f"{amount:,.0f}" if whole else f"{amount:,.2f}"

    def baht(self, amount: Decimal) -> str:
        return f"{self.money(amount)}{NBSP}{self('figures.baht')}"

    def glued(self, number: str, unit: str) -> str:
        """12 ตัน, on one line."""
        return f"{number}{NBSP}{unit}" if unit else number

    def millions(self, amount: Decimal) -> str:
        """3.42 ล้าน for totals; below a million in full."""
        if abs(amount) < MILLION:
            return self.money(amount)
        return f"{amount / MILLION:.2f}{NBSP}{self('figures.million')}"

    def quoted(self, said: str) -> str:
        """A person's own words, in quotation marks and untouched."""
        return f"“{said}”"


@lru_cache(maxsize=DAYS_KNOWN)
def _formatted(day: date, pattern: str, language: str) -> str:
    """As Babel writes it, which takes as long as looking a customer up."""
    return format_date(day, pattern, locale=language)


def weekday(day: date) -> str:
    """จ. อ. พ. พฤ. ศ. ส. อา."""
    return ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา.")[day.weekday()]


def _glued(text: str) -> str:
    """The day and its month stay on one line; the weekday may stand alone."""
    first, _, rest = text.partition(" ")
    return f"{first} {rest.replace(' ', NBSP)}"
