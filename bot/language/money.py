"""Which of a line's numbers is its money."""

from __future__ import annotations

from bot.language.line import Line
from bot.language.sums import Sum
from bot.language.understanding import Found
from bot.language.values import Amount

LEAST_PRICE = 10
"""Baht under which a bare number beside another is a count."""


def amount(line: Line) -> Found[Amount] | None:
    """The money of a line: the sum behind a total or a new price, else the last; unsure among several."""
    sums = [each for each in line.numbers if each.kind == "money"]
    return _chosen(line, sums) if sums else None


def price(line: Line) -> Found[Amount] | None:
    """Money where something is paid for: a small bare number will do."""
    all_sums = [each for each in line.numbers if each.kind in ("money", "plain", "other_money")]
    sums = [each for each in all_sums if not _would_have_been(line, each)] or all_sums
    total = _after_total(line, [*sums, *(each for each in line.numbers if each.kind == "code")])
    if (final := total or _after(line, sums, "final")) is not None:
        return _found(line, final, sure=True)
    plain = [each for each in sums if each.kind != "plain"] or _prices(sums)
    return _chosen(line, plain) if plain else None


def _would_have_been(line: Line, each: Sum) -> bool:
    """ราคาเต็ม 1200: what it costs others."""
    return line.tokens.tag(each.first - 1, "full_price") is not None


def _prices(sums: list[Sum]) -> list[Sum]:
    """Of bare numbers those that are no count of pieces (2 shirts 790)."""
    return [each for each in sums if each.value >= LEAST_PRICE] or sums


def _chosen(line: Line, sums: list[Sum]) -> Found[Amount]:
    final = _after_total(line, sums) or _after(line, sums, "final")
    if final:
        return _found(line, final, sure=True)
    return _found(line, sums[-1], sure=len({each.value for each in sums}) == 1)


def _after_total(line: Line, sums: list[Sum]) -> Sum | None:
    return _after(line, sums, "total")


def _after(line: Line, sums: list[Sum], tag: str) -> Sum | None:
    """The sum that a word leads to, with at most a small word between."""
    for each in reversed(sums):
        if line.tokens.tag(each.first - 1, tag) or (
            line.tokens.tag(each.first - 2, tag) and line.tokens.joined(each.first - 1)
        ):
            return each
    return None


def _found(line: Line, each: Sum, *, sure: bool) -> Found[Amount]:
    value = Amount(each.value, each.approximate, line.words(each.start, each.end))
    return line.found(value, each.start, each.end, sure=sure and not each.doubtful)


def unit_price(line: Line) -> Found[Amount] | None:
    """The price of one (ตันละ 19,500), if there is only one such price."""
    prices = [each for each in line.numbers if each.kind == "unit_price"]
    return _found(line, prices[0], sure=True) if len(prices) == 1 else None


def percent(line: Line) -> Found[int] | None:
    """A percentage: ลด 15%, โอกาส 40%."""
    for each in line.numbers:
        if each.kind == "percent":
            return line.found(int(each.value), each.start, each.end)
    return None
