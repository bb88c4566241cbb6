"""Somebody has become a school's principal, or is it no longer: they are told, unless they did it themselves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.telling import tell
from bot.storage.tables import Delivery, Person, Role

KIND = "principal-changed"


def tell_of_principal(session: Session, role: Role, now: datetime) -> Person | None:
    """Queue what somebody is told whose role has just begun or ended, in their working hours.

    What is changed back before it was told is not told. Returns who is told, None when nobody is.
    """
    person = session.get_one(Person, role.person_id)
    recipient = f"person:{person.id}"
    if _take_back(session, recipient, role) or person.id == session.info["actor"].person_id:
        return None
    tell(session, person, KIND, ("roles", role.id), now)
    return person


def _take_back(session: Session, recipient: str, role: Role) -> bool:
    """Take back what somebody was to be told of the same school; return whether there was something."""
    waiting = (
        select(Delivery)
        .join(Role, Role.id == Delivery.subject_id)
        .where(Delivery.kind == KIND, Delivery.recipient == recipient, Delivery.status == "pending")
        .where(Role.unit_id == role.unit_id)
    )
    rows = session.scalars(waiting).all()
    for row in rows:
        session.delete(row)
    return bool(rows)
