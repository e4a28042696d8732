"""Cards 2: what comes before an appointment, and when it is time for a call or a task."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Desk
from bot.replies import Reply, Text
from models.followup import FollowUp


def reminder_replies(desk: Desk, followups: Sequence[FollowUp]) -> list[Reply]:
    return [Text(text=f"{one.customer.name}") for one in followups]
