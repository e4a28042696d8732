"""No line holds the reader: a pattern that reads the same letters in many ways would try them all."""

from __future__ import annotations

import pytest

from bot.language import Directory, understand
from tests.language.people import NOW


@pytest.mark.parametrize(
    "text", ["เลื่อน" + "xxx1" * 20 + "ก", "เลื่อน " + "a1" * 30 + "ก", "เลื่อน promo" + "-1" * 30 + "ก"]
)
def test_codes_within_codes_are_read_once(text: str) -> None:
    """Of these the first took longer than anybody waits, and nothing else was answered meanwhile."""
    assert understand(text, NOW, Directory([])).text == text
