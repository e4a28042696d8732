"""The three questions of a new workspace, one at a time; each may be skipped."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from bot.calendars import next_saturdays, public_holidays
from bot.context import Context, Desk
from bot.intents.people import SetUp
from bot.replies import Button, Card, Item, Items, Paragraph, Reply, Say, Tap, Text, Tone, Weight
from models.customer import Customer
from models.workspace import Holiday, Selling, WorkingDays

STEPS = ("selling", "days", "holidays", "customers")
"""Three questions: the holidays belong to the working days."""
NUMBERS = {"selling": 1, "days": 2, "saturday": 2, "holidays": 2, "customers": 3}
SKIP, ALL = "skip", "all"
MOST_SHOWN = 33
"""Lines of a card of holidays that LINE still takes."""
DAY = "%Y%m%d"
"""How a button carries a day of the calendar."""


def first_question(desk: Desk) -> Reply | None:
    """The question that now waits, if setting up is not finished."""
    return question(desk, desk.workspace.set_up_step) if desk.workspace.set_up_step else None


def question(desk: Desk, step: str, done: str = "") -> Reply:
    """The card of one step; `done` says what the last answer has set."""
    match step:
        case "selling":
            return _choice(desk, step, [one.value for one in Selling], done)
        case "days":
            return _choice(desk, step, [one.value for one in WorkingDays], done)
        case "saturday":
            return _saturday(desk, done)
        case "holidays":
            return holidays_card(desk, done)
        case "customers":
            return _customers(desk, done)
        case _:
            return Text(text=_joined(done, desk.words("setup.finished")))


def next_step(step: str) -> str:
    """What is asked after `step`; nothing after the last."""
    at = STEPS.index("days" if step == "saturday" else step) + 1
    return STEPS[at] if at < len(STEPS) else ""


def _choice(desk: Desk, step: str, values: list[str], done: str) -> Card:
    words = desk.words
    items = tuple(
        Item(
            words(f"setup.{step}_{value}"), words(f"setup.{step}_{value}_how"), SetUp(step=step, value=value)
        )
        for value in values
    )
    return _card(desk, step, done, blocks=(Items(items),))


def _saturday(desk: Desk, done: str) -> Card:
    items = tuple(
        Item(desk.words.day(day), intent=SetUp(step="saturday", value=f"{day:{DAY}}"))
        for day in next_saturdays(desk)
    )
    return _card(desk, "saturday", done, blocks=(Items(items),))


def _customers(desk: Desk, done: str) -> Card:
    words = desk.words
    how = tuple(Paragraph(words(f"setup.customers_{way}")) for way in ("typed", "file"))
    later = Button(words("setup.later"), Tap(SetUp(step="customers", value=SKIP)), Weight.SECONDARY)
    return _card(desk, "customers", done, blocks=how, buttons=((later,),))


def holidays_card(desk: Desk, done: str = "", around: date | None = None) -> Card:
    """The public list with what the company has ticked; a tap takes a day out, or puts it back.

    Of very many days those from `around` on are shown.
    """
    words, public = desk.words, public_holidays(desk)
    ticked = ticked_holidays(desk)
    days = _shown(sorted({*public, *ticked}), around or desk.today)
    items = tuple(_holiday(desk, day, ticked.get(day) or public[day], on=day in ticked) for day in days)
    missing = len([day for day in public if day not in ticked])
    take_all = Button(
        words("setup.take_all", count=missing), Tap(SetUp(step="holidays", value=ALL)), Weight.PRIMARY
    )
    hint = Paragraph(words("setup.holidays_hint"), Tone.MUTED)
    onward = "setup.next" if ticked else "setup.skip"
    return _card(
        desk,
        "holidays",
        done,
        blocks=(Items(items), hint),
        buttons=((take_all,),) if missing else (),
        onward=onward,
    )


def _shown(days: list[date], around: date) -> list[date]:
    """As many as a card holds."""
    first = sum(day < around for day in days)
    start = max(0, min(first, len(days) - MOST_SHOWN))
    return days[start : start + MOST_SHOWN]


def ticked_holidays(desk: Desk) -> dict[date, str]:
    """The company's own holidays from today on."""
    rows = select(Holiday).where(Holiday.workspace_id == desk.workspace.id, Holiday.day >= desk.today)
    return {one.day: one.name for one in desk.session.scalars(rows)}


def whose_days(ctx: Context, said: SetUp, customer: Customer) -> Text:
    """Right after a customer was spoken of: does the company close, or that customer?"""
    note = ctx.words("setup.note_of", customer=customer.name, said=ctx.said)
    chips = (
        Button(ctx.words("setup.we_close"), Tap(said)),
        Button(ctx.words("setup.they_close"), Say(note)),
    )
    return Text(text=ctx.words("setup.who_closes", customer=customer.name), chips=chips)


def _holiday(desk: Desk, day: date, name: str, *, on: bool) -> Item:
    state = desk.words("setup.closed" if on else "setup.open")
    title = f"{desk.words.day(day, desk.today)} {name}"
    tone = Tone.PLAIN if on else Tone.MUTED
    return Item(title, state, SetUp(step="holidays", value=f"{day:{DAY}}"), tone)


def _card(
    desk: Desk,
    step: str,
    done: str,
    *,
    blocks: tuple[Items | Paragraph, ...],
    buttons: tuple[tuple[Button, ...], ...] = (),
    onward: str = "setup.skip",
) -> Card:
    """One step's card; while setting up it has a number and a way past."""
    words, asked = desk.words, bool(desk.workspace.set_up_step)
    title = words(f"setup.{step}")
    subtitle = words("setup.number", number=NUMBERS[step]) if asked else ""
    past = Button(words(onward), Tap(SetUp(step=step, value=SKIP)))
    needs_way_past = asked and step != "customers"
    return Card(
        title=title,
        subtitle=_joined(done, subtitle),
        summary=_joined(done, title),
        blocks=blocks,
        buttons=(*buttons, (past,)) if needs_way_past else buttons,
    )


def _joined(done: str, text: str) -> str:
    return " · ".join(part for part in (done, text) if part)
