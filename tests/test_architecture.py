"""The house rules, each one a test: what may import what, who reads the clock, where a transaction begins."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["models", "bot", "handlers", "scheduler", "web", "cli", "app", "simulator"]
OUTSIDE = ["benchmarks", "tests"]
LONGEST = 300
EDGES = (
    "models/database.py",
    "models/schema.py",
    "bot/conversation.py",
    "bot/webhook.py",
    "scheduler/",
    "cli/",
    "web/",
)
COMPOSITION = ("app.py", "simulator/")
LINE_SDK = ("bot/line.py", "bot/webhook.py")
ENVIRONMENT = {"os.environ", "os.getenv"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
TRANSACTIONS = {"begin", "begin_nested", "commit", "rollback", "write"}
POLITE, PLURAL = {"ka", "kha"}, {"s", "plural"}
"""Endings that only Thai has, and that only English has."""
PLACEHOLDER = re.compile(r"{(\w+)")
"""`{name}` in a text of Jod's."""


def files_of(*packages: str) -> list[str]:
    """Python files of packages and modules, as paths from the root."""
    found = [path for name in packages for path in (*ROOT.glob(f"{name}/**/*.py"), *ROOT.glob(f"{name}.py"))]
    return sorted(str(path.relative_to(ROOT)) for path in found)


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(path: str) -> set[str]:
    """Full names of the modules a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        match node:
            case ast.Import(aliases):
                names |= {alias.name for alias in aliases}
            case ast.ImportFrom(module=str(module), names=aliases):
                names |= {module, *(f"{module}.{alias.name}" for alias in aliases)}
    return names


def attributes(path: str) -> Iterator[str]:
    """Everything with a dot: `datetime.now`, `self.database.write`."""
    return (ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute))


def called(path: str) -> set[str]:
    """Names of the methods a file calls."""
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return {call.attr for call in calls if isinstance(call, ast.Attribute)}


def packages_in(path: str) -> set[str]:
    return {name.partition(".")[0] for name in imported(path)}


@pytest.mark.parametrize("path", files_of(*LAYERS))
def test_imports_point_one_way(path: str) -> None:
    layer = Path(path).parts[0].removesuffix(".py")
    right_of_it = {*LAYERS[LAYERS.index(layer) + 1 :], *OUTSIDE}
    assert right_of_it.isdisjoint(packages_in(path))


@pytest.mark.parametrize("path", [path for path in files_of(*LAYERS) if path not in LINE_SDK])
def test_only_the_edge_knows_the_line_sdk(path: str) -> None:
    assert "linebot" not in packages_in(path)


@pytest.mark.parametrize("path", [path for path in files_of(*LAYERS) if not path.startswith(COMPOSITION)])
def test_only_the_composition_root_reads_the_environment_and_the_clock(path: str) -> None:
    assert (ENVIRONMENT | CLOCKS).isdisjoint(attributes(path))


@pytest.mark.parametrize(
    "path", [path for path in files_of(*LAYERS) if not path.startswith((*EDGES, *COMPOSITION))]
)
def test_transactions_begin_at_the_edges(path: str) -> None:
    assert TRANSACTIONS.isdisjoint(called(path))


@pytest.mark.parametrize("path", files_of(*LAYERS, *OUTSIDE))
def test_files_stay_short_enough_to_read(path: str) -> None:
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("package", [*LAYERS, *OUTSIDE])
def test_no_folder_is_a_drawer_for_everything(package: str) -> None:
    folders = {path.name for path in (ROOT / package).glob("**/") if path.is_dir()}
    assert folders.isdisjoint({"utils", "util", "core", "common", "helpers", "misc", "shared"})


HANDLERS = [path for path in files_of("handlers") if not path.endswith("__init__.py")]


@pytest.mark.parametrize("path", HANDLERS)
def test_a_handler_answers_and_leaves_the_rest_to_others(path: str) -> None:
    """Shared rules are the models', sending and rendering the conversation's; errors become refusals."""
    assert {"handlers", "scheduler"}.isdisjoint(packages_in(path))
    assert {"bot.render.render", "bot.line", "bot.posting"}.isdisjoint(imported(path))
    caught = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]
    assert all(isinstance(clause.body[-1], ast.Raise) for clause in caught)


@pytest.mark.parametrize("path", HANDLERS)
def test_a_handler_says_what_it_is_for(path: str) -> None:
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", files_of("models"))
def test_no_relation_is_loaded_behind_our_back(path: str) -> None:
    calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    relations = [call for call in calls if ast.unparse(call.func) == "relationship"]
    assert all("lazy='raise'" in map(ast.unparse, relation.keywords) for relation in relations)


@pytest.mark.parametrize("path", files_of("tests"))
def test_tests_replace_nothing(path: str) -> None:
    assert {"unittest.mock", "mock", "pytest_mock"}.isdisjoint(imported(path))
    assert "monkeypatch.setattr" not in attributes(path)


TEXTS = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("bot/texts/*.toml"))


@pytest.mark.parametrize("path", TEXTS)
def test_each_text_says_the_same_in_both_languages(path: str) -> None:
    for name, said in tomllib.loads((ROOT / path).read_text(encoding="utf-8")).items():
        assert said.keys() >= {"th", "en"}, name
        thai, english = (set(PLACEHOLDER.findall(said[language])) for language in ("th", "en"))
        assert thai - POLITE == english - PLURAL, name
