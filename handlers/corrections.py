"""Taking back, bringing back and changing what was stored."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import select

from bot.capability import on
from bot.cards.activity import due_text, logged_card
from bot.cards.deeds import what_rows
from bot.cards.followup import moved_card, promised_card
from bot.cards.purchase import payment_card, purchase_card
from bot.cards.questions import lately_spoken_of
from bot.context import Context
from bot.editing import edit_activity, edit_followup
from bot.handover import handings, tell_of_return
from bot.intents.activities import EditLast, MoveToCustomer, Redo, Undo
from bot.names import activity_of, followup_of
from bot.paying import edit_payment, payment_of
from bot.purchasing import edit_purchase, purchase_of
from bot.questions import wait_for_sentence
from bot.replies import Button, Card, Record, Reply, Tap, Text
from bot.undoing import (
    TABLES,
    deed,
    event_of_last_sale,
    event_of_mine,
    event_that_made,
    last_event,
    redo_event,
    remember_undoing,
    undo_event,
    undoing_meant,
    was_just_undone,
    what_it_made,
)
from models.activity import Activity
from models.customer import Customer, CustomerAlias
from models.errors import NothingToBringBack, NothingToEdit, WhichCustomer
from models.followup import FollowUp

EDITABLE: tuple[Literal["activity", "followup", "purchase", "payment"], ...] = (
    "activity",
    "followup",
    "purchase",
    "payment",
)
OTHERS = 5


@on(Undo, undoable=False)
def undo(ctx: Context, said: Undo) -> Reply:
    """Take back the last thing, or what made the record on the card."""
    event = _event_meant(ctx, said)
    if event is None and was_just_undone(ctx, sale=said.sale):
        return _undone_already(ctx, said)
    event = event or _newest(ctx, said)
    what, handed = deed(ctx, event), handings(ctx, event)
    rows = undo_event(ctx, event)
    what = what or what_rows(ctx, rows)
    for handing in handed:
        tell_of_return(ctx, handing)
    remember_undoing(ctx, sale=said.sale)
    back = Button(ctx.words("corrections.bring_back"), Tap(Redo(event=ctx.event.id)))
    lines = [ctx.words("corrections.undone", what=what), *_forgotten_with_it(ctx, rows)]
    return Text(text="\n".join(lines), chips=(back,))


@on(Redo, undoable=False)
def redo(ctx: Context, said: Redo) -> Reply:
    """Bring back what was just taken back."""
    rows = redo_event(ctx, undoing_meant(ctx, said.event))
    if not rows:
        raise NothingToBringBack
    ctx.chat.last_record = None
    told = [row for kind in (Activity, FollowUp) for row in rows if isinstance(row, kind)]
    if told:
        ctx.show(_record_of(told[0]), told[0].customer_id)
    return Text(text=ctx.words("corrections.brought_back", what=what_rows(ctx, rows)))


@on(EditLast)
def edit(ctx: Context, said: EditLast) -> Reply:
    """Change one field of the last record; without a field, the next sentence replaces it."""
    record = _record_meant(ctx, said)
    if said.denied is not None and said.customer is None:
        raise WhichCustomer("", _others(ctx, said.denied.id))
    if record.kind == "followup":
        return _edit_followup(ctx, followup_of(ctx, record.id), said)
    if record.kind == "purchase":
        return _edit_purchase(ctx, record, said)
    if record.kind == "payment":
        return _edit_payment(ctx, record, said)
    activity = _own(ctx, record.id)
    if not _has_field(said):
        return _next_sentence(ctx, said, record, activity.customer_id, activity.said)
    logged = edit_activity(ctx, activity, said)
    ctx.show(record, logged.customer.id)
    return logged_card(ctx, logged, edited=True, undo=Undo(event=ctx.event.id))


@on(MoveToCustomer)
def move_to_customer(ctx: Context, said: MoveToCustomer) -> Reply:
    """The note belongs to another customer."""
    activity = _own(ctx, said.activity)
    if said.customer is None:
        raise WhichCustomer("", _others(ctx, activity.customer_id))
    logged = edit_activity(ctx, activity, EditLast(customer=said.customer))
    ctx.show(Record("activity", activity.id), logged.customer.id)
    return logged_card(ctx, logged, edited=True, undo=Undo(event=ctx.event.id))


def _record_of(row: Activity | FollowUp) -> Record:
    return Record("activity" if isinstance(row, Activity) else "followup", row.id)


def _others(ctx: Context, customer_id: int | None) -> list[int]:
    """The customers spoken of lately, else any of this person's, but not that one."""
    lately = [one.id for one in lately_spoken_of(ctx, OTHERS)]
    mine = ctx.access.customers().order_by(Customer.id).limit(OTHERS)
    known = [*lately, *(one.id for one in ctx.session.scalars(mine))]
    return [one for one in dict.fromkeys(known) if one != customer_id][:OTHERS]


