"""All the customers one answers for."""

from __future__ import annotations

from sqlalchemy.sql import Select

from bot.capability import on
from bot.cards.found import PAGE, Listed, my_customers_card
from bot.context import Context
from bot.intents.customers import MyCustomers
from bot.language import MemberRef
from bot.names import member_of
from bot.replies import Reply, Text
from models.customer import Customer
from models.database import count_of


@on(MyCustomers, undoable=False, full_sentence=False)
def my_customers(ctx: Context, said: MyCustomers) -> Reply:
    """Whose customers are asked for, the last spoken with first."""
    asked = _asked(ctx, said.rep)
    if not (count := count_of(ctx.session, asked)):
        return Text(text=ctx.words("customers.none_yet"))
    lately = asked.order_by(Customer.last_contact_at.desc().nulls_last(), Customer.id)
    page = min(max(said.page, 0), (count - 1) // PAGE)
    shown = ctx.session.scalars(lately.offset(page * PAGE).limit(PAGE)).all()
    return my_customers_card(ctx, shown, Listed(page, count, said.rep))


def _asked(ctx: Context, rep: MemberRef | None) -> Select[Customer]:
    """A colleague's, the own ones; of a manager without any, the team's."""
    seen = ctx.access.customers()
    whose = ctx.member if rep is None else member_of(ctx, rep)
    mine = seen.where(Customer.owner_id == whose.id)
    return seen if rep is None and ctx.member.is_manager and not count_of(ctx.session, mine) else mine
