"""What a shop sold, what sells best and who is new, of any days."""

from __future__ import annotations

from bot.capability import on
from bot.cards.segment import PAGE
from bot.cards.shop_report import goods_card, newcomers_card, shop_card
from bot.context import Context
from bot.intents.segments import ShopReport
from bot.replies import Reply
from bot.reporting import report_period
from bot.shop_reports import counter_of
from models.database import count_of
from models.metrics.shop import newcomers
from models.period import Period


@on(ShopReport, undoable=False, full_sentence=False)
def report(ctx: Context, said: ShopReport) -> Reply:
    """See what the shop sold, what sells best, and which customers are new or came again."""
    period = report_period(ctx, said.date_from, said.date_to)
    match said.topic:
        case "items":
            return goods_card(ctx, period)
        case "newcomers":
            return _newcomers(ctx, period, max(said.page, 0))
        case _:
            return shop_card(ctx, period)


def _newcomers(ctx: Context, period: Period, page: int) -> Reply:
    everybody = newcomers(counter_of(ctx, period))
    count = count_of(ctx.session, everybody)
    shown = ctx.session.scalars(everybody.offset(page * PAGE).limit(PAGE)).all()
    return newcomers_card(ctx, period, count, shown, page)
