"""What a known customer writes in the shop's chat: kept in the history, and told to the rep."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select

from bot.context import Context, Desk
from bot.outbox import frozen
from bot.replies import Record, Text
from bot.texts import Words
from models.activity import Activity, ActivityChannel
from models.consumer import Consumer
from models.customer import Customer
from models.member import Member
from models.queues import Notice

KEEP = timedelta(days=7)
SHOWN = 5
"""Lines told at once; how many more there are is said."""


def keep_question(ctx: Context, consumer: Consumer) -> None:
    """Verbatim; it is no contact of the rep's, so it counts for nobody."""
    customer = _known(ctx, consumer)
    if customer is None or not ctx.said:
        return
    ctx.session.add(
        Activity(
            workspace_id=ctx.workspace.id,
            customer_id=customer.id,
            member_id=customer.owner_id,
            consumer_id=consumer.id,
            channel=ActivityChannel.NOTE,
            inbound=True,
            said=ctx.said,
            note=ctx.said,
            occurred_at=ctx.now,
            logged_at=ctx.now,
            message_id=ctx.event.message_id,
        )
    )
    ctx.session.flush()
    _tell(ctx, customer)


def _known(ctx: Context, consumer: Consumer) -> Customer | None:
    if consumer.customer_id is None:
        return None
    customer = ctx.session.get_one(Customer, consumer.customer_id)
    return None if customer.deleted else customer


def _tell(ctx: Context, customer: Customer) -> None:
    """In one notice a customer, however many lines come before the rep reads it."""
    owner = ctx.session.get_one(Member, customer.owner_id)
    waiting = ctx.session.scalars(Notice.untaken(owner, ctx.now)).all()
    notice = next((one for one in waiting if one.payload.get("asked_by") == customer.id), None)
    since = notice.created_at if notice is not None else ctx.now
    payload, shows = frozen([_told(ctx, owner, customer, since)])
    if notice is None:
        notice = Notice(workspace_id=ctx.workspace.id, member_id=owner.id, created_at=ctx.now)
        ctx.session.add(notice)
    notice.payload = {"message": msgspec.json.decode(payload)[0], "asked_by": customer.id}
    notice.shows, notice.not_after = list(shows), ctx.now + KEEP


def _told(ctx: Context, owner: Member, customer: Customer, since: datetime) -> Text:
    """The newest lines since the rep last heard of them, each with its time."""
    words = Words(owner.language, masculine=ctx.workspace.masculine)
    written = ctx.session.scalars(Activity.written_since(customer, since)).all()
    lines = [_line(ctx, words, one) for one in reversed(written[:SHOWN])]
    more = [words("shop.more_lines", count=len(written) - SHOWN)] if len(written) > SHOWN else []
    heading = words("shop.asked", customer=words.person(customer.name))
    return Text(text="\n".join([heading, *more, *lines]), record=Record("customer", customer.id))


def _line(desk: Desk, words: Words, one: Activity) -> str:
    at = desk.local(one.occurred_at)
    return f"{words.near_day(at.date(), desk.today)} {words.clock(at)} {words.quoted(one.said)}"


def line_of(desk: Desk, message_id: str) -> Activity | None:
    """What was kept of a line that is now taken back."""
    rows = select(Activity).where(
        Activity.workspace_id == desk.workspace.id, Activity.message_id == message_id
    )
    return desk.session.scalar(rows.where(Activity.consumer_id.is_not(None)))
