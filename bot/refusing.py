"""Saying no: a CrmError in the reader's words, its values as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from bot.context import Context
from bot.replies import Reply, Text
from models.errors import CrmError, Outdated
from models.promotion_errors import CannotUseNow

SNAKE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def refusal(ctx: Context, error: CrmError) -> Reply:
    """A CrmError in the reader's words, with the way out."""
    if ctx.event.in_group and not isinstance(error, Outdated):
        return Text(text=ctx.words("groups.not_done"), public=True)
    way_out = f" {ctx.words('errors.without_code')}" if isinstance(error, CannotUseNow) else ""
    return Text(text=told(ctx, error) + way_out, public=isinstance(error, Outdated))


def told(ctx: Context, error: CrmError) -> str:
    """What is the matter."""
    key = f"errors.{SNAKE.sub('_', type(error).__name__).lower()}"
    return ctx.words(key, **_worded(ctx, error))


def _worded(ctx: Context, error: CrmError) -> dict[str, object]:
    return {name: _told(ctx, value) for name, value in error.values.items()}


def _told(ctx: Context, value: object) -> object:
    match value:
        case datetime():
            return ctx.words.moment(value.date(), value, ctx.today)
        case date():
            return ctx.words.day(value, ctx.today)
        case Decimal():
            return ctx.words.baht(value)
        case _:
            return value
