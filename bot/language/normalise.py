"""Makes the many spellings of one Thai text one, and remembers where each letter stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

LIMIT = 2_000
"""Letters of a message that are read; what is longer is kept as typed, but not searched."""

HELD_DOWN = re.compile(r"([\u0e01-\u0e4e])\1\1")
THAI = re.compile(r"[\u0e01-\u0e4e]")
THAI_CHUNK = re.compile(r"(?<![\u0e01-\u0e4e])[\u0e01-\u0e4e]+(?![\u0e01-\u0e4e])")
MANY, SYLLABLE = 7, 4.2
"""So many Thai words between spaces, so short on average, are syllables and no words."""
PLAIN = re.compile(r"[ -_a-~\n\u0e01-\u0e3a\u0e3f-\u0e4c]*\Z")
"""Letters that need nothing done to them but lower case."""
REPAIRS = re.compile(
    r"เเ|  |([\u0e01-\u0e4e])\1\1|([\u0e31\u0e34-\u0e39\u0e47-\u0e4c])\2|[\u0e47-\u0e4c][\u0e31\u0e34-\u0e39]"
)
"""Misspellings that look right on a screen, and letters held down (แล้ววว)."""
VOWELS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39")
LETTERS = str.maketrans(
    {
        **{chr(0x0E50 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000\t\r", " "),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’`", "'"),
        **dict.fromkeys("–—−‒", "-"),
    }
)
INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufe0f\x00")
MARKS = frozenset(
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e33\u0e3a"
)
"""Thai signs that stand on the letter before them: no word begins with one."""
TONES = frozenset("\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in its one spelling; `offsets[i]` is where its letter i stood in the original."""

    text: str
    offsets: range | list[int]
    original: str
    cut: int | None = None
    """where in the original the text ends, if something was left away behind it"""

    def words(self, start: int, end: int) -> tuple[str, int, int]:
        """The original words of a stretch, with their offsets in the original."""
        first = self.offsets[start]
        last = self.offsets[end] if end < len(self.text) else self.stop
        return self.original[first:last], first, last

    @property
    def stop(self) -> int:
        return min(len(self.original), LIMIT) if self.cut is None else self.cut


def tidy(name: str) -> str:
    """A name as it should be kept: its capitals, but no invisible signs and one spelling of แ and ำ."""
    seen = "".join(letter for letter in name if letter not in INVISIBLE)
    return " ".join(seen.replace("เเ", "แ").replace("\u0e4d\u0e32", "\u0e33").split())


def normalise(original: str) -> Normal:
    """NFC, แ written as เเ, decomposed ำ, zero-width signs, Thai digits, doubled marks and spaces, case."""
    text = original[:LIMIT]
    if _is_dictated(text):
        return _without_spaces(original, text)
    if PLAIN.match(text) and not REPAIRS.search(text):
        return Normal(text.lower(), range(len(text)), original)
    letters, offsets = _letters(text)
    if HELD_DOWN.search(text):
        letters, offsets = _let_go(letters, offsets)
    return Normal("".join(letters), offsets, original)


def _is_dictated(text: str) -> bool:
    """แวะ คาร์ รัน มา พี่ บอย ไม่ อยู่: every syllable by itself, as telephones write what they hear."""
    if text.count(" ") < MANY - 1:
        return False
    chunks = THAI_CHUNK.findall(text)
    return len(chunks) >= MANY and sum(map(len, chunks)) < SYLLABLE * len(chunks)


def _without_spaces(original: str, text: str) -> Normal:
    letters, offsets = _letters(text)
    thai = [THAI.match(letter) is not None for letter in letters]
    kept = [
        at
        for at, letter in enumerate(letters)
        if letter != " " or not (0 < at < len(letters) - 1 and thai[at - 1] and thai[at + 1])
    ]
    return Normal("".join(letters[at] for at in kept), [offsets[at] for at in kept], original)


def _letters(text: str) -> tuple[list[str], list[int]]:
    letters: list[str] = []
    offsets: list[int] = []
    for at, letter in enumerate(text):
        if letter in INVISIBLE:
            continue
        for piece in _fold(letter):
            if settled := _settle(letters, piece):
                letters.append(settled)
                offsets.append(at)
    return letters, offsets


def _let_go(letters: list[str], offsets: list[int]) -> tuple[list[str], list[int]]:
    """One letter of a Thai one that was held down."""
    kept: list[int] = []
    for _, run in groupby(range(len(letters)), key=lambda at: letters[at]):
        places = list(run)
        kept += places[:1] if _is_held(letters[places[0]], len(places)) else places
    return [letters[at] for at in kept], [offsets[at] for at in kept]


def _is_held(letter: str, times: int) -> bool:
    """Three of one letter; of อ, with which หมอออโรร่า and รอออเดอร์ are spelt, four."""
    return THAI.match(letter) is not None and times > (3 if letter == "อ" else 2)


def _fold(letter: str) -> str:
    """One letter as searched; two for the few that NFKC takes apart (ﬁ)."""
    letter = letter.translate(LETTERS)
    if letter.isascii() or "\u0e00" <= letter <= "\u0e7f":
        return letter.lower()
    return unicodedata.normalize("NFKC", letter).lower()


def _settle(letters: list[str], piece: str) -> str:
    """What to append for a letter, once it and the one before it are as they should have been typed."""
    before = letters[-1] if letters else ""
    if piece == "เ" and before == "เ":
        letters[-1] = "แ"
    elif piece == "า" and before == "\u0e4d":
        letters[-1] = "\u0e33"
    elif piece == "า" and before in TONES and letters[-2:-1] == ["\u0e4d"]:
        letters[-2:] = [before, "\u0e33"]
    elif piece in VOWELS and before in TONES:
        letters[-1] = piece
        return before
    elif piece != before or (piece not in MARKS and piece != " "):
        return piece
    return ""
