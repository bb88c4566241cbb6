"""A place where a database's own data can be written to without anybody waiting for it."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bot.storage.db import Database


@contextmanager
def set_aside(database: Database) -> Iterator[Database]:
    """Give a copy of a SQLite database, gone afterwards: whoever writes holds up all others there, and nobody here.

    PostgreSQL is given itself: there a transaction holds up only those who change the same rows.
    """
    if not database.is_sqlite:
        yield database
        return
    # The folder is private, as what lies in it is.
    with tempfile.TemporaryDirectory(prefix="natverksbot-") as folder:
        copy = Database(f"sqlite:///{Path(folder) / 'copy.db'}")
        try:
            _copy(database, copy)
            yield copy
        finally:
            copy.close()


def _copy(database: Database, copy: Database) -> None:
    with closing(database.reader.raw_connection()) as here, closing(copy.writer.raw_connection()) as there:
        source: Any = here.driver_connection
        source.backup(there.driver_connection)
