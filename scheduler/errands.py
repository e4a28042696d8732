"""Calls to LINE that are not messages: a name, a photo's bytes, a rich menu. Rows too, so none is lost."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot import errands
from bot.line import DeliveryError, Messenger
from models.activity import Photo
from models.channel import Channel
from models.chat import Chat
from models.clock import Clock
from models.database import Database
from models.member import Member
from models.queues import Errand
from models.workspace import Workspace
from scheduler.menu_errands import MenuErrands

BATCH = 20
BACKOFF = timedelta(seconds=5)
ATTEMPTS = 8
LEASE = timedelta(seconds=60)
log = logging.getLogger(__name__)
Args = dict[str, Any]
Write = Callable[[Session], None]


class Errands:
    """Does what is asked, one call at a time; its result is written after the call."""

    def __init__(self, database: Database, messengers: Mapping[int, Messenger], clock: Clock) -> None:
        self.database, self.messengers, self.clock = database, messengers, clock
        self._stopped = threading.Event()
        menus = MenuErrands(database, clock)
        self._doing: dict[str, Callable[[Errand, Messenger], Write]] = {
            errands.PROFILE: self._profile,
            errands.ACCOUNT: self._account,
            errands.CONTENT: self._content,
            errands.MENU: menus.link,
            errands.DEFAULT_MENU: menus.set_default,
            errands.RENEW_MENUS: menus.renew,
            errands.DROP_MENU: menus.drop,
        }

    def work(self) -> int:
        """Do what is due; returns how many errands were tried."""
        claimed = self._claim()
        for errand in claimed:
            if not self._stopped.is_set():
                self._try(errand)
        return len(claimed)

    def stop(self) -> None:
        """Begin no other errand; those that are claimed come round again when their lease has run out."""
        self._stopped.set()

    def _claim(self) -> list[Errand]:
        machine = self.clock.machine()
        with self.database.write() as session:
            claimed = list(session.scalars(_due(machine).limit(BATCH)))
            for errand in claimed:
                errand.attempts += 1
                errand.next_at = machine + LEASE
        return claimed

    def _try(self, errand: Errand) -> None:
        messenger = self.messengers.get(errand.channel_id)
        if messenger is None:
            return
        try:
            write = self._doing[errand.kind](errand, messenger)
        except DeliveryError as error:
            self._put_off(errand, str(error), gives_up=error.permanent)
        except Exception as error:
            log.exception("errand %s (%s) failed", errand.id, errand.kind)
            self._put_off(errand, type(error).__name__, gives_up=False)
        else:
            self._finish(errand, write)

    def _finish(self, errand: Errand, write: Write) -> None:
        with self.database.write() as session:
            write(session)
            session.get_one(Errand, errand.id).state = "done"

    def _put_off(self, errand: Errand, reason: str, *, gives_up: bool) -> None:
        """One errand that cannot be done keeps no other from being done."""
        with self.database.write() as session:
            row = session.get_one(Errand, errand.id)
            row.reason = reason[:500]
            row.state = "failed" if gives_up or row.attempts >= ATTEMPTS else "pending"
            row.next_at = self.clock.machine() + BACKOFF * 2**row.attempts

    def _profile(self, errand: Errand, messenger: Messenger) -> Write:
        """A person's display name."""
        user_id = errand.args["user"]
        name = str(messenger.call("GET", f"/v2/bot/profile/{user_id}").get("displayName", ""))[:120]

        def write(session: Session) -> None:
            chat = session.scalar(Chat.of(errand.channel_id, user_id))
            if chat is not None:
                chat.display_name = name
            _name_member(session, errand, name)

        return write

    def _account(self, errand: Errand, messenger: Messenger) -> Write:
        """The account's own @name."""
        basic_id = str(messenger.call("GET", "/v2/bot/info").get("basicId", ""))[:40]

        def write(session: Session) -> None:
            session.get_one(Channel, errand.channel_id).basic_id = basic_id

        return write

    def _content(self, errand: Errand, messenger: Messenger) -> Write:
        """A photo's or a file's bytes: LINE keeps them only for a while."""
        content = messenger.content(errand.args["message"])
        photo = Photo(
            attachment_id=errand.args["attachment"], workspace_id=errand.workspace_id, content=content
        )

        def write(session: Session) -> None:
            session.merge(photo)

        return write


def _name_member(session: Session, errand: Errand, name: str) -> None:
    """Somebody who came in before LINE had told the name is called by it from now on."""
    stands_in = errand.args.get("stands_in")
    member = session.scalar(Member.by_user(errand.workspace_id, errand.args["user"]))
    if stands_in and name and member is not None and member.name == stands_in:
        member.name = name[:80]
        session.get_one(Workspace, errand.workspace_id).touch_directory(session)


def _due(machine: datetime) -> Select[Errand]:
    return (
        select(Errand)
        .where(Errand.state == "pending", Errand.next_at <= machine)
        .order_by(Errand.next_at)
        .with_for_update(skip_locked=True)
    )
