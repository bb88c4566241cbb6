"""Finding the unit that an operator names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.people import Actor, RoleHeld
from bot.errors import AnyOf, NotFound
from bot.services.people import any_of
from bot.storage.db import Database
from bot.storage.people import held
from bot.storage.tables import Person, Role, Unit, Workspace


@dataclass(frozen=True)
class Named:
    """A unit, and somebody who may see all of it: the operator, who has the database."""

    unit_id: int
    actor: Actor


def no_wheel(session: Session, actor: Actor, unit_id: int, now: datetime, otherwise: NotFound) -> NotFound:
    """Return why a unit has no wheel: it has ended, with its last day and whom to ask; or what else there is to say."""
    unit = session.get(Unit, unit_id)
    if unit is None or unit.workspace_id != actor.workspace_id or unit.valid_to is None or unit.valid_to > now:
        return otherwise
    zone = ZoneInfo(session.get_one(Workspace, unit.workspace_id).timezone)
    day = local_day(unit.valid_to - timedelta(microseconds=1), zone)
    administration = session.scalars(
        select(Person)
        .join(Role, Role.person_id == Person.id)
        .where(Role.unit_id == unit.parent_id, Role.kind == "administration", Person.active, *held(now))
        .order_by(Role.id)
    ).all()
    if not administration:
        return NotFound("unit-ended-nobody", unit=unit.name, day=day)
    return NotFound("unit-ended", unit=unit.name, day=day, people=any_of(administration))


def unit_for_operator(
    database: Database, workspace_id: int, municipality: str, school: str | None, timezone: str
) -> Named:
    """Return a municipality in a wheel, or one of its schools, by its whole name. Raises NotFound."""
    with database.reading() as session:
        units = list(session.scalars(select(Unit).where(Unit.workspace_id == workspace_id).order_by(Unit.name)))
    followers = [one for one in units if one.programme_id is not None]
    if not followers:
        raise NotFound("document-nothing-loaded")
    above = _called(municipality, followers)
    if above is None:
        raise NotFound("document-no-municipality", name=municipality, known=_names(followers))
    unit = above if school is None else _school(school, above, units)
    role = RoleHeld("leadership", programme_id=above.programme_id)
    return Named(unit.id, Actor(workspace_id, None, via="load", timezone=timezone, roles=(role,)))


def _school(name: str, municipality: Unit, units: Iterable[Unit]) -> Unit:
    schools = [one for one in units if one.parent_id == municipality.id and one.kind == "school"]
    if not schools:
        raise NotFound("document-no-schools", municipality=municipality.name)
    found = _called(name, schools)
    if found is None:
        raise NotFound("document-no-school", name=name, municipality=municipality.name, known=_names(schools))
    return found


def _called(name: str, units: Iterable[Unit]) -> Unit | None:
    wanted = name.strip().casefold()
    return next((one for one in units if one.name.casefold() == wanted), None)


def _names(units: Iterable[Unit]) -> AnyOf:
    return AnyOf(one.name for one in units)
