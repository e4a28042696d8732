"""Pictures drawn by Jod: SVG in, PNG out, with a font of its own so that they look the same everywhere."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent
FONT = FOLDER / "fonts" / "NotoSansThai.ttf"
"""Noto Sans Thai, all weights (SIL Open Font License)."""
FAMILY = "Noto Sans Thai"


def drawing(width: int, height: int, *shapes: str) -> str:
    """A white sheet of so many pixels with the shapes on it."""
    sheet = rectangle(0, 0, width, height, "#FFFFFF")
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{sheet}{"".join(shapes)}</svg>'


def rectangle(x: int, y: int, width: int, height: int, color: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{color}"/>'


def circle(x: int, y: int, radius: int, color: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{color}"/>'


def label(x: int, y: int, text: str, size: int, color: str) -> str:
    """Words with their middle at x and their foot at y."""
    style = f'font-family="{FAMILY}" font-size="{size}" font-weight="600" fill="{color}" text-anchor="middle"'
    return f'<text x="{x}" y="{y}" {style}>{escape(text)}</text>'


def icon(name: str, x: int, y: int, size: int, color: str) -> str:
    """One of `icons/`, drawn in one colour, with its middle at x, y."""
    place = f'x="{x - size // 2}" y="{y - size // 2}" width="{size}" height="{size}" color="{color}"'
    return _icon(name).replace("<svg ", f"<svg {place} ", 1)


@cache
def _icon(name: str) -> str:
    return (FOLDER / "icons" / f"{name}.svg").read_text(encoding="utf-8").strip()


@cache
def png(svg: str) -> bytes:
    """The drawing as PNG; the same bytes for the same drawing."""
    from resvg_py import svg_to_bytes  # only the process that draws pays for it

    return bytes(svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(FONT)]))
