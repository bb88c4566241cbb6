"""An annual wheel as somebody looks at it: their own, a school's or a municipality's by its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.programme.when import day_in
from bot.domain.wheel_people import units_of
from bot.domain.wheel_standing import Standing, Wheels, WheelUnit
from bot.domain.wheel_year import open_years, shown_year
from bot.errors import NotFound
from bot.red_days import red_day
from bot.services.units import no_wheel
from bot.services.wheel_rights import rights_in
from bot.storage.db import Database, only_reads
from bot.storage.tables import Task, Unit
from bot.storage.wheel import goes_on, held_milestones, wheels_of

#: Units named to somebody whose words fit several.
MOST_NAMED = 5


@dataclass(frozen=True)
class UnitWheel:
    """One unit's wheel of the year that is shown, and what is still open of the year before."""

    unit: WheelUnit
    year: int
    #: Two from the first month until last year's report is due.
    open_years: tuple[int, ...]
    #: Its own milestones, the nearest last day first.
    standings: Sequence[Standing]
    #: Of the year before the shown one or after it, while two are open: what can be done now.
    beside: Sequence[Standing]
    may_do: bool
    may_move: bool
    may_follow: bool
    may_publish: bool


@only_reads
def own_wheels(database: Database, actor: Actor, channel_id: str | None, *, now: datetime) -> list[UnitWheel]:
    """Return the wheels somebody is in: in a school's channel that school's, else those of their own units.

    Also those of which milestones have been handed to them, and wait.
    """
    today = actor.day(now)
    with database.reading() as session:
        in_channel = _school_of_channel(session, actor, channel_id, today)
        ids = [in_channel] if in_channel else units_of(actor, "principal", "administration", "board")
        if in_channel is None:
            held = session.scalars(held_milestones(Task.handed_to_id == actor.person_id).order_by(Task.unit_id))
            ids = list(dict.fromkeys([*ids, *(task.unit_id or 0 for task in held)]))
        wheels = wheels_of(session, ids, today)
        return [_unit_wheel(actor, wheels, wheels.units[one], today, channel_id) for one in ids if one in wheels.units]


@only_reads
def headed_wheels(database: Database, actor: Actor, *, now: datetime) -> list[UnitWheel]:
    """Return the wheels of the schools somebody heads, by the schools' names."""
    today = actor.day(now)
    with database.reading() as session:
        wheels = wheels_of(session, units_of(actor, "head_of_schools"), today)
        return [_unit_wheel(actor, wheels, unit, today, None) for unit in wheels.units.values()]


@only_reads
def wheel_named(
    database: Database, actor: Actor, name: str, channel_id: str | None = None, *, now: datetime
) -> UnitWheel:
    """Return the wheel of a school or municipality by its name; own ones go first. Raises NotFound."""
    today = actor.day(now)
    with database.reading() as session:
        found = _named(session, actor, name)
        if not found:
            raise NotFound("wheel-unknown", name=name)
        mine = [one for one in found if one[0] in units_of(actor, "principal", "head_of_schools")]
        if len(found) > 1 and len(mine) != 1:
            places = " · ".join(f"{school}, {of}" if of else school for _, school, of in found[:MOST_NAMED])
            raise NotFound("wheel-which", name=name, places=places)
        unit_id, _, _ = mine[0] if mine else found[0]
        wheels = wheels_of(session, [unit_id], today)
        if unit_id not in wheels.units:
            raise no_wheel(session, actor, unit_id, now, NotFound("wheel-none", name=name))
        return _unit_wheel(actor, wheels, wheels.units[unit_id], today, channel_id)


@only_reads
def unit_wheel(
    database: Database, actor: Actor, unit_id: int, channel_id: str | None = None, *, now: datetime
) -> UnitWheel:
    """Return the wheel of a unit by its id. Raises NotFound."""
    today = actor.day(now)
    with database.reading() as session:
        unit = followed_wheels(session, actor, unit_id, now).units[unit_id]
        return _unit_wheel(actor, wheels_of(session, [unit_id], today), unit, today, channel_id)


def followed_wheels(session: Session, actor: Actor, unit_id: int, now: datetime) -> Wheels:
    """Return the wheel of a unit by its id, and what is kept of it. Raises NotFound."""
    wheels = wheels_of(session, [unit_id], actor.day(now))
    if unit_id not in wheels.units or wheels.units[unit_id].workspace_id != actor.workspace_id:
        raise no_wheel(session, actor, unit_id, now, NotFound("milestone-unknown"))
    return wheels


def _school_of_channel(session: Session, actor: Actor, channel_id: str | None, today: date) -> int | None:
    if channel_id is None:
        return None
    schools = select(Unit.id).where(
        Unit.workspace_id == actor.workspace_id, Unit.kind == "school", Unit.channel_id == channel_id
    )
    return session.scalar(schools.where(goes_on(Unit, today)).order_by(Unit.id).limit(1))


def _named(session: Session, actor: Actor, name: str) -> list[tuple[int, str, str]]:
    """Return the schools and municipalities in wheels with this name, or beginning with it when none has it."""
    parent = select(Unit.id, Unit.name, Unit.programme_id).subquery()
    rows = session.execute(
        select(Unit.id, Unit.name, parent.c.name)
        .outerjoin(parent, parent.c.id == Unit.parent_id)
        .where(Unit.workspace_id == actor.workspace_id, Unit.kind.in_(("school", "municipality", "district")))
        .where(or_(Unit.programme_id.is_not(None), parent.c.programme_id.is_not(None)))
        .order_by(Unit.name, parent.c.name)
    )
    # Letters with accents have capitals that SQLite's lower() does not know.
    wanted = name.strip().casefold()
    known = [(row[0], row[1], row[2] or "") for row in rows]
    same = [one for one in known if one[1].casefold() == wanted or f"{one[1]}, {one[2]}".casefold() == wanted]
    return same or [one for one in known if one[1].casefold().startswith(wanted)]


def _unit_wheel(actor: Actor, wheels: Wheels, unit: WheelUnit, today: date, channel_id: str | None) -> UnitWheel:
    plan = unit.follower.wheel.year
    year, years = shown_year(plan, today), open_years(plan, today)
    until = day_in(max(years), plan.starts, plan.both_until)
    beside = [
        one
        for each in years
        if each != year
        for one in wheels.standings(unit, each, today, red_day)
        if one.is_open and one.occurrence.ends_on <= until
    ]
    rights = rights_in(actor, unit, channel_id=channel_id)
    return UnitWheel(
        unit,
        year,
        years,
        wheels.standings(unit, year, today, red_day),
        beside,
        may_do="do" in rights,
        may_move="move" in rights,
        may_follow="follow" in rights,
        may_publish="publish" in rights,
    )
