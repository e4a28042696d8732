"""From a name as said to the record it means; asks rather than guesses."""

from __future__ import annotations

from sqlalchemy import select

from bot.context import Context, Desk
from bot.language import ContactRef, CustomerRef, MemberRef
from bot.phones import e164, name_and_phone
from bot.replies import Record
from models.activity import Activity
from models.customer import OWNED, Contact, Customer, CustomerKind
from models.deal import Deal
from models.errors import BelongsTo, NoColleague, NotFound, WhichCustomer, WhichMember
from models.followup import FollowUp
from models.inquiry import Inquiry
from models.member import Member
from models.purchase import Payment, Purchase

ABOUT_CUSTOMERS: dict[str, type[Activity | FollowUp | Inquiry | Deal | Purchase | Payment]] = {
    "activity": Activity,
    "followup": FollowUp,
    "inquiry": Inquiry,
    "deal": Deal,
    "purchase": Purchase,
    "payment": Payment,
}
NEAR, SAME = 60.0, 85.0
"""Likeness of names (0 to 100) worth offering, and so high that it must be the same firm."""


def customer_of(ctx: Context, ref: CustomerRef | None, field: str = "customer") -> Customer:
    """The customer meant; raises WhichCustomer when unsure, BelongsTo when it is another rep's.

    Without a name it is the customer of the quoted card or, for 15 minutes, of the card shown last.
    `field` is the intent's own, which an answer fills in.
    """
    if ref is None:
        known = customer_pointed_at(ctx)
        if known is None:
            raise WhichCustomer("", (), field)
        return visible(ctx, known)
    known = ref.id or _only_mine(ctx, ref.said)
    if known is None:
        raise _unsure(ctx, ref, field)
    return visible(ctx, known, ref.said)


def _only_mine(ctx: Context, said: str) -> int | None:
    """Of several with this very name, the only one that this person may see."""
    mine = visible_among(ctx, ctx.directory.exact(said))
    return mine[0].id if len(mine) == 1 else None


def _unsure(ctx: Context, ref: CustomerRef, field: str) -> WhichCustomer | BelongsTo | NotFound:
    """Near matches to choose from; a name nearly that of somebody else's customer is no new customer."""
    likely = dict.fromkeys(ref.candidates, 100.0) or dict(ctx.directory.nearest(ref.said))
    near = tuple(one for one, likeness in likely.items() if likeness >= NEAR)
    mine = [one.id for one in visible_among(ctx, near)]
    taken = next((one for one in near if one not in mine and likely[one] >= SAME), None)
    return WhichCustomer(ref.said, mine, field) if mine or taken is None else _whose(ctx, taken, ref.said)


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


def visible(desk: Desk, customer_id: int, said: str = "") -> Customer:
    """That customer, if this person may see it; else BelongsTo, or NotFound for what is not his to know.

    `said` is the name as this person typed it, if it was typed.
    """
    own = OWNED.first(desk.session, desk.workspace.id, desk.member.id, customer_id)
    customer = own or _seen(desk, customer_id)
    if customer is None and (now := _merged_into(desk, customer_id)) is not None:
        return visible(desk, now, said)
    if customer is None:
        raise _whose(desk, customer_id, said)
    return customer


def _merged_into(desk: Desk, customer_id: int) -> int | None:
    """What stands on old cards may have turned out to be another customer of this company."""
    merged = select(Customer.merged_into_id).where(Customer.id == customer_id, Customer.deleted)
    return desk.session.scalar(merged.where(Customer.workspace_id == desk.workspace.id))


def _seen(desk: Desk, customer_id: int) -> Customer | None:
    """Somebody else's customer that this person may see all the same."""
    ways = (desk.access.customers(), desk.access.entrusted(desk.now))
    seen = (desk.session.scalar(way.where(Customer.id == customer_id)) for way in ways)
    return next((one for one in seen if one is not None), None)


def visible_among(desk: Desk, ids: tuple[int, ...]) -> list[Customer]:
    """Those of the customers that this person may see, in the order given."""
    rows = desk.access.customers().where(Customer.id.in_(ids))
    found = {row.id: row for row in desk.session.scalars(rows)}
    return [found[one] for one in ids if one in found]


def _whose(desk: Desk, customer_id: int, said: str) -> NotFound | BelongsTo:
    """Within the team a customer's name is no secret; of another team's, only what was typed is said back."""
    customer = desk.session.get(Customer, customer_id)
    if customer is None or customer.workspace_id != desk.workspace.id or customer.deleted:
        return NotFound()
    owner = desk.session.get_one(Member, customer.owner_id)
    name = customer.name if owner.team_id == desk.member.team_id else said
    return BelongsTo(customer=name, owner=owner.name) if name else NotFound()


def create_customer(ctx: Context, name: str, kind: CustomerKind = CustomerKind.BUSINESS) -> Customer:
    """A new customer of this person's, known to every process from the next event on.

    Who is typed as แนน 089-123-4567 is called แนน.
    """
    called, phone = name_and_phone(name)
    customer = Customer(
        workspace_id=ctx.workspace.id,
        owner_id=ctx.member.id,
        name=called[:200],
        phone=e164(phone) if phone else None,
        kind=kind,
        created_at=ctx.now,
        directory_version=ctx.workspace.touch_directory(ctx.session),
    )
    ctx.session.add(customer)
    ctx.session.flush()
    return customer


def contact_of(ctx: Context, customer: Customer, ref: ContactRef | None) -> Contact | None:
    """The person meant at that customer; somebody new is remembered."""
    if ref is None:
        return None
    known = person_at(ctx, customer, ref)
    ctx.person = known.id if known is not None and known.left_at is not None else None
    return known or _new_contact(ctx, customer, ref.said)


def person_at(desk: Desk, customer: Customer, ref: ContactRef) -> Contact | None:
    """Somebody known at that customer; who is there now comes before who has left."""
    people = desk.session.scalars(Contact.ever_at(customer.id)).all()
    named = [one for one in people if one.id == ref.id or one.name == ref.said]
    return min(named, key=lambda one: one.left_at is not None, default=None)


def _new_contact(ctx: Context, customer: Customer, name: str) -> Contact:
    contact = Contact(workspace_id=ctx.workspace.id, customer_id=customer.id, name=name[:120])
    ctx.session.add(contact)
    customer.directory_version = ctx.workspace.touch_directory(ctx.session)
    ctx.session.flush()
    ctx.person = contact.id
    return contact


def member_of(ctx: Context, ref: MemberRef | None, field: str = "rep") -> Member:
    """The colleague meant, among those this person may see; raises WhichMember when unsure."""
    team = ctx.session.scalars(ctx.access.people()).all()
    if ref is None or ref.id is None:
        candidates = ref.candidates if ref else ()
        meant = [one.id for one in team if not candidates or one.id in candidates]
        raise WhichMember(ref.said if ref else "", meant, field)
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
    activity = desk.session.scalar(desk.access.activities().where(Activity.id == activity_id))
    if activity is None:
        raise NotFound
    return activity


def followup_of(desk: Desk, followup_id: int) -> FollowUp:
    """A follow-up this person may act on: own, or of somebody he leads; else NotFound."""
    followup = desk.session.scalar(desk.access.followups().where(FollowUp.id == followup_id))
    if followup is None:
        raise NotFound
    return followup
