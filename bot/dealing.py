"""What happens to deals, whoever causes it: the one place where they begin, move, are priced and end.

Their history follows by itself (`models.deal_moves`). A deal's name is in the directory while it is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from bot.context import Context, Desk
from bot.dates import Settled
from bot.language import CustomerRef, DealRef
from bot.language.names import key
from bot.names import customer_of, visible
from bot.promises import promise
from bot.rounds import finish
from models.cadence import CadenceEnd
from models.customer import Customer
from models.deal import OPEN_DEALS_AT, Deal, DealState
from models.errors import BadAmount, NoOpenDeal, NotFound, SureAmount, WhichDeal
from models.followup import FollowUp, FollowUpState
from models.member import Member
from models.stage import PROPOSAL, Stage, stages_of

NAME_LIMIT, COMPETITORS_LIMIT, NOTE_LIMIT = 200, 200, 300
SHORTEST_NAME = 4
"""Letters below which a name may stand in any sentence."""
ABSURD = 100
"""So many times the last amount, a new one is asked about before it is stored."""


def open_deals(desk: Desk, customer_id: int) -> Sequence[Deal]:
    """What may still be won at one customer, the newest first."""
    return OPEN_DEALS_AT.all(desk.session, desk.workspace.id, customer_id)


def deal_meant(
    ctx: Context, customer: Customer, ref: DealRef | None = None, *, named: bool = True
) -> Deal | None:
    """The open deal a line about this customer is about; None if there is none. Raises WhichDeal for several.

    Of several it is the one named; where not even the customer is `named`, the one on the card just shown.
    """
    there = open_deals_named(ctx, customer.id, ref)
    if not there:
        return None
    if len(there) == 1 and (ref is not None or not _names_a_closed_one(ctx, there[0])):
        return there[0]
    pointed = None if named or ref is not None else ctx.record_meant("deal")
    shown = next((one for one in there if one.id == pointed), None)
    if shown is None:
        raise WhichDeal([one.id for one in there])
    return shown


def _names_a_closed_one(ctx: Context, only: Deal) -> bool:
    """ห้องพัก พักไว้, where that deal is closed and another one is open: not what was meant."""
    said = key(ctx.said)
    if not said or (only.name and key(only.name) in said):
        return False
    closed = ctx.session.scalars(Deal.closed_names_at(ctx.workspace.id, only.customer_id))
    return any(len(name) >= SHORTEST_NAME and name in said for name in map(key, closed))


def open_deals_named(desk: Desk, customer_id: int, ref: DealRef | None) -> Sequence[Deal]:
    """The open deals there that the words fit; all of them without words."""
    there = open_deals(desk, customer_id)
    return there if ref is None else _named(there, ref)


def deal_of_line(desk: Desk, customer: Customer, ref: DealRef | None) -> Deal | None:
    """The deal an entry with this customer is about: the one named, else the only open one. Never asks."""
    if ref is not None and ref.id is not None:
        deal = desk.session.get(Deal, ref.id)
        return deal if deal is not None and deal.customer_id == customer.id else None
    there = open_deals_named(desk, customer.id, ref)
    return there[0] if len(there) == 1 else None


def _named(there: Sequence[Deal], ref: DealRef) -> Sequence[Deal]:
    """Those the words fit; words that fit none were no deal's name."""
    wanted = {ref.id, *ref.candidates} - {None}
    said = key(ref.said)
    fitting = [one for one in there if one.id in wanted]
    return fitting or [one for one in there if said and said in key(one.name)] or there


def whose_deal(ctx: Context, customer: CustomerRef | None, ref: DealRef | None) -> Customer:
    """The customer named, else the one whose deal is; raises WhichCustomer when neither is clear."""
    if customer is None and ref is not None and ref.id is not None:
        return visible(ctx, deal_of(ctx, ref.id).customer_id)
    return customer_of(ctx, customer)


def open_deal_of(ctx: Context, customer: CustomerRef | None, ref: DealRef | None) -> tuple[Customer, Deal]:
    """The customer and the open deal meant; raises NoOpenDeal when there is none, WhichDeal for several."""
    its = whose_deal(ctx, customer, ref)
    deal = deal_meant(ctx, its, ref, named=customer is not None)
    if deal is None:
        raise NoOpenDeal(customer=its.name)
    return its, deal


def deal_of(desk: Desk, deal_id: int) -> Deal:
    """A deal this person may see: own, of somebody led, or at a customer to be seen; else NotFound."""
    deal = desk.session.scalar(desk.access.deals().where(Deal.id == deal_id))
    if deal is not None:
        return deal
    entrusted = desk.access.entrusted(desk.now).with_only_columns(Customer.id)
    deal = desk.session.scalar(select(Deal).where(Deal.id == deal_id, Deal.customer_id.in_(entrusted)))
    if deal is None or deal.state is DealState.DELETED:
        raise NotFound
    return deal


