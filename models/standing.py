"""How each channel stands with LINE, and what became of messages: known to every process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import BigInteger, ForeignKey, String, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Ref
from models.channel import Channel
from models.insertion import insert_new
from models.plain import Plain

FORGIVEN = timedelta(seconds=15)
"""So long after a complaint LINE is asked at twice the pace again; pauses end at 16 s therefore."""
FIRST_PAUSE = timedelta(seconds=1)


class ChannelState(Base):
    """What LINE last said of a channel as a whole. Moments are the machine clock's unless it is said."""

    __tablename__ = "channel_states"

    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    slowed: Mapped[int] = mapped_column(default=0)
    """How often in a row LINE found us too fast; each time halves the pace."""
    slowed_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    """Since when LINE refuses our access token; nothing is sent until a probe goes through."""
    quota_out_at: Mapped[datetime | None]
    """Since when the month's messages are used up; only what is free is sent."""
    quota_limit: Mapped[int | None]
    """Messages that LINE allows a month; null when they are not limited, or not known."""
    quota_used: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many of them were used, by whomever, when LINE was last asked;"""
    quota_ours: Mapped[int] = mapped_column(default=0, server_default="0")
    """and how many we had sent ourselves by then: what we have sent since is the difference."""
    quota_asked_at: Mapped[datetime | None]
    """By the domain clock: the month of which it speaks."""
    look_at: Mapped[datetime]
    """When to ask LINE next."""

    @classmethod
    def of_all(cls, session: Session) -> dict[int, ChannelState]:
        return {one.channel_id: one for one in session.scalars(select(cls))}

    @classmethod
    def held(cls, session: Session, channel_id: int, machine: datetime) -> ChannelState:
        """The channel's row, made if there is none, and ours until commit."""
        channel = session.get_one(Channel, channel_id)
        row = {
            "channel_id": channel_id,
            "workspace_id": channel.workspace_id,
            "slowed": 0,
            "look_at": machine,
        }
        session.execute(insert_new(session, cls, row))
        return session.get_one(cls, channel_id, with_for_update=True)

    @property
    def quota_left(self) -> int | None:
        """Messages left when LINE was last asked; None when they are not limited, or not known."""
        return None if self.quota_limit is None else max(self.quota_limit - self.quota_used, 0)

    def note_quota(self, limit: int | None, used: int, ours: int, now: datetime) -> None:
        """What LINE says of the month of that moment."""
        self.quota_limit, self.quota_used = limit, used
        self.quota_ours, self.quota_asked_at = ours, now

    def is_open(self, machine: datetime) -> bool:
        """May anything that can wait be sent now?"""
        is_paused = self.paused_until is not None and machine < self.paused_until
        return not is_paused and self.refused_at is None

    def pace(self, machine: datetime) -> float:
        """The share of the usual rate at which to send, from nearly 0 to 1."""
        return float(0.5 ** self._strikes(machine))

    def slow_down(self, machine: datetime) -> None:
        """LINE finds us too fast: pause, then go on at half the pace. What is heard during a pause is old."""
        if self.paused_until is not None and machine < self.paused_until:
            return
        self.slowed, self.slowed_at = self._strikes(machine) + 1, machine
        self.paused_until = machine + FIRST_PAUSE * 2 ** (self.slowed - 1)

    def _strikes(self, machine: datetime) -> int:
        if self.slowed_at is None:
            return 0
        return max(self.slowed - (machine - self.slowed_at) // FORGIVEN, 0)


class DeliveryCount(Base):
    """How many tries of a channel ended how, ever: a counter that no process's death sets back."""

    __tablename__ = "delivery_counts"

    channel_id: Mapped[Ref] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(40), primary_key=True)
    total: Mapped[int] = mapped_column(BigInteger)

    @classmethod
    def add(cls, session: Session, counted: Mapping[tuple[int, str], int]) -> None:
        """Count up. In one order, so that two processes never wait for each other."""
        rows = [
            {"channel_id": channel_id, "outcome": outcome, "total": total}
            for (channel_id, outcome), total in sorted(counted.items())
        ]
        _COUNT_UP.run(session.connection(), rows)


def _count_up(dialect: str) -> sqlite.Insert | postgresql.Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    added = insert(cast(Table, DeliveryCount.__table__))
    total = DeliveryCount.total + added.excluded.total
    return added.on_conflict_do_update(index_elements=["channel_id", "outcome"], set_={"total": total})


_COUNT_UP = Plain(_count_up)
