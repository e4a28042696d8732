"""Who there is: Official Accounts, people, and who befriended or blocked whom."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from simulator import ids

COLOURS = ("#5b8c5a", "#4f7cac", "#b5654d", "#8f6bb0", "#a8843a", "#3f8f8b", "#b0577e", "#5f6f8f")


@dataclass(slots=True, kw_only=True)
class Channel:
    """A LINE Official Account and its Messaging API channel."""

    name: str
    bot_user_id: str
    secret: str = field(repr=False)
    access_token: str = field(repr=False)
    basic_id: str
    display_name: str
    monthly_quota: int | None = 300
    chat_mode: str = "bot"
    webhook_url: str = ""
    webhook_active: bool = True
    calls_a_second: int | None = None

    @classmethod
    def invented(cls, name: str, display_name: str, *, monthly_quota: int | None = 300) -> Channel:
        """A channel whose ids and secrets follow from its name."""
        return cls(
            name=name,
            bot_user_id=ids.user_id(f"bot {name}"),
            secret=_invented(f"secret {name}"),
            access_token=_invented(f"token {name}"),
            basic_id=f"@jod-{name}",
            display_name=display_name,
            monthly_quota=monthly_quota,
        )


def _invented(seed: str) -> str:
    return hashlib.blake2b(seed.encode(), digest_size=16).hexdigest()


@dataclass(slots=True, kw_only=True)
class User:
    """A person with a phone; `name` is what tests and the page call them, `home` the channel opened first."""

    name: str
    display_name: str
    home: str
    language: str = "th"
    shown: bool = True
    """Has a phone on the page; others are only written to."""
    colour: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or ids.user_id(self.name)
        self.colour = self.colour or COLOURS[int(self.id[-4:], 16) % len(COLOURS)]


class Friendship(StrEnum):
    """What an Official Account is to a person."""

    STRANGER = "stranger"
    FRIEND = "friend"
    BLOCKED = "blocked"


@dataclass(slots=True)
class Friendships:
    """What each channel is to each person."""

    _states: dict[tuple[str, str], Friendship] = field(default_factory=dict)

    def between(self, channel: str, user: str) -> Friendship:
        return self._states.get((channel, user), Friendship.STRANGER)

    def put(self, channel: str, user: str, state: Friendship) -> None:
        self._states[channel, user] = state

    def friends_of(self, channel: str) -> list[str]:
        return [
            user
            for (name, user), state in self._states.items()
            if name == channel and state is Friendship.FRIEND
        ]
