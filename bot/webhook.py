"""`POST /callback`: verify the raw bytes, store, answer each event, 200. LINE is never called here."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

import msgspec
from flask import Blueprint, Response, request
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot import inbox
from bot.conversation import Conversation
from bot.events import NAME_LIMIT, Json, event_id, moment
from bot.inbox import Stored
from bot.metrics import REFUSED
from bot.posting import Post
from bot.scene import NotYet
from bot.sdk import SignatureValidator
from models.channel import Channel, ChannelKind
from models.clock import Clock
from models.database import Busy, Database

BODY_LIMIT = 1024 * 1024
"""Bytes; LINE's own bodies stay far below."""
TURNS = (0.02, 0.04, 0.08, *[0.17] * 8)
"""Seconds between looks at whether the person's earlier line is done. A look costs a transaction."""
INLINE = timedelta(seconds=1.5)
"""What is not answered so long after receipt is left to the worker: LINE waits 2 s for our 200."""
log = logging.getLogger(__name__)


class Refused(Exception):
    """Not a request of LINE's to us."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """The edge to LINE: everything `/callback` needs."""

    database: Database
    conversation: Conversation
    clock: Clock
    secrets: Mapping[ChannelKind, str]
    post: Callable[[Post], None]
    bound: dict[str, Channel] = field(default_factory=dict)
    """Channels by destination, as far as this process has met them."""

    def receive(self, body: bytes, signature: str) -> None:
        """Store every event of one signed body, then answer what can be answered in time."""
        kinds = self._signed_by(body, signature)
        payload = _decoded(body)
        events, received = _events(payload), self.clock.machine()
        channel = self._channel(kinds, str(payload["destination"]))
        new = self._store(channel, events, received)
        done = [stored for stored in new if self._answer_in_turn(stored, received + INLINE)]
        if len(done) < len(events):  # else the disk was waited for when the last one ended
            self.database.secure()

    def _store(self, channel: Channel, events: Sequence[Json], received: datetime) -> list[Stored]:
        """All of the events are kept when this returns, or none; most bodies bring one."""
        storing = self.database.at_once() if len(events) == 1 else self.database.plainly(hasty=True)
        with storing as connection:
            return inbox.store(connection, channel, events, received)

    def _channel(self, kinds: list[ChannelKind], destination: str) -> Channel:
        """The channel the body is for; once bound, a destination never changes."""
        channel = self.bound.get(destination)
        if channel is None:
            with self.database.write() as session:
                channel = _bound_channel(session, kinds, destination)
            self.bound[destination] = channel
        if channel.kind not in kinds:
            raise Refused("another channel's destination")
        return channel

    def _signed_by(self, body: bytes, signature: str) -> list[ChannelKind]:
        """The kinds of channel whose secret made this signature."""
        text = body.decode("utf-8", "surrogateescape")
        try:
            # The one channel of most companies is of two kinds: its body is hashed once.
            used = {one for one in set(self.secrets.values()) if _validator(one).validate(text, signature)}
        except UnicodeEncodeError as error:
            raise Refused("not UTF-8") from error
        if not used:
            raise Refused("signature")
        return [kind for kind, secret in self.secrets.items() if secret in used]

    def _answer_in_turn(self, stored: Stored, until: datetime) -> bool:
        """Answer once the person's earlier lines are done; False if that is left to the worker."""
        for wait in TURNS:
            if self.clock.machine() >= until:
                return False
            with suppress(NotYet):
                return self._answer(stored)
            time.sleep(wait)
        return False

    def _answer(self, stored: Stored) -> bool:
        """One event, if it is its turn; what breaks here is a bug, and is kept for the worker."""
        told = {"event": stored.event_id}
        try:
            self._send(self.conversation.handle(stored))
            return True
        except NotYet:
            raise
        except (Busy, OperationalError):
            log.warning("event %s waits: the database is busy", stored.event_id, extra=told)
        except Exception as error:
            log.exception("event %s failed", stored.event_id, extra=told)
            self._apologise(stored, type(error).__name__)
        return False

    def _apologise(self, stored: Stored, reason: str) -> None:
        with suppress(SQLAlchemyError, Busy):
            self._send(self.conversation.apologise(stored, reason))

    def _send(self, post: Post | None) -> None:
        if post is not None:
            self.post(post)

    def blueprint(self) -> Blueprint:
        pages = Blueprint("line", __name__)
        pages.post("/callback")(self._callback)
        return pages

    def _callback(self) -> Response:
        try:
            self.receive(request.get_data(), request.headers.get("X-Line-Signature", ""))
        except Refused as error:
            log.warning("refused a webhook: %s", error)
            REFUSED.inc()
            return Response("not for us\n", status=400)
        except (Busy, SQLAlchemyError) as error:
            log.error("nothing was stored (%s); LINE may deliver again", type(error).__name__)
            return Response("busy, try again\n", status=503)
        return Response("ok\n")


@cache
def _validator(secret: str) -> SignatureValidator:
    return SignatureValidator(secret)


def _decoded(body: bytes) -> Json:
    try:
        payload = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Refused("not JSON") from error
    if not isinstance(payload, dict) or not _is_name(payload.get("destination")):
        raise Refused("no destination")
    return payload


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= NAME_LIMIT and "\x00" not in value


def _events(payload: Json) -> Sequence[Json]:
    events = payload.get("events")
    if not isinstance(events, list):
        raise Refused("no events")
    known = [event for event in events if isinstance(event, dict) and event_id(event)]
    return sorted(known, key=lambda event: (moment(event.get("timestamp")), event_id(event)))


def _bound_channel(session: Session, kinds: Sequence[ChannelKind], destination: str) -> Channel:
    """The channel of a destination; the first verified body of a channel binds it."""
    known = _bound_to(session, destination)
    if known is None and (free := session.scalar(_unbound(kinds))) is not None:
        free.destination = destination
        return free
    known = known or _bound_to(session, destination)  # another request may have bound it just now
    if known is None:
        raise Refused("another channel's destination")
    return known


def _bound_to(session: Session, destination: str) -> Channel | None:
    return session.scalar(select(Channel).where(Channel.destination == destination))


def _unbound(kinds: Sequence[ChannelKind]) -> Select[Channel]:
    free = select(Channel).where(Channel.destination.is_(None), Channel.kind.in_(kinds))
    return free.limit(1).with_for_update()
