"""The house rules, each one a test: what may import what, who reads the clock, where a transaction begins."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAYERS = ["models", "bot", "handlers", "scheduler", "web", "cli", "app", "simulator"]
OUTSIDE = ["benchmarks", "tests"]
LONGEST = 300
EDGES = (
    "models/database.py",
    "models/wire.py",
    "models/schema.py",
    "bot/conversation.py",
    "bot/webhook.py",
    "scheduler/",
    "cli/",
    "web/",
)
COMPOSITION = ("app.py", "simulator/")
LINE_SDK = ("bot/sdk.py",)
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


def wrong(files: list[str], fault: Callable[[str], Collection[object]]) -> dict[str, Collection[object]]:
    """The files that break a rule, each with what is wrong in it."""
    return {path: found for path in files if (found := fault(path))}


def not_in(*places: str) -> list[str]:
    """Files of the program outside these files and folders."""
    return [path for path in files_of(*LAYERS) if not path.startswith(places)]


def test_imports_point_one_way() -> None:
    def right_of_it(path: str) -> set[str]:
        layer = Path(path).parts[0].removesuffix(".py")
        return {*LAYERS[LAYERS.index(layer) + 1 :], *OUTSIDE} & packages_in(path)

    assert wrong(files_of(*LAYERS), right_of_it) == {}


def test_only_the_edge_knows_the_line_sdk() -> None:
    assert wrong(not_in(*LINE_SDK), lambda path: {"linebot"} & packages_in(path)) == {}


def test_only_the_composition_root_reads_the_environment_and_the_clock() -> None:
    assert wrong(not_in(*COMPOSITION), lambda path: (ENVIRONMENT | CLOCKS) & set(attributes(path))) == {}


def test_transactions_begin_at_the_edges() -> None:
    assert wrong(not_in(*EDGES, *COMPOSITION), lambda path: TRANSACTIONS & called(path)) == {}


def test_files_stay_short_enough_to_read() -> None:
    def lines_too_many(path: str) -> list[str]:
        return (ROOT / path).read_text(encoding="utf-8").splitlines()[LONGEST:]

    assert list(wrong(files_of(*LAYERS, *OUTSIDE), lines_too_many)) == []


def test_no_folder_is_a_drawer_for_everything() -> None:
    folders = {path.parent.name for path in map(Path, files_of(*LAYERS, *OUTSIDE))}
    assert folders.isdisjoint({"utils", "util", "core", "common", "helpers", "misc", "shared"})


HANDLERS = [path for path in files_of("handlers") if not path.endswith("__init__.py")]
TOLD_ELSEWHERE = {
    "arrivals": "channels",
    "asking": "team",
    "assigning": "assign",
    "drafts": "questions",
    "reports": "report",
    "searching": "customers",
}
"""Handlers whose chats stand in a test of another name."""


def test_a_handler_leaves_sending_rendering_and_its_colleagues_to_others() -> None:
    """Shared rules are the models'; what is said goes through the conversation."""
    forbidden = {"handlers", "scheduler", "bot.render.render", "bot.line", "bot.posting"}
    assert wrong(HANDLERS, lambda path: forbidden & (imported(path) | packages_in(path))) == {}


def test_what_somebody_names_is_looked_for_only_with_what_he_may_see() -> None:
    """An id of a button may be anybody's: it goes through `ctx.access`, never straight to the table."""

    def fetched_unasked(path: str) -> list[str]:
        calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
        fetches = (
            call for call in calls if ast.unparse(call.func).endswith((".session.get", ".session.get_one"))
        )
        return [found for call in fetches if "said." in (found := ast.unparse(call))]

    assert wrong(HANDLERS, fetched_unasked) == {}


def test_a_handler_swallows_no_error() -> None:
    """It may turn a ValueError into a refusal; all else is the conversation's to catch."""

    def swallowed(path: str) -> list[str]:
        caught = (node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler))
        return [ast.unparse(clause) for clause in caught if not isinstance(clause.body[-1], ast.Raise)]

    assert wrong(HANDLERS, swallowed) == {}


def test_a_handler_says_what_it_is_for_and_is_told_as_a_chat() -> None:
    for path in HANDLERS:
        assert ast.get_docstring(tree(path)), path
        name = Path(path).stem
        assert {"play", "say"} & called(f"tests/test_{TOLD_ELSEWHERE.get(name, name)}.py"), path


def test_no_relation_is_loaded_behind_our_back() -> None:
    def loaded_late(path: str) -> list[str]:
        calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
        relations = (call for call in calls if ast.unparse(call.func) == "relationship")
        return [
            ast.unparse(call) for call in relations if "lazy='raise'" not in map(ast.unparse, call.keywords)
        ]

    assert wrong(files_of("models"), loaded_late) == {}


def test_tests_replace_nothing() -> None:
    forbidden = {"unittest.mock", "mock", "pytest_mock", "monkeypatch.setattr"}
    assert wrong(files_of("tests"), lambda path: forbidden & (imported(path) | set(attributes(path)))) == {}


def test_each_text_says_the_same_in_both_languages() -> None:
    for path in ROOT.glob("bot/texts/*.toml"):
        for name, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert said.keys() >= {"th", "en"}, f"{path.stem}.{name}"
            thai, english = (set(PLACEHOLDER.findall(said[language])) for language in ("th", "en"))
            assert thai - POLITE == english - PLURAL, f"{path.stem}.{name}"
