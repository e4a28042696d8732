"""What is asked about deals: which one, which stage, whether so much is meant, why it was lost."""

from __future__ import annotations

from bot.cards.deal import deal_item, reason_name, stage_name
from bot.context import Context, Desk
from bot.dealing import pipeline
from bot.intents.answers import Answer, NeverMind
from bot.intents.deals import LostBecause
from bot.language import DealRef
from bot.replies import Button, Card, Item, Items, Tap, Weight
from models.customer import Customer
from models.deal import Deal, LostReason
from models.errors import SureAmount, WhichDeal, WhichStage

CHOICES = 10


def deal_question(ctx: Context, number: int, unclear: WhichDeal | WhichStage | SureAmount, hint: str) -> Card:
    match unclear:
        case WhichDeal():
            return _which_deal(ctx, number, unclear, hint)
        case WhichStage():
            return _which_stage(ctx, number, unclear, hint)
        case SureAmount():
            return _sure_amount(ctx, number, unclear)


def _which_deal(ctx: Context, number: int, unclear: WhichDeal, hint: str) -> Card:
    """Two open deals: which one is meant."""
    stages = pipeline(ctx)
    deals = [ctx.session.get_one(Deal, one) for one in unclear.candidates[:CHOICES]]
    items = tuple(
        _answering(
            deal_item(ctx, one, ctx.session.get_one(Customer, one.customer_id), stages),
            Answer(question=number, deal=DealRef("", one.id)),
        )
        for one in deals
    )
    title = ctx.words("deals.which_deal")
    return Card(title=title, subtitle=hint, summary=title, blocks=(Items(items),))


def _answering(item: Item, answer: Answer) -> Item:
    return Item(item.title, item.detail, answer, item.tone)


def _which_stage(ctx: Context, number: int, unclear: WhichStage, hint: str) -> Card:
    """The workspace's own stages, in order."""
    stages = pipeline(ctx)
    items = tuple(
        Item(
            stage_name(ctx, key, stages),
            ctx.words("deals.chance", percent=next(one.probability for one in stages if one.key == key)),
            Answer(question=number, stage=key),
        )
        for key in unclear.options
    )
    title = ctx.words("deals.which_stage")
    return Card(title=title, subtitle=hint, summary=title, blocks=(Items(items),))


def _sure_amount(ctx: Context, number: int, unclear: SureAmount) -> Card:
    """A hundred times the last: a zero too many is common."""
    words = ctx.words
    title = words("deals.sure_amount", amount=words.baht(unclear.amount))
    yes = Button(words("deals.amount_is_right"), Tap(Answer(question=number, yes=True)), Weight.SECONDARY)
    no = Button(words("deals.amount_is_wrong"), Tap(NeverMind(question=number)))
    last = words("deals.last_amount", amount=words.baht(unclear.last))
    return Card(title=title, subtitle=last, summary=title, buttons=((yes,), (no,)))


def why_lost(desk: Desk, deal: Deal) -> Items:
    """The reasons, the company's own behind the usual ones; the loss is stored whatever is answered."""
    ref = DealRef("", deal.id)
    usual = [
        Item(reason_name(desk.words, one), intent=LostBecause(deal=ref, lost_reason=one.value))
        for one in LostReason
    ]
    own = [
        Item(one, intent=LostBecause(deal=ref, own=at))
        for at, one in enumerate(desk.workspace.lost_reasons, start=1)
    ]
    return Items((*usual, *own), desk.words("deals.why_lost"))
