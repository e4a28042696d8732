"""Whose deals and customers a figure is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from models.base import literal
from models.deal import Deal, DealMove, DealState
from models.stage import Stage, stages_of
from models.workspace import Workspace


@dataclass(frozen=True)
class Scope:
    """One company's people, those who have left too: what they won stays theirs."""

    workspace: Workspace
    owner_ids: tuple[int, ...]
    today: date

    def open_deals(self) -> Select[Deal]:
        """What these people may still win, resting deals too, in no order."""
        return self._deals().where(Deal.state == literal(DealState.OPEN))

    def closed_deals(self, start: datetime, end: datetime, *states: DealState) -> Select[Deal]:
        """Won, or lost, from `start` up to, not including, `end`, in no order."""
        ended = Deal.state.in_([literal(one) for one in states])
        return self._deals().where(ended, Deal.closed_at >= start, Deal.closed_at < end)

    def _deals(self) -> Select[Deal]:
        mine = Deal.owner_id.in_(self.owner_ids)
        return select(Deal).where(Deal.workspace_id == self.workspace.id, mine)

    def moves(self) -> Select[DealMove]:
        """How deals of this company moved, whoever has them; what was taken back is not there."""
        here = DealMove.workspace_id == self.workspace.id
        return select(DealMove).where(here, DealMove.deleted.is_(False))

    @property
    def awake(self) -> ColumnElement[bool]:
        """An open deal that does not rest today."""
        return Deal.rests_until.is_(None) | (Deal.rests_until <= self.today)


@dataclass(frozen=True)
class Stages:
    """A workspace's pipeline, first stage to last."""

    rows: tuple[Stage, ...]

    @classmethod
    def of(cls, session: Session, scope: Scope) -> Stages:
        return cls(tuple(stages_of(session, scope.workspace.id)))

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Key → place in the order; what the workspace no longer has is not there."""
        return {one.key: at for at, one in enumerate(self.rows)}

    @cached_property
    def probability(self) -> Mapping[str, int]:
        """Key → percent of deals there that are won in the end."""
        return {one.key: one.probability for one in self.rows}

    def rank(self, key: str) -> tuple[int, str]:
        """To sort by: in the pipeline's order, and whatever it no longer has behind it."""
        return self.position.get(key, len(self.rows)), key
