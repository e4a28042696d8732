"""A PostgreSQL database for one test after another: to empty it costs a tenth of copying and dropping one."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg

from tests.postgres import Postgres

SHAPE = """
SELECT (SELECT sum(oid::bigint) FROM pg_class),
       (SELECT sum(xmin::text::bigint) FROM pg_attribute),
       (SELECT sum(xmin::text::bigint) FROM pg_constraint),
       (SELECT sum(xmin::text::bigint) FROM pg_trigger),
       (SELECT sum(xmin::text::bigint) FROM pg_proc),
       (SELECT count(*) FROM pg_statistic),
       (SELECT count(*) FROM pg_db_role_setting),
       (SELECT string_agg(version_num, ' ') FROM alembic_version)
"""
"""All that a test could leave behind besides rows: tables, columns, statistics, settings, another version."""
EMPTY = """
DO $$
DECLARE
    written record;
BEGIN
    SET LOCAL session_replication_role = replica; -- in any order, whatever refers to it
    FOR written IN
        SELECT oid::regclass AS name, pg_relation_size(oid) AS size FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
    LOOP
        IF written.size > 250000 THEN
            EXECUTE format('TRUNCATE %s CASCADE', written.name);
        ELSIF written.size > 0 THEN -- a TRUNCATE makes new files: ten times what this costs
            EXECUTE format('DELETE FROM %s', written.name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
END
$$
"""


class Emptied:
    """A copy of a template. It is made anew after a test that left more than rows."""

    def __init__(self, server: Postgres, template: str) -> None:
        self._server, self._template = server, template
        self._name = ""
        self._shape: Any = None

    def fresh(self) -> str:
        """The URL of a database that is as the template is, under a name that nobody has heard of."""
        before, self._name = self._name, f"test_{uuid.uuid4().hex}"
        if before:
            self._server.rename(before, self._name)
        if not before or not self._is_empty_again():
            self._copy()
        return self._server.url(self._name)

    def _is_empty_again(self) -> bool:
        with psycopg.connect(self._server.url(self._name), autocommit=True) as connection:
            if connection.execute(SHAPE).fetchone() != self._shape:
                return False
            connection.execute(EMPTY)
            return True

    def _copy(self) -> None:
        self._server.drop(self._name)
        self._server.create(self._name, self._template)
        with psycopg.connect(self._server.url(self._name)) as connection:
            self._shape = connection.execute(SHAPE).fetchone()
