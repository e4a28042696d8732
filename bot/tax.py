"""Thai tax numbers: thirteen figures, the last of which checks the others."""

from __future__ import annotations

LENGTH = 13


def is_tax_id(said: str) -> bool:
    """Could this number belong to a firm or a person?"""
    if len(said) != LENGTH or not said.isdecimal() or not said.isascii():
        return False
    weighed = sum(int(figure) * weight for figure, weight in zip(said, range(LENGTH, 1, -1), strict=False))
    return int(said[-1]) == (11 - weighed % 11) % 10


def shown(kept: str) -> str:
    """0-1055-51234-56-7, as it stands on papers."""
    if len(kept) != LENGTH:
        return kept
    return "-".join((kept[0], kept[1:5], kept[5:10], kept[10:12], kept[12]))
