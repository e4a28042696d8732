"""The rounds of a customer: worked out from its history, so that whatever is corrected gives them back.

A contact on a later day than the one before completes a round; the next one is planned unless somebody has
promised another day. `docs/decisions/0011` says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from bot.context import Desk
from bot.dates import Settled
from bot.promises import promise
from models.activity import Activity, Reached
from models.cadence import EXTENSION, NEWEST_AT, Cadence, CadenceEnd, CadenceState, Round, rounds_of
from models.customer import Contact, Customer, CustomerKind, Size
from models.deal import Deal
from models.followup import OWED_AT, FollowUp, FollowUpKind, FollowUpState
from models.member import Leave, Member
from models.workspace import Subject

ASSUMED = Size.M
"""Of a customer whose size nobody has said."""
AWAY_AT_MOST = timedelta(days=120)
"""Leaves further ahead than that do not move a round."""


def follow_rounds(
    desk: Desk, customer_id: int, newest: Activity | None = None, *, plans: bool = True
) -> Cadence | None:
    """Count a customer's rounds anew, begin them with `newest`, settle what it has done, plan the next.

    Without `plans` none is planned: somebody is about to promise a day.
    """
    customer = desk.session.get_one(Customer, customer_id)
    cadence = counted(desk, customer, newest)
    if cadence is not None:
        settle_planned(desk, cadence, newest)
        if plans:
            plan_next(desk, customer, cadence)
    return cadence


def counted(desk: Desk, customer: Customer, newest: Activity | None) -> Cadence | None:
    """The customer's rounds as its history tells them now; None where there are none."""
    cadence = _going_on(desk, customer, newest)
    if cadence is None or cadence.state is CadenceState.RESTING:
        return cadence
    contacts = _contacts(desk, cadence) or _alone(newest)
    if not contacts:
        cadence.state = CadenceState.DELETED
        return cadence
    _resize(desk, cadence, customer)
    cadence.started_at = contacts[0].occurred_at
    _number(desk, cadence, contacts)
    desk.session.flush()
    return cadence


def finish(desk: Desk, customer_id: int, end: CadenceEnd) -> Cadence | None:
    """Won, lost or refused: no round is planned there any more. A deal still open keeps the rounds going."""
    cadence = desk.session.scalar(Cadence.newest_at(desk.workspace.id, customer_id))
    if cadence is None or not cadence.is_live:
        return None
    if end is not CadenceEnd.REFUSED and _has_open_deal(desk, customer_id):
        return None
    cadence.state, cadence.end, cadence.ended_at = CadenceState.ENDED, end, desk.now
    drop_planned(desk, customer_id)
    return cadence


def rest(desk: Desk, customer: Customer, until: date) -> None:
    """Look after the customer rarely: nothing is due before that day."""
    customer.rests_until = until
    cadence = desk.session.scalar(Cadence.newest_at(desk.workspace.id, customer.id))
    if cadence is not None and cadence.is_live:
        cadence.state, cadence.end = CadenceState.RESTING, CadenceEnd.NURTURED
    drop_planned(desk, customer.id)


def extend(desk: Desk, cadence: Cadence, reason: str) -> FollowUp | None:
    """Some rounds more, because of what was said; the next one is planned."""
    cadence.rounds += EXTENSION
    cadence.extended_for, cadence.state = reason[:300], CadenceState.RUNNING
    return plan_next(desk, desk.session.get_one(Customer, cadence.customer_id), cadence)


def has_rounds(desk: Desk, customer: Customer) -> bool:
    """Businesses are followed up in rounds, where the company sells to businesses at all."""
    return customer.kind is CustomerKind.BUSINESS and desk.workspace.selling.covers(Subject.ROUNDS)


