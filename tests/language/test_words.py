"""The word lists: each entry can be reached, none contradicts another."""

from __future__ import annotations

from collections import defaultdict

import pytest

from bot.language.context import ChatContext
from bot.language.grammar import GRAMMARS, likely
from bot.language.grammar.chat import commands
from bot.language.lexicon import entries, lexicon
from bot.language.line import read_line
from bot.language.scanner import scan
from bot.language.words import FOLDER, load
from tests.language.scoring import directory, moment, rows

AFTER_FIGURES = ("scale", "money", "counted", "clock")
"""Tags whose shortest words (k, m, บ) are words only behind a number."""


def reached(tag: str, word: str) -> bool:
    """Whether a text that is the word, or the word behind a number, gives a token with the tag."""
    texts = (word, f"5{word}", f"5 {word}") if tag in AFTER_FIGURES else (word,)
    return any(token.text == word and tag in token.tags for text in texts for token in scan(text))


def test_every_entry_is_reachable() -> None:
    lost = [(tag, word) for tag, _, word in entries() if not reached(tag, word)]
    assert lost == []


def test_no_word_means_two_things_of_one_kind() -> None:
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for tag, value, word in entries():
        values[tag, word].add(value)
    assert {key: both for key, both in values.items() if len(both) > 1} == {}


def test_a_guard_is_nothing_else() -> None:
    tags = lexicon().words
    assert [word for tag, _, word in entries() if tag == "guard" and len(tags[word]) > 1] == []


def test_a_command_means_one_thing() -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for intent, words in load("commands").items():
        for word in words:
            seen[word.lower()].add(intent)
    assert {word: intents for word, intents in seen.items() if len(intents) > 1} == {}
    assert set(commands().values()) == set(load("commands"))


def test_the_registry_knows_every_intent_once_or_by_several_ways_of_saying_it() -> None:
    assert len({id(grammar) for grammar in GRAMMARS}) == len(GRAMMARS)
    assert GRAMMARS[-1].intent == "none"


def test_a_grammar_takes_no_line_without_one_of_its_words() -> None:
    there, context = directory(), ChatContext()
    for row in (*rows("dev.jsonl"), *rows("own.jsonl")):
        line = read_line(row["text"], moment(row), there, context)
        asked = {id(each) for each in likely(line)}
        assert [each.intent for each in GRAMMARS if id(each) not in asked and each.when(line)] == [], row


def test_the_words_of_a_grammar_are_in_the_lists() -> None:
    known = {tag for tag, _, _ in entries()} | {"numeral"}
    assert {word for each in GRAMMARS for word in each.words} <= known


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_no_word_is_listed_twice(path: object) -> None:
    name = getattr(path, "stem", "")
    for section, lists in load(name).items():
        words = lists.values() if isinstance(lists, dict) else [lists]
        for listed in words:
            assert len(listed) == len(set(listed)), (name, section)
