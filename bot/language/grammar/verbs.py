"""The verbs of a plan: how it is to be done, and which of them say no more than that."""

from __future__ import annotations

from bot.language.line import Line, Stretch, spans
from bot.language.scanner import HIDDEN
from bot.language.understanding import Found

BARE_VERB = 6
"""Letters of a verb that has no object in it, as ส่งใบเสนอราคา has."""
ACTS = frozenset(["follow", "appoint", "channel", "channel_weak"])


def how(line: Line) -> Found[str] | None:
    """visit, call, line, email or meeting."""
    for tag in ("channel", "how", "channel_weak"):
        for at in line.places(tag):
            if tag != "channel_weak" or at == 0 or names_follow(line, line.token(at).end):
                return line.of_token(line.token(at).tags[tag], at)
    return None


def names_follow(line: Line, end: int) -> bool:
    """Whether a name that is read already stands there."""
    return line.tokens.text[end : end + 2].lstrip().startswith(HIDDEN)


def bare_verbs(line: Line) -> list[Stretch]:
    """ตาม, นัด, โทรหา: by themselves they say no more than the channel and the kind do."""
    return spans(token for token in line.tokens if ACTS & token.tags.keys() and _is_bare(token.text))


def _is_bare(verb: str) -> bool:
    return len(verb) <= BARE_VERB or verb.isascii()


def verbs_before(line: Line, known: list[Stretch]) -> list[Stretch]:
    """นัด in นัด TTM พรุ่งนี้ ปิดราคา, unlike โทรตาม in โทรตามต่ออายุ, whose object it begins."""
    starts = {start for start, _ in known}
    return [
        (start, end)
        for start, end in bare_verbs(line)
        if {end, end + line.text[end:].startswith(" ")} & starts
    ]
