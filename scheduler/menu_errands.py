"""Rich menus at LINE: made once a picture, linked to members by role and language, taken away on leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.errands import drop_menu, show_default_menu, show_menu
from bot.line import DeliveryError, Messenger
from bot.menus import RichMenu, menus_for
from bot.texts import LANGUAGES
from models.channel import Channel
from models.clock import Clock
from models.database import Database
from models.insertion import insert_new
from models.member import Member, Role
from models.queues import Errand, RichMenuLink
from models.workspace import Selling, Subject, Workspace

CONSUMER = "consumer"
NOT_FOUND = 404
TAKE_OVER = timedelta(minutes=10)
MENUS = {Role.REP: "rep", Role.MANAGER: "manager", Role.OWNER: "manager"}
Write = Callable[[Session], None]


class MenuErrands:
    """What is shown follows from the database at the moment of the call, not from when it was asked for."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock

    def link(self, errand: Errand, messenger: Messenger) -> Write:
        """One person's menu: by role, language and how the company sells; none for who is no member."""
        user_id = errand.args["user"]
        with self.database.read() as session:
            member = session.scalar(Member.by_user(errand.workspace_id, user_id))
            workspace = session.get_one(Workspace, errand.workspace_id)
        if member is None or not member.is_active:
            return _gone(messenger, f"/v2/bot/user/{user_id}/richmenu")
        menu = _menu(MENUS[member.role], member.language, workspace.selling)
        line_id, write = self._made(errand, messenger, menu)
        messenger.call("POST", f"/v2/bot/user/{user_id}/richmenu/{line_id}")
        return write

    def set_default(self, errand: Errand, messenger: Messenger) -> Write:
        """What everybody else sees: the consumers' menu where consumers talk, else none."""
        with self.database.read() as session:
            channel = session.get_one(Channel, errand.channel_id)
            workspace = session.get_one(Workspace, errand.workspace_id)
        if not channel.is_for_consumers or not workspace.selling.covers(Subject.PROMOTIONS):
            return _gone(messenger, "/v2/bot/user/all/richmenu")
        line_id, write = self._made(errand, messenger, _menu(CONSUMER, "th", workspace.selling))
        messenger.call("POST", f"/v2/bot/user/all/richmenu/{line_id}")
        return write

    def renew(self, errand: Errand, _: Messenger) -> Write:
        """After a start: who sees an old picture, or none yet, is shown the newest; then the old one goes."""
        with self.database.read() as session:
            selling = session.get_one(Workspace, errand.workspace_id).selling
            made = session.scalars(
                select(RichMenuLink).where(RichMenuLink.channel_id == errand.channel_id)
            ).all()
        menus = (menu for language in LANGUAGES for menu in menus_for(language, selling))
        current = {(menu.key, menu.version) for menu in menus}
        old = [link for link in made if (link.key, link.version) not in current]
        if made and not old:
            return _nothing
        return partial(_show_anew, errand=errand, old=old, machine=self.clock.machine())

    def drop(self, errand: Errand, messenger: Messenger) -> Write:
        line_id = errand.args["line_id"]
        _gone(messenger, f"/v2/bot/richmenu/{line_id}")

        def write(session: Session) -> None:
            session.execute(delete(RichMenuLink).where(RichMenuLink.line_id == line_id))

        return write

    def _made(self, errand: Errand, messenger: Messenger, menu: RichMenu) -> tuple[str, Write]:
        """LINE's id of that menu in its present version, made and drawn if it is not there yet."""
        with self.database.read() as session:
            known = session.scalar(_links(errand, menu).where(RichMenuLink.version == menu.version))
        if known is not None:
            return known.line_id, _nothing
        line_id = str(messenger.call("POST", "/v2/bot/richmenu", menu.definition())["richMenuId"])
        messenger.upload(f"/v2/bot/richmenu/{line_id}/content", menu.image(), "image/png")
        return line_id, lambda session: _remember(session, errand, menu, line_id)


def _show_anew(session: Session, errand: Errand, old: Sequence[RichMenuLink], machine: datetime) -> None:
    """The old menus stay until everybody has had time to get the new ones."""
    channel = session.get_one(Channel, errand.channel_id)
    if channel.is_for_staff:
        for member in session.scalars(Member.active(errand.workspace_id)):
            show_menu(session, errand.workspace_id, member.user_id, machine)
    show_default_menu(session, channel, machine)
    for link in old:
        drop_menu(session, channel, link.line_id, machine + TAKE_OVER)


def _menu(kind: str, language: str, selling: Selling) -> RichMenu:
    return next(one for one in menus_for(language, selling) if one.kind == kind)


def _links(errand: Errand, menu: RichMenu) -> Select[RichMenuLink]:
    return select(RichMenuLink).where(
        RichMenuLink.channel_id == errand.channel_id, RichMenuLink.key == menu.key
    )


def _remember(session: Session, errand: Errand, menu: RichMenu, line_id: str) -> None:
    """Another process may have made the same menu meanwhile; then both work, and theirs is kept."""
    row = {
        "workspace_id": errand.workspace_id,
        "channel_id": errand.channel_id,
        "key": menu.key,
        "version": menu.version,
        "line_id": line_id,
    }
    session.execute(insert_new(session, RichMenuLink, row))


def _gone(messenger: Messenger, path: str) -> Write:
    try:
        messenger.call("DELETE", path)
    except DeliveryError as error:
        if error.status != NOT_FOUND:
            raise
    return _nothing


def _nothing(session: Session) -> None:
    """There is nothing to write down."""
