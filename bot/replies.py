"""What can be answered: values without any LINE JSON. `render` knows how they look."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.intents.base import Intent


class Tone(enum.Enum):
    """How a line speaks; colours follow from it."""

    PLAIN = "plain"
    MUTED = "muted"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Weight(enum.Enum):
    """How loud a button is: one primary a card at most."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap that means `intent`; `fill` opens the keyboard with a text, `shown` is echoed in the chat."""

    intent: Intent
    fill: str | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """LINE's own date picker; what is picked fills the field `when` of the intent."""

    intent: Intent
    initial: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Opens a page, a map or a call (`tel:`)."""

    uri: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Copies a text (phones only, LINE 14 and later)."""

    text: str


@dataclass(frozen=True, slots=True)
class Say:
    """Says these words for the person."""

    text: str


Action = Tap | Pick | Link | Copy | Say


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap; whoever cannot tap types the label."""

    label: str
    action: Action
    weight: Weight = Weight.LINK


@dataclass(frozen=True, slots=True)
class Rows:
    """Label and value, line by line."""

    rows: tuple[tuple[str, str] | tuple[str, str, Tone], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered line: tapping it, or typing its number, means `intent`."""

    title: str
    detail: str = ""
    intent: Intent | None = None
    tone: Tone = Tone.PLAIN
    fill: str | None = None
    """A tap also opens the keyboard with this text."""


@dataclass(frozen=True, slots=True)
class Items:
    """Numbered lines under a heading; the numbers run on through a card."""

    items: tuple[Item, ...]
    heading: str = ""
    tone: Tone = Tone.MUTED


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """Short columns: the first is text, the others figures."""

    heading: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    alarming: frozenset[int] = frozenset()
    """Which lines, counted from 0, should catch the eye."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A few letters that are read across a counter."""

    text: str


Block = Rows | Items | Paragraph | Table | Headline


@dataclass(frozen=True, slots=True)
class Picture:
    """Above a card: where LINE fetches it (HTTPS), width to height, and whether all of it is shown."""

    address: str
    ratio: str = "1:1"
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """What a message shows, so that quoting it, or the next line, can be about it."""

    kind: Literal[
        "activity",
        "followup",
        "customer",
        "draft",
        "inquiry",
        "deal",
        "purchase",
        "payment",
        "promotion",
        "leave",
    ]
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Plain words. `chips` are LINE's quick replies (phones only: each can be typed)."""

    text: str
    chips: tuple[Button, ...] = ()
    record: Record | None = None
    public: bool = False
    """May be said in a group: holds nothing about a customer."""

    @property
    def summary(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card: heading, blocks, rows of buttons. `summary` is what the chat list shows."""

    title: str
    summary: str
    subtitle: str = ""
    picture: Picture | None = None
    blocks: tuple[Block, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    chips: tuple[Button, ...] = ()
    record: Record | None = None
    public: bool = False


Reply = Text | Card


@dataclass(frozen=True, slots=True)
class Answer:
    """One or more replies to one event; LINE takes five at most."""

    replies: tuple[Reply, ...] = field(default=())

    def __iter__(self) -> Iterator[Reply]:
        return iter(self.replies)


def items_of(reply: Reply) -> list[Item]:
    """A card's numbered lines, in the order of their numbers."""
    if isinstance(reply, Text):
        return []
    return [item for block in reply.blocks if isinstance(block, Items) for item in block.items]


def buttons_of(reply: Reply) -> list[Button]:
    """Everything on a reply that has a label to type."""
    rows = () if isinstance(reply, Text) else reply.buttons
    return [button for row in rows for button in row] + list(reply.chips)
