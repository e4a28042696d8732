"""When a month's messages run short, what is less urgent rides on answers, so that reminders can go."""

from __future__ import annotations

from bot.affording import outlook
from bot.context import Desk
from models.allowance import Use
from models.channel import Channel
from models.standing import ChannelState


def must_ride(desk: Desk, channel: Channel, purpose: str) -> bool:
    """Would this take a message that something more urgent needs before the month ends?

    Summaries ride first, then plans; reminders only when LINE takes no more at all.
    """
    state = desk.session.get(ChannelState, channel.id)
    if state is None or state.quota_limit is None:
        return False
    if state.quota_out_at is not None:
        return True
    use = Use.of(purpose)
    return bool(use.before) and not outlook(desk.session, channel, desk.now).allows(use)
