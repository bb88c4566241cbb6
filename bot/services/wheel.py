"""An annual wheel as somebody looks at it: their own, a school's or a municipality's; and how far the schools are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.people import Actor
from bot.domain.programme.when import day_in, first_day, last_day
from bot.domain.wheel import LEVELS, Level, Milestone, Wheel
from bot.domain.wheel_people import WheelPlace, may_turn, units_of
from bot.domain.wheel_year import open_years, phases_in, shown_year, year_name
from bot.errors import NotFound, Refused
from bot.red_days import red_day
from bot.storage.db import Database
from bot.storage.tables import Unit
from bot.storage.wheel import Standing, Wheels, WheelUnit, counts_done, wheels_of, wheels_within

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


@dataclass(frozen=True)
class Row:
    """A milestone of a municipality's schools in numbers."""

    standing: Standing
    done: int
    waived: int
    count: int


@dataclass(frozen=True)
class Table:
    """How far schools have come in a year: all of a municipality's, or those somebody heads."""

    unit: WheelUnit
    year: int
    schools: int
    rows: Sequence[Row]


def own_wheels(database: Database, actor: Actor, channel_id: str | None, *, now: datetime) -> list[UnitWheel]:
    """Return the wheels somebody is in: in a school's channel that school's, else those of their own units.

    A head of schools has the table of them; the wheels of each are found by name.
    """
    today = _today(actor, now)
    with database.reading() as session:
        in_channel = _school_of_channel(session, actor, channel_id)
        ids = [in_channel] if in_channel else units_of(actor, "principal", "administration", "board")
        wheels = wheels_of(session, ids, today)
        return [_unit_wheel(actor, wheels, wheels.units[one], today, channel_id) for one in ids if one in wheels.units]


def wheel_named(
    database: Database, actor: Actor, name: str, channel_id: str | None = None, *, now: datetime
) -> UnitWheel:
    """Return the wheel of a school or municipality by its name; own ones go first. Raises NotFound."""
    today = _today(actor, now)
    with database.reading() as session:
        found = _named(session, actor, name)
        if not found:
            raise NotFound("wheel-unknown", name=name)
        mine = [one for one in found if one[0] in units_of(actor, "principal", "head_of_schools")]
        if len(found) > 1 and len(mine) != 1:
            places = ", ".join(f"{school}, {of}" if of else school for _, school, of in found[:MOST_NAMED])
            raise NotFound("wheel-which", name=name, places=places)
        unit_id, _, _ = mine[0] if mine else found[0]
        wheels = wheels_of(session, [unit_id], today)
        if unit_id not in wheels.units:
            raise NotFound("wheel-none", name=name)
        return _unit_wheel(actor, wheels, wheels.units[unit_id], today, channel_id)


def unit_wheel(
    database: Database, actor: Actor, unit_id: int, channel_id: str | None = None, *, now: datetime
) -> UnitWheel:
    """Return the wheel of a unit by its id. Raises NotFound."""
    today = _today(actor, now)
    with database.reading() as session:
        unit = _followed(session, actor, unit_id, today).units[unit_id]
        return _unit_wheel(actor, wheels_of(session, [unit_id], today), unit, today, channel_id)


def wheel_values(database: Database, actor: Actor, unit_id: int, year: int | None = None, *, now: datetime) -> Wheel:
    """Return a unit's wheel with all three levels, in Swedish, as it is drawn and fed to calendars.

    `year` is the one that is shown today when it is left out. Who may not follow the unit sees nothing as late. Of a
    municipality the schools' level stands as the municipality has it. Raises NotFound.
    """
    today = _today(actor, now)
    with database.reading() as session:
        wheels = _followed(session, actor, unit_id, today)
        unit = wheels.units[unit_id]
        plan = unit.follower.wheel.year
        of_year = shown_year(plan, today) if year is None else year
        above = wheels_of(session, [unit.follower.id], today)
        standings = wheels.standings(unit, of_year, today, red_day)
        if unit.is_school:
            standings += above.standings(above.units[unit.follower.id], of_year, today, red_day)
        else:
            standings += wheels.of_schools(unit.follower, of_year, today, red_day)
        follows = {level: may_turn(actor, "follow", _place(unit, level)) for level in LEVELS}
        return _drawn(unit, of_year, standings, follows)


def schools_table(database: Database, actor: Actor, *, now: datetime) -> list[Table]:
    """Return how far the schools have come that somebody follows: of whole municipalities, or those they head.

    One query counts what is done, however many schools there are. Raises Refused for who follows none.
    """
    today = _today(actor, now)
    with database.reading() as session:
        governed = wheels_of(session, units_of(actor, "administration"), today)
        tables = [_table(session, governed, unit, today) for unit in governed.units.values()]
        headed = wheels_of(session, units_of(actor, "head_of_schools"), today)
        tables += _tables_of_heads(headed, set(governed.units), today)
    if not tables:
        raise Refused("refused-table")
    return tables


