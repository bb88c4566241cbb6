"""Questions to the history of changes with several askers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.tables import Base, Event, Person


def last_changed_by(session: Session, row: Base) -> str:
    """Return who last changed a row of a table with a history, by name; empty when nobody that is known did."""
    name = session.scalar(
        select(Person.name)
        .join(Event, Event.person_id == Person.id)
        .where(Event.subject == row.__tablename__, Event.subject_id == row.id)
        .order_by(Event.id.desc())
        .limit(1)
    )
    return name or ""
