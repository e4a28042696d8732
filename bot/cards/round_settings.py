"""The rounds of each size as the company has set them, and at which round such customers are won."""

from __future__ import annotations

from statistics import quantiles

from bot.context import Context, Desk
from bot.intents.activities import Undo
from bot.intents.rounds import ShowRounds
from bot.replies import Button, Card, Item, Items, Paragraph, Rows, Tap, Tone
from models.cadence import Cadence, Round, rounds_of
from models.customer import Size

ENOUGH = 30
"""So many customers of a size must have been won before it is told when such customers are."""


def rounds_card(desk: Desk) -> Card:
    """Every size in a line, each of which opens."""
    words = desk.words
    title = words("rounds.heading")
    counts = " · ".join(_size_title(desk, size) for size in Size)
    return Card(
        title=title,
        summary=f"{title} · {counts}",
        blocks=(Items(tuple(_size_item(desk, size) for size in Size)), *_how_to_set(desk)),
    )


def size_card(ctx: Context, size: Size, *, is_new: bool = False) -> Card:
    """One size, round by round; just set, it can be taken back."""
    words = ctx.words
    rounds = rounds_of(ctx.session, ctx.workspace.id, size)
    heading = words("rounds.set", size=size, rounds=len(rounds))
    title = heading if is_new else words("rounds.heading_size", size=size)
    undo = Button(words("activity.undo"), Tap(Undo(event=ctx.event.id)))
    return Card(
        title=title,
        subtitle=words("rounds.from_now") if is_new else won_at(ctx, size),
        summary=title if is_new else f"{title} · {_size_title(ctx, size)}",
        blocks=(Rows(tuple(_round_row(ctx, one) for one in rounds)), *_how_to_set(ctx)),
        buttons=((undo,),) if is_new else (),
    )


def won_at(desk: Desk, size: Size) -> str:
    """ปิดได้ 34 ราย · ส่วนใหญ่ครั้งที่ 4–7 (กลาง 5); nothing while there are too few to tell."""
    done = desk.session.scalars(Cadence.rounds_when_won(desk.workspace.id, size)).all()
    if len(done) < ENOUGH:
        return ""
    low, median, high = (round(one) for one in quantiles(done, n=4, method="inclusive"))
    return desk.words("rounds.won_at", count=len(done), low=low, high=high, median=median)


def _size_title(desk: Desk, size: Size) -> str:
    rounds = rounds_of(desk.session, desk.workspace.id, size)
    return desk.words("rounds.size_line", size=size, rounds=len(rounds))


def _size_item(desk: Desk, size: Size) -> Item:
    rounds = rounds_of(desk.session, desk.workspace.id, size)
    gaps = desk.words("rounds.gaps", gaps=" ".join(str(one.gap_days) for one in rounds))
    detail = " · ".join(part for part in (gaps, won_at(desk, size)) if part)
    return Item(_size_title(desk, size), detail, ShowRounds(size=size))


def _round_row(desk: Desk, one: Round) -> tuple[str, str]:
    """ครั้งที่ 3: ห่าง 7 วัน · โทร · จัดซื้อ · ราคา."""
    words = desk.words
    parts = [
        words("rounds.after", days=one.gap_days),
        words(f"channels.{one.channel}") if one.channel else "",
        words(f"roles.{one.role}") if one.role else "",
        one.topic,
    ]
    return words("rounds.number", number=one.number), " · ".join(part for part in parts if part)


def _how_to_set(desk: Desk) -> tuple[Paragraph, ...]:
    """Only a manager can."""
    return (Paragraph(desk.words("rounds.how_to_set"), Tone.MUTED),) if desk.member.is_manager else ()
