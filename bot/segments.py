"""Groups of a shop's customers: which there are, who is in them, and whether they are up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.sql import Select

from bot.context import Desk
from models import scoring
from models.audience import CHAMPIONS, audience
from models.customer import Customer
from models.errors import NotFound
from models.member import Role
from models.segment import CustomerScore, Segment, Standing
from models.segment_errors import NoSuchSegment

BIRTHDAY, NEXT_BIRTHDAY = "birthday", "next_birthday"
BIRTHDAYS = {BIRTHDAY: "month", NEXT_BIRTHDAY: "next_month"}
USUAL = (*Standing, CHAMPIONS, BIRTHDAY)
"""The groups that every shop has, in the order in which they are told."""
ASKED_FOR = (*USUAL, NEXT_BIRTHDAY)
"""Those that can be asked for by their name."""
FEW = 2_000
"""So many buyers are counted again while somebody waits; of more the night's figures are told."""


@dataclass(frozen=True, slots=True)
class Group:
    """A usual group, one of the company's own, or one asked for just now."""

    definition: dict[str, Any]
    standing: str = ""
    own: Segment | None = None
    asked: str = ""
    """The conditions as they were typed, of one that has no name."""

    @classmethod
    def usual(cls, standing: str) -> Group:
        if standing in BIRTHDAYS:
            return cls({"birthday": BIRTHDAYS[standing]}, standing)
        return cls({"score": standing}, standing)

    @property
    def is_of_birthdays(self) -> bool:
        return "birthday" in self.definition

    @classmethod
    def of(cls, own: Segment) -> Group:
        return cls(own.conditions, own=own)


def own_groups(desk: Desk) -> Sequence[Segment]:
    """Those the company has put together, by name."""
    return desk.session.scalars(_own(desk).order_by(Segment.name, Segment.id)).all()


def _own(desk: Desk) -> Select[Segment]:
    return select(Segment).where(Segment.workspace_id == desk.workspace.id, Segment.deleted.is_(False))


def own_group(desk: Desk, segment_id: int) -> Segment:
    """That group of the company; raises NotFound."""
    found = desk.session.scalar(_own(desk).where(Segment.id == segment_id))
    if found is None:
        raise NotFound
    return found


def group_called(desk: Desk, said: str) -> Segment:
    """The company's own group of that name, whatever its capitals; raises NoSuchSegment."""
    found = find_group(desk, said)
    if found is None:
        raise NoSuchSegment(said=said)
    return found


def find_group(desk: Desk, said: str) -> Segment | None:
    wanted = said.strip().casefold()
    return next((one for one in own_groups(desk) if one.name.casefold() == wanted), None)


def members(desk: Desk, group: Group) -> Select[Customer]:
    """Who of a group this reader may see, in no order."""
    everybody = audience(desk.workspace, group.definition, desk.now)
    if desk.member.role is Role.OWNER:
        return everybody
    mine = desk.access.customers().with_only_columns(Customer.id)
    return everybody.where(Customer.id.in_(mine))


def size(desk: Desk, group: Group) -> int:
    return desk.session.scalar(members(desk, group).with_only_columns(func.count())) or 0


def standings(desk: Desk) -> dict[str, int]:
    """How many of those this reader may see stand where."""
    counts = select(CustomerScore.segment, func.count()).group_by(CustomerScore.segment)
    here = counts.where(CustomerScore.workspace_id == desk.workspace.id)
    if desk.member.role is not Role.OWNER:
        mine = desk.access.customers().with_only_columns(Customer.id)
        here = here.where(CustomerScore.customer_id.in_(mine))
    return dict(desk.session.execute(here).all())


def bring_up_to_date(desk: Desk) -> date | None:
    """As of which day the scores are, counted again where that is quick; None while there are none."""
    if scoring.are_few(desk.session, desk.workspace, FEW):
        scoring.refresh(desk.session, desk.workspace, desk.today)
    return desk.session.scalar(scoring.as_of(desk.workspace))
