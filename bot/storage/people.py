"""Conditions on who is what, when people are left in peace, and when their letters come: of use cases and messages."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.domain.letters import LetterTime, Rests
from bot.domain.people import Actor, Rest, RoleHeld, rest_on
from bot.storage.db import run
from bot.storage.tables import Absence, Membership, Person, Role, Unit, Workspace

#: What a role is of, in the conditions below.
_PLACE, _UNIT, _ABOVE = aliased(Membership), aliased(Unit), aliased(Unit)


def held(now: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a role being held now, of something that has not ended."""
    return Role.valid_from <= now, *not_over(now)


def is_member(now: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of a municipality being a member now."""
    return Membership.valid_from <= now, or_(Membership.valid_to.is_(None), Membership.valid_to > now)


# A beat asks a hundred times as of one instant, and to build the conditions takes longer than to ask.
@lru_cache(64)
def not_over(now: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a role being held now or later: with the place or the school it is of, it ends too."""
    ended_place = select(_PLACE.id).where(
        _PLACE.network_id == Role.network_id, _PLACE.unit_id == Role.unit_id, _PLACE.valid_to <= now
    )
    ended_unit = (
        select(_UNIT.id)
        .outerjoin(_ABOVE, _ABOVE.id == _UNIT.parent_id)
        .where(_UNIT.id == Role.unit_id, or_(_UNIT.valid_to <= now, _ABOVE.valid_to <= now))
    )
    return (
        or_(Role.valid_to.is_(None), Role.valid_to > now),
        ~ended_place.correlate(Role).exists(),
        or_(Role.network_id.is_not(None), ~ended_unit.correlate(Role).exists()),
    )


# Asked before every listener: somebody with their language and zone, a row for each role held.
_WHO = (
    select(
        Person.id,
        Person.name,
        func.coalesce(Person.language, Person.locale, Workspace.locale).label("locale"),
        func.coalesce(Person.timezone, Workspace.timezone).label("timezone"),
        Person.home_opened_at,
        Role.kind,
        Role.programme_id,
        Role.network_id,
        Role.unit_id,
        Role.level,
    )
    .join(Workspace, Workspace.id == Person.workspace_id)
    .outerjoin(Role, and_(Role.person_id == Person.id, *held(bindparam("now"))))
    .where(Person.workspace_id == bindparam("workspace_id"), Person.slack_user_id == bindparam("slack_user_id"))
    .order_by(Role.id)
)


def actor_of(session: Session, workspace_id: int, slack_user_id: str, now: datetime) -> Actor | None:
    """Return somebody as an actor, with the language, the zone and the roles held now; None for somebody unknown."""
    rows = run(session, _WHO, {"workspace_id": workspace_id, "slack_user_id": slack_user_id, "now": now}).all()
    if not rows:
        return None
    who = rows[0]
    return Actor(
        workspace_id=workspace_id,
        person_id=who.id,
        slack_user_id=slack_user_id,
        name=who.name,
        locale=who.locale,
        timezone=who.timezone,
        uses_home=who.home_opened_at is not None,
        roles=tuple(RoleHeld(*row[5:]) for row in rows if row.kind is not None),
    )


def zone_of(session: Session, person: Person) -> ZoneInfo:
    """Return whose clock a person lives by."""
    return ZoneInfo(person.timezone or session.get_one(Workspace, person.workspace_id).timezone)


def letter_time(person: Person) -> LetterTime:
    """Return when somebody's weekly letter comes: what they have chosen, else the usual."""
    usual = LetterTime()
    return LetterTime(person.letter_weekday or usual.weekday, person.letter_hour or usual.hour)


def language_of(person: Person) -> str | None:
    """Return the language that somebody has chosen, else that of their Slack; None until it is known."""
    return person.language or person.locale


def rests_of(session: Session, people: Iterable[Person], *, since: date) -> Callable[[int], Rests]:
    """Return, by a person's id, what tells why they are left in peace on a day from `since` on."""
    known = {person.id: person for person in people}
    found: dict[int, list[Rest]] = {person_id: [] for person_id in known}
    for person in known.values():
        if person.paused_from is not None:
            found[person.id].append(Rest("paused", person.paused_from, person.paused_until))
    for absence in session.scalars(_absences(known, since)):
        found[absence.person_id].append(Rest("away", absence.first_day, absence.last_day))
    return lambda person_id: partial(rest_on, found.get(person_id, ()))


def absence_of(session: Session, person_id: int, today: date) -> Absence | None:
    """Return when somebody is away now or next, or None."""
    return session.scalars(_absences([person_id], today).limit(1)).first()


def _absences(person_ids: Iterable[int], since: date) -> Select[Absence]:
    return (
        select(Absence)
        .where(Absence.person_id.in_(list(person_ids)), Absence.last_day >= since)
        .order_by(Absence.first_day, Absence.id)
    )
