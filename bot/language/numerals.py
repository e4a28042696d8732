"""Phones, tax numbers, e-mail addresses and codes."""

from __future__ import annotations

import re

from bot.language.line import Line
from bot.language.normalise import LETTERS, tidy
from bot.language.understanding import Found

EMAIL = re.compile(r"[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4}", re.IGNORECASE)
CODE = re.compile(r"[A-Za-z0-9]{3,20}(?:-[A-Za-z0-9]{2,20})*")
CAPITALS = re.compile(r"\b[A-Z]{4,20}\b")
SMALL_CODE = re.compile(r"(?<![a-z0-9])[a-z]{2,15}\d{1,5}(?![a-z0-9])")
PLAIN_CODE = re.compile(r"\b(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*\d)[A-Z][A-Z0-9]{2,19}\b")


def phone(line: Line) -> Found[str] | None:
    """Figures alone, beginning with 0."""
    return _figures(line, "phone")


def tax_id(line: Line) -> Found[str] | None:
    return _figures(line, "tax")


def _figures(line: Line, shape: str) -> Found[str] | None:
    at = line.first("numeral", shape)
    if at is None:
        return None
    figures = re.sub(r"\D", "", line.token(at).text)
    national = "0" + figures[2:] if shape == "phone" and figures.startswith("66") else figures
    return line.of_token(national, at)


def email(line: Line) -> Found[str] | None:
    found = EMAIL.search(line.text)
    return None if found is None else line.found(tidy(line.words(*found.span())), *found.span())


def code_after(line: Line, tag: str) -> Found[str] | None:
    """The code behind a word such as โค้ด or join, in capitals."""
    for at in line.places(tag):
        end = line.token(at).end
        rest = line.text[end:]
        found = CODE.match(rest.lstrip(" :=#"))
        if found:
            start = end + len(rest) - len(rest.lstrip(" :=#"))
            return line.found(found[0].upper(), start, start + found.end())
    return None


def word_code(line: Line) -> Found[str] | None:
    """A code in capitals without figures (SUMMER)."""
    found = CAPITALS.search(line.normal.original)
    return None if found is None else Found(found[0], found[0], found.start(), found.end())


def plain_code(line: Line) -> Found[str] | None:
    """A code without a word before it: capitals and figures together (RAIN15)."""
    found = PLAIN_CODE.search(line.normal.original.translate(LETTERS))
    if found is None:
        return _small_code(line)
    return Found(found[0], found[0], found.start(), found.end())


def _small_code(line: Line) -> Found[str] | None:
    """rain15, typed without capitals."""
    found = SMALL_CODE.search(line.text)
    return None if found is None else line.found(found[0].upper(), found.start(), found.end())
