"""LINE's webhook events as values; whatever LINE adds later passes through as `other`."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

Json = dict[str, Any]


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
    """The event in LINE's JSON; nothing in it is trusted to be there."""
    message, source = _part(raw, "message"), _part(raw, "source")
    kind = _kind(raw, message)
    return Event(
        id=event_id(raw),
        kind=kind,
        at=moment(raw.get("timestamp")),
        user_id=str(source.get("userId", "")),
        group_id=str(source.get("groupId") or source.get("roomId") or ""),
        text=_spoken(message),
        message_id=str(message.get("id") or _part(raw, "unsend").get("messageId") or ""),
        quoted_id=message.get("quotedMessageId"),
        reply_token=raw.get("replyToken"),
        data=str(_part(raw, "postback").get("data", "")),
        picked=_picked(_part(_part(raw, "postback"), "params")),
        media=message if kind is EventKind.SENT_MEDIA else {},
        mentions_us=any(person.get("isSelf") for person in _part(message, "mention").get("mentionees", [])),
        may_answer=raw.get("mode", "active") == "active",
        was_unblocked=bool(_part(raw, "follow").get("isUnblocked")),
    )


def event_id(raw: Json) -> str:
    """LINE's id of the event, no longer than the inbox keeps it."""
    return str(raw.get("webhookEventId", ""))[:64]


def decode(payload: str) -> Event:
    return event_of(msgspec.json.decode(payload))


def moment(milliseconds: Any) -> datetime:
    """LINE's milliseconds since 1970, as an aware moment in UTC."""
    return datetime.fromtimestamp((milliseconds if isinstance(milliseconds, int) else 0) / 1000, UTC)


def _kind(raw: Json, message: Json) -> EventKind:
    if raw.get("type") == "message":
        return MESSAGES.get(str(message.get("type")), EventKind.OTHER)
    return EVENTS.get(str(raw.get("type")), EventKind.OTHER)


def _part(raw: Json, name: str) -> Json:
    part = raw.get(name)
    return part if isinstance(part, dict) else {}


def _spoken(message: Json) -> str:
    """The words, without the mention of the bot itself."""
    text = str(message.get("text", "")) if message.get("type") == "text" else ""
    mentions = [person for person in _part(message, "mention").get("mentionees", []) if person.get("isSelf")]
    for person in sorted(mentions, key=lambda one: -one.get("index", 0)):
        start = person.get("index", 0)
        text = _cut_utf16(text, start, start + person.get("length", 0))
    return text.strip()


def _cut_utf16(text: str, start: int, end: int) -> str:
    """LINE counts mention positions in UTF-16 code units."""
    units = text.encode("utf-16-le")
    return (units[: start * 2] + units[end * 2 :]).decode("utf-16-le", "ignore")


def _picked(params: Json) -> str | None:
    return params.get("datetime") or params.get("date") or params.get("time")