def _event_meant(ctx: Context, said: Undo) -> str | None:
    """The event behind the tapped or quoted card; None when only `ยกเลิก` was said."""
    if said.event is not None:
        return event_of_mine(ctx, said.event)
    tapped = {name: getattr(said, name) for name in TABLES if hasattr(said, name)}
    for kind, row_id in tapped.items():
        if row_id is not None:
            return event_that_made(ctx, Record(kind, row_id))  # type: ignore[arg-type]  # the keys are kinds
    quoted = ctx.quoted
    return event_that_made(ctx, quoted) if quoted is not None and quoted.kind in tapped else None


def _newest(ctx: Context, said: Undo) -> str:
    """The event of the last thing this person did, or of the newest sale."""
    return event_of_last_sale(ctx) if said.sale else last_event(ctx)


def _undone_already(ctx: Context, said: Undo) -> Card:
    """`ยกเลิก` twice takes back one thing; the thing before it is one tap away."""
    words, before = ctx.words, _newest(ctx, said)
    what = deed(ctx, before) or what_rows(ctx, what_it_made(ctx, before))
    title = words("corrections.undone_already")
    more = Button(words("corrections.undo_this_too", what=what), Tap(Undo(event=before)))
    return Card(title=title, summary=title, subtitle=words("corrections.one_before"), buttons=((more,),))


def _record_meant(ctx: Context, said: EditLast) -> Record:
    """By the button, the quoted card, the card shown last, or the newest entry of today."""
    if said.activity is not None:
        return Record("activity", said.activity)
    if said.followup is not None:
        return Record("followup", said.followup)
    if said.purchase is not None:
        return Record("purchase", said.purchase)
    if said.payment is not None:
        return Record("payment", said.payment)
    for kind in EDITABLE:
        if (known := ctx.record_meant(kind)) is not None:
            return Record(kind, known)
    newest = ctx.session.scalar(_logged_today(ctx))
    if newest is None:
        raise NothingToEdit
    return Record("activity", newest)


def _logged_today(ctx: Context) -> Any:
    return (
        select(Activity.id)
        .where(Activity.workspace_id == ctx.workspace.id, Activity.member_id == ctx.member.id)
        .where(Activity.logged_at >= ctx.start_of(ctx.today), Activity.deleted.is_(False))
        .order_by(Activity.logged_at.desc(), Activity.id.desc())
        .limit(1)
    )


def _own(ctx: Context, activity_id: int) -> Activity:
    """An entry is changed only by whoever wrote it."""
    activity = activity_of(ctx, activity_id)
    if activity.member_id != ctx.member.id:
        raise NothingToEdit
    return activity


def _has_field(said: EditLast) -> bool:
    fields = (said.amount, said.customer, said.channel, said.contact, said.outcome, said.note)
    return any(one is not None for one in (*fields, said.follow_up_at, said.occurred_at))


def _edit_purchase(ctx: Context, record: Record, said: EditLast) -> Reply:
    purchase = purchase_of(ctx, record.id)
    if purchase.member_id != ctx.member.id:
        raise NothingToEdit
    if not _has_field(said):
        return _next_sentence(ctx, said, record, purchase.customer_id, purchase.said)
    sale = edit_purchase(ctx, purchase, said)
    ctx.show(record, purchase.customer_id)
    return purchase_card(ctx, sale, edited=True, undo=Undo(event=ctx.event.id))


def _edit_payment(ctx: Context, record: Record, said: EditLast) -> Reply:
    payment = payment_of(ctx, record.id)
    if payment.member_id != ctx.member.id:
        raise NothingToEdit
    if not _has_field(said):
        return _next_sentence(ctx, said, record, payment.customer_id, payment.said)
    customer = edit_payment(ctx, payment, said)
    ctx.show(record, customer.id)
    return payment_card(ctx, payment, customer.name, edited=True, undo=Undo(event=ctx.event.id))


def _next_sentence(
    ctx: Context, said: EditLast, record: Record, customer_id: int | None, before: str
) -> Text:
    wait_for_sentence(ctx, said, record, customer_id, before)
    return Text(text=ctx.words("corrections.say_it_anew", said=ctx.words.quoted(before)))


def _edit_followup(ctx: Context, followup: FollowUp, said: EditLast) -> Reply:
    record = Record("followup", followup.id)
    if not _has_field(said):
        before = followup.about or what_rows(ctx, [followup])
        return _next_sentence(ctx, said, record, followup.customer_id, before)
    before, undo = due_text(ctx, followup), Undo(event=ctx.event.id)
    settled = edit_followup(ctx, followup, said)
    ctx.session.flush()
    ctx.show(record, followup.customer_id)
    if said.follow_up_at is None:
        return promised_card(ctx, followup, settled, heading="edited", undo=undo)
    return moved_card(ctx, followup, settled, before=before, by_customer=False, undo=undo)


def _forgotten_with_it(ctx: Context, rows: list[Any]) -> list[str]:
    """Names that the undone line had taught."""
    merged = any(isinstance(row, Customer) for row in rows)
    aliases = [] if merged else [row for row in rows if isinstance(row, CustomerAlias) and row.deleted]
    return [ctx.words("aliases.forgotten_too", said=one.name) for one in aliases]
