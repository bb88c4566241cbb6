"""A database at the newest migration is what the tables say."""

import pytest
from alembic.util import CommandError
from sqlalchemy import text

from bot.errors import SettingsError
from bot.storage.db import Database
from bot.storage.migrate import differences, make_ready, migrate
from tests.postgres import execute


def test_the_newest_migration_makes_the_tables(database: Database) -> None:
    assert differences(database) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrate(database)
    make_ready(database)
    assert differences(database) == []


def test_an_empty_postgresql_is_made_ready(postgres_server: str) -> None:
    execute(postgres_server, "CREATE DATABASE empty")
    database = Database(f"{postgres_server}/empty")
    make_ready(database)
    assert differences(database) == []
    database.close()
    execute(postgres_server, "DROP DATABASE empty")


def test_a_postgresql_of_another_version_waits_for_somebody(database: Database) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    if database.is_sqlite:
        with pytest.raises(CommandError):
            make_ready(database)
    else:
        with pytest.raises(SettingsError):
            make_ready(database)
