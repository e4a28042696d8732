"""What was said: chats and the messages in them, each stamped with the revision that last changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from simulator import ids
from simulator.errors import Json


@dataclass(slots=True, kw_only=True)
class Chat:
    """A conversation with one channel: of one person, or of a group."""

    id: str
    channel: str
    title: str
    members: list[str]
    is_group: bool = False
    bot_is_in: bool = True
    typing_until: datetime | None = None

    def source(self, user: str | None = None) -> Json:
        """Where an event comes from, as a webhook says it."""
        if not self.is_group:
            return {"type": "user", "userId": self.members[0]}
        return {"type": "group", "groupId": self.id, **({"userId": user} if user else {})}


@dataclass(slots=True, kw_only=True)
class Message:
    """One message in a chat; `sender` is a user id, or None for the bot; `body` is a LINE message object."""

    id: str
    chat: str
    sender: str | None
    body: Json
    at: datetime
    via: str = ""
    quoted: str | None = None
    quote_token: str = field(default_factory=ids.token)
    read: bool = False
    unsent: bool = False
    edited: bool = False
    revision: int = 0


@dataclass(slots=True)
class Chats:
    """Every chat and every message, oldest first."""

    chats: dict[str, Chat] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    new_id: Iterator[str] = field(default_factory=ids.message_ids)
    _by_chat: defaultdict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))

    def one_to_one(self, channel: str, user: str, title: str) -> Chat:
        """The chat of a person with a channel; there is always one, even before anything is said."""
        key = f"{channel}:{user}"
        if key not in self.chats:
            self.chats[key] = Chat(id=key, channel=channel, title=title, members=[user])
        return self.chats[key]

    def group(self, channel: str, title: str, members: list[str]) -> Chat:
        chat = Chat(id=ids.group_id(), channel=channel, title=title, members=members, is_group=True)
        self.chats[chat.id] = chat
        return chat

    def add(self, message: Message) -> Message:
        self.messages[message.id] = message
        self._by_chat[message.chat].append(message)
        return message

    def quoted_by(self, quote_token: object) -> str | None:
        """The id of the message that this quote token stands for."""
        meant = (message.id for message in self.messages.values() if message.quote_token == quote_token)
        return next(meant, None) if quote_token else None

    def of(self, user: str) -> list[Chat]:
        return [chat for chat in self.chats.values() if user in chat.members]

    def said_in(self, chat: Chat) -> list[Message]:
        return list(self._by_chat[chat.id])
