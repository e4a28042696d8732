"""When the company is closed: `พรุ่งนี้หยุดมั้ย`, `วันหยุดบริษัทมีวันไหนบ้าง`."""

from __future__ import annotations

from bot.capability import on
from bot.closed_days import when_closed
from bot.context import Context
from bot.intents.plans import ClosedDays
from bot.replies import Reply, Text


@on(ClosedDays, undoable=False, full_sentence=False)
def closed_days(ctx: Context, said: ClosedDays) -> Reply:
    """See when the company is closed, or whether a day is worked."""
    return Text(text=when_closed(ctx, said.date_from, said.date_to), public=True)
