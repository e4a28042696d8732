"""Groups of a shop's customers: who they are, how many, and groups of one's own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select

from bot.capability import on
from bot.cards.segment import PAGE, changed_card, group_card, groups_card
from bot.context import Context
from bot.intents.segments import DeleteSegment, MakeSegment, RenameSegment, ShowSegment, ShowSegments
from bot.replies import Reply
from bot.segments import (
    ASKED_FOR,
    BIRTHDAY,
    USUAL,
    Group,
    bring_up_to_date,
    find_group,
    group_called,
    members,
    own_group,
    own_groups,
    size,
    standings,
)
from models.audience import CHAMPIONS
from models.customer import Customer, CustomerTag
from models.errors import Outdated
from models.member import Role
from models.segment import Segment
from models.segment_errors import NoConditions, SegmentExists, UnreadCondition

NAME_LIMIT = 60


@on(ShowSegments, undoable=False, full_sentence=False)
def show_groups(ctx: Context, said: ShowSegments) -> Reply:
    """Which groups of customers there are, and how many are in each."""
    day = bring_up_to_date(ctx)
    counted = standings(ctx)
    more = {name: size(ctx, Group.usual(name)) for name in (CHAMPIONS, BIRTHDAY)}
    usual = {str(name): (counted | more).get(name, 0) for name in USUAL}
    own = [(one, size(ctx, Group.of(one))) for one in own_groups(ctx)]
    return groups_card(ctx, usual, own, day)


@on(ShowSegment, undoable=False, full_sentence=False)
def show_group(ctx: Context, said: ShowSegment) -> Reply:
    """Who is in a group of customers."""
    bring_up_to_date(ctx)
    group, page = _group_meant(ctx, said), max(said.page, 0)
    people = members(ctx, group).order_by(*_order(group), Customer.id)
    shown = ctx.session.scalars(people.offset(page * PAGE).limit(PAGE)).all()
    return group_card(ctx, group, size(ctx, group), shown, page)


def _order(group: Group) -> tuple[ColumnElement[Any], ...]:
    """Who bought for most first; birthdays by their day."""
    by_worth = Customer.purchase_total.desc()
    return (func.extract("day", Customer.birthday), by_worth) if group.is_of_birthdays else (by_worth,)


def _group_meant(ctx: Context, said: ShowSegment) -> Group:
    """By what must hold, its button or its name; an own group may be called like a usual one."""
    if said.conditions:
        return Group(_settled(ctx, said.conditions), asked=said.asked)
    if said.segment is not None:
        return Group.of(own_group(ctx, said.segment))
    if (own := find_group(ctx, said.group)) is not None:
        return Group.of(own)
    if said.standing in ASKED_FOR:
        return Group.usual(said.standing)
    if said.standing:
        raise Outdated
    return Group.of(group_called(ctx, said.group))


@on(MakeSegment, role=Role.MANAGER)
def make_group(ctx: Context, said: MakeSegment) -> Reply:
    """Put a group of customers together by what they bought, how often and when."""
    name = _free_name(ctx, said.group)
    if said.unread:
        raise UnreadCondition(said=said.unread)
    if not said.conditions:
        raise NoConditions(group=name)
    own = Segment(
        workspace_id=ctx.workspace.id,
        made_by_id=ctx.member.id,
        name=name,
        conditions=_settled(ctx, said.conditions),
    )
    ctx.session.add(own)
    ctx.session.flush()
    bring_up_to_date(ctx)
    group = Group.of(own)
    return changed_card(ctx, group, size(ctx, group), key="made", event=ctx.event.id)


def _free_name(ctx: Context, said: str) -> str:
    """Raises SegmentExists when a group is called so already."""
    name = said.strip()[:NAME_LIMIT]
    if (taken := find_group(ctx, name)) is not None:
        raise SegmentExists(group=taken.name)
    return name


def _settled(ctx: Context, conditions: dict[str, object]) -> dict[str, object]:
    """A tag in the spelling in which the company has it."""
    if "tag" not in conditions:
        return conditions
    tags = select(CustomerTag.name).where(CustomerTag.workspace_id == ctx.workspace.id).distinct()
    wanted = str(conditions["tag"]).casefold()
    known = (one for one in ctx.session.scalars(tags) if one.casefold() == wanted)
    return conditions | {"tag": next(known, conditions["tag"])}


@on(RenameSegment, role=Role.MANAGER)
def rename_group(ctx: Context, said: RenameSegment) -> Reply:
    """Call an own group of customers something else."""
    own = group_called(ctx, said.group)
    if said.new_name.strip().casefold() != own.name.casefold():
        _free_name(ctx, said.new_name)
    own.name = said.new_name.strip()[:NAME_LIMIT]
    ctx.session.flush()
    group = Group.of(own)
    return changed_card(ctx, group, size(ctx, group), key="renamed", event=ctx.event.id)


@on(DeleteSegment, role=Role.MANAGER)
def delete_group(ctx: Context, said: DeleteSegment) -> Reply:
    """Delete an own group of customers; the customers stay."""
    own = own_group(ctx, said.segment) if said.segment is not None else group_called(ctx, said.group)
    group = Group.of(own)
    count = size(ctx, group)
    own.deleted = True
    ctx.session.flush()
    return changed_card(ctx, group, count, key="deleted", event=ctx.event.id)
