"""Statements that go round the ORM: compiled once, run on the driver's own cursor.

They are what every event writes: inbox, outbox, the chat's row, history, figures. Run by SQLAlchemy's engine
such a statement costs 80 µs besides what the driver needs for it, run from here 15.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any, Protocol, TypeVar

import msgspec
from sqlalchemy import BindParameter, ColumnDefault, Connection, Dialect, Executable, Integer, String
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
Row = tuple[Any, ...]
K = TypeVar("K")
Converter = Callable[[Any], Any]
Bound = Sequence[Any] | dict[str, Any]
"""Values as the driver takes them: in the order of the text, or by name."""

DRIVER = "of plain statements"
"""Under this name a connection remembers what runs them."""
DOUBLE = 701
"""What PostgreSQL calls the type of numbers with a point: our tables have no other. Only such columns ask."""
IN_JSON = "IN (SELECT value FROM json_each(?))"
LIST = re.compile(r"(NOT )?IN \(__\[POSTCOMPILE_(\w+)[^\]]*\]\)")
"""The place of a list, which SQLAlchemy writes anew for every length: `IN (%s, %s, …)`."""


class Plain:
    """A Core statement in the words of each database it has met, run in the transaction that is open."""

    def __init__(self, statement: Executable | Callable[[str], Executable]) -> None:
        """`statement`, or what builds it for a dialect of that name."""
        self._statement = statement
        self._texts: dict[tuple[str, ...], _Text] = {}

    def rows(self, connection: Connection, values: Values) -> list[Row]:
        """Run it once; what it returns. Raises what SQLAlchemy's engine would."""
        text = self._text(connection.dialect, values)
        return text.read(run_text(connection, text.sql, text.bound(values), answers=text.answers))

    def first(self, connection: Connection, values: Values) -> Row | None:
        """The first of these rows, if there is one."""
        return next(iter(self.rows(connection, values)), None)

    def run(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Run it for each row; all of them name the same parameters."""
        text = self._text(connection.dialect, rows[0])
        run_many(connection, text.sql, [text.bound(values) for values in rows])

    def _text(self, dialect: Dialect, values: Values) -> _Text:
        key = (dialect.name, *values)
        if key not in self._texts:
            statement = self._statement
            built = statement(dialect.name) if callable(statement) else statement
            self._texts[key] = _Text.of(built, dialect, list(values))
        return self._texts[key]


@dataclass(frozen=True, slots=True)
class _Text:
    """SQL for one driver, and how values go in and come out."""

    sql: str
    answers: bool
    """It returns rows."""
    constants: Values
    placed: Callable[[Values], Bound]
    """Those of the values that the text has a place for; one that is missing is a KeyError."""
    converted: list[tuple[str, Converter]]
    results: list[tuple[int, Converter]]
    """Only the columns whose values the driver takes, or gives, otherwise than Python has them."""

    @classmethod
    def of(cls, statement: Any, dialect: Dialect, names: list[str]) -> _Text:
        compiled = statement.compile(dialect=dialect, column_keys=names)
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        placed = compiled.positiontup if compiled.positional else binds
        kinds = [_impl(column.type, dialect) for column in statement.exported_columns]
        return cls(
            sql=LIST.sub(partial(_in_list, binds, dialect), str(compiled)),
            answers=bool(kinds),
            constants=_constants(compiled),
            placed=_in_order(list(placed)) if compiled.positional else _by_name(list(placed)),
            converted=_known((name, _converter(bind, dialect)) for name, bind in binds.items()),
            results=_known((at, kind.result_processor(dialect, DOUBLE)) for at, kind in enumerate(kinds)),
        )

    def bound(self, values: Values) -> Bound:
        given = {**self.constants, **values}
        for name, to in self.converted:
            if given[name] is not None:
                given[name] = to(given[name])
        return self.placed(given)

    def read(self, rows: list[Row]) -> list[Row]:
        return [self._read(row) for row in rows] if self.results else rows

    def _read(self, row: Row) -> Row:
        values = list(row)
        for at, converter in self.results:
            if (value := values[at]) is not None:
                values[at] = converter(value)
        return tuple(values)


def _in_order(names: list[str]) -> Callable[[Values], Bound]:
    """For two values and more `itemgetter` does it in a third of the time."""
    return itemgetter(*names) if len(names) > 1 else lambda given: [given[name] for name in names]


def _by_name(names: list[str]) -> Callable[[Values], Bound]:
    return lambda given: {name: given[name] for name in names}


def _known(converters: Iterable[tuple[K, Converter | None]]) -> list[tuple[K, Converter]]:
    return [(key, converter) for key, converter in converters if converter is not None]


def _in_list(binds: Mapping[str, BindParameter[Any]], dialect: Dialect, place: re.Match[str]) -> str:
    """A list goes in as one value, so that there is one statement for lists of every length.

    PostgreSQL plans for ten values of a list it does not know. Of numbers that is a fair guess; words are few
    in kind, and to look for ten of them it would pass by the index they stand in: so it filters by them.
    """
    negated, name = place.groups()
    if dialect.name == "sqlite":
        return f"{negated or ''}{IN_JSON}"
    kind = binds[name].type
    array = f"%({name})s::{kind.compile(dialect)}[]"
    if isinstance(kind, String):
        return f"{negated or ''}IN (SELECT unnest({array}))"
    return f"{'<> ALL' if negated else '= ANY'} ({array})"


def _converter(bind: BindParameter[Any], dialect: Dialect) -> Converter | None:
    one = _impl(bind.type, dialect).bind_processor(dialect)
    if not bind.expanding:
        return one
    if dialect.name == "sqlite":
        return partial(_as_json, one)
    return _as_numbers if isinstance(bind.type, Integer) else partial(_as_array, one)


def _as_numbers(values: Iterable[int]) -> str:
    """As PostgreSQL writes them: psycopg sends small ones as such, and each row would cast all of them."""
    return f"{{{','.join(map(str, values))}}}"


def _as_array(converter: Converter | None, values: Iterable[Any]) -> list[Any]:
    return list(map(converter, values)) if converter else list(values)


def _as_json(converter: Converter | None, values: Iterable[Any]) -> str:
    return msgspec.json.encode(_as_array(converter, values)).decode()


def _impl(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)


def _constants(compiled: SQLCompiler) -> dict[str, Any]:
    """Values that stand in the statement, and constant defaults of columns it was not given."""
    written = {name: bind.effective_value for bind, name in compiled.bind_names.items() if not bind.required}
    for column in compiled.insert_prefetch:
        del written[column.key]
        if isinstance(column.default, ColumnDefault) and column.default.is_scalar:
            written[column.key] = column.default.arg
    return written


class Driver(Protocol):
    """Runs statements of one connection to a database, in its transaction."""

    def ask(self, sql: str, values: Any) -> list[Row]:
        """The rows that a statement returns."""

    def tell(self, sql: str, rows: Sequence[Any]) -> None:
        """Run a statement for each row, at the latest before anything else that is asked or committed."""


class _Cursor:
    """SQLite: one cursor for all of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._cursor = connection.cursor()

    def ask(self, sql: str, values: Any) -> list[Row]:
        return self._cursor.execute(sql, values).fetchall()

    def tell(self, sql: str, rows: Sequence[Any]) -> None:
        if len(rows) == 1:
            self._cursor.execute(sql, rows[0])
        else:
            self._cursor.executemany(sql, rows)


def run_text(connection: Connection, sql: str, bound: Bound = (), *, answers: bool = False) -> list[Row]:
    """SQL as it stands; values go in, and rows come out if it `answers`, as the driver has them."""
    if _is_heard(connection):
        return _run_aloud(connection, sql, bound)
    if not answers:
        run_many(connection, sql, [bound])
        return []
    try:
        return _driver(connection).ask(sql, bound)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_engine_would(connection, sql, error) from error


def run_many(connection: Connection, sql: str, rows: list[Any]) -> None:
    """The same for each row, of which none comes back; PostgreSQL hears of them with what is asked next."""
    if _is_heard(connection):
        for bound in rows:
            _run_aloud(connection, sql, bound)
        return
    try:
        _driver(connection).tell(sql, rows)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_engine_would(connection, sql, error) from error


def _driver(connection: Connection) -> Driver:
    driven = connection.connection
    kept: Driver | None = driven.info.get(DRIVER)
    if kept is None:
        own: Any = driven.dbapi_connection
        kept = driven.info[DRIVER] = _Cursor(own) if isinstance(own, sqlite3.Connection) else own
    return kept


def _is_heard(connection: Connection) -> bool:
    """Does somebody listen to this engine's statements? Tests and tools do."""
    heard = connection.engine.dispatch
    return bool(heard.before_cursor_execute or heard.after_cursor_execute)


def _run_aloud(connection: Connection, sql: str, bound: Bound) -> list[Row]:
    result = connection.exec_driver_sql(sql, bound if isinstance(bound, dict) else tuple(bound))
    return [tuple(row) for row in result] if result.returns_rows else []


def _as_engine_would(connection: Connection, sql: str, error: Exception) -> Exception:
    """The same exception, with the values hidden; a connection that is gone leaves the pool."""
    dialect, is_lost = connection.dialect, _is_lost(connection, error)
    if is_lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=dialect,
    )


def _is_lost(connection: Connection, error: Exception) -> bool:
    return connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
