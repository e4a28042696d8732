"""A customer to be deleted, and a person's data to be erased: asked first, and what was done."""

from __future__ import annotations

from bot.cards.purchases import bought_text
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.customers import EraseCustomer
from bot.intents.followups import DropFollowUp
from bot.intents.particulars import MergeCustomers
from bot.language import CustomerRef
from bot.replies import Button, Card, Paragraph, Reply, Tap, Text, Weight
from models.customer import Customer

Ways = tuple[tuple[Button, ...], ...]


def deleted_text(desk: Desk, customer: Customer, event: str) -> Reply:
    """Gone from the list, with one tap to bring it back."""
    back = Button(desk.words("erasing.restore"), Tap(Undo(event=event)))
    return Text(text=desk.words("erasing.deleted", customer=customer.name), chips=(back,))


def stays_card(desk: Desk, customer: Customer, *, is_person: bool) -> Card:
    """Why it stays, and what there is to do instead."""
    title = desk.words("erasing.stays", customer=customer.name)
    return Card(
        title=title,
        summary=title,
        blocks=(Paragraph(desk.words("erasing.why")),),
        buttons=_ways(desk, customer, is_person=is_person and desk.member.is_manager),
    )


def _ways(desk: Desk, customer: Customer, *, is_person: bool) -> Ways:
    words, ref = desk.words, CustomerRef("", customer.id)
    fill = words("erasing.merge_fill", customer=customer.name)
    merge = Button(words("erasing.merge"), Tap(MergeCustomers(customer=ref), fill=fill), Weight.SECONDARY)
    drop = Button(words("erasing.drop"), Tap(DropFollowUp(customer=ref)), Weight.SECONDARY)
    erase = Button(words("erasing.erase"), Tap(EraseCustomer(customer=ref)))
    return ((merge, drop), *(((erase,),) if is_person else ()))


def sure_card(desk: Desk, customer: Customer) -> Card:
    """Once more before anything is erased: what goes, and what stays."""
    words = desk.words
    title = words("erasing.sure", customer=customer.name)
    what = words("erasing.what", bought=bought_text(desk, customer))
    ref = CustomerRef("", customer.id)
    return Card(
        title=title,
        summary=title,
        blocks=(Paragraph(what),),
        buttons=(
            (
                Button(
                    words("erasing.yes"), Tap(EraseCustomer(customer=ref, confirmed=True)), Weight.SECONDARY
                ),
                Button(words("erasing.no"), Tap(EraseCustomer(customer=ref, keep=True)), Weight.SECONDARY),
            ),
        ),
    )
