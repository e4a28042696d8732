"""ask_about: what a colleague is to be asked about a customer."""

from __future__ import annotations

import re

from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar, past_address
from bot.language.line import Line
from bot.language.notes import leaves_nothing
from bot.language.people import Person
from bot.language.understanding import Found
from bot.language.whose import member

ASK = re.compile(
    r"(?:(?:ช่วย|ฝาก|รบกวน|ขอ)*ถาม(?:ทาง|กับ)?\s*|(?:(?:please|can you|could you) )?ask )(?:คุณ|พี่|น้อง)?\s*"
)
LEADS = re.compile(
    r"\s*(?:(?:ให้)?(?:หน่อย|ที|ด้วย)?ว่า\s*|\s(?:(?:about|for me)\s+)?(?=(?:how|whether|if|what|what's|why|when"
    r"|where|who|which|is|are|was|has|have|had|did|does|do|will)\b)|(?:หน่อย)?\s*(?=เรื่อง)|\sabout\s+)"
)
"""Between whom to ask and what: แบงค์ว่า …, Bank how …; ask Bank to call gives work instead."""
ABOUT = ("เรื่อง", "about")


def _asked(line: Line) -> Person | None:
    """The member named right behind the word of asking, with which the line begins."""
    begins = ASK.match(line.text, line.once(past_address))
    person = next((each for each in line.persons if begins and begins.end() in (each.start, each.name)), None)
    is_member = person is not None and any(named.kind == "member" for named in person.named)
    return person if is_member else None


def _from(line: Line) -> int | None:
    """Where the question itself begins."""
    person = line.once(_asked)
    leads = LEADS.match(line.text, person.end) if person else None
    if person is None or leads is not None:
        return leads.end() if leads else None
    asks = line.text[person.end :].startswith(" ") and bool({"question", "history"} & line.tags)
    return person.end + 1 if asks else None


def asks_a_colleague(line: Line) -> bool:
    """ถามแบงค์ว่า สยามวัสดุถึงไหนแล้ว, ask Bank whether SCG has answered."""
    return member(line) is not None and line.once(_from) is not None


def question(line: Line) -> Found[str] | None:
    """The question in the person's own words; ถามแบงค์เรื่อง TTM says none yet."""
    start = line.once(_from)
    if start is None or leaves_nothing(
        line, [(0, start), *stretches(line, firm(line)), *_about(line, start)]
    ):
        return None
    return line.found(line.words(start, len(line.text)), start, len(line.text))


def _about(line: Line, start: int) -> list[tuple[int, int]]:
    return [(start, start + len(word)) for word in ABOUT if line.text.startswith(word, start)]


ASK_ABOUT = Grammar(
    intent="ask_about",
    when=asks_a_colleague,
    fields={"rep": member, "customer": firm, "text": question},
)
