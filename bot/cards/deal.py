"""A deal on a card: what it is called, how it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.context import Desk
from bot.dealing import pipeline
from bot.intents.deals import ChangeDeal, DealLost, DealWon, HoldDeal, MoveStage, ShowDeal
from bot.language import DealRef
from bot.replies import Button, Item, Pick, Tap, Tone, Weight
from bot.texts import Words
from models.customer import Customer
from models.deal import Deal, DealState, LostReason, Quote
from models.stage import Stage, all_stages, percent_of

Row = tuple[str, str] | tuple[str, str, Tone]


def called(customer: Customer, deal: Deal) -> str:
    """สยามวัสดุภัณฑ์ · บางนา; the customer alone where the deal has no name."""
    return " · ".join(part for part in (customer.name, deal.name) if part)


def worth(desk: Desk, deal: Deal) -> list[str]:
    """Its amount, where there is one, for a line."""
    return [] if deal.amount is None else [desk.words.money(deal.amount)]


def stage_name(desk: Desk, key: str, stages: Sequence[Stage] | None = None) -> str:
    """ต่อรอง: the company's own word, else the usual one."""
    own = next((one.name for one in stages or pipeline(desk) if one.key == key), "")
    usual = f"deals.stage_{key}"
    return own or (desk.words(usual) if desk.words.has(usual) else _was_called(desk, key))


def _was_called(desk: Desk, key: str) -> str:
    """A stage of the company's own that it has no more, in the history of its deals."""
    return next((one.name for one in all_stages(desk.session, desk.workspace.id) if one.key == key), key)


def reason_name(words: Words, reason: str) -> str:
    """Why it was lost: a usual reason in the reader's language, the company's own as it stands."""
    return words(f"deals.lost_{reason}") if reason in set(LostReason) else reason


def amount_row(desk: Desk, deal: Deal) -> list[Row]:
    return [] if deal.amount is None else [(desk.words("deals.amount"), desk.words.baht(deal.amount))]


def standing_rows(desk: Desk, deal: Deal) -> list[Row]:
    """How it stands: amount, stage or end, closing day, chance, competitors."""
    words = desk.words
    rows = amount_row(desk, deal)
    rows += [stage_row(desk, deal)] if deal.is_open else end_rows(desk, deal)
    if deal.expected_close is not None and deal.is_open:
        rows.append(close_row(desk, deal))
    if deal.rests_on(desk.today) and deal.rests_until is not None:
        rows.append((words("deals.rests_until"), words.day(deal.rests_until, desk.today), Tone.AMBER))
    if deal.competitors:
        rows.append((words("deals.competitors"), deal.competitors))
    return rows


def stage_row(desk: Desk, deal: Deal) -> Row:
    """ต่อรอง · โอกาส 75% · 12 วันแล้ว."""
    words, stages = desk.words, pipeline(desk)
    chance = deal.probability if deal.probability is not None else percent_of(stages, deal.stage)
    parts = [stage_name(desk, deal.stage, stages), words("deals.chance", percent=chance)]
    if days := days_in_stage(desk, deal):
        parts.append(words("deals.for_days", days=days, plural="" if days == 1 else "s"))
    return words("deals.stage"), " · ".join(parts), Tone.AMBER if rots(desk, deal, stages) else Tone.PLAIN


def days_in_stage(desk: Desk, deal: Deal) -> int:
    """Whole days since it came into its stage."""
    return (desk.today - desk.local(deal.stage_since).date()).days


def rots(desk: Desk, deal: Deal, stages: Sequence[Stage]) -> bool:
    """Has it stood still for longer than its stage allows?"""
    days = next((one.rotting_days for one in stages if one.key == deal.stage), None)
    return days is not None and not deal.rests_on(desk.today) and days_in_stage(desk, deal) > days


def close_row(desk: Desk, deal: Deal, before: date | None = None) -> Row:
    """คาดปิด พ. 30 ธ.ค. (เลื่อนมา 2 ครั้ง)."""
    words, close = desk.words, deal.expected_close or desk.today
    text = words.day(close, desk.today)
    if before is not None:
        text = words("deals.from_before", now=text, before=words.day(before, desk.today))
    if deal.close_moved:
        text += f"\n{words('deals.put_off', count=deal.close_moved, plural=_plural(deal.close_moved))}"
    tone = Tone.RED if close < desk.today else Tone.PLAIN
    return words("deals.expected_close"), text, tone


