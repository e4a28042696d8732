"""What the page is told: the platform's state as JSON, only what is newer than it has seen."""

from __future__ import annotations

import json
from typing import Any

from simulator.accounts import Channel, User
from simulator.chats import Chat, Message
from simulator.errors import Json
from simulator.ledger import ApiCall
from simulator.platform import Platform

CALLS_SHOWN = 200
BODY_SHOWN = 4000


def state(platform: Platform, since: int) -> Json:
    """Everything small, and of messages and API calls what changed after the revision `since`."""
    with platform.still():
        since = since if since <= platform.revision else 0
        return {
            "epoch": platform.epoch,
            "revision": platform.revision,
            "now": platform.clock.now().isoformat(),
            "channels": [_channel(platform, channel) for channel in platform.channels.values()],
            "phones": [_phone(platform, user) for user in platform.users.values() if user.shown],
            "menus": _menus(platform),
            "messages": [_message(message) for message in _changed(platform, since)],
            "calls": [_call(call) for call in platform.calls[-CALLS_SHOWN:] if call.revision > since],
        }


def _changed(platform: Platform, since: int) -> list[Message]:
    return [message for message in platform.chats.messages.values() if message.revision > since]


def _channel(platform: Platform, channel: Channel) -> Json:
    return {
        "name": channel.name,
        "displayName": channel.display_name,
        "basicId": channel.basic_id,
        "limit": channel.monthly_quota,
        "used": platform.quota.used(channel, platform.clock.now()),
    }


def _phone(platform: Platform, user: User) -> Json:
    return {
        "name": user.name,
        "id": user.id,
        "displayName": user.display_name,
        "language": user.language,
        "colour": user.colour,
        "home": user.home,
        "chats": [_chat(platform, user, chat) for chat in platform.chats.of(user.id)],
    }


def _chat(platform: Platform, user: User, chat: Chat) -> Json:
    now = platform.clock.machine()
    return {
        "id": chat.id,
        "title": chat.title,
        "channel": chat.channel,
        "isGroup": chat.is_group,
        "botIsIn": chat.bot_is_in,
        "friendship": platform.friendships.between(chat.channel, user.id),
        "typingSeconds": max(0.0, ((chat.typing_until or now) - now).total_seconds()),
        "menu": None if chat.is_group else platform.menus[chat.channel].shown_to(user.id),
        "members": [_member(platform.users[member]) for member in chat.members],
    }


def _member(user: User) -> Json:
    return {"id": user.id, "name": user.name, "displayName": user.display_name, "colour": user.colour}


def _menus(platform: Platform) -> dict[str, Json]:
    return {menu_id: menu for menus in platform.menus.values() for menu_id, menu in menus.menus.items()}


def _message(message: Message) -> Json:
    return {
        "id": message.id,
        "chat": message.chat,
        "sender": message.sender,
        "body": {} if message.unsent else message.body,
        "at": message.at.isoformat(),
        "via": message.via,
        "quoted": message.quoted,
        "read": message.read,
        "unsent": message.unsent,
        "edited": message.edited,
    }


def _call(call: ApiCall) -> Json:
    return {
        "number": call.number,
        "at": call.at.isoformat(),
        "channel": call.channel,
        "method": call.method,
        "path": call.path,
        "status": call.status,
        "asked": _readable(call.body),
        "answered": call.answer,
    }


def _readable(body: bytes) -> str:
    """A request's body for people: indented JSON, or just its size."""
    try:
        asked: Any = json.loads(body) if body else ""
    except ValueError:
        return f"{len(body)} bytes"
    return json.dumps(asked, ensure_ascii=False, indent=1)[:BODY_SHOWN] if asked else ""