def plan_next(desk: Desk, customer: Customer, cadence: Cadence) -> FollowUp | None:
    """The next round on its day, unless somebody has promised to come back; returns what is planned."""
    owed = OWED_AT.all(desk.session, desk.workspace.id, customer.id)
    planned = [one for one in owed if one.is_planned]
    is_due = cadence.state is CadenceState.RUNNING and not customer.rests_on(desk.today)
    if not is_due or len(planned) < len(owed):
        _close(desk, planned, FollowUpState.DROPPED)
        return None
    stays = next((one for one in planned if one.round == cadence.next_round), None)
    _close(desk, [one for one in planned if one is not stays], FollowUpState.DROPPED)
    return stays or _planned(desk, customer, cadence)


def drop_planned(desk: Desk, customer_id: int) -> None:
    """What Jod has planned at this customer is off; what somebody has promised stays."""
    owed = OWED_AT.all(desk.session, desk.workspace.id, customer_id)
    _close(desk, [one for one in owed if one.is_planned], FollowUpState.DROPPED)


def settle_planned(desk: Desk, cadence: Cadence, activity: Activity | None) -> None:
    """Rounds that have been done need no planning any more: this contact did it, early or late."""
    owed = OWED_AT.all(desk.session, desk.workspace.id, cadence.customer_id)
    done = [one for one in owed if one.round is not None and one.round <= cadence.done]
    _close(desk, done, FollowUpState.DONE, activity.id if activity is not None else None)


def _close(
    desk: Desk, planned: Sequence[FollowUp], state: FollowUpState, activity_id: int | None = None
) -> None:
    for one in planned:
        one.close(state, desk.now, activity_id)
    desk.session.flush()


def _going_on(desk: Desk, customer: Customer, newest: Activity | None) -> Cadence | None:
    """The live rounds; else those that `newest` begins, or that were taken back with a first contact."""
    cadence = NEWEST_AT.first(desk.session, desk.workspace.id, customer.id)
    reached = newest if newest is not None and newest.reached and has_rounds(desk, customer) else None
    if cadence is not None and cadence.state is CadenceState.DELETED:
        cadence = _revived(desk, cadence)
    if cadence is None or cadence.ended_at is not None:
        return _begun(desk, customer, cadence, reached)
    if cadence.state is CadenceState.RESTING and reached is not None:
        _resume(desk, customer, cadence, reached)
    return cadence


def _revived(desk: Desk, cadence: Cadence) -> Cadence | None:
    """The first contact was taken back, but there are later ones."""
    if not _contacts(desk, cadence):
        return None
    cadence.state, cadence.end, cadence.ended_at = CadenceState.RUNNING, None, None
    return cadence


def _begun(
    desk: Desk, customer: Customer, before: Cadence | None, activity: Activity | None
) -> Cadence | None:
    if activity is None or not _may_begin(desk, before, activity):
        return None
    size = customer.size or ASSUMED
    cadence = Cadence(
        workspace_id=desk.workspace.id,
        customer_id=customer.id,
        size=size,
        done=0,
        rounds=len(rounds_of(desk.session, desk.workspace.id, size)),
        state=CadenceState.RUNNING,
        started_at=activity.occurred_at,
    )
    desk.session.add(cadence)
    return cadence


def _may_begin(desk: Desk, before: Cadence | None, activity: Activity) -> bool:
    """After an end: on a later day; after a win only for another deal, for bringing the goods is no round."""
    if before is None or before.ended_at is None:
        return True
    is_later = desk.local(activity.occurred_at).date() > desk.local(before.ended_at).date()
    return is_later and (before.end is not CadenceEnd.WON or _has_open_deal(desk, activity.customer_id))


def _has_open_deal(desk: Desk, customer_id: int) -> bool:
    return desk.session.scalar(Deal.open_at(desk.workspace.id, customer_id).limit(1)) is not None


def _resume(desk: Desk, customer: Customer, cadence: Cadence, activity: Activity) -> None:
    """Somebody spoke with a customer at rest: the rounds begin anew."""
    customer.rests_until = None
    cadence.state, cadence.end, cadence.extended_for = CadenceState.RUNNING, None, ""
    cadence.size, cadence.started_at = customer.size or ASSUMED, activity.occurred_at
    cadence.rounds = len(rounds_of(desk.session, desk.workspace.id, cadence.size))


