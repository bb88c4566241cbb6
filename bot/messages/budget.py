"""How often somebody is written to (VOICE: How often), and what has been said to them already.

At most one scheduled message a person and working day, and two a week outside the weeks of conferences. A message that
yields stands in the next weekly letter instead.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.deliveries import TIMINGS
from bot.messages.readers import places_of, reader_of
from bot.storage.deliveries import said, waits
from bot.storage.people import zone_of
from bot.storage.tables import Delivery, Meeting, Person

MOST_A_WEEK = 2
#: Wider than any two zones are apart, so that a local week is surely in it.
_MARGIN = timedelta(days=2)


def has_room(session: Session, row: Delivery, now: datetime) -> bool:
    """Return whether a person may be sent this today; it yields to every other kind of scheduled message.

    Others of its own kind that wait for the same day are merged into it, and so do not count.
    """
    person = session.get_one(Person, reader_of(row))
    today = local_day(now, zone_of(session, person))
    monday = today - timedelta(days=today.isoweekday() - 1)
    days = _days_of_others(session, row, person, monday)
    if today in days:
        return False
    return len(days) < MOST_A_WEEK or _is_conference_week(session, person, monday, now)


def told_tasks(session: Session, recipient: str, *, before_week: date | None = None) -> dict[int, list[str]]:
    """Return the steps of preparation that somebody has been told of, by id, and the kind of each message that did.

    `before_week` leaves out the letters of the week that is named by this Monday: sent again, they say the same.
    """
    told = select(Delivery.kind, Delivery.said).where(
        Delivery.recipient == recipient, Delivery.kind.in_(("preparation", "digest")), said()
    )
    if before_week is not None:
        told = told.where(Delivery.nominal_on.is_distinct_from(before_week))
    found: dict[int, list[str]] = {}
    for kind, each in session.execute(told):
        for task_id in (each or {}).get("tasks", ()):
            found.setdefault(task_id, []).append(kind)
    return found


def _days_of_others(session: Session, row: Delivery, person: Person, monday: date) -> list[date]:
    """Return the day of each other scheduled message to the person in the week that begins this Monday."""
    zone = zone_of(session, person)
    first = datetime.combine(monday, datetime.min.time(), tzinfo=zone)
    others = session.execute(
        select(Delivery.due_at, Delivery.sent_at).where(
            Delivery.recipient == row.recipient,
            Delivery.id != row.id,
            Delivery.kind.not_in([name for name, timing in TIMINGS.items() if timing.prompt or timing.announces]),
            or_(and_(waits(), Delivery.kind != row.kind), said()),
            Delivery.due_at.between(first - _MARGIN - timedelta(days=30), first + timedelta(days=7) + _MARGIN),
        )
    )
    days = [local_day(sent_at or due_at, zone) for due_at, sent_at in others]
    return [day for day in days if monday <= day < monday + timedelta(days=7)]


def _is_conference_week(session: Session, person: Person, monday: date, now: datetime) -> bool:
    networks = [network_id for network_id, _ in places_of(session, person.id, now) if network_id is not None]
    zone = zone_of(session, person)
    meetings = session.scalars(select(Meeting).where(Meeting.network_id.in_(networks), Meeting.cancelled_at.is_(None)))
    return any(
        local_day(meeting.starts_at, zone) < monday + timedelta(days=7) and local_day(meeting.ends_at, zone) >= monday
        for meeting in meetings
    )
