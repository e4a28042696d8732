"""What the messages of the month are spent on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowQuota(Intent):
    """How many messages LINE still takes this month, and whether they suffice."""

    name: ClassVar[str] = "quota"
    looks_up: ClassVar[bool] = True
