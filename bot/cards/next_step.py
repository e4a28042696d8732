"""What would drop: the list, and for one customer the ways out, one tap each."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.moments import next_steps
from bot.cards.past import at_stake
from bot.cards.rounds import standing_row
from bot.context import Desk
from bot.dealing import open_deals
from bot.intents.followups import Assign
from bot.intents.rounds import DecideRounds, Nurture, SetNextStep
from bot.language import CustomerRef
from bot.replies import (
    Button,
    Card,
    Item,
    Items,
    Paragraph,
    Record,
    Reply,
    Rows,
    Tap,
    Text,
    Tone,
    Weight,
)
from models.customer import Customer
from models.nodrop import Dropped, Why

LISTED = 25
"""So many lines fit under LINE's 30 KB."""


def without_step_text(desk: Desk, customer_id: int, *, has_deal: bool) -> str:
    """ดีล 720,000 ไม่มีวันตาม …, with the amount that is at stake where it is known."""
    words, amount = desk.words, at_stake(desk, customer_id)
    if amount is None:
        return words("plans.adrift_line")
    is_dealt = has_deal or bool(open_deals(desk, customer_id))
    return words("plans.adrift_deal" if is_dealt else "plans.adrift_amount", amount=words.money(amount))


def next_step_card(desk: Desk, customer: Customer) -> Card:
    """ยังไม่มีวันตาม: the likely days, another one, a rest, or somebody else."""
    words, ref = desk.words, CustomerRef("", customer.id)
    title = words("nextstep.title")
    return Card(
        title=title,
        subtitle=customer.name,
        summary=f"{title} · {customer.name}",
        blocks=(Rows(_known(desk, customer)),),
        buttons=(
            next_steps(desk, customer.id),
            (
                Button(words("rounds.nurture"), Tap(Nurture(customer=ref)), Weight.SECONDARY),
                Button(words("nextstep.give"), Tap(Assign(customer=ref)), Weight.SECONDARY),
            ),
        ),
        record=Record("customer", customer.id),
    )


def _known(desk: Desk, customer: Customer) -> tuple[tuple[str, str], ...]:
    words, last = desk.words, customer.last_contact_at
    day = words.near_day(desk.local(last).date(), desk.today) if last else words("brief.never_talked")
    return (words("brief.last_time"), day), *standing_row(desk, customer)


def dropped_list(desk: Desk, found: Sequence[Dropped]) -> Reply:
    """Each customer once, with what is wrong and whose it is; a line opens the ways out."""
    words, lines = desk.words, by_customer(found)
    if not lines:
        return Text(text=words("nextstep.none"))
    title = words("nextstep.count", count=len(lines))
    items = tuple(_line(desk, one) for one in lines[:LISTED])
    rest = len(lines) - LISTED
    more = (Paragraph(words("followups.more", count=rest), Tone.MUTED),) if rest > 0 else ()
    return Card(title=title, summary=title, blocks=(Items(items), *more))


def by_customer(found: Sequence[Dropped]) -> list[Dropped]:
    """One a customer, the deal's before the customer's own."""
    first: dict[int, Dropped] = {}
    for one in sorted(found, key=lambda one: one.deal_id is None):
        first.setdefault(one.customer_id, one)
    return list(first.values())


def _line(desk: Desk, one: Dropped) -> Item:
    what = desk.words(f"nextstep.{one.why}")
    if one.why is Why.NO_STEP:
        what = without_step_text(desk, one.customer_id, has_deal=one.deal_id is not None)
    whose = one.owner if one.owner_id != desk.member.id else ""
    detail = " · ".join(part for part in (what, whose) if part)
    return Item(one.customer, detail, way_out(one), Tone.AMBER)


def way_out(one: Dropped) -> SetNextStep | DecideRounds:
    """What a tap on it opens: the question after the last round, else the days to choose from."""
    ref = CustomerRef("", one.customer_id)
    return DecideRounds(customer=ref) if one.why is Why.UNDECIDED else SetNextStep(customer=ref)
