"""Which of Slack's events have been taken care of: Slack tells again when it heard no answer in time."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.people import Actor
from bot.storage.db import Database
from bot.storage.tables import ReceivedEvent

#: Slack tells again for about an hour; what is older is forgotten.
KEPT_FOR = timedelta(days=1)


def take_event(database: Database, actor: Actor, event: str, *, now: datetime) -> bool:
    """Return whether an event is new, and keep that it is being taken care of."""
    with database.transaction(actor, now) as session:
        old = ReceivedEvent.at < now - KEPT_FOR
        session.execute(delete(ReceivedEvent).where(ReceivedEvent.workspace_id == actor.workspace_id, old))
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        new = insert(ReceivedEvent).values(workspace_id=actor.workspace_id, event=event, at=now)
        return session.execute(new.on_conflict_do_nothing().returning(ReceivedEvent.id)).first() is not None


def give_event_back(database: Database, actor: Actor, event: str, *, now: datetime) -> None:
    """Let an event be taken care of when Slack tells again: this time nothing came of it."""
    with database.transaction(actor, now) as session:
        session.execute(
            delete(ReceivedEvent).where(ReceivedEvent.workspace_id == actor.workspace_id, ReceivedEvent.event == event)
        )
