"""What the account could not send or handle: lines for those who lead, until somebody has seen to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Select, func, select

from bot.context import Desk
from bot.replies import Item, Tone
from models.base import literal
from models.prepared import Query
from models.queues import InboxEvent, InboxState, OutboxMessage, OutboxState
from models.standing import ChannelState

NOT_TAKEN = (OutboxState.FAILED, OutboxState.UNCERTAIN)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def undelivered(desk: Desk) -> list[Item]:
    """A token that LINE refuses, a used-up quota, messages of today that it did not take, events given up."""
    states = _states.rows(desk.session, desk.workspace.id)
    refused = [_refused(desk, refused_at) for refused_at, _ in states if refused_at is not None]
    out_of_quota = [_out_of_quota(desk)] if any(quota_out_at for _, quota_out_at in states) else []
    return [*refused, *out_of_quota, *_not_taken(desk), *_given_up(desk)]


@Query
def _states(workspace_id: int) -> Select[datetime | None, datetime | None]:
    refused, out_of_quota = ChannelState.refused_at, ChannelState.quota_out_at
    return select(refused, out_of_quota).where(ChannelState.workspace_id == workspace_id)


def _refused(desk: Desk, since: datetime) -> Item:
    detail = desk.words("alerts.token_refused_detail", clock=desk.words.clock(desk.local(since)))
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
    count = _dead.value(desk.session, desk.workspace.id)
    if not count:
        return []
    return [Item(desk.words("alerts.unhandled", count=count), desk.words("alerts.unhandled_detail"))]


@Query
def _dead(workspace_id: int) -> Select[int]:
    dead = select(func.count()).select_from(InboxEvent)
    return dead.where(InboxEvent.workspace_id == workspace_id, InboxEvent.state == literal(InboxState.DEAD))


def _messages(desk: Desk, *states: OutboxState) -> int:
    """How many stand there; of what was not taken only today's: earlier days have told theirs."""
    since = desk.start_of(desk.today) if states == NOT_TAKEN else LONG_AGO
    return int(_standing.value(desk.session, desk.workspace.id, states, since))


@Query
def _standing(workspace_id: int, states: Sequence[OutboxState], since: datetime) -> Select[int]:
    return select(func.count()).where(
        OutboxMessage.workspace_id == workspace_id,
        OutboxMessage.standing(),
        OutboxMessage.state.in_(states),
        OutboxMessage.created_at >= since,
    )
