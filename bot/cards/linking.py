"""Codes by which a customer is known in the shop's LINE, and the question whether somebody is."""

from __future__ import annotations

from urllib.parse import quote

from sqlalchemy import select

from bot.context import Desk
from bot.intents.consumers import ConfirmLink, MakeLinkCode
from bot.language import CustomerRef
from bot.phones import shown
from bot.replies import Button, Card, Copy, Link, Paragraph, Record, Rows, Tap, Text, Tone, Weight
from models.channel import Channel, ChannelKind
from models.consumer import Consumer
from models.customer import Customer

ADD_FRIEND = "https://line.me/R/ti/p/"


def shop_link(desk: Desk) -> str:
    """Where people add the shop's account; nothing while LINE has not told its name."""
    ours = select(Channel).where(Channel.workspace_id == desk.workspace.id)
    channel = desk.session.scalar(ours.where(Channel.kind != ChannelKind.STAFF).limit(1))
    return f"{ADD_FRIEND}{quote(channel.basic_id, safe='')}" if channel and channel.basic_id else ""


def link_card(desk: Desk) -> Card | Text:
    """To forward to customers; on a computer it opens as a QR code."""
    words, link = desk.words, shop_link(desk)
    if not link:
        return Text(text=words("linking.no_link"))
    title = words("linking.link_title")
    buttons = (Button(words("linking.open"), Link(link)), Button(words("linking.copy"), Copy(link)))
    hint = Paragraph(words("linking.link_hint"), Tone.MUTED)
    return Card(
        title=title,
        subtitle=link,
        summary=f"{title} · {link}",
        blocks=(hint,),
        buttons=(buttons,),
        public=True,
    )


def code_text(desk: Desk, customer: Customer, code: str) -> Text:
    """To be read out to the customer."""
    text = desk.words("linking.code", customer=desk.words.person(customer.name), code=code)
    return Text(text=text, record=Record("customer", customer.id))


def noted_text(desk: Desk, customer: Customer) -> Text:
    """That what a rep says of a consent sends nothing, and how the customer can agree herself."""
    words, link = desk.words, shop_link(desk)
    lines = [words("linking.noted_yes", customer=words.person(customer.name))]
    lines += [words("linking.let_her_add", link=link)] if link else []
    code = Button(words("linking.make_code"), Tap(MakeLinkCode(customer=CustomerRef("", customer.id))))
    return Text(text="\n".join(lines), chips=(code,), record=Record("customer", customer.id))


def refused_text(desk: Desk, customer: Customer) -> Text:
    """That a customer is sent no offers."""
    text = desk.words("linking.noted_no", customer=desk.words.person(customer.name))
    return Text(text=text, record=Record("customer", customer.id))


def ask_rep(desk: Desk, consumer: Consumer, customer: Customer) -> Card:
    """Somebody gave this customer's number in the shop's chat: is it the customer?"""
    words, ref = desk.words, CustomerRef("", customer.id)
    name = words.person(customer.name)
    title = words("linking.is_it", customer=name)
    sure = ConfirmLink(consumer=consumer.id, customer=ref)
    no = ConfirmLink(consumer=consumer.id, customer=ref, refuse=True)
    rows = (
        (words("linking.line_name"), consumer.name or "-"),
        (words("linking.phone"), shown(customer.phone or "")),
    )
    return Card(
        title=title,
        summary=title,
        blocks=(Rows(rows), Paragraph(words("linking.is_it_why"), Tone.MUTED)),
        buttons=(
            (
                Button(words("linking.yes"), Tap(sure), Weight.PRIMARY),
                Button(words("linking.no"), Tap(no), Weight.SECONDARY),
            ),
        ),
        record=Record("customer", customer.id),
    )
