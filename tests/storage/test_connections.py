"""A connection that broke while it rested is found out before anybody's words depend on it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.storage import db
from bot.storage.db import Database


def _backend(database: Database) -> int:
    with database.reading() as session:
        return int(session.scalar(text("SELECT pg_backend_pid()")) or 0)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_broken_connection_is_replaced_after_a_rest(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = _backend(database)
    with database.writer.begin() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": broken})
    monkeypatch.setattr(db, "RESTED", -1.0)
    assert _backend(database) not in {0, broken}


def test_what_only_reads_cannot_write(database: Database) -> None:
    with database.reading() as session, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        session.execute(text("UPDATE workspaces SET commitments_made = 7"))
