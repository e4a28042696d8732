"""Near matches among very many names: shared trigrams choose a few, rapidfuzz ranks them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Numbers = NDArray[numpy.int64]

BUCKETS = 1 << 18
MOST = 400
"""Names with most trigrams in common that are compared letter by letter,"""
SHORTLIST = 24
"""and of them those whose likeness is worked out in full."""
HITS = 20_000
FEWEST_GRAMS = 5
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
        rows = [*self._sharing(name), *range(self._built, len(self._names))]
        known = {row: found for row in rows if (found := self._names[row])}
        scored = [(row, likeness(name, known[row])) for row in _shortlist(name, known)]
        return sorted(scored, key=lambda each: (-each[1], each[0]))[:limit]

    def warm(self) -> None:
        """Load the libraries and index what was put: the first look-up costs no more than the next."""
        if name := next(filter(None, self._names), None):
            self.nearest(name, 1)

    def _sharing(self, name: str) -> list[int]:
        """The rows that share most of a name's rarer trigrams."""
        if self._rows is None or self._starts is None:
            return []
        import numpy

        grams = self._rarest(numpy.unique(_trigrams([name])[0]))
        hits = [self._rows[self._starts[gram] : self._starts[gram + 1]] for gram in grams]
        if not hits:
            return []
        shared = numpy.bincount(numpy.concatenate(hits), minlength=self._built)
        return [int(row) for row in numpy.flatnonzero(shared >= _least(shared))[:MOST]]

    def _rarest(self, grams: Numbers) -> list[int]:
        """The trigrams in fewest names: common ones (จำกัด) cost time and tell nothing."""
        starts = self._starts
        if starts is None:
            return []
        by_rarity = sorted((int(starts[gram + 1] - starts[gram]), int(gram)) for gram in grams)
        chosen: list[int] = []
        total = 0
        for count, gram in by_rarity:
            if len(chosen) >= FEWEST_GRAMS and total + count > HITS:
                break
            chosen.append(gram)
            total += count
        return chosen

    def _build(self) -> None:
        import numpy

        self._built = len(self._names)
        grams, rows = _trigrams([name or "" for name in self._names])
        order = numpy.argsort(grams, kind="stable")
        self._rows = rows[order].astype(numpy.int64)
        self._starts = numpy.searchsorted(grams[order], numpy.arange(BUCKETS + 1))


def _least(shared: Numbers) -> int:
    """How many trigrams a name must share for there to be no more than MOST such names, and at least one."""
    import numpy

    counts = numpy.bincount(shared)[::-1].cumsum()[::-1]
    least = int(numpy.argmax(counts <= MOST)) if counts[-1] <= MOST else len(counts) - 1
    return max(1, least)


def _shortlist(name: str, known: dict[int, str]) -> list[int]:
    """The most alike by their letters, compared in C."""
    from rapidfuzz import fuzz, process

    if len(known) <= SHORTLIST:
        return list(known)
    found = process.extract(name, known, scorer=fuzz.ratio, limit=SHORTLIST, processor=None)
    return [row for _, _, row in found]


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
