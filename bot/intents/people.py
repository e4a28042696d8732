"""Who belongs to the team, and how each likes to be spoken to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.intents.base import Intent
from bot.language import MemberRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Intent):
    name: ClassVar[str] = "join"
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteTeam(Intent):
    """`ชวนทีม`: one link and code for everybody, seven days long."""

    name: ClassVar[str] = "invite"
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(Intent):
    """`รับ`, or not, a newcomer who waits."""

    name: ClassVar[str] = "approve"
    member: int | None = None
    """The newcomer whose button was tapped,"""
    newcomer: str = ""
    """or the name as typed."""
    refuse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMember(Intent):
    name: ClassVar[str] = "remove_member"
    rep: MemberRef | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Members(Intent):
    name: ClassVar[str] = "members"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp(Intent):
    """The three skippable questions of a new workspace; a tap carries the step and its answer."""

    name: ClassVar[str] = "setup"
    step: str = ""
    value: str = ""
    day: date | None = None
    """A day on which the company is closed, typed: it is put in, and never taken out again."""
    last: date | None = None
    """The last of several such days."""
    perhaps: bool = False
    """The customer spoken of last may be meant as well: it is asked whose day it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSetting(Intent):
    """A person's own settings, and (for managers) the workspace's."""

    name: ClassVar[str] = "settings"
    setting: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Befriended(Intent):
    """Somebody added, or unblocked, the Official Account."""

    name: ClassVar[str] = "befriended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked(Intent):
    name: ClassVar[str] = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedGroup(Intent):
    """The bot was added to a group: it says how to call it."""

    name: ClassVar[str] = "joined_group"
