"""What a person's day holds: appointments, what is to be followed, what is late, and who has no next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql import Select

from bot.context import Desk
from bot.subjects import about
from models.base import literal
from models.cadence import Cadence, CadenceState
from models.customer import Customer, CustomerKind
from models.deal import Deal, Quote
from models.followup import FollowUp
from models.member import Leave
from models.nodrop import Why, dropped
from models.prepared import Query, prepared
from models.queues import FIRED, TAKEN, JobSlot
from models.repeats import Late, late_orders
from models.workspace import Subject

JOB = "plan"
"""The morning plan's name among the jobs: push and ride share its slots."""
EMPTY = "empty_plan"
"""That a person's plan was found empty in the morning."""
RIDES_FROM = time(6)
"""Whoever writes from here on is up: the plan joins the answer."""
ADRIFT_WITHIN = timedelta(days=30)
"""A customer spoken to so lately, with nothing planned, is about to be lost from sight."""
ADRIFT_SHOWN = 3
A_DAY = timedelta(days=1)
ENDS_WITHIN = timedelta(days=3)
"""So long before a quote is over there is time to ask for the order, or to give another."""


@dataclass(frozen=True, slots=True)
class Adrift:
    """A customer with whom nothing comes next, or a deal for which nothing does."""

    customer_id: int
    customer: str
    """Its name."""
    has_deal: bool = False
    """It is a deal for which nothing is planned."""
    breaks_the_rule: bool = True
    """Not for customers from before rounds were counted: those are shown, but nobody is called for them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person has to do from `first` to `last`; what is left undone belongs to today's plan only."""

    first: date
    last: date
    due: tuple[FollowUp, ...]
    overdue: tuple[FollowUp, ...] = ()
    adrift: tuple[Adrift, ...] = ()
    undecided: tuple[Cadence, ...] = ()
    """Rounds that are all done, about which nobody has decided yet."""
    rounds: Mapping[int, Cadence] = field(default_factory=dict)
    """How far the rounds of these customers have come, by the customer's id."""
    expiring: tuple[tuple[Quote, Deal], ...] = ()
    """Prices in writing that soon hold no longer, with what they were given for."""
    late_orders: tuple[Late, ...] = ()
    """Who usually orders again sooner."""

    @property
    def appointments(self) -> tuple[FollowUp, ...]:
        return tuple(one for one in self.due if one.is_appointment)

    @property
    def tasks(self) -> tuple[FollowUp, ...]:
        return tuple(one for one in self.due if not one.is_appointment)

    @property
    def left_open(self) -> int:
        """Customers about whom something must be decided, for nothing follows by itself."""
        return len(self.undecided) + sum(one.breaks_the_rule for one in self.adrift)

    @property
    def has_work(self) -> bool:
        """Is there something to do? Customers without a next step alone are worth no push."""
        return bool(self.due or self.overdue or self.left_open)


def plan_for(desk: Desk, first: date, last: date) -> Plan:
    """The reader's own plan of these days; today's also tells what is late and who was left without a day."""
    due = due_between(desk, first, last)
    if not first <= desk.today <= last:
        return Plan(first, last, due, rounds=rounds_at(desk, due))
    late = overdue(desk)
    rounds = rounds_at(desk, (*due, *late))
    return Plan(
        first, last, due, late, adrift(desk), undecided(desk), rounds, expiring(desk), orders_due(desk)
    )


def rounds_at(desk: Desk, followups: Sequence[FollowUp]) -> dict[int, Cadence]:
    """The rounds that go on at the customers of these follow-ups."""
    customers = {one.customer_id for one in followups}
    if not customers:
        return {}
    running = desk.session.scalars(Cadence.running_at(desk.workspace.id, customers))
    return {one.customer_id: one for one in running}


@about(Subject.ROUNDS)
def undecided(desk: Desk) -> tuple[Cadence, ...]:
    """The reader's customers with whom all rounds are done: what now?"""
    return tuple(desk.session.scalars(_undecided(desk.workspace.id, [desk.member.id])))


_undecided = prepared(Cadence.undecided)


@about(Subject.DEALS)
def orders_due(desk: Desk) -> tuple[Late, ...]:
    """Own business customers who should have ordered again by now."""
    return tuple(late_orders(desk.session, desk.workspace, desk.member.id, desk.now, ADRIFT_SHOWN))


def due_between(desk: Desk, first: date, last: date) -> tuple[FollowUp, ...]:
    """What the reader promised for these days."""
    return _mine(desk, first, last)


def overdue(desk: Desk) -> tuple[FollowUp, ...]:
    """What should have been done before today, the oldest first."""
    return _mine(desk, date.min, desk.today - A_DAY)


def next_after(desk: Desk, day: date) -> FollowUp | None:
    """The first thing promised after that day."""
    return next(iter(_mine(desk, day + A_DAY, date.max)), None)


def _mine(desk: Desk, first: date, last: date) -> tuple[FollowUp, ...]:
    return tuple(desk.session.scalars(_promised(desk.workspace.id, [desk.member.id], first, last)))


