"""What is brought back: of which purchase, and how much of it is left to bring back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.sql import Select

from bot.context import Context, Desk
from bot.crediting import bill_of, stays_owed
from bot.dates import happened
from bot.intents.purchases import ReturnPurchase
from bot.phones import shown
from bot.purchasing import Buyer
from models.errors import MoreThanBought, NothingBought, ProposedAmount
from models.purchase import Purchase
from models.redeeming import free_use, is_all_back

LOOKED_AT = 50
"""So many of the newest purchases."""
Left = tuple[Purchase, Decimal]
"""A purchase, and the baht of it that were not brought back yet."""


def bring_back(ctx: Context, said: ReturnPurchase, buyer: Buyer) -> Purchase:
    """Store that it was brought back, against the newest purchase that it fits.

    Raises NothingBought, MoreThanBought, and ProposedAmount for a share nobody worked out.
    """
    there = [one for one in _left(ctx, buyer) if one[0].is_called(said.item)]
    if not there:
        raise NothingBought(customer=_called(buyer))
    amount = _amount(said, there[0])
    purchase = next((one for one, left in there if left >= amount), None)
    if purchase is None:
        raise MoreThanBought(max(left for _, left in there), amount)
    return _stored(ctx, said, purchase, amount)


def _called(buyer: Buyer) -> str:
    return buyer.customer.name if buyer.customer else shown(buyer.phone or "")


def _left(desk: Desk, buyer: Buyer) -> list[Left]:
    """What this buyer could still bring something back of, newest first."""
    bought = desk.session.scalars(_bought(desk, buyer)).all()
    left = [(one, one.amount + _brought_back(bought, one)) for one in bought if not one.is_return]
    newest_first = sorted(left, key=lambda each: each[0].occurred_at, reverse=True)
    return [(one, baht) for one, baht in newest_first if baht > 0]


def _bought(desk: Desk, buyer: Buyer) -> Select[Purchase]:
    if buyer.customer is not None:
        return Purchase.by(desk.workspace.id, buyer.customer.id).limit(LOOKED_AT)
    return Purchase.unclaimed(desk.workspace.id, buyer.phone or "")


def _brought_back(rows: Sequence[Purchase], purchase: Purchase) -> Decimal:
    """Baht below nothing."""
    return sum((one.amount for one in rows if one.returns_id == purchase.id), Decimal())


def _amount(said: ReturnPurchase, newest: Left) -> Decimal:
    """As said; else all that is left, or the share of the pieces that were said."""
    purchase, left = newest
    if said.amount is not None:
        return said.amount.value
    if said.quantity is None or not purchase.quantity or said.quantity >= purchase.quantity:
        return left
    share = Decimal(str(said.quantity)) / Decimal(str(purchase.quantity))
    raise ProposedAmount([(purchase.amount * share).quantize(Decimal(1))])


def _stored(ctx: Context, said: ReturnPurchase, purchase: Purchase, amount: Decimal) -> Purchase:
    back = Purchase(
        workspace_id=ctx.workspace.id,
        customer_id=purchase.customer_id,
        phone=purchase.phone,
        member_id=ctx.member.id,
        deal_id=purchase.deal_id,
        item=purchase.item,
        quantity=said.quantity,
        unit=said.unit or purchase.unit,
        amount=-amount,
        returns_id=purchase.id,
        said=ctx.said[:500],
        message_id=ctx.event.message_id,
        occurred_at=max(happened(ctx, said.occurred_at), purchase.occurred_at),
        logged_at=ctx.now,
    )
    ctx.session.add(back)
    ctx.session.flush()
    if (bill := bill_of(ctx.session, purchase)) is not None:
        stays_owed(ctx.session, bill)
    if is_all_back(ctx.session, purchase):
        free_use(ctx.session, purchase, ctx.now)
    return back
