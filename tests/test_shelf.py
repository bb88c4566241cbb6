"""A database that a test has used is as good as new for the next."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, text

from bot.storage.db import Database
from bot.storage.tables import Base
from tests.cast import settle
from tests.shelf import Shelf


@pytest.fixture
def shelf(postgres_server: str) -> Iterator[Shelf]:
    shelf = Shelf(postgres_server)
    yield shelf
    shelf.close()


def test_what_was_used_comes_back_empty_and_counts_from_one(shelf: Shelf) -> None:
    with shelf.lent() as first:
        database = Database(first)
        cast = settle(database)
        # Left open, as by a test that broke.
        left = database.writer.connect()
        left.execute(text("UPDATE workspaces SET timezone = 'Europe/Helsinki'"))
    left.invalidate()
    database.close()
    with shelf.lent() as second:
        assert second == first
        database = Database(second)
        with database.reading() as session:
            tables = Base.metadata.sorted_tables
            assert {one.name: session.scalar(select(func.count()).select_from(one)) for one in tables} == {
                one.name: 0 for one in tables
            }
        assert settle(database) == cast
        database.close()


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE networks ADD COLUMN motto text",
        "ALTER TABLE networks ALTER COLUMN name DROP NOT NULL",
        "CREATE TABLE besides (id int)",
        "CREATE INDEX besides ON networks (name)",
        "DROP TABLE alembic_version",
        "UPDATE alembic_version SET version_num = '9999'",
    ],
)
def test_what_was_rebuilt_is_not_lent_again(shelf: Shelf, change: str) -> None:
    with shelf.lent() as first:
        database = Database(first)
        with database.writer.begin() as connection:
            connection.execute(text(change))
        database.close()
    with shelf.lent() as second:
        assert second != first
