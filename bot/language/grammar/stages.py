"""stages, add_stage, remove_stage, place_stage: how a company's pipeline is set."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.grammar.grammar import Grammar, begins
from bot.language.line import Line, Stretch
from bot.language.money import percent
from bot.language.understanding import Found

DAYS = re.compile(r"(\d{1,3})\s*(?:วัน|days?\b)", re.IGNORECASE)
BECOMES = re.compile(r"\s*(?:เป็น|ว่า|(?:to|as)\b|=)\s*", re.IGNORECASE)
BESIDE = re.compile(
    r"(?:\s+|\s*(?:ไปไว้|ไป|ไว้)\s*)"
    r"(?P<side>หลังจาก|หลัง|ถัดจาก|ต่อจาก|ก่อน|after\b|behind\b|before\b)\s*(?:ขั้น|stage\b)?\s*",
    re.IGNORECASE,
)
"""With a space or ไป before it: a name may hold the word itself (บริการหลังการขาย)."""
BEFORE = ("ก่อน", "before")
LEADING = re.compile(r"^(?:ชื่อว่า|ชื่อ|called|named|ขั้น|stage)\s*", re.IGNORECASE)
OUT = re.compile(r"\s*(?:ออก|ทิ้ง|ไป|แล้ว|ครับ|ค่ะ|คะ|นะ|please)$", re.IGNORECASE)
NAME = re.compile(r"[\w\u0e00-\u0e7f(](?:.*[\w\u0e00-\u0e7f)%])?")


def days(line: Line) -> Found[int] | None:
    """Days after which a deal that stands still is rotting."""
    found = DAYS.search(line.text)
    return None if found is None else line.found(int(found[1]), *found.span())


def subject(line: Line) -> Found[str] | None:
    """The stage that is set: its key by a usual word, else the company's own word for it."""
    start = _start(line)
    end = min(_figures(line, start), *(found.start() for found in _marks(line, start)), len(line.text))
    return _stage(line, start, end)


def title(line: Line) -> Found[str] | None:
    """What it is called from now on: the words behind เป็น."""
    becomes = BECOMES.search(line.text, _start(line))
    return None if becomes is None else _words(line, becomes.end(), _figures(line, becomes.end()))


def new_title(line: Line) -> Found[str] | None:
    """What a stage to be added is called."""
    start, beside = _start(line), _beside(line)
    return _words(line, start, min(_figures(line, start), beside.start() if beside else len(line.text)))


def neighbour(line: Line) -> Found[str] | None:
    """The stage beside which it goes."""
    beside = _beside(line)
    return None if beside is None else _stage(line, beside.end(), _figures(line, beside.end()))


def goes_before(line: Line) -> Found[bool] | None:
    """Before that stage, not behind it."""
    beside = _beside(line)
    if beside is None or beside["side"].lower() not in BEFORE:
        return None
    return line.found(True, *beside.span("side"))


def _start(line: Line) -> int:
    at = line.first("pipeline_setting")
    return 0 if at is None else line.token(at).end


def _figures(line: Line, start: int) -> int:
    """Where the chance, or the days, are told."""
    told = [token.start for token in line.tokens if "probability" in token.tags and token.start >= start]
    told += [one.start for one in line.numbers if one.kind == "percent" and one.start >= start]
    found = DAYS.search(line.text, start)
    return min([*told, *([found.start()] if found else []), len(line.text)])


def _marks(line: Line, start: int) -> list[re.Match[str]]:
    found = (BECOMES.search(line.text, start), _beside(line))
    return [one for one in found if one is not None]


def _beside(line: Line) -> re.Match[str] | None:
    """The word before the neighbour."""
    return BESIDE.search(line.text, _start(line))


def _stage(line: Line, start: int, end: int) -> Found[str] | None:
    """A usual stage by its key, won and lost too, any other in the words said."""
    stretch = _named(line, start, end)
    if stretch is None:
        return None
    return line.found(_usual(line, stretch) or line.words(*stretch), *stretch)


def _usual(line: Line, stretch: Stretch) -> str | None:
    """What everybody calls it: the one word that is all of the stretch."""
    tags = next((one.tags for one in line.tokens if (one.start, one.end) == stretch), {})
    return tags.get("stage") or next((tag for tag in ("won", "lost") if tag in tags), None)


def _words(line: Line, start: int, end: int) -> Found[str] | None:
    stretch = _named(line, start, end)
    return None if stretch is None else line.found(line.words(*stretch), *stretch)


def _named(line: Line, start: int, end: int) -> Stretch | None:
    """The name that stands there, without signs, politeness and what only leads to it."""
    start, end = _trimmed(line.text, start, end)
    if lead := LEADING.match(line.text[start:end]):
        start, end = _trimmed(line.text, start + lead.end(), end)
    while trail := OUT.search(line.text[start:end]):
        start, end = _trimmed(line.text, start, start + trail.start())
    return (start, end) if start < end else None


def _trimmed(text: str, start: int, end: int) -> Stretch:
    """Without the signs and faces around it."""
    found = NAME.search(text, start, end)
    return found.span() if found else (start, start)


def _orders(kind: str) -> Callable[[Line], bool]:
    """The line begins with such an order, and asks nothing."""
    leads = begins("pipeline_setting")

    def test(line: Line) -> bool:
        return (
            line.has("pipeline_setting", kind) and leads(line) and not line.tags & {"question", "condition"}
        )

    return test


def _places(line: Line) -> bool:
    """ย้ายขั้น … ไปหลัง …: without a neighbour it is a deal that is moved."""
    return _orders("place_stage")(line) and _beside(line) is not None and not line.customers


SET = Grammar(
    intent="stages",
    words=("pipeline_setting",),
    when=_orders("stages"),
    fields={"stage": subject, "title": title, "probability": percent, "days": days},
)
ADD = Grammar(
    intent="add_stage",
    words=("pipeline_setting",),
    when=_orders("add_stage"),
    fields={
        "title": new_title,
        "stage": neighbour,
        "before": goes_before,
        "probability": percent,
        "days": days,
    },
)
REMOVE = Grammar(
    intent="remove_stage",
    words=("pipeline_setting",),
    when=_orders("remove_stage"),
    fields={"stage": subject},
)
PLACE = Grammar(
    intent="place_stage",
    words=("pipeline_setting",),
    when=_places,
    fields={"stage": subject, "beside": neighbour, "before": goes_before},
)
