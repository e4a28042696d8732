"""docs/language.md is made from the word lists, and made again when they change."""

from __future__ import annotations

from bot.language.guide import PAGE, TITLES, page
from bot.language.words import FOLDER


def test_the_page_is_that_of_the_lists() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m bot.language.guide"


def test_every_list_has_a_title() -> None:
    assert TITLES.keys() | {"commands"} == {path.stem for path in FOLDER.glob("*.toml")}
