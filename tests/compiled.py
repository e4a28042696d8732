"""What SQLAlchemy compiles serves all tests of a process; each test's new engine would compile it again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Dialect

DIALECTS: dict[str, Dialect] = {}
"""One for each kind of database: what is compiled belongs to a dialect, and each engine makes its own."""
COMPILED: dict[Any, Any] = {}


def share(connection: Connection) -> None:
    """Listens to engines: from its second connection on each uses what all others have compiled."""
    engine = connection.engine
    engine.dialect = DIALECTS.setdefault(engine.dialect.name, engine.dialect)
    engine.update_execution_options(compiled_cache=COMPILED)
