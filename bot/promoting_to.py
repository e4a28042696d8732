"""Whom a promotion is for, as the line says it."""

from __future__ import annotations

from typing import Any

from bot.context import Context
from bot.intents.promotions import ChangePromo, CreatePromo
from bot.segments import BIRTHDAYS, bring_up_to_date, group_called, own_group, own_groups
from models.audience import NEXT_MONTH, month_of_birthdays
from models.promotion import Repeat
from models.segment import Segment

ALL, OWN = "all", "own-"
"""Everybody; and before the number of one of the company's groups."""
WIN_BACK_DAYS = 90
Definition = dict[str, Any]


def for_whom(ctx: Context, said: CreatePromo) -> Definition | None:
    """As `models.audience` reads it: an own group of the company, or what the line says; None is everybody.

    A group is kept as it is defined now: what becomes of it later changes no promotion.
    """
    own = _own_group(ctx, said)
    return _settled(ctx, _said(said) if own is None else dict(own.conditions))


def for_others(ctx: Context, said: ChangePromo) -> Definition | None:
    """Who gets it from now on; raises NoSuchSegment."""
    definition = dict(group_called(ctx, said.group).conditions) if said.group else said.audience
    return _settled(ctx, definition or None)


def _settled(ctx: Context, definition: Definition | None) -> Definition | None:
    """Where it goes by how people buy, their figures are brought up to date.

    "Next month" is the one after today's, whenever the promotion is sent.
    """
    if definition and "score" in definition:
        bring_up_to_date(ctx)
    if definition and definition.get("birthday") == NEXT_MONTH:
        return definition | {"birthday": month_of_birthdays(NEXT_MONTH, ctx.today)}
    return definition


def _own_group(ctx: Context, said: CreatePromo) -> Segment | None:
    """The one that was picked, or whose name stands behind กลุ่ม; of two that begin alike the longer."""
    if said.segment.startswith(OWN):
        return own_group(ctx, int(said.segment.removeprefix(OWN)))
    if not said.group:
        return None
    behind = said.group.casefold()
    named = (one for one in own_groups(ctx) if behind.startswith(one.name.casefold()))
    return max(named, key=lambda one: len(one.name), default=None)


def _said(said: CreatePromo) -> Definition | None:
    if said.bought:
        return {"bought": {"item": said.bought, "months": said.months or 12}}
    if said.repeats == Repeat.BIRTHDAY:
        return {"birthday": "day"}
    if said.repeats == Repeat.WIN_BACK or said.segment == "inactive":
        return {"inactive_days": said.days or WIN_BACK_DAYS}
    if said.segment in BIRTHDAYS:
        return {"birthday": BIRTHDAYS[said.segment]}
    return {"score": said.segment} if said.segment not in ("", ALL) else None
