"""What Jod understands before it can do it: kept, never dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import CustomerRef, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Later(Intent):
    """A line about deals or promotions, whose capability is still to come."""

    name: ClassVar[str] = "later"
    topic: str = "other"
    customer: CustomerRef | None = None
    follow_up_at: When | None = None
    """The next step said with it, which is promised all the same."""
    follow_up_kind: str | None = None
