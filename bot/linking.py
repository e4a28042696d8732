"""Who in LINE is which customer: proved by a code from the shop, or confirmed by the rep."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

import msgspec
from sqlalchemy import delete, select

from bot import outbox
from bot.cards.linking import ask_rep
from bot.claiming import claim_waiting
from bot.context import Context, Desk
from bot.outbox import frozen
from bot.replies import Record, Text
from bot.texts import Words
from models.consumer import Consumer, LinkCode
from models.customer import Customer
from models.member import Member
from models.queues import Notice

FIGURES = 6
GOOD_FOR, ASKED_FOR, KEEP_NEWS = timedelta(minutes=10), timedelta(days=7), timedelta(days=7)
TRIES = 5
"""Wrong codes in the company until all of its codes are spent: one in forty thousand gets in by guessing."""


def make_code(ctx: Context, customer: Customer) -> str:
    """A code for this customer; the one before it is good no more."""
    stale = (LinkCode.expires_at <= ctx.now) | (LinkCode.customer_id == customer.id)
    ctx.session.execute(delete(LinkCode).where(LinkCode.workspace_id == ctx.workspace.id, stale))
    code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
    ctx.session.add(
        LinkCode(
            workspace_id=ctx.workspace.id,
            customer_id=customer.id,
            digest=_digest(customer, code),
            made_by_id=ctx.member.id,
            expires_at=ctx.now + GOOD_FOR,
        )
    )
    return code


def _digest(customer: Customer, code: str) -> str:
    return hashlib.sha256(f"{customer.workspace_id}:{customer.id}:{code}".encode()).hexdigest()


def customer_by_code(ctx: Context, code: str) -> Customer | None:
    """Whose code it is; it is spent then. A wrong one counts against all that are out."""
    open_codes = ctx.session.scalars(LinkCode.open(ctx.workspace.id, ctx.now, TRIES).with_for_update()).all()
    for one in open_codes:
        customer = ctx.session.get_one(Customer, one.customer_id)
        if secrets.compare_digest(one.digest, _digest(customer, code)):
            one.used_at = ctx.now
            return customer
    for one in open_codes:
        one.tries += 1
    return None


def has_open_codes(ctx: Context) -> bool:
    return ctx.session.scalar(LinkCode.open(ctx.workspace.id, ctx.now, TRIES).limit(1)) is not None


def link(ctx: Context, consumer: Consumer, customer: Customer) -> None:
    """From now on this is that customer; what was bought under the number is theirs too."""
    consumer.customer_id = customer.id
    claim_waiting(ctx.session, customer)


def tell_rep(ctx: Context, customer: Customer) -> None:
    """That the customer is in the shop's LINE now."""
    owner = ctx.session.get_one(Member, customer.owner_id)
    words = _words(ctx, owner)
    text = words("linking.linked_told", customer=words.person(customer.name))
    told = Text(text=text, record=Record("customer", customer.id))
    outbox.notice(ctx.session, owner, told, ctx.now, KEEP_NEWS)


def ask_by_phone(ctx: Context, consumer: Consumer, phone: str) -> None:
    """Let the rep say whether who gave a customer's number is that customer; once, and nobody else's."""
    theirs = select(Customer).where(Customer.workspace_id == ctx.workspace.id, Customer.phone == phone)
    found = ctx.session.scalars(theirs.where(Customer.deleted.is_(False))).all()
    if len(found) != 1 or consumer.customer_id is not None or asked_about(ctx, consumer.id, found[0].id):
        return
    ctx.session.add(
        LinkCode(
            workspace_id=ctx.workspace.id,
            customer_id=found[0].id,
            consumer_id=consumer.id,
            digest="",
            expires_at=ctx.now + ASKED_FOR,
        )
    )
    _ask(ctx, consumer, found[0])


def _ask(ctx: Context, consumer: Consumer, customer: Customer) -> None:
    owner = ctx.session.get_one(Member, customer.owner_id)
    payload, shows = frozen([ask_rep(Desk(ctx.session, ctx.workspace, owner, ctx.now), consumer, customer)])
    ctx.session.add(
        Notice(
            workspace_id=ctx.workspace.id,
            member_id=owner.id,
            payload={"message": msgspec.json.decode(payload)[0]},
            shows=list(shows),
            created_at=ctx.now,
            not_after=ctx.now + ASKED_FOR,
        )
    )


def asked_about(desk: Desk, consumer_id: int | None, customer_id: int) -> LinkCode | None:
    """The question to the rep that is still open."""
    asked = select(LinkCode).where(LinkCode.consumer_id == consumer_id, LinkCode.customer_id == customer_id)
    asked = asked.where(LinkCode.workspace_id == desk.workspace.id)
    return desk.session.scalar(asked.where(LinkCode.used_at.is_(None), LinkCode.expires_at > desk.now))


def _words(desk: Desk, member: Member) -> Words:
    return Words(member.language, masculine=desk.workspace.masculine)
