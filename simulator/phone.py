"""A person's phone, opened on one chat: everything a person can do in LINE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator import events
from simulator.accounts import Channel, Friendship, User
from simulator.chats import Chat, Message
from simulator.errors import Json
from simulator.menus import Picture

if TYPE_CHECKING:
    from simulator.platform import Platform

HERE = {"type": "line"}


class NotPossible(Exception):
    """LINE does not let a person do this, so neither does the simulator."""


class Phone:
    """What `user` does in `chat`; each act shows up in the chat and reaches the bot as a webhook event."""

    def __init__(self, platform: Platform, user: User, chat: Chat) -> None:
        self._platform = platform
        self.user, self.chat = user, chat

    @property
    def channel(self) -> Channel:
        return self._platform.channels[self.chat.channel]

    @property
    def friendship(self) -> Friendship:
        return self._platform.friendships.between(self.chat.channel, self.user.id)

    @property
    def messages(self) -> list[Message]:
        """Everything in the chat, oldest first."""
        with self._platform.still():
            return self._platform.chats.said_in(self.chat)

    @property
    def received(self) -> list[Message]:
        """What the bot wrote, oldest first."""
        return [message for message in self.messages if message.sender is None]

    @property
    def menu(self) -> Json | None:
        """The rich menu at the foot of the chat; groups have none."""
        with self._platform.still():
            menus = self._platform.menus[self.chat.channel]
            shown = None if self.chat.is_group else menus.shown_to(self.user.id)
            return menus.menus.get(shown) if shown else None

    def open(self, chat: str) -> Phone:
        """The same phone on another chat, by its id or by a channel's name."""
        return self._platform.phone(self.user.id, chat)

    def say(self, text: str, *, quote: str | None = None) -> Message:
        """Type and send a text; in a group `@Name` mentions; `quote` is the id of the message replied to."""
        called = self._mentionable() if self.chat.is_group else {}
        mentionees = events.mentions(text, called, self.channel.bot_user_id)
        mention = {"mention": {"mentionees": mentionees}} if mentionees else {}
        return self._send({"type": "text", "text": text}, mention, quoted=quote)

    def send_sticker(self, package_id: str = "446", sticker_id: str = "1988", *keywords: str) -> Message:
        body = {"type": "sticker", "packageId": package_id, "stickerId": sticker_id}
        words = {"keywords": list(keywords)} if keywords else {}
        return self._send(body, {"stickerResourceType": "STATIC", **words})

    def send_location(self, latitude: float, longitude: float, title: str = "", address: str = "") -> Message:
        named = {name: value for name, value in (("title", title), ("address", address)) if value}
        return self._send({"type": "location", "latitude": latitude, "longitude": longitude, **named}, {})

    def send_image(self, data: bytes, content_type: str = "image/png") -> Message:
        return self._upload({"type": "image"}, Picture(content_type, data), contentProvider=HERE)

    def send_video(self, data: bytes, content_type: str = "video/mp4", milliseconds: int = 5000) -> Message:
        content = Picture(content_type, data)
        return self._upload({"type": "video"}, content, contentProvider=HERE, duration=milliseconds)

    def send_audio(self, data: bytes, content_type: str = "audio/m4a", milliseconds: int = 5000) -> Message:
        content = Picture(content_type, data)
        return self._upload({"type": "audio"}, content, contentProvider=HERE, duration=milliseconds)

    def send_file(self, name: str, data: bytes, content_type: str = "application/octet-stream") -> Message:
        body = {"type": "file", "fileName": name, "fileSize": len(data)}
        return self._upload(body, Picture(content_type, data, name))

    def tap(self, action: Json, value: str = "") -> None:
        """Tap a button, a quick reply or a menu; `value` is what was picked in the date picker.

        Links, the clipboard, camera and keyboard stay on the phone: the bot hears nothing of them.
        """
        match action.get("type"):
            case "message":
                self.say(str(action["text"]))
            case "postback":
                self._post_back(action)
            case "datetimepicker":
                self._post(action, {str(action["mode"]): value})
            case "richmenuswitch":
                self._switch_menu(action)

    def unsend(self, message_id: str) -> None:
        """Take a message back: it vanishes here, and the bot is asked to forget it."""
        with self._platform.changing():
            message = self._own(message_id)
            message.unsent = True
            self._platform.contents.pop(message_id, None)
            self._platform.touch(message)
            unsend = {"messageId": message_id}
            self._platform.emit(self.chat, "unsend", self.user.id, answerable=False, unsend=unsend)

    def edit(self, message_id: str, text: str) -> None:
        """Change a text already sent; the event carries the same id and the new words."""
        with self._platform.changing():
            message = self._own(message_id)
            message.body, message.edited = {**message.body, "text": text}, True
            self._platform.touch(message)
            content = {**message.body, "id": message.id, "quoteToken": message.quote_token}
            self._platform.emit(self.chat, "messageEdited", self.user.id, answerable=False, message=content)

    def befriend(self) -> None:
        """Add the Official Account, or unblock it: the bot may answer this."""
        with self._platform.changing():
            was_blocked = self.friendship is Friendship.BLOCKED
            self._platform.friendships.put(self.chat.channel, self.user.id, Friendship.FRIEND)
            follow = {"isUnblocked": was_blocked}
            self._platform.emit(self._one_to_one(), "follow", self.user.id, follow=follow)

    def block(self) -> None:
        with self._platform.changing():
            self._platform.friendships.put(self.chat.channel, self.user.id, Friendship.BLOCKED)
            self._platform.emit(self._one_to_one(), "unfollow", self.user.id, answerable=False)

    def _one_to_one(self) -> Chat:
        return self._platform.chats.one_to_one(self.chat.channel, self.user.id, self.channel.display_name)

    def _mentionable(self) -> dict[str, str]:
        people = [self._platform.users[member] for member in self.chat.members]
        return {user.display_name: user.id for user in people} | {
            self.channel.display_name: self.channel.bot_user_id
        }

    def _send(self, body: Json, details: Json, *, quoted: str | None = None) -> Message:
        """Show a message and tell the bot: the event has the body and what only the event has."""
        with self._platform.changing():
            self._refuse_unreachable()
            message = self._platform.add_message(self.chat, self.user.id, body, quoted=quoted)
            self._tell_of(message, details)
            return message

    def _upload(self, body: Json, content: Picture, **details: Any) -> Message:
        with self._platform.changing():
            self._refuse_unreachable()
            message = self._platform.add_message(self.chat, self.user.id, body)
            self._platform.contents[message.id] = content
            self._tell_of(message, details)
            return message

    def _tell_of(self, message: Message, details: Json) -> None:
        if not self.chat.bot_is_in:
            return
        quotable = {"quoteToken": message.quote_token} if message.body["type"] in QUOTABLE else {}
        quoted = {"quotedMessageId": message.quoted} if message.quoted else {}
        content = {"id": message.id, **message.body, **details, **quotable, **quoted}
        self._platform.emit(self.chat, "message", self.user.id, message=content)

    def _post_back(self, action: Json) -> None:
        with self._platform.changing():
            self._refuse_unreachable()
            if action.get("displayText"):
                body = {"type": "text", "text": str(action["displayText"])}
                self._platform.add_message(self.chat, self.user.id, body)
            self._post(action)
            if action.get("text"):
                self.say(str(action["text"]))

    def _post(self, action: Json, params: dict[str, str] | None = None) -> None:
        postback = {"data": str(action.get("data", "")), **({"params": params} if params else {})}
        with self._platform.changing():
            self._refuse_unreachable()
            self._platform.emit(self.chat, "postback", self.user.id, postback=postback)

    def _switch_menu(self, action: Json) -> None:
        """To the menu an alias names; a missing alias leaves the menu and says so in the postback."""
        alias, menus = str(action["richMenuAliasId"]), self._platform.menus[self.chat.channel]
        known = alias in menus.aliases
        with self._platform.changing():
            if known:
                menus.link([self.user.id], menus.aliased(alias))
            status = "SUCCESS" if known else "RICHMENU_ALIAS_ID_NOTFOUND"
            self._post(action, {"newRichMenuAliasId": alias, "status": status})

    def _own(self, message_id: str) -> Message:
        message = self._platform.chats.messages.get(message_id)
        if message is None or message.sender != self.user.id or message.unsent:
            raise NotPossible("only one's own messages can be changed")
        return message

    def _refuse_unreachable(self) -> None:
        if not self.chat.is_group and self.friendship is not Friendship.FRIEND:
            raise NotPossible("not a friend of this account")
        if self.chat.is_group and self.user.id not in self.chat.members:
            raise NotPossible("not in this group")


QUOTABLE = {"text", "sticker", "image", "video"}
