"""Cards 7: a promotion exactly as its customers see it, and what is checked before it goes."""

from __future__ import annotations

from datetime import timedelta

from bot.affording import Verdict, afford, messages_for, parted
from bot.cards.promotion_words import (
    last_day,
    month_told,
    parts_told,
    people,
    planned_for,
    segment_told,
    title_of,
)
from bot.context import Desk
from bot.discounts import Discount
from bot.intents.promotions import ApprovePromo, AskShop, CancelPromo, ChangePromo, TakeCoupon
from bot.line_plans import prices
from bot.photos import photo_above, photo_state
from bot.promoting import held_out_of
from bot.replies import Button, Card, Paragraph, Pick, Record, Rows, Tap, Tone, Weight
from models.promotion import Campaign, Promotion
from models.reach import Reach

MEASURED_AFTER = timedelta(days=2)
"""After the last day: returns and late entries are in by then."""


def promotion_card(desk: Desk, promotion: Promotion) -> Card:
    """What everybody gets: no name and no code of one's own in it."""
    words = desk.words
    until = last_day(words, desk.workspace, promotion.ends_on)
    rows = (
        (words("promotions.code"), promotion.code),
        (words("promotions.valid_until"), until),
        (words("promotions.rights"), words("promotions.once_each", times=promotion.per_person)),
    )
    take = Button(words("promotions.take"), Tap(TakeCoupon(promotion=promotion.id)), Weight.PRIMARY)
    ask = Button(
        words("promotions.ask"),
        Tap(AskShop(promotion=promotion.id), fill=words("promotions.ask_fill", code=promotion.code)),
    )
    how = "\n".join(words(f"promotions.{line}") for line in ("how_to_use", "how_to_stop"))
    return Card(
        title=title_of(words, promotion),
        summary=f"{title_of(words, promotion)} · {words('promotions.until', day=until)}",
        subtitle=desk.workspace.name,
        picture=photo_above(desk, promotion),
        blocks=(Paragraph(_offered(desk, promotion)), Rows(rows), Paragraph(how, Tone.MUTED)),
        buttons=((take,), (ask,)),
    )


def _offered(desk: Desk, promotion: Promotion) -> str:
    """ปูนซีเมนต์ ลด 10% เมื่อซื้อครบ 1,000 บาทค่ะ."""
    words = desk.words
    least = promotion.minimum_spend
    told = words(
        "promotions.offered",
        item=promotion.item or words("promotions.anything"),
        gives=Discount.of(promotion).told(words),
        least=words("promotions.at_least", baht=words.baht(least)) if least else "",
    ).strip()
    return told[:1].upper() + told[1:]


def check_card(desk: Desk, promotion: Promotion, campaign: Campaign, reach: Reach) -> Card:
    """What a manager looks at before it goes: when, to whom, to whom not, for how much, measured how."""
    words = desk.words
    title = words("promotions.check", code=promotion.code)
    when = planned_for(desk, campaign)
    return Card(
        title=title,
        summary=words("promotions.check_summary", title=title, people=people(words, reach.people), when=when),
        subtitle=words("promotions.above"),
        blocks=(Rows(_checked(desk, promotion, campaign, reach)),),
        buttons=_choices(desk, campaign, words("promotions.approve", when=when)),
        record=Record("promotion", promotion.id),
    )


def _checked(
    desk: Desk, promotion: Promotion, campaign: Campaign, reach: Reach
) -> tuple[tuple[str, str], ...]:
    words = desk.words
    out = held_out_of(reach.people)
    to = words("promotions.to", people=people(words, reach.people - out), who=segment_told(desk, promotion))
    rows: list[tuple[str, str]] = [
        (words("promotions.when"), _when(desk, promotion, campaign)),
        (words("promotions.goes_to"), to),
    ]
    if (parted := parts_row(desk, campaign, reach.people)) is not None:
        rows.append(parted)
    if reach.left_out:
        rows.append((words("promotions.not_to"), _left_out(desk, reach)))
    if out:
        rows.append((words("promotions.held_out"), words("promotions.to_compare", people=people(words, out))))
    verdict = afford(desk.session, campaign, reach.people, campaign.send_at, desk.now)
    rows.append((words("promotions.messages"), _cost(desk, verdict)))
    measured = words.day(promotion.ends_on + MEASURED_AFTER, desk.today)
    rows.append(
        (words("promotions.measured"), words("promotions.by_code", code=promotion.code, day=measured))
    )
    if promotion.photo_id is not None:
        rows.append(
            (words("promotions.picture"), words(f"promotions.picture_{photo_state(desk, promotion)}"))
        )
    return tuple(rows)


def parts_row(desk: Desk, campaign: Campaign, reached: int) -> tuple[str, str] | None:
    """แบ่งส่ง: ศ. 27 พ.ย. 180 คน · อ. 1 ธ.ค. อีก 232 คน; None when all of it goes at once."""
    first, rest = parted(campaign, messages_for(reached))
    if campaign.rest_at is None or not rest:
        return None
    told = parts_told(desk, campaign.send_at, first, campaign.rest_at, rest)
    return desk.words("promotions.parted"), told


def _when(desk: Desk, promotion: Promotion, campaign: Campaign) -> str:
    """ศ. 27 พ.ย. 10:00 (เหลือเวลาใช้ 4 วัน)."""
    local = desk.local(campaign.send_at)
    days = (promotion.ends_on - local.date()).days + 1
    if promotion.repeat is not None:
        return desk.words(f"promotions.repeats_{promotion.repeat.value}", clock=desk.words.clock(local))
    return desk.words("promotions.days_to_use", when=planned_for(desk, campaign), days=days)


def _left_out(desk: Desk, reach: Reach) -> str:
    """96 คน · ยังไม่ยินยอม 61 · บล็อก 22 · เพิ่งได้โปรใน 7 วัน 13."""
    words = desk.words
    reasons = [words(f"promotions.why_{why.value}", count=f"{n:,}") for why, n in reach.left_out.items()]
    return " · ".join([people(words, sum(reach.left_out.values())), *reasons])


def _cost(desk: Desk, verdict: Verdict) -> str:
    """ใช้ 412 จากที่เหลือ 13,760 ของเดือนนี้ · อยู่ในแพ็กเกจ ไม่มีค่าส่งเพิ่ม."""
    words, account = desk.words, verdict.outlook.account
    needed = f"{verdict.needed:,}"
    if account.limit is None:
        return words("promotions.cost_unlimited", needed=needed)
    figures = {"needed": needed, "left": f"{account.left:,}", "month": month_told(desk, verdict)}
    if not verdict.ok:
        return words("promotions.cost_too_much", **figures)
    extra = prices().surcharge(account.limit, account.used, verdict.needed)
    paid = words("promotions.extra", baht=words.baht(extra)) if extra else words("promotions.no_extra")
    return words("promotions.cost", paid=paid, **figures)


def _choices(desk: Desk, campaign: Campaign, approve: str) -> tuple[tuple[Button, ...], ...]:
    words = desk.words
    go = Button(approve, Tap(ApprovePromo(campaign=campaign.id)), Weight.PRIMARY)
    change = Button(
        words("promotions.change_time"),
        Pick(ChangePromo(promotion=campaign.promotion_id), desk.local(campaign.send_at).replace(tzinfo=None)),
    )
    drop = Button(words("promotions.drop"), Tap(CancelPromo(campaign=campaign.id)))
    return (go,), (change, drop)
