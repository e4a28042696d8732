"""Promotions and who agrees to receive them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.language.dates.phrases import Phrase
from bot.language.grammar.grammar import Grammar, Reader, begins
from bot.language.grammar.politeness import START
from bot.language.grammar.promo_audience import (
    bought,
    group,
    months,
    repeats,
    segment,
    segment_days,
)
from bot.language.grammar.promo_item import HALF, OFFER, code, item
from bot.language.line import Line
from bot.language.moments import when
from bot.language.numerals import code_after, phone
from bot.language.sums import Sum
from bot.language.understanding import Found
from bot.language.values import Amount, When

REACH = 3


def _led(line: Line, first: int, tag: str, reach: int = 1) -> bool:
    return any(line.tokens.tag(at, tag) for at in range(first - 1, first - 1 - reach, -1))


def _sum_after(tag: str) -> Callable[[Line], Sum | None]:
    """The sum of money that a word leads to; any bare number will do."""

    def read(line: Line) -> Sum | None:
        kinds = ("money", "plain", "other_money")
        return next(
            (each for each in line.numbers if each.kind in kinds and _led(line, each.first, tag)), None
        )

    return read


def _worth(line: Line, each: Sum) -> Found[Amount]:
    return line.found(Amount(each.value, words=line.words(each.start, each.end)), each.start, each.end)


def _amount(tag: str) -> Reader:
    read = _sum_after(tag)

    def reader(line: Line) -> Found[Amount] | None:
        each = read(line)
        return None if each is None else _worth(line, each)

    return reader


def discount_pct(line: Line) -> Found[int] | None:
    for each in line.numbers:
        if each.kind == "percent":
            return line.found(int(each.value), each.start, each.end)
    half = HALF.search(line.text)
    return line.found(50, *half.span()) if half else None


def discount_amount(line: Line) -> Found[Amount] | None:
    found = _amount("discount")(line)
    return found if found or discount_pct(line) else _amount_off(line)


def _amount_off(line: Line) -> Found[Amount] | None:
    """50 baht off."""
    for each in line.numbers:
        if each.kind in ("money", "plain") and line.tokens.tag(each.last, "discount"):
            return _worth(line, each)
    return None


AT_LEAST = re.compile(r"\s*(?:บาท|baht)?\s*(?:ขึ้นไป|เป็นต้นไป|or more\b|and up\b|\+)")


def minimum(line: Line) -> Found[Amount] | None:
    """ซื้อครบ 1,500; รองเท้า 2,000 ขึ้นไป."""
    return _amount("min_spend")(line) or _at_least(line)


def _at_least(line: Line) -> Found[Amount] | None:
    for each in line.numbers:
        if each.kind in ("money", "plain") and AT_LEAST.match(line.text, line.token(each.first).end):
            return _worth(line, each)
    return None


def _moment(line: Line, tag: str) -> Phrase | None:
    ahead = [each for each in line.moments if each.day is not None]
    return next(
        (each for each in ahead if _led(line, each.first, tag, REACH if tag == "promo_send" else 2)), None
    )


def _last_day(line: Line) -> Phrase | None:
    """The moment behind ถึง or หมดเขต, if that is not where it is to be sent."""
    return _moment(line, "promo_end")


def starts_on(line: Line) -> Found[date] | None:
    phrase = _moment(line, "promo_start") or _span(line)
    if phrase is None or phrase == _last_day(line):
        return None
    return _running(line, phrase, last=False) or _date(line, phrase)


def _running(line: Line, span: Phrase, *, last: bool) -> Found[date] | None:
    """1-31 มี.ค. said on the 10th has begun: it is not next year's."""
    first, until = span.when(line.now, past=True), span.until(line.now, past=True)
    if first is None or until is None or until < line.now.date():
        return None
    return line.found(until if last else first.day, span.start, span.end)


def _span(line: Line) -> Phrase | None:
    """A span of days (15-31 ส.ค.), or the one day of the promotion."""
    for phrase in line.moments:
        if phrase.until(line.now) is not None:
            return phrase
    sent, last = _moment(line, "promo_send"), _last_day(line)
    only = [each for each in line.moments if each.day is not None and each not in (sent, last)]
    return only[0] if only and line.has("one_day") else None


