"""Taking back what a person did, by the record it made or by the last event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql import Select

from bot.context import Context
from bot.crediting import bill_of, sold, stays_owed
from bot.promoting import refuse_if_begun
from bot.replies import Record
from bot.rounds import follow_rounds
from models.activity import Activity
from models.changes import Change
from models.customer import Customer
from models.deal import Deal
from models.errors import NothingToBringBack, NothingToUndo
from models.followup import FollowUp
from models.member import Leave
from models.purchase import Payment, Purchase
from models.segment import Segment
from models.target import Target
from models.undo import bring_back, take_back
from models.workspace import Holiday

TABLES = {
    "activity": Activity,
    "followup": FollowUp,
    "customer": Customer,
    "deal": Deal,
    "purchase": Purchase,
    "payment": Payment,
    "target": Target,
    "segment": Segment,
    "leave": Leave,
}
UNDONE = "undone"
"""The kind of the last record when the last thing a person did was to take something back."""
LATELY = timedelta(days=30)
"""Sales of longer ago are looked up, and taken back by their cards."""


def undo_event(ctx: Context, event: str) -> list[Any]:
    """Take back one event of this person's; returns the rows touched, newest first."""
    changes = ctx.session.scalars(Change.of_event(ctx.workspace.id, event)).all()
    refuse_if_begun(ctx.session, changes)
    rows = take_back(ctx.session, changes, by=ctx.event.id)
    _mend_bills(ctx, rows)
    _mend_customers(ctx, rows)
    _mend_holidays(ctx, rows)
    return rows


def take_back_record(ctx: Context, made: Record) -> None:
    """Another sentence stands in for this record: what made it is undone, unless it has been already."""
    if (event := making_of(ctx, made)) is not None:
        undo_event(ctx, event)


def redo_event(ctx: Context, undoing: str) -> list[Any]:
    """Bring back what the event `undoing` took away; returns the rows touched."""
    rows = bring_back(ctx.session, ctx.workspace.id, undoing, by=ctx.event.id)
    _mend_bills(ctx, rows)
    _mend_customers(ctx, rows)
    _mend_holidays(ctx, rows)
    return rows


def event_that_made(ctx: Context, made: Record) -> str:
    """The event behind a card; raises NothingToUndo when it no longer stands or was another's."""
    event = making_of(ctx, made)
    if event is None:
        raise NothingToUndo
    return event


def making_of(ctx: Context, made: Record) -> str | None:
    """The event with which this person made it, if that still stands."""
    return ctx.session.scalar(_making(ctx, TABLES[made.kind].__tablename__, made.id))


def last_event(ctx: Context) -> str:
    """This person's newest event that can be undone; raises NothingToUndo when there is none."""
    event = ctx.session.scalar(Change.last_event(ctx.workspace.id, ctx.member.id))
    if event is None:
        raise NothingToUndo
    return event


def event_of_last_sale(ctx: Context) -> str:
    """The event of the sale on the card shown last, else of this person's newest; raises NothingToUndo."""
    shown = ctx.record_meant("purchase")
    newest = Purchase.told_last_by(ctx.workspace.id, ctx.member.id, ctx.now - LATELY)
    sale = shown or ctx.session.scalar(newest)
    if sale is None:
        raise NothingToUndo
    return event_that_made(ctx, Record("purchase", sale))


def event_of_mine(ctx: Context, event: str) -> str:
    """That event, if it changed something on this person's behalf; else raises NothingToUndo."""
    if not still_stands(ctx, event):
        raise NothingToUndo
    return event


def still_stands(ctx: Context, event: str) -> bool:
    """Did that event change something on this person's behalf which has not been taken back?"""
    mine = select(Change.id).where(Change.workspace_id == ctx.workspace.id, Change.event == event)
    mine = mine.where(Change.actor_id == ctx.member.id, Change.undone_by.is_(None))
    return ctx.session.scalar(mine.limit(1)) is not None


def remember_undoing(ctx: Context, *, sale: bool) -> None:
    """No record is shown any more, so that the next line is about none."""
    ctx.chat.last_record = {
        "kind": UNDONE,
        "id": 0,
        "customer": None,
        "event": ctx.event.id,
        "at": ctx.now.isoformat(),
        "sale": sale,
    }


def was_just_undone(ctx: Context, *, sale: bool) -> bool:
    """Was the last thing this person did to take something back; a sale, where that is asked?"""
    last = ctx.chat.last_record or {}
    return last.get("kind") == UNDONE and (not sale or last.get("sale", False))


def undoing_meant(ctx: Context, tapped: str | None) -> str:
    """The undoing whose button was tapped, else the last thing this person did."""
    last = ctx.chat.last_record or {}
    event = tapped or (last.get("event") if last.get("kind") == UNDONE else None)
    if event is None or not still_stands(ctx, event):
        raise NothingToBringBack
    return event


def deed(ctx: Context, event: str) -> str | None:
    """What an event did as a whole, where that says more than its rows: a merge, a handover."""
    changes = select(Change.intent).where(Change.workspace_id == ctx.workspace.id, Change.event == event)
    key = f"corrections.deed_{ctx.session.scalar(changes.limit(1))}"
    return ctx.words(key) if ctx.words.has(key) else None


def what_it_made(ctx: Context, event: str) -> list[Any]:
    """The rows that an event made or changed."""
    changes = ctx.session.scalars(Change.of_event(ctx.workspace.id, event))
    kinds = {kind.__tablename__: kind for kind in TABLES.values()}
    rows = [ctx.session.get(kinds[one.table_name], one.row_id) for one in changes if one.table_name in kinds]
    return [row for row in rows if row is not None]


def _making(ctx: Context, table: str, row_id: int) -> Select[str]:
    return (
        select(Change.event)
        .where(Change.workspace_id == ctx.workspace.id, Change.actor_id == ctx.member.id)
        .where(Change.table_name == table, Change.row_id == row_id)
        .where(Change.before.is_(None), Change.undone_by.is_(None))
        .limit(1)
    )


def _mend_customers(ctx: Context, rows: list[Any]) -> None:
    """Their names may have changed back, and so have the rounds that their contacts make."""
    for touched in {row.customer_id for row in rows if isinstance(row, Activity)}:
        follow_rounds(ctx, touched)
    ids = {row.id if isinstance(row, Customer) else getattr(row, "customer_id", None) for row in rows}
    for customer_id in ids - {None}:
        customer = ctx.session.get_one(Customer, customer_id)
        customer.directory_version = ctx.workspace.touch_directory(ctx.session)


def _mend_bills(ctx: Context, rows: list[Any]) -> None:
    """What is owed of a sale on credit is what is left of it, whatever was changed since."""
    for purchase in {sold(ctx.session, row) for row in rows if isinstance(row, Purchase)}:
        if (bill := bill_of(ctx.session, purchase)) is not None:
            stays_owed(ctx.session, bill)


def _mend_holidays(ctx: Context, rows: list[Any]) -> None:
    """Every process knows by heart on which days the company is closed."""
    if any(isinstance(row, Holiday) for row in rows):
        ctx.workspace.touch_directory(ctx.session)
