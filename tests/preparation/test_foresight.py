"""Nothing comes as a surprise: what the preview says of the days to come is what is sent, when nobody does anything."""

from pathlib import Path

from bot.storage.db import Database
from tests.preparation.foresight import play_term


async def test_what_is_foreseen_is_what_is_sent(database: Database, tmp_path: Path) -> None:
    """The weeks around two conferences; whole terms are played by `python -m tests.preparation.foresight`."""
    assert await play_term(database, tmp_path, 1, first="2027-02-01", last="2027-02-16") > 80
