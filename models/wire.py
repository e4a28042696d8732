"""Plain statements on libpq itself: prepared once, and as few trips to PostgreSQL as can be.

psycopg's own cursor takes 40 µs of Python a statement besides the trip; and a trip costs as much again, for
two processes hand the processor to each other. The ORM's statements go through psycopg as ever.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from select import POLLIN, POLLOUT, poll
from typing import Any

from psycopg import Connection, OperationalError, adapt
from psycopg._preparing import PrepareManager
from psycopg.abc import Buffer, Transformer
from psycopg.adapt import PyFormat
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.rows import TupleRow

from models.plain import Row, Values

PLACE = re.compile(r"%\((\w+)\)s|%(%)")
"""Where a value goes in, and a percent sign, as psycopg and SQLAlchemy write them."""
GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
MOST = 1000
"""So many statements wait, and no more: an import must not keep all its rows in memory twice."""
NAMED = b"jod_%d"
"""A prepared statement's name; psycopg calls its own `_pg3_…`."""


class Remembered(PrepareManager):
    """More than the driver would remember, and for longer: planning is half of what a summary costs.

    It remembers a hundred, each forgotten before it is asked again, and forgets all of them at a ROLLBACK.
    """

    prepared_max = 500

    def clear(self) -> bool:
        """What is rolled back might have made a table; here it is how a refusal ends: nothing is forgotten.

        Tables change only in migrations, and PostgreSQL itself plans anew what speaks of them.
        """
        return False


@dataclass(frozen=True, slots=True)
class _Statement:
    """One that this connection has prepared; its places are called `$1`, `$2`, … in the order of the names.

    All values go in as text: PostgreSQL itself tells their types, as each stands beside a column or is cast.
    """

    name: bytes
    places: tuple[str, ...]
    formats: tuple[PyFormat, ...]


@dataclass(frozen=True, slots=True)
class _Call:
    """A statement ready to be sent: by its name, with its values; or BEGIN and COMMIT as they are."""

    words: bytes
    values: Sequence[Buffer | None] | None = None


BEGIN, COMMIT = _Call(b"BEGIN"), _Call(b"COMMIT")


class Wire(Connection[TupleRow]):
    """A connection to PostgreSQL that also runs plain statements.

    What has no answer waits and travels with the next statement that has one, or with COMMIT. Nothing
    overtakes it: whatever else the connection is asked to do sends it first. Its error is then raised there,
    which is as good where all is one transaction; a savepoint (Jod has none) would end too early.
    """

    def __init__(self, pgconn: PGconn, *args: Any) -> None:
        super().__init__(pgconn, *args)
        self._prepared = Remembered()
        self._statements: dict[str, _Statement] = {}
        self._waiting: list[_Call] = []

    def ask(self, sql: str, values: Values) -> list[Row]:
        """The rows that a statement returns."""
        result = self._run(self._call(sql, values))
        self._values.set_pgresult(result)
        rows = self._values.load_rows(0, result.ntuples, tuple)
        self._values.set_pgresult(None)
        return rows

    def tell(self, sql: str, rows: Sequence[Values]) -> None:
        """Run a statement for each row; it is on its way when something else has been asked."""
        self._waiting += [self._call(sql, values) for values in rows]
        if self.autocommit or len(self._waiting) >= MOST:
            self._settle()

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """One of psycopg's own."""
        self._settle()
        return super().cursor(*args, **kwargs)

    def commit(self) -> None:
        if self._waiting:
            self._run(COMMIT)
        else:
            super().commit()

    def rollback(self) -> None:
        self._waiting.clear()
        super().rollback()

    @cached_property
    def _values(self) -> Transformer:
        """Writes and reads values; asked for once the connection knows how SQLAlchemy wants JSON."""
        return adapt.Transformer.from_context(self)

    def _settle(self) -> None:
        """Send what waits."""
        if self._waiting:
            self._run(self._waiting.pop())

    def _call(self, sql: str, values: Values) -> _Call:
        known = self._statements.get(sql) or self._prepare(sql)
        given = [values[place] for place in known.places]
        return _Call(known.name, self._values.dump_sequence(given, known.formats))

    def _prepare(self, sql: str) -> _Statement:
        places = tuple(dict.fromkeys(found[1] for found in PLACE.finditer(sql) if found[1]))
        numbered = PLACE.sub(lambda found: f"${places.index(found[1]) + 1}" if found[1] else "%", sql)
        known = _Statement(NAMED % len(self._statements), places, (PyFormat.TEXT,) * len(places))
        self._good(self.pgconn.prepare(known.name, numbered.encode()))
        self._statements[sql] = known
        return known

    def _run(self, call: _Call) -> PGresult:
        """The result of a call, made together with all that waits."""
        calls, self._waiting = [*self._waiting, call], []
        if not self.autocommit and self.pgconn.transaction_status == TransactionStatus.IDLE:
            calls.insert(0, BEGIN)
        if len(calls) > 1:
            return self._together(calls)
        return self._good(self.pgconn.exec_prepared(call.words, call.values))  # type: ignore[arg-type]  # NULLs

    def _together(self, calls: Sequence[_Call]) -> PGresult:
        """The last of the results; after an error PostgreSQL runs none of those that follow."""
        self.pgconn.enter_pipeline_mode()
        for call in calls:
            self._send(call)
        self.pgconn.pipeline_sync()
        results = [self._result() for _ in calls]
        self._await()
        self.pgconn.get_result()  # the end of the pipeline
        self.pgconn.exit_pipeline_mode()
        return [self._good(result) for result in results][-1]

    def _send(self, call: _Call) -> None:
        if call.values is None:
            self.pgconn.send_query_params(call.words, None)
        else:
            self.pgconn.send_query_prepared(call.words, call.values)

    def _result(self) -> PGresult | None:
        self._await()
        result = self.pgconn.get_result()
        self.pgconn.get_result()  # None: there is no more of this one
        return result

    def _await(self) -> None:
        """Wait until libpq can tell the next result; other threads work meanwhile."""
        while self.pgconn.flush():
            self._poll(POLLIN | POLLOUT)
        while self.pgconn.is_busy():
            self._poll(POLLIN)

    def _poll(self, what: int) -> None:
        waiting = poll()
        waiting.register(self.pgconn.socket, what)
        waiting.poll()
        self.pgconn.consume_input()

    def _good(self, result: PGresult | None) -> PGresult:
        """Raises psycopg's error of a result that is none."""
        if result is None or self.pgconn.status == ConnStatus.BAD:
            raise OperationalError(self.pgconn.get_error_message())
        if result.status not in GOOD:
            raise error_from_result(result)
        return result
