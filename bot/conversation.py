"""One event: understand → handler → changes + reply, all of it in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from bot import meaning, pace
from bot.capability import Handler, Rider
from bot.context import Context
from bot.directories import Directories, StaleDirectory
from bot.events import EventKind
from bot.inbox import Stored
from bot.intents.answers import Answer
from bot.intents.base import Intent
from bot.meaning import Meant
from bot.metrics import HANDLER_TIME
from bot.offers import remember
from bot.outbox import REPLY_LIMIT
from bot.posting import Post, owe_reply
from bot.questions import ask, can_be_mended, close_question, resume, wait_to_be_mended
from bot.refusing import refusal
from bot.replies import Reply, Text
from bot.scene import Scene, look
from bot.shopfront import is_shopfront
from models.base import literal
from models.changes import Author, written_by
from models.clock import Clock
from models.database import Database
from models.errors import CrmError, NotAllowed, Unclear
from models.plain import Plain
from models.queues import InboxEvent, InboxState

log = logging.getLogger(__name__)
Handlers = Mapping[type[Intent], Handler]
Answerer = Callable[[Scene, Context], list[Reply]]
RETRY = timedelta(seconds=30)


class Refusal(Exception):
    """A CrmError of a handler: all is rolled back, and the words for it are a transaction of their own."""

    def __init__(self, intent: Intent | None, error: CrmError) -> None:
        super().__init__(error)
        self.intent, self.error = intent, error


@dataclass(frozen=True, slots=True)
class Conversation:
    """Answers stored events. Safe to call from any thread and any process, any number of times."""

    database: Database
    directories: Directories
    clock: Clock
    handlers: Handlers
    riders: Sequence[Rider]
    owner: str
    """This process's name: it leases the replies it is about to send."""
    reply_lease: timedelta
    answers_per_minute: int
    """To one person; what comes faster is kept and not answered."""
    public_url: str = ""
    """Where the internet reaches this Jod, for links."""

    def handle(self, stored: Stored) -> Post | None:
        """Handle one stored event; returns the reply to send at once, if there is one.

        A CrmError is answered; any other exception rolls everything back and is the caller's to keep.
        """
        try:
            return self._in_one_transaction(stored, self._carry_out)
        except Refusal as error:
            refusal = error
        return self._in_one_transaction(stored, lambda _, ctx: self._refuse(ctx, refusal))

    def apologise(self, stored: Stored, reason: str) -> Post | None:
        """After a fault of ours: keep the event for the worker, and tell the person not to retype."""
        return self._in_one_transaction(stored, lambda _, ctx: _sorry(ctx), failed=reason)

    def _in_one_transaction(self, stored: Stored, answer: Answerer, failed: str = "") -> Post | None:
        """What `answer` changes, its replies and the event's end, or nothing; again when names have moved."""
        try:
            return self.database.in_one(lambda session: self._in(session, stored, answer, failed))
        except StaleDirectory as stale:
            self.directories.learn(self.database, stale.workspace_id)
        return self._in_one_transaction(stored, answer, failed)

    def _in(self, session: Session, stored: Stored, answer: Answerer, failed: str) -> Post | None:
        scene = look(session, stored, self.directories)
        if not _close(session, stored, failed, self.clock.machine()):
            return None
        ctx = scene.context(self.public_url)
        is_too_fast = pace.is_too_fast(ctx, self.answers_per_minute)
        replies = self._hold_back(ctx) if is_too_fast else answer(scene, ctx)
        return self._owe(ctx, replies, stored)

    def _hold_back(self, ctx: Context) -> list[Reply]:
        with written_by(_author(ctx, None, self.handlers)):
            return _kept(ctx, pace.hold_back(ctx, self.answers_per_minute))

    def _carry_out(self, scene: Scene, ctx: Context) -> list[Reply]:
        meant = meaning.of(scene)
        name = meant.intent.name if meant.intent else "nothing"
        log.debug("event %s means %s", ctx.event.id, name)
        try:
            with written_by(_author(ctx, meant.intent, self.handlers)), HANDLER_TIME.labels(name).time():
                replies = _kept(ctx, self._reply(ctx, meant))
        except CrmError as error:
            raise Refusal(meant.intent, error) from error
        return replies

    def _reply(self, ctx: Context, meant: Meant) -> list[Reply]:
        if meant.intent is None:
            return []
        intent = resume(ctx, meant.intent) if isinstance(meant.intent, Answer) else meant.intent
        handler = self.handlers.get(type(intent))
        if handler is None or not self._may(ctx, handler):
            return _closed_door(ctx, handler)
        if meant.doubt is not None:
            raise meant.doubt
        if handler.full_sentence:
            close_question(ctx, answered=False)
        replies = _listed(handler.run(ctx, intent))
        if not handler.full_sentence:
            ctx.asked = meant.asked
        return replies + self._riding(ctx, intent, replies)

    def _may(self, ctx: Context, handler: Handler) -> bool:
        if handler.role is None:
            return True
        if not ctx.is_member:
            return False
        if not ctx.member.role.may_act_as(handler.role):
            raise NotAllowed
        return True

    def _riding(self, ctx: Context, intent: Intent, replies: list[Reply]) -> list[Reply]:
        """What may join this free reply instead of costing a push later."""
        if not replies or not ctx.is_member or ctx.event.in_group:
            return []
        riding: list[Reply] = []
        for rider in self.riders:
            has_room = len(replies) + len(riding) < REPLY_LIMIT  # what has none comes with the next reply
            if has_room and (rider.waits is None or rider.waits in ctx.waiting):
                extra = rider.ride(ctx, intent)
                riding += [extra] if extra is not None else []
        return riding

    def _refuse(self, ctx: Context, refusal: Refusal) -> list[Reply]:
        """The refusal in words; when one more word would mend it, the intent waits for that word."""
        with written_by(_author(ctx, refusal.intent, self.handlers)):
            return _kept(ctx, [_refused(ctx, refusal.intent, refusal.error)])

    def _owe(self, ctx: Context, replies: list[Reply], stored: Stored) -> Post | None:
        if not replies or not ctx.event.may_answer:
            return None
        lease = self.clock.machine() + self.reply_lease
        return owe_reply(ctx, replies, stored, self.owner, lease)


