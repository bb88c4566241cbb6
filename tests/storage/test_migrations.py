"""A database at the newest migration is what the tables say."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.errors import SettingsError
from bot.storage.db import Database
from bot.storage.migrate import MIGRATIONS, differences, make_ready, migrate, version_of
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


@pytest.fixture
def older(database: Database) -> Database:
    """A database of the release before."""
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    return database


@pytest.fixture
def newer(database: Database) -> Database:
    """A database that a program of tomorrow has migrated."""
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    return database


def test_an_older_postgresql_waits_for_somebody_to_migrate_it(older: Database) -> None:
    if not older.is_sqlite:
        with pytest.raises(SettingsError) as told:
            make_ready(older)
        assert told.value.sentence.name == "database-version"
        assert told.value.sentence.values == {"current": "0001", "wanted": version_of(older).newest}


@pytest.mark.parametrize("way", [make_ready, migrate])
def test_a_newer_database_is_left_alone(newer: Database, way: Callable[[Database], None]) -> None:
    with pytest.raises(SettingsError) as told:
        way(newer)
    assert told.value.sentence.name == "database-newer"
    assert version_of(newer).current == "9999"


def test_a_database_at_its_newest_version_is_known_without_alembic(database: Database) -> None:
    assert version_of(database).newest == ScriptDirectory(str(MIGRATIONS)).get_current_head()
    code = (
        "from bot.storage.db import Database; from bot.storage.migrate import make_ready; import sys;"
        f"make_ready(Database({database.url.render_as_string(hide_password=False)!r}));"
        "assert 'sqlalchemy' in sys.modules; assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
