"""LINE's webhook events as values; whatever LINE adds later passes through as `other`."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

Json = dict[str, Any]
NAME_LIMIT = 64
"""Letters of an id: LINE's have 33 at most, its tokens 32."""
TEXT_LIMIT = 10_000
"""UTF-16 code units, twice what LINE lets people type."""
LATEST = 4_102_444_800_000
"""The year 2100 in milliseconds: a later time is none."""


class EventKind(enum.Enum):
    """What happened, in our words. LINE's *follow* is befriending: in the CRM, follow means follow-up."""

    SAID = "said"
    TAPPED = "tapped"
    SENT_MEDIA = "sent media"
    STICKER = "sticker"
    BEFRIENDED = "befriended"
    BLOCKED = "blocked"
    UNSENT = "unsent"
    EDITED = "edited"
    JOINED_GROUP = "joined group"
    OTHER = "other"


MESSAGES = {
    "text": EventKind.SAID,
    "sticker": EventKind.STICKER,
    "image": EventKind.SENT_MEDIA,
    "video": EventKind.SENT_MEDIA,
    "audio": EventKind.SENT_MEDIA,
    "file": EventKind.SENT_MEDIA,
    "location": EventKind.SENT_MEDIA,
}
EVENTS = {
    "follow": EventKind.BEFRIENDED,
    "unfollow": EventKind.BLOCKED,
    "postback": EventKind.TAPPED,
    "unsend": EventKind.UNSENT,
    "messageEdited": EventKind.EDITED,
    "join": EventKind.JOINED_GROUP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing a person did on a channel."""

    id: str
    kind: EventKind
    at: datetime
    """LINE's own time of the event."""
    user_id: str = ""
    group_id: str = ""
    text: str = ""
    message_id: str = ""
    quoted_id: str | None = None
    reply_token: str | None = None
    data: str = ""
    picked: str | None = None
    """The moment chosen in LINE's picker: `2026-11-27T14:00` or `2026-11-27`."""
    media: Json = field(default_factory=dict)
    mentions_us: bool = False
    may_answer: bool = True
    """False in standby: another module of the account answers."""
    was_unblocked: bool = False

    @property
    def in_group(self) -> bool:
        return bool(self.group_id)


def event_of(raw: Json) -> Event:
    """The event in LINE's JSON; nothing in it is trusted to be there, or to be what LINE says it is."""
    message, source, postback = _part(raw, "message"), _part(raw, "source"), _part(raw, "postback")
    kind = _kind(raw, message)
    return Event(
        id=event_id(raw),
        kind=kind,
        at=moment(raw.get("timestamp")),
        user_id=user_of(raw),
        group_id=_name(source, "groupId") or _name(source, "roomId"),
        text=_spoken(message),
        message_id=_name(message, "id") or _name(_part(raw, "unsend"), "messageId"),
        quoted_id=_name(message, "quotedMessageId") or None,
        reply_token=_name(raw, "replyToken") or None,
        data=_words(postback, "data"),
        picked=_picked(_part(postback, "params")),
        media=message if kind is EventKind.SENT_MEDIA else {},
        mentions_us=bool(_mentions_of_us(message)),
        may_answer=raw.get("mode", "active") == "active",
        was_unblocked=_part(raw, "follow").get("isUnblocked") is True,
    )


def event_id(raw: Json) -> str:
    """LINE's id of the event; empty when it has none."""
    return _name(raw, "webhookEventId")


def user_of(raw: Json) -> str:
    """Who did it; empty when LINE does not say."""
    return _name(_part(raw, "source"), "userId")


def decode(payload: str) -> Event:
    return event_of(msgspec.json.decode(payload))


def moment(milliseconds: Any) -> datetime:
    """LINE's milliseconds since 1970, as an aware moment in UTC; 1970 when there is no telling."""
    is_one = isinstance(milliseconds, int) and 0 <= milliseconds <= LATEST
    return datetime.fromtimestamp((milliseconds if is_one else 0) / 1000, UTC)


def _kind(raw: Json, message: Json) -> EventKind:
    if raw.get("type") == "message":
        return MESSAGES.get(_words(message, "type"), EventKind.OTHER)
    return EVENTS.get(_words(raw, "type"), EventKind.OTHER)


def _part(raw: Json, name: str) -> Json:
    part = raw.get(name)
    return part if isinstance(part, dict) else {}


def _words(raw: Json, name: str) -> str:
    """A text, without the NUL that PostgreSQL refuses; what is no text is none."""
    value = raw.get(name)
    return value.replace("\x00", "") if isinstance(value, str) else ""


def _name(raw: Json, name: str) -> str:
    """An id or a token, no longer than a column keeps it."""
    return _words(raw, name)[:NAME_LIMIT]


def _place(raw: Json, name: str) -> int:
    """Where something begins in a text, or how long it is."""
    value = raw.get(name)
    return value if isinstance(value, int) and 0 <= value <= TEXT_LIMIT else 0


def _mentions_of_us(message: Json) -> list[Json]:
    people = _part(message, "mention").get("mentionees")
    listed = people if isinstance(people, list) else []
    return [one for one in listed if isinstance(one, dict) and one.get("isSelf") is True]


def _spoken(message: Json) -> str:
    """The words, without the mention of the bot itself."""
    text = _words(message, "text") if message.get("type") == "text" else ""
    for person in sorted(_mentions_of_us(message), key=lambda one: -_place(one, "index")):
        start = _place(person, "index")
        text = _cut_utf16(text, start, start + _place(person, "length"))
    return text.strip()


def _cut_utf16(text: str, start: int, end: int) -> str:
    """LINE counts mention positions in UTF-16 code units."""
    units = text.encode("utf-16-le")
    return (units[: start * 2] + units[end * 2 :]).decode("utf-16-le", "ignore")


def _picked(params: Json) -> str | None:
    return _words(params, "datetime") or _words(params, "date") or _words(params, "time") or None
