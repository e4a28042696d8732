"""Alembic's entry: the connection comes from models.schema, never from a file."""

from typing import Any, Literal

from alembic import context

from models.base import Money, UtcDateTime
from models.tables import Base

PLAIN: dict[type, str | Literal[False]] = {
    UtcDateTime: "sa.DateTime(timezone=True)",
    Money: "sa.BigInteger()",
}
"""A landed revision must not change with our own types, so it names SQLAlchemy's."""


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    return PLAIN.get(type(item), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
