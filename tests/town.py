"""A small town to test in: a team and its customers, a LINE of its own, and clocks that stand still."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import Jod
from bot.settings import LineChannel, Settings
from models.channel import Channel, ChannelKind
from models.customer import BuyingRole, Contact, Customer, CustomerKind
from models.member import Member, Role, Team
from models.workspace import Workspace
from simulator import events
from simulator.accounts import Channel as Account
from simulator.accounts import User
from simulator.clock import SimulatorClock
from simulator.phone import Phone
from simulator.platform import Platform
from tests.drawing import action_called, drawn, told
from tests.line_in_process import LineInProcess
from tests.line_schema import errors_in

BANGKOK = ZoneInfo("Asia/Bangkok")
START = datetime(2026, 11, 26, 9, 0, tzinfo=BANGKOK)
"""A Thursday, as in the message guide."""
ADDRESS = "https://crm.example.com"
"""Where the internet reaches the town's Jod."""
PATIENT = 1_000_000
"""Answers a minute, where the minutes stand still."""
Json = dict[str, Any]


class HandClock(SimulatorClock):
    """Both clocks stand still until a test moves them."""

    def __init__(self, start: datetime) -> None:
        self.at = start
        super().__init__(machine=lambda: self.at)

    def wait(self, span: timedelta) -> None:
        """Let real time pass: leases and backoffs run out."""
        self.at += span


