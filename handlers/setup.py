"""Setting up a new workspace: how it sells, when it works, its customers. Every question may be skipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from bot.calendars import public_holidays
from bot.capability import on
from bot.cards.settings import settings_card
from bot.cards.setup import ALL, DAY, SKIP, holidays_card, next_step, question, ticked_holidays, whose_days
from bot.closed_days import close_days, when_closed
from bot.context import Context
from bot.errands import show_menus
from bot.intents.people import SetUp
from bot.replies import Reply, Text
from models import founding
from models.customer import Customer, CustomerKind
from models.errors import NotAllowed, Outdated
from models.workspace import Holiday, Selling, WorkingDays


@on(SetUp, full_sentence=False)
def set_up(ctx: Context, said: SetUp) -> Reply:
    """Set up the company, or see how things are set."""
    if not ctx.member.is_manager:
        if said.step == "holidays" and not said.value and said.day is None:
            return Text(text=when_closed(ctx), public=True)
        if said.step:
            raise NotAllowed
        return settings_card(ctx)
    if not said.step:
        return question(ctx, ctx.workspace.set_up_step) if ctx.workspace.set_up_step else settings_card(ctx)
    if said.day is not None:
        return _closed(ctx, said, said.day)
    if not said.value:
        return question(ctx, said.step)
    return _answered(ctx, said)


def _closed(ctx: Context, said: SetUp, first: date) -> Reply:
    """Days that were typed, unless a customer's own may be meant."""
    customer = ctx.session.get(Customer, ctx.recent_customer or 0) if said.perhaps else None
    if customer is not None and customer.kind is CustomerKind.BUSINESS:
        return whose_days(ctx, replace(said, perhaps=False), customer)
    ctx.chat.last_record = None  # ยกเลิก is about these days now
    return holidays_card(ctx, close_days(ctx, first, said.last or first), around=first)


def _answered(ctx: Context, said: SetUp) -> Reply:
    """Keep one answer and go on to the next question, when this was the one that waited."""
    if said.step == "holidays" and said.value != SKIP:
        return holidays_card(ctx, _tick(ctx, said.value))
    done = "" if said.value == SKIP else _keep(ctx, said)
    if said.step == "days" and said.value == WorkingDays.ALTERNATE_SAT:
        return question(ctx, "saturday", done)
    if ctx.workspace.set_up_step == ("days" if said.step == "saturday" else said.step):
        ctx.workspace.set_up_step = next_step(said.step)
        return question(ctx, ctx.workspace.set_up_step, done)
    return settings_card(ctx, done)


def _keep(ctx: Context, said: SetUp) -> str:
    """What was set, in words; raises Outdated for a value that is none."""
    try:
        match said.step:
            case "selling":
                founding.sell(ctx.session, ctx.workspace, Selling(said.value))
                show_menus(ctx.session, ctx.workspace.id, ctx.received_at)
            case "days":
                ctx.workspace.working_days = WorkingDays(said.value)
            case "saturday":
                ctx.workspace.working_saturday = _day(said.value)
            case _:
                raise Outdated
        return _said_back(ctx, said)
    except ValueError as error:
        raise Outdated from error


def _said_back(ctx: Context, said: SetUp) -> str:
    if said.step == "saturday":
        return ctx.words("setup.done_saturday", day=ctx.words.day(_day(said.value), ctx.today))
    return ctx.words("setup.done", what=ctx.words(f"setup.{said.step}_{said.value}"))


def _tick(ctx: Context, value: str) -> str:
    """All of the public list, or one day in or out; raises Outdated for what is neither."""
    if value == ALL:
        return _take_all(ctx)
    try:
        return _toggle(ctx, _day(value))
    except ValueError as error:
        raise Outdated from error


def _take_all(ctx: Context) -> str:
    """Every public holiday that falls on a working day, but for those ticked already."""
    ticked = ticked_holidays(ctx)
    new = {day: name for day, name in public_holidays(ctx).items() if day not in ticked}
    ctx.session.add_all(
        Holiday(workspace_id=ctx.workspace.id, day=day, name=name[:120]) for day, name in new.items()
    )
    ctx.workspace.touch_directory(ctx.session)
    return ctx.words("setup.done_holidays", count=len(new))


def _toggle(ctx: Context, day: date) -> str:
    """Take a holiday out, or put it in; returns what became of it."""
    holiday = ctx.session.scalar(
        select(Holiday).where(Holiday.workspace_id == ctx.workspace.id, Holiday.day == day)
    )
    if holiday is not None:
        ctx.session.delete(holiday)
    else:
        name = public_holidays(ctx).get(day, ctx.words("setup.own_holiday"))
        ctx.session.add(Holiday(workspace_id=ctx.workspace.id, day=day, name=name[:120]))
    ctx.workspace.touch_directory(ctx.session)
    key = "setup.put_in" if holiday is None else "setup.taken_out"
    return ctx.words(key, day=ctx.words.day(day, ctx.today))


def _day(value: str) -> date:
    return datetime.strptime(value, DAY).date()  # noqa: DTZ007 (a day has no zone)
