"""What a consumer's line in the shop's chat means: a short exact list, never the grammar of the staff.

People answer there. `ร้านหยุดวันไหน` is a question to them and no withdrawal, so nothing is guessed.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from bot import offers
from bot.events import Event, EventKind
from bot.intents.base import Intent, kinds
from bot.intents.consumers import LinkByCode, LinkByPhone
from bot.intents.people import Befriended, Blocked, Join
from bot.intents.shop import SpeakToMe, UnsentAtShop, WroteToShop
from bot.language.normalise import normalise
from bot.phones import e164

WORDS = Path(__file__).with_name("shop_words.toml")
POLITE = re.compile(r"(?:\s*(?:นะคะ|นะค่ะ|นะครับ|ค่ะ|คะ|ค่า|ครับ|คับ|จ้า|จ้ะ|please))?[\s.!]*\Z")
CODE = re.compile(r"\d{6}")
PHONE = re.compile(r"\+?\d[\d -]{7,14}\d")
JOIN = re.compile(r"(?:join|เข้าร่วม)\s+([a-z0-9][a-z0-9 -]{6,10}[a-z0-9])")


def meant(event: Event, offered: dict[str, Any] | None) -> Intent | str | None:
    """A consumer comes, goes, or says something; photos and stickers are for the shop's people."""
    match event.kind:
        case EventKind.BEFRIENDED:
            return Befriended()
        case EventKind.BLOCKED:
            return Blocked()
        case EventKind.UNSENT:
            return UnsentAtShop()
        case EventKind.SAID:
            return _said(event.text, offered)
        case _:
            return None


def _said(text: str, offered: dict[str, Any] | None) -> Intent | str:
    """The intent of a whole line, or the data of the button whose label it is."""
    if (data := offers.typed(offered, text)) is not None:
        return data
    line = plain(text)
    return _listed(line) or _figures(line) or WroteToShop()


def plain(text: str) -> str:
    """One spelling, no ending: รับโปรค่ะ and รับโปร are the same line."""
    return POLITE.sub("", normalise(text).text.strip()).casefold()


def _listed(line: str) -> Intent | None:
    if (language := _languages().get(line)) is not None:
        return SpeakToMe(language=language)
    kind = kinds().get(_words().get(line, ""))
    return kind() if kind is not None else None


def _figures(line: str) -> Intent | None:
    """A code to be linked by, a phone number, or a colleague's code that strayed here."""
    if CODE.fullmatch(line):
        return LinkByCode(code=line)
    if PHONE.fullmatch(line) and (phone := e164(line)) is not None:
        return LinkByPhone(phone=phone)
    strayed = JOIN.fullmatch(line)
    return Join(code=strayed[1]) if strayed else None


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, str]:
    """Each line of the list, with the name of its intent."""
    lists = {name: lines for name, lines in _lists().items() if isinstance(lines, list)}
    return {plain(one): name for name, lines in lists.items() for one in lines}


@cache
def _languages() -> dict[str, str]:
    return {plain(one): language for language, lines in _lists()["languages"].items() for one in lines}
