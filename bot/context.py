"""All the outside world a handler or a card has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from bot.events import Event
from bot.intents.base import Intent, StaleButton, from_data
from bot.language import Directory
from bot.replies import Record
from bot.texts import Words
from bot.waiting import waiting_for
from models.access import Access
from models.channel import Channel
from models.chat import Chat
from models.errors import NoList, NoSuchLine, Outdated
from models.member import Member
from models.workspace import Calendar, Workspace

RECENT = timedelta(minutes=15)
"""For so long after a card, a line without a customer is about that card's customer."""


@dataclass
class Desk:
    """What a card needs: a session, the reader, and the reader's now."""

    session: Session
    workspace: Workspace
    member: Member
    now: datetime
    """The domain's now, in the workspace's zone."""
    public_url: str = field(default="", kw_only=True)
    """Where the internet reaches this Jod; empty when that is not known."""

    @property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def words(self) -> Words:
        """How Jod speaks to this reader."""
        return Words(self.member.language, masculine=self.workspace.masculine)

    @property
    def access(self) -> Access:
        """What this reader may see."""
        return Access(self.member, team_reads=self.workspace.team_reads)

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar.read(self.session, self.workspace)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.workspace.zone)

    def start_of(self, day: date) -> datetime:
        """Midnight at the start of a day, in the workspace's zone."""
        return datetime.combine(day, time(), self.workspace.zone)

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.workspace.zone)


@dataclass
class Context(Desk):
    """A desk in a conversation: the chat, the event, and what the person points at."""

    channel: Channel
    chat: Chat
    event: Event
    directory: Directory
    received_at: datetime
    """By the machine clock: when the event came in, which is when what it causes may be sent."""
    quoted: Record | None = None
    """The record on the card this message quotes."""
    is_member: bool = True
    """False for a stranger or a consumer: then `member` is nobody's row and only open handlers run."""
    holidays: frozenset[date] = frozenset()
    """The days the company is closed, as of the directory."""

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.workspace, self.holidays)

    learnt: int | None = None
    """Another name of a customer that this line has taught."""

    person: int | None = None
    """A contact of this line who is new, or has left."""

    asked: str = ""
    """The question that this line asked, where it was one."""

    @cached_property
    def waiting(self) -> frozenset[str]:
        """What waits for this person since before this event."""
        return waiting_for(self.session, self.member, self.now)

    @property
    def said(self) -> str:
        """The sentence as typed."""
        return self.event.text

    def become(self, member: Member) -> None:
        """The person of this event belongs to the team from now on."""
        self.member, self.is_member = member, True
        self.__dict__.pop("words", None)
        self.__dict__.pop("waiting", None)

    def show(self, record: Record, customer_id: int | None) -> None:
        """Remember what the next line may be about."""
        self.chat.point_at(record.kind, record.id, customer_id, self.now)

    @property
    def recent_customer(self) -> int | None:
        """The customer of the card shown in the last 15 minutes."""
        last = self.chat.last_record
        if not last or self.now - datetime.fromisoformat(last["at"]) > RECENT:
            return None
        customer: int | None = last.get("customer")
        return customer

    def record_meant(self, kind: str) -> int | None:
        """The id of the quoted record, else of the last one shown, when it is of that kind."""
        if self.quoted is not None:
            return self.quoted.id if self.quoted.kind == kind else None
        last = self.chat.last_record
        return last["id"] if last and last["kind"] == kind else None

    def listed(self, number: int) -> Intent:
        """What the numbered line of the last list means; raises NoSuchLine, or NoList."""
        numbers = (self.chat.offered or {}).get("numbers", [])
        if not 1 <= number <= len(numbers):
            raise NoSuchLine(number=number, last=len(numbers)) if numbers else NoList
        try:
            return from_data(numbers[number - 1])
        except StaleButton as error:
            raise Outdated from error
