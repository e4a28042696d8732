"""Who changed what at a customer, in words: when, who, which field, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot import tax
from bot.cards.deal import stage_name
from bot.context import Desk
from bot.intents.base import Intent
from bot.intents.handover import WhoChanged, WhoChangedStages
from bot.language import CustomerRef
from bot.phones import shown
from bot.render import clip
from bot.replies import Button, Card, Paragraph, Record, Rows, Tap, Tone
from models.changes import Change
from models.customer import Customer
from models.member import Member
from models.stage import Stage

PAGE = 8
VALUE_LIMIT = 80
"""UTF-16 units of a value: an address is told by its beginning."""
MONEY, DAYS, PEOPLE = ("amount",), ("expected_close", "rests_until", "valid_until"), ("owner_id",)

WRITTEN = {"phone": shown, "tax_id": tax.shown}


def audit_card(desk: Desk, customer: Customer, changes: Sequence[Change], asked: WhoChanged) -> Card:
    """One page, newest first; `changes` is a page and one more when there are more."""
    words = desk.words
    again = WhoChanged(customer=CustomerRef("", customer.id), deals=asked.deals, page=asked.page + 1)
    card = _page(desk, words("audit.title", customer=customer.name), changes, again)
    subtitle = words("audit.only_deals") if asked.deals else words("audit.newest_first")
    return replace(card, subtitle=subtitle, record=Record("customer", customer.id))


def stage_audit_card(desk: Desk, changes: Sequence[Change], asked: WhoChangedStages) -> Card:
    """The same for the company's stages."""
    title = desk.words("audit.title", customer=desk.words("deals.stages"))
    return _page(desk, title, changes, WhoChangedStages(page=asked.page + 1))


def _page(desk: Desk, title: str, changes: Sequence[Change], again: Intent) -> Card:
    words = desk.words
    rows = tuple((_when(desk, one), _told(desk, one)) for one in changes[:PAGE])
    more = Button(words("customers.more"), Tap(again))
    return Card(
        title=title,
        subtitle=words("audit.newest_first"),
        summary=f"{title} · {rows[0][1].splitlines()[0]}" if rows else f"{title} · {words('audit.nothing')}",
        blocks=(Rows(rows),) if rows else (Paragraph(words("audit.nothing"), Tone.MUTED),),
        buttons=((more,),) if len(changes) > PAGE else (),
    )


def _when(desk: Desk, change: Change) -> str:
    at = desk.local(change.at)
    return f"{desk.words.day(at.date(), desk.today)} {desk.words.clock(at)}"


def _told(desk: Desk, change: Change) -> str:
    """คุณแบงค์, and a line for each field."""
    who = desk.session.get(Member, change.actor_id) if change.actor_id else None
    name = desk.words.person(who.name) if who is not None else desk.words("audit.jod")
    return "\n".join([name, *(f"{_which(desk, change)}{line}" for line in _lines(desk, change))])


def _which(desk: Desk, change: Change) -> str:
    """Of several stages the one, by what it is called now."""
    if change.table_name != Stage.__tablename__ or change.before is None:
        return ""
    stage = desk.session.get_one(Stage, change.row_id)
    return f"{stage_name(desk, stage.key, [stage])} · "


def _lines(desk: Desk, change: Change) -> Iterator[str]:
    words, what = desk.words, desk.words(f"audit.table_{change.table_name}")
    if change.before is None:
        after = change.after or {}
        name = str(after.get("name") or after.get("number") or "")
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
    if field == "stage":
        return stage_name(desk, str(value))
    kinds = {"role": "roles", "state": "audit", "deleted": "audit", "kind": "customers"}
    key = f"{kinds.get(field, 'audit')}.{_prefix(field)}{str(value).lower()}"
    return desk.words(key) if desk.words.has(key) else clip(str(value), VALUE_LIMIT)


def _prefix(field: str) -> str:
    return "" if field in ("role", "kind") else f"{field}_"
