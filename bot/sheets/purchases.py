"""One row of a list of purchases: checked, and as the report that a till would have sent."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.language.names import fold
from bot.phones import e164
from bot.sheets.reading import Row
from bot.sheets.refusal import Problem
from bot.tills import ITEM_LIMIT, UNIT_LIMIT, Goods, Report
from models.customer import Customer

DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}[:.]\d{2}))?(?:[:.]\d{2})?")
BUDDHIST, EARLIEST = 2400, 2000
"""Years from the first on are Buddhist; before the second nobody kept a list."""
NOON = time(12)
"""Of a day without a time."""
NO_FIGURES = re.compile(r"[,฿\s]|บาท|baht|thb", re.IGNORECASE)
DEAREST = 1_000_000_000
CODE_LIMIT, KEY_LIMIT, DIGEST = 40, 80, 32
Names = Mapping[str, int | None]
"""Customers by name, folded; None where several have that name."""


@dataclass(frozen=True, slots=True)
class PurchaseRows:
    """Reads the rows of one file of one company; raises Problem with what is wrong in a row."""

    now: datetime
    zone: ZoneInfo
    names: Names
    seen: Counter[str] = field(default_factory=Counter)

    def report(self, row: Row) -> Report:
        cells = row.cells
        if row.formula:
            raise Problem("formula", cells.get(row.formula, ""))
        phone = _phone(cells.get("phone", ""))
        return Report(
            occurred_at=self._moment(cells.get("date", "")),
            amount=_amount(cells.get("amount", "")),
            goods=_goods(cells),
            customer_id=self._customer(cells.get("customer", ""), phone),
            phone=phone,
            code=_short(cells.get("code", ""), CODE_LIMIT) or None,
            key=_short(cells.get("key", ""), KEY_LIMIT) or self._key(row),
        )

    def _customer(self, name: str, phone: str | None) -> int | None:
        """By name; where that says nothing the number is left to tell."""
        known = self.names.get(fold(name)) if name else None
        if name and known is None and phone is None:
            raise Problem("no_such_customer" if fold(name) not in self.names else "several_customers", name)
        return known

    def _key(self, row: Row) -> str:
        """A row without a receipt is known again by its words: the same file twice is stored once."""
        digest = hashlib.sha256(repr(sorted(row.cells.items())).encode()).hexdigest()[:DIGEST]
        self.seen[digest] += 1
        return f"sheet:{digest}:{self.seen[digest]}"

    def _moment(self, said: str) -> datetime:
        if not said:
            raise Problem("no_date")
        try:
            at = _read_moment(said)
        except ValueError as error:
            raise Problem("date", said) from error
        moment = at.replace(tzinfo=at.tzinfo or self.zone)
        if at.year < EARLIEST or moment.astimezone(self.zone).date() > self.now.astimezone(self.zone).date():
            raise Problem("date", said)
        return min(moment, self.now)


def names_of(session: Session, customers: Select[Customer]) -> dict[str, int | None]:
    """These customers, by name."""
    names: dict[str, int | None] = {}
    for customer_id, name in session.execute(customers.with_only_columns(Customer.id, Customer.name)):
        names[fold(name)] = None if fold(name) in names else customer_id
    return names


def _read_moment(said: str) -> datetime:
    """26/11/2569 14:05 as people write it, or ISO as Excel and programs do; raises ValueError."""
    found = DAY.fullmatch(said.strip())
    if found is None:
        at = datetime.fromisoformat(said.strip())
        return at if len(said.strip()) > len("2026-11-26") else datetime.combine(at.date(), NOON)
    year = int(found[3])
    day = date(year - 543 if year > BUDDHIST else year, int(found[2]), int(found[1]))
    clock = time.fromisoformat(found[4].replace(".", ":").zfill(5)) if found[4] else NOON
    return datetime.combine(day, clock)


def _amount(said: str) -> Decimal:
    if not said:
        raise Problem("no_amount")
    amount = _number(said, "amount")
    if amount.as_tuple().exponent not in (0, -1, -2) or amount > DEAREST:
        raise Problem("amount", said)
    return amount


def _number(said: str, reason: str) -> Decimal:
    """Above nothing."""
    try:
        number = Decimal(NO_FIGURES.sub("", said))
    except InvalidOperation as error:
        raise Problem(reason, said) from error
    if not number.is_finite() or number <= 0:
        raise Problem(reason, said)
    return number


def _goods(cells: Mapping[str, str]) -> Goods:
    count = cells.get("quantity", "")
    quantity = float(_number(count, "quantity")) if count else None
    return Goods(
        _short(cells.get("item", ""), ITEM_LIMIT), quantity, _short(cells.get("unit", ""), UNIT_LIMIT)
    )


def _phone(said: str) -> str | None:
    if not said:
        return None
    number = e164(said) or e164(f"0{said}")  # Excel takes a leading zero away
    if number is None:
        raise Problem("phone", said)
    return number


def _short(said: str, limit: int) -> str:
    if len(said) > limit:
        raise Problem("too_long", said)
    return said
