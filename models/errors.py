"""What can go wrong by a person's doing. A `CrmError` is an answer, not a fault."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

WHEN = ("when", "follow_up_at")
"""The moment of a follow-up: as picked, or as said."""


class CrmError(Exception):
    """The CRM says no. Carries values; its words, in Thai and English, are `errors.<name>` in bot/texts/."""

    mends: tuple[str, ...] = ()
    """Fields of an intent (the first it has) of which another word would mend it; the intent waits for it."""

    def __init__(self, **values: Any) -> None:
        super().__init__(type(self).__name__, values)
        self.values = values


class NotAllowed(CrmError):
    """This role may not do that."""


class NotYourTeam(CrmError):
    """A team that this reader does not lead; whether there is one of that name is not told."""


class KeepsRecords(CrmError):
    """A firm's records are the company's own: only a person's data are erased. Values: customer."""


class NoSuchTeam(CrmError):
    """No team has this name. Values: name, teams (those that this reader leads)."""


class NotFound(CrmError):
    """The record is not there, or not this person's to see: both sound the same, so nothing leaks."""


class Outdated(CrmError):
    """The button belongs to an older menu or to something already finished."""


class BelongsTo(CrmError):
    """Another rep's customer: says whose, and nothing else. Values: customer, owner."""


class PastDue(CrmError):
    """A follow-up was asked for a moment that has gone by. Values: when."""

    mends = WHEN


class StillAhead(CrmError):
    """Something is told as done at a moment that is still ahead. Values: when."""

    mends = ("occurred_at",)


class LongAgo(CrmError):
    """Something is told as done so long ago that the year must be wrong. Values: when."""

    mends = ("occurred_at",)


class NothingToEdit(CrmError):
    """There is no record that `แก้` could be about."""


class NoSuchLine(CrmError):
    """A number beyond the last list. Values: number, last."""


class NoList(CrmError):
    """A number was said, and no list has been shown that it could belong to."""


class AlreadyClosed(CrmError):
    """Done or dropped before: an old card was tapped. Values: customer."""


class NothingOpen(CrmError):
    """Nothing is owed to that customer. Values: customer."""


class NothingDue(CrmError):
    """No follow-up was named, and none is due by today."""


class NothingThen(CrmError):
    """What was to be moved was said by its day, and nothing is due on it. Values: day."""


class NothingToUndo(CrmError):
    """Nothing this person did lately can be taken back."""


class NothingToBringBack(CrmError):
    """Nothing was taken back just before, or it stands again already."""


class NoSuchCode(CrmError):
    """The join code is unknown, used up or expired."""


class NoColleague(CrmError):
    """There is nobody in the team to give something to."""


class LastOwner(CrmError):
    """The company would be left without an owner."""


class BadSetting(CrmError):
    """A setting cannot have that value. Values: value, hint (what to type instead)."""


class TooManyDays(CrmError):
    """More days were to be closed at once than anybody means. Values: most."""


class NoCustomerName(CrmError):
    """A new customer without a name."""


class NoContactName(CrmError):
    """A new contact without a name."""

    mends = ("contact",)


class BadPhone(CrmError):
    """Nobody could be called by that number. Values: said."""


class BadTaxId(CrmError):
    """Not the 13 figures of a Thai tax number, or their check figure is wrong. Values: said."""


class NoPlaceInLink(CrmError):
    """A shortened link tells no place by itself."""


class NothingToChange(CrmError):
    """A customer was named, and nothing that would be kept of it."""


class NoTagSaid(CrmError):
    """A customer was to be tagged, and no word for it was said."""


class NoSuchTag(CrmError):
    """This customer has no such tag. Values: customer, tag."""


class NoSuchContact(CrmError):
    """Nobody of that name is known at the customer. Values: name, customer."""


class SameCustomer(CrmError):
    """Both names are one customer already. Values: customer."""


