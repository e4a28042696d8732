"""`ลงผล`: the tap only opens the keyboard; what came of it is the sentence that follows."""

from __future__ import annotations

from bot.capability import on
from bot.context import Context
from bot.intents.followups import StartResult
from bot.names import customer_of, followup_of
from bot.replies import Record


@on(StartResult, undoable=False, full_sentence=False)
def start(ctx: Context, said: StartResult) -> None:
    """Remember what the next sentence is about; the keyboard already says enough."""
    if said.followup is not None:
        followup = followup_of(ctx, said.followup)
        ctx.show(Record("followup", followup.id), followup.customer_id)
    elif said.customer is not None:
        customer = customer_of(ctx, said.customer)
        ctx.show(Record("customer", customer.id), customer.id)
