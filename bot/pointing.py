"""Which follow-up is meant: by its button, a number, a customer, a quoted card, or the card shown last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.context import Context
from bot.language import CustomerRef, When
from bot.names import customer_of, customer_pointed_at, followup_of, visible
from models.customer import Customer
from models.errors import AlreadyClosed, NotFound, NothingDue, NothingOpen, NothingThen, WhichFollowUp
from models.followup import FollowUp, FollowUpState

Likely = Callable[[FollowUp], bool]
CHOICES = 10
"""A longer list nobody reads; the first ones due are the likely ones."""


class Pointing(Protocol):
    """An intent about one follow-up, which may say in three ways which one."""

    @property
    def followup(self) -> int | None: ...
    @property
    def customer(self) -> CustomerRef | None: ...
    @property
    def number(self) -> int | None: ...


class Dated(Pointing, Protocol):
    """One that may also say on which day it stands."""

    @property
    def due_before(self) -> When | None: ...


def followup_meant(ctx: Context, said: Pointing, likely: Likely | None = None) -> FollowUp:
    """The one open follow-up meant; raises WhichFollowUp when several fit, else says that there is none.

    Of several the only `likely` one is the one meant.
    """
    followup = particular(ctx, said)
    if followup is not None:
        return followup
    customer = customer_meant(ctx, said)
    there = due_by_today(ctx) if customer is None else open_at(ctx, customer)
    followup = _only_likely(there, likely) or only(there)
    if followup is None:
        raise NothingDue if customer is None else NothingOpen(customer=customer.name)
    return followup


def dated_meant(ctx: Context, said: Dated) -> FollowUp:
    """As `followup_meant`; where the day it stands at is said, the one of that day, else NothingThen."""
    then = said.due_before
    return followup_meant(ctx, said) if then is None else _due_on(ctx, said, then.day)


def _due_on(ctx: Context, said: Pointing, day: date) -> FollowUp:
    """Pointed at, shown last, at the customer named, or the only one there is."""
    pointed = particular(ctx, said)
    if pointed is not None and (pointed.due_on == day or said.number is not None):
        return pointed
    found = only(_owed_on(ctx, day, said.customer))
    if found is None:
        raise NothingThen(day=day)
    return found


def _owed_on(ctx: Context, day: date, named: CustomerRef | None) -> Sequence[FollowUp]:
    """What this person owes on a day: to the customer named, else to all."""
    if named is not None:
        return [one for one in open_at(ctx, customer_of(ctx, named)) if one.due_on == day]
    owed = FollowUp.open_of(ctx.workspace.id, [ctx.member.id]).where(FollowUp.due_on == day)
    return ctx.session.scalars(owed).all()


def _only_likely(there: Sequence[FollowUp], likely: Likely | None) -> FollowUp | None:
    fitting = [one for one in there if likely is not None and likely(one)]
    return fitting[0] if len(fitting) == 1 else None


def particular(ctx: Context, said: Pointing) -> FollowUp | None:
    """The follow-up pointed at itself: tapped, numbered, quoted, or on the card shown last today."""
    if said.followup is not None:
        return still_open(ctx, followup_of(ctx, said.followup))
    if said.number is not None:
        listed: int | None = getattr(ctx.listed(said.number), "followup", None)
        return None if listed is None else still_open(ctx, followup_of(ctx, listed))
    if said.customer is not None:
        return None
    if ctx.quoted is not None:
        quoted = ctx.quoted.kind == "followup"
        return still_open(ctx, followup_of(ctx, ctx.quoted.id)) if quoted else None
    return _shown_last(ctx)


def customer_meant(ctx: Context, said: Pointing) -> Customer | None:
    """The customer named, numbered, quoted or just shown; None when the words point at nobody."""
    if said.customer is not None:
        return customer_of(ctx, said.customer)
    if said.number is not None:
        return _numbered(ctx, said.number)
    known = customer_pointed_at(ctx)
    return None if known is None else visible(ctx, known)


def still_open(ctx: Context, followup: FollowUp) -> FollowUp:
    """That follow-up; raises AlreadyClosed when nothing is to be done about it any more."""
    if not followup.is_open:
        raise AlreadyClosed(customer=ctx.session.get_one(Customer, followup.customer_id).name)
    return followup


def open_at(ctx: Context, customer: Customer) -> Sequence[FollowUp]:
    """Everything owed to that customer that this person may act on, in the order it is due."""
    owed = FollowUp.open_at(ctx.workspace.id, customer.id).where(ctx.access.reads(FollowUp))
    return ctx.session.scalars(owed).all()


def due_by_today(ctx: Context) -> Sequence[FollowUp]:
    """What this person owes by tonight, overdue first."""
    owed = FollowUp.open_of(ctx.workspace.id, [ctx.member.id]).where(FollowUp.due_on <= ctx.today)
    return ctx.session.scalars(owed).all()


def only(found: Sequence[FollowUp]) -> FollowUp | None:
    """The only one, or None if there is none; raises WhichFollowUp when there are several."""
    if len(found) > 1:
        raise WhichFollowUp([one.id for one in found[:CHOICES]])
    return found[0] if found else None


def _numbered(ctx: Context, number: int) -> Customer:
    """The customer on a line of the last list; another kind of line is none to be followed up."""
    ref = getattr(ctx.listed(number), "customer", None)
    if ref is None:
        raise NotFound
    return customer_of(ctx, ref)


def _shown_last(ctx: Context) -> FollowUp | None:
    last = ctx.chat.last_record
    if not last or last["kind"] != "followup" or not _is_of_today(ctx, last["at"]):
        return None
    shown = ctx.access.followups().where(FollowUp.id == last["id"])
    return ctx.session.scalar(shown.where(FollowUp.state == FollowUpState.OPEN))


def _is_of_today(ctx: Context, moment: str) -> bool:
    return ctx.local(datetime.fromisoformat(moment)).date() == ctx.today
