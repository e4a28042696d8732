"""From a name as said to the record it means; asks rather than guesses."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.sql import ColumnElement, Select

from bot.context import Context, Desk
from bot.language import ContactRef, CustomerRef, Entry, MemberRef
from bot.language.names import key, skeleton
from bot.replies import Record
from models.activity import Activity
from models.customer import Contact, Customer, CustomerAlias, CustomerKind
from models.errors import BelongsTo, NoColleague, NotFound, WhichCustomer, WhichMember
from models.followup import FollowUp, FollowUpState
from models.inquiry import Inquiry
from models.member import Member

ABOUT_CUSTOMERS: dict[str, type[Activity | FollowUp | Inquiry]] = {
    "activity": Activity,
    "followup": FollowUp,
    "inquiry": Inquiry,
}
NEAR, SAME = 60.0, 85.0
"""Likeness of names (0 to 100) worth offering, and so high that it must be the same firm."""
SHORTEST_ALIAS = 3
ENTRUSTED_FOR = timedelta(days=7)
"""So long after a colleague's matter is settled its customer can be opened: the result may need a word."""


def customer_of(ctx: Context, ref: CustomerRef | None) -> Customer:
    """The customer meant; raises WhichCustomer when unsure, BelongsTo when it is another rep's.

    Without a name it is the customer of the quoted card or, for 15 minutes, of the card shown last.
    """
    if ref is None:
        known = customer_pointed_at(ctx)
        if known is None:
            raise WhichCustomer("", ())
        return visible(ctx, known)
    if ref.id is None:
        raise _unsure(ctx, ref)
    return visible(ctx, ref.id)


def _unsure(ctx: Context, ref: CustomerRef) -> WhichCustomer | BelongsTo | NotFound:
    """Near matches to choose from; a name nearly that of somebody else's customer is no new customer."""
    likely = dict.fromkeys(ref.candidates, 100.0) or dict(ctx.directory.nearest(ref.said))
    near = tuple(one for one, likeness in likely.items() if likeness >= NEAR)
    mine = [one.id for one in visible_among(ctx, near)]
    taken = next((one for one in near if one not in mine and likely[one] >= SAME), None)
    return WhichCustomer(ref.said, mine) if mine or taken is None else _whose(ctx, taken)


def customer_pointed_at(ctx: Context) -> int | None:
    """The customer of the quoted card, else of the card shown in the last 15 minutes."""
    return ctx.recent_customer if ctx.quoted is None else customer_behind(ctx, ctx.quoted)


def customer_behind(desk: Desk, record: Record) -> int | None:
    """The customer a record is about."""
    if record.kind == "customer":
        return record.id
    table = ABOUT_CUSTOMERS.get(record.kind)
    if table is None:
        return None
    return desk.session.scalar(select(table.customer_id).where(table.id == record.id))


def visible(desk: Desk, customer_id: int) -> Customer:
    """That customer, if this person may see it; else BelongsTo, or NotFound outside the workspace."""
    mine = Customer.visible_to(desk.member, desk.workspace).where(Customer.id == customer_id)
    customer = desk.session.scalar(mine) or desk.session.scalar(_entrusted(desk, customer_id))
    if customer is None:
        raise _whose(desk, customer_id)
    return customer


def _entrusted(desk: Desk, customer_id: int) -> Select[Customer]:
    """A colleague's customer about whom this person was given something to do."""
    lately = FollowUp.closed_at > desk.now - ENTRUSTED_FOR
    given = select(FollowUp.customer_id).where(
        FollowUp.workspace_id == desk.workspace.id,
        FollowUp.owner_id == desk.member.id,
        FollowUp.set_by_id != desk.member.id,
        (FollowUp.state == FollowUpState.OPEN) | ((FollowUp.state == FollowUpState.DONE) & lately),
    )
    return select(Customer).where(
        Customer.id == customer_id,
        Customer.workspace_id == desk.workspace.id,
        Customer.deleted.is_(False),
        Customer.id.in_(given),
    )


def visible_among(desk: Desk, ids: tuple[int, ...]) -> list[Customer]:
    """Those of the customers that this person may see, in the order given."""
    rows = Customer.visible_to(desk.member, desk.workspace).where(Customer.id.in_(ids))
    found = {row.id: row for row in desk.session.scalars(rows)}
    return [found[one] for one in ids if one in found]


def _whose(desk: Desk, customer_id: int) -> NotFound | BelongsTo:
    customer = desk.session.get(Customer, customer_id)
    if customer is None or customer.workspace_id != desk.workspace.id or customer.deleted:
        return NotFound()
    owner = desk.session.get_one(Member, customer.owner_id)
    return BelongsTo(customer=customer.name, owner=owner.name)


