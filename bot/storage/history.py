"""Questions to the history of changes with several askers."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select
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


def last_changes(session: Session, table: str, ids: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return what was changed last in each of these rows of a table with a history: column → [before, after]."""
    of_rows = Event.subject == table, Event.subject_id.in_(ids)
    last = select(func.max(Event.id)).where(*of_rows).group_by(Event.subject_id)
    return {event.subject_id: event.changes for event in session.scalars(select(Event).where(Event.id.in_(last)))}