def _contacts(desk: Desk, cadence: Cadence) -> list[Reached]:
    return Reached.since(desk.session, desk.workspace.id, cadence.customer_id, cadence.started_at)


def _alone(newest: Activity | None) -> list[Reached]:
    """The one contact of rounds that begin with it, before those that were thought to begin them."""
    if newest is None or not newest.reached:
        return []
    return [Reached(newest.id, newest.occurred_at, newest.round)]


def _resize(desk: Desk, cadence: Cadence, customer: Customer) -> None:
    """The customer turned out larger or smaller than thought; what was added by a reason stays added."""
    size = customer.size
    if size is None or size is cadence.size:
        return
    usual = [len(rounds_of(desk.session, desk.workspace.id, one)) for one in (cadence.size, size)]
    added = cadence.rounds - usual[0] if cadence.extended_for else 0
    cadence.size, cadence.rounds = size, usual[1] + added


def _number(desk: Desk, cadence: Cadence, contacts: Sequence[Reached]) -> None:
    """Each later day's first contact completes a round, as many as there are."""
    days = [desk.local(contacts[0].occurred_at).date()]
    for one in contacts:
        day = desk.local(one.occurred_at).date()
        completes = day != days[-1] and len(days) <= cadence.rounds
        number = len(days) if completes else None
        if completes:
            days.append(day)
        if one.round != number:
            desk.session.get_one(Activity, one.id).round = number
    cadence.done = len(days) - 1
    is_over = cadence.done >= cadence.rounds
    cadence.state = CadenceState.DECIDING if is_over else CadenceState.RUNNING


def _planned(desk: Desk, customer: Customer, cadence: Cadence) -> FollowUp:
    """The next round as the workspace has it, on a day on which company and person work."""
    coming, owner = round_of(desk, cadence), _keeper(desk, customer)
    last = customer.last_contact_at or cadence.started_at
    day = _working_day(desk, owner, desk.local(last).date() + timedelta(days=coming.gap_days))
    contact = _whom(desk, customer, coming)
    followup = promise(
        desk,
        customer_id=customer.id,
        owner=owner,
        settled=Settled(day, None, None, ""),
        kind=FollowUpKind.TASK,
        about=coming.topic,
        channel=coming.channel,
        contact_id=contact.id if contact is not None else None,
        planned_round=cadence.next_round,
    )
    followup.set_by_id = owner.id
    return followup


def round_of(desk: Desk, cadence: Cadence) -> Round:
    """The round that comes next; one that was added goes like the last of its size."""
    rounds = rounds_of(desk.session, desk.workspace.id, cadence.size)
    return rounds[min(cadence.done, len(rounds) - 1)]


def _keeper(desk: Desk, customer: Customer) -> Member:
    """Who is responsible; when that person has left, whoever has just been there."""
    owner = desk.session.get_one(Member, customer.owner_id)
    return owner if owner.is_active else desk.member


def _working_day(desk: Desk, owner: Member, day: date) -> date:
    day = max(day, desk.today + timedelta(days=1))
    leaves = desk.session.scalars(Leave.of(owner, day, day + AWAY_AT_MOST)).all()
    day = desk.calendar.next_working(day)
    while any(one.first <= day <= one.last for one in leaves):
        day = desk.calendar.next_working(day + timedelta(days=1))
    return day


def _whom(desk: Desk, customer: Customer, coming: Round) -> Contact | None:
    """The one person there who has the role that this round is for."""
    if coming.role is None:
        return None
    there = select(Contact).where(
        Contact.customer_id == customer.id, Contact.deleted.is_(False), Contact.left_at.is_(None)
    )
    fitting = desk.session.scalars(there.where(Contact.role == coming.role)).all()
    return fitting[0] if len(fitting) == 1 else None
