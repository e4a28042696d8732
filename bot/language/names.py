"""The one form under which a name is looked up, whatever was written around or inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from bot.language.normalise import TONES, normalise
from bot.language.words import load

TONELESS = dict.fromkeys(map(ord, TONES))
SHORTEST_SITE = 3
"""Letters of a site's name by which it can be told from other words."""
SHORTEST_WITHOUT_TRADE = 6
"""Letters of a name by which a firm is known without its trade."""
NAMED_SITE = re.compile(r"\b([a-z0-9]{3,}) (?:site|project)\b")
"""Harbour project: English names the site before the word."""
PUNCTUATION = re.compile(r"[\s.\-_'\"(),/&+*]+")


def fold(name: str) -> str:
    """One spelling of a name, legal forms and honorifics still in it."""
    return " ".join(normalise(name).text.split())


def key(name: str) -> str:
    """The letters by which a name is found: no legal form, honorific, space or punctuation."""
    return squeeze(bare(fold(name)))


def bare(folded: str) -> str:
    """A folded name without legal forms around it and honorifics before it; never empty for that."""
    first, last = _ends()
    rest = _prefixes().sub("", folded) if folded.startswith(first) else folded
    rest = _suffixes().sub("", rest) if rest.endswith(last) else rest
    return rest.strip() or folded


def with_legal_forms(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch of a name in a normalised text together with the legal forms on both sides of it."""
    _, forms = _ends()
    if text[:start].rstrip().endswith(forms) and (found := _before().search(text, max(0, start - 40), start)):
        start = found.start()
    if found := _behind().match(text, end):
        end = found.end()
    return start, end


def squeeze(text: str) -> str:
    return PUNCTUATION.sub("", text)


def skeleton(letters: str) -> str:
    """A key without tone marks and silent signs: what people drop when they type fast."""
    return letters.translate(TONELESS)


def spellings(name: str) -> Iterator[str]:
    """Every key by which people look for a name: as it is, with its kind of place shortened or left out."""
    whole, *rests = full_spellings(name)
    yield whole
    for rest in rests:
        yield rest
        shorts = load("names")["places"][whole.removesuffix(rest)]
        yield from {squeeze(short) + rest for short in shorts}


@lru_cache(maxsize=16)
def full_spellings(name: str) -> tuple[str, ...]:
    """The key of a name, and the one without its kind of place (โรงแรม) if it has one.

    Kept for a moment: a name that is put into a directory is asked for three times.
    """
    whole = key(name)
    rests = (whole.removeprefix(place) for place in load("names")["places"])
    return (whole, *(rest for rest in rests if len(rest) >= 3 and rest != whole))


def without_trade(name: str) -> Iterator[str]:
    """ทองหล่อ of ทองหล่อก่อสร้าง; the สยาม of สยามวัสดุภัณฑ์ would be any firm's name, สยามวัสดุ is not."""
    trades = _trades()
    for full in full_spellings(name):
        for trade in trades if full.endswith(trades) else ():
            if full.endswith(trade) and len(full) - len(trade) >= SHORTEST_WITHOUT_TRADE:
                yield full.removesuffix(trade)


def site_spellings(name: str) -> list[str]:
    """Every key by which people look for a deal: the whole name, and the site or project named in it."""
    whole, found = key(name), []
    for site in load("names")["sites"]:
        _, said, after = whole.partition(squeeze(site))
        found += [said + after, after] if after and said else []
    found += [squeeze(one) for match in NAMED_SITE.finditer(fold(name)) for one in match.group(0, 1)]
    found += [_before_part(one) for one in (whole, *found)]
    return [one for one in dict.fromkeys([whole, *found]) if len(one) >= SHORTEST_SITE]


def _before_part(site: str) -> str:
    """บางนา of บางนาเฟส2."""
    ends = [at for part in load("names")["parts_of_sites"] if (at := site.find(part)) > 0]
    return site[: min(ends, default=len(site))]


@cache
def _trades() -> tuple[str, ...]:
    return tuple(load("names")["trades"])


@cache
def _ends() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a name begins or ends with if there is anything to take off it: quicker to see than to search."""
    words = load("names")
    return (*words["legal_forms"], *words["honorifics"]), tuple(words["legal_forms"])


@cache
def _prefixes() -> re.Pattern[str]:
    words = load("names")
    return re.compile(
        rf"^(?:(?:{_either([*words['legal_forms'], *words['honorifics']])})\s*)+(?=[^\s{_marks()}])"
    )


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_either(load('names')['legal_forms'])})\s*)+\Z")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"(?:[\s,]*(?:{_either(load('names')['legal_forms'])}))+")


@cache
def _suffixes() -> re.Pattern[str]:
    return re.compile(rf"(?:[\s,]*(?:{_either(load('names')['legal_forms'])}))+$")


def _marks() -> str:
    return "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0e30\u0e32\u0e33"


def _either(words: list[str]) -> str:
    """Latin words stand alone: `co` is no part of `cotton`, nor `company` of `mycompany`."""
    return "|".join(_alone(word) for word in sorted(words, key=len, reverse=True))


def _alone(word: str) -> str:
    before = r"(?<![a-z0-9])" if word[0].isascii() and word[0].isalpha() else ""
    after = r"(?![a-z0-9])" if word[-1].isascii() and word[-1].isalpha() else ""
    return before + re.escape(word) + after
