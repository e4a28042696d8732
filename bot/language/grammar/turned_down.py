"""Who does not want it any more, and why: told as a fact, and no more than that."""

from __future__ import annotations

from bot.language.grammar.facts import states
from bot.language.line import Line
from bot.language.understanding import Found


def turned_down(line: Line) -> Found[bool] | None:
    """TTM ไม่เอาแล้ว: said as a fact, of whoever the line is about."""
    at = next(iter(states(line, "turned_down")), None)
    return None if at is None else line.of_token(True, at)


def lost_reason(line: Line) -> Found[str] | None:
    """Why, from the words beside the loss; from the word of losing itself if there are none."""
    places = line.places("lost_reason")
    best = next((at for at in places if "lost" not in line.token(at).tags), None)
    best = places[0] if best is None and places else best
    if best is None:
        return _to_another(line)
    return line.of_token(line.token(best).tags["lost_reason"], best)


def _to_another(line: Line) -> Found[str] | None:
    """เซ็นกับเจ้าอื่นไปแล้ว says by itself why."""
    at = line.first("lost", "elsewhere")
    return None if at is None else line.of_token("competitor", at)


def why_turned_down(line: Line) -> Found[str] | None:
    """The reason that is told with it; a price alone is talked of in every other visit."""
    return lost_reason(line) if turned_down(line) else None
