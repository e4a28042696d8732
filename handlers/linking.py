"""Who in the shop's LINE is which customer, and what reps say of a customer's consent."""

from __future__ import annotations

from bot.capability import on
from bot.cards.linking import code_text, link_card
from bot.consenting import note_answer
from bot.consumers import on_shop
from bot.context import Context
from bot.intents.consumers import (
    ConfirmLink,
    LinkByCode,
    LinkByPhone,
    MakeLinkCode,
    NoteOptIn,
    NoteOptOut,
    ShopLink,
)
from bot.language import CustomerRef
from bot.linking import ask_by_phone, asked_about, customer_by_code, has_open_codes, link, make_code, tell_rep
from bot.names import customer_of
from bot.replies import Record, Reply, Text
from models.consumer import Consumer
from models.customer import Customer
from models.errors import Outdated, WhichCustomer


@on(MakeLinkCode, undoable=False)
def link_code(ctx: Context, said: MakeLinkCode) -> Reply:
    """Get a code by which a customer is known in the shop's LINE."""
    customer = _named(ctx, said.customer)
    return code_text(ctx, customer, make_code(ctx, customer))


def _named(ctx: Context, ref: CustomerRef | None) -> Customer:
    """Never the customer of the last card: a consent is of whoever was named."""
    if ref is None:
        raise WhichCustomer("", ())
    return customer_of(ctx, ref)


@on_shop(LinkByCode)
def by_code(ctx: Context, consumer: Consumer, said: LinkByCode) -> Reply | None:
    """Six figures are a code only while one is out; else they are for the shop's people."""
    if not has_open_codes(ctx):
        return None
    customer = customer_by_code(ctx, said.code)
    if customer is None:
        return Text(text=ctx.words("linking.wrong_code"))
    link(ctx, consumer, customer)
    tell_rep(ctx, customer)
    return Text(text=ctx.words("linking.linked"))


@on_shop(LinkByPhone)
def by_phone(ctx: Context, consumer: Consumer, said: LinkByPhone) -> None:
    """The rep is asked; whoever typed it learns nothing of whose number it is."""
    ask_by_phone(ctx, consumer, said.phone)


@on(ConfirmLink, undoable=False, full_sentence=False)
def confirm(ctx: Context, said: ConfirmLink) -> Reply:
    """Say whether somebody in the shop's LINE is that customer."""
    customer = _named(ctx, said.customer)
    asked = asked_about(ctx, said.consumer, customer.id)
    if asked is None:
        raise Outdated
    asked.used_at = ctx.now
    if said.refuse:
        return Text(text=ctx.words("linking.refused"))
    link(ctx, ctx.session.get_one(Consumer, asked.consumer_id), customer)
    name = ctx.words.person(customer.name)
    return Text(text=ctx.words("linking.confirmed", customer=name), record=Record("customer", customer.id))


@on(NoteOptIn, undoable=False)
def note_opt_in(ctx: Context, said: NoteOptIn) -> Reply:
    """Note that a customer agreed to offers; the customer still has to say so herself."""
    return note_answer(ctx, _named(ctx, said.customer), given=True)


@on(NoteOptOut, undoable=False)
def note_opt_out(ctx: Context, said: NoteOptOut) -> Reply:
    """A customer wants no offers: it holds at once, whoever was told."""
    return note_answer(ctx, _named(ctx, said.customer), given=False)


@on(ShopLink, undoable=False)
def shop_link(ctx: Context, said: ShopLink) -> Reply:
    """Get the link by which people add the shop's LINE."""
    return link_card(ctx)
