"""Rich menus: one for each kind of person, drawn by Jod, with the words people can type as well."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot import art
from bot.intents.base import Intent, to_data
from bot.intents.followups import StartResult
from bot.intents.teams import PeopleToAssign
from bot.subjects import Part, fitting
from bot.texts import Words
from models.workspace import Selling, Subject

WIDTH = 2500
TILE_HEIGHT = 843
GREEN, DEEP_GREEN, TINT, INK, LINE = "#06C755", "#047A34", "#E7F8EE", "#1F2933", "#DFE5E8"
LABEL_SIZE, ICON_SIZE, ICON_RADIUS = 92, 190, 165
Json = dict[str, Any]

TILES: dict[str, tuple[Part[str], ...]] = {
    "rep": (
        Part("plan"),
        Part("log", about=Subject.VISITS),
        Part("sale", instead_of=Subject.VISITS),
        *map(Part, ("overdue", "find", "report", "menu")),
    ),
    "manager": (
        Part("summary"),
        Part("team_today", about=Subject.VISITS),
        Part("shop_report", instead_of=Subject.VISITS),
        Part("not_logged", about=Subject.VISITS),
        Part("promos", instead_of=Subject.VISITS),
        *map(Part, ("assign", "plan", "menu")),
    ),
    "consumer": tuple(map(Part, ("promo", "coupon", "my_data", "ask"))),
}
"""Six for who works here, whatever is sold how; four for who buys."""
COLUMNS = {"rep": 3, "manager": 3, "consumer": 4}
FIRST = {"log", "sale", "summary", "promo"}
"""The tiles that catch the eye: what a person does most."""
TYPED = {"log", "sale", "find", "ask"}
"""These open the keyboard with the sentence begun."""
TAPPED: dict[str, Intent] = {"assign": PeopleToAssign()}
"""These mean an intent that has no words of its own; all others say their label."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One area: what it is called, where it is, and whether it stands out."""

    name: str
    x: int
    y: int
    width: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class RichMenu:
    """A menu of one kind of person in one language, as LINE wants it and as it looks."""

    kind: str
    language: str
    tiles: tuple[Tile, ...]

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.language}"

    @property
    def version(self) -> str:
        """Changes with anything a person would see or tap."""
        whole = hashlib.sha256(json.dumps(self.definition(), sort_keys=True).encode())
        whole.update(self._drawing().encode())
        whole.update(art.FONT.read_bytes())
        return whole.hexdigest()[:16]

    def definition(self) -> Json:
        """LINE's rich menu object."""
        return {
            "size": {"width": WIDTH, "height": self._height},
            "selected": True,
            "name": f"Jod {self.key}",
            "chatBarText": self._words("menus.bar"),
            "areas": [{"bounds": _bounds(tile), "action": self._action(tile)} for tile in self.tiles],
        }

    def image(self) -> bytes:
        """PNG, below LINE's 1 MB."""
        return art.png(self._drawing())

    @property
    def _words(self) -> Words:
        return Words(self.language)

    @property
    def _height(self) -> int:
        return max(tile.y for tile in self.tiles) + TILE_HEIGHT

    def _action(self, tile: Tile) -> Json:
        label = self._words(f"menus.{tile.name}")
        if tile.name in TAPPED:
            return {
                "type": "postback",
                "label": label,
                "data": to_data(TAPPED[tile.name]),
                "displayText": label,
            }
        if tile.name in TYPED:
            keyboard = {"inputOption": "openKeyboard", "fillInText": self._words(f"menus.{tile.name}_fill")}
            return {"type": "postback", "label": label, "data": to_data(StartResult()), **keyboard}
        return {"type": "message", "label": label, "text": label}

    def _drawing(self) -> str:
        shapes = (shape for tile in self.tiles for shape in _shapes(tile, self._words(f"menus.{tile.name}")))
        return art.drawing(WIDTH, self._height, *shapes)


def menus_for(language: str, selling: Selling) -> tuple[RichMenu, ...]:
    """All menus in a language: rep, manager (owners share it) and consumer."""
    return tuple(
        RichMenu(kind, language, _grid(fitting(selling, parts), COLUMNS[kind]))
        for kind, parts in TILES.items()
    )


def _grid(names: tuple[str, ...], columns: int) -> tuple[Tile, ...]:
    edges = [WIDTH * column // columns for column in range(columns + 1)]
    return tuple(
        Tile(
            name,
            x=edges[at % columns],
            y=at // columns * TILE_HEIGHT,
            width=edges[at % columns + 1] - edges[at % columns],
            is_first=name in FIRST,
        )
        for at, name in enumerate(names)
    )


def _bounds(tile: Tile) -> Json:
    return {"x": tile.x, "y": tile.y, "width": tile.width, "height": TILE_HEIGHT}


def _shapes(tile: Tile, label: str) -> Iterator[str]:
    middle = tile.x + tile.width // 2
    ground, disc = (GREEN, "#FFFFFF") if tile.is_first else ("#FFFFFF", TINT)
    yield art.rectangle(tile.x, tile.y, tile.width, TILE_HEIGHT, LINE)
    yield art.rectangle(tile.x, tile.y, tile.width - 3, TILE_HEIGHT - 3, ground)
    yield art.circle(middle, tile.y + 330, ICON_RADIUS, disc)
    yield art.icon(tile.name, middle, tile.y + 330, ICON_SIZE, DEEP_GREEN)
    yield art.label(middle, tile.y + 665, label, LABEL_SIZE, INK)
