"""The installation this database belongs to."""

import secrets
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from bot.domain.people import Actor
from bot.storage.db import Database
from bot.storage.tables import Workspace


def workspace_id(database: Database, timezone: str, locale: str, *, now: datetime) -> int:
    """Return the id of the installation, made with these defaults the first time."""
    with database.reading() as session:
        known = session.scalar(select(Workspace.id).order_by(Workspace.id).limit(1))
    if known is not None:
        return known
    with database.transaction(Actor(0, None, via="bot"), now) as session:
        # Another process may have been first.
        workspace = session.scalar(select(Workspace).order_by(Workspace.id).limit(1))
        if workspace is None:
            workspace = Workspace(
                installation=uuid4().hex, salt=secrets.token_hex(32), timezone=timezone, locale=locale
            )
            session.add(workspace)
            session.flush()
        return workspace.id
