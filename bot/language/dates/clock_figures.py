"""Clock times in figures: 14:00, 9.30 น., 3pm, half past 3."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

from bot.language.dates.clock import Clock, closed, hour_in_part, made
from bot.language.dates.figures import counts
from bot.language.numbers import figures, whole
from bot.language.scanner import HIDDEN, Tokens

AT = ("at", "around", "about", "by")
SMALL_HOUR = re.compile(r"[1-5]:")
MONEY_WORDS = ("price_word", "per_unit", "total", "final", "money", "discount", "coded", "numeral")
HOURS_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})\Z")


def colon(tokens: Tokens, at: int) -> Clock | None:
    if tokens.tag(at, "numeral") != "hms":
        return None
    hour, minute = (int(figure) for figure in tokens[at].text.split(":")[:2])
    found = with_half(tokens, hour, minute, at + 1)
    is_either = SMALL_HOUR.match(tokens[at].text) and _is_bare(tokens, at)
    return _either_half(found) if found and is_either else found


def _either_half(found: Clock) -> Clock:
    """2:30 is how many write half past two in the afternoon: which one, is asked."""
    night = found.at
    if night is None:
        return found
    return replace(found, at=night.replace(hour=night.hour + 12), other=night, doubtful=True)


def _is_bare(tokens: Tokens, at: int) -> bool:
    """No am, pm or น. behind it."""
    return tokens.next(at + 1, "clock") not in ("am", "pm", "hour24")


def with_half(tokens: Tokens, hour: int, minute: int, end: int) -> Clock | None:
    """With am, pm or a part of the day behind figures."""
    half = tokens.next(end, "clock")
    if half not in ("am", "pm"):
        return made(hour, minute, end)
    if not 1 <= hour <= 12:
        return made(hour, minute, end + 1)
    return made(hour % 12 + (12 if half == "pm" else 0), minute, end + 1)


def dotted(tokens: Tokens, at: int, *, sure: bool) -> Clock | None:
    """14.00 น., 9.30 pm: figures with a point are a time only among words of time."""
    found = HOURS_DOTTED.match(tokens[at].text) if tokens.tag(at, "numeral") == "number" else None
    if not found:
        return None
    named = tokens.next(at + 1, "clock") in ("hour24", "am", "pm", "sharp")
    led = tokens.joined(at) and (_says_when(tokens, at - 1) or tokens.tag(at - 1, "appoint") is not None)
    spans = (
        tokens.next(at + 1, "time") == "to" and tokens.joined(at + 2) and dotted(tokens, at + 2, sure=sure)
    )
    if not (named or spans or ((sure or led) and not counts(tokens, at + 1))):
        return None
    said = with_half(tokens, int(found[1]), int(found[2]), at + 1)
    return closed(tokens, said) if said else None


def _says_when(tokens: Tokens, at: int) -> bool:
    return tokens.tag(at, "time") == "at" and tokens[at].text in ("เวลา", "ตอน", "at")


def dotted_alone(tokens: Tokens, at: int) -> Clock | None:
    """The 13.30 of 13.30 พรุ่งนี้: a time where a day follows, unless a word of money leads to it."""
    if tokens.joined(at) and any(tokens.tag(at - 1, tag) for tag in MONEY_WORDS):
        return None
    found = dotted(tokens, at, sure=True)
    return None if found is None or found.impossible else found


def full_quarter(tokens: Tokens, at: int) -> Clock | None:
    """The 10.30 of พรุ่งนี้ไป TTM 10.30: apart from its day only a quarter of an hour, while people work."""
    found = dotted_alone(tokens, at)
    if found is None or found.at is None:
        return None
    return found if found.at.minute in QUARTERS and found.at.hour in WAKING else None


QUARTERS, WAKING = (0, 15, 30, 45), range(6, 22)


def meridiem(tokens: Tokens, at: int) -> Clock | None:
    """3pm, 10 am, 3 o'clock."""
    hour = figures(tokens, at)
    if hour and tokens.next(hour[1], "clock") in ("am", "pm"):
        return with_half(tokens, hour[0], 0, hour[1])
    if hour and tokens.next(hour[1], "clock") == "sharp" and tokens[hour[1]].text[0] == "o":
        return hour_in_part(hour[0], 0, None, hour[1] + 1)
    return None


def bare_hour(tokens: Tokens, at: int) -> Clock | None:
    """friday at 3: an hour behind a day and `at`; which half of the day it is follows from working hours."""
    hour = figures(tokens, at) if tokens.tag(at, "numeral") == "number" else None
    if hour is None or not 1 <= hour[0] <= 12 or counts(tokens, hour[1]):
        return None
    found = hour_in_part(hour[0], 0, None, hour[1])
    if found is None or (tokens.tag(at - 1, "time") == "at" and tokens[at - 1].text in AT):
        return found
    return replace(found, doubtful=True) if _ends_there(tokens, at) else None


def _ends_there(tokens: Tokens, at: int) -> bool:
    """พรุ่งนี้ 10: nothing is said behind the figure that it could count."""
    return tokens.text[tokens[at].end :].lstrip(" .,")[:1] in ("", "\n", HIDDEN)


def half_past(tokens: Tokens, at: int) -> Clock | None:
    """half past 3 pm, quarter to ten."""
    shift = {"half_past": 30, "quarter_past": 15, "quarter_to": -15}.get(tokens.tag(at, "clock") or "")
    hour = whole(tokens, at + 1) if shift else None
    if not hour or not shift:
        return None
    base = with_half(tokens, hour[0], 0, hour[1])
    if not base or base.at is None:
        return None
    total = (base.at.hour * 60 + shift) % (24 * 60)
    return replace(base, at=time(*divmod(total, 60)))
