"""One line of a table, whatever file it stands in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Its cells as texts. `formula` holds the places of those that are worked out and not written."""

    number: int
    """As the sheet counts: the first is 1."""
    cells: list[str]
    formula: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)
