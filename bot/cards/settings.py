"""How things are set, and the choices for one setting."""

from __future__ import annotations

from bot.context import Desk
from bot.intents.followups import StartResult
from bot.intents.people import ChangeSetting, SetUp
from bot.preferences import COMPANY, OWN, SHOP, STANDINGS, Preference, named
from bot.replies import Button, Card, Item, Items, Paragraph, Tap, Tone, Weight
from bot.subjects import about
from models.workspace import Subject

A_ROW = 2
"""Buttons side by side on a card."""


def settings_card(desk: Desk, done: str = "") -> Card:
    """Everything this person may set, as it is now; `done` says what has just been set."""
    words = desk.words
    title = words("settings.title")
    blocks = [Items(_items(desk, OWN), heading=words("settings.mine"))]
    if desk.member.is_manager:
        holidays = Item(words("settings.holidays"), words("settings.holidays_how"), SetUp(step="holidays"))
        blocks.append(Items((*_items(desk, COMPANY), holidays), heading=words("settings.companys")))
        blocks += _of_the_shop(desk)
    hint = Paragraph(words("settings.hint"), Tone.MUTED)
    return Card(
        title=title,
        subtitle=done,
        summary=" · ".join(part for part in (title, done) if part),
        blocks=(*blocks, hint),
    )


@about(Subject.COUNTER)
def _of_the_shop(desk: Desk) -> tuple[Items, ...]:
    return (Items(_items(desk, SHOP + STANDINGS), heading=desk.words("settings.shops")),)


def _items(desk: Desk, preferences: tuple[Preference, ...]) -> tuple[Item, ...]:
    return tuple(
        Item(desk.words(f"settings.{one.key}"), one.now(desk), ChangeSetting(setting=one.key))
        for one in preferences
    )


def choices_card(desk: Desk, preference: Preference) -> Card:
    """One setting: as it is, the usual values as buttons, and what to type for another."""
    words, key = desk.words, preference.key
    buttons = [
        Button(named(desk, key, value), Tap(ChangeSetting(setting=key, value=value)), Weight.SECONDARY)
        for value in preference.choices
    ]
    rows = [tuple(buttons[at : at + A_ROW]) for at in range(0, len(buttons), A_ROW)]
    if not buttons:
        fill = Tap(StartResult(), fill=words(f"settings.{key}_fill"))
        rows = [(Button(words("settings.type_it"), fill, Weight.SECONDARY),)]
    title = words(f"settings.{key}")
    return Card(
        title=title,
        subtitle=words("settings.now", value=preference.now(desk)),
        summary=title,
        blocks=(Paragraph(words(f"settings.{key}_hint"), Tone.MUTED),),
        buttons=tuple(rows),
    )
