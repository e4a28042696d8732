"""The frozen sets of messages, moments and money, with the shares that must be right."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.language.dates.phrases import phrases
from bot.language.normalise import normalise
from bot.language.scanner import scan
from bot.language.sums import Sum, sums
from bot.language.values import When
from tests.language.scoring import moment, rows, score


@pytest.mark.parametrize(
    ("name", "right"), [("dev.jsonl", 0.98), ("own.jsonl", 0.97), ("six_people.jsonl", 0.97)]
)
def test_messages_are_understood_and_what_is_wrong_is_asked(name: str, right: float) -> None:
    scored = list(score(name))
    wrong = [(row.id, row.wrong, row.text) for row in scored if row.wrong]
    silent = [row.id for row in scored if row.silent]
    assert len(wrong) <= (1 - right) * len(scored), wrong
    assert len(silent) <= 0.005 * len(scored), silent


def moments_in(row: dict[str, Any]) -> list[When]:
    found = (phrase.when(moment(row)) for phrase in phrases(scan(normalise(row["text"]).text)))
    return [when for when in found if when]


@pytest.mark.parametrize("row", rows("dates.jsonl"), ids=lambda row: row["text"])
def test_a_moment_is_read_as_people_say_it(row: dict[str, Any]) -> None:
    (when,) = moments_in(row)
    if row["grain"] == "date":
        assert when.day.isoformat() == row["expect"]
    else:
        said = when.clock or when.around
        assert said is not None
        assert datetime.combine(when.day, said, moment(row).tzinfo).isoformat() == row["expect"]


@pytest.mark.parametrize("row", rows("dates_negative.jsonl"), ids=lambda row: row["text"])
def test_what_only_looks_like_a_moment_is_none(row: dict[str, Any]) -> None:
    assert moments_in(row) == []


def money_in(text: str, *kinds: str) -> list[Sum]:
    tokens = scan(normalise(text).text)
    taken = frozenset(at for phrase in phrases(tokens) for at in range(phrase.first, phrase.last))
    return [each for each in sums(tokens, taken) if each.kind in kinds]


@pytest.mark.parametrize("row", rows("amounts.jsonl"), ids=lambda row: row["text"])
def test_money_is_read_as_people_say_it(row: dict[str, Any]) -> None:
    (found,) = money_in(row["text"], "money", "plain")
    assert found.value == Decimal(row["expect"])


@pytest.mark.parametrize("row", rows("amounts_negative.jsonl"), ids=lambda row: row["text"])
def test_what_only_looks_like_money_is_none(row: dict[str, Any]) -> None:
    assert money_in(row["text"], "money") == []
