"""Telling those who lead a company that something needs a person: by a free reply, once a day and kind."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import outbox
from bot.replies import Text
from bot.texts import Words
from models.member import Member, Role
from models.metrics.lengths import Length
from models.queues import JobSlot
from models.workspace import Workspace

KEEP = timedelta(days=2)


class Alert(enum.StrEnum):
    """What a person has to see to; the words are `alerts.<kind>` in bot/texts/."""

    FAILED = "failed"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    QUOTA = "quota"
    REFUSED = "refused"
    SHORT = "short"


ONCE_A_WEEK = (Alert.SHORT,)
"""What goes on for days; anything else is told once a day."""


def tell_managers(
    session: Session,
    workspace_id: int,
    alert: Alert,
    now: datetime,
    told: Callable[[Words], str] | None = None,
) -> None:
    """Leave each owner and manager a notice, in these words if any are given, unless one was left lately."""
    workspace = session.get_one(Workspace, workspace_id)
    length = Length.WEEK if alert in ONCE_A_WEEK else Length.DAY
    since = workspace.start_of(length.around(workspace.day_of(now)).first)
    if not JobSlot.take(session, workspace_id, f"alert:{alert}", since, now):
        return
    leading = Member.active(workspace_id).where(Member.role.in_((Role.OWNER, Role.MANAGER)))
    for manager in session.scalars(leading):
        words = Words(manager.language, masculine=workspace.masculine)
        text = told(words) if told is not None else words(f"alerts.{alert}")
        outbox.notice(session, manager, Text(text=text), now, KEEP)
