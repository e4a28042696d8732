"""Buttons that lead to a customer: a call, and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from bot.context import Desk
from bot.replies import Button, Link, Weight
from models.customer import Contact, Customer

CALLABLE = 3
"""So many people get a call button; more would push the rest of the card away."""
ADDRESS_LIMIT = 90
"""Letters of an address in a map link: a Thai letter is nine characters in a URI, and LINE takes 1,000."""


def call(desk: Desk, customer: Customer, contact: Contact | None) -> tuple[Button, ...]:
    """โทร: the person to be met if there is a number, else the firm, else anybody there."""
    phone = (contact.phone if contact else None) or customer.phone or _any_phone(desk, customer)
    if not phone:
        return ()
    return (Button(desk.words("brief.call"), Link(f"tel:{phone}"), Weight.PRIMARY),)


def _any_phone(desk: Desk, customer: Customer) -> str | None:
    return next((one.phone for one in desk.session.scalars(Contact.at(customer.id)) if one.phone), None)


def calls(desk: Desk, customer: Customer, people: Sequence[Contact]) -> tuple[Button, ...]:
    """One tap to call: each person by name, or the firm's own number."""
    words = desk.words
    reachable = [one for one in people if one.phone][:CALLABLE]
    if len(reachable) < 2:
        return call(desk, customer, reachable[0] if reachable else None)
    return tuple(
        Button(words("brief.call_person", who=one.name), Link(f"tel:{one.phone}"), Weight.SECONDARY)
        for one in reachable
    )


def way_there(desk: Desk, customer: Customer) -> tuple[Button, ...]:
    """นำทาง: a map of the place, when it is known."""
    place = _place(customer)
    if not place:
        return ()
    uri = f"https://www.google.com/maps/search/?api=1&query={quote(place)}"
    return (Button(desk.words("brief.map"), Link(uri), Weight.SECONDARY),)


def _place(customer: Customer) -> str:
    if customer.latitude is not None and customer.longitude is not None:
        return f"{customer.latitude:.6f},{customer.longitude:.6f}"
    return (customer.address or "")[:ADDRESS_LIMIT]
