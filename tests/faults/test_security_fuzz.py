"""D12 and more: whatever is signed and sent, nothing breaks or is stuck; `make fuzz` is the long run."""

from __future__ import annotations

import pytest

from tests.fuzzing import Fuzz, Outcome

BODIES, TEXTS = 250, 150
SEED = 20261126


@pytest.fixture
def fuzz(database_url: str) -> Fuzz:
    return Fuzz(database_url, SEED)


def test_mutated_bodies_break_nothing(fuzz: Fuzz) -> None:
    outcome = fuzz.bodies(BODIES)
    fuzz.close()
    assert outcome.faults == []
    assert _answered(outcome) == BODIES
    assert outcome.statuses[200] > outcome.statuses[400] > 0


def test_no_line_of_text_breaks_anything(fuzz: Fuzz) -> None:
    outcome = fuzz.texts(TEXTS)
    fuzz.close()
    assert outcome.faults == []
    assert _answered(outcome) == TEXTS


def _answered(outcome: Outcome) -> int:
    return sum(outcome.statuses.values())