def start(
    desk: Desk,
    customer: Customer,
    *,
    name: str = "",
    amount: Decimal | None = None,
    stage: str | None = None,
    expected_close: date | None = None,
    probability: int | None = None,
    competitors: str = "",
) -> Deal:
    """A new deal of the customer's owner, in the first stage unless another is said."""
    deal = Deal(
        workspace_id=desk.workspace.id,
        customer_id=customer.id,
        owner_id=customer.owner_id,
        name=name.strip()[:NAME_LIMIT],
        amount=amount,
        stage=stage or pipeline(desk)[0].key,
        stage_since=desk.now,
        probability=probability,
        expected_close=expected_close,
        competitors=competitors.strip()[:COMPETITORS_LIMIT],
        state=DealState.OPEN,
        created_at=desk.now,
    )
    desk.session.add(deal)
    _names_changed(desk, customer)
    desk.session.flush()
    return deal


def move(desk: Desk, deal: Deal, stage: str) -> None:
    """Into another stage of the pipeline; it rests no longer."""
    _wake(desk, deal)
    deal.move_to(stage, desk.now)
    desk.session.flush()


def reprice(desk: Desk, deal: Deal, amount: Decimal) -> None:
    """Worth that much from now on."""
    deal.amount = amount
    desk.session.flush()


def win(desk: Desk, deal: Deal, amount: Decimal | None = None, at: datetime | None = None) -> None:
    """It is won, for that much if it was said; managers hear of it a few minutes later."""
    _wake(desk, deal)
    deal.amount = deal.amount if amount is None else amount
    deal.win(at or desk.now, desk.now)
    _names_changed(desk, desk.session.get_one(Customer, deal.customer_id))
    desk.session.flush()
    finish(desk, deal.customer_id, CadenceEnd.WON)


def lose(
    desk: Desk, deal: Deal, reason: str | None = None, note: str = "", at: datetime | None = None
) -> None:
    """It is lost, for that reason if it was said."""
    _wake(desk, deal)
    deal.lose(at or desk.now, reason, note[:NOTE_LIMIT])
    _names_changed(desk, desk.session.get_one(Customer, deal.customer_id))
    desk.session.flush()
    finish(desk, deal.customer_id, CadenceEnd.LOST)


def rest(desk: Desk, deal: Deal, settled: Settled) -> None:
    """Put aside until a day, on which it is in its owner's plan; nothing is asked about it before."""
    _wake(desk, deal)
    deal.rests_until = settled.day
    followup = promise(
        desk,
        customer_id=deal.customer_id,
        owner=desk.session.get_one(Member, deal.owner_id),
        settled=settled,
        kind=None,
        about=deal.name or desk.words("deals.resting"),
    )
    followup.deal_id = deal.id
    desk.session.flush()


def _wake(desk: Desk, deal: Deal) -> None:
    """What should have brought it back is owed no more."""
    for owed in desk.session.scalars(FollowUp.open_at(desk.workspace.id, deal.customer_id)):
        if owed.deal_id == deal.id and owed.due_on == deal.rests_until:
            owed.close(FollowUpState.DROPPED, desk.now)


def rename(desk: Desk, deal: Deal, name: str) -> None:
    """Called by another site or project."""
    deal.name = name.strip()[:NAME_LIMIT]
    _names_changed(desk, desk.session.get_one(Customer, deal.customer_id))
    desk.session.flush()


def pipeline(desk: Desk) -> list[Stage]:
    """The workspace's stages, first to last."""
    return stages_of(desk.session, desk.workspace.id)


def proposal(desk: Desk) -> str:
    """The stage of a deal whose price is out; the first one where the company has no such stage."""
    keys = [one.key for one in pipeline(desk)]
    return PROPOSAL if PROPOSAL in keys else keys[0]


def check_amount(desk: Desk, amount: Decimal, deal: Deal | None, customer: Customer) -> None:
    """Refuse what no deal is worth; ask about a hundred times the last. Raises BadAmount or SureAmount."""
    if amount <= 0:
        raise BadAmount(said=desk.words.money(amount))
    last = _last_amount(desk, deal, customer)
    if last and amount >= ABSURD * last:
        raise SureAmount(amount, last)


def _last_amount(desk: Desk, deal: Deal | None, customer: Customer) -> Decimal | None:
    """What this deal was worth, else the last one at that customer."""
    if deal is not None and deal.amount is not None:
        return deal.amount
    before = Deal.at_customer(desk.workspace.id, customer.id).where(Deal.amount.is_not(None)).limit(1)
    last = desk.session.scalar(before)
    return last.amount if last is not None else None


def _names_changed(desk: Desk, customer: Customer) -> None:
    """Every process reads the customer's names anew, those of its open deals with them."""
    customer.directory_version = desk.workspace.touch_directory(desk.session)
