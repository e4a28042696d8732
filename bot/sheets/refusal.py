"""Why a file, or a row of it, cannot be used."""

from __future__ import annotations


class Refused(Exception):
    """The whole file cannot be used; `reason` is worded by `sheets.refused_…`, `row` is the one to blame."""

    def __init__(self, reason: str, row: int | None = None) -> None:
        super().__init__(reason, row)
        self.reason, self.row = reason, row


class Problem(Exception):
    """One row cannot be used; `reason` is worded by `sheets.problem_…`, `said` are the words to blame."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(reason, said)
        self.reason, self.said = reason, said
