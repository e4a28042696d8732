"""What a person or a team is to reach in a month."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql import Select

from models.base import Base, Id, Ref
from models.changes import Audited
from models.whole import Asked


class TargetMeasure(enum.StrEnum):
    WON = "won"
    """Baht of deals won and purchases made."""
    ACTIVITIES = "activities"
    """Entries of every kind."""
    VISITS = "visits"
    """Meetings too."""
    CUSTOMERS = "customers"
    """Distinct customers reached."""


class Target(Base, Audited):
    """Set by a manager in a line; a later one for the same month and measure stands in for it."""

    __tablename__ = "targets"
    __table_args__ = (Index(None, "workspace_id", "month", "member_id"),)

    id: Mapped[Id]
    workspace_id: Mapped[Ref] = mapped_column(ForeignKey("workspaces.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    """Of a whole team; with neither a member nor a team it is the company's."""
    set_by_id: Mapped[Ref] = mapped_column(ForeignKey("members.id"))
    month: Mapped[date]
    """Its first day."""
    measure: Mapped[TargetMeasure] = mapped_column(default=TargetMeasure.WON)
    value: Mapped[Decimal]
    """Baht, or how many."""
    deleted: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def of_month(cls, workspace_id: int, month: date) -> Select[Target]:
        """All that was set for a month, the older first: a later one takes the place of an earlier."""
        return (
            select(cls)
            .where(cls.workspace_id == workspace_id, cls.month == month, cls.deleted.is_(False))
            .order_by(cls.id)
        )


TARGETS_OF_MONTH = Asked(Target, Target.of_month)


@dataclass(frozen=True, slots=True)
class Targets:
    """What holds for one month: of each person, team and the company, by measure."""

    standing: dict[tuple[int | None, int | None, TargetMeasure], Target]

    @classmethod
    def read(cls, session: Session, workspace_id: int, month: date) -> Targets:
        rows = TARGETS_OF_MONTH.all(session, workspace_id, month)
        return cls({(one.member_id, one.team_id, one.measure): one for one in rows})

    def of_member(self, member_id: int, measure: TargetMeasure = TargetMeasure.WON) -> Decimal | None:
        return self._value(member_id, None, measure)

    def all_of(self, member_id: int) -> dict[TargetMeasure, Decimal]:
        """A person's own, by what they count."""
        own = {measure: self.of_member(member_id, measure) for measure in TargetMeasure}
        return {measure: value for measure, value in own.items() if value is not None}

    def of_team(self, team_id: int | None, measure: TargetMeasure = TargetMeasure.WON) -> Decimal | None:
        """A team's; without a team the company's."""
        return self._value(None, team_id, measure)

    def of_people(
        self, member_ids: Sequence[int], measure: TargetMeasure = TargetMeasure.WON
    ) -> Decimal | None:
        """What these people's own targets come to; None when nobody has one."""
        theirs = [value for one in member_ids if (value := self.of_member(one, measure)) is not None]
        return sum(theirs, Decimal()) if theirs else None

    def _value(self, member_id: int | None, team_id: int | None, measure: TargetMeasure) -> Decimal | None:
        found = self.standing.get((member_id, team_id, measure))
        return found.value if found is not None else None
