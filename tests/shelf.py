"""PostgreSQL databases for tests, used again and again: emptying one takes a tenth of copying one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import psycopg

from tests.postgres import execute

_numbers = count(1)

_NO_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

#: Rows go in any order, ids begin at 1 again. What was large begins anew: nobody should search through what is gone.
_EMPTY = """
DO $$
DECLARE one record;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT oid::regclass AS name, pg_table_size(oid) AS size FROM pg_class
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
  LOOP
    EXECUTE format('LOCK TABLE %s', one.name);
    IF one.size > 1000000 THEN EXECUTE format('TRUNCATE %s CASCADE', one.name);
    ELSE EXECUTE format('DELETE FROM %s', one.name);
    END IF;
  END LOOP;
  PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$
"""

#: Tables with their columns, indexes and rules, what else there is, and the version the database says it has.
_SHAPE = """
WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT (SELECT array_agg((relname, relkind, relnatts, relhastriggers)::text ORDER BY relname) FROM ours),
       (SELECT array_agg((attname, atttypid, attnotnull, atthasdef)::text ORDER BY relname, attnum)
          FROM pg_attribute JOIN ours ON ours.oid = attrelid),
       (SELECT array_agg((conname, contype)::text ORDER BY conrelid, conname) FROM pg_constraint),
       (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_namespace),
       (SELECT array_agg(version_num) FROM alembic_version)
"""


@dataclass
class _Book:
    """One database; the connection that empties it stays, for a new one would have to learn every table first."""

    address: str
    connection: psycopg.Connection[Any]
    shape: Any

    def empty(self) -> bool:
        """Throw everybody out and take every row away; return whether the tables are what they were."""
        self.connection.execute(_NO_OTHERS)
        if self.connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
            return False
        self.connection.execute(_EMPTY)
        return bool(self.connection.execute(_SHAPE).fetchone() == self.shape)


@dataclass
class Shelf:
    """Databases like a server's `template`, in each of which nothing has happened when it is lent."""

    server: str
    _free: list[_Book] = field(default_factory=list)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Lend a database; give its address. Whoever is still connected afterwards is thrown out."""
        book = self._free.pop() if self._free else self._made()
        yield book.address
        if book.empty():
            self._free.append(book)
        else:
            book.connection.close()

    def close(self) -> None:
        """Let go of the databases."""
        for book in self._free:
            book.connection.close()

    def _made(self) -> _Book:
        name = f"test_{next(_numbers)}"
        execute(self.server, f"CREATE DATABASE {name} TEMPLATE template")
        connection = psycopg.connect(f"{self.server}/{name}", autocommit=True)
        return _Book(f"{self.server}/{name}", connection, connection.execute(_SHAPE).fetchone())
