"""B11's guard: every call to LINE goes through one place, and that place always sets a timeout."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FROM_THE_SDK = {"ApiClient", "Configuration", "SignatureValidator"}
"""Connections, authentication and signatures. Its typed calls know no timeout."""
HTTP = {"request", "urlopen", "call_api", "request_encode_body"}
USES_THE_SDK = Path("bot/sdk.py")


def program() -> list[Path]:
    layers = ("models", "bot", "handlers", "scheduler", "web", "cli")
    return [*(path for layer in layers for path in ROOT.glob(f"{layer}/**/*.py")), ROOT / "app.py"]


def bare_calls(source: str) -> list[str]:
    """HTTP calls that are made without a timeout."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    http = (one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr in HTTP)
    return [ast.unparse(one) for one in http if "timeout" not in {keyword.arg for keyword in one.keywords}]


def test_b11_no_call_is_made_without_a_timeout() -> None:
    found = {str(path.relative_to(ROOT)): bare_calls(path.read_text(encoding="utf-8")) for path in program()}
    assert {path: calls for path, calls in found.items() if calls} == {}


def test_b11_the_guard_finds_a_bare_call() -> None:
    assert bare_calls("client.call_api('/v2/bot/message/push', 'POST', body=body)") != []
    assert bare_calls("pool.request('GET', url)") != []
    assert bare_calls("pool.request('GET', url, timeout=timeout)") == []


def test_b11_of_the_sdk_only_what_makes_no_calls_is_used() -> None:
    tree = ast.parse((ROOT / USES_THE_SDK).read_text(encoding="utf-8"))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    names = {alias.name for one in imports if (one.module or "").startswith("linebot") for alias in one.names}
    assert names == FROM_THE_SDK
