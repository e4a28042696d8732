"""What is left when somebody takes back a message in LINE: the record, without the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, select, update

from bot.context import Context
from bot.messages import events_of
from models.activity import Activity, Attachment, Photo
from models.changes import Change
from models.followup import Draft, FollowUp
from models.purchase import Payment, Purchase
from models.queues import Errand, InboxEvent, OutboxMessage, OutboxState

SOLD: dict[str, type[Purchase | Payment]] = {
    Purchase.__tablename__: Purchase,
    Payment.__tablename__: Payment,
}
WORDS = frozenset({"said", "note", "about", "words", "item"})
"""Columns that hold what a person typed."""


def forget_message(ctx: Context, message_id: str, remark: str) -> bool:
    """Empty everything that repeats this message of the person's; returns whether it had made a record.

    Plain statements throughout: the history must not keep, as a value before, the words it is to lose.
    """
    if not message_id:  # what was typed nowhere, a tap's record, has that too
        return False
    events = events_of(ctx.session, ctx.channel.id, ctx.event.user_id, message_id, ctx.now)
    if not events:
        return False
    ids = [one.webhook_event_id for one in events]
    changes = ctx.session.scalars(
        select(Change).where(Change.workspace_id == ctx.workspace.id, Change.event.in_(ids))
    ).all()
    activities = _activities(ctx, message_id)
    followups = _followups(ctx, changes, activities)
    _empty_records(ctx, activities, followups, remark)
    sold = {table: _made(changes, table) for table in SOLD}
    for table, kind in SOLD.items():
        ctx.session.execute(update(kind).where(kind.id.in_(sold[table])).values(_nothing(kind)))
    _empty_drafts(ctx, message_id)
    _empty_history(
        ctx, changes, {Activity.__tablename__: activities, FollowUp.__tablename__: followups, **sold}
    )
    _empty_mail(ctx, events)
    _drop_media(ctx, message_id)
    return bool(activities or followups or any(sold.values()))


def _made(changes: Iterable[Change], table: str) -> list[int]:
    """Rows of a table that the message made."""
    return [one.row_id for one in changes if one.table_name == table and one.before is None]


def _nothing(table: type[Purchase | Payment]) -> dict[str, str]:
    """Its columns of words, empty."""
    return {name: "" for name in WORDS if hasattr(table, name)}


def _activities(ctx: Context, message_id: str) -> Sequence[int]:
    made = select(Activity.id).where(Activity.workspace_id == ctx.workspace.id)
    return ctx.session.scalars(made.where(Activity.message_id == message_id)).all()


def _followups(ctx: Context, changes: Iterable[Change], activities: Sequence[int]) -> list[int]:
    """Those the message made by itself, and those promised in its activities."""
    made = set(_made(changes, FollowUp.__tablename__))
    promised = select(FollowUp.id).where(FollowUp.workspace_id == ctx.workspace.id)
    return sorted(made | set(ctx.session.scalars(promised.where(FollowUp.activity_id.in_(activities)))))


def _empty_records(ctx: Context, activities: Sequence[int], followups: Sequence[int], remark: str) -> None:
    session = ctx.session
    session.execute(update(Activity).where(Activity.id.in_(activities)).values(said="", note=remark))
    session.execute(update(FollowUp).where(FollowUp.id.in_(followups)).values(about=remark, words=""))


def _empty_drafts(ctx: Context, message_id: str) -> None:
    mine = update(Draft).where(Draft.workspace_id == ctx.workspace.id, Draft.message_id == message_id)
    ctx.session.execute(mine.values(said="", open=False))
    question = ctx.chat.question
    if question and question.get("message") == message_id:
        ctx.chat.question = None


def _empty_history(ctx: Context, changes: Sequence[Change], rows: Mapping[str, Sequence[int]]) -> None:
    """Later changes of the same rows, table by table, repeat the words too."""
    later = [
        change
        for table, ids in rows.items()
        for change in ctx.session.scalars(
            select(Change).where(
                Change.workspace_id == ctx.workspace.id, Change.table_name == table, Change.row_id.in_(ids)
            )
        )
    ]
    for change in {*changes, *later}:
        change.before, change.after = _without_words(change.before), _without_words(change.after)


def _without_words(values: dict[str, Any] | None) -> dict[str, Any] | None:
    return {name: "" if name in WORDS else value for name, value in values.items()} if values else values


def _empty_mail(ctx: Context, events: Sequence[InboxEvent]) -> None:
    """What came in and, once it has been sent, what we answered."""
    for event in events:
        payload = msgspec.json.decode(event.payload)
        if isinstance(payload.get("message"), dict):
            payload["message"].pop("text", None)
        event.payload = msgspec.json.encode(payload).decode()
    keys = [f"reply:{ctx.channel.id}:{event.webhook_event_id}" for event in events]
    sent = update(OutboxMessage).where(
        OutboxMessage.dedupe_key.in_(keys), OutboxMessage.state == OutboxState.SENT
    )
    ctx.session.execute(sent.values(payload="[]"))


def _drop_media(ctx: Context, message_id: str) -> None:
    """A photo taken back is gone, bytes and all."""
    mine = select(Attachment.id).where(Attachment.workspace_id == ctx.workspace.id)
    ids = ctx.session.scalars(mine.where(Attachment.message_id == message_id)).all()
    ctx.session.execute(delete(Photo).where(Photo.attachment_id.in_(ids)))
    ctx.session.execute(delete(Attachment).where(Attachment.id.in_(ids)))
    waiting = select(Errand).where(Errand.workspace_id == ctx.workspace.id, Errand.state == "pending")
    for errand in ctx.session.scalars(waiting):
        if errand.args.get("message") == message_id:
            errand.state, errand.reason = "cancelled", "unsent"
