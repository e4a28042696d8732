"""What surrounds one event: read once outside the write lock, then locked and read anew inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Context
from bot.directories import Directories
from bot.errands import fetch_profile
from bot.events import Event, EventKind, decode
from bot.language import Directory
from bot.messages import record_of
from bot.replies import Record
from models.activity import Activity
from models.channel import Channel
from models.chat import Chat, Friendship, Shown
from models.followup import FollowUp
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
    quotes_a_colleague: bool = False
    """The quoted card is of something another person did or owes, and the reader leads people."""
    made: Record | None = None
    """What an edited message had made."""

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
    member = _member(session, workspace, channel, event.user_id)
    quoted = _quoted(session, channel, event)
    return Scene(
        event=event,
        channel=channel,
        workspace=workspace,
        member=member,
        chat=session.scalar(Chat.of(channel_id, event.user_id, event.group_id)),
        directory=directories.current(session, workspace),
        quoted=quoted,
        now=event.at.astimezone(workspace.zone),
        received_at=row.received_at,
        quotes_a_colleague=member is not None and _is_anothers(session, quoted, member),
        made=_made(session, channel, event),
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