def create_customer(ctx: Context, name: str, kind: CustomerKind = CustomerKind.BUSINESS) -> Customer:
    """A new customer of this person's, known to every process from the next event on."""
    customer = Customer(
        workspace_id=ctx.workspace.id,
        owner_id=ctx.member.id,
        name=name.strip()[:200],
        kind=kind,
        created_at=ctx.now,
        directory_version=ctx.workspace.touch_directory(ctx.session),
    )
    ctx.session.add(customer)
    ctx.session.flush()
    return customer


def learn_alias(ctx: Context, said: str, customer_id: int) -> None:
    """A name nobody answers to was said and this customer picked: next time it is found at once.

    A name that is part of several customers' (สยาม…) is left to be asked about.
    """
    word = skeleton(key(said))
    if len(word) < SHORTEST_ALIAS or ctx.directory.exact(said):
        return
    if sum(word in skeleton(key(one.name)) for one in _entries(ctx, said)) > 1:
        return
    customer = visible(ctx, customer_id)
    alias = CustomerAlias(workspace_id=ctx.workspace.id, customer_id=customer.id, name=said[:200])
    ctx.session.add(alias)
    customer.directory_version = ctx.workspace.touch_directory(ctx.session)


def _entries(ctx: Context, said: str) -> list[Entry]:
    found = (ctx.directory.entry(one) for one, _ in ctx.directory.nearest(said, limit=20))
    return [one for one in found if one is not None]


def contact_of(ctx: Context, customer: Customer, ref: ContactRef | None) -> Contact | None:
    """The person meant at that customer; somebody new is remembered."""
    if ref is None:
        return None
    people = ctx.session.scalars(Contact.at(customer.id)).all()
    known = next((one for one in people if one.id == ref.id or one.name == ref.said), None)
    return known or _new_contact(ctx, customer, ref.said)


def _new_contact(ctx: Context, customer: Customer, name: str) -> Contact:
    contact = Contact(workspace_id=ctx.workspace.id, customer_id=customer.id, name=name[:120])
    ctx.session.add(contact)
    customer.directory_version = ctx.workspace.touch_directory(ctx.session)
    ctx.session.flush()
    return contact


def member_of(ctx: Context, ref: MemberRef | None) -> Member:
    """The colleague meant, among those this person may see; raises WhichMember when unsure."""
    team = ctx.session.scalars(Member.team_of(ctx.member)).all()
    if ref is None or ref.id is None:
        candidates = ref.candidates if ref else ()
        raise WhichMember(
            ref.said if ref else "", [one.id for one in team if not candidates or one.id in candidates]
        )
    found = next((one for one in team if one.id == ref.id), None)
    if found is None:
        raise NotFound
    return found


def colleague_of(ctx: Context, ref: MemberRef | None) -> Member:
    """Whom of the own team the person gives something to; raises WhichMember when unsure."""
    team = ctx.session.scalars(Member.colleagues_of(ctx.member)).all()
    if not team:
        raise NoColleague
    found = next((one for one in team if ref is not None and one.id == ref.id), None)
    if found is None:
        meant = [one.id for one in team if ref is not None and one.id in ref.candidates]
        raise WhichMember(ref.said if ref else "", meant or [one.id for one in team])
    return found


def activity_of(desk: Desk, activity_id: int) -> Activity:
    """An entry this person may read: own, of somebody led, or with a customer to be seen; else NotFound."""
    activity = desk.session.get(Activity, activity_id)
    if activity is None or activity.workspace_id != desk.workspace.id or activity.deleted:
        raise NotFound
    led = Member.team_of(desk.member).where(Member.id == activity.member_id)
    if desk.session.scalar(led) is None and not visible_among(desk, (activity.customer_id,)):
        raise NotFound
    return activity


def followup_of(desk: Desk, followup_id: int) -> FollowUp:
    """A follow-up this person may act on: own, or of somebody he leads; else NotFound."""
    followup = desk.session.scalar(select(FollowUp).where(FollowUp.id == followup_id, may_act_on(desk)))
    if followup is None:
        raise NotFound
    return followup


def may_act_on(desk: Desk) -> ColumnElement[bool]:
    """Follow-ups of one's own, or of somebody one leads."""
    team = Member.team_of(desk.member).with_only_columns(Member.id).order_by(None)
    theirs = FollowUp.owner_id.in_(team) | (FollowUp.owner_id == desk.member.id)
    return (FollowUp.workspace_id == desk.workspace.id) & theirs
