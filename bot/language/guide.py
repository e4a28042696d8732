"""Writes docs/language.md from the word lists and the registry: `python -m bot.language.guide`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.language.grammar import GRAMMARS
from bot.language.words import FOLDER, load

PAGE = Path("docs/language.md")
TITLES = {
    "activities": "Visits, calls, follow-ups",
    "asking": "Questions, lists, corrections",
    "chat": "Small words",
    "customers": "What is kept of customers",
    "deal_changes": "Deals, after they were opened",
    "deals": "Deals",
    "guards": "Words that only look like others",
    "names": "Around names",
    "numbers": "Numbers and money",
    "people": "Customers and contacts",
    "rounds": "Rounds of follow-up",
    "reports": "Reports in figures",
    "settings": "The team and settings",
    "sheets": "Files",
    "shop": "Shop and promotions",
    "time": "Days and clocks",
}
INTRODUCTION = """# What Jod reads

Made by `python -m bot.language.guide` from the word lists in `bot/language/words/`: change those, not this
page.

A message is read in this order: one spelling for everything → names of the workspace → known words and
numbers → days and clocks → money → the first intent below whose words it has. A salesperson can add a
word to a list; the tests say if it can be reached and if it contradicts another.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *_intents(), *_commands(), *_lists()]) + "\n"


def _intents() -> Iterator[str]:
    yield "## Intents, in the order in which they are tried\n"
    yield "| intent | fields | asked for when missing |"
    yield "|---|---|---|"
    for grammar in GRAMMARS:
        yield f"| `{grammar.intent}` | {', '.join(grammar.fields)} | {', '.join(grammar.needs)} |"
    yield ""


def _commands() -> Iterator[str]:
    yield "## Whole messages that are commands\n"
    for intent, words in load("commands").items():
        yield f"- `{intent}`: {_joined(words)}"
    yield ""


def _lists() -> Iterator[str]:
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem != "commands":
            yield f"## {TITLES[path.stem]} (`{path.name}`)\n"
            for section, lists in load(path.stem).items():
                yield from _section(section, lists)
            yield ""


def _section(name: str, lists: Any) -> Iterator[str]:
    """A list by itself, or a list a value."""
    if isinstance(lists, list):
        yield f"- **{name}**: {_joined(lists)}"
        return
    for value, words in lists.items():
        label = name if len(lists) == 1 else f"{name} → {value}"
        yield f"- **{label}**: {_joined(words)}"


def _joined(words: list[str]) -> str:
    return " · ".join(word.replace("|", "\\|").replace("*", "\\*") for word in words)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
