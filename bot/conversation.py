"""One event: understand → handler → changes + reply, all of it in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import meaning
from bot.capability import Handler, Rider
from bot.context import Context
from bot.directories import Directories
from bot.events import EventKind
from bot.intents.answers import Answer
from bot.intents.base import Intent
from bot.meaning import Meant
from bot.offers import remember
from bot.outbox import REPLY_LIMIT
from bot.posting import Post, owe_reply
from bot.questions import ask, can_be_mended, close_question, resume, wait_to_be_mended
from bot.replies import Reply, Text
from bot.scene import Scene, lock_chat, look
from models.changes import Author, written_by
from models.clock import Clock
from models.database import Database
from models.errors import CrmError, NotAllowed, Unclear
from models.queues import InboxEvent, InboxState

log = logging.getLogger(__name__)
Handlers = Mapping[type[Intent], Handler]
RETRY = timedelta(seconds=30)


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

    def handle(self, channel_id: int, event_id: str) -> Post | None:
        """Handle one stored event; returns the reply to send at once, if there is one.

        A CrmError is answered; any other exception rolls everything back and is the caller's to keep.
        """
        with self.database.read() as session:
            scene = look(session, channel_id, event_id, self.directories)
        if scene is None:
            return None
        meant = meaning.of(scene)
        log.debug("event %s means %s", event_id, meant.intent.name if meant.intent else "nothing")
        try:
            return self._in_one_transaction(scene, lambda ctx: self._reply(ctx, meant), meant.intent)
        except CrmError as error:
            refusal = error
        refuse = partial(self._refuse, intent=meant.intent, error=refusal)
        return self._in_one_transaction(scene, refuse, meant.intent)

    def apologise(self, channel_id: int, event_id: str, reason: str) -> Post | None:
        """After a fault of ours: keep the event for the worker, and tell the person not to retype."""
        with self.database.read() as session:
            scene = look(session, channel_id, event_id, self.directories)
        if scene is None:
            return None
        return self._in_one_transaction(scene, _sorry, None, failed=reason)

    def _in_one_transaction(
        self, scene: Scene, answer: Callable[[Context], list[Reply]], intent: Intent | None, failed: str = ""
    ) -> Post | None:
        with self.database.write() as session:
            row = _locked(session, scene)
            if row is None:
                return None
            ctx = self._context(session, scene)
            with written_by(_author(ctx, intent, self.handlers)):
                replies = answer(ctx)
                session.flush()
            _close(row, failed, self.clock.machine())
            return self._owe(ctx, replies, row)

    def _context(self, session: Session, scene: Scene) -> Context:
        chat = lock_chat(session, scene)
        ctx = scene.context(session, chat)
        if ctx.is_member:
            ctx.member.last_heard_at = ctx.now
        return ctx

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
            extra = rider(ctx, intent) if has_room else None
            riding += [extra] if extra is not None else []
        return riding

    def _refuse(self, ctx: Context, intent: Intent | None, error: CrmError) -> list[Reply]:
        """The refusal in words; when one more word would mend it, the intent waits for that word."""
        if intent is None or not ctx.is_member or not error.mends:
            return [meaning.refusal(ctx, error)]
        waiting = resume(ctx, intent) if isinstance(intent, Answer) else intent
        close_question(ctx, answered=False)
        if isinstance(error, Unclear):
            return [ask(ctx, waiting, error)]
        if can_be_mended(waiting, error):
            wait_to_be_mended(ctx, waiting, error)
        return [meaning.refusal(ctx, error)]

    def _owe(self, ctx: Context, replies: list[Reply], row: InboxEvent) -> Post | None:
        replies = _for_group(ctx, replies) if ctx.event.in_group else replies
        if not replies or not ctx.event.may_answer:
            return None
        remember(ctx.chat, replies)
        lease = self.clock.machine() + self.reply_lease
        return owe_reply(ctx, replies, row, self.owner, lease)


def _locked(session: Session, scene: Scene) -> InboxEvent | None:
    """The event's row, ours until commit; None when somebody has done it meanwhile."""
    row = session.scalar(
        select(InboxEvent)
        .where(InboxEvent.channel_id == scene.channel.id, InboxEvent.webhook_event_id == scene.event.id)
        .with_for_update()
    )
    return row if row is not None and row.state is InboxState.NEW else None


def _close(row: InboxEvent, failed: str, machine: datetime) -> None:
    if not failed:
        row.state = InboxState.DONE
        return
    row.reason, row.next_at = failed[:500], machine + RETRY
    row.attempts += 1


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
    return [Text(text=ctx.words("errors.kept"), public=True)] if ctx.event.kind is EventKind.SAID else []


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
