"""Near matches among very many names: shared trigrams choose a few, rapidfuzz ranks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Numbers = NDArray[numpy.int64]

BUCKETS = 1 << 18
SHORTLIST = 80
BEGINNING = 4
"""Letters that make the beginning of a name worth BEGUN: enough if no other name begins so."""
BEGUN = 92.0
FRESH = 512
"""Names put since the index was built, which are simply all looked at; more make it build again."""


class TrigramIndex:
    """Names by row number; a row keeps its number for ever, a dropped one is never found again."""

    def __init__(self) -> None:
        self._names: list[str | None] = []
        self._built = 0
        self._starts: Numbers | None = None
        self._rows: Numbers | None = None

    def put(self, name: str) -> int:
        """Add a name; returns its row."""
        self._names.append(name)
        return len(self._names) - 1

    def drop(self, row: int) -> None:
        self._names[row] = None

    def nearest(self, name: str, limit: int) -> list[tuple[int, float]]:
        """Rows with their likeness (0 to 100), best first."""
        if len(self._names) - self._built > FRESH:
            self._build()
        shortlist = [*self._sharing(name), *range(self._built, len(self._names))]
        scored = [(row, likeness(name, known)) for row in shortlist if (known := self._names[row])]
        return sorted(scored, key=lambda each: (-each[1], each[0]))[:limit]

    def _sharing(self, name: str) -> Sequence[int]:
        """The rows that share most trigrams with a name, the shorter ones first among equals."""
        import numpy

        if self._rows is None or self._starts is None:
            return ()
        grams = numpy.unique(_trigrams([name])[0])
        hits = [self._rows[self._starts[gram] : self._starts[gram + 1]] for gram in grams]
        shared = numpy.bincount(numpy.concatenate(hits), minlength=self._built)
        if len(shared) > SHORTLIST:
            best = numpy.argpartition(shared, -SHORTLIST)[-SHORTLIST:]
            return [int(row) for row in best if shared[row]]
        return [int(row) for row in numpy.flatnonzero(shared)]

    def _build(self) -> None:
        import numpy

        self._built = len(self._names)
        grams, rows = _trigrams([name or "" for name in self._names])
        order = numpy.argsort(grams, kind="stable")
        self._rows = rows[order].astype(numpy.int64)
        self._starts = numpy.searchsorted(grams[order], numpy.arange(BUCKETS + 1))


def likeness(said: str, known: str) -> float:
    """0 to 100; a beginning or a part of the name is like it, but less than the whole."""
    from rapidfuzz import fuzz

    whole = fuzz.ratio(said, known)
    if len(said) >= BEGINNING and known.startswith(said):
        return max(whole, BEGUN)
    if len(said) < len(known):
        part = fuzz.partial_ratio(said, known)
        cover = len(said) / len(known)
        whole = max(whole, part * (0.75 + 0.2 * cover) + (3 if known.startswith(said[:3]) else 0))
    return min(whole, 100.0)


def _trigrams(names: Sequence[str]) -> tuple[Any, Any]:
    """Bucket and row of every trigram of every name, the ends of a name being letters too."""
    import numpy

    joined = "".join(f"\x01{name}\x02\x00" for name in names)
    letters = numpy.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32).astype(
        numpy.int64
    )
    rows = numpy.cumsum(letters == 0) - (letters == 0)
    if len(letters) < 3:
        return numpy.zeros(0, numpy.int64), numpy.zeros(0, numpy.int64)
    grams = (letters[:-2] * 1_000_003 + letters[1:-1] * 8_191 + letters[2:]) % BUCKETS
    inside = (letters[:-2] != 0) & (letters[1:-1] != 0) & (letters[2:] != 0)
    return grams[inside], rows[:-2][inside]
