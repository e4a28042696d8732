"""Once a week those who lead hear that reminders will not fit into the month, while something can be done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.affording import Outlook, outlook
from bot.cards.quota import way_out
from bot.texts import Words
from models.allowance import Use
from models.channel import Channel
from scheduler.alerts import Alert, tell_managers


def warn_of_shortage(session: Session, channel_id: int, now: datetime) -> None:
    """When what LINE leaves of this month is less than its reminders will take."""
    channel = session.get_one(Channel, channel_id)
    found = outlook(session, channel, now)
    if found.account.left is None or found.account.left >= found.ahead[Use.REMINDER]:
        return
    tell_managers(session, channel.workspace_id, Alert.SHORT, now, lambda words: _told(words, found))


def _told(words: Words, found: Outlook) -> str:
    figures = {"left": f"{found.account.left:,}", "needed": f"{found.ahead[Use.REMINDER]:,}"}
    return words("alerts.short", way=way_out(words, found), **figures)
