"""Questions a rep asks: the plan of a day, a customer's history, a search."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.language.dates.calendar import last_of_month, monday, quarter_end, quarter_start
from bot.language.dates.phrases import Phrase
from bot.language.grammar.activities import tells
from bot.language.grammar.credit import left_owing
from bot.language.grammar.fields import after, begins_name, firm, past_small_words, stretches
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.politeness import START
from bot.language.line import Line, spans
from bot.language.notes import note
from bot.language.numerals import phone
from bot.language.understanding import Found
from bot.language.whose import member

Days = tuple[date, date, int, int]
"""First and last day, and the stretch that says so."""


def span(line: Line) -> Days | None:
    """The days to come that a question is about: a week or month whole, else one day."""
    return _span(line, past=False)


def span_back(line: Line) -> Days | None:
    """The same for what has been: 1-15 พ.ย. said in the middle of it or later is this year's."""
    return _span(line, past=True)


def _span(line: Line, *, past: bool) -> Days | None:
    for phrase in line.moments:
        found = phrase.when(line.now, past=past)
        if found is None:
            continue
        unit = _whole_unit(line, phrase.first, phrase.last)
        if unit is not None:
            day = _begun(found.day, line.now.date()) if past and not phrase.past else found.day
            return *_bounds(day, unit), phrase.start, phrase.end
        until = phrase.until(line.now, past=past) or _since(line, phrase, found.day)
        return found.day, until or found.day, phrase.start, phrase.end
    return _this_period(line) or _named_month(line)


def _begun(day: date, today: date) -> date:
    """ไตรมาส 1 said in the middle of it is this year's, not the last that is over."""
    first = quarter_start(day).replace(year=today.year)
    return first if day.year < today.year and first <= today else day


SINCE = re.compile(r"(?:ตั้งแต่|นับจาก|\bsince|\bfrom)(?:\s*วันที่)?\s*\Z")


def _since(line: Line, phrase: Phrase, first: date) -> date | None:
    """ตั้งแต่ต้นปี, since Monday: up to today, of days gone by."""
    today, leads = line.now.date(), SINCE.search(line.text, 0, phrase.start)
    return today if leads and first < today else None


QUARTERS = {"quarter", "q1", "q2", "q3", "q4"}


def _whole_unit(line: Line, first: int, last: int) -> str | None:
    """week, month, quarter or year, if the moment is one as a whole (สัปดาห์หน้า, เดือนที่แล้ว, ปีก่อน)."""
    units = [line.tokens.tag(at, "unit") or line.tokens.tag(at, "time") for at in range(first, last)]
    if QUARTERS & set(units):
        return "quarter"
    named = any(
        line.tokens.tag(at, tag)
        for at in range(first, last)
        for tag in ("weekday", "numeral", "edge", "digit")
    )
    whole = (unit for unit in units if unit in ("week", "month", "year"))
    return None if named else next(whole, None)


def _named_month(line: Line) -> Days | None:
    """สรุปเดือนตุลา, ยอด ต.ค.: the whole of it, this year's or the last one that has begun."""
    at = line.first("month")
    if at is None or not (line.tokens.tag(at - 1, "unit") == "month" or line.has("summary")):
        return None
    today, token = line.now.date(), line.token(at)
    month = int(token.tags["month"])
    first = date(today.year - (month > today.month), month, 1)
    return first, last_of_month(first), token.start, token.end


def _this_period(line: Line) -> Days | None:
    """เดือนนี้, this month, ประจำเดือน; ไตรมาสนี้ and ปีนี้."""
    today = line.now.date()
    for at in range(len(line.tokens)):
        unit = line.tokens.tag(at, "period") or _unit_this(line, at)
        if unit and line.tokens.next(at + 1, "month") is None:
            first, last = _bounds(today, unit)
            if line.tokens.next(at + 1, "which") == "last":
                first, last = _bounds(first - timedelta(days=1), unit)
            return first, last, line.token(at).start, line.token(at).end
    return None


def _unit_this(line: Line, at: int) -> str | None:
    """Thai says เดือนนี้, English this month."""
    unit = line.tokens.tag(at, "unit") or ("quarter" if line.tokens.tag(at, "time") == "quarter" else None)
    if unit not in ("week", "month", "year", "quarter"):
        return None
    behind = line.tokens.next(at + 1, "which") == "this"
    before = line.tokens.tag(at - 1, "which") == "this" and line.token(at - 1).text.isascii()
    return unit if behind or before else None


def _bounds(today: date, unit: str) -> tuple[date, date]:
    if unit == "week":
        return monday(today), monday(today) + timedelta(days=6)
    if unit == "month":
        return today.replace(day=1), last_of_month(today)
    if unit == "quarter":
        return quarter_start(today), quarter_end(today)
    return date(today.year, 1, 1), date(today.year, 12, 31)


def date_from(line: Line) -> Found[date] | None:
    return _first(line, line.once(span))


def date_to(line: Line) -> Found[date] | None:
    return _last(line, line.once(span))


def back_from(line: Line) -> Found[date] | None:
    """The first day of those a report is about."""
    return _first(line, line.once(span_back))


