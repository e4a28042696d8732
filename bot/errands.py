"""Asking for calls to LINE that are not messages. Rows: the worker makes the calls, so none is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.channel import Channel
from models.member import Member
from models.queues import Errand

PROFILE, ACCOUNT, CONTENT, RENEW_MENUS = "profile", "account", "content", "renew_menus"
MENU, DEFAULT_MENU, DROP_MENU = "menu", "default_menu", "drop_menu"


def fetch_profile(
    session: Session, channel: Channel, user_id: str, machine: datetime, *, stands_in: str = ""
) -> None:
    """A person's display name; a member who is still called `stands_in` gets it as a name."""
    args = {"user": user_id} | ({"stands_in": stands_in} if stands_in else {})
    _ask(session, channel, PROFILE, machine, args)


def fetch_account(session: Session, channel: Channel, machine: datetime) -> None:
    """The Official Account's own @name, for links that open its chat."""
    _ask(session, channel, ACCOUNT, machine)


def fetch_content(
    session: Session, channel: Channel, message_id: str, attachment_id: int, machine: datetime
) -> None:
    """A photo's or a file's bytes, which LINE keeps only for a while."""
    _ask(session, channel, CONTENT, machine, {"message": message_id, "attachment": attachment_id})


def get_acquainted(session: Session, workspace_id: int, machine: datetime) -> None:
    """At a start: learn the accounts' names, and show menus in their newest form."""
    for channel in session.scalars(select(Channel).where(Channel.workspace_id == workspace_id)):
        if not channel.basic_id:
            fetch_account(session, channel, machine)
        _ask(session, channel, RENEW_MENUS, machine)


def show_menu(session: Session, workspace_id: int, user_id: str, machine: datetime) -> None:
    """The rich menu that fits what this person is by then: linked, changed or taken away."""
    channel = session.scalar(Channel.staff_of(workspace_id))
    if channel is not None:
        _ask(session, channel, MENU, machine, {"user": user_id})


def show_menus(session: Session, workspace_id: int, machine: datetime) -> None:
    """Everybody's menu anew, of the team and on every channel: it follows from how the company sells."""
    for member in session.scalars(Member.active(workspace_id)):
        show_menu(session, workspace_id, member.user_id, machine)
    for channel in session.scalars(select(Channel).where(Channel.workspace_id == workspace_id)):
        show_default_menu(session, channel, machine)


def show_default_menu(session: Session, channel: Channel, machine: datetime) -> None:
    _ask(session, channel, DEFAULT_MENU, machine)


def drop_menu(session: Session, channel: Channel, line_id: str, at: datetime) -> None:
    """A menu that nobody should see any more."""
    _ask(session, channel, DROP_MENU, at, {"line_id": line_id})


def _ask(
    session: Session, channel: Channel, kind: str, machine: datetime, args: dict[str, Any] | None = None
) -> None:
    errand = Errand(
        workspace_id=channel.workspace_id, channel_id=channel.id, kind=kind, args=args or {}, next_at=machine
    )
    session.add(errand)