def _kept(ctx: Context, replies: list[Reply]) -> list[Reply]:
    """What is said where it is said; what it offers can be typed too, and all that changed is written."""
    replies = _for_group(ctx, replies) if ctx.event.in_group else replies
    pace.count_line(ctx)
    if ctx.event.may_answer:
        remember(ctx.chat, replies, ctx.asked)
    ctx.session.flush()
    ctx.chat.write(ctx.session.connection())
    return replies


def _refused(ctx: Context, intent: Intent | None, error: CrmError) -> Reply:
    if intent is None or not ctx.is_member or not error.mends:
        return refusal(ctx, error)
    waiting = resume(ctx, intent) if isinstance(intent, Answer) else intent
    close_question(ctx, answered=False)
    if isinstance(error, Unclear):
        return ask(ctx, waiting, error)
    if can_be_mended(waiting, error):
        wait_to_be_mended(ctx, waiting, error)
    return refusal(ctx, error)


_OURS = (
    update(InboxEvent)
    .where(InboxEvent.channel_id == bindparam("channel"), InboxEvent.webhook_event_id == bindparam("event"))
    .where(InboxEvent.state == literal(InboxState.NEW))
    .returning(InboxEvent.attempts)
    .execution_options(synchronize_session=False)
)
DONE = Plain(_OURS.values(state=InboxState.DONE))
FAILED = Plain(
    _OURS.values(reason=bindparam("why"), next_at=bindparam("again"), attempts=InboxEvent.attempts + 1)
)


def _close(session: Session, stored: Stored, failed: str, machine: datetime) -> bool:
    """This event is ours until commit, and done with it; False when somebody has done it meanwhile."""
    values = {"channel": stored.channel_id, "event": stored.event_id}
    if not failed:
        return DONE.first(session.connection(), values) is not None
    values |= {"why": failed[:500], "again": machine + RETRY}
    return FAILED.first(session.connection(), values) is not None


def _author(ctx: Context, intent: Intent | None, handlers: Handlers) -> Author:
    """Who changes rows now; only what may be undone carries the intent's name."""
    handler = handlers.get(type(intent)) if intent is not None else None
    undoable = isinstance(intent, Answer) or (handler is not None and handler.undoable)
    name = intent.name if intent is not None and undoable else ""
    return Author(ctx.event.id, ctx.member.id if ctx.is_member else None, ctx.now, name)


def _listed(replies: Reply | Sequence[Reply] | None) -> list[Reply]:
    if replies is None:
        return []
    return [replies] if not isinstance(replies, Sequence) else list(replies)


def _sorry(ctx: Context) -> list[Reply]:
    """Kept, and tried again: nothing needs to be typed twice. Consumers wrote to people, not to us."""
    is_for_us = ctx.event.kind is EventKind.SAID and (ctx.is_member or not is_shopfront(ctx))
    return [Text(text=ctx.words("errors.kept"), public=True)] if is_for_us else []


def _closed_door(ctx: Context, handler: Handler | None) -> list[Reply]:
    """A stranger hears one polite line, once; a member hears that this is not ready."""
    if ctx.is_member:
        return [Text(text=ctx.words("errors.no_capability"))] if handler is None else []
    return meaning.greet_stranger(ctx)


def _for_group(ctx: Context, replies: list[Reply]) -> list[Reply]:
    """In a group nothing about a customer is shown: what holds any stays in the one-to-one chat."""
    public = [reply for reply in replies if reply.public]
    if len(public) == len(replies):
        return replies
    return [*public, Text(text=ctx.words("groups.in_private"), public=True)]
