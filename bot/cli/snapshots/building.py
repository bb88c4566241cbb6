"""Making a snapshot: a story is played on a stage of its own, and what it comes to is put into its normal form."""

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import update

from bot.cli.live import Demo, serving
from bot.cli.snapshots import DATABASE, WORKSPACE, normal
from bot.cli.stage import StoryClock
from bot.cli.stories import story_named
from bot.language import SOURCE
from bot.services.workspaces import workspace_id
from bot.storage.db import Database
from bot.storage.migrate import make_ready
from bot.storage.tables import Workspace
from playground import Playground

#: Where the stories' people live.
ZONE = "Europe/Stockholm"


async def build(name: str) -> dict[str, str]:
    """Play a story; return its snapshot in normal form, by file."""
    with TemporaryDirectory() as folder:
        story = story_named(name)
        clock = StoryClock(datetime.fromisoformat(story["starts"]))
        async with serving(Playground(clock=clock.seconds)) as slack:
            demo = Demo(Path(folder), name, slack, clock)
            _sign_openly(demo)
            await demo.play()
        return _normal(demo)


def _sign_openly(demo: Demo) -> None:
    """Have messages signed with what everybody may know: a snapshot holds no key."""
    with closing(Database(f"sqlite:///{demo.database}")) as database:
        make_ready(database)
        workspace_id(database, ZONE, SOURCE, now=demo.clock())
        with database.writer.begin() as connection:
            connection.execute(update(Workspace).values(salt=normal.SALT))


def _normal(demo: Demo) -> dict[str, str]:
    kept: dict[str, Any] = json.loads(demo.workspace.read_text(encoding="utf-8"))
    with closing(sqlite3.connect(demo.database)) as connection:
        normal.forget_machine(connection)
        statements = normal.dump(connection)
    replaced = normal.replacing(normal.name_conversations(kept["workspace"]))
    database = replaced(statements)
    workspace = json.loads(replaced(json.dumps(kept)))
    normal.put_in_order(workspace["workspace"])
    return {WORKSPACE: json.dumps(workspace, ensure_ascii=False, indent=1, sort_keys=True) + "\n", DATABASE: database}
