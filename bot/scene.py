"""What surrounds one event: read once outside the write lock, then locked and read anew inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Context
from bot.directories import Directories
from bot.errands import fetch_profile
from bot.events import Event, decode
from bot.language import Directory
from bot.replies import Record
from models.channel import Channel
from models.chat import Chat, Friendship, Shown
from models.insertion import insert_new
from models.member import Member, MemberState, Role
from models.queues import InboxEvent, InboxState
from models.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Scene:
    """The people and records around an event, as they were just before it is handled."""

    event: Event
    channel: Channel
    workspace: Workspace
    member: Member | None
    chat: Chat | None
    directory: Directory
    quoted: Record | None
    now: datetime
    """The event's own time, in the workspace's zone."""
    received_at: datetime
    """By the machine clock."""

    def context(self, session: Session, chat: Chat) -> Context:
        """The same scene on the locking session; the membership is read again, for it may have ended."""
        workspace = session.get_one(Workspace, self.workspace.id)
        member = _member(session, workspace, self.channel, self.event.user_id)
        return Context(
            session=session,
            workspace=workspace,
            member=member or _nobody(workspace, self.event.user_id),
            now=self.now,
            channel=self.channel,
            chat=chat,
            event=self.event,
            directory=self.directory,
            received_at=self.received_at,
            quoted=self.quoted,
            is_member=member is not None,
        )


class NotYet(Exception):
    """The same person's earlier line is still to be handled: this one waits for it."""


def look(session: Session, channel_id: int, event_id: str, directories: Directories) -> Scene | None:
    """The scene of a stored event; None when it is done or not stored. Raises NotYet: one line at a time."""
    row = session.get(InboxEvent, (channel_id, event_id))
    if row is None or row.state is not InboxState.NEW:
        return None
    if session.scalar(row.untried_before()) is not None:
        raise NotYet
    event = decode(row.payload)
    channel = session.get_one(Channel, channel_id)
    workspace = session.get_one(Workspace, channel.workspace_id)
    return Scene(
        event=event,
        channel=channel,
        workspace=workspace,
        member=_member(session, workspace, channel, event.user_id),
        chat=session.scalar(Chat.of(channel_id, event.user_id, event.group_id)),
        directory=directories.current(session, workspace),
        quoted=_quoted(session, channel_id, event.quoted_id),
        now=event.at.astimezone(workspace.zone),
        received_at=row.received_at,
    )


def lock_chat(session: Session, scene: Scene) -> Chat:
    """The person's chat row, made if need be and locked: it keeps one person's messages in order."""
    event, channel = scene.event, scene.channel
    if scene.chat is None:
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
            fetch_profile(session, channel, event.user_id, scene.received_at)
    chat = Chat.of(channel.id, event.user_id, event.group_id).with_for_update()
    return session.scalars(chat).one()


def _member(session: Session, workspace: Workspace, channel: Channel, user_id: str) -> Member | None:
    """An active member, on a channel where staff talk; everybody else is a stranger or a consumer."""
    if not user_id or not channel.is_for_staff:
        return None
    member = session.scalar(Member.by_user(workspace.id, user_id))
    return member if member is not None and member.state is MemberState.ACTIVE else None


def _nobody(workspace: Workspace, user_id: str) -> Member:
    """Stands in for a stranger; never added to a session."""
    return Member(
        workspace_id=workspace.id,
        user_id=user_id,
        name="",
        role=Role.REP,
        state=MemberState.WAITING,
        language="th",
    )


def _quoted(session: Session, channel_id: int, message_id: str | None) -> Record | None:
    if message_id is None:
        return None
    shown = session.scalar(
        select(Shown).where(Shown.channel_id == channel_id, Shown.message_id == message_id)
    )
    return Record(shown.kind, shown.record_id) if shown is not None else None  # type: ignore[arg-type]
