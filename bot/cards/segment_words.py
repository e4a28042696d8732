"""Groups of customers in words: what they are called, and what makes somebody one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.context import Desk
from bot.segments import Group
from models.audience import EVER


def group_name(desk: Desk, group: Group) -> str:
    if group.own is not None:
        return group.own.name
    if group.standing:
        return desk.words(f"segments.is_{group.standing}")
    return conditions_told(desk, group.definition)


def definition_told(desk: Desk, group: Group) -> str:
    """What a usual group means, with the company's own days; of an own one its conditions; else nothing."""
    if not group.standing:
        return conditions_told(desk, group.definition) if group.own else ""
    shop = desk.workspace
    return desk.words(
        f"segments.means_{group.standing}",
        new=shop.new_days,
        away=shop.away_days,
        lost=shop.lost_days,
        factor=f"{shop.risk_factor:g}",
    )


def conditions_told(desk: Desk, definition: Mapping[str, Any]) -> str:
    """เคยซื้อปูนใน 6 เดือน · ยอดเกิน 5,000 บาท."""
    return " · ".join(
        told for name, value in sorted(definition.items()) for told in _condition(desk, name, value)
    )


def _condition(desk: Desk, name: str, value: Any) -> list[str]:
    words = desk.words
    match name:
        case "bought":
            goods = value if isinstance(value, list) else [value]
            return [words(_lasting("bought", one), **one) for one in goods]
        case "spent":
            baht = words.baht(Decimal(value["over"]))
            return [words(_lasting("spent", value), baht=baht, months=value.get("months", ""))]
        case "inactive_days":
            return [words("segments.away", days=value)]
        case "bought_since" if value != EVER:
            day = desk.local(datetime.fromisoformat(value)).date()
            return [words("segments.bought_since", day=words.day(day, desk.today))]
        case "bought_since":
            return [words("segments.ever_bought")]
        case "score":
            return [words(f"segments.is_{value}")]
        case "birthday" if isinstance(value, int):
            return [words("segments.birthday_in", month=words.month_of_every_year(value))]
        case "birthday":
            return [words(f"segments.birthday_{value}")]
        case _:
            return [words(f"segments.{name}", value=value)]


def _lasting(name: str, value: Mapping[str, Any]) -> str:
    """Within some months, in this one or the last, or ever."""
    for which in ("this", "last"):
        if span := value.get(which):
            return f"segments.{name}_{which}_{span}"
    return f"segments.{name}_lately" if value.get("months") else f"segments.{name}"
