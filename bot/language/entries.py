"""Whom a directory knows: customers with their contacts, and the team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LOOSE_RANK = 2
"""What is left of a name without its trade: others of that family may be meant as well."""
Kind = Literal["customer", "contact", "member", "deal"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A customer as the directory knows it; `contacts` are (id, name, role)."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    contacts: tuple[tuple[int, str, str | None], ...] = ()
    kind: str = "b2b"
    deals: tuple[tuple[int, str], ...] = ()
    """(id, name) of what may be won there now"""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the sales team."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """A team, by the name that managers call it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a key stands for."""

    kind: Kind
    id: int
    customer: int = 0
    """the company of a contact, or where a deal is to be won"""
    rank: int = 0
    """0 a name or alias, 1 a short form of one, 2 what is left of one without its trade"""
