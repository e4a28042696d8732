"""Deals after they were opened: priced anew, put off, named, put aside, offered in writing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.language.dates.calendar import plus_months
from bot.language.grammar.deals import planned_kind
from bot.language.grammar.facts import states
from bot.language.grammar.fields import firm, follow_up_at, is_consumer, past_small_words, stretches
from bot.language.grammar.grammar import Grammar, Reader
from bot.language.grammar.named import without_order
from bot.language.line import Line, spans
from bot.language.moments import when
from bot.language.money import amount, percent, price
from bot.language.notes import leaves_nothing, note
from bot.language.scanner import HIDDEN
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import Amount, CustomerRef, When
from bot.language.whose import deal

NUMBER = re.compile(r"(?<![a-z0-9])(?:qt|qu|quo|qn|sq)[-/ ]?\d[\w/-]{0,30}", re.IGNORECASE)
REVISION = re.compile(r"(?:\brev\.?|revision|แก้ไขครั้งที่|ฉบับแก้ไขที่)\s*(\d{1,2})(?!\d)")
DAYS = re.compile(r"\s*(\d{1,3})\s*(?:วัน|days?\b|d\b)")
CHANGES = ("reprice", "close_move", "rename_deal", "chance_change")
BECOMES = re.compile(r"\s*(?:เป็น|ว่า|\bto\b|\bas\b|=)")
MINUS = re.compile(r"(?:\A|[\s:]|เป็น)(?:[-−–]|ลบ|minus)\s*\Z")


def whose(*tags: str) -> Reader:
    """The customer known, else the name behind one of these words; figures and days are no name."""

    def read(line: Line) -> Found[CustomerRef] | None:
        for at in (place for tag in tags for place in line.places(tag)):
            start = _past_number(line, past_small_words(line, at + 1, line.token(at).end))
            if not line.text[start : start + 1].isalpha() or _is_taken(line, start):
                continue
            if found := customer_at(line, start):
                return without_order(line, found)
        return None

    return lambda line: line.once(_firm_before_title) or line.once(read)


def _firm_before_title(line: Line) -> Found[CustomerRef] | None:
    """The customer known; whoever is called so by the new name of a deal is not whose it is."""
    found, title = firm(line), _title_at(line)
    return found if found is None or title is None or line.place(found.start) < title else None


def _title_at(line: Line) -> int | None:
    """Where the new name of a deal begins: behind เป็น."""
    at = line.first("rename_deal")
    to = None if at is None else BECOMES.search(line.text, line.token(at).end)
    return None if to is None else to.end()


def _past_number(line: Line, start: int) -> int:
    """The number of a quote may stand before the name."""
    found = NUMBER.match(line.text, start)
    return start if found is None else past_small_words(line, len(line.tokens), found.end())


def _is_taken(line: Line, start: int) -> bool:
    """A moment, a sum or a word of the lists stands there."""
    placed = [*spans(line.moments), *spans(line.numbers), *line.worded("moment", "month", "link", "as_of")]
    return line.tokens.text[start : start + 1] == HIDDEN or any(first == start for first, _ in placed)


def signed(read: Reader) -> Reader:
    """The amount, less than nothing where a minus stands before it: what the handler refuses."""

    def of(line: Line) -> Found[Amount] | None:
        found = read(line)
        if found is None:
            return None
        if not MINUS.search(line.text[: line.place(found.start)]):
            return found
        return replace(found, value=replace(found.value, value=-found.value.value))

    return of


def _reprices(line: Line) -> bool:
    """A word of pricing a deal anew; or raise the TTM deal to 450k."""
    return line.has("reprice") or RAISES.match(line.text) is not None


RAISES = re.compile(
    r"\W*(?:raise|bump(?: up)?|lower|increase|reduce|cut|drop|set|update|change)\b"
    r"[^\n]{0,60}\bdeal\b[^\n]{0,30}\bto\b"
)
new_price = signed(lambda line: price(line) if _reprices(line) else None)
"""What a deal is worth from now on, where a word of pricing leads to it."""


def new_close(line: Line) -> Found[When] | None:
    """The day it should close from now on."""
    is_said = line.has("close_move") or line.once(_says_when_it_closes)
    ahead = [each for each in line.moments if not each.past] if is_said else []
    return when(line, ahead[-1]) if ahead else None


def _says_when_it_closes(line: Line) -> bool:
    """TTM คาดปิดสิ้นเดือนหน้า, น่าจะปิด TTM ได้ศุกร์นี้: whose, the day, and nothing else."""
    if not line.has("expected_close") or firm(line) is None or is_consumer(line):
        return False
    beside = line.worded("expected_close", "particle", "deal_word", "me", "small_talk", "link")
    said = [*spans(line.moments), *stretches(line, firm(line)), *beside]
    return bool(line.moments) and leaves_nothing(line, said)


def new_chance(line: Line) -> Found[int] | None:
    return percent(line) if line.has("chance_change") else None


def new_title(line: Line) -> Found[str] | None:
    """The words behind เป็น, or behind the customer."""
    at = line.first("rename_deal")
    if at is None:
        return None
    named = whose("rename_deal")(line)
    end = line.place(named.end) if named else line.token(at).end
    return note(line, [(0, _title_at(line) or end)])


def rivals(line: Line) -> Found[str] | None:
    """Who else is offering: the words behind คู่แข่ง, up to the next thing that is known."""
    at = line.first("against")
    if at is None or not line.has("deal_word"):
        return None
    return note(line, [(0, line.token(at).end), *stretches(line, firm(line))])


def changes(line: Line) -> bool:
    """A plain order to change a deal, with what it changes to."""
    if line.has("channel") or line.has("open_deal"):
        return False
    is_whole = line.once(_says_when_it_closes) or (RAISES.match(line.text) and firm(line))
    if is_whole or any(states(line, tag) for tag in CHANGES):
        return any(read(line) for read in (new_price, new_close, new_chance, new_title))
    leads = line.first("against")
    return leads is not None and rivals(line) is not None and not line.tags & {"won", "lost", "stage_move"}


def holds(line: Line) -> bool:
    """A deal is put aside, said as a fact and not told of a visit or call."""
    return bool(states(line, "hold")) and not line.has("channel")


def until(line: Line) -> Found[When] | None:
    """The day up to which it rests: the last one said, or so long from today."""
    ahead = [each for each in line.moments if not each.past]
    return when(line, ahead[-1]) if ahead else _so_long(line)


def _so_long(line: Line) -> Found[When] | None:
    """พักไว้ก่อน 3 เดือน."""
    found = LONG.search(line.text, line.token(line.places("hold")[0]).end)
    if found is None:
        return None
    count, today = int(found["count"]), line.now.date()
    weeks_or_days = timedelta(days=count * (7 if found["weeks"] else 1))
    day = plus_months(today, count) if found["months"] else today + weeks_or_days
    return line.found(When(day, words=line.words(*found.span())), *found.span())


LONG = re.compile(
    r"(?P<count>\d{1,2})\s*(?:(?P<months>เดือน|months?\b)|(?P<weeks>อาทิตย์|สัปดาห์|weeks?\b)|วัน|days?\b)"
)


def quotes(line: Line) -> bool:
    """A price given in writing: by its number, or with how long it holds."""
    if not states(line, "quote_doc") or line.has("open_deal") or line.tags & {"reprice", "promo"}:
        return False
    return number(line) is not None or line.has("valid")


def number(line: Line) -> Found[str] | None:
    """QT-6911-02."""
    found = NUMBER.search(line.text)
    if found is None:
        return None
    said = line.found(None, *found.span())
    return replace(said, value=said.words.upper())


def revision(line: Line) -> Found[int] | None:
    found = REVISION.search(line.text)
    return None if found is None else line.found(int(found[1]), *found.span())


def valid_days(line: Line) -> Found[int] | None:
    """ยืนราคา 30 วัน."""
    for at in line.places("valid"):
        if found := DAYS.match(line.text, line.token(at).end):
            return line.found(int(found[1]), *found.span())
    return None


def valid_until(line: Line) -> Found[When] | None:
    """ยืนราคาถึง 25 ธ.ค."""
    for at in line.places("valid") if valid_days(line) is None else ():
        end = line.token(at).end
        ahead = [each for each in line.moments if each.start >= end and not each.past]
        if ahead and not line.text[end : ahead[0].start].strip(" :ถึง"):
            return when(line, ahead[0])
    return None


def planned_next(line: Line) -> Found[When] | None:
    """What follows, unless it is the day up to which the price holds."""
    found, holding = follow_up_at(line), valid_until(line)
    return None if found and holding and found.start == holding.start else found


CHANGE = Grammar(
    intent="change_deal",
    words=(*CHANGES, "against", "expected_close", "deal_word"),
    when=changes,
    fields={
        "customer": whose(*CHANGES, "against"),
        "deal": deal,
        "amount": new_price,
        "expected_close": new_close,
        "probability": new_chance,
        "title": new_title,
        "competitors": rivals,
    },
)
HOLD = Grammar(
    intent="hold_deal",
    words=("hold",),
    when=holds,
    fields={"customer": whose("hold"), "deal": deal, "follow_up_at": until},
    needs=("follow_up_at",),
)
QUOTE = Grammar(
    intent="quote",
    words=("quote_doc",),
    when=quotes,
    fields={
        "customer": whose("quote_doc"),
        "deal": deal,
        "number": number,
        "revision": revision,
        "amount": signed(amount),
        "valid_days": valid_days,
        "valid_until": valid_until,
        "follow_up_at": planned_next,
        "follow_up_kind": planned_kind,
    },
)
