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
    not_taken, dead = _undone.rows(desk.session, desk.workspace.id, NOT_TAKEN, desk.start_of(desk.today))[0]
    return [*refused, *out_of_quota, *_not_taken(desk, not_taken), *_given_up(desk, dead)]


@Query
def _states(workspace_id: int) -> Select[datetime | None, datetime | None]:
    refused, out_of_quota = ChannelState.refused_at, ChannelState.quota_out_at
    return select(refused, out_of_quota).where(ChannelState.workspace_id == workspace_id)


def _refused(desk: Desk, since: datetime) -> Item:
    detail = desk.words("alerts.token_refused_detail", clock=desk.words.clock(desk.local(since)))
    return Item(desk.words("alerts.token_refused"), detail, tone=Tone.RED)


def _out_of_quota(desk: Desk) -> Item:
    held = _messages(desk.workspace.id, [OutboxState.HELD], LONG_AGO)
    detail = desk.words("alerts.quota_out_detail", count=desk.session.scalar(held))
    return Item(desk.words("alerts.quota_out"), detail, tone=Tone.RED)


def _not_taken(desk: Desk, count: int) -> list[Item]:
    if not count:
        return []
    return [Item(desk.words("alerts.undelivered", count=count), desk.words("alerts.undelivered_detail"))]


def _given_up(desk: Desk, count: int) -> list[Item]:
    if not count:
        return []
    return [Item(desk.words("alerts.unhandled", count=count), desk.words("alerts.unhandled_detail"))]


@Query
def _undone(workspace_id: int, states: Sequence[OutboxState], since: datetime) -> Select[int, int]:
    """Messages not taken since then, for earlier days have told theirs, and events given up."""
    dead = InboxEvent.workspace_id == workspace_id, InboxEvent.state == literal(InboxState.DEAD)
    given_up = select(func.count()).select_from(InboxEvent).where(*dead)
    return select(_messages(workspace_id, states, since).scalar_subquery(), given_up.scalar_subquery())


def _messages(workspace_id: int, states: Sequence[OutboxState], since: datetime) -> Select[int]:
    """How many stand there."""
    return select(func.count()).where(
        OutboxMessage.workspace_id == workspace_id,
        OutboxMessage.standing(),
        OutboxMessage.state.in_(states),
        OutboxMessage.created_at >= since,
    )
