"""Writes docs/examples.md: a team's Thursday afternoon, as typed and as answered.

    python -m tests.conversations.examples

The people and customers are those of `make run`. What is typed stands in examples.toml; the answers are
Jod's own.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulator import demo
from simulator.chats import Message
from tests.conversations.stage import AFTERNOON
from tests.drawing import action_called, drawn
from tests.town import Town

SAID = Path(__file__).with_suffix(".toml")
PAGE = Path(__file__).parents[2] / "docs" / "examples.md"
INTRODUCTION = """# What people type, and what Jod answers

Made by `python -m tests.conversations.examples` from `tests/conversations/examples.toml`: change that, not
this page. It is Thursday 26 November 2026, 13:00, in the demo of `make run`. Behind `>` stands what is
typed, below it the answer: `[buttons]`, `(chips)`, and lines whose number can be typed.
"""
NEW_LINE = " ⏎ "


def page(database_url: str) -> str:
    """The whole page, played on a fresh database."""
    town = Town(database_url, AFTERNOON)
    demo.fill(town.jod, town.platform)
    scenes = tomllib.loads(SAID.read_text(encoding="utf-8"))["scene"]
    lines = [INTRODUCTION, *(line for scene in scenes for line in _scene(town, scene))]
    town.jod.stop()
    return "\n".join(lines)


def _scene(town: Town, scene: dict[str, Any]) -> Iterator[str]:
    """One person's lines."""
    yield f"## {scene['title']}\n\n```text"
    for said in scene["says"]:
        yield f"{scene['who']}> {NEW_LINE.join(said.splitlines())}"
        yield from (f"      {line}" for message in _answers(town, scene, said) for line in _shown(message))
        yield ""
    yield "```\n"


def _answers(town: Town, scene: dict[str, Any], said: str) -> list[Message]:
    phone = town.platform.phone(scene.get("phone", scene["who"]))
    before = len(phone.received)
    if said.startswith("["):
        phone.tap(action_called(phone, said.strip("[]")))
    else:
        phone.say(said)
    return phone.received[before:]


def _shown(message: Message) -> list[str]:
    return drawn(message.body).splitlines()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(page(f"sqlite:///{folder}/examples.db"), encoding="utf-8")


if __name__ == "__main__":
    main()
