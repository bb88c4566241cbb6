"""Telling somebody once of what has just happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.hours import working_moment
from bot.red_days import red_day
from bot.storage.deliveries import queue
from bot.storage.people import zone_of
from bot.storage.tables import Person


def tell(
    session: Session,
    person: Person,
    kind: str,
    about: tuple[str, int],
    now: datetime,
    *,
    what: str = "",
    given: Mapping[str, Any] | None = None,
) -> None:
    """Queue what somebody is told in their working hours about a row: the name of its table, and its id.

    The same may happen to it again, and is told of each time; `what` tells apart what happens at one moment.
    """
    subject, subject_id = about
    recipient = f"person:{person.id}"
    moments = (what, f"{now:%Y%m%dT%H%M%S}") if what else (f"{now:%Y%m%dT%H%M%S}",)
    queue(
        session,
        key=":".join((kind, f"{subject}-{subject_id}", *moments, recipient)),
        kind=kind,
        recipient=recipient,
        due_at=working_moment(now, zone_of(session, person), red_day),
        subject=subject,
        subject_id=subject_id,
        now=now,
        given=given,
    )
