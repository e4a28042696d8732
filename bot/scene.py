"""What surrounds one event, read at once as its transaction begins: chat, workspace, person, names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.context import Context
from bot.directories import Directories
from bot.errands import fetch_profile
from bot.events import Event, EventKind
from bot.inbox import Stored
from bot.language import Directory
from bot.messages import record_of
from bot.replies import Record
from bot.waiting import kinds_of, moments, named
from models.activity import Activity
from models.base import literal
from models.channel import Channel
from models.chat import Chat, Friendship, Shown
from models.consumer import Consumer
from models.followup import FollowUp
from models.insertion import insert_new
from models.member import Member, MemberState, Role
from models.plain import Plain, Row
from models.queues import InboxEvent
from models.whole import Whole
from models.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Scene:
    """The people and records around an event; nobody else handles this person's lines meanwhile."""

    session: Session
    event: Event
    channel: Channel
    workspace: Workspace
    member: Member | None
    """An active member, on a channel where staff talk; everybody else is a stranger or a consumer."""
    chat: Chat
    directory: Directory
    holidays: frozenset[date]
    quoted: Record | None
    now: datetime
    """The event's own time, in the workspace's zone."""
    received_at: datetime
    """By the machine clock."""
    quotes_a_colleague: bool = False
    """The quoted card is of something another person did or owes, and the reader leads people."""
    made: Record | None = None
    """What an edited message had made."""
    language: str = "th"
    """A consumer's own; a member's is the member's."""
    waiting: frozenset[str] = frozenset()
    """What waits for the member since before this event."""

    def context(self, public_url: str) -> Context:
        """The scene as a handler sees it."""
        ctx = Context(
            session=self.session,
            workspace=self.workspace,
            member=self.member or _nobody(self.workspace, self.event.user_id, self.language),
            now=self.now,
            channel=self.channel,
            chat=self.chat,
            event=self.event,
            directory=self.directory,
            holidays=self.holidays,
            received_at=self.received_at,
            quoted=self.quoted,
            is_member=self.member is not None,
            public_url=public_url,
        )
        if self.member is not None:
            ctx.waiting = self.waiting
        return ctx


class NotYet(Exception):
    """The same person's earlier line is still to be handled: this one waits for it."""


def look(session: Session, stored: Stored, directories: Directories) -> Scene:
    """The scene of an event, its chat locked. Raises NotYet, and StaleDirectory when names have changed."""
    channel, workspace, chat, member, is_early, waiting = _around(session, stored)
    if is_early:
        raise NotYet
    event, member = stored.event, member if channel.is_for_staff else None
    known, quoted = directories.current(workspace), _quoted(session, channel, event)
    return Scene(
        session=session,
        event=event,
        channel=channel,
        workspace=workspace,
        member=member,
        chat=chat,
        directory=known.directory,
        holidays=known.holidays,
        quoted=quoted,
        now=event.at.astimezone(workspace.zone),
        received_at=stored.received_at,
        quotes_a_colleague=member is not None and _is_anothers(session, quoted, member),
        made=_made(session, channel, event),
        language=_language(session, channel, event) if member is None else "th",
        waiting=waiting,
    )


CHANNEL, WORKSPACE, CHAT, MEMBER = Whole(Channel), Whole(Workspace), Whole(Chat), Whole(Member)
Around = tuple[Channel, Workspace, Chat, Member | None, bool, frozenset[str]]


@cache
def _surroundings() -> Plain:
    """One query; the chat's row is the lock that keeps one person's messages in order."""
    event_at = bindparam("event_at", type_=InboxEvent.event_at.type)
    event_id = bindparam("event_id", type_=InboxEvent.webhook_event_id.type)
    is_early = InboxEvent.untried_before(Channel.id, Chat.user_id, event_at, event_id)  # type: ignore[arg-type]
    is_them = (Member.workspace_id == Chat.workspace_id) & (Member.user_id == Chat.user_id)
    around = (*CHANNEL.columns, *WORKSPACE.columns, *CHAT.columns, *MEMBER.columns)
    return Plain(
        select(is_early, *around, *kinds_of(Member))
        .select_from(Chat)
        .join(Channel, Channel.id == Chat.channel_id)
        .join(Workspace, Workspace.id == Chat.workspace_id)
        .outerjoin(Member, is_them & (Member.state == literal(MemberState.ACTIVE)))
        .where(Chat.channel_id == bindparam("channel_id"), Chat.user_id == bindparam("user_id"))
        .where(Chat.group_id == bindparam("group_id"))
        .with_for_update(of=Chat)
    )


