"""A firm's name as it is registered."""

from __future__ import annotations

from models.customer import Customer

BEHIND = ("จำกัด", "จก.", "(มหาชน)", "มหาชน")
"""Thai words of a legal form that stand behind the name; Latin ones always do."""
LIMIT = 40


def form_in(legal_name: str, name: str) -> str:
    """What of a whole legal name is not the name: บริษัท จำกัด."""
    return " ".join(legal_name.replace(name, " ", 1).split()).strip(" ,")[:LIMIT]


def full_name(customer: Customer) -> str:
    """บจก. สยามวัสดุ, Blue Ocean Co., Ltd."""
    if not customer.legal_form:
        return customer.name
    words = customer.legal_form.split()
    before = [word for word in words if not word[0].isascii() and word not in BEHIND]
    behind = [word for word in words if word not in before]
    return " ".join((*before, customer.name, *behind))
