"""A pasted report: what each line was read as, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Desk
from bot.intents.activities import LogActivity, Undo
from bot.intents.answers import Answer
from bot.intents.customers import Brief
from bot.intents.purchases import LogPayment, RecordPurchase
from bot.language import CustomerRef, When
from bot.pasted import Entry, Line
from bot.replies import Button, Card, Item, Items, Paragraph, Tap, Tone, Weight
from models.purchase import PaymentKind


def preview_card(desk: Desk, lines: Sequence[Line], question: int) -> Card:
    """Every line as it was read; one tap stores the clear ones."""
    clear = sum(line.is_clear for line in lines)
    title = desk.words("pasted.read", count=len(lines))
    confirm = Button(
        desk.words("pasted.store", count=clear), Tap(Answer(question=question, yes=True)), Weight.PRIMARY
    )
    return Card(
        title=title,
        subtitle=desk.words("pasted.look_first" if clear else "pasted.none_clear"),
        summary=title,
        blocks=(Items(tuple(_item(desk, line) for line in lines)), *_rest(desk, lines)),
        buttons=((confirm,),) if clear else (),
    )


def logged_day_card(desk: Desk, lines: Sequence[Line], undo: Undo) -> Card:
    """What was stored; one tap takes all of it back."""
    stored = [line for line in lines if line.is_clear]
    title = desk.words("pasted.stored", count=len(stored))
    take_back = Button(desk.words("pasted.undo_all"), Tap(undo))
    return Card(
        title=title,
        summary=title,
        blocks=(Items(tuple(_opening(desk, line) for line in stored)), *_rest(desk, lines)),
        buttons=((take_back,),),
    )


def _rest(desk: Desk, lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    unclear = sum(not line.is_clear for line in lines)
    return (Paragraph(desk.words("pasted.kept", count=unclear), Tone.AMBER),) if unclear else ()


def _item(desk: Desk, line: Line) -> Item:
    if line.intent is None:
        return Item(line.said, desk.words("pasted.doubtful"), tone=Tone.AMBER)
    if line.customer is None:
        return Item(line.said, desk.words("pasted.unclear"), tone=Tone.AMBER)
    if line.is_past:
        return Item(line.customer.name, desk.words("pasted.past"), tone=Tone.AMBER)
    return Item(line.customer.name, _detail(desk, line.intent))


def _opening(desk: Desk, line: Line) -> Item:
    item = _item(desk, line)
    known = CustomerRef("", line.customer.id) if line.customer else None
    return Item(item.title, item.detail, Brief(customer=known))


def _detail(desk: Desk, intent: Entry) -> str:
    """เข้าพบ · คุยราคาเหล็ก · ตาม ศ. 13 มี.ค."""
    words = desk.words
    if isinstance(intent, RecordPurchase | LogPayment):
        return _sold(desk, intent)
    parts = [words(f"channels.{intent.channel or 'note'}")] if isinstance(intent, LogActivity) else []
    if isinstance(intent, LogActivity) and intent.outcome not in (None, "reached"):
        parts.append(words(f"outcomes.{intent.outcome}"))
    if intent.note and intent.note.casefold() not in map(str.casefold, parts):
        parts.append(intent.note)
    if intent.amount is not None:
        parts.append(words.baht(intent.amount.value))
    if intent.follow_up_at is not None:
        parts.append(_next(desk, intent.follow_up_at, intent.follow_up_kind or "task"))
    return " · ".join(parts)


def _sold(desk: Desk, intent: RecordPurchase | LogPayment) -> str:
    """สั่งซื้อ · เหล็ก · 234,000 บาท."""
    words, amount = desk.words, desk.words.baht(intent.amount.value) if intent.amount else ""
    if isinstance(intent, LogPayment):
        parts = [words(f"payments.{intent.payment_kind or PaymentKind.COLLECTED}"), amount]
    else:
        parts = [words("purchases.order"), intent.item, amount]
    return " · ".join(part for part in parts if part)


def _next(desk: Desk, when: When, kind: str) -> str:
    return desk.words(f"activity.next_{kind}", when=desk.words.moment(when.day, when.clock, desk.today))
