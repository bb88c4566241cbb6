"""Bringing a database to this version.

Alembic takes half a second to load: it is asked only when there is something to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from bot.errors import SettingsError
from bot.storage.db import Database
from bot.storage.tables import Base

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Database, to: str = "head") -> None:
    """Bring the database to this version; on one that is there already nothing happens.

    Raises SettingsError when a newer program has migrated it.
    """
    version = version_of(database)
    if not version.is_known:
        raise SettingsError("database-newer", current=version.current, wanted=version.newest)
    from alembic import command

    with database.writer.connect() as connection, _tables_may_be_rebuilt(connection), connection.begin():
        command.upgrade(_config(connection), to)
        _check_references(connection)


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """Let tables go that others refer to: SQLite changes a table by building it anew and dropping the old one."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # It counts outside a transaction only, so not through SQLAlchemy, which begins one.
    sqlite: Any = connection.connection.driver_connection
    sqlite.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        sqlite.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("The migration left rows that refer to nothing; it is undone.")


@dataclass(frozen=True)
class Version:
    """Of a database: the version it has (None when it is empty), and the one this program works with."""

    current: str | None
    newest: str | None
    #: Whether this program knows the way from there: False of a database that a newer program has migrated.
    is_known: bool


def version_of(database: Database) -> Version:
    """Return which version a database has, and change nothing."""
    with database.reader.connect() as connection:
        has_version = inspect(connection).has_table("alembic_version")
        current = connection.scalar(text("SELECT version_num FROM alembic_version")) if has_version else None
    known = sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return Version(current, known[-1], current is None or current in known)


def make_ready(database: Database) -> None:
    """Migrate where that is safe without asking: SQLite, and a PostgreSQL that is still empty.

    Raises SettingsError when a newer program has migrated the database, and when a PostgreSQL with data is older:
    somebody decides when to migrate it.
    """
    version = version_of(database)
    if version.current == version.newest:
        return
    values = {"current": version.current, "wanted": version.newest}
    if not version.is_known:
        raise SettingsError("database-newer", **values)
    if version.current is not None and not database.is_sqlite:
        raise SettingsError("database-version", **values)
    migrate(database)


def differences(database: Database) -> list[object]:
    """Return how the database differs from the tables of this version; empty when it does not."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.reader.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def write_revision(database: Database, message: str) -> None:
    """Write a new migration file for what the tables have that the database has not."""
    from alembic import command
    from alembic.script import ScriptDirectory

    with database.writer.begin() as connection:
        config = _config(connection)
        number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
