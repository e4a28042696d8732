"""What remains of a line when all that is understood is taken away, in the person's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.language.line import Line, Stretch, spans
from bot.language.scanner import HIDDEN, Token
from bot.language.understanding import Found

LONGEST_VERB = 7
"""Letters of a second verb beyond which it says what was done: เข้าพบ TTM ดูหน้างาน."""
EDGES = " \n\t.,:;-–—•*/·|()[]!"
JOINING = frozenset(["link", "party"])
CONTENT = frozenset(["say", "outcome", "doubt", "digit", "unit"])
"""Tags of words that say something although they also join (ว่า)."""


def note(line: Line, taken: Iterable[Stretch]) -> Found[str] | None:
    """The words outside the stretches taken, in order; None if nothing is left but signs and politeness."""
    kept = list(_kept(line, taken))
    if not kept:
        return None
    words = " ".join(line.words(start, end) for start, end in kept)
    found = line.found(words, kept[0][0], kept[-1][1])
    return Found(words, found.words, found.start, found.end)


def leaves_nothing(line: Line, taken: Iterable[Stretch]) -> bool:
    """There is no note: most lines have one at their beginning, and no more of them is looked at."""
    return next(_kept(line, taken), None) is None


def _kept(line: Line, taken: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches that say something, without what carries nothing at their ends."""
    for stretch in _outside(line, taken):
        start, end = _trimmed(line, *stretch)
        if start < end and not _says_nothing(line, start, end):
            yield start, end


EMPTY = frozenset(["party", "filler", "done", "particle", "link", "small_talk", "time"])


def _says_nothing(line: Line, start: int, end: int) -> bool:
    """ลูกค้า, แล้ว, เป็น by themselves."""
    rest = line.tokens.text[start:end]
    for token in line.tokens.over(start, end):
        inside = start <= token.start and token.end <= end
        if inside and EMPTY & token.tags.keys() and not CONTENT & token.tags.keys():
            rest = rest.replace(token.text, " ", 1)
    return not any(letter.isalnum() or letter == HIDDEN for letter in rest)


def _outside(line: Line, taken: Iterable[Stretch]) -> list[Stretch]:
    at, outside = 0, []
    for start, end in sorted(taken):
        if start > at:
            outside.append((at, start))
        at = max(at, end)
    outside.append((at, len(line.text)))
    return outside


def _trimmed(line: Line, start: int, end: int) -> Stretch:
    """Without signs, joining words and politeness at its ends."""
    moved = True
    while moved and start < end:
        start, end, moved = _step(line, start, end)
    return start, end


def _step(line: Line, start: int, end: int) -> tuple[int, int, bool]:
    if line.text[start] in EDGES:
        return start + 1, end, True
    if line.text[end - 1] in EDGES and not line.text[end - 2 : end].endswith(("..", "ฯ.")):
        return start, end - 1, True
    first, last = line.behind(start), line.before(end)
    if first is not None and _begins_empty(line, line.token(first), start, end):
        return line.token(first).end, end, True
    if last is not None and line.token(last).end == end and line.token(last).start >= start:
        return (
            (start, line.token(last).start, True)
            if _ends_note(line, line.token(last))
            else (start, end, False)
        )
    return start, end, False


def _begins_empty(line: Line, token: Token, start: int, end: int) -> bool:
    """A joining word of its own, or a heading, at the beginning."""
    stands = line.text[token.end : token.end + 1] in (" ", "\n", "") or "label" in token.tags
    return token.start == start and token.end <= end and stands and _empty(token.tags.keys(), leading=True)


def _ends_note(line: Line, token: Token) -> bool:
    """คุยราคาอีก keeps its last word, which belongs to no moment, and เชียงราย its last syllable."""
    if token.tags.get("particle") == "start":
        return False
    last = not line.tokens.text[token.end :].strip(EDGES)
    own = (
        {"time", "link"} if last and line.text[token.start - 1 : token.start] not in (" ", "\n") else {"time"}
    )
    return _empty(token.tags.keys() - (own if last else set()), leading=False)


def _empty(tags: Iterable[str], *, leading: bool) -> bool:
    """Words that carry nothing at an end of a note."""
    ignored = {"link", "label"} if leading else {"link", "label", "particle", "time"}
    return bool(ignored & set(tags)) and not CONTENT & set(tags)


def tail(line: Line, names: list[Stretch], taken: Iterable[Stretch] = ()) -> list[Stretch]:
    """The names at the very end, but for what is taken already: … ให้ TTM (ภายใน 4 โมงเย็น)."""
    text = line.tokens.text
    for start, end in taken:
        text = text[:start] + HIDDEN * (end - start) + text[end:]
    return [span for span in names if not text[span[1] :].strip(f" .,{HIDDEN}")]


def head(line: Line, taken: list[Stretch], *opening: str) -> list[Stretch]:
    """The run of understood words at the beginning: the verb, who, when; it ends where content begins."""
    at, run = 0, []
    for start, end in sorted([*taken, *_opening(line, frozenset(opening))]):
        if line.tokens.text[at:start].strip(EDGES):
            break
        if end > at:
            run.append((start, end))
            at = end
    return run


def _opening(line: Line, opening: frozenset[str]) -> list[Stretch]:
    ways = line.places("channel")
    words = [
        token
        for at, token in enumerate(line.tokens)
        if opening & token.tags.keys() and not (at in ways[1:] and len(token.text) > LONGEST_VERB)
    ]
    return spans(
        each
        for each in words
        if not JOINING & each.tags.keys() or "channel" in each.tags or _joins_name(line, each.end)
    )


def _joins_name(line: Line, end: int) -> bool:
    """กับ, ที่, ลูกค้า before a name; ของ in ของเดิม and ลูกค้า in ลูกค้าบอก begin the content."""
    return line.tokens.text[end : end + 2].lstrip()[:1] in ("", HIDDEN, "\n")
