"""Writes a migration for what the tables have that the newest migration has not."""

import sys
import tempfile
from pathlib import Path

from bot.storage.db import Database
from bot.storage.migrate import migrate, write_revision

with tempfile.TemporaryDirectory() as folder:
    database = Database(f"sqlite:///{Path(folder) / 'new.db'}")
    migrate(database)
    write_revision(database, " ".join(sys.argv[1:]))
    database.close()