def _around(session: Session, stored: Stored) -> Around:
    found = _row(session, stored)
    if found is None:
        _open_chat(session, stored)
        found = _row(session, stored) or ()
    is_early, *values = found
    channel, workspace, chat, member, waiting = _parts(values)
    return (
        CHANNEL.held(session, channel),
        WORKSPACE.held(session, workspace),
        CHAT.loose(chat),
        MEMBER.held(session, member) if member[0] is not None else None,
        is_early,
        named(waiting),
    )


def _row(session: Session, stored: Stored) -> Row | None:
    event, around = stored.event, _surroundings()
    key = {"channel_id": stored.channel_id, "user_id": event.user_id, "group_id": event.group_id}
    values = key | {"event_at": event.at, "event_id": stored.event_id} | moments(event.at)
    return around.first(session.connection(), values)


def _parts(values: list[Any]) -> Iterator[list[Any]]:
    """Each model's own values, in the order of the query, and what waits."""
    for one in (CHANNEL, WORKSPACE, CHAT, MEMBER):
        count = len(one.names)
        yield values[:count]
        values = values[count:]
    yield values


def _open_chat(session: Session, stored: Stored) -> None:
    """The row of a chat that begins with this event."""
    event, channel = stored.event, session.get_one(Channel, stored.channel_id)
    row = {
        "workspace_id": channel.workspace_id,
        "channel_id": channel.id,
        "user_id": event.user_id,
        "group_id": event.group_id,
        "display_name": "",
        "friendship": Friendship.UNKNOWN,
    }
    session.execute(insert_new(session, Chat, row))
    if event.user_id and not event.in_group:
        fetch_profile(session, channel, event.user_id, stored.received_at)


def _language(session: Session, channel: Channel, event: Event) -> str:
    """In which one of the shop's consumers wants to be answered."""
    if not channel.is_for_consumers:
        return "th"
    spoken = Consumer.of(channel.id, event.user_id).with_only_columns(Consumer.language)
    return session.scalar(spoken) or "th"


def _nobody(workspace: Workspace, user_id: str, language: str) -> Member:
    """Stands in for a stranger or a consumer; never added to a session."""
    return Member(
        workspace_id=workspace.id,
        user_id=user_id,
        name="",
        role=Role.REP,
        state=MemberState.WAITING,
        language=language,
    )


def _quoted(session: Session, channel: Channel, event: Event) -> Record | None:
    """The record on the quoted card, or the one that the person's own quoted line had made."""
    if event.quoted_id is None:
        return None
    shown = session.get(Shown, (channel.id, event.quoted_id))
    if shown is not None:
        return Record(shown.kind, shown.record_id)  # type: ignore[arg-type]
    return record_of(session, channel, event.user_id, event.quoted_id, event.at)


def _is_anothers(session: Session, quoted: Record | None, member: Member) -> bool:
    """Does a manager quote what somebody else did or owes?"""
    if quoted is None or not member.is_manager or quoted.kind not in ("activity", "followup"):
        return False
    whose = Activity.member_id if quoted.kind == "activity" else FollowUp.owner_id
    table = Activity if quoted.kind == "activity" else FollowUp
    return session.scalar(select(whose).where(table.id == quoted.id)) not in (None, member.id)


def _made(session: Session, channel: Channel, event: Event) -> Record | None:
    if event.kind is not EventKind.EDITED:
        return None
    return record_of(session, channel, event.user_id, event.message_id, event.at)
