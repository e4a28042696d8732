"""Asks LINE how each channel stands: whether it takes our token again, and how many messages are left."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from bot.line import DeliveryError, Messenger
from models.allowance import LineMonth, spent_this_month
from models.clock import Clock
from models.database import Database
from models.queues import OutboxMessage, OutboxState
from models.standing import ChannelState
from scheduler.shortage import warn_of_shortage
from scheduler.troubles import ASK_QUOTA_AFTER, PROBE_AFTER, refuse

LOOK_EVERY = timedelta(hours=1)
log = logging.getLogger(__name__)


class Lookout:
    """One process looks for all: whoever moves `look_at` on has the turn."""

    def __init__(self, database: Database, messengers: Mapping[int, Messenger], clock: Clock) -> None:
        self.database, self.messengers, self.clock = database, messengers, clock

    def work(self) -> int:
        """Look at the channels whose time has come; returns how many."""
        turns = [one for one in self.messengers if self._is_my_turn(one)]
        for channel_id in turns:
            self._look(channel_id)
        return len(turns)

    def _is_my_turn(self, channel_id: int) -> bool:
        now, machine = self.clock.now(), self.clock.machine()
        with self.database.read() as session:
            known = session.get(ChannelState, channel_id)
            if known is not None and not _is_due(known, now, machine):
                return False
        with self.database.write() as session:
            state = ChannelState.held(session, channel_id, machine)
            if not _is_due(state, now, machine):
                return False
            state.look_at = machine + _pause(state)
            return True

    def _look(self, channel_id: int) -> None:
        ours = self._spent(channel_id)
        try:
            limit, used = _this_month(self.messengers[channel_id])
        except DeliveryError as error:
            log.warning("channel %s: LINE does not say how it stands (%s)", channel_id, error)
            if error.refused:
                self._stop_sending(channel_id)
            return
        with self.database.write() as session:
            now, machine = self.clock.now(), self.clock.machine()
            state = ChannelState.held(session, channel_id, machine)
            state.note_quota(limit, used, ours, now)
            _reopen(session, state, machine)
            _expire(session, state, now)
            if state.quota_left != 0:
                _release(session, state, machine)
            warn_of_shortage(session, channel_id, now)

    def _spent(self, channel_id: int) -> int:
        """This month's by our own count: taken before LINE is asked, so that nothing is forgotten."""
        with self.database.read() as session:
            return spent_this_month(session, channel_id, self.clock.now())

    def _stop_sending(self, channel_id: int) -> None:
        machine = self.clock.machine()
        with self.database.write() as session:
            refuse(session, ChannelState.held(session, channel_id, machine), self.clock.now(), machine)


def _pause(state: ChannelState) -> timedelta:
    if state.refused_at is not None:
        return PROBE_AFTER
    return ASK_QUOTA_AFTER if state.quota_out_at is not None else LOOK_EVERY


def _is_due(state: ChannelState, now: datetime, machine: datetime) -> bool:
    """Its time has come; or, half a minute after the last look, nothing is known of this month."""
    told = state.quota_asked_at
    if told is None or LineMonth.around(now).holds(told):
        return state.look_at <= machine
    return state.look_at - _pause(state) + PROBE_AFTER <= machine


def _this_month(line: Messenger) -> tuple[int | None, int]:
    """How many messages LINE allows, None when they are not limited, and how many are used.

    It is the probe of the token as well.
    """
    quota = line.call("GET", "/v2/bot/message/quota")
    used = int(line.call("GET", "/v2/bot/message/quota/consumption").get("totalUsage", 0))
    return (int(quota.get("value", 0)) if quota.get("type") == "limited" else None), used


def _reopen(session: Session, state: ChannelState, machine: datetime) -> None:
    """LINE answers our token: what had to wait for that goes out now, as if it had just been owed."""
    if state.refused_at is None:
        return
    log.warning("channel %s: LINE takes the access token again", state.channel_id)
    state.refused_at, state.look_at = None, machine + LOOK_EVERY
    owed = _of(state).where(OutboxMessage.on_the_way(), OutboxMessage.state == OutboxState.PENDING)
    waited = owed.where(OutboxMessage.next_at <= machine, OutboxMessage.attempts == 0)
    session.execute(waited.values(next_at=machine, first_attempt_at=None))


def _expire(session: Session, state: ChannelState, now: datetime) -> None:
    """What was held too long is worth nothing any more."""
    stale = _held(state).where(OutboxMessage.not_after < now)
    session.execute(stale.values(state=OutboxState.CANCELLED, reason="expired"))


def _release(session: Session, state: ChannelState, machine: datetime) -> None:
    """There is room again: what was held goes, the oldest first, and what finds no room is held anew."""
    if state.quota_out_at is not None:
        log.warning("channel %s: there are messages left again", state.channel_id)
        state.quota_out_at, state.look_at = None, machine + LOOK_EVERY
    session.execute(_held(state).values(state=OutboxState.PENDING, reason="", next_at=machine))


def _held(state: ChannelState) -> Update:
    return _of(state).where(OutboxMessage.standing(), OutboxMessage.state == OutboxState.HELD)


def _of(state: ChannelState) -> Update:
    """Messages of this channel."""
    mine = update(OutboxMessage).where(
        OutboxMessage.workspace_id == state.workspace_id, OutboxMessage.channel_id == state.channel_id
    )
    return mine.execution_options(synchronize_session=False)
