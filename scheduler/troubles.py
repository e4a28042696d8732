"""What a refusal means for more than the one message: its channel, its recipient, and who must hear of it."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.allowance import spent_this_month
from models.chat import Chat, Friendship
from models.queues import OutboxMessage, OutboxState
from models.standing import ChannelState
from scheduler.alerts import Alert, tell_managers
from scheduler.claims import hold
from scheduler.delivery import PERSONS_PAUSE, Landed, Trouble

PROBE_AFTER = timedelta(seconds=30)
"""A refused token is tried again so often."""
ASK_QUOTA_AFTER = timedelta(minutes=10)
TOLD = {OutboxState.FAILED: Alert.FAILED, OutboxState.UNCERTAIN: Alert.UNCERTAIN}
"""Ends that a person has to see to."""
log = logging.getLogger(__name__)


def face(session: Session, batch: Sequence[Landed], now: datetime, machine: datetime) -> None:
    """Draw the consequences, once a channel and kind of trouble, however many messages met it."""
    for channel_id in {one.message.channel_id for one in batch if one.outcome.trouble is not None}:
        _face_channel(session, [one for one in batch if one.message.channel_id == channel_id], now, machine)
    for one in batch:
        _face_one(session, one, machine)
    to_tell = {
        (one.message.workspace_id, TOLD[one.outcome.state]) for one in batch if one.outcome.state in TOLD
    }
    for workspace_id, alert in sorted(to_tell):  # in one order, so that no two processes wait for each other
        tell_managers(session, workspace_id, alert, now)


def _face_channel(session: Session, batch: Sequence[Landed], now: datetime, machine: datetime) -> None:
    met = {one.outcome.trouble for one in batch}
    if not met & {Trouble.TOO_FAST, Trouble.REFUSED, Trouble.OUT_OF_QUOTA}:
        return
    state = ChannelState.held(session, batch[0].message.channel_id, machine)
    if Trouble.TOO_FAST in met:
        state.slow_down(machine)
    if Trouble.REFUSED in met:
        refuse(session, state, now, machine)
    if Trouble.OUT_OF_QUOTA in met:
        run_out(session, state, now, machine)


def refuse(session: Session, state: ChannelState, now: datetime, machine: datetime) -> None:
    """Nothing more is sent on the channel until a probe goes through; the rows stay as they are."""
    if state.refused_at is not None:
        return
    state.refused_at, state.look_at = machine, machine + PROBE_AFTER
    log.error("channel %s: LINE refuses the access token; sending stops until it is mended", state.channel_id)
    tell_managers(session, state.workspace_id, Alert.REFUSED, now)


def run_out(session: Session, state: ChannelState, now: datetime, machine: datetime) -> None:
    hold(session, state.channel_id)
    if state.quota_out_at is not None:
        return
    state.quota_out_at, state.look_at = machine, machine + ASK_QUOTA_AFTER
    if state.quota_limit is not None:
        ours = spent_this_month(session, state.channel_id, now)
        state.note_quota(state.quota_limit, state.quota_limit, ours, now)
    log.error("channel %s: this month's messages are used up; pushes wait", state.channel_id)
    tell_managers(session, state.workspace_id, Alert.QUOTA, now)


def _face_one(session: Session, landed: Landed, machine: datetime) -> None:
    message, outcome = landed.message, landed.outcome
    if outcome.trouble is Trouble.TOO_MUCH_FOR_ONE:
        _spare(session, message, machine + PERSONS_PAUSE)
    if outcome.trouble is Trouble.STRANGER:
        _mark_stranger(session, message)
    if outcome.trouble is Trouble.BUG:
        log.error("message %s (%s) failed: %s", message.id, message.purpose, outcome.reason)


def _spare(session: Session, message: OutboxMessage, until: datetime) -> None:
    """All that waits for this one person waits longer; nobody else's does."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.channel_id == message.channel_id, OutboxMessage.recipient == message.recipient)
        .where(OutboxMessage.on_the_way(), OutboxMessage.state == OutboxState.PENDING)
        .where(OutboxMessage.next_at < until)
        .values(next_at=until)
        .execution_options(synchronize_session=False)
    )


def _mark_stranger(session: Session, message: OutboxMessage) -> None:
    """LINE knows nobody by that id here: pushes stop until the person adds the account."""
    users = message.recipients or [message.recipient]
    chats = select(Chat).where(Chat.channel_id == message.channel_id, Chat.user_id.in_(users))
    for chat in session.scalars(chats):
        chat.friendship = Friendship.STRANGER


def split(session: Session, message: OutboxMessage, owner: str, machine: datetime) -> None:
    """Two halves instead of one, each with a key of its own, if the message is still ours."""
    mine = update(OutboxMessage).where(OutboxMessage.id == message.id, OutboxMessage.lease_owner == owner)
    gone = mine.values(
        state=OutboxState.CANCELLED, reason="split", lease_owner=None, lease_until=None
    ).returning(OutboxMessage.id)
    if session.scalar(gone.execution_options(synchronize_session=False)) is None:
        return
    everybody = message.recipients or []
    middle = len(everybody) // 2
    session.add_all(
        _half(message, half, number, machine)
        for number, half in enumerate((everybody[:middle], everybody[middle:]), start=1)
    )


def _half(message: OutboxMessage, recipients: list[str], number: int, machine: datetime) -> OutboxMessage:
    return OutboxMessage(
        workspace_id=message.workspace_id,
        channel_id=message.channel_id,
        dedupe_key=f"{message.dedupe_key}/{number}",
        kind=message.kind,
        purpose=message.purpose,
        recipients=recipients,
        payload=message.payload,
        retry_key=str(uuid.uuid4()),
        created_at=message.created_at,
        next_at=machine,
        not_after=message.not_after,
    )
