"""The OpenAPI document is true: schemathesis asks what it allows, and much that it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.tills import PURCHASES, Till
from tests.town import Town

ASKED = 60
"""Requests of each kind."""
BY_MEANING: list[Callable[..., Any]] = [positive_data_acceptance]
"""No schema tells which customers there are, or that the total may be left to the items."""


@pytest.fixture
def till(postgres_url: str) -> Iterator[Till]:
    """On the database that refuses more."""
    town = Town(postgres_url)
    yield Till.of(town)
    town.jod.stop()


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_as_the_document_says(till: Till, mode: GenerationMode) -> None:
    """No 5xx, no status, header or body but those written down; nothing wrong, and nobody strange, let in."""
    document = schemathesis.openapi.from_wsgi("/api/openapi.json", till.town.jod.web)

    @settings(max_examples=ASKED, deadline=None, derandomize=True, database=None)
    @given(case=document[PURCHASES]["POST"].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        shown = {"Authorization": f"Bearer {till.token}"}
        case.call_and_validate(headers=shown, excluded_checks=BY_MEANING)

    ask()


def test_what_the_document_shows_is_taken(till: Till) -> None:
    document = till.town.web.get("/api/openapi.json").get_json()
    body = document["paths"][PURCHASES]["post"]["requestBody"]["content"]["application/json"]
    answers = [till.sell(**example["value"]) for example in body["examples"].values()]
    assert [one["amount"] for one in answers] == ["2600.00", "-260.00"]
