"""Cards 4 of promotions: what is asked while one is made, with what most shops answer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bot.context import Context
from bot.discounts import SUGGESTED, Discount
from bot.intents.answers import Answer
from bot.language import Amount
from bot.promoting_by_step import EVERYTHING, LEASTS, STANDINGS
from bot.promoting_to import OWN
from bot.replies import Card, Item, Items
from bot.segments import own_groups
from models.promotion_errors import WhichAudience, WhichCode, WhichGoods, WhichLeast, WhichOffer

ASKED = WhichOffer | WhichGoods | WhichLeast | WhichAudience | WhichCode
GROUPS = 5
"""Of the company's own, beside the usual ones."""


def promotion_question(ctx: Context, number: int, unclear: ASKED) -> Card:
    """Likely answers; any other can be typed, but for who gets it."""
    match unclear:
        case WhichOffer():
            return _card(ctx, "which_offer", _offers(ctx, number))
        case WhichGoods():
            everything = Answer(question=number, stage=EVERYTHING)
            return _card(
                ctx, "which_goods", iter([Item(ctx.words("promotions.anything"), intent=everything)])
            )
        case WhichLeast():
            return _card(ctx, "which_least", _leasts(ctx, number))
        case WhichAudience():
            return _card(ctx, "which_audience", _audiences(ctx, number))
        case WhichCode():
            free = str(unclear.values["free"])
            return _card(ctx, "which_code", iter([Item(free, intent=Answer(question=number, stage=free))]))


def _card(ctx: Context, question: str, items: Iterator[Item]) -> Card:
    title, hint = ctx.words(f"promotions.{question}"), ctx.words("promotions.answer_hint")
    return Card(title=title, subtitle=hint, summary=title, blocks=(Items(tuple(items)),))


def _offers(ctx: Context, number: int) -> Iterator[Item]:
    for one in SUGGESTED:
        yield Item(Discount.read(one).told(ctx.words), intent=Answer(question=number, stage=one))


def _leasts(ctx: Context, number: int) -> Iterator[Item]:
    for one in LEASTS:
        yield Item(_least(ctx, one), intent=Answer(question=number, amount=Amount(one)))


def _least(ctx: Context, least: Decimal) -> str:
    return ctx.words.baht(least) if least else ctx.words("promotions.no_least")


def _audiences(ctx: Context, number: int) -> Iterator[Item]:
    for one in STANDINGS:
        yield Item(ctx.words(f"promotions.to_{one}"), intent=Answer(question=number, stage=one))
    for own in own_groups(ctx)[:GROUPS]:
        yield Item(own.name, intent=Answer(question=number, stage=f"{OWN}{own.id}"))
