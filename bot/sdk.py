"""What Jod uses of line-bot-sdk, loaded without the rest of it (`docs/decisions/0015`).

Importing any part of the SDK imports all of it: a pydantic model for each message, webhook and argument,
aiohttp and requests. Jod sends and reads JSON as it is: that is a second of each start and 35 MB for nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

SDK = "linebot"
PACKAGES = (SDK, f"{SDK}.v3", f"{SDK}.v3.messaging")
"""Whose modules are looked for, and whose own `__init__`, which imports them all, is not run."""
UNUSED = (
    f"{SDK}.v3.messaging.api_response",
    f"{SDK}.v3.messaging.models",
    f"{SDK}.v3.models.events",
    f"{SDK}.v3.webhooks",
)


class _Package(ModuleType):
    """A package that is no more than the folder of its modules."""

    def __init__(self, name: str, roots: Iterable[str]) -> None:
        super().__init__(name)
        self.__path__ = [str(Path(root, *name.split(".")[1:])) for root in roots]


class _Unused(ModuleType):
    """Stands for a module that is not loaded; each name in it is a class that can do nothing."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return object


@contextmanager
def _nothing_else() -> Iterator[None]:
    """Load parts of the SDK alone, and forget them: who imports it for himself gets all of it."""
    spec = find_spec(SDK)
    roots = spec.submodule_search_locations if spec else None
    kept = _taken_out()
    sys.modules.update({name: _Package(name, roots or ()) for name in PACKAGES})
    sys.modules.update({name: _Unused(name) for name in UNUSED})
    try:
        yield
    finally:
        _taken_out()
        sys.modules.update(kept)


def _taken_out() -> dict[str, ModuleType]:
    """The SDK's modules; none is loaded any more."""
    names = [name for name in sys.modules if name.partition(".")[0] == SDK]
    return {name: sys.modules.pop(name) for name in names}


if TYPE_CHECKING:
    from linebot.v3.messaging import ApiClient, Configuration
    from linebot.v3.webhook import SignatureValidator
else:
    with _nothing_else():
        from linebot.v3.messaging.api_client import ApiClient
        from linebot.v3.messaging.configuration import Configuration
        from linebot.v3.webhook import SignatureValidator

__all__ = ["ApiClient", "Configuration", "SignatureValidator"]
