"""Customers that change hands: what the giver, the successor and whoever had them read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.cards.brief import brief_card
from bot.cards.meeting import owed_text
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.answers import No
from bot.intents.customers import Brief
from bot.intents.handover import HandedOver, Reassign
from bot.language import CustomerRef, MemberRef
from bot.replies import Button, Card, Item, Items, Paragraph, Record, Rows, Tap, Tone, Weight
from models import handover
from models.customer import Customer
from models.followup import FollowUp
from models.member import Member

PAGE = 10


def pack_card(desk: Desk, customer: Customer, giver: Member) -> Card:
    """All one should know of a customer one has just been given: the brief, and from whom it comes."""
    brief = brief_card(desk, customer)
    title = desk.words("handover.yours_now", customer=customer.name)
    since = desk.words("handover.from_whom", who=desk.words.person(giver.name))
    return replace(brief, title=title, subtitle=f"{since} · {brief.subtitle}", summary=f"{title} · {since}")


def pack_list(desk: Desk, customers: Sequence[Customer], giver: Member, again: HandedOver) -> Card:
    """Many at once: a line each, which opens the pack; `again` shows this very page."""
    words, count, page = desk.words, len(customers), again.page
    shown = customers[page * PAGE : (page + 1) * PAGE]
    title = words("handover.yours_many", count=count, who=words.person(giver.name))
    more = Button(words("customers.more"), Tap(HandedOver(event=again.event, page=page + 1)))
    return Card(
        title=title,
        subtitle=words("handover.tap_one"),
        summary=title,
        blocks=(Items(tuple(_line(desk, one) for one in shown)),),
        buttons=((more,),) if count > (page + 1) * PAGE else (),
    )


def _line(desk: Desk, customer: Customer) -> Item:
    """What is promised next there, else when somebody spoke with them last."""
    owed = desk.session.scalars(FollowUp.open_at(desk.workspace.id, customer.id).limit(1)).first()
    detail = owed_text(desk, owed) if owed is not None else _last_talk(desk, customer)
    return Item(customer.name, detail, Brief(customer=CustomerRef("", customer.id)))


def _last_talk(desk: Desk, customer: Customer) -> str:
    if customer.last_contact_at is None:
        return desk.words("brief.never_talked")
    day = desk.local(customer.last_contact_at).date()
    return desk.words("brief.last_talk", day=desk.words.near_day(day, desk.today))


def sure_card(desk: Desk, whose: Member, to: Member, goes: handover.HandedOver) -> Card:
    """Before everything of a rep's goes to another."""
    words = desk.words
    names = {"who": words.person(whose.name), "to": words.person(to.name)}
    title = words("handover.sure", count=len(goes.customers), **names)
    confirmed = Reassign(
        whose=MemberRef("", whose.id), rep=MemberRef("", to.id), everything=True, confirmed=True
    )
    return Card(
        title=title,
        subtitle=words("handover.sure_how", **names),
        summary=title,
        blocks=(Rows(rows),) if (rows := _counts(desk, goes)) else (),
        buttons=(
            (Button(words("handover.hand_over"), Tap(confirmed), Weight.SECONDARY),),
            (Button(words("handover.keep"), Tap(No())),),
        ),
    )


def done_card(desk: Desk, goes: handover.HandedOver, to: Member, event: str, *, told: bool) -> Card:
    """To whoever gave the word: what went to whom, and whether that person knows."""
    words, only = desk.words, goes.customers[0]
    title = what_went(desk, "done", goes.customers, to=words.person(to.name))
    note = words("handover.told" if told else "handover.knows", who=words.person(to.name))
    rows = _counts(desk, goes)
    names = Button(words("handover.names"), Tap(HandedOver(event=event)))
    undo = Button(words("activity.undo"), Tap(Undo(event=event)))
    return Card(
        title=title,
        summary=title,
        blocks=(*((Rows(rows),) if rows else ()), Paragraph(note, Tone.MUTED)),
        buttons=((names, undo),) if len(goes.customers) > 1 else ((undo,),),
        record=Record("customer", only.id) if len(goes.customers) == 1 else None,
    )


def what_went(desk: Desk, key: str, customers: Sequence[Customer], **names: str) -> str:
    """A customer by its name, several by how many."""
    if len(customers) == 1:
        return desk.words(f"handover.{key}", customer=customers[0].name, **names)
    return desk.words(f"handover.{key}_many", count=len(customers), **names)


def _counts(desk: Desk, goes: handover.HandedOver) -> tuple[tuple[str, str], ...]:
    """What goes along, and what it is worth."""
    words, worth = desk.words, sum((one.amount or Decimal(0) for one in goes.deals), start=Decimal(0))
    promises = words("handover.count", count=len(goes.followups)) if goes.followups else ""
    deals = words("handover.count", count=len(goes.deals)) if goes.deals else ""
    if worth:
        deals = words("handover.worth", count=len(goes.deals), worth=words.baht(worth))
    rows = ((words("handover.promises"), promises), (words("handover.deals"), deals))
    return tuple((label, value) for label, value in rows if value)