class AlreadyTheirs(CrmError):
    """Whoever is to get a customer has it already. Values: customer, who."""


class NothingToHandOver(CrmError):
    """This person has no customers. Values: who."""


class BadAmount(CrmError):
    """A deal is worth something: nothing and less than nothing is refused. Values: said (baht)."""

    mends = ("amount",)


class BadChance(CrmError):
    """A chance is between 0 and 100 percent. Values: said."""


class NoOpenDeal(CrmError):
    """There is no open deal at that customer that this could be about. Values: customer."""


class Unclear(CrmError):
    """More than one reading: ask, never guess. `mends` is what the answer fills in the intent."""


class WhichCustomer(Unclear):
    """A customer's name that fits several, or none."""

    def __init__(self, said: str, candidates: Sequence[int], field: str = "customer") -> None:
        super().__init__(said=said)
        self.said, self.candidates, self.mends = said, tuple(candidates), (field,)


class WhichMember(Unclear):
    """A colleague's name that fits several, or none."""

    def __init__(self, said: str, candidates: Sequence[int], field: str = "rep") -> None:
        super().__init__(said=said)
        self.said, self.candidates, self.mends = said, tuple(candidates), (field,)


class WhichFollowUp(Unclear):
    """Several open follow-ups fit."""

    mends = ("followup",)

    def __init__(self, candidates: Sequence[int]) -> None:
        super().__init__()
        self.candidates = tuple(candidates)


class WhichTime(Unclear):
    """A time that people read two ways (bare 6 o'clock), or that was not said. Values: options (moments)."""

    def __init__(self, options: Sequence[Any] = (), mends: tuple[str, ...] = WHEN) -> None:
        super().__init__(options=options)
        self.options, self.mends = tuple(options), mends


class NoSuchMoment(WhichTime):
    """A day or a time of day that does not exist (31 February, 25:00). Values: said."""

    def __init__(self, said: str, mends: tuple[str, ...] = WHEN) -> None:
        super().__init__(mends=mends)
        self.values["said"] = said


class GoneBy(WhichTime):
    """What is to come was said of a day that has gone by: it happened, or another day is meant."""

    def __init__(self, moment: Any) -> None:
        super().__init__(options=(moment,))


class WhichAmount(Unclear):
    """An amount that people read two ways (ร้อยห้า is 105 or 150). Values: options (baht)."""

    mends = ("amount",)

    def __init__(self, options: Sequence[Decimal]) -> None:
        super().__init__(options=options)
        self.options = tuple(options)


class WhichDeal(Unclear):
    """Several open deals fit."""

    mends = ("deal",)

    def __init__(self, candidates: Sequence[int]) -> None:
        super().__init__()
        self.candidates = tuple(candidates)


class WhichStage(Unclear):
    """A stage that the workspace does not know, or that was not said. Values: said."""

    def __init__(self, said: str, options: Sequence[str], field: str = "stage") -> None:
        super().__init__(said=said)
        self.options, self.mends = tuple(options), (field,)


class SureAmount(Unclear):
    """So much more than the last time that it may be a slip. Values: amount, last (baht)."""

    mends = ("confirmed",)

    def __init__(self, amount: Decimal, last: Decimal) -> None:
        super().__init__(amount=amount, last=last)
        self.amount, self.last = amount, last


class ProposedAmount(WhichAmount):
    """A sum that nobody said but that follows from what was said, or one far beyond the usual."""


class MoreThanBought(WhichAmount):
    """More is brought back than was bought. Values: options (baht that are left), said."""

    def __init__(self, left: Decimal, said: Decimal) -> None:
        super().__init__([left])
        self.values["said"] = f"{said:,.0f}"
        self.values["left"] = f"{left:,.0f}"


class NothingBought(CrmError):
    """Nothing of the kind was bought that could be brought back. Values: customer."""


class NothingToClaim(CrmError):
    """No purchase of a walk-in is there that could be given a name."""