class Inline(Executor):
    """Runs what is submitted at once, so that a chat reads in order."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Town:
    """One workspace on one database: people with phones, customers with names, a clock to move."""

    def __init__(self, database_url: str, start: datetime = START, **settings: Any) -> None:
        self.clock = HandClock(start)
        self.accounts = {
            "staff": Account.invented("staff", "จด", monthly_quota=None),
            "shop": Account.invented("shop", "ร้านจดดี", monthly_quota=None),
        }
        self.platform = Platform(self.clock, self.accounts.values(), check=errors_in)
        self.jod = self._compose(database_url, settings)
        self.jod.prepare()
        self.web = self.jod.web.test_client()
        self.platform.listeners.append(self._deliver)
        self._seen: dict[str, int] = {}

    def _compose(self, database_url: str, changed: Json) -> Jod:
        staff, shop = (
            LineChannel(secret=one.secret, access_token=one.access_token) for one in self.accounts.values()
        )
        usual: Json = {
            "database_url": database_url,
            "timezone": BANGKOK,
            "answers_per_minute": PATIENT,
            "public_url": ADDRESS,
        }
        settings = Settings(staff=staff, shop=shop, **usual | changed)
        by_token = {one.access_token: one for one in self.accounts.values()}

        def connect(channel: LineChannel, _: Settings) -> LineInProcess:
            return LineInProcess(self.platform, by_token[channel.access_token])

        return Jod(settings, self.clock, connect=connect, executor=Inline())

    def _deliver(self, account: Account, event: Json) -> None:
        """LINE's webhook: one signed body an event."""
        raw = events.body(account.bot_user_id, [event])
        answer = self.web.post("/callback", data=raw, headers=events.headers(account.secret, raw))
        assert answer.status_code == 200, answer.text

    @contextmanager
    def database(self) -> Iterator[Session]:
        """Look at, or prepare, what is stored; nobody waits for the disk."""
        with self.jod.database.write(hasty=True) as session:
            yield session

    def workspace(self, session: Session) -> Workspace:
        return session.scalars(select(Workspace).order_by(Workspace.id)).first() or _nothing()

    def member(self, name: str, role: Role = Role.REP, *, team: str | None = None, **settings: Any) -> Phone:
        """A member with a phone, who has been in the team for a month; no greeting, no code."""
        phone = self.person(name)
        with self.database() as session:
            workspace = self.workspace(session)
            session.add(
                Member(
                    workspace_id=workspace.id,
                    team_id=self._team(session, workspace, team).id,
                    user_id=phone.user.id,
                    name=name,
                    role=role,
                    joined_at=self.clock.now() - timedelta(days=30),
                    **settings,
                )
            )
            workspace.touch_directory(session)
        return phone

    def person(self, name: str, channel: str = "staff") -> Phone:
        """Somebody with a phone who has added the account, and no more."""
        return self.platform.add_user(User(name=name, display_name=name, home=channel), friend_of=[channel])

    def _team(self, session: Session, workspace: Workspace, name: str | None) -> Team:
        teams = select(Team).where(Team.workspace_id == workspace.id).order_by(Team.id)
        found = session.scalars(teams.where(Team.name == name) if name else teams).first()
        if found is None:
            found = Team(workspace_id=workspace.id, name=name or "ทีมขาย")
            session.add(found)
            session.flush()
        return found

    def customer(
        self,
        name: str,
        owner: str,
        *,
        contacts: dict[str, str | None] | None = None,
        phone: str | None = None,
        kind: CustomerKind = CustomerKind.BUSINESS,
    ) -> int:
        """A customer of `owner`'s, with contacts as name → buying role; returns its id."""
        with self.database() as session:
            workspace = self.workspace(session)
            member = session.scalars(select(Member).where(Member.name == owner)).one()
            row = Customer(
                workspace_id=workspace.id,
                owner_id=member.id,
                name=name,
                kind=kind,
                phone=phone,
                created_at=self.clock.now() - timedelta(days=30),
                directory_version=workspace.touch_directory(session),
            )
            session.add(row)
            session.flush()
            for contact, role in (contacts or {}).items():
                buying = BuyingRole(role) if role else None
                session.add(Contact(workspace_id=workspace.id, customer_id=row.id, name=contact, role=buying))
            return row.id

    def bind_channels(self) -> None:
        """Let each channel know its destination, as a first verified webhook does."""
        with self.database() as session:
            for channel in session.scalars(select(Channel)):
                account = self.accounts["shop" if channel.kind is ChannelKind.SHOP else "staff"]
                channel.destination = account.bot_user_id

    def move_to(self, moment: str | datetime) -> None:
        """Move the clock to a moment of Bangkok's, playing what is due on the way."""
        to = (
            moment if isinstance(moment, datetime) else datetime.fromisoformat(moment).replace(tzinfo=BANGKOK)
        )
        self.jod.advance(to, self.clock.move_to)

    def say(self, who: str, text: str, **more: Any) -> list[str]:
        """Somebody types a line; what came back, as plain lines."""
        self.platform.phone(who).say(text, **more)
        return self.heard(who)

    def tap(self, who: str, label: str, value: str = "") -> list[str]:
        """Tap the newest button, chip or numbered line with that label."""
        phone = self.platform.phone(who)
        phone.tap(action_called(phone, label), value)
        return self.heard(who)

    def heard(self, who: str) -> list[str]:
        """What the bot has told this person since the last time we looked."""
        received = self.platform.phone(who).received
        new = received[self._seen.get(who, 0) :]
        self._seen[who] = len(received)
        return [told(message.body) for message in new]

    def card(self, who: str) -> str:
        """The newest card or text on somebody's phone, drawn as lines."""
        return drawn(self.platform.phone(who).received[-1].body)

    def play(self, script: str, default: str = "") -> None:
        """Play a conversation script; its transcript must equal the script.

        `แบงค์> words` said, `แบงค์> [label]` tapped, `แบงค์< words` answered, `@ 2026-11-27 08:00` the clock
        moves. `>` and `<` alone are `default`'s. A card is told by its alternative text.
        """
        script = textwrap.dedent(script).strip()
        assert self._transcript(script.splitlines(), default) == script

    def _transcript(self, lines: list[str], default: str) -> str:
        names = {line.split(">", 1)[0] for line in lines if _is_said(line)} | {
            line.split("<", 1)[0] for line in lines if _is_told(line)
        }
        told_lines: list[str] = []
        for line in lines:
            if not (line.startswith("@") or _is_said(line)):
                continue
            told_lines.append(line)
            self._act(line, default)
            for name in sorted(names):
                told_lines += [_indented(name, text) for text in self.heard(name or default)]
        return "\n".join(told_lines)

    def _act(self, line: str, default: str) -> None:
        if line.startswith("@"):
            self.move_to(line[1:].strip())
            return
        name, words = (part.strip() for part in line.split(">", 1))
        if words.startswith("["):
            label, _, value = words[1:].partition("]")
            phone = self.platform.phone(name or default)
            phone.tap(action_called(phone, label), value.strip())
        else:
            self.platform.phone(name or default).say(words.replace(" ⏎ ", "\n"))


def _is_said(line: str) -> bool:
    return ">" in line and not line.startswith(("  ", "@")) and "<" not in line.split(">", 1)[0]


def _is_told(line: str) -> bool:
    return "<" in line and not line.startswith(("  ", "@")) and not _is_said(line)


def _indented(name: str, text: str) -> str:
    first, *rest = text.splitlines()
    return "\n".join([f"{name}< {first}", *(f"  {line}" if line else "" for line in rest)])


def _nothing() -> Workspace:
    raise AssertionError("the town has no workspace")
