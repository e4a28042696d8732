"""What can go wrong with a promotion by a person's doing: said before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.errors import CrmError, Unclear, WhichTime


class WhichOffer(Unclear):
    """A promotion that gives nothing so far."""

    mends = ("offer",)


class WhichGoods(Unclear):
    """Asked step by step: what it is for."""

    mends = ("item",)


class WhichLeast(Unclear):
    """Asked step by step: from which sum on."""

    mends = ("min_spend",)


class WhichAudience(Unclear):
    """Asked step by step: who gets it."""

    mends = ("segment",)


class WhichCode(Unclear):
    """Asked step by step: what is typed at the counter. Values: free (a code that nobody has)."""

    mends = ("promo_code",)


class LastDay(WhichTime):
    """Until when it is good. Values: options (days)."""

    def __init__(self, options: Sequence[Any]) -> None:
        super().__init__(options, mends=("until",))


class SendingTime(WhichTime):
    """Asked step by step: when it is sent. Values: options (moments)."""

    def __init__(self, options: Sequence[Any]) -> None:
        super().__init__(options, mends=("send_at",))


class BadOffer(CrmError):
    """More than the whole price off, or nothing at all. Values: said."""


class NoShop(CrmError):
    """There is no account on which consumers are reached."""


class CodeInUse(CrmError):
    """Another promotion of the company has that code. Values: code, free (one that nobody has)."""

    mends = ("promo_code",)


class EndsTooSoon(CrmError):
    """A promotion that ends before it begins or before it is sent. Values: ends, begins."""


class NoSuchPromo(CrmError):
    """No promotion of the company has that code. Values: code."""


class NoPromoWaiting(CrmError):
    """No promotion was named, and none waits to be sent."""


class NobodyReached(CrmError):
    """Nobody of the segment may be written to. Values: left_out (reasons)."""


class NeedsAnother(CrmError):
    """Who made a promotion does not approve it, unless he owns the shop."""


class SendsItself(CrmError):
    """To birthdays or to who has been away, for as long as it lasts: nobody else gets it. Values: code."""


class PictureNotThere(CrmError):
    """LINE has not handed the promotion's photo over yet, or it is none that can be shown."""


class PromoGone(CrmError):
    """It is being sent, or has been, so that nothing can be changed any more. Values: code."""


class CannotUse(CrmError):
    """A code that is there, but not for this: told why and what to do instead. Values: code."""


class CannotUseNow(CannotUse):
    """It would not do whatever was bought."""


class NoSuchCoupon(CrmError):
    """Nobody has been given that code, nor is it a promotion's. Values: code."""


class OfferOver(CannotUseNow):
    """Its last day is past. Values: code, ended (a day)."""


class OfferCalledOff(CannotUseNow):
    """Nobody may use it any more, or not yet: it was called off, or is a draft."""


class OfferNotYet(CannotUseNow):
    """Values: code, begins (a day)."""


class CouponOfAnother(CannotUse):
    """Somebody else was given this code."""


class CouponUsed(CannotUseNow):
    """This person has used it as often as one may. Values: code, used (the day of the last time)."""


class OfferUsedUp(CannotUseNow):
    """All together have used it as often as they may."""


class SpendMore(CannotUse):
    """Values: code, least, amount (baht)."""


class OtherGoods(CannotUse):
    """Values: code, item (what it is for)."""