def _date(line: Line, phrase: Phrase) -> Found[date] | None:
    found = when(line, phrase)
    if found is None:
        return None
    day = found.value.day - timedelta(days=bool(phrase.clock and phrase.clock.midnight))
    return Found(day, found.words, found.start, found.end)


def ends_on(line: Line) -> Found[date] | None:
    """The last day said; of a span its end; of a promotion of one day that day."""
    if span := _span(line):
        until = span.until(line.now)
        running = _running(line, span, last=True)
        return running or (line.found(until, span.start, span.end) if until else _date(line, span))
    last = _last_day(line)
    return _date(line, last) if last else None


def send_at(line: Line) -> Found[When] | None:
    phrase = _moment(line, "promo_send") or _sent_at(line)
    return when(line, phrase) if phrase and phrase != _last_day(line) else None


def _sent_at(line: Line) -> Phrase | None:
    """ส่งโปรลด 20% … เย็นนี้ 6 โมง: the clock time of what begins with sending."""
    sends = re.match(rf"{START}(?:ส่ง|send )", line.text)
    return next((each for each in line.moments if each.clock and each.clock.at), None) if sends else None


def _offer(line: Line) -> re.Match[str] | None:
    return OFFER.search(line.text.lower())


def offer(line: Line) -> Found[str] | None:
    found = _offer(line)
    return None if found is None else line.found(found[0], *found.span())


def by_step(line: Line) -> Found[bool] | None:
    """Nothing is said but that there is to be one."""
    said = sorted(line.worded("promo", "promo_word", "particle"))
    ends = [0, *(end for _, end in said)]
    starts = [*(start for start, _ in said), len(line.text)]
    between = (line.text[end:start] for end, start in zip(ends, starts, strict=True))
    if not said or any(letter.isalnum() for gap in between for letter in gap):
        return None
    return line.found(True, *said[0])


def creates(line: Line) -> bool:
    """A word of making a promotion; or โปร… with what it takes off."""
    if begins("promo")(line) or _tells_what_it_gives(line):
        return True
    return (
        begins("promo_word")(line)
        and (line.has("gives") or _offer(line) is not None or (line.has("discount") and bool(line.numbers)))
        and (not line.has("question") or bought(line) is not None)
    )


def _tells_what_it_gives(line: Line) -> bool:
    """ซื้อครบ 999 ลด 99: without the word for a promotion, but of nobody, and with all that makes one."""
    if line.customers or line.persons or any(line.has(tag) for tag in OF_A_SALE) or phone(line) is not None:
        return False
    takes_off = discount_pct(line) is not None or discount_amount(line) is not None
    if takes_off and SENDS.match(line.text) and (line.has("segment") or line.has("promo_code")):
        return True
    if takes_off and (minimum(line) is not None or code_after(line, "promo_code") is not None):
        return any(begins(tag)(line) for tag in ("discount", "min_spend", "segment")) or _for_a_group(line)
    found = _offer(line)
    return found is not None and not line.text[: found.start()].strip()


SENDS = re.compile(rf"{START}(?:(?:ส่ง|แจก|ยิง)(?:โค้ด|คูปอง|ส่วนลด)?|send|give)(?![a-z])")
"""ส่งโค้ด WELCOME ลด 100 ให้ลูกค้าใหม่."""


def _for_a_group(line: Line) -> bool:
    return line.has("segment") and line.text.startswith(("ให้", "for "))


OF_A_SALE = (
    "question",
    "channel",
    "follow",
    "returned",
    "deal_word",
    "negated",
    "undo",
    "edit",
    "credit",
    "settled",
)
CREATE = Grammar(
    intent="create_promo",
    words=("promo", "promo_word", "discount", "min_spend", "gives", "promo_code"),
    when=creates,
    fields={
        "promo_code": code,
        "discount_pct": discount_pct,
        "discount_amount": discount_amount,
        "offer": offer,
        "min_spend": minimum,
        "item": item,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "send_at": send_at,
        "segment": segment,
        "days": segment_days,
        "bought": bought,
        "months": months,
        "repeats": repeats,
        "group": group,
        "by_step": by_step,
    },
)