def end_rows(desk: Desk, deal: Deal) -> list[Row]:
    """When it was won or lost, and why."""
    words = desk.words
    day = words.near_day(desk.local(deal.closed_at or desk.now).date(), desk.today)
    if deal.state is DealState.WON:
        return [(words("deals.won_on"), day, Tone.GREEN)]
    reason = [(words("deals.because"), reason_text(desk, deal))] if deal.lost_reason or deal.lost_note else []
    return [(words("deals.lost_on"), day), *reason]


def reason_text(desk: Desk, deal: Deal) -> str:
    """สู้ราคาไม่ได้, and the rep's own words below."""
    own = desk.words.quoted(deal.lost_note) if deal.lost_note else ""
    named = reason_name(desk.words, deal.lost_reason) if deal.lost_reason else ""
    return "\n".join(part for part in (named, own) if part)


def quote_rows(desk: Desk, quotes: Sequence[Quote]) -> list[Row]:
    """ใบเสนอราคา QT-6911-02 · 1,500,000 · ยืนราคาถึง ศ. 25 ธ.ค."""
    return [(desk.words("deals.quote"), quote_text(desk, one), quote_tone(desk, one)) for one in quotes]


def quote_text(desk: Desk, quote: Quote) -> str:
    words = desk.words
    number = f"{quote.number} Rev.{quote.revision}" if quote.revision else quote.number
    parts = [number, words.money(quote.amount) if quote.amount is not None else ""]
    if quote.valid_until is not None:
        key = "deals.valid_until" if quote.valid_until >= desk.today else "deals.was_valid_until"
        parts.append(words(key, day=words.day(quote.valid_until, desk.today)))
    return " · ".join(part for part in parts if part)


def quote_tone(desk: Desk, quote: Quote) -> Tone:
    over = quote.valid_until is not None and quote.valid_until < desk.today
    return Tone.AMBER if over else Tone.PLAIN


def next_buttons(desk: Desk, deal: Deal) -> tuple[tuple[Button, ...], ...]:
    """For an open deal: the stage that comes next, and the day it should close if nobody has said."""
    if not deal.is_open:
        return ()
    row = [next_stage_button(desk, deal)]
    if deal.expected_close is None:
        pick = Pick(ChangeDeal(deal=DealRef("", deal.id)))
        row.append(Button(desk.words("deals.set_close"), pick, Weight.SECONDARY))
    return (tuple(row),)


def next_stage_button(desk: Desk, deal: Deal) -> Button:
    """เข้าขั้นต่อรอง; behind the last stage there is only winning."""
    words, ref = desk.words, DealRef("", deal.id)
    stages = pipeline(desk)
    keys = [one.key for one in stages]
    following = keys[keys.index(deal.stage) + 1 :] if deal.stage in keys else keys
    if not following:
        return Button(words("deals.won_button"), Tap(DealWon(deal=ref)), Weight.SECONDARY)
    label = words("deals.to_stage", stage=stage_name(desk, following[0], stages))
    return Button(label, Tap(MoveStage(deal=ref, stage=following[0])), Weight.SECONDARY)


def ending_buttons(desk: Desk, deal: Deal) -> tuple[Button, ...]:
    """ปิดได้, หลุด, พักไว้: each can be undone."""
    words, ref = desk.words, DealRef("", deal.id)
    return (
        Button(words("deals.won_button"), Tap(DealWon(deal=ref))),
        Button(words("deals.lost_button"), Tap(DealLost(deal=ref))),
        Button(words("deals.hold_button"), Pick(HoldDeal(deal=ref))),
    )


def deal_item(desk: Desk, deal: Deal, customer: Customer, stages: Sequence[Stage]) -> Item:
    """A line that opens it: สยามวัสดุภัณฑ์ · บางนา / 1,500,000 · ต่อรอง · 12 วันแล้ว."""
    words, days = desk.words, days_in_stage(desk, deal)
    parts = [*worth(desk, deal), stage_name(desk, deal.stage, stages)]
    if deal.rests_on(desk.today) and deal.rests_until is not None:
        parts.append(words("deals.resting_until", day=words.day(deal.rests_until, desk.today)))
    elif days:
        parts.append(words("deals.for_days", days=days, plural=_plural(days)))
    if deal.expected_close is not None:
        parts.append(words("deals.closes", day=words.day(deal.expected_close, desk.today)))
    tone = Tone.AMBER if rots(desk, deal, stages) else Tone.PLAIN
    return Item(called(customer, deal), " · ".join(parts), ShowDeal(deal=DealRef("", deal.id)), tone)


def open_button(desk: Desk, deal: Deal) -> Button:
    return Button(desk.words("deals.open_button"), Tap(ShowDeal(deal=DealRef("", deal.id))))


def _plural(count: int) -> str:
    return "" if count == 1 else "s"
