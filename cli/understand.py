"""`understand`: reads lines of JSON and says what each message means, without LINE or a database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.language import (
    Amount,
    ChatContext,
    ContactRef,
    CustomerRef,
    DealRef,
    Directory,
    Entry,
    Member,
    MemberRef,
    Understanding,
    When,
    understand,
)

ZONE = ZoneInfo("Asia/Bangkok")
"""Of a message whose time has no zone."""


def understand_lines(lines: Iterable[str], directory: Directory) -> Iterator[str]:
    """For each {id, text, now, speaker?, context?} a line {id, pred}; blank lines are passed over."""
    for line in lines:
        if line.strip():
            row = json.loads(line)
            now = _moment(row["now"])
            context = _context(row.get("context"), row.get("speaker"), directory)
            understood = understand(row["text"], now, directory, context)
            yield json.dumps(
                {"id": row["id"], "pred": as_dict(understood, directory, now)}, ensure_ascii=False
            )


def read_directory(path: Path) -> Directory:
    """The customers, contacts and members of a JSON file (accounts, consumers, reps, manager)."""
    data = json.loads(path.read_text(encoding="utf-8"))
    firms = [*data.get("accounts", ()), *data.get("consumers", ())]
    names = [*data.get("reps", ()), *([data["manager"]] if data.get("manager") else ())]
    members = [Member(at, name) for at, name in enumerate(names, 1)]
    return Directory([_entry(at, firm) for at, firm in enumerate(firms, 1)], members)


def _entry(number: int, firm: Mapping[str, Any]) -> Entry:
    contacts = tuple(
        (number * 1_000 + at, person["name"], person.get("role"))
        for at, person in enumerate(firm.get("contacts", ()))
    )
    return Entry(number, firm["name"], tuple(firm.get("aliases", ())), contacts, firm.get("kind", "b2b"))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _context(said: Mapping[str, Any] | None, speaker: str | None, directory: Directory) -> ChatContext:
    """{last: the saved record, last_bot: what Jod showed, items: rows listed, question, keeps_shop}."""
    said = said or {}
    last = said.get("last") or {}
    known = directory.exact(last["customer"]) if last.get("customer") else ()
    return ChatContext(
        speaker="customer" if speaker in ("customer", "consumer") else "staff",
        last_intent=last.get("intent"),
        last_customer=known[0] if known else None,
        last_bot=said.get("last_bot"),
        listed=said.get("items", 0),
        question=said.get("question"),
        may_close=speaker in ("manager", "owner"),
        keeps_shop=said.get("keeps_shop", False),
    )


def as_dict(understood: Understanding, directory: Directory, now: datetime) -> dict[str, Any]:
    """The understanding in plain JSON: dates as ISO, money as numbers, customers by their whole name."""
    plain = {name: _plain(found.value, directory, now) for name, found in understood.fields.items()}
    if understood.items:
        plain["items"] = [as_dict(item, directory, now) for item in understood.items]
    return {"intent": understood.intent, **plain, "ask": list(understood.ask)}


def _plain(value: object, directory: Directory, now: datetime) -> Any:
    match value:
        case When():
            return _iso(value, now)
        case Amount():
            return float(value.value) if value.value % 1 else int(value.value)
        case CustomerRef():
            known = directory.entry(value.id) if value.id is not None else None
            return known.name if known else value.said
        case ContactRef() | MemberRef() | DealRef():
            return value.said
        case date():
            return value.isoformat()
        case _:
            return value


def _iso(value: When, now: datetime) -> str:
    """A date, or with a clock (or the hour a part of the day usually means) a moment with its offset."""
    clock = value.clock or value.around
    return (
        value.day.isoformat() if clock is None else datetime.combine(value.day, clock, now.tzinfo).isoformat()
    )
