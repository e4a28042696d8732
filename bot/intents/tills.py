"""Tills and web shops that report what they sell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Tills(Intent):
    """Which tills may report."""

    name: ClassVar[str] = "tills"
    looks_up: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTill(Intent):
    """Let one more in."""

    name: ClassVar[str] = "add_till"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeTill(Intent):
    """Let one in no more."""

    name: ClassVar[str] = "revoke_till"
    till: int
