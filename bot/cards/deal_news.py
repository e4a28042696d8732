"""What was just done to a deal: opened, moved, priced, won, lost, or told a second time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.cards.activity import due_text, when_text
from bot.cards.deal import (
    Row,
    amount_row,
    called,
    end_rows,
    next_buttons,
    open_button,
    reason_text,
    stage_name,
    stage_row,
    standing_rows,
    worth,
)
from bot.cards.deal_questions import why_lost
from bot.cards.moments import date_chips, date_remarks, next_steps
from bot.consequences import next_step
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.deals import DealLost, DealWon
from bot.language import When
from bot.recording import Logged
from bot.replies import Block, Button, Card, Paragraph, Record, Rows, Tap, Tone
from models.activity import Activity
from models.customer import Customer
from models.deal import Deal, DealState
from models.followup import FollowUp


def opened_card(desk: Desk, deal: Deal, customer: Customer, undo: Undo) -> Card:
    """เปิดดีลแล้ว · สยามวัสดุภัณฑ์ · บางนา · 1,500,000."""
    return done_card(desk, deal, customer, "opened", rows=standing_rows(desk, deal), undo=undo)


def moved_card(
    desk: Desk, deal: Deal, customer: Customer, undo: Undo, *, logged: Logged | None, before: str | None
) -> Card:
    """The stage it is in and the one it came from; `before` is None where no deal was open."""
    words = desk.words
    remarks = [] if before is not None else [Paragraph(words("deals.opened_there"), Tone.MUTED)]
    rows = [*amount_row(desk, deal), stage_row(desk, deal)]
    if before is not None and before != deal.stage:
        rows.append((words("deals.was"), stage_name(desk, before)))
    heading = "stays" if before == deal.stage else "moved"
    return done_card(desk, deal, customer, heading, rows=rows, undo=undo, remarks=remarks, logged=logged)


def won_card(
    desk: Desk,
    deal: Deal,
    customer: Customer,
    undo: Undo,
    *,
    logged: Logged | None,
    before: tuple[Decimal | None] | None,
) -> Card:
    """ปิดได้แล้ว, for how much and after how long; `before` is what it was worth, None without an open deal."""
    words, rows = desk.words, list(amount_row(desk, deal))
    if before is not None and before[0] is not None and before[0] != deal.amount:
        rows.append((words("deals.was"), words.baht(before[0])))
    rows += end_rows(desk, deal)
    if days := (desk.today - desk.local(deal.created_at).date()).days:
        rows.append((words("deals.took"), words("deals.days", days=days, plural="" if days == 1 else "s")))
    remarks = [] if before is not None else [Paragraph(words("deals.opened_too"), Tone.MUTED)]
    if deal.amount is None:
        remarks.append(Paragraph(words("deals.no_amount"), Tone.AMBER))
    return done_card(desk, deal, customer, "won", rows=rows, undo=undo, remarks=remarks, logged=logged)


def lost_card(
    desk: Desk, deal: Deal, customer: Customer, undo: Undo, *, logged: Logged | None, was_open: bool
) -> Card:
    """ลงว่าหลุดแล้ว, and the reasons to tap when none was said."""
    remarks = [] if was_open else [Paragraph(desk.words("deals.opened_and_lost"), Tone.MUTED)]
    ask = () if deal.lost_reason else (why_lost(desk, deal),)
    rows = [*amount_row(desk, deal), *end_rows(desk, deal)]
    return done_card(
        desk, deal, customer, "lost", rows=rows, undo=undo, remarks=remarks, blocks=ask, logged=logged
    )


def reason_card(desk: Desk, deal: Deal, customer: Customer, undo: Undo) -> Card:
    """ลงเหตุผลแล้ว."""
    rows = [(desk.words("deals.because"), reason_text(desk, deal))]
    return done_card(desk, deal, customer, "reason_kept", rows=rows, undo=undo)


def done_card(
    desk: Desk,
    deal: Deal,
    customer: Customer,
    heading: str,
    *,
    rows: Sequence[Row],
    undo: Undo,
    remarks: Sequence[Paragraph] = (),
    blocks: Sequence[Block] = (),
    logged: Logged | None = None,
    chips: tuple[Button, ...] = (),
) -> Card:
    """What was just done to a deal (`heading` is a text's key), what comes next there, and the way back."""
    title, planned = desk.words(f"deals.{heading}"), next_step(desk, customer.id)
    take_back = Button(desk.words("activity.undo"), Tap(undo))
    ahead = _ahead(desk, planned)
    return Card(
        title=title,
        subtitle=called(customer, deal),
        summary=" · ".join([title, called(customer, deal), *worth(desk, deal)]),
        blocks=(Rows((*rows, *ahead)), *remarks, *_about_next(desk, deal, planned, logged), *blocks),
        buttons=(
            *_plan_buttons(desk, deal, planned, logged),
            *next_buttons(desk, deal),
            (open_button(desk, deal), take_back),
        ),
        chips=(*chips, *_chips(desk, planned, logged)),
        record=Record("deal", deal.id),
    )


def already_closed(desk: Desk, deal: Deal, customer: Customer, again: DealWon | DealLost) -> Card:
    """Closed a while ago: it is not counted twice, unless it is another deal."""
    words, state = desk.words, "won" if deal.state is DealState.WON else "lost"
    day = words.near_day(desk.local(deal.closed_at or desk.now).date(), desk.today)
    title = words(f"deals.{state}_already", day=day)
    another = Button(words(f"deals.another_{state}"), Tap(again))
    return Card(
        title=title,
        subtitle=called(customer, deal),
        summary=f"{title} · {called(customer, deal)}",
        blocks=(Rows((*amount_row(desk, deal), *end_rows(desk, deal))),),
        buttons=((another, open_button(desk, deal)),),
        record=Record("deal", deal.id),
    )


def said_twice(desk: Desk, entry: Activity, deal: Deal, customer: Customer) -> Card:
    """The same sentence within two minutes does nothing: the deal as it stands, and since when."""
    words = desk.words
    at = words.clock(desk.local(entry.logged_at))
    title = called(customer, deal)
    return Card(
        title=title,
        subtitle=when_text(desk, entry.logged_at),
        summary=f"{title} · {words('deals.said_twice', at=at)}",
        blocks=(
            Rows(tuple(standing_rows(desk, deal))),
            Paragraph(words("deals.said_twice", at=at), Tone.MUTED),
        ),
        buttons=((open_button(desk, deal),),),
        record=Record("deal", deal.id),
    )


def _ahead(desk: Desk, planned: FollowUp | None) -> list[Row]:
    if planned is None:
        return []
    return [(desk.words(f"activity.row_{planned.kind}"), due_text(desk, planned))]


def _about_next(
    desk: Desk, deal: Deal, planned: FollowUp | None, logged: Logged | None
) -> tuple[Paragraph, ...]:
    """What one would wonder about the date said; an open deal with nothing planned is about to drop."""
    if logged is not None and logged.settled is not None:
        return date_remarks(desk, logged.settled)
    is_adrift = planned is None and (deal.is_open or _told_day(logged) is not None)
    return (Paragraph(desk.words("activity.no_next"), Tone.AMBER),) if is_adrift else ()


def _told_day(logged: Logged | None) -> When | None:
    return None if logged is None else logged.told_day


def _plan_buttons(
    desk: Desk, deal: Deal, planned: FollowUp | None, logged: Logged | None
) -> tuple[tuple[Button, ...], ...]:
    """An open deal without a next step, or a day told with its end: the likely days, one tap each."""
    told = _told_day(logged)
    if planned is not None or not (deal.is_open or told):
        return ()
    return (next_steps(desk, deal.customer_id, told),)


def _chips(desk: Desk, planned: FollowUp | None, logged: Logged | None) -> tuple[Button, ...]:
    if planned is None or logged is None or logged.settled is None:
        return ()
    return date_chips(desk, planned, logged.settled)
