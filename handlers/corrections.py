"""Taking back what was just stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.sql import Select

from bot.capability import on
from bot.context import Context
from bot.intents.activities import Undo
from bot.replies import Reply, Text
from models.activity import Activity
from models.changes import Change
from models.customer import Customer
from models.errors import NothingToUndo
from models.followup import FollowUp
from models.undo import last_contact_again, take_back


@on(Undo, undoable=False)
def undo(ctx: Context, said: Undo) -> Reply:
    """Take back the last thing, or what made the record on the card."""
    event = _event_that_made(ctx, said) or _last_event(ctx)
    changes = ctx.session.scalars(Change.of_event(ctx.workspace.id, event)).all()
    rows = take_back(ctx.session, changes, by=ctx.event.id)
    _mend_customers(ctx, rows)
    ctx.chat.last_record = None
    return Text(text=ctx.words("corrections.undone", what=_what(ctx, rows)))


def _event_that_made(ctx: Context, said: Undo) -> str | None:
    """The event behind the tapped card; raises NothingToUndo when it no longer stands or was another's."""
    if said.event is not None:
        return _own(ctx, said.event)
    tapped = {"activities": said.activity, "followups": said.followup, "customers": said.customer}
    for table, row_id in tapped.items():
        if row_id is not None:
            event = ctx.session.scalar(_made(ctx, table, row_id))
            if event is None:
                raise NothingToUndo
            return event
    return None


def _own(ctx: Context, event: str) -> str:
    """That event, when this person caused it and it still stands."""
    stands = Change.of_event(ctx.workspace.id, event).where(Change.actor_id == ctx.member.id)
    if ctx.session.scalar(stands.limit(1)) is None:
        raise NothingToUndo
    return event


def _made(ctx: Context, table: str, row_id: int) -> Select[str]:
    return (
        select(Change.event)
        .where(Change.workspace_id == ctx.workspace.id, Change.actor_id == ctx.member.id)
        .where(Change.table_name == table, Change.row_id == row_id)
        .where(Change.before.is_(None), Change.undone_by.is_(None))
        .limit(1)
    )


def _last_event(ctx: Context) -> str:
    event = ctx.session.scalar(Change.last_event(ctx.workspace.id, ctx.member.id))
    if event is None:
        raise NothingToUndo
    return event


def _mend_customers(ctx: Context, rows: list[Any]) -> None:
    """Names may have changed back, and the last contact may be an older one again."""
    ids = {row.id if isinstance(row, Customer) else getattr(row, "customer_id", None) for row in rows}
    for customer_id in ids - {None}:
        customer = ctx.session.get_one(Customer, customer_id)
        last_contact_again(ctx.session, customer)
        customer.directory_version = ctx.workspace.touch_directory(ctx.session)


def _what(ctx: Context, rows: list[Any]) -> str:
    """What has gone, in a few words: the customer and how it was met."""
    for row in rows:
        if isinstance(row, Activity | FollowUp):
            customer = ctx.session.get_one(Customer, row.customer_id)
            return customer.name
    return next((row.name for row in rows if isinstance(row, Customer)), "")
