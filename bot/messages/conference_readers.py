"""Whom a conference asks: at the table everybody who acts for a municipality, afterwards its contact persons."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.people import FOR_MUNICIPALITY
from bot.storage.conferences import Conference, conferences
from bot.storage.inquiries import known_since
from bot.storage.people import held, not_over
from bot.storage.tables import Meeting, Membership, Person, Role, Unit, Workspace


@dataclass(frozen=True)
class Reader:
    """Somebody who acts for a municipality, by whose clock, and since when: what was due before is never sent."""

    person_id: int
    zone: ZoneInfo
    since: datetime


def readers_at(
    session: Session, workspace: Workspace, start: datetime, end: datetime
) -> Iterator[tuple[Conference, Reader]]:
    """Yield everybody who acts for a municipality, for every conference that ends within [start, end).

    Deputies too: afterwards they are asked where no contact person can be reached, and that is seen at sending.
    """
    ends = (Meeting.ends_at >= start, Meeting.ends_at < end, Meeting.cancelled_at.is_(None))
    for about in conferences(session, Meeting.workspace_id == workspace.id, *ends):
        known = known_since(session, session.get_one(Meeting, about.id)) or start
        found: dict[int, Reader] = {}
        for role, _, _, member_since, person in session.execute(_acting(about, start, not_over(start))):
            since = max(known, member_since, role.valid_from)
            if person.id not in found or since < found[person.id].since:
                found[person.id] = Reader(person.id, ZoneInfo(person.timezone or workspace.timezone), since)
        for reader in found.values():
            yield about, reader


def acts_for(session: Session, about: Conference, person_id: int, now: datetime) -> Mapping[int, str]:
    """Return the municipalities at a conference that somebody acts for now, id and name."""
    rows = session.execute(_acting(about, now, held(now)).where(Role.person_id == person_id))
    return {unit_id: name for _, unit_id, name, _, _ in rows}


def answers_for(session: Session, about: Conference, person_id: int, now: datetime) -> Mapping[int, str]:
    """Return the municipalities for which somebody is the one who is asked afterwards, id and name."""
    rows = session.execute(_acting(about, now, held(now))).all()
    reached = {unit_id for role, unit_id, *_ in rows if role.kind == "contact_person"}
    return {
        unit_id: name
        for role, unit_id, name, _, _ in rows
        if role.person_id == person_id and (role.kind == "contact_person" or unit_id not in reached)
    }


def _acting(about: Conference, now: datetime, is_held: Collection[Any]) -> Select[Role, int, str, datetime, Person]:
    """Select the roles of those who act for a conference's municipalities and can be reached, in order."""
    return (
        select(Role, Unit.id, Unit.name, Membership.valid_from, Person)
        .join(Person, Person.id == Role.person_id)
        .join(Unit, Unit.id == Role.unit_id)
        .join(Membership, and_(Membership.unit_id == Unit.id, Membership.network_id == about.network_id))
        .where(Role.kind.in_(FOR_MUNICIPALITY), Person.active, Person.slack_user_id.is_not(None), *is_held)
        .where(or_(Role.network_id == about.network_id, Role.network_id.is_(None)))
        .where(or_(Membership.valid_to.is_(None), Membership.valid_to > now))
        .order_by(Unit.name, Role.id)
    )
