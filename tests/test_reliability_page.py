"""`docs/reliability.md` lists every row of the fault matrix that is due, each with tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
ROWS = {"A": 11, "B": 17, "C": 6, "D": 14, "E": 12, "F": 14, "G": 11}
"""How many rows each part of the fault matrix has."""
WAIT = {"G7", "G8", "G10", "G11"}
"""Rows about the manager's pages and erasure: they come with those."""
ROW_OF_A_TEST = re.compile(r"test_([a-g]\d+)_")


def names_of_tests() -> set[str]:
    """The names of all tests there are."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.glob("tests/**/test_*.py"))
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {one.name for one in functions if one.name.startswith("test_")}


def listed() -> dict[str, set[str]]:
    """The page's rows, each with the tests that it names."""
    rows = re.findall(r"^\| ([A-G]\d+) \|(.*)\|$", PAGE, re.MULTILINE)
    return {row: set(re.findall(r"`(test_\w+)`", rest)) for row, rest in rows}


def test_every_row_that_is_due_is_listed_with_a_test() -> None:
    due = {f"{part}{number + 1}" for part, count in ROWS.items() for number in range(count)} - WAIT
    assert {row for row, named in listed().items() if named} == due
    assert all(row in PAGE for row in WAIT)


def test_every_test_that_is_named_is_there_and_is_about_its_row() -> None:
    named = {name: row for row, names in listed().items() for name in names}
    assert named.keys() - names_of_tests() == set()
    about = {name: found[1].upper() for name in named if (found := ROW_OF_A_TEST.match(name))}
    assert {name: row for name, row in about.items() if named[name] != row} == {}


def test_no_test_is_about_a_row_that_is_not_listed() -> None:
    rows = {found[1].upper() for name in names_of_tests() if (found := ROW_OF_A_TEST.match(name))}
    assert rows - listed().keys() == set()
