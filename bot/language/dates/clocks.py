"""Which clock time is said at a place: in figures, in words, or only a part of the day."""

from __future__ import annotations

from collections.abc import Callable

from bot.language.dates.clock import Clock, closed
from bot.language.dates.clock_figures import bare_hour, colon, dotted, half_past, meridiem
from bot.language.dates.clock_words import (
    after_dark,
    afternoon,
    before_dawn,
    counted_hour,
    noon,
    oclock,
    part_of_day,
)
from bot.language.dates.impossible import no_clock
from bot.language.scanner import Tokens


def clock(tokens: Tokens, at: int, *, after_day: bool = False) -> Clock | None:
    """The clock time said at a place; after a day, 15.30 is a time even without น."""
    tags = tokens[at].tags
    for tag, rules in RULES.items():
        if tag in tags:
            for rule in rules:
                if found := rule(tokens, at):
                    return closed(tokens, found)
    return (
        dotted(tokens, at, sure=after_day)
        or (bare_hour(tokens, at) if after_day else None)
        or no_clock(tokens, at)
    )


Rule = Callable[[Tokens, int], Clock | None]
RULES: dict[str, tuple[Rule, ...]] = {
    "numeral": (colon, meridiem, counted_hour),
    "digit": (counted_hour,),
    "place": (counted_hour,),
    "number_word": (meridiem, oclock),
    "clock": (half_past, afternoon, before_dawn, after_dark, noon),
    "part": (part_of_day,),
}
"""What may begin with a word of each tag."""
