"""What is tried in a copy holds up nobody, and is gone afterwards."""

from pathlib import Path

import pytest

from bot.domain.people import Actor
from bot.services.workspaces import workspace_id
from bot.storage.aside import set_aside
from bot.storage.db import Database
from bot.storage.tables import Workspace
from tests.cast import NOW, Cast

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite
def test_somebody_can_write_while_something_is_tried(database: Database, cast: Cast) -> None:
    actor = Actor(cast.workspace, None, via="load")
    with set_aside(database) as copy:
        with copy.transaction(actor, NOW) as tried, database.transaction(actor, NOW) as session:
            tried.get_one(Workspace, cast.workspace).timezone = "Europe/Helsinki"
            session.get_one(Workspace, cast.workspace).locale = "en"
        assert workspace_id(copy, "Europe/Stockholm", "sv", now=NOW) == cast.workspace
        folder = Path(copy.url.database or "").parent
        assert folder.stat().st_mode & 0o777 == 0o700
    with database.reading() as session:
        workspace = session.get_one(Workspace, cast.workspace)
        assert (workspace.timezone, workspace.locale) == ("Europe/Stockholm", "en")
    assert not folder.exists()


def test_postgresql_is_tried_in_itself(database: Database) -> None:
    with set_aside(database) as aside:
        assert (aside is database) is not database.is_sqlite
