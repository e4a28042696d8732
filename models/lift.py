"""What a promotion changed, against those held out by chance: differences with their 95 % intervals.

Shares: Newcombe's hybrid score interval (method 10 of Statistics in Medicine 17, 1998), made of two Wilson
intervals. Baht a person: Welch's, by the normal distribution, which large groups allow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959964
"""Of 95 %."""
FEWEST = 200
"""People held out, for anything to be said."""
BUYERS, SPENDERS = 5, 30
"""Who bought in each group, for a share to be compared; and baht, of which a few large sums make up much."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One group: how many, how many of them bought, baht in all, and the sum of each one's baht squared."""

    people: int
    buyers: int
    baht: float
    squares: float

    @property
    def share(self) -> float:
        return self.buyers / self.people

    @property
    def mean(self) -> float:
        """Baht a person, whether they bought or not."""
        return self.baht / self.people

    @property
    def variance(self) -> float:
        return max(self.squares - self.people * self.mean**2, 0.0) / (self.people - 1)


@dataclass(frozen=True, slots=True)
class Lift:
    """So much more with the promotion than without, and between which bounds the truth lies."""

    more: float
    low: float
    high: float

    @property
    def is_proved(self) -> bool:
        """Nothing at all is not among what it may be."""
        return self.low > 0 or self.high < 0


def in_buyers(sent: Arm, held_out: Arm) -> Lift | None:
    """Difference of the shares that bought; None where the groups are too small to say."""
    if held_out.people < FEWEST or min(sent.buyers, held_out.buyers) < BUYERS:
        return None
    more = sent.share - held_out.share
    (low, high), (low_out, high_out) = wilson(sent), wilson(held_out)
    below = math.hypot(sent.share - low, high_out - held_out.share)
    above = math.hypot(high - sent.share, held_out.share - low_out)
    return Lift(more, more - below, more + above)


def in_baht(sent: Arm, held_out: Arm) -> Lift | None:
    """Difference of the baht a person; None where the groups are too small to say."""
    if held_out.people < FEWEST or min(sent.buyers, held_out.buyers) < SPENDERS:
        return None
    more = sent.mean - held_out.mean
    margin = Z * math.sqrt(sent.variance / sent.people + held_out.variance / held_out.people)
    return Lift(more, more - margin, more + margin)


def wilson(arm: Arm) -> tuple[float, float]:
    """The score interval of the share that bought."""
    n, share, square = arm.people, arm.share, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return middle - half, middle + half
