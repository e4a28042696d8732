"""Group chats: made, joined, left; one Official Account in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.chats import Chat
from simulator.errors import Json

if TYPE_CHECKING:
    from simulator.platform import Platform


class Groups:
    """What happens to a group as a whole; what is said in it goes through each member's phone."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def create(self, channel: str, title: str, names: list[str]) -> Chat:
        """People open a group and invite the bot: it hears of it by a join event."""
        with self._platform.changing():
            members = [self._platform.user(name).id for name in names]
            chat = self._platform.chats.group(channel, title, members)
            self._platform.emit(chat, "join", None)
            return chat

    def add(self, chat: Chat, name: str) -> None:
        with self._platform.changing():
            user = self._platform.user(name).id
            if user not in chat.members:
                chat.members.append(user)
                self._tell(chat, "memberJoined", joined=_members(user))

    def remove(self, chat: Chat, name: str) -> None:
        with self._platform.changing():
            user = self._platform.user(name).id
            if user in chat.members:
                chat.members.remove(user)
                self._tell(chat, "memberLeft", left=_members(user), answerable=False)

    def invite_bot(self, chat: Chat) -> None:
        with self._platform.changing():
            if not chat.bot_is_in:
                chat.bot_is_in = True
                self._platform.emit(chat, "join", None)

    def remove_bot(self, chat: Chat) -> None:
        """Somebody throws the bot out, or it leaves: the last thing it hears of the group."""
        with self._platform.changing():
            if chat.bot_is_in:
                self._platform.emit(chat, "leave", None, answerable=False)
                chat.bot_is_in = False

    def _tell(self, chat: Chat, kind: str, *, answerable: bool = True, **content: Json) -> None:
        if chat.bot_is_in:
            self._platform.emit(chat, kind, None, answerable=answerable, **content)


def _members(user: str) -> Json:
    return {"members": [{"type": "user", "userId": user}]}
