"""Photos above promotions: which of them LINE shows, and what is made of those that are too large."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import func, select

from bot.art import png
from bot.context import Desk
from bot.pictures import PROMOTIONS, picture_at
from bot.replies import Picture
from models.activity import Photo
from models.promotion import Promotion

WIDEST = 1_024
"""Pixels that LINE takes in a card, each way."""
HEAVIEST, LIGHT = 10_000_000, 1_000_000
"""Bytes: what LINE takes at all, and what everybody's phone loads without a wait."""
TALLEST = 3
"""Times its width a picture in a card may be high."""
HEAD = 1 << 16
"""Bytes at its beginning in which a photo tells how large it is."""
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
SIZED = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Marks of a JPEG behind which its height and width stand."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a photo is, and how large, in pixels."""

    kind: str
    width: int
    height: int

    @property
    def ratio(self) -> str:
        """As LINE reads it; what is taller than it takes is cut."""
        return f"{self.width}:{min(self.height, TALLEST * self.width)}"


def photo_above(desk: Desk, promotion: Promotion) -> Picture | None:
    """The promotion's photo, in its own shape, once LINE has handed it over and if it can be shown."""
    shape = _shape(desk, promotion)
    if shape is None:
        return None
    return picture_at(desk, PROMOTIONS, promotion.picture, shape.ratio)


def photo_state(desk: Desk, promotion: Promotion) -> str:
    """there, awaited or unfit."""
    if _shape(desk, promotion) is not None:
        return "there"
    fetched = select(Photo.attachment_id).where(Photo.attachment_id == promotion.photo_id)
    return "awaited" if desk.session.scalar(fetched) is None else "unfit"


def _shape(desk: Desk, promotion: Promotion) -> Shape | None:
    if promotion.photo_id is None:
        return None
    seen = select(func.length(Photo.content), func.substr(Photo.content, 1, HEAD))
    found = desk.session.execute(seen.where(Photo.attachment_id == promotion.photo_id)).first()
    if found is None or found[0] > HEAVIEST:
        return None
    return shape_of(bytes(found[1]))


def shape_of(head: bytes) -> Shape | None:
    """Told from the beginning of a file; None for what is neither PNG nor JPEG."""
    if head.startswith(PNG) and len(head) > 24:
        return _sized("image/png", head[16:20], head[20:24])
    if not head.startswith(JPEG):
        return None
    at = len(JPEG)
    while at + 9 <= len(head) and head[at] == 0xFF:
        if head[at + 1] in SIZED:
            return _sized("image/jpeg", head[at + 7 : at + 9], head[at + 5 : at + 7])
        at += 2 + int.from_bytes(head[at + 2 : at + 4])
    return None


def _sized(kind: str, width: bytes, height: bytes) -> Shape | None:
    shape = Shape(kind, int.from_bytes(width), int.from_bytes(height))
    return shape if shape.width and shape.height else None


@lru_cache(maxsize=4)
def fitted(content: bytes) -> tuple[bytes, str]:
    """The photo as LINE takes it, and of what type it is: as it is, or drawn again smaller."""
    shape = shape_of(content[:HEAD])
    if shape is None or (max(shape.width, shape.height) <= WIDEST and len(content) <= LIGHT):
        return content, shape.kind if shape else "application/octet-stream"
    return png(_drawn(content, shape)), "image/png"


def _drawn(content: bytes, shape: Shape) -> str:
    """The photo on a sheet that fits."""
    share = min(WIDEST / max(shape.width, shape.height), 1.0)
    size = f'width="{round(shape.width * share)}" height="{round(shape.height * share)}"'
    data = base64.b64encode(content).decode()
    image = f'<image {size} href="data:{shape.kind};base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{image}</svg>'
