"""How a deal came to stand as it does: each move, the time in each stage, and how it stood on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from bot.cards.deal import Row, called, open_button, stage_name
from bot.cards.deal_views import log_button
from bot.context import Desk
from bot.dealing import pipeline
from bot.replies import Block, Card, Items, Paragraph, Record, Rows
from models.customer import Customer
from models.deal import Deal, DealMove, DealState
from models.member import Member

MOVES = 12
"""Lines of a history: with the longest it stays under LINE's 30 KB."""
DAY = timedelta(days=1)


def history_card(desk: Desk, deal: Deal, customer: Customer) -> Card:
    """Each way it stood, newest first: the day, what changed, by whom, and how long it stayed so."""
    moves = desk.session.scalars(DealMove.of(deal.id)).all()
    told = [*([_began(desk, moves[0])] if moves else [])]
    told += [_changed(desk, before, now) for before, now in pairwise(moves)]
    title = desk.words("deals.history_of")
    return Card(
        title=title,
        subtitle=called(customer, deal),
        summary=f"{title} · {called(customer, deal)}",
        blocks=(Rows(tuple(reversed(told[-MOVES:]))), *_in_stages(desk, moves)),
        buttons=((log_button(desk, customer), open_button(desk, deal)),),
        record=Record("deal", deal.id),
    )


def _began(desk: Desk, move: DealMove) -> tuple[str, str]:
    amount = f" {desk.words.money(move.amount)}" if move.amount is not None else ""
    what = desk.words("deals.began", stage=stage_name(desk, move.stage)) + amount
    return _day(desk, move), _by(desk, move, what)


def _changed(desk: Desk, before: DealMove, now: DealMove) -> tuple[str, str]:
    """ขั้น เสนอราคา → ต่อรอง; a line for each thing that changed."""
    lines = [*_ends(desk, before, now), *_stages(desk, before, now), *_figures(desk, before, now)]
    return _day(desk, now), _by(desk, now, "\n".join(lines) or desk.words("deals.changed"))


def _ends(desk: Desk, before: DealMove, now: DealMove) -> list[str]:
    words = {
        DealState.WON: "deals.won_on",
        DealState.LOST: "deals.lost_on",
        DealState.OPEN: "deals.brought_back",
        DealState.DELETED: "deals.taken_back",
    }
    return [] if before.state is now.state else [desk.words(words[now.state])]


def _stages(desk: Desk, before: DealMove, now: DealMove) -> list[str]:
    if before.stage == now.stage:
        return []
    first, second = stage_name(desk, before.stage), stage_name(desk, now.stage)
    return [f"{desk.words('deals.stage')} {desk.words('deals.from_to', before=first, now=second)}"]


def _figures(desk: Desk, before: DealMove, now: DealMove) -> list[str]:
    """Amount, closing day, chance, owner."""
    words = desk.words

    def changed(label: str, old: str, new: str) -> list[str]:
        return (
            []
            if old == new
            else [f"{words(label)} {words('deals.from_to', before=old or '–', now=new or '–')}"]
        )

    same_stage = before.stage == now.stage
    return [
        *changed("deals.amount", *(_money(desk, one.amount) for one in (before, now))),
        *changed("deals.expected_close", *(_close(desk, one.expected_close) for one in (before, now))),
        *(
            changed("deals.probability", f"{before.probability}%", f"{now.probability}%")
            if same_stage
            else ()
        ),
        *changed("deals.owner", *(_owner(desk, one.owner_id) for one in (before, now))),
    ]


def _money(desk: Desk, amount: Decimal | None) -> str:
    return "" if amount is None else desk.words.money(amount)


def _close(desk: Desk, day: date | None) -> str:
    return "" if day is None else desk.words.day(day, desk.today)


def _owner(desk: Desk, owner_id: int) -> str:
    return desk.session.get_one(Member, owner_id).name


def _by(desk: Desk, move: DealMove, what: str) -> str:
    """Whose doing it was, if not the reader's."""
    if move.member_id == desk.member.id:
        return what
    return desk.words("deals.by", what=what, who=_owner(desk, move.member_id))


def _day(desk: Desk, move: DealMove) -> str:
    return desk.words.day(desk.local(move.at).date(), desk.today)


def _in_stages(desk: Desk, moves: Sequence[DealMove]) -> tuple[Block, ...]:
    """How long it was open in each stage, in the order it came there."""
    days: dict[str, timedelta] = {}
    for at, move in enumerate(moves):
        until = moves[at + 1].at if at + 1 < len(moves) else desk.now
        if move.state is DealState.OPEN:
            days[move.stage] = days.get(move.stage, timedelta()) + (until - move.at)
    stages = pipeline(desk)
    rows = tuple((stage_name(desk, key, stages), _days(desk, span)) for key, span in days.items())
    return (Items((), desk.words("deals.in_stages")), Rows(rows)) if rows else ()


def _days(desk: Desk, span: timedelta) -> str:
    days = round(span / DAY)
    return desk.words("deals.days", days=days, plural="" if days == 1 else "s")


def stood_card(desk: Desk, deal: Deal, customer: Customer, day: date) -> Card:
    """ณ 1 พ.ย.: the deal as it stood at the end of that day."""
    end = desk.start_of(day + DAY)
    moves = [one for one in desk.session.scalars(DealMove.of(deal.id)) if one.at < end]
    when = desk.words("deals.as_of", day=desk.words.day(day, desk.today))
    title = called(customer, deal)
    blocks: tuple[Block, ...] = (Paragraph(desk.words("deals.not_yet")),)
    if moves and moves[-1].state is not DealState.DELETED:
        blocks = (Rows(tuple(_stood(desk, moves[-1]))),)
    return Card(
        title=title,
        subtitle=when,
        summary=f"{title} · {when}",
        blocks=blocks,
        buttons=((log_button(desk, customer), open_button(desk, deal)),),
        record=Record("deal", deal.id),
    )


def _stood(desk: Desk, move: DealMove) -> list[Row]:
    words = desk.words
    rows: list[Row] = []
    if move.amount is not None:
        rows.append((words("deals.amount"), words.baht(move.amount)))
    if move.state is DealState.OPEN:
        chance = words("deals.chance", percent=move.probability)
        rows.append((words("deals.stage"), f"{stage_name(desk, move.stage)} · {chance}"))
    else:
        end = "won_on" if move.state is DealState.WON else "lost_on"
        rows.append((words(f"deals.{end}"), _day(desk, move)))
    if move.expected_close is not None:
        rows.append((words("deals.expected_close"), _close(desk, move.expected_close)))
    rows.append((words("deals.owner"), words.person(_owner(desk, move.owner_id))))
    return rows
