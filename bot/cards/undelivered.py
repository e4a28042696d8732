"""What the account could not send or handle: lines for those who lead, until somebody has seen to it."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.context import Desk
from bot.replies import Item, Tone
from models.base import literal
from models.queues import InboxEvent, InboxState, OutboxMessage, OutboxState
from models.standing import ChannelState

NOT_TAKEN = (OutboxState.FAILED, OutboxState.UNCERTAIN)


def undelivered(desk: Desk) -> list[Item]:
    """A token that LINE refuses, a used-up quota, messages of today that it did not take, events given up."""
    standing = select(ChannelState).where(ChannelState.workspace_id == desk.workspace.id)
    states = desk.session.scalars(standing).all()
    refused = [_refused(desk, one) for one in states if one.refused_at is not None]
    out_of_quota = [_out_of_quota(desk)] if any(one.quota_out_at for one in states) else []
    return [*refused, *out_of_quota, *_not_taken(desk), *_given_up(desk)]


def _refused(desk: Desk, state: ChannelState) -> Item:
    since = desk.words.clock(desk.local(state.refused_at)) if state.refused_at else ""
    detail = desk.words("alerts.token_refused_detail", clock=since)
    return Item(desk.words("alerts.token_refused"), detail, tone=Tone.RED)


def _out_of_quota(desk: Desk) -> Item:
    detail = desk.words("alerts.quota_out_detail", count=_messages(desk, OutboxState.HELD))
    return Item(desk.words("alerts.quota_out"), detail, tone=Tone.RED)


def _not_taken(desk: Desk) -> list[Item]:
    count = _messages(desk, *NOT_TAKEN)
    if not count:
        return []
    return [Item(desk.words("alerts.undelivered", count=count), desk.words("alerts.undelivered_detail"))]


def _given_up(desk: Desk) -> list[Item]:
    dead = select(func.count()).select_from(InboxEvent)
    of_company = dead.where(
        InboxEvent.workspace_id == desk.workspace.id, InboxEvent.state == literal(InboxState.DEAD)
    )
    count = desk.session.scalar(of_company)
    if not count:
        return []
    return [Item(desk.words("alerts.unhandled", count=count), desk.words("alerts.unhandled_detail"))]


def _messages(desk: Desk, *states: OutboxState) -> int:
    """How many stand there; of what was not taken only today's: earlier days have told theirs."""
    counted = select(func.count()).where(
        OutboxMessage.workspace_id == desk.workspace.id,
        OutboxMessage.standing(),
        OutboxMessage.state.in_(states),
    )
    if states == NOT_TAKEN:
        counted = counted.where(OutboxMessage.created_at >= desk.start_of(desk.today))
    return desk.session.scalar(counted) or 0
