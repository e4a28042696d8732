"""Telling those who lead a company that something needs a person: once a day a kind, by a free reply."""

from __future__ import annotations

import enum
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from bot import outbox
from bot.replies import Text
from bot.texts import Words
from models.member import Member, Role
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


def tell_managers(session: Session, workspace_id: int, alert: Alert, now: datetime) -> None:
    """Leave a notice for each owner and manager, unless one was left today."""
    workspace = session.get_one(Workspace, workspace_id)
    today = datetime.combine(now.astimezone(workspace.zone).date(), time(), workspace.zone)
    if not JobSlot.take(session, workspace_id, f"alert:{alert}", today, now):
        return
    leading = Member.active(workspace_id).where(Member.role.in_((Role.OWNER, Role.MANAGER)))
    for manager in session.scalars(leading):
        words = Words(manager.language, masculine=workspace.masculine)
        outbox.notice(session, manager, Text(text=words(f"alerts.{alert}")), now, KEEP)