def back_to(line: Line) -> Found[date] | None:
    return _last(line, line.once(span_back))


def _first(line: Line, days: Days | None) -> Found[date] | None:
    return None if days is None else line.found(days[0], days[2], days[3])


def _last(line: Line, days: Days | None) -> Found[date] | None:
    return None if days is None else line.found(days[1], days[2], days[3])


def asks_plan(line: Line) -> bool:
    """A word of plans, or a question about a day; nobody's visit is told of."""
    if firm(line) is not None:
        return False
    if line.has("overdue"):
        return not line.has("promo") and member(line) is None and left_owing(line) is None
    if not line.has("plan"):
        return _asks_of_a_day(line) or _asks_only_of_a_day(line)
    return not line.has("channel") or line.has("question") or begins("plan")(line)


def _asks_of_a_day(line: Line) -> bool:
    """วันนี้ใครต้องโทรบ้าง: a question about what is to do on a day."""
    doing = any(line.has(tag) for tag in ("follow", "appoint", "channel"))
    return line.has("question") and doing and bool(line.moments) and not line.persons and not line.has("team")


def _asks_only_of_a_day(line: Line) -> bool:
    """anything tomorrow?, งานอาทิตย์หน้า: nothing is said but that and the day."""
    work = [found.span()] if (found := WORK_OF.match(line.text)) else []
    said = [*work, *line.worded("anything", "particle", "question", "link"), *spans(line.moments)]
    return bool(begins("anything")(line) or work) and bool(line.moments) and note(line, said) is None


WORK_OF = re.compile(rf"{START}(?:คิว)?งาน(?:ของ)?(?:ผม|ฉัน|หนู|เรา)?")


def overdue(line: Line) -> Found[str] | None:
    at = line.first("overdue")
    return None if at is None else line.of_token("overdue", at)


PLAN = Grammar(
    intent="my_plan",
    when=asks_plan,
    fields={"date_from": date_from, "date_to": date_to, "scope": overdue},
)


def asks_history(line: Line) -> bool:
    """A word of history with somebody it is about; a visit that is told of is no question."""
    if _takes_out(line):
        return True
    if not line.has("history") or (firm(line) is None and not begins("history")(line)):
        return False
    return begins("history")(line) or line.has("question") or not tells(line)


def _takes_out(line: Line) -> bool:
    """ลบรายการเข้าพบ TTM เมื่อเช้า: which one is found among what was stored there."""
    return TAKES_OUT.match(line.text) is not None and firm(line) is not None


TAKES_OUT = re.compile(
    rf"{START}(?:(?:ลบ|ยกเลิก|เอา)(?:อัน)?(?:รายการ|บันทึก|โน้ต|ที่(?:ลง|บันทึก|จด))"
    r"|(?:delete|remove) (?:the |my )?(?:entry|note|record|visit|call)\b)"
)
HISTORY = Grammar(
    intent="customer_history",
    words=("history", "undo"),
    when=asks_history,
    fields={"customer": after("history"), "date_from": back_from, "date_to": back_to},
    needs=("customer",),
)


def query(line: Line) -> Found[str] | None:
    """What to look for: the line without the words of looking."""
    if there := WHO_IS_THERE.match(line.text):
        return line.found(line.words(*there.span("where")), *there.span("where"))
    end = 0
    for at in range(len(line.tokens)):
        token = line.token(at)
        looks = {"search", "particle", "party"} & token.tags.keys()
        names = end > 0 and token.text == "หา" and line.text[token.end : token.end + 1].strip()
        if not looks or names or line.text[end : token.start].strip(" :/"):
            break
        end = token.end
    start = past_small_words(line, len(line.tokens), end)
    tail = line.worded("question", "particle")
    return note(line, [(0, start), *tail])


WHO_IS_THERE = re.compile(
    rf"{START}ลูกค้า(?:ของเรา)?(?!ผม|ฉัน|เรา|หนู|ใหม่|เก่า|ทั้งหมด)(?:ที่|แถว|ใน|ย่าน|โซน|จังหวัด|จ\.)?\s*(?P<where>[^\s\d]{{2,30}}?)\s*มี(?:ใคร|เจ้าไหน|ที่ไหน|ร้านไหน)(?:บ้าง|มั่ง)\W*"
    r"(?:ครับ|คับ|ค่ะ|คะ)?\W*\Z"
)
"""ลูกค้าที่ระยองมีใครบ้าง."""


def looks_for(line: Line) -> bool:
    """A word of looking at the beginning, or a number alone; หา also begins names (หาดใหญ่)."""
    if WHO_IS_THERE.match(line.text):
        return True
    if (number := phone(line)) and note(line, stretches(line, number)) is None:
        return True
    if not begins("search")(line):
        return False
    first = line.token(line.places("search")[0])
    apart = line.text[first.end : first.end + 1] == " "
    return not (first.text == "หา" and first.start == 0 and not apart and begins_name(line, 0))


SEARCH = Grammar(
    intent="search",
    words=("search", "numeral", "question"),
    when=looks_for,
    fields={"query": query},
    needs=("query",),
)
