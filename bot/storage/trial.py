"""Whether something can be stored: found out by storing it, as a gesture would, and taking it back at once."""

from datetime import datetime

from sqlalchemy import delete, insert

from bot.domain.people import Actor
from bot.storage.db import Database
from bot.storage.tables import Event

#: Characters of the trial: more than a page of any database, so that it needs room that is not there when the disk is
#: full. What fits on a page in use would be taken long after people's words are not.
_SIZE = 16 * 1024


def try_to_store(database: Database, workspace_id: int, *, now: datetime) -> None:
    """Store a row of history and take it back in one transaction; raises SQLAlchemyError when nothing can be stored."""
    with database.transaction(Actor(workspace_id, None, via="bot"), now) as session:
        trial = insert(Event).values(
            workspace_id=workspace_id,
            at=now,
            via="bot",
            action="tried",
            subject="workspaces",
            subject_id=workspace_id,
            changes={"trial": [None, "." * _SIZE]},
        )
        stored = session.execute(trial.returning(Event.id)).scalar_one()
        session.execute(delete(Event).where(Event.id == stored))
