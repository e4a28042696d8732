"""Each capability is talked about in Thai and in English, on both databases, and no intent is left out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.intents.base import kinds
from tests.conversations.examples import PAGE, page
from tests.conversations.script import Script
from tests.conversations.stage import Stage

SCRIPTS = Script.all()


@pytest.fixture
def stage(database_url: str, caplog: pytest.LogCaptureFixture) -> Iterator[Stage]:
    place = Stage(database_url, caplog)
    yield place
    place.town.jod.stop()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_it_is_answered_as_the_script_tells(stage: Stage, script: Script) -> None:
    assert stage.play(script).splitlines() == script.text.splitlines()


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_intent_is_talked_about(language: str) -> None:
    spoken = {intent for script in SCRIPTS for intent in script.intents(language)}
    assert set(kinds()) - spoken == set()


def test_the_page_of_examples_is_what_jod_answers(database_url: str) -> None:
    """Should this fail, read what changed and run `python -m tests.conversations.examples`."""
    assert page(database_url).splitlines() == PAGE.read_text(encoding="utf-8").splitlines()
