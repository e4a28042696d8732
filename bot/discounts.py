"""What a promotion gives, as it is said and as a button carries it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.language.values import LARGEST_SUM
from bot.texts import Words
from models.promotion import Promotion, PromotionKind
from models.promotion_errors import BadOffer, WhichOffer

NUMBER = r"(\d[\d,]*)"
PATTERNS: tuple[tuple[PromotionKind, re.Pattern[str]], ...] = (
    (PromotionKind.BUY_GET, re.compile(r"(\d+)\s*แถม\s*(\d+)|buy\s*(\d+)\s*get\s*(\d+)", re.IGNORECASE)),
    (PromotionKind.FREE_SHIPPING, re.compile(r"ส่งฟรี|free[\s-]*(?:delivery|shipping)", re.IGNORECASE)),
    (PromotionKind.PERCENT, re.compile(NUMBER + r"\s*(?:%|เปอร์เซ็นต์|percent)", re.IGNORECASE)),
    (PromotionKind.BAHT, re.compile(NUMBER + r"\s*(?:บาท|baht|฿)?", re.IGNORECASE)),
)
SUGGESTED = ("percent-10", "baht-50", "buy_get-1-1", "free_shipping")
"""What most shops give, on buttons."""
WHOLE = 100


def says_an_offer(said: str) -> bool:
    return any(pattern.search(said) for _, pattern in PATTERNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """One of the four kinds; raises BadOffer for more than the whole price or any sum, or nothing."""

    kind: PromotionKind
    percent: int | None = None
    baht: Decimal | None = None
    buy: int | None = None
    get: int | None = None

    def __post_init__(self) -> None:
        if self.percent is not None and not 0 < self.percent <= WHOLE:
            raise BadOffer(said=f"{self.percent}%")
        numbers = [one for one in (self.baht, self.buy, self.get) if one is not None]
        if (wrong := next((one for one in numbers if not 0 < one <= LARGEST_SUM), None)) is not None:
            raise BadOffer(said=f"{wrong:,}")

    @classmethod
    def of(cls, promotion: Promotion) -> Discount:
        return cls(
            kind=promotion.kind,
            percent=promotion.percent,
            baht=promotion.baht,
            buy=promotion.buy,
            get=promotion.get,
        )

    @classmethod
    def read(cls, said: str) -> Discount:
        """`ลด 10%`, `50 บาท`, `1 แถม 1`, `ส่งฟรี`, or a button's word; raises WhichOffer for anything else."""
        if said in SUGGESTED:
            kind, *numbers = said.split("-")
            return cls._made(PromotionKind(kind), numbers)
        for kind, pattern in PATTERNS:
            if found := pattern.search(said):
                return cls._made(kind, [one.replace(",", "") for one in found.groups() if one])
        raise WhichOffer

    @classmethod
    def _made(cls, kind: PromotionKind, numbers: list[str]) -> Discount:
        match kind:
            case PromotionKind.PERCENT:
                return cls(kind=kind, percent=int(numbers[0]))
            case PromotionKind.BAHT:
                return cls(kind=kind, baht=Decimal(numbers[0]))
            case PromotionKind.BUY_GET:
                return cls(kind=kind, buy=int(numbers[0]), get=int(numbers[1]))
            case _:
                return cls(kind=kind)

    def keep(self, promotion: Promotion) -> None:
        """This is what the promotion gives from now on."""
        promotion.kind, promotion.percent, promotion.baht = self.kind, self.percent, self.baht
        promotion.buy, promotion.get = self.buy, self.get

    def told(self, words: Words) -> str:
        """ลด 10%, ซื้อ 1 แถม 1."""
        values = {
            "percent": self.percent,
            "baht": words.baht(self.baht) if self.baht is not None else "",
            "buy": self.buy,
            "get": self.get,
        }
        return words(f"promotions.gives_{self.kind.value}", **values)