def schools_with(
    database: Database, actor: Actor, municipality_id: int, step: str, year: int, *, now: datetime
) -> list[Standing]:
    """Return a milestone as it stands at each school somebody follows, by name: for the one who asks, never in public.

    Raises NotFound, or Refused for who follows none of them.
    """
    today = _today(actor, now)
    with database.reading() as session:
        if municipality_id not in wheels_of(session, [municipality_id], today).units:
            raise NotFound("milestone-unknown")
        wheels = wheels_within(session, [municipality_id], today)
        found = [
            one
            for unit in wheels.units.values()
            if unit.is_school and may_turn(actor, "follow", _place(unit, "school"))
            if (one := wheels.standing((unit.id, step, year), today, red_day)) is not None
        ]
    own = [one for one in found if one.unit.workspace_id == actor.workspace_id]
    if not own:
        raise Refused("refused-table")
    return own


def _today(actor: Actor, now: datetime) -> date:
    return local_day(now, ZoneInfo(actor.timezone))


def _followed(session: Session, actor: Actor, unit_id: int, today: date) -> Wheels:
    wheels = wheels_of(session, [unit_id], today)
    if unit_id not in wheels.units or wheels.units[unit_id].workspace_id != actor.workspace_id:
        raise NotFound("milestone-unknown")
    return wheels


def _school_of_channel(session: Session, actor: Actor, channel_id: str | None) -> int | None:
    if channel_id is None:
        return None
    schools = select(Unit.id).where(
        Unit.workspace_id == actor.workspace_id, Unit.kind == "school", Unit.channel_id == channel_id
    )
    return session.scalar(schools.order_by(Unit.id).limit(1))


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
        if one.state in {"ahead", "next", "late"} and one.occurrence.ends_on <= until
    ]
    in_channel = unit.is_school and channel_id is not None and unit.channel_id == channel_id
    place = _place(unit, "school" if unit.is_school else "administration")
    may = {action: may_turn(actor, action, place, in_its_channel=in_channel) for action in ("do", "move", "follow")}
    return UnitWheel(
        unit,
        year,
        years,
        wheels.standings(unit, year, today, red_day),
        beside,
        may_do=may["do"],
        may_move=may["move"],
        may_follow=may["follow"],
    )


def _place(unit: WheelUnit, level: Level) -> WheelPlace:
    return WheelPlace(unit.follower.programme_id, unit.follower.id, unit.id if unit.is_school else None, level)


def _drawn(unit: WheelUnit, year: int, standings: Sequence[Standing], follows: dict[Level, bool]) -> Wheel:
    plan = unit.follower.wheel.year
    first, last = first_day(year, plan.starts), last_day(year, plan.starts)
    return Wheel(
        title=unit.name,
        subtitle=year_name(year),
        first_day=first,
        last_day=last,
        milestones=tuple(_milestones(standings, follows, first, last)),
        phases=phases_in(plan, year),
    )


def _milestones(
    standings: Sequence[Standing], follows: dict[Level, bool], first: date, last: date
) -> Iterator[Milestone]:
    for one in standings:
        plan, occurrence = one.plan, one.occurrence
        of_year = occurrence.of_year
        title = plan.title if of_year is None else f"{plan.title} {year_name(of_year)}"
        hidden = one.state in {"late", "not_done"} and not follows[plan.level]
        yield Milestone(
            id=plan.id,
            level=plan.level,
            title=title,
            phase=plan.phase,
            starts_on=min(max(occurrence.starts_on, first), last),
            ends_on=min(max(occurrence.ends_on, first), last),
            state="ahead" if hidden else one.state,
        )


def _table(session: Session, wheels: Wheels, unit: WheelUnit, today: date) -> Table:
    year = shown_year(unit.follower.wheel.year, today)
    schools = session.scalar(select(func.count()).where(Unit.parent_id == unit.id, Unit.kind == "school")) or 0
    counted = counts_done(session, [unit.id])
    rows = []
    for one in wheels.of_schools(unit.follower, year, today, red_day):
        done, waived = counted.get((unit.id, one.plan.id, year), (0, 0))
        rows.append(Row(one, done, waived, schools - waived))
    return Table(unit, year, schools, sorted(rows, key=lambda row: row.standing.occurrence.ends_on))


def _tables_of_heads(wheels: Wheels, governed: set[int], today: date) -> Iterator[Table]:
    by_municipality: dict[int, list[WheelUnit]] = {}
    for unit in wheels.units.values():
        if unit.follower.id not in governed:
            by_municipality.setdefault(unit.follower.id, []).append(unit)
    for schools in by_municipality.values():
        follower = schools[0].follower
        year = shown_year(follower.wheel.year, today)
        found: dict[str, list[Standing]] = {}
        for school in schools:
            for one in wheels.standings(school, year, today, red_day):
                found.setdefault(one.plan.id, []).append(one)
        rows = [_row(standings) for standings in found.values()]
        whole = WheelUnit(follower.id, schools[0].workspace_id, follower.name, follower)
        yield Table(whole, year, len(schools), sorted(rows, key=lambda row: row.standing.occurrence.ends_on))


def _row(standings: Sequence[Standing]) -> Row:
    waived = sum(one.state == "not_applicable" for one in standings)
    return Row(standings[0], sum(one.state == "done" for one in standings), waived, len(standings) - waived)
