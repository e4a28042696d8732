"""What a job pushes with: the rule of `bot.pushing` and the machine clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import pushing
from bot.context import Desk
from bot.replies import Reply
from models.clock import Clock


@dataclass(frozen=True, slots=True)
class Pushing:
    """Owes messages to members: as a push while there is room, else as a notice on the next reply."""

    clock: Clock

    def owe(
        self,
        desk: Desk,
        replies: Sequence[Reply],
        *,
        purpose: str,
        dedupe_key: str,
        not_after: datetime | None = None,
        timed: bool = False,
    ) -> None:
        """`timed`: set by the person to the minute, so it is never withheld."""
        pushing.owe(
            desk,
            replies,
            purpose=purpose,
            dedupe_key=dedupe_key,
            machine=self.clock.machine(),
            not_after=not_after,
            timed=timed,
        )
