"""Why a deal was lost, in a few words typed as the answer to that question."""

from __future__ import annotations

from bot.language.normalise import normalise
from bot.language.scanner import scan


def lost_reason_in(text: str) -> str | None:
    """The usual reason that these words tell of, by the word lists; None for one of somebody's own."""
    tags = (token.tags.get("lost_reason") for token in scan(normalise(text).text))
    return next((tag for tag in tags if tag), None)
