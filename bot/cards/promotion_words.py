"""Promotions in a few words: what they give, and to whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bot.affording import Verdict
from bot.cards.segment_words import conditions_told
from bot.context import Desk
from bot.discounts import Discount
from bot.texts import Words
from models.allowance import LineMonth
from models.audience import EVER
from models.promotion import Campaign, Promotion, PromotionKind
from models.workspace import Workspace

MONEY_OFF = (PromotionKind.PERCENT, PromotionKind.BAHT)
"""ปูนลด 10%, in one word; ยาสระผม ซื้อ 1 แถม 1 in two."""


def title_of(words: Words, promotion: Promotion) -> str:
    """ปูนลด 10%; the shop's own title where it has one."""
    if promotion.title:
        return promotion.title
    gives = Discount.of(promotion).told(words)
    glued = promotion.kind in MONEY_OFF and not promotion.item[-1:].isascii()
    key = "promotions.title_off" if glued else "promotions.title_of"
    title = words(key, item=promotion.item, gives=gives) if promotion.item else gives
    return title[:1].upper() + title[1:]


def last_day(words: Words, workspace: Workspace, ends_on: date) -> str:
    """จ. 30 พ.ย. 69 (ร้านปิด 17:30)."""
    day = words.long_day(ends_on)
    if workspace.closes_at is None:
        return day
    return words("promotions.until_closing", day=day, clock=words.clock(workspace.closes_at))


def people(words: Words, count: int) -> str:
    """412 คน / 1 person."""
    return words("promotions.person" if count == 1 else "promotions.people", count=f"{count:,}")


def planned_for(desk: Desk, campaign: Campaign) -> str:
    """ศ. 27 พ.ย. 10:00."""
    local = desk.local(campaign.send_at)
    return desk.words.moment(local.date(), local, desk.today)


def parts_told(desk: Desk, first_at: datetime, first: int, rest_at: datetime, rest: int) -> str:
    """ศ. 27 พ.ย. 180 คน · อ. 1 ธ.ค. อีก 232 คน; or all of them then."""
    words = desk.words
    days = [words.day(desk.local(max(at, desk.now)).date(), desk.today) for at in (first_at, rest_at)]
    if not first:
        return words("promotions.way_next", day=days[1])
    both = {"first": people(words, first), "day": days[0], "rest": people(words, rest), "then": days[1]}
    return words("promotions.in_two_parts", **both)


def month_told(desk: Desk, verdict: Verdict) -> str:
    """เดือนนี้, or เดือน ธ.ค. 69."""
    if verdict.outlook.month.holds(desk.now):
        return desk.words("promotions.this_month")
    return desk.words("promotions.in_month", month=desk.words.month(middle_of(desk, verdict.outlook.month)))


def middle_of(desk: Desk, month: LineMonth) -> date:
    """A day of which nobody doubts that it is in that month: LINE's begins two hours early."""
    return desk.local(month.start + timedelta(days=15)).date()


def segment_told(desk: Desk, promotion: Promotion) -> str:
    """เคยซื้อปูนใน 6 เดือน; everybody who agreed when nobody is singled out."""
    wanted = promotion.segment or {}
    told = [_condition(desk, name, value) for name, value in sorted(wanted.items())]
    return " · ".join(told) or desk.words("promotions.everybody")


def _condition(desk: Desk, name: str, value: Any) -> str:
    words = desk.words
    match name:
        case "bought" if "months" in value:
            return words("promotions.bought", **value)
        case "inactive_days":
            return words("promotions.inactive", days=value)
        case "bought_since" if value == EVER:
            return words("promotions.ever_bought")
        case "bought_since":
            day = desk.local(datetime.fromisoformat(value)).date()
            return words("promotions.bought_since", day=words.day(day, desk.today))
        case _ if words.has(key := f"promotions.{name}_{value}"):
            return words(key)
        case _:
            return conditions_told(desk, {name: value})
