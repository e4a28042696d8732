"""What can go wrong with a promotion by a person's doing: said before anything is sent."""

from __future__ import annotations

from models.errors import CrmError, Unclear


class WhichOffer(Unclear):
    """A promotion that gives nothing so far."""

    mends = ("offer",)


class BadOffer(CrmError):
    """More than the whole price off, or nothing at all. Values: said."""


class NoShop(CrmError):
    """There is no account on which consumers are reached."""


class CodeInUse(CrmError):
    """Another promotion of the company has that code. Values: code, free (one that nobody has)."""


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


class PromoGone(CrmError):
    """It is being sent, or has been, so that nothing can be changed any more. Values: code."""
