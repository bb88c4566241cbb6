"""A database as the last release left it."""

from datetime import UTC, datetime
from pathlib import Path

from bot.storage.db import Database
from bot.storage.migrate import migrate

#: Written by release 0.1 itself, after it had played a conference cycle; what a cycle leaves empty was added by hand.
LEFT_BEHIND = Path(__file__).with_name("release_0_1.sql")
#: When it was left.
AT = datetime(2027, 8, 9, 7, tzinfo=UTC)


def lay_down(database: Database) -> None:
    """Make the release's tables and put in what it left."""
    migrate(database, "0001")
    statements = [line for line in LEFT_BEHIND.read_text(encoding="utf-8").splitlines() if line.startswith("INSERT")]
    with database.writer.begin() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        for statement in statements:
            connection.exec_driver_sql(statement)
        if not database.is_sqlite:
            # Rows that brought their own numbers have moved no sequence.
            for table in {statement.split()[2] for statement in statements}:
                newest = f"(SELECT max(id) FROM {table})"  # noqa: S608  # a table's name from the file beside
                connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {newest})")
