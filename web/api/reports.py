"""What a till reports, as JSON: its shape, and what it says once it has been checked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from bot.phones import e164
from bot.tills import Goods, Report, ReportedReturn
from web.api.problems import Refused, invalid

DEAREST = 1_000_000_000
"""Baht of one purchase."""
PRINTED = r"^[^\u0000-\u001f\u007f]+$"
MONEY = r"^[0-9]{1,10}(\.[0-9]{1,2})?$"
KEY = r"^[!-~]+$"
AHEAD = timedelta(days=1)
"""So far a till's clock may be wrong."""
EARLIEST = 2000
Baht = (
    Annotated[int, Meta(ge=0, le=DEAREST)]
    | Annotated[float, Meta(ge=0, le=DEAREST)]
    | Annotated[str, Meta(pattern=MONEY)]
)
Count = Annotated[float, Meta(gt=0, le=1_000_000)]
Key = Annotated[str, Meta(min_length=1, max_length=80, pattern=KEY)]


class Item(msgspec.Struct, forbid_unknown_fields=True):
    """One line of a receipt."""

    name: Annotated[str, Meta(min_length=1, max_length=200, pattern=PRINTED)]
    quantity: Count | None = None
    unit: Annotated[str, Meta(min_length=1, max_length=20, pattern=PRINTED)] | None = None
    amount: Baht | None = None


class Reported(msgspec.Struct, forbid_unknown_fields=True):
    """A purchase; or, with `returns`, what was brought back of one."""

    total: Baht | None = None
    items: Annotated[tuple[Item, ...], Meta(max_length=100)] = ()
    phone: Annotated[str, Meta(min_length=3, max_length=40)] | None = None
    customer_id: Annotated[int, Meta(ge=1, le=2**53)] | None = None
    code: Annotated[str, Meta(min_length=1, max_length=40, pattern=KEY)] | None = None
    occurred_at: Annotated[str, Meta(min_length=10, max_length=40)] | None = None
    external_key: Key | None = None
    returns: Key | None = None


PLACE = re.compile(r" - at `(?:key in )?\$?(.*)`$")
INDEX = re.compile(r"\[(\d+|\.\.\.)\]")
DECODER = msgspec.json.Decoder(Reported)


def decoded(body: bytes) -> Reported:
    """The body by its shape; raises Refused: 400 for what is no JSON, 422 for what is no report."""
    try:
        return DECODER.decode(body)
    except msgspec.ValidationError as error:
        raise invalid(_pointer(str(error)), PLACE.sub("", str(error))) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "not-json", "the body is no JSON text") from error


def _pointer(said: str) -> str:
    """`$.items[2].amount`, as msgspec says it, is #/items/2/amount."""
    found = PLACE.search(said)
    return "#" + INDEX.sub(r"/\1", found[1]).replace(".", "/") if found else "#"


def report_of(said: Reported, now: datetime, zone: ZoneInfo) -> Report:
    """A purchase as it is to be stored; raises Refused with the value that is wrong."""
    if said.phone is not None and said.customer_id is not None:
        raise invalid("#/customer_id", "name the customer by phone or by customer_id, not by both")
    amount = total_of(said)
    if amount is None:
        raise invalid("#/total", "say the total, or the amount of each item")
    return Report(
        occurred_at=moment_of(said.occurred_at, now, zone),
        amount=amount,
        goods=_goods(said.items),
        customer_id=said.customer_id,
        phone=_phone(said.phone),
        code=said.code,
        key=said.external_key,
    )


def return_of(said: Reported, returns: str, now: datetime, zone: ZoneInfo) -> ReportedReturn:
    """What was brought back, as it is to be stored; raises Refused with the value that is wrong."""
    for name in ("phone", "customer_id", "code"):
        if getattr(said, name) is not None:
            raise invalid(f"#/{name}", "whose return it is follows from the purchase")
    amount = total_of(said)
    if amount == 0:
        raise invalid("#/total", "nothing was given back")
    return ReportedReturn(
        occurred_at=moment_of(said.occurred_at, now, zone),
        returns=returns,
        amount=amount,
        goods=_goods(said.items),
        key=said.external_key,
    )


def total_of(said: Reported) -> Decimal | None:
    """Baht in all: as said, else what the items come to; None when some item has no amount."""
    if said.total is not None:
        return _baht(said.total, "#/total")
    amounts = [
        _baht(one.amount, f"#/items/{at}/amount")
        for at, one in enumerate(said.items)
        if one.amount is not None
    ]
    if not amounts or len(amounts) < len(said.items):
        return None
    total = sum(amounts, Decimal())
    if total > DEAREST:
        raise invalid("#/items", f"no purchase is dearer than {DEAREST} baht")
    return total


def _baht(value: float | str, pointer: str) -> Decimal:
    """Exact: a number of JSON counts as it is written."""
    amount = Decimal(str(value))
    if amount != amount.quantize(Decimal("0.01")) or amount > DEAREST:
        raise invalid(pointer, f"baht with at most two decimals, up to {DEAREST}")
    return amount


def _goods(items: tuple[Item, ...]) -> Goods:
    """One item with how many of it; several, each with how many, are named in one line."""
    if len(items) == 1:
        return Goods(items[0].name, items[0].quantity, items[0].unit or "")
    return Goods(", ".join(map(_line, items)))


def _line(item: Item) -> str:
    count = "" if item.quantity is None else f"{item.quantity:g}"
    return " ".join(filter(None, (item.name, count, item.unit)))


def _phone(said: str | None) -> str | None:
    if said is None:
        return None
    number = e164(said)
    if number is None:
        raise invalid("#/phone", "nobody can be called by this number")
    return number


def moment_of(said: str | None, now: datetime, zone: ZoneInfo) -> datetime:
    """RFC 3339; without an offset it is the company's own time. Now, when it is not said."""
    if said is None:
        return now
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise invalid("#/occurred_at", "a moment is 2026-11-26T14:05:00+07:00") from error
    moment = at if at.tzinfo else at.replace(tzinfo=zone)
    if at.year < EARLIEST or at.year > now.year + 1 or moment > now + AHEAD:
        raise invalid("#/occurred_at", f"not before {EARLIEST}, and not after tomorrow")
    return moment


def is_without_zone(said: str | None) -> bool:
    """Was the company's own time assumed?"""
    return said is not None and datetime.fromisoformat(said).tzinfo is None
