"""Looking after the database."""

import typer

from bot.config import read_settings

care = typer.Typer()


@care.command()
def migrate() -> None:
    """Bring the database to this version."""
    from bot.storage.db import Database
    from bot.storage.migrate import migrate as bring_up_to_date

    database = Database(read_settings().database_url)
    bring_up_to_date(database)
    database.close()
