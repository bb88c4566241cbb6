"""Who is away when, and who is asked in their place meanwhile."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import ONE_DAY, at_wall_time, local_day
from bot.domain.people import ASKED, stand_ins
from bot.errors import BadInput
from bot.storage.people import absence_of, not_over, zone_of
from bot.storage.tables import Absence, Person, Role, Workspace


@dataclass(frozen=True)
class Away:
    """Somebody is away on these days, both included, and has perhaps named who steps in (a Slack id)."""

    first_day: date
    last_day: date
    deputy: str | None = None


def away_of(session: Session, person: Person, today: date) -> Away | None:
    """Return when somebody is away now or next, or None."""
    absence = absence_of(session, person.id, today)
    if absence is None:
        return None
    deputy = None if absence.deputy_id is None else session.get_one(Person, absence.deputy_id).slack_user_id
    return Away(absence.first_day, absence.last_day, deputy)


def usual_deputy(session: Session, person: Person, now: datetime) -> str | None:
    """Return the Slack id of a deputy of somebody's municipality: whom to begin with when nobody is named."""
    for role in _own_roles(session, person, now):
        for deputy_id in _holders(session, role, "deputy", now):
            deputy = session.get_one(Person, deputy_id)
            if deputy_id != person.id and deputy.active and deputy.slack_user_id is not None:
                return deputy.slack_user_id
    return None


def set_away(session: Session, person: Person, away: Away | None, now: datetime) -> None:
    """Store when somebody is away now or next, in place of what was known; nothing when they are not.

    Whoever steps in has the same roles meanwhile: they are asked, and may act. Raises BadInput for somebody who cannot.
    """
    today = local_day(now, zone_of(session, person))
    if away == away_of(session, person, today):
        return
    if (old := absence_of(session, person.id, today)) is not None:
        _forget(session, old)
    if away is not None:
        deputy = None if away.deputy is None else _deputy(session, person, away)
        _step_in(session, person, _new(session, person, away, deputy), now)


def end_stand_ins(session: Session, role: Role, now: datetime) -> None:
    """Let whoever steps in for a role's holder, or is asked because of the role, do it for no longer than it lasts."""
    session.flush()
    rows = session.execute(
        select(Role, Absence)
        .join(Absence, Absence.id == Role.absence_id)
        .where(Role.unit_id == role.unit_id, or_(Absence.person_id == role.person_id, Role.person_id == role.person_id))
    ).all()
    for stand_in, absence in rows:
        zone = zone_of(session, session.get_one(Person, absence.person_id))
        ends = (
            at_wall_time(absence.last_day + ONE_DAY, time(), zone),
            _end_of(session, absence.person_id, role, now, Role.kind == stand_in.kind),
            _end_of(session, stand_in.person_id, role, now),
        )
        stand_in.valid_to = min(end for end in ends if end is not None)


def _end_of(
    session: Session, person_id: int, at: Role, now: datetime, *conditions: ColumnElement[bool]
) -> datetime | None:
    """Return when the last of somebody's own roles in a role's unit ends; None when that is not known."""
    own = (Role.person_id == person_id, Role.unit_id == at.unit_id, Role.absence_id.is_(None))
    # The role itself counts also when it is over.
    lasting = or_(Role.id == at.id, and_(*not_over(now)))
    ends = session.scalars(select(Role.valid_to).where(*own, *conditions, lasting)).all()
    return None if None in ends else max((end for end in ends if end is not None), default=None)


def _forget(session: Session, absence: Absence) -> None:
    for role in session.scalars(select(Role).where(Role.absence_id == absence.id)):
        session.delete(role)
    session.flush()
    session.delete(absence)
    session.flush()


def _new(session: Session, person: Person, away: Away, deputy: Person | None) -> Absence:
    absence = Absence(
        workspace_id=person.workspace_id,
        person_id=person.id,
        deputy_id=None if deputy is None else deputy.id,
        first_day=away.first_day,
        last_day=away.last_day,
    )
    session.add(absence)
    session.flush()
    return absence


def _deputy(session: Session, person: Person, away: Away) -> Person:
    """Return who is named, made when we have not met them. Raises BadInput for somebody who cannot step in."""
    workspace = session.get_one(Workspace, person.workspace_id)
    if away.deputy == person.slack_user_id:
        raise BadInput("deputy-is-self", field="deputy")
    if away.deputy == workspace.bot_user_id:
        raise BadInput("deputy-unreachable", field="deputy")
    named = select(Person).where(Person.workspace_id == workspace.id, Person.slack_user_id == away.deputy)
    deputy = session.scalar(named)
    if deputy is None:
        deputy = Person(workspace_id=workspace.id, slack_user_id=away.deputy)
        session.add(deputy)
        session.flush()
    elif not deputy.active:
        raise BadInput("deputy-unreachable", field="deputy")
    other = absence_of(session, deputy.id, away.first_day)
    if other is not None and other.first_day <= away.last_day:
        name = deputy.name or f"@{deputy.slack_user_id}"
        raise BadInput("deputy-is-away", field="deputy", deputy=name, day=other.last_day)
    return deputy


def _step_in(session: Session, person: Person, absence: Absence, now: datetime) -> None:
    """Give the person's roles to who steps in, for these days by the person's own clock."""
    zone = zone_of(session, person)
    since = max(now, at_wall_time(absence.first_day, time(), zone))
    until = at_wall_time(absence.last_day + ONE_DAY, time(), zone)
    for role in list(_own_roles(session, person, now)):
        already = {person.id, *_holders(session, role, role.kind, now)}
        for person_id in stand_ins(absence.deputy_id, _holders(session, role, "deputy", now), already):
            stand_in = Role(workspace_id=role.workspace_id, person_id=person_id, kind=role.kind, absence_id=absence.id)
            stand_in.network_id, stand_in.unit_id, stand_in.valid_from = role.network_id, role.unit_id, since
            ends = (until, role.valid_to, _end_of(session, person_id, role, now))
            stand_in.valid_to = min(end for end in ends if end is not None)
            session.add(stand_in)


def _own_roles(session: Session, person: Person, now: datetime) -> Iterable[Role]:
    own = (Role.person_id == person.id, Role.kind.in_(ASKED), Role.absence_id.is_(None))
    return session.scalars(select(Role).where(*own, *not_over(now)).order_by(Role.id))


def _holders(session: Session, role: Role, kind: str, now: datetime) -> Iterator[int]:
    """Yield who holds a role of this kind for the same municipality, in the same network or in all."""
    same = [Role.unit_id == role.unit_id, Role.kind == kind, Role.absence_id.is_(None)]
    if role.network_id is not None:
        same.append(or_(Role.network_id == role.network_id, Role.network_id.is_(None)))
    yield from session.scalars(select(Role.person_id).where(*same, *not_over(now)).order_by(Role.id))
