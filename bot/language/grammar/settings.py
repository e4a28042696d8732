"""settings: what each person and each workspace can change in chat."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from bot.language.dates.clocks import clock
from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Grammar, begins, value_of
from bot.language.line import Line, spans
from bot.language.notes import note
from bot.language.understanding import Found

HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:น\.?)?\s*(?:-|ถึง|to)\s*(\d{1,2})(?:[:.](\d{2}))?")
DAYS = re.compile(
    r"(จันทร์|จ\.?|mon\w*)\s*(?:-|ถึง|to)\s*(ศุกร์|ศ\.?|fri\w*|เสาร์|ส\.?|sat\w*|อาทิตย์|อา\.?|sun\w*)", re.IGNORECASE
)
LAST_DAYS = {"ศ": "mon-fri", "f": "mon-fri", "เ": "mon-sat", "ส": "mon-sat", "อ": "mon-sun"}
UNIT_MINUTES = {"minute": 1, "hour": 60}


def setting(line: Line) -> Found[str] | None:
    """plan_time, lead_minutes, quiet_hours, language, team_read, persona, selling or work_days."""
    at = line.first("setting")
    if at is not None:
        return line.of_token(line.token(at).tags["setting"], at)
    at = next(
        (place for place in line.places("setting_value") if line.token(place).tags["setting_value"] in NAMED),
        None,
    )
    return None if at is None else line.of_token(NAMED[line.token(at).tags["setting_value"]], at)


NAMED = {"th": "language", "en": "language", "every_other_saturday": "work_days"}
"""Settings that are known by their value alone (ภาษาอังกฤษ)."""


def value(line: Line) -> Found[str] | None:
    """The new value, written in one way: 07:30, 30, 20:00-07:00, en, off, female, both, mon-sat."""
    name = setting(line)
    return VALUES[name.value](line) if name else None


def _plan_time(line: Line) -> Found[str] | None:
    for phrase in line.moments:
        found = phrase.when(line.now)
        if found and found.clock:
            return line.found(found.clock.strftime("%H:%M"), phrase.start, phrase.end)
    return _bare_clock(line)


def _bare_clock(line: Line) -> Found[str] | None:
    """7.30 without น., a time here since nothing else can be meant; also one that no clock shows."""
    found = re.search(r"(\d{1,2})[.:](\d{2})", line.text)
    if found is None:
        return None
    return line.found(f"{int(found[1]):02}:{found[2]}", *found.span())


def _minutes(line: Line) -> Found[str] | None:
    for at in range(1, len(line.tokens)):
        unit = UNIT_MINUTES.get(line.tokens.tag(at, "unit") or "")
        figures = line.token(at - 1).text
        if unit and figures.replace(".", "", 1).isdigit():
            return line.found(str(int(float(figures) * unit)), line.token(at - 1).start, line.token(at).end)
        if unit and line.tokens.tag(at, "unit") == "hour" and line.tokens.tag(at - 1, "half"):
            return line.found("30", line.token(at - 1).start, line.token(at).end)
    return None


def _quiet(line: Line) -> Found[str] | None:
    found = HOURS.search(line.text)
    if found is None and (hours := _hours_in_words(line)):
        return hours
    if found is None and line.has("setting_value", "off"):
        return _said("off")(line)
    if found is None or int(found[1]) > 24 or int(found[3]) > 24:
        return None
    first, last = f"{int(found[1]):02}:{found[2] or '00'}", f"{int(found[3]):02}:{found[4] or '00'}"
    return line.found(f"{first}-{last}", *found.span())


def _hours_in_words(line: Line) -> Found[str] | None:
    """สองทุ่มถึง 7 โมง: the first two clock times."""
    said = [each for at in range(len(line.tokens)) if (each := clock(line.tokens, at)) and each.at]
    ends = [each for before, each in pairwise(said) if before.end != each.end]
    if not ends or said[0].at is None or ends[0].at is None:
        return None
    return line.found(f"{said[0].at:%H:%M}-{ends[0].at:%H:%M}", 0, len(line.text))


def _said(*allowed: str) -> Callable[[Line], Found[str] | None]:
    def read(line: Line) -> Found[str] | None:
        for at in line.places("setting_value"):
            if line.token(at).tags["setting_value"] in allowed:
                return line.of_token(line.token(at).tags["setting_value"], at)
        return None

    return read


def _selling(line: Line) -> Found[str] | None:
    """How the company says that it sells; nothing when that is a question."""
    return None if line.has("question") else _said("both", "b2b", "shop")(line)


def _team_read(line: Line) -> Found[str] | None:
    at = line.first("setting", "team_read")
    if at is None:
        return None
    own = any(word in line.token(at).text for word in ("ตัวเอง", "own"))
    return line.of_token("off" if own or line.has("setting_value", "off") else "on", at)


def _persona(line: Line) -> Found[str] | None:
    at = line.first("setting", "persona")
    if at is None:
        return None
    text = line.token(at).text
    female = "ค่ะ" in text or "หญิง" in text or "female" in text
    return line.of_token("female" if female else "male", at)


def _work_days(line: Line) -> Found[str] | None:
    if found := _said("every_other_saturday")(line):
        return found
    days = DAYS.search(line.text)
    return (
        None
        if days is None
        else line.found(
            LAST_DAYS.get(days[2][0], "mon-sun" if days[2][:2] == "su" else "mon-sat"), *days.span()
        )
    )


def _name(line: Line) -> Found[str] | None:
    """What stands behind เรียกฉันว่า or ชื่อบริษัท; no moment, since call me tomorrow names nobody."""
    at = line.first("setting")
    if at is None or line.moments or line.text[line.token(at).end :].lstrip()[:1] in (":", "\n"):
        return None
    polite = [token for token in line.tokens if token.tags.get("particle") == "end"]
    return note(line, [(0, line.token(at).end), *spans(polite)])


def _number(line: Line) -> Found[str] | None:
    """So many days, or times."""
    found = re.search(r"\d+(?:\.\d+)?", line.text)
    return None if found is None else line.found(found[0], *found.span())


def _tail(line: Line) -> Found[str] | None:
    """All that stands behind the word for the setting, untouched: a firm, a number, an address."""
    at = line.first("setting")
    if at is None:
        return None
    start = line.token(at).end
    rest = line.text[start:]
    if not rest.strip(" :") or "\n" in rest:
        return None
    first = start + len(rest) - len(rest.lstrip(" :"))
    return line.found(line.words(first, len(line.text)), first, len(line.text))


VALUES: dict[str, Callable[[Line], Found[str] | None]] = {
    "plan_time": _plan_time,
    "lead_minutes": _minutes,
    "quiet_hours": _quiet,
    "language": _said("th", "en"),
    "team_read": _team_read,
    "persona": _persona,
    "my_name": _name,
    "company": _name,
    "shop_hours": _quiet,
    "legal_name": _tail,
    "shop_phone": _tail,
    "privacy_link": _tail,
    **dict.fromkeys(("new_days", "away_days", "lost_days", "risk_factor"), _number),
    "selling": _selling,
    "work_days": _work_days,
}


OUTWARD = ("legal_name", "shop_phone", "privacy_link")
"""What the shop tells consumers: the rest of the line, whatever it is."""
NAMES = ("my_name", "company", *OUTWARD)
NOT_ALONE = ("เงียบ", "quiet", "ทำงาน", "ส่งแผน", "speak", "selling")
"""Words of settings that by themselves may as well be said of something else."""


def sets(line: Line) -> bool:
    """A setting by itself, with a name for it, or with another value."""
    return _names(line) or _is_alone(line) or _sets_value(line)


def _names(line: Line) -> bool:
    """เรียกฉันว่า แนน, ชื่อบริษัท ไทยรุ่งเรือง: whoever else has that name."""
    name = setting(line) if begins("setting")(line) else None
    if name is None or name.value not in NAMES or "\n" in line.text:
        return False
    if name.value in OUTWARD:
        return _tail(line) is not None
    told = ("follow", "say", "question", "channel", "complete")
    return _name(line) is not None and not any(line.has(tag) for tag in told)


def _is_alone(line: Line) -> bool:
    """แผนเช้า and nothing else: asks for what it is set to."""
    name = setting(line) if begins("setting")(line) else None
    if name is None or name.words.lower() in NOT_ALONE:
        return False
    return note(line, line.worded("setting", "particle", "question")) is None


def _sets_value(line: Line) -> bool:
    """A setting at the beginning of a line that speaks of nobody."""
    if firm(line) is not None or line.persons or any(line.has(tag) for tag in ("channel", "promo")):
        return False
    name = setting(line)
    if name is None or name.value in NAMES or (name.value == "selling" and _sells_something(line)):
        return False
    leads = begins("remind")(line) and name.value == "lead_minutes"
    if not (leads or any(begins(tag)(line) for tag in ("setting", "setting_value", "edit"))):
        return False
    return value(line) is not None or name.value in ("language", "work_days", "selling")


def _sells_something(line: Line) -> bool:
    """เราขายหน้าร้านได้ 3,000 tells of a sale, not of how the company sells."""
    return note(line, line.worded("setting", "setting_value", "edit", "particle", "question")) is not None


def is_step(line: Line) -> bool:
    """วันหยุดบริษัท and nothing else."""
    return begins("set_up")(line) and note(line, line.worded("set_up", "particle", "question")) is None


HOLIDAYS = Grammar(intent="setup", words=("set_up",), when=is_step, fields={"step": value_of("set_up")})
SETTINGS = Grammar(
    intent="settings",
    words=("setting", "setting_value"),
    when=sets,
    fields={"setting": setting, "value": value},
)
