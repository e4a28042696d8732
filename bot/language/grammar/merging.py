"""merge_customers: two names turn out to be one customer."""

from __future__ import annotations

from bot.language.directory import Directory
from bot.language.grammar.grammar import Grammar, begins
from bot.language.line import Line, Stretch
from bot.language.names import bare, fold
from bot.language.understanding import Found
from bot.language.unknown import LONGEST_FIRM, nearest
from bot.language.values import CustomerRef

INTO = "เข้ากับ"
"""A guard elsewhere: here the second name is the one that stays."""


def merges(line: Line) -> bool:
    """รวม … กับ …: both names, and nothing behind them."""
    return begins("merge")(line) and line.once(_names) is not None


def _names(line: Line) -> tuple[Stretch, Stretch, bool] | None:
    """Both names, and whether the second is the one that stays."""
    start, cut = line.token(line.places("merge")[0]).end, line.once(_between)
    if cut is None or not line.text[start : line.token(cut).start].strip():
        return None
    token = line.token(cut)
    behind = line.text[token.end :].strip(" .?!")
    if not behind or line.moments or len(behind) > LONGEST_FIRM:
        return None
    return (start, token.start), (token.end, len(line.text)), token.tags.get("merge_with") != "with"


def _between(line: Line) -> int | None:
    """The joining word between the two: right before the second known name, else the first there is."""
    second = line.customers[1].start if len(line.customers) > 1 else None
    into = [at for at in line.places("guard") if line.token(at).text == INTO]
    joins = sorted([*line.places("merge_with"), *into])
    if second is not None:
        return next((at for at in joins if not line.text[line.token(at).end : second].strip()), None)
    return next((at for at in joins if _apart(line, at)), None)


def _apart(line: Line, at: int) -> bool:
    """Behind a space: the กับ of a longer word joins nothing."""
    return line.text[line.token(at).start - 1] in " \ue000" or line.token(at).text == INTO


def _ref(line: Line, where: Stretch) -> Found[CustomerRef]:
    """Whom a stretch names: known by exactly that name, else whoever is nearly called so."""
    polite = [each.start for each in line.tokens if each.tags.get("particle") == "end"]
    end = next((each for each in polite if where[0] < each < where[1]), where[1])
    said = line.words(where[0], end).strip(" .,:;?!")
    ids = _exactly(line.directory, said)
    near = nearest(line, said) if not ids else CustomerRef(said, ids[0] if len(ids) == 1 else None, ids)
    return line.found(CustomerRef(said, near.id, near.candidates), *where, sure=near.id is not None)


def _exactly(directory: Directory, said: str) -> tuple[int, ...]:
    return directory.exact(said) or directory.exact(bare(fold(said)))


def kept(line: Line) -> Found[CustomerRef] | None:
    names = line.once(_names)
    return None if names is None else _ref(line, names[1] if names[2] else names[0])


def other(line: Line) -> Found[CustomerRef] | None:
    names = line.once(_names)
    return None if names is None else _ref(line, names[0] if names[2] else names[1])


MERGE = Grammar(
    intent="merge_customers", words=("merge",), when=merges, fields={"customer": kept, "other": other}
)
