"""brief: a bare name asks for who is who, what was said last and what is open."""

from __future__ import annotations

import re

from bot.language.grammar.facts import asks, begins_asking
from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.lookups import looks_for
from bot.language.grammar.named import named_by
from bot.language.grammar.politeness import START
from bot.language.line import Line, Stretch
from bot.language.notes import EMPTY, leaves_nothing
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import CustomerRef
from bot.language.whose import contact

SHORTEST = 4
"""Letters that may be nearly somebody's name; fewer are a sound (เอ่อ)."""


def names_only(line: Line) -> bool:
    """A customer or a contact and nothing else but politeness."""
    look = [found.span()] if (found := LOOK.match(line.text)) else []
    if firm(line) is None or _says_more(line, look) or looks_for(line) or _was_done(line) or _agreed(line):
        return False
    spans = [(each.start, each.end) for each in line.customers] + [
        (each.start, each.end) for each in line.persons
    ]
    return leaves_nothing(line, [*spans, *look, *_polite(line)])


LOOK = re.compile(rf"{START}(?:(?:ขอ|ช่วย)?(?:เปิด)?ดู(?=\s)|show(?: me)?\b)")


def _agreed(line: Line) -> bool:
    """TTM โอเคแล้ว tells of them; โอเค TTM only answers us."""
    return any(AGREED.match(line.text, each.end) for each in line.customers)


AGREED = re.compile(r"\s*(?:โอเค|ok(?:ay)?\b|ตกลง)")


def _was_done(line: Line) -> bool:
    """ไปหา … มา, ถึง … แล้ว tell of a visit; ไปหา … asks whom one is going to see."""
    acts = line.has("channel") or line.has("channel_weak")
    return acts and line.has("done") and not line.has("question")


POLITE = ("particle", "party", "question", "link", "kind", "small_talk", "phone_word")
SAYS_NOTHING = frozenset(["label", *POLITE, *EMPTY])


def _polite(line: Line) -> list[Stretch]:
    return line.worded(*POLITE)


def _says_more(line: Line, look: list[Stretch]) -> bool:
    """A known word of substance behind ขอดู: most lines have one, and are not looked at more closely."""
    return any(
        SAYS_NOTHING.isdisjoint(token.tags) and any(map(str.isalnum, token.text))
        for token in line.tokens
        if not any(start <= token.start < end for start, end in look)
    )


behind_brief = named_by("brief")


def asks_who(line: Line) -> bool:
    """ข้อมูล สยามวัสดุ: a word of asking who somebody is, and their name alone."""
    found = behind_brief(line) if begins("brief")(line) and not line.has("promo") else None
    if found is None:
        return False
    taken = [*stretches(line, found, contact(line)), *line.worded("brief", "role"), *_polite(line)]
    return leaves_nothing(line, taken)


WHO = Grammar(
    intent="brief", words=("brief",), when=asks_who, fields={"customer": behind_brief, "contact": contact}
)
TOLD = ("say", "channel", "talk", "outcome", "happens", "done")
"""Words of a line that tells something, though it may repeat a question."""


def asks_about(line: Line) -> bool:
    """ทำไม TTM ยังไม่ปิด, แนนแต้มเท่าไหร่: a question at either end, in which nothing is told."""
    if firm(line) is None:
        return False
    if asks(line):
        return True
    return _ends_asking(line) and not any(line.has(tag) for tag in TOLD)


def _ends_asking(line: Line) -> bool:
    content = [token for token in line.tokens if "particle" not in token.tags]
    last = content[-1] if content else None
    return last is not None and "question" in last.tags and not line.numbers and not line.moments


OF_ANOTHER = ("team", "member_role", "promo", "purchase", "summary", "pipeline", "everybody", "remind")
"""Words of a question about something else than the customer spoken of."""
OF_THEM = ("pronoun", "appoint", "follow", "history", "brief", "phone_word", "role", "channel", "deal_word")
"""Words of a question about whoever is spoken of."""


def asks_of_the_last(line: Line) -> bool:
    """นัดไว้กี่โมงนะ, เบอร์เขาอะไร: a question about the customer just spoken of, in which nothing is told."""
    if line.context.last_customer is None or firm(line) is not None or line.numbers or line.moments:
        return False
    is_asked = begins_asking(line) or _ends_asking(line) or line.has("history") or line.has("brief")
    tells = any(line.has(tag) for tag in ("say", "outcome", "happens", *OF_ANOTHER))
    return is_asked and not tells and any(line.has(tag) for tag in OF_THEM)


ASKED_LAST = Grammar(intent="brief", words=OF_THEM, when=asks_of_the_last)
ASKED = Grammar(intent="brief", when=asks_about, fields={"customer": firm})
"""ทำไม TTM ยังไม่ปิด: whoever asks about a customer is shown what is known."""
BRIEF = Grammar(intent="brief", when=names_only, fields={"customer": firm, "contact": contact})


def near_name(line: Line) -> Found[CustomerRef] | None:
    """A whole line that is nearly the name of somebody."""
    found = customer_at(line, 0)
    if found is None or len(found.value.said) < SHORTEST or not leaves_nothing(line, stretches(line, found)):
        return None
    return found if found.value.id is not None or found.value.candidates else None


NEARLY = Grammar(
    intent="brief",
    when=lambda line: line.once(near_name) is not None,
    fields={"customer": lambda line: line.once(near_name)},
)
