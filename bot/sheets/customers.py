"""One row of a list of customers: checked, and as it is to be stored."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.language.names import fold
from bot.phones import e164
from bot.sheets.reading import Row
from bot.sheets.refusal import Problem
from models.customer import Contact, Customer, CustomerTag

VALUES = Path(__file__).parent / "values.toml"
TAX_DIGITS = 13
NOT_DIGITS, COMMAS = re.compile(r"\D"), re.compile(r"[,;|]")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Values = dict[str, Any]
Owners = Mapping[str, int | None]
"""Members by name, casefolded; None where several have that name."""


def values_of(row: Row, owners: Owners) -> Values:
    """The row as `{"customer", "contact", "tags"}`; raises Problem with what is wrong in it."""
    cells = row.cells
    if row.formula:
        raise Problem("formula", cells.get(row.formula, ""))
    if not cells.get("name"):
        raise Problem("no_name")
    customer = {field: read(cells[field]) for field, read in CUSTOMER.items() if cells.get(field)}
    owner = _owner(cells["owner"], owners) if cells.get("owner") else None
    found: Values = {"customer": customer | ({"owner_id": owner} if owner else {})}
    contact = {name: read(cells[field]) for field, (name, read) in CONTACT.items() if cells.get(field)}
    if contact and "name" not in contact:
        raise Problem("no_contact", next(iter(contact.values())))
    return found | ({"contact": contact} if contact else {}) | _tags(cells)


def keys_of(customer: Mapping[str, Any]) -> list[str]:
    """By what a customer is known again: tax number and branch, phone, or the very same name and branch."""
    branch = fold(customer.get("branch") or "")
    keys = [f"name:{fold(customer['name'])}:{branch}"]
    if customer.get("tax_id"):
        keys.append(f"tax:{customer['tax_id']}:{branch}")
    if customer.get("phone"):
        keys.append(f"phone:{customer['phone']}:{branch}")
    return keys


def _text(column: Any) -> Callable[[str], str]:
    limit = column.type.length

    def read(said: str) -> str:
        if len(said) > limit:
            raise Problem("too_long", said)
        return said

    return read


def _phone(said: str) -> str:
    """Several numbers in one cell are no number: nobody can tell which is right."""
    if (number := e164(said)) is None:
        raise Problem("phone", said)
    return number


def _tax_id(said: str) -> str:
    """Thirteen digits; Excel takes a leading zero away."""
    digits = NOT_DIGITS.sub("", said)
    if len(digits) not in (TAX_DIGITS - 1, TAX_DIGITS):
        raise Problem("tax_id", said)
    return digits.zfill(TAX_DIGITS)


def _email(said: str) -> str:
    if not EMAIL.fullmatch(said):
        raise Problem("email", said)
    return _text(Contact.email)(said)


def _one_of(field: str) -> Callable[[str], str]:
    def read(said: str) -> str:
        known = _words()[field].get(said.casefold())
        if known is None:
            raise Problem(field, said)
        return known

    return read


def _degrees(most: int) -> Callable[[str], float]:
    def read(said: str) -> float:
        try:
            degrees = float(said)
        except ValueError as error:
            raise Problem("place", said) from error
        if not -most <= degrees <= most:
            raise Problem("place", said)
        return degrees

    return read


def _owner(said: str, owners: Owners) -> int:
    known = owners.get(said.casefold())
    if known is None:
        raise Problem("owner_twice" if said.casefold() in owners else "owner", said)
    return known


def _tags(cells: Mapping[str, str]) -> Values:
    words = [word.strip() for word in COMMAS.split(cells.get("tags", "")) if word.strip()]
    named = [_text(CustomerTag.name)(word) for word in dict.fromkeys(words)]
    return {"tags": named} if named else {}


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    lists = tomllib.loads(VALUES.read_text(encoding="utf-8"))
    return {
        field: {word.casefold(): value for value, words in values.items() for word in words}
        for field, values in lists.items()
    }


CUSTOMER: Mapping[str, Callable[[str], Any]] = {
    "name": _text(Customer.name),
    "legal_form": _text(Customer.legal_form),
    "tax_id": _tax_id,
    "branch": _text(Customer.branch),
    "size": _one_of("size"),
    "kind": _one_of("kind"),
    "phone": _phone,
    "address": _text(Customer.address),
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "source": _text(Customer.source),
}
CONTACT: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "contact": ("name", _text(Contact.name)),
    "contact_role": ("role", _one_of("contact_role")),
    "contact_phone": ("phone", _phone),
    "contact_email": ("email", _email),
    "contact_line": ("line_id", _text(Contact.line_id)),
}
