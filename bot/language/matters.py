"""Several matters in one line: of which customers each something is told, and where each matter begins."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.language.been import is_ahead
from bot.language.dates.phrases import Phrase
from bot.language.line import Line
from bot.language.mentions import Mention
from bot.language.scanner import HIDDEN
from bot.language.unknown import customer_at

JOINS = re.compile(r"\s*(?:,|/|&|และ|กับ|and|,\s*and)\s*")
SEPARATORS = re.compile(r"(?:[,/;|•+\n]|\s-|\bthen|\band|ส่วน|แล้วก็|และ|อีกราย|อีกเจ้า)\s*\Z")
THEN = re.compile(r"\s*(?:ก่อน\s*)?แล้ว(?:ค่อย)?\s*\Z|\s*ก่อน\s*\Z")
"""Behind what is to come แล้ว leads on to what comes after; only what has been is done by it."""
LONGEST_SEPARATOR = 16
SHORTEST_NAME = 3
MOST = 12
"""Customers of one line that are looked at; more are no sentence."""
SPACED = re.compile(r"[\s\ue000]\Z")
DOING = frozenset(["channel", "channel_weak", "appoint", "follow"])
TOLD = DOING | {"talk", "outcome", "say", "reschedule", "won", "lost", "purchase"}
PLANNING = ("follow", "appoint", "remind")
OPENING = frozenset(["done", "filler", "will", "remind"])
"""Words before the verb of a matter that belong to it: แล้วโทร, เดี๋ยวโทร, อย่าลืมโทร."""


def listed_customers(line: Line) -> tuple[Mention, ...]:
    """The customers of a list such as TTM, AP และ BFP; () if the line has none."""
    if len(line.customers) < 2:
        return ()
    pairs = pairwise(line.customers)
    if all(JOINS.fullmatch(line.text, first.end, second.start) for first, second in pairs):
        return line.customers
    return ()


def rivals(line: Line) -> tuple[int, ...]:
    """Different customers of whom each something is told: more than one matter in the line."""
    if not 2 <= len(line.customers) <= MOST:
        return ()
    told = listed_customers(line) or tuple(each for each in line.customers if is_led(line, each))
    if begun := [each for each in line.customers[1:] if _begins_clause(line, each)]:
        told = (line.customers[0], *told, *begun)
    return tuple(dict.fromkeys(mention.of("customer")[0].id for mention in told))


def matters(line: Line) -> list[str]:
    """The line cut where the matter of another customer begins; a day that leads the line is said of all."""
    starts = line.once(_starts)
    if not starts or listed_customers(line):
        return []
    cuts = [0, *starts, len(line.text)]
    for at in range(1, len(cuts) - 1):
        cuts[at] = _with_moment(line, cuts[at - 1], cuts[at], cuts[at + 1])
    day = _day_of_all(line)
    return [_matter(line, start, end, day) for start, end in pairwise(cuts)]


def _matter(line: Line, start: int, end: int, day: str) -> str:
    """One of the pieces, as if it had been said by itself."""
    text = SEPARATORS.sub("", line.words(start, end))
    if any(start <= each.start < end and each.day and is_ahead(line, each) for each in line.moments):
        text = THEN.sub("", text)
    if start > 0 and not any(
        start <= token.start < end and TOLD & token.tags.keys() for token in line.tokens
    ):
        text, day = f"{line.words(0, line.customers[0].start)} {text}", day or _first_day(line)
    has_day = any(start <= each.start < end and each.day for each in line.moments)
    return text if has_day or (day and text.startswith(day)) else f"{day} {text}".lstrip()


def _first_day(line: Line) -> str:
    """นัด TTM 3 ธ.ค. 10 โมง แล้วก็ SCG บ่ายสอง: the day of the first is that of the others too."""
    first = next((each for each in line.moments if each.day is not None), None)
    if first is None or first.day is None:
        return ""
    return line.words(first.start, line.token(first.day.end - 1).end)


def _starts(line: Line) -> list[int]:
    """Where the matters of the second customer and of the others begin, known or not."""
    first = next(iter(line.customers), None)
    if first is None or len(line.customers) > MOST:
        return []
    known = [_start(line, each) for each in line.customers[1:]] if len(rivals(line)) > 1 else []
    strangers = [_opening(line, at) for at in line.places("reaches") if _reaches_stranger(line, first, at)]
    return sorted({start for start in (*known, *strangers) if start is not None and start > first.start})


def _reaches_stranger(line: Line, first: Mention, at: int) -> bool:
    """… แล้วโทร บลูลากูน ไม่รับ: a name nobody has behind a second verb, and what came of it or nothing."""
    token = line.token(at)
    if token.start < first.end:
        return False
    if SPACED.search(line.text[: token.start][-1:]) is None and not _done_before(line, at):
        return False
    start = token.end + (line.text[token.end : token.end + 1] == " ")
    found = customer_at(line, start) if line.text[start : start + 1] != HIDDEN else None
    behind = line.behind(line.place(found.end)) if found else None
    if found is None or len(found.value.said) < SHORTEST_NAME:
        return False
    rest = line.tokens.text[line.place(found.end) :].strip()
    return not rest or (behind is not None and bool(TOLD & line.token(behind).tags.keys()))


def _done_before(line: Line, at: int) -> bool:
    return at > 0 and "done" in line.token(at - 1).tags and line.tokens.joined(at)


def is_led(line: Line, mention: Mention) -> bool:
    """Whether a word of doing stands right before a name."""
    return _lead(line, mention) is not None


def _lead(line: Line, mention: Mention) -> int | None:
    at = line.before(mention.start)
    if at is None or not DOING & line.token(at).tags.keys():
        return None
    return None if line.text[line.token(at).end : mention.start].strip(" :") else at


def _begins_clause(line: Line, mention: Mention) -> bool:
    """…, AP นัดใหม่: a name behind a sign or a space with a word of doing or telling behind it."""
    before = line.tokens.text[max(0, mention.start - LONGEST_SEPARATOR) : mention.start]
    apart = SEPARATORS.search(before.rstrip()) is not None
    if apart and any(not line.text[mention.end : each.start].strip() for each in line.moments):
        return True
    at = line.behind(mention.end)
    if at is None or not TOLD & line.token(at).tags.keys():
        return False
    if line.text[mention.end : line.token(at).start].strip(" :"):
        return False
    return apart or (SPACED.search(before) is not None and _free(line, mention))


def _free(line: Line, mention: Mention) -> bool:
    """Something is told before the name, and no joining word leads to it (ที่ริเวอร์วิว)."""
    at, first = line.before(mention.start), line.once(_first_told)
    if at is None or first is None or first > at:
        return False
    return "link" not in line.token(at).tags or bool(line.text[line.token(at).end : mention.start].strip())


def _first_told(line: Line) -> int | None:
    return next((at for at, token in enumerate(line.tokens) if TOLD & token.tags.keys()), None)


def _start(line: Line, mention: Mention) -> int | None:
    """Where the matter of a customer begins: its verb with the words before it, or the name."""
    at = _lead(line, mention)
    if at is None:
        return mention.start if _begins_clause(line, mention) else None
    return _opening(line, at)


def _opening(line: Line, at: int) -> int:
    """Where the words before a verb begin that belong to it: แล้วโทร, เดี๋ยวโทร."""
    start = line.token(at).start
    while at > 0 and OPENING & line.token(at - 1).tags.keys() and line.tokens.joined(at):
        at, start = at - 1, line.token(at - 1).start
    return start


def _with_moment(line: Line, before: int, start: int, end: int) -> int:
    """A moment between two matters: that of the one which has none (เช้าเข้าพบ TTM บ่ายโทร SCG).

    If neither has, a plan comes before what is told: ตาม TTM พรุ่งนี้ โทร SCG.
    """
    between = next((each for each in line.moments if each.end <= start and _touches(line, each, start)), None)
    if between is None or any(start <= each.start < end for each in line.moments):
        return start
    has_own = any(before <= each.start < between.start for each in line.moments)
    plans = any(before <= line.token(at).start < start for tag in PLANNING for at in line.places(tag))
    return between.start if has_own or not plans else start


def _touches(line: Line, moment: Phrase, start: int) -> bool:
    return not line.text[moment.end : start].strip()


def _day_of_all(line: Line) -> str:
    """เมื่อวานเข้าพบ TTM … โทร SCG …: the day the line begins with."""
    first: Phrase | None = next(iter(line.moments), None)
    if first is None or first.start > 0 or first.day is None or first.day.end > first.last:
        return ""
    return line.words(0, line.token(first.day.end - 1).end)
