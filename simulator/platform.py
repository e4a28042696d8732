"""The LINE Platform's state: one lock, one revision that rises with every change, no HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from models.clock import Clock
from simulator import events, ids
from simulator.accounts import Channel, Friendship, Friendships, User
from simulator.chats import Chat, Chats, Message
from simulator.checks import Check, problems
from simulator.errors import Json
from simulator.faults import Rule
from simulator.groups import Groups
from simulator.ledger import Acceptance, ApiCall, Ledger
from simulator.menus import Picture, RichMenus
from simulator.messaging import Messaging
from simulator.phone import Phone
from simulator.quota import Quota, RateLimit
from simulator.tokens import ReplyTokens, RetryKeys

Listener = Callable[[Channel, Json], None]
Probe = Callable[[Channel, str], Json]


class Platform:
    """LINE, as far as a bot can tell.

    The domain clock dates messages, events and the month of the quota; the machine clock ages reply
    tokens and retry keys. `listeners` are handed every webhook event, in order, under the lock: they
    queue it and return. `faults` are asked at every call of the API; the first to answer wins.
    `probe` tries a webhook endpoint and tells how it went, as the webhook test of the API answers.
    """

    def __init__(
        self,
        clock: Clock,
        channels: Iterable[Channel],
        *,
        check: Check = problems,
        journal: Path | None = None,
    ) -> None:
        self.clock, self.check = clock, check
        self.channels = {channel.name: channel for channel in channels}
        self.users: dict[str, User] = {}
        self.friendships, self.chats = Friendships(), Chats()
        self.reply_tokens, self.retry_keys = ReplyTokens(), RetryKeys()
        self.quota, self.rate = Quota(), RateLimit()
        self.ledger = Ledger(journal)
        self.menus = {name: RichMenus() for name in self.channels}
        self.contents: dict[str, Picture] = {}
        self.faults: list[Rule] = []
        self.listeners: list[Listener] = []
        self.probe: Probe | None = None
        self.messaging, self.groups = Messaging(self), Groups(self)
        self.epoch, self.revision = ids.token(), 0
        self._changed = threading.Condition(threading.RLock())

    @property
    def accepted(self) -> list[Acceptance]:
        """Every request LINE ever took: the truth a test compares the bot's books with."""
        return self.ledger.accepted

    @property
    def calls(self) -> list[ApiCall]:
        return self.ledger.calls

    @contextmanager
    def changing(self) -> Iterator[int]:
        """Hold the platform still and change it; whoever waits for news then wakes up."""
        with self._changed:
            self.revision += 1
            yield self.revision
            self._changed.notify_all()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Hold the platform still to read it."""
        with self._changed:
            yield

    def wait_for_news(self, since: int, seconds: float) -> int:
        """The revision as soon as it passes `since`, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.revision > since, seconds)
            return self.revision

    def wait_until(self, happened: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Whether it happened in time; asked again at every change."""
        deadline = time.monotonic() + seconds
        with self._changed:
            return self._changed.wait_for(happened, max(0.0, deadline - time.monotonic()))

    def add_user(self, user: User, *, friend_of: Iterable[str] = ()) -> Phone:
        """Somebody with a phone; friends of `friend_of` from of old, so without a follow event."""
        with self.changing():
            self.users[user.id] = user
            for channel in self.channels.values():
                self.chats.one_to_one(channel.name, user.id, channel.display_name)
            for name in friend_of:
                self.friendships.put(name, user.id, Friendship.FRIEND)
        return self.phone(user.name)

    def user(self, name: str) -> User:
        """Somebody by the name the page calls them, or by user id. Raises KeyError."""
        with self.still():
            return self.users.get(name) or {user.name: user for user in self.users.values()}[name]

    def phone(self, name: str, chat: str | None = None) -> Phone:
        """Somebody's phone, opened on a chat by its id, by a channel's name, or on their home channel."""
        user = self.user(name)
        wanted = chat or user.home
        with self.still():
            found = self.chats.chats.get(wanted) or self.chats.chats[f"{wanted}:{user.id}"]
        return Phone(self, user, found)

    def is_friend(self, channel: str, user: str) -> bool:
        return self.friendships.between(channel, user) is Friendship.FRIEND

    def emit(
        self, chat: Chat, kind: str, user: str | None, *, answerable: bool = True, **content: Any
    ) -> Json:
        """Something happened in a chat: tell the bot, with a reply token if one may answer it."""
        with self.changing():
            source = chat.source(user)
            token = self._reply_token(chat) if answerable else None
            event = events.event(kind, source, self.clock.now(), reply_token=token, **content)
            self.emit_raw(chat.channel, event)
        return event

    def _reply_token(self, chat: Chat) -> str:
        return self.reply_tokens.issue(chat.channel, chat, self.clock.machine())

    def emit_raw(self, channel: str, event: Json) -> None:
        """Hand on any event at all, also one that LINE does not have yet."""
        with self.changing():
            for listener in self.listeners:
                listener(self.channels[channel], event)

    def add_message(
        self, chat: Chat, sender: str | None, body: Json, *, via: str = "", quoted: str | None = None
    ) -> Message:
        """Put a message into a chat, dated by the domain clock."""
        with self.changing() as revision:
            if sender is None:
                chat.typing_until = None
            return self.chats.add(
                Message(
                    id=next(self.chats.new_id),
                    chat=chat.id,
                    sender=sender,
                    body=body,
                    at=self.clock.now(),
                    via=via,
                    quoted=quoted,
                    revision=revision,
                )
            )

    def show_typing(self, channel: Channel, user: str, seconds: int) -> None:
        """The three dots: the bot is about to answer; they end with its next message."""
        with self.changing():
            chat = self.chats.one_to_one(channel.name, user, channel.display_name)
            chat.typing_until = self.clock.machine() + timedelta(seconds=seconds)

    def touch(self, message: Message) -> None:
        """This message looks different now."""
        with self.changing() as revision:
            message.revision = revision

    def mark_read(self, channel: str, source: str) -> None:
        """The bot has read what this person or group wrote so far (a user or group id)."""
        with self.changing() as revision:
            for message in self._unread_in(channel, source):
                message.read, message.revision = True, revision

    def _unread_in(self, channel: str, source: str) -> list[Message]:
        chat = self.chats.chats.get(source) or self.chats.chats.get(f"{channel}:{source}")
        said = self.chats.said_in(chat) if chat else []
        return [message for message in said if message.sender and not message.read]
