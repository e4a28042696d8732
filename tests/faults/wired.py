"""A town whose Jod talks to LINE over HTTP, through the SDK: what can go wrong on the wire, does."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app import Jod
from bot.line import LineMessenger
from bot.settings import LineChannel, Settings
from models.channel import Channel
from models.chat import Chat
from models.member import Member
from models.queues import Notice, OutboxKind, OutboxMessage
from models.standing import ChannelState
from simulator.accounts import Channel as Account
from simulator.faults import Rule
from simulator.ledger import Acceptance, ApiCall
from simulator.server import Server, build
from tests.drawing import drawn
from tests.faults.invariants import assert_holds
from tests.line_schema import errors_in
from tests.town import BANGKOK, Town

BATCH = 3
"""Messages that a Jod with one sender thread claims at once."""
SHORT = timedelta(seconds=1)
"""How long this Jod waits for LINE's answer."""


class OnDemand(Executor):
    """Keeps what is submitted until a test lets it run: a process that is slow, or that dies."""

    def __init__(self) -> None:
        self._kept: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.waits = False

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._kept.append((future, lambda: fn(*args, **kwargs)))
        if not self.waits:
            self.run()
        return future

    def run(self) -> None:
        """Do what was kept."""
        kept, self._kept = self._kept, []
        for future, do in kept:
            future.set_result(do())

    def die(self) -> None:
        """What was kept is never done."""
        self._kept = []


class WiredTown(Town):
    """One rep, แบงค์, and her manager กบ; pushes are put straight into the outbox."""

    def __init__(self, database_url: str) -> None:
        self.pool = OnDemand()
        errors_in({"type": "text", "text": "the first check reads LINE's whole schema, which takes a second"})
        super().__init__(database_url)

    def _deliver(self, account: Account, event: dict[str, Any]) -> None:
        """LINE answers no call while it delivers, so what is to be sent waits."""
        self.pool.waits = True
        super()._deliver(account, event)
        self.pool.waits = False

    def say(self, who: str, text: str, **more: Any) -> list[str]:
        self.platform.phone(who).say(text, **more)
        self.pool.run()
        return self.heard(who)

    def _compose(self, database_url: str, _settings: dict[str, Any]) -> Jod:
        self.database_url = database_url
        self.line = Server(build(self.platform, _nothing, lambda _: None))
        self.line.start()
        return self.connect_to(self.line.url)

    def connect_to(self, address: str) -> Jod:
        """A Jod on this town's database that looks for LINE at that address."""
        staff, shop = (
            LineChannel(secret=one.secret, access_token=one.access_token) for one in self.accounts.values()
        )
        settings = Settings(
            staff=staff,
            shop=shop,
            database_url=self.database_url,
            timezone=BANGKOK,
            api_base=address,
            data_api_base=address,
            line_timeout=SHORT,
            senders=1,
        )
        return Jod(settings, self.clock, connect=LineMessenger, executor=self.pool)

    def close(self) -> None:
        self.jod.stop()
        self.line.stop()

    def goes_wrong(self, rule: Rule) -> None:
        """From now on LINE does this."""
        self.platform.faults[:] = [rule]

    def recovers(self) -> None:
        self.platform.faults.clear()

    def owe(self, *people: str, kind: OutboxKind = OutboxKind.PUSH, **more: Any) -> list[int]:
        """One push to each, due now; with `kind` multicast one message to all of them."""
        users = [self.platform.user(name).id for name in people]
        each = [users] if kind is OutboxKind.MULTICAST else users
        with self.database() as session:
            channel = session.scalars(select(Channel).order_by(Channel.id)).first()
            assert channel is not None
            members = {one.user_id: one.id for one in session.scalars(select(Member))}
            rows = [self._message(channel, to, kind, more) for to in each]
            for row in rows:
                row.member_id = members.get(row.recipient)
            session.add_all(rows)
            session.flush()
            return [row.id for row in rows]

    def _message(self, channel: Channel, to: Any, kind: OutboxKind, more: dict[str, Any]) -> OutboxMessage:
        texts = more.get("texts", ["ถึงเวลาตาม สยามวัสดุภัณฑ์"])
        values = {
            "purpose": "notice",
            "created_at": self.clock.now(),
            "next_at": self.clock.machine(),
            **{name: value for name, value in more.items() if name != "texts"},
        }
        return OutboxMessage(
            workspace_id=channel.workspace_id,
            channel_id=channel.id,
            dedupe_key=f"owed:{uuid.uuid4()}",
            kind=kind,
            payload=json.dumps([{"type": "text", "text": text} for text in texts], ensure_ascii=False),
            retry_key=str(uuid.uuid4()),
            **({"recipients": to} if kind is OutboxKind.MULTICAST else {"recipient": to}),
            **values,
        )

    def later(self, span: timedelta) -> None:
        """Real time passes, and Jod does what is due then."""
        self.clock.wait(span)
        self.pool.run()
        self.jod.work()

    def messages(self) -> list[OutboxMessage]:
        """What this test owes, in order."""
        return [one for one in self.outbox() if one.dedupe_key.startswith("owed:")]

    def outbox(self) -> list[OutboxMessage]:
        with self.database() as session:
            return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))

    def message(self) -> OutboxMessage:
        """The only one that this test owes."""
        (found,) = self.messages()
        return found

    def states(self) -> list[tuple[str, str]]:
        """Each message's state and reason, in order."""
        return [(one.state.value, one.reason) for one in self.messages()]

    def channel_state(self) -> ChannelState:
        with self.database() as session:
            return session.scalars(select(ChannelState).order_by(ChannelState.channel_id)).all()[0]

    def friendship(self, name: str) -> str:
        with self.database() as session:
            chats = select(Chat).where(Chat.user_id == self.platform.user(name).id)
            return session.scalars(chats).one().friendship.value

    def notices(self, name: str) -> list[str]:
        """What waits for this person's next free reply."""
        with self.database() as session:
            owner = session.scalars(select(Member).where(Member.name == name)).one()
            waiting = session.scalars(select(Notice).where(Notice.member_id == owner.id).order_by(Notice.id))
            return [one.payload["message"]["text"] for one in waiting]

    def cards(self, name: str) -> list[str]:
        """All that is on somebody's phone, drawn as lines."""
        return [drawn(one.body) for one in self.platform.phone(name).received]

    def tries(self, *endpoints: str) -> list[ApiCall]:
        """Calls of these endpoints, as LINE saw them."""
        return [one for one in self.platform.calls if one.endpoint in (endpoints or ("push", "multicast"))]

    def taken(self, endpoint: str = "push") -> list[Acceptance]:
        return [one for one in self.platform.accepted if one.endpoint == endpoint]

    def assert_holds(self, **more: Any) -> None:
        assert_holds(self.jod.database, self.platform, at=self.clock.machine(), **more)


def people(town: WiredTown, count: int) -> list[str]:
    """So many friends of the account who have nothing else to do with it."""
    names = [f"คนที่ {number}" for number in range(count)]
    for name in names:
        town.person(name)
    return names


def _nothing(_environ: Any, start_response: Any) -> Iterable[bytes]:
    start_response("404 Not Found", [])
    return []
