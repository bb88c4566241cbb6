"""Questions to the history of changes with two askers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.tables import Event, Person, Task


def last_changed_by(session: Session, task: Task) -> str:
    """Return who last changed a task, by name; empty when nobody that is known did."""
    name = session.scalar(
        select(Person.name)
        .join(Event, Event.person_id == Person.id)
        .where(Event.subject == "tasks", Event.subject_id == task.id)
        .order_by(Event.id.desc())
        .limit(1)
    )
    return name or ""
