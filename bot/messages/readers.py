"""Who reads letters, and what they are about: contact persons, and the commitments of those they act for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.commitments import CLOSED
from bot.storage.commitments import CommitmentView, commitment_views
from bot.storage.people import held, not_over
from bot.storage.preparation import PreparationTask, preparation_tasks, to_come
from bot.storage.tables import Absence, Commitment, Delivery, Person, Role, Task, Workspace

#: Where a person acts: a network, or None for all of the municipality's, and the municipality.
Places = list[tuple[int | None, int]]


def places_of(session: Session, person_id: int, now: datetime) -> Places:
    """Return where a person is contact person now."""
    roles = select(Role.network_id, Role.unit_id).where(
        Role.person_id == person_id, Role.kind == "contact_person", Role.unit_id.is_not(None), *held(now)
    )
    return [(row.network_id, row.unit_id) for row in session.execute(roles)]


def open_commitments(session: Session, workspace_id: int, places: Places) -> list[CommitmentView]:
    """Return what is not closed yet in these places, the nearest date first, those without a date last."""
    if not places:
        return []
    return commitment_views(
        session,
        Commitment.workspace_id == workspace_id,
        Commitment.state.not_in(CLOSED),
        or_(*_in_places(places, Commitment.network_id, Commitment.unit_id)),
        order=(Commitment.due_on.is_(None), Commitment.due_on, Commitment.number),
    )


def open_steps(session: Session, places: Places, now: datetime) -> list[PreparationTask]:
    """Return the steps before conferences to come that are not done in these places, the nearest first."""
    if not places:
        return []
    in_places = or_(*_in_places(places, Task.network_id, Task.unit_id))
    return preparation_tasks(session, in_places, Task.done_at.is_(None), *to_come(now), now=now)


def _in_places(places: Places, network: Any, unit: Any) -> Iterator[ColumnElement[bool]]:
    for network_id, unit_id in places:
        yield unit == unit_id if network_id is None else and_(unit == unit_id, network == network_id)


@dataclass(frozen=True)
class LetterReader:
    """Somebody who gets letters from when to when: what was due before is never sent."""

    person: Person
    since: datetime
    #: None: until further notice.
    until: datetime | None = None


def contact_persons(session: Session, workspace: Workspace, now: datetime) -> Iterable[LetterReader]:
    """Return the contact persons, and those who step in for one who is away."""
    return letter_readers(session, workspace, now, Role.kind == "contact_person")


def letter_readers(
    session: Session, workspace: Workspace, now: datetime, *conditions: ColumnElement[bool]
) -> Iterable[LetterReader]:
    """Return everybody who holds such a role now or later and can be reached, once each."""
    rows = session.execute(
        select(Person, Role.valid_from, Role.valid_to)
        .join(Role, Role.person_id == Person.id)
        .where(Person.workspace_id == workspace.id, Person.active, Person.slack_user_id.is_not(None))
        .where(*conditions, *not_over(now))
        .order_by(Person.id, Role.id)
    )
    return once_each(LetterReader(*row) for row in rows)


def once_each(readers: Iterable[LetterReader]) -> Iterable[LetterReader]:
    """Return readers once each, from the first of what makes them one to the last."""
    found: dict[int, LetterReader] = {}
    for reader in readers:
        found[reader.person.id] = _together(found.get(reader.person.id), reader)
    return found.values()


def _together(one: LetterReader | None, other: LetterReader) -> LetterReader:
    if one is None:
        return other
    ends = [each.until for each in (one, other) if each.until is not None]
    return LetterReader(one.person, min(one.since, other.since), max(ends) if len(ends) == 2 else None)


@dataclass(frozen=True)
class SteppedInFor:
    """A contact person who is away, and the last day of it."""

    name: str
    last_day: date


def stepped_in_for(session: Session, person_id: int, now: datetime) -> list[SteppedInFor]:
    """Return in whose place somebody is asked now."""
    rows = session.execute(
        select(Person.name, Absence.last_day)
        .join(Absence, Absence.person_id == Person.id)
        .join(Role, Role.absence_id == Absence.id)
        .where(Role.person_id == person_id, *held(now))
        .order_by(Absence.last_day, Person.name)
        .distinct()
    )
    return [SteppedInFor(name, last_day) for name, last_day in rows]


def readers_of(
    session: Session, workspace_id: int, unit_ids: set[int], now: datetime
) -> dict[int, list[tuple[int | None, Person]]]:
    """Return the contact persons of municipalities, each with the network the role is for."""
    readers: dict[int, list[tuple[int | None, Person]]] = {}
    rows = session.execute(
        select(Role.unit_id, Role.network_id, Person)
        .join(Person, Person.id == Role.person_id)
        .where(Person.workspace_id == workspace_id, Person.active, Person.slack_user_id.is_not(None))
        .where(Role.kind == "contact_person", Role.unit_id.in_(unit_ids), *not_over(now))
    )
    for unit_id, network_id, person in rows:
        readers.setdefault(unit_id or 0, []).append((network_id, person))
    return readers


def leaders_reached(session: Session, workspace_id: int, now: datetime) -> Iterable[Person]:
    """Return everybody who leads something now and can be told."""
    return session.scalars(
        select(Person)
        .join(Role, Role.person_id == Person.id)
        .where(Person.workspace_id == workspace_id, Person.active, Person.slack_user_id.is_not(None))
        .where(Role.kind == "leadership", *held(now))
        .order_by(Person.id)
        .distinct()
    )


def reader_of(row: Delivery) -> int:
    """Return the id of the person a delivery goes to."""
    return int(row.recipient.removeprefix("person:"))