@prepared
def _promised(workspace_id: int, owner_ids: list[int], first: date, last: date) -> Select[FollowUp]:
    return (
        FollowUp.open_of(workspace_id, owner_ids)
        .where(FollowUp.due_on.between(first, last))
        .join(FollowUp.customer)
        .where(Customer.deleted.is_(False))
        .options(contains_eager(FollowUp.customer), joinedload(FollowUp.contact))
    )


@about(Subject.DEALS)
def expiring(desk: Desk) -> tuple[tuple[Quote, Deal], ...]:
    """The reader's own quotes that hold for a few days yet; of one number only the last that was given."""
    given = desk.session.execute(_given(desk.workspace.id, [desk.member.id]))
    last = {(quote.deal_id, quote.number): (quote, deal) for quote, deal in given}
    return tuple(pair for pair in last.values() if _ends_soon(desk, pair[0]))


@prepared
def _given(workspace_id: int, owner_ids: list[int]) -> Select[Quote, Deal]:
    """Quotes for what these people may still win, the newest last."""
    mine = Deal.open_of(workspace_id, owner_ids).with_only_columns(Quote, Deal)
    given = mine.join(Quote, Quote.deal_id == Deal.id).where(Quote.deleted.is_(False))
    return given.options(joinedload(Deal.customer)).order_by(Quote.id)


def _ends_soon(desk: Desk, quote: Quote) -> bool:
    return quote.valid_until is not None and desk.today <= quote.valid_until <= desk.today + ENDS_WITHIN


@about(Subject.ROUNDS)
def adrift(desk: Desk) -> tuple[Adrift, ...]:
    """Own customers and deals without a next step, a line a customer; what breaks the rule first."""
    found = dropped(desk.session, desk.workspace.id, [desk.member.id], desk.today)
    without_step = sorted(
        (one for one in found if one.why is Why.NO_STEP), key=lambda one: one.deal_id is None
    )
    lines = {
        one.customer_id: Adrift(one.customer_id, one.customer, one.deal_id is not None)
        for one in reversed(without_step)
    }
    since = desk.now - ADRIFT_WITHIN
    others = _spoken_to_lately.rows(desk.session, desk.workspace.id, desk.member.id, since)
    return (
        *reversed(lines.values()),
        *(Adrift(customer_id, name, breaks_the_rule=False) for customer_id, name in others),
    )


@Query
def _spoken_to_lately(workspace_id: int, member_id: int, since: datetime) -> Select[int, str]:
    """Own business customers without rounds, spoken to since then, with nothing planned, latest first."""
    counted = select(Cadence).where(Cadence.workspace_id == workspace_id, Cadence.customer_id == Customer.id)
    planned = FollowUp.open_here(workspace_id).where(FollowUp.customer_id == Customer.id)
    return (
        select(Customer.id, Customer.name)
        .where(Customer.workspace_id == workspace_id, Customer.owner_id == member_id)
        .where(Customer.deleted.is_(False), Customer.kind == CustomerKind.BUSINESS)
        .where(Customer.last_contact_at > since, ~planned.exists())
        .where(~counted.where(Cadence.state != literal(CadenceState.DELETED)).exists())
        .order_by(Customer.last_contact_at.desc(), Customer.id)
        .limit(ADRIFT_SHOWN)
    )


def is_away(desk: Desk, day: date) -> bool:
    """Is the reader on leave that day?"""
    return desk.session.scalar(Leave.covers(desk.member, day).limit(1)) is not None


def wants_morning_plan(desk: Desk) -> bool:
    """On a working day, to whoever is not on leave."""
    return desk.calendar.is_working(desk.today) and not is_away(desk, desk.today)


def has_had_plan(desk: Desk, but: datetime | None = None) -> bool:
    """Has today's plan come already, at another hour than `but`? The plan time may have moved since."""
    start = desk.start_of(desk.today)
    key = JobSlot.key(JOB, desk.member.id)
    slots = FIRED.all(desk.session, desk.workspace.id, key, start, start + A_DAY)
    return any(one.slot_at != but for one in slots)


def may_ride(desk: Desk) -> bool:
    """Between six and its own time the plan joins an answer, unless it has come or there was none."""
    is_time = RIDES_FROM <= desk.now.time() < desk.member.plan_at
    return is_time and TAKEN.first(desk.session, *_empty_slot(desk)) is None and not has_had_plan(desk)


def note_empty(desk: Desk) -> None:
    """There was nothing for today: not each line of the morning looks again, the plan's own time does."""
    JobSlot.take(desk.session, *_empty_slot(desk), desk.now)


def _empty_slot(desk: Desk) -> tuple[int, str, datetime]:
    return desk.workspace.id, JobSlot.key(EMPTY, desk.member.id), desk.start_of(desk.today)


def take_plan_slot(desk: Desk) -> bool:
    """Take today's plan for a reply on its way; False if somebody has it already."""
    slot = desk.at(desk.today, desk.member.plan_at)
    return JobSlot.take(desk.session, desk.workspace.id, JobSlot.key(JOB, desk.member.id), slot, desk.now)
