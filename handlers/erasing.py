"""A customer that should not be on the list, and a person who wants to be forgotten."""

from __future__ import annotations

from bot.capability import on
from bot.cards.erasing import deleted_text, stays_card, sure_card
from bot.context import Context
from bot.intents.customers import DeleteCustomer, EraseCustomer
from bot.names import customer_of
from bot.replies import Reply, Text
from models.erasing import erase_customer, is_a_person
from models.errors import KeepsRecords, NotAllowed
from models.member import Role
from models.merging import about_customers, counted

WITH_IT = ("contacts", "customer_tags", "customer_aliases")
"""What is only said of the customer itself: it goes, and comes back, with it."""


@on(DeleteCustomer)
def delete_customer(ctx: Context, said: DeleteCustomer) -> Reply:
    """Take a customer off the list that nothing was done with yet; of any other the ways are told."""
    customer = customer_of(ctx, said.customer)
    if not ctx.member.is_manager and customer.owner_id != ctx.member.id:
        raise NotAllowed
    hanging = [one.__tablename__ for one in about_customers() if one.__tablename__ not in WITH_IT]
    if counted(ctx.session, customer, hanging):
        return stays_card(ctx, customer, is_person=is_a_person(ctx.session, customer))
    customer.deleted = True
    customer.directory_version = ctx.workspace.touch_directory(ctx.session)
    return deleted_text(ctx, customer, ctx.event.id)


@on(EraseCustomer, role=Role.MANAGER, undoable=False)
def erase(ctx: Context, said: EraseCustomer) -> Reply:
    """Erase a person's data for good, at that person's wish; asked once more first."""
    customer = customer_of(ctx, said.customer)
    if not is_a_person(ctx.session, customer):
        raise KeepsRecords(customer=customer.name)
    if said.keep:
        return Text(text=ctx.words("erasing.kept", customer=customer.name))
    if not said.confirmed:
        return sure_card(ctx, customer)
    erase_customer(ctx.session, customer, ctx.now)
    customer.directory_version = ctx.workspace.touch_directory(ctx.session)
    ctx.chat.last_record = None
    return Text(text=ctx.words("erasing.erased", left=customer.name))
