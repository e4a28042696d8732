"""A day's report pasted as several lines: shown first, stored on one confirmation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.capability import on
from bot.cards.pasted import logged_day_card, preview_card
from bot.context import Context
from bot.dates import settle
from bot.drafts import keep_draft
from bot.intents.activities import LogActivity, LogDay, Undo
from bot.intents.base import with_field
from bot.intents.followups import SetReminder
from bot.intents.purchases import LogPayment, RecordPurchase
from bot.language import Amount
from bot.names import contact_of, customer_of
from bot.pasted import Line, lines_of
from bot.paying import pay
from bot.promises import promise
from bot.purchasing import Buyer, buy
from bot.questions import wait_for
from bot.recording import record
from bot.replies import Reply
from models.customer import Customer


@on(LogDay)
def log_day(ctx: Context, said: LogDay) -> Reply:
    """Paste the whole day, one line a customer."""
    lines = lines_of(ctx, said)
    if not said.confirmed:
        return preview_card(ctx, lines, wait_for(ctx, said, "confirmed"))
    for line in lines:
        if line.is_clear:
            _store(ctx, line)
    _keep(ctx, [line for line in lines if not line.is_clear])
    return logged_day_card(ctx, lines, Undo(event=ctx.event.id))


def _store(ctx: Context, line: Line) -> None:
    if isinstance(line.intent, LogActivity):
        customer = customer_of(ctx, line.intent.customer)
        record(ctx, with_field(line.intent, "said", line.said), customer)
    elif isinstance(line.intent, SetReminder):
        _promise(ctx, line, line.intent)
    elif line.customer is not None:
        _sell(ctx, line, line.customer)


def _sell(ctx: Context, line: Line, customer: Customer) -> None:
    """What was bought or paid there."""
    match line.intent:
        case RecordPurchase(amount=Amount() as amount) as said:
            buy(ctx, with_field(said, "said", line.said), Buyer(customer), amount.value, code=said.promo_code)
        case LogPayment() as said:
            pay(ctx, with_field(said, "said", line.said), customer)


def _promise(ctx: Context, line: Line, said: SetReminder) -> None:
    if line.customer is None or said.follow_up_at is None:
        return
    contact = contact_of(ctx, line.customer, said.contact)
    promise(
        ctx,
        customer_id=line.customer.id,
        owner=ctx.member,
        settled=settle(ctx, said.follow_up_at),
        kind=said.follow_up_kind,
        about=said.note,
        channel=said.channel,
        contact_id=contact.id if contact else None,
        amount=said.amount.value if said.amount else None,
    )


def _keep(ctx: Context, unclear: Sequence[Line]) -> None:
    """What nobody could place waits as a draft of its own."""
    for line in unclear:
        keep_draft(ctx, line.said)
