"""Who changed what at a customer, in words: when, who, which field, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from bot import tax
from bot.context import Desk
from bot.intents.handover import WhoChanged
from bot.language import CustomerRef
from bot.phones import shown
from bot.render import clip
from bot.replies import Button, Card, Paragraph, Record, Rows, Tap, Tone
from models.changes import Change
from models.customer import Customer
from models.member import Member

PAGE = 8
VALUE_LIMIT = 80
"""UTF-16 units of a value: an address is told by its beginning."""
MONEY, DAYS, PEOPLE = ("amount",), ("expected_close", "rests_until", "valid_until"), ("owner_id",)

WRITTEN = {"phone": shown, "tax_id": tax.shown}


def audit_card(desk: Desk, customer: Customer, changes: Sequence[Change], asked: WhoChanged) -> Card:
    """One page, newest first; `changes` is a page and one more when there are more."""
    words, page = desk.words, asked.page
    title = words("audit.title", customer=customer.name)
    again = WhoChanged(customer=CustomerRef("", customer.id), deals=asked.deals, page=page + 1)
    more = Button(words("customers.more"), Tap(again))
    rows = tuple((_when(desk, one), _told(desk, one)) for one in changes[:PAGE])
    nothing = Paragraph(words("audit.nothing"), Tone.MUTED)
    return Card(
        title=title,
        subtitle=words("audit.only_deals") if asked.deals else words("audit.newest_first"),
        summary=f"{title} · {rows[0][1].splitlines()[0]}" if rows else f"{title} · {words('audit.nothing')}",
        blocks=(Rows(rows),) if rows else (nothing,),
        buttons=((more,),) if len(changes) > PAGE else (),
        record=Record("customer", customer.id),
    )


def _when(desk: Desk, change: Change) -> str:
    at = desk.local(change.at)
    return f"{desk.words.day(at.date(), desk.today)} {desk.words.clock(at)}"


def _told(desk: Desk, change: Change) -> str:
    """คุณแบงค์, and a line for each field."""
    who = desk.session.get(Member, change.actor_id) if change.actor_id else None
    name = desk.words.person(who.name) if who is not None else desk.words("audit.jod")
    return "\n".join([name, *_lines(desk, change)])


def _lines(desk: Desk, change: Change) -> Iterator[str]:
    words, what = desk.words, desk.words(f"audit.table_{change.table_name}")
    if change.before is None:
        name = str((change.after or {}).get("name") or (change.after or {}).get("number") or "")
        yield words("audit.made", what=what, name=name).strip()
        return
    for field in _changed(desk, change):
        was, now = (_value(desk, field, (one or {}).get(field)) for one in (change.before, change.after))
        yield words("audit.from_to", field=words(f"audit.field_{field}"), before=was, after=now)


def is_telling(desk: Desk, change: Change) -> bool:
    """Does anything of it have words? What a machine keeps for itself has none."""
    return change.before is None or bool(_changed(desk, change))


def _changed(desk: Desk, change: Change) -> list[str]:
    """The fields that have words and are another value now."""
    before, after = change.before or {}, change.after or {}
    return [
        name for name in before if before[name] != after.get(name) and desk.words.has(f"audit.field_{name}")
    ]


def _value(desk: Desk, field: str, value: object) -> str:
    """A value of the history as people say it."""
    words = desk.words
    if value in (None, ""):
        return words("audit.empty")
    if field in PEOPLE:
        member = desk.session.get(Member, value)
        return words.person(member.name) if member is not None else "?"
    if field in MONEY:
        return words.baht(Decimal(str(value)))
    if field in DAYS:
        return words.day(date.fromisoformat(str(value)), desk.today)
    if field in WRITTEN:
        return WRITTEN[field](str(value))
    if field == "left_at":
        return words("audit.yes")
    return _word(desk, field, value)


def _word(desk: Desk, field: str, value: object) -> str:
    """One of a few words by its own text, anything else as it was typed."""
    kinds = {"role": "roles", "state": "audit", "deleted": "audit", "kind": "customers", "stage": "audit"}
    key = f"{kinds.get(field, 'audit')}.{_prefix(field)}{str(value).lower()}"
    return desk.words(key) if desk.words.has(key) else clip(str(value), VALUE_LIMIT)


def _prefix(field: str) -> str:
    return "" if field in ("role", "kind") else f"{field}_"
