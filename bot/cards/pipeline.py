"""The company's stages and reasons, as they are set, and what to type to set them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.deal import reason_name, stage_name
from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.deals import LostReasons, RemoveStage
from bot.replies import Button, Card, Item, Items, Paragraph, Rows, Tap, Tone
from models.deal import LostReason
from models.member import Role
from models.stage import Stage


def stages_card(desk: Desk, stages: Sequence[Stage], done: str = "", undo: Undo | None = None) -> Card:
    """Each stage with its chance and after how many days a deal that stands still there is shown.

    `done` says what has just been set, and what else can be is told to whoever has not set anything.
    """
    words = desk.words
    rows = tuple(
        (
            stage_name(desk, one.key, stages),
            words("deals.stage_set", percent=one.probability, days=one.rotting_days),
        )
        for one in stages
    )
    title = words("deals.stages")
    hint = (Paragraph(words("deals.stages_hint"), Tone.MUTED),) if _may_set(desk) and not done else ()
    return Card(
        title=title,
        subtitle=done,
        summary=f"{title} · {done}" if done else title,
        blocks=(Rows(rows), *hint),
        buttons=_back(desk, undo),
    )


def where_to_card(desk: Desk, stage: Stage, left: Sequence[Stage], count: int) -> Card:
    """Deals stand in the stage that is to go: into which of the others?"""
    words, name = desk.words, stage_name(desk, stage.key, [stage])
    title = words("deals.where_to", stage=name)
    how_many = words("deals.stand_there_one" if count == 1 else "deals.stand_there", count=count)
    items = tuple(
        Item(
            stage_name(desk, one.key, left),
            words("deals.chance", percent=one.probability),
            RemoveStage(stage=stage.key, into=one.key),
        )
        for one in left
    )
    return Card(title=title, subtitle=how_many, summary=f"{title} · {how_many}", blocks=(Items(items),))


def reasons_card(desk: Desk, undo: Undo | None = None) -> Card:
    """The usual reasons, then the company's own, each of which a manager takes away with a tap."""
    words, may = desk.words, _may_set(desk)
    usual = " · ".join(reason_name(words, one) for one in LostReason)
    own = tuple(
        Item(one, words("deals.tap_to_remove") if may else "", LostReasons(removed=at) if may else None)
        for at, one in enumerate(desk.workspace.lost_reasons, start=1)
    )
    title = words("deals.reasons")
    hint = (Paragraph(words("deals.reasons_hint"), Tone.MUTED),) if may else ()
    mine = (Items(own, words("deals.own_reasons")),) if own else ()
    return Card(
        title=title, summary=title, blocks=(Paragraph(usual), *mine, *hint), buttons=_back(desk, undo)
    )


def _may_set(desk: Desk) -> bool:
    return desk.member.role.may_act_as(Role.MANAGER)


def _back(desk: Desk, undo: Undo | None) -> tuple[tuple[Button, ...], ...]:
    return ((Button(desk.words("activity.undo"), Tap(undo)),),) if undo is not None else ()
