"""What the last release left behind is all there after the migration, on both databases."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.exc import IntegrityError

from bot.domain.people import Actor
from bot.services.people import identify
from bot.storage.db import Database
from bot.storage.migrate import differences, migrate, version_of
from bot.storage.sending import Waiting, is_anything_to_do
from bot.storage.tables import Base, Person
from tests.postgres import execute
from tests.storage.release import AT, lay_down


@pytest.fixture(params=["sqlite", "postgresql"])
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database as the last release left it: its tables, and rows of a whole conference cycle."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/natverksbot.db")
    else:
        server = request.getfixturevalue("postgres_server")
        execute(server, "CREATE DATABASE released")
        database = Database(f"{server}/released")
    lay_down(database)
    yield database
    database.close()
    if request.param == "postgresql":
        execute(server, "DROP DATABASE released")


def rows_of(database: Database) -> Mapping[str, list[Mapping[str, Any]]]:
    """Every row of every table, as the database itself gives it."""
    found = MetaData()
    with database.reader.connect() as connection:
        found.reflect(connection)
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in found.sorted_tables
            if table.name != "alembic_version"
        }


def test_every_table_of_the_release_has_rows(released: Database) -> None:
    assert [name for name, rows in rows_of(released).items() if not rows] == []
    states = {row["status"] for row in rows_of(released)["deliveries"]}
    assert states >= {"pending", "sending", "sent", "skipped", "failed", "expired", "uncertain", "cancelled"}


def test_nothing_is_lost_or_changed_on_the_way(released: Database) -> None:
    before = rows_of(released)
    migrate(released)
    after = rows_of(released)
    kept = {
        name: [{column: after[name][number][column] for column in row} for number, row in enumerate(rows)]
        for name, rows in before.items()
    }
    assert kept == before
    assert differences(released) == []


def test_the_program_works_on_what_was_left(released: Database) -> None:
    migrate(released)
    kim = identify(released, 1, "U0BODEN", now=AT)
    assert ("Kim Exempel", {"contact_person"}) == (kim.name, {role.kind for role in kim.roles})
    for table in Base.metadata.sorted_tables:
        with released.reading() as session:
            session.execute(select(table)).all()
    with released.transaction(Actor(1, None, via="bot"), AT) as session:
        session.add(Person(workspace_id=1, slack_user_id="U0NY", name="Ny Exempel"))
    with released.reading() as session:
        later = AT + timedelta(days=2)
        assert is_anything_to_do(session, Waiting(1, later, later), lease=timedelta(minutes=2))


def test_rows_that_refer_to_nothing_undo_the_migration(released: Database) -> None:
    if released.is_sqlite:
        with sqlite3.connect(str(released.url.database)) as loose:
            loose.execute("UPDATE commitments SET network_id = 99 WHERE id = 1")
        loose.close()
        with pytest.raises(RuntimeError):
            migrate(released)
        assert version_of(released).current == "0001"
        with pytest.raises(IntegrityError), released.writer.begin() as connection:
            connection.exec_driver_sql("UPDATE commitments SET network_id = 98 WHERE id = 1")
