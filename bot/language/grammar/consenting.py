"""Who agrees to receive promotions, and who no longer does."""

from __future__ import annotations

from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Grammar, Test, says
from bot.language.grammar.named import named_by
from bot.language.grammar.purchases import has_price
from bot.language.line import Line
from bot.language.understanding import Found
from bot.language.values import CustomerRef

TELLING = ("question", "new_customer", "promo", "won", "lost", "follow", "appoint", "outcome")
MET = ("visit", "call", "meeting")


def _about_consent(value: str) -> Test:
    """Nothing else is told of than the consent; a visit, a call or a sale would be."""
    others = says(*TELLING)

    def test(line: Line) -> bool:
        if not line.has("opt", value) or others(line) or (line.has("purchase") and has_price(line)):
            return False
        return not any(line.has("channel", how) for how in MET)

    return test


_named = named_by("opt", first=True)


def _whose_consent(line: Line) -> Found[CustomerRef] | None:
    """A customer speaks of nobody else; of staff the words in a name's place are somebody's."""
    return firm(line) if line.context.speaker == "customer" else _named(line)


OPT_OUT = Grammar(
    intent="opt_out",
    words=("opt",),
    when=_about_consent("out"),
    fields={"customer": _whose_consent},
)
OPT_IN = Grammar(
    intent="opt_in",
    words=("opt",),
    when=_about_consent("in"),
    fields={"customer": _whose_consent},
)
