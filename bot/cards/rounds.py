"""How rounds read on cards: the count, what Jod has planned, and the question after the last one."""

from __future__ import annotations

from bot.context import Context, Desk
from bot.intents.activities import Undo
from bot.intents.deals import DealLost
from bot.intents.followups import DropFollowUp
from bot.intents.rounds import DecideRounds, EndRounds, ExtendRounds, Nurture, SizeOf
from bot.language import CustomerRef
from bot.replies import Button, Card, Item, Record, Rows, Tap, Tone, Weight
from bot.rounds import ASSUMED
from models.activity import Activity
from models.cadence import EXTENSION, Cadence, CadenceState, rounds_of
from models.customer import Customer, Size
from models.deal import Deal
from models.followup import FollowUp


def round_text(desk: Desk, number: int, of: int) -> str:
    """ตามครั้งที่ 4 จาก 8."""
    return desk.words("rounds.nth", number=number, rounds=of)


def coming_text(desk: Desk, cadence: Cadence | None) -> str:
    """The round that comes next; nothing when none does."""
    if cadence is None or cadence.state is not CadenceState.RUNNING:
        return ""
    return round_text(desk, cadence.next_round, cadence.rounds)


def planned_text(desk: Desk, followup: FollowUp, when: str) -> str:
    """จ. 30 พ.ย. · จดวางให้: a day that nobody has promised says so."""
    return f"{when} · {desk.words('rounds.by_jod')}" if followup.is_planned else when


def standing_row(desk: Desk, customer: Customer) -> list[tuple[str, str]]:
    """How far the customer's rounds have come, as a row of a brief."""
    if customer.rests_until is not None and customer.rests_on(desk.today):
        day = desk.words.day(customer.rests_until, desk.today)
        return [(desk.words("rounds.row"), desk.words("rounds.rests", day=day))]
    cadence = desk.session.scalar(Cadence.at(desk.workspace.id, customer.id).limit(1))
    if cadence is None:
        return []
    is_over = cadence.state is CadenceState.DECIDING
    text = desk.words("rounds.all_done", rounds=cadence.rounds) if is_over else coming_text(desk, cadence)
    return [(desk.words("rounds.row"), text)]


def logged_row(
    desk: Desk, activity: Activity, cadence: Cadence | None, customer: Customer
) -> list[tuple[str, str]]:
    """What this contact was among the rounds: one of them, or their beginning."""
    if cadence is None or not cadence.is_live:
        return []
    if activity.round is not None:
        return [(desk.words("rounds.row"), round_text(desk, activity.round, cadence.rounds))]
    if activity.occurred_at != cadence.started_at:
        return []
    key = "begins" if customer.size is not None else "begins_unsized"
    return [(desk.words("rounds.row"), desk.words(f"rounds.{key}", rounds=cadence.rounds, size=cadence.size))]


def size_chips(
    desk: Desk, cadence: Cadence | None, customer: Customer, activity: Activity
) -> tuple[Button, ...]:
    """With the first contact of a customer of unknown size: one tap says how large it is."""
    if cadence is None or customer.size is not None or activity.occurred_at != cadence.started_at:
        return ()
    return tuple(_size_chip(desk, customer, size) for size in Size if size is not ASSUMED)


def _size_chip(desk: Desk, customer: Customer, size: Size) -> Button:
    count = len(rounds_of(desk.session, desk.workspace.id, size))
    label = desk.words("rounds.size_chip", size=size, rounds=count)
    return Button(label, Tap(SizeOf(customer=CustomerRef("", customer.id), size=size)))


def no_plan_chip(desk: Desk, planned: FollowUp) -> Button:
    return Button(desk.words("rounds.drop"), Tap(DropFollowUp(followup=planned.id)))


def decision_card(desk: Desk, cadence: Cadence, customer: Customer) -> Card:
    """ครบ 8 ครั้งแล้ว: look after rarely, lose, or go on for a reason."""
    words, ref = desk.words, CustomerRef("", customer.id)
    title = words("rounds.decide", rounds=cadence.rounds)
    return Card(
        title=title,
        subtitle=customer.name,
        summary=f"{title} · {customer.name}",
        blocks=(Rows(_so_far(desk, cadence, customer)),),
        buttons=(
            (
                Button(words("rounds.nurture"), Tap(Nurture(customer=ref)), Weight.SECONDARY),
                Button(words("rounds.lose"), Tap(_loss(desk, customer)), Weight.SECONDARY),
            ),
            (
                Button(
                    words("rounds.extend", more=EXTENSION), Tap(ExtendRounds(customer=ref)), Weight.PRIMARY
                ),
            ),
        ),
        record=Record("customer", customer.id),
    )


def _so_far(desk: Desk, cadence: Cadence, customer: Customer) -> tuple[tuple[str, str, Tone], ...]:
    words = desk.words
    begun = words.day(desk.local(cadence.started_at).date(), desk.today)
    rows = [(words("rounds.since"), begun, Tone.PLAIN)]
    if customer.last_contact_at is not None:
        last = words.near_day(desk.local(customer.last_contact_at).date(), desk.today)
        rows.append((words("brief.last_time"), last, Tone.PLAIN))
    return (*rows, (words("rounds.question_row"), words("rounds.question"), Tone.AMBER))


def _loss(desk: Desk, customer: Customer) -> DealLost | EndRounds:
    """An open deal is lost, which ends the rounds too; without one only they end."""
    ref = CustomerRef("", customer.id)
    deal = desk.session.scalar(Deal.open_at(desk.workspace.id, customer.id).limit(1))
    return EndRounds(customer=ref, given_up=True) if deal is None else DealLost(customer=ref)


def close_deal(desk: Desk, customer: Customer) -> tuple[Button, ...]:
    """After a refusal, where a deal is still open."""
    loss = _loss(desk, customer)
    return (Button(desk.words("rounds.close_deal"), Tap(loss)),) if isinstance(loss, DealLost) else ()


def decision_item(desk: Desk, cadence: Cadence, customer: Customer) -> Item:
    """The same question as a line of the plan."""
    detail = desk.words("rounds.decide", rounds=cadence.rounds)
    return Item(customer.name, detail, DecideRounds(customer=CustomerRef("", customer.id)), Tone.AMBER)


def answered_card(
    desk: Context, customer: Customer, key: str, *, rows: tuple[tuple[str, str], ...] = (), **values: object
) -> Card:
    """What was decided about a customer's rounds, and one tap to take it back."""
    title = desk.words(f"rounds.{key}", **values)
    return Card(
        title=title,
        subtitle=customer.name,
        summary=f"{title} · {customer.name}",
        blocks=(Rows(rows),) if rows else (),
        buttons=((Button(desk.words("activity.undo"), Tap(Undo(event=desk.event.id))),),),
        record=Record("customer", customer.id),
    )
