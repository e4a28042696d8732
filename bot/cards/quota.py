"""โควตา: what the month's messages were spent on, what is still to come, and whether they suffice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import select

from bot.affording import Outlook, outlook
from bot.cards.promotion_words import middle_of
from bot.context import Desk
from bot.intents.quota import ShowQuota
from bot.line_plans import Plan, prices
from bot.replies import Block, Card, Item, Items, Paragraph, Rows, Table, Tone
from bot.texts import Words
from models.allowance import Allowance, LineMonth, Use
from models.channel import Channel, ChannelKind
from models.metrics.messages import saved

Row = tuple[str, str] | tuple[str, str, Tone]
USES = {
    ChannelKind.STAFF: (Use.REMINDER, Use.PLAN, Use.SUMMARY),
    ChannelKind.SHOP: (Use.PROMOTION,),
    ChannelKind.BOTH: tuple(Use),
}
"""What an account is there for; anything else is shown when it was used for that."""


def quota_card(desk: Desk) -> Card:
    """One account after the other."""
    words, month = desk.words, LineMonth.around(desk.now)
    title = words("quota.title", month=words.month(middle_of(desk, month)))
    found = [(one, outlook(desk.session, one, desk.now)) for one in accounts(desk)]
    told = (f"{_name(words, channel)} {used_text(words, one.account)}" for channel, one in found)
    return Card(
        title=title,
        summary=" · ".join((title, *told)),
        blocks=tuple(block for channel, one in found for block in _account(desk, channel, one)),
    )


def accounts(desk: Desk) -> list[Channel]:
    mine = select(Channel).where(Channel.workspace_id == desk.workspace.id).order_by(Channel.id)
    return list(desk.session.scalars(mine))


def messages_left(desk: Desk) -> tuple[Items, ...]:
    """For Monday's message: a line for each account that LINE limits, which opens the card."""
    found = [(one, outlook(desk.session, one, desk.now)) for one in accounts(desk)]
    lines = tuple(_line(desk, *pair) for pair in found if pair[1].account.limit is not None)
    return (Items(lines, desk.words("quota.heading")),) if lines else ()


def _line(desk: Desk, channel: Channel, found: Outlook) -> Item:
    """บัญชีทีม ใช้ 180 จาก 300 / ถึงสิ้นเดือน: พอ เหลือราว 60 · ส่งฟรี 45 ข้อความ ไปกับคำตอบ."""
    words, left = desk.words, found.account.left or 0
    told = [f"{words('quota.month_end')}: {_verdict(words, left, found)}"]
    if channel.is_for_staff:
        told.append(f"{words('quota.saved')} {saved_text(desk, found.account.limit, found.month)}")
    title = f"{_name(words, channel)} {used_text(words, found.account)}"
    return Item(title, " · ".join(told), ShowQuota(), _tone(found))


def _name(words: Words, channel: Channel) -> str:
    return words(f"quota.account_{channel.kind.value}")


def used_text(words: Words, account: Allowance) -> str:
    """ใช้ 180 จาก 300."""
    used = f"{account.used:,}"
    if account.limit is None:
        return words("quota.used" if account.told_at is None else "quota.unlimited", used=used)
    return words("quota.of_limit", used=used, limit=f"{account.limit:,}")


def _account(desk: Desk, channel: Channel, found: Outlook) -> Iterator[Block]:
    """What it was spent on, whether it suffices, and what to do when it does not."""
    words = desk.words
    heading = f"{_name(words, channel)} · {used_text(words, found.account)}"
    columns = (words("quota.column_spent"), words("quota.column_ahead"))
    yield Table(heading, columns, tuple(_lines(words, channel, found)))
    if rows := tuple(_rows(desk, channel, found)):
        yield Rows(rows)
    if found.missing:
        yield Paragraph(f"{words('quota.order')} {way_out(words, found)}", Tone.MUTED)
    yield Paragraph(_told(desk, found.account), Tone.MUTED)


def _lines(words: Words, channel: Channel, found: Outlook) -> Iterator[tuple[str, ...]]:
    """เตือนนัด 80 30."""
    ahead = {**found.ahead, Use.PROMOTION: found.promised}
    for use in Use:
        spent = found.account.spent.get(use, 0)
        if use in USES[channel.kind] or spent or ahead[use]:
            yield words(f"quota.use_{use.value}"), f"{spent:,}", f"{ahead[use]:,}"
    if found.account.by_hand:
        yield words("quota.by_hand"), f"{found.account.by_hand:,}", "–"


def _rows(desk: Desk, channel: Channel, found: Outlook) -> Iterator[Row]:
    words, limit, left = desk.words, found.account.limit, found.account.left
    if limit is not None and left is not None:
        yield words("quota.plan"), prices().of(limit).name
        yield words("quota.left"), f"{left:,}"
        if channel.is_for_staff or found.missing:
            yield words("quota.month_end"), _verdict(words, left, found), _tone(found)
        if channel.is_for_consumers:
            yield words("quota.for_promotions"), words("quota.people", count=f"{found.room or 0:,}")
    if channel.is_for_staff:
        yield words("quota.saved"), saved_text(desk, limit, found.month)


def _verdict(words: Words, left: int, found: Outlook) -> str:
    if found.missing:
        return words("quota.missing", count=f"{found.missing:,}")
    return words("quota.enough", count=f"{max(left - found.team - found.promised, 0):,}")


def _tone(found: Outlook) -> Tone:
    return Tone.RED if found.missing else Tone.PLAIN


def saved_text(desk: Desk, limit: int | None, month: LineMonth) -> str:
    """45 ข้อความ ไปกับคำตอบ ราว 4 บาท; less than half a baht is not worth telling."""
    words, count = desk.words, saved(desk.session, desk.workspace.id, month)
    plan = prices().plans[0].messages if limit is None else limit
    baht = prices().worth(plan, count).quantize(Decimal(1))
    if not baht:
        return words("quota.messages", count=f"{count:,}")
    return words("quota.saved_worth", count=f"{count:,}", baht=words.baht(baht))


def way_out(words: Words, found: Outlook) -> str:
    """A plan that suffices, with its price and since when it is known; or that more can be bought."""
    limit = found.account.limit or 0
    plan = prices().above(limit, found.account.used + found.team)
    return words("quota.way_out", way=larger_text(words, plan))


def larger_text(words: Words, plan: Plan | None) -> str:
    """Basic 1,280 บาท/เดือน (ไม่รวม VAT) ส่งได้ 15,000 ข้อความ · ราคาเมื่อ อา. 22 พ.ย. 69."""
    if plan is None:
        return words("quota.no_larger")
    return words("quota.price", larger=plan_text(words, plan), day=words.long_day(prices().checked))


def plan_text(words: Words, plan: Plan) -> str:
    """Basic 1,280 บาท/เดือน (ไม่รวม VAT) ส่งได้ 15,000 ข้อความ."""
    return words("quota.larger", plan=plan.name, baht=words.baht(plan.baht), messages=f"{plan.messages:,}")


def _told(desk: Desk, account: Allowance) -> str:
    """How fresh LINE's own count is."""
    if account.told_at is None:
        return desk.words("quota.unasked")
    asked = desk.local(account.told_at)
    today = asked.date() == desk.today
    when = desk.words.clock(asked) if today else desk.words.moment(asked.date(), asked, desk.today)
    return desk.words("quota.told", when=when)
