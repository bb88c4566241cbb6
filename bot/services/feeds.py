"""What a calendar is told of annual wheels: days only, the same for everybody who reads, and every change as one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.wheel import Level
from bot.domain.wheel_people import units_of
from bot.domain.wheel_standing import Ref, Wheels, WheelUnit
from bot.domain.wheel_year import named_by, near_years
from bot.errors import NotFound
from bot.red_days import red_day
from bot.storage.db import Database
from bot.storage.tables import CalendarEntry
from bot.storage.wheel import wheels_of


@dataclass(frozen=True)
class Fed:
    """A milestone as calendars are told of it."""

    unit_id: int
    unit: str
    step: str
    year: int
    title: str
    starts_on: date
    ends_on: date
    cancelled: bool
    sequence: int
    changed_at: datetime


@dataclass(frozen=True)
class Feed:
    """What one calendar holds: the units it is about, in order, and their milestones of three years."""

    units: tuple[str, ...]
    entries: tuple[Fed, ...]


@dataclass(frozen=True)
class _Told:
    """What is told of a milestone, as the wheel stands now."""

    title: str
    starts_on: date
    ends_on: date
    cancelled: bool
    level: Level | None = field(default=None, compare=False)


def feed(database: Database, actor: Actor, unit_id: int | None = None, *, now: datetime) -> Feed:
    """Return the feed of a unit, or of everything somebody is in, told anew where something has changed.

    A school's holds its own milestones, a municipality's those of its administration and board. Who heads schools has
    their milestones once, as the municipality has them. Raises NotFound.
    """
    today = actor.day(now)
    own = [unit_id] if unit_id is not None else units_of(actor, "principal", "administration", "board")
    headed = [] if unit_id is not None else units_of(actor, "head_of_schools")
    with database.reading() as session:
        wheels = wheels_of(session, [*own, *headed], today)
    units: dict[int, WheelUnit] = {}
    levels: dict[int, set[Level]] = {}
    for one in (one for one in [*own, *headed] if one in wheels.units):
        unit = wheels.units[one] if one in own else wheels.units[one].municipality
        if unit.workspace_id == actor.workspace_id:
            units[unit.id] = unit
            levels.setdefault(unit.id, set()).update(unit.levels if one in own else ("school",))
    if unit_id is not None and not units:
        raise NotFound("milestone-unknown")
    told = {ref: each for unit in units.values() for ref, each in _told(wheels, unit, today)}
    rows = _up_to_date(database, actor, told, list(units), now)
    fed = [_fed(row, units[row.unit_id].name) for row in rows if _is_shown(row, told, levels[row.unit_id])]
    names = tuple(unit.name for unit in units.values())
    return Feed(names, tuple(sorted(fed, key=lambda one: (one.ends_on, one.unit, one.step))))


def _is_shown(row: CalendarEntry, told: Mapping[Ref, _Told], levels: Collection[Level]) -> bool:
    """Return whether a calendar of these levels tells of a milestone; what is gone has no level, and is said to all."""
    known = told.get(_ref(row))
    return row.cancelled if known is None else known.level in levels


def _told(wheels: Wheels, unit: WheelUnit, today: date) -> Iterator[tuple[Ref, _Told]]:
    """Yield what there is to tell of a unit; of a municipality also what its schools have, as it has it."""
    for year in near_years(unit.follower.wheel.year, today):
        standings = wheels.standings(unit, year, today, red_day)
        if not unit.is_school:
            standings += wheels.of_schools(unit.follower, year, today, red_day)
        for one in standings:
            title = named_by(one.plan.title, one.of_year)
            days = one.occurrence.starts_on, one.occurrence.ends_on
            yield one.ref, _Told(title, *days, cancelled=one.state == "not_applicable", level=one.plan.level)


def _up_to_date(
    database: Database, actor: Actor, told: Mapping[Ref, _Told], unit_ids: Sequence[int], now: datetime
) -> list[CalendarEntry]:
    with database.reading() as session:
        rows = _rows(session, unit_ids)
    if not _changes(told, rows):
        return rows
    try:
        with database.transaction(actor, now) as session:
            rows = _rows(session, unit_ids)
            _apply(session, actor.workspace_id, told, rows, now)
            session.flush()
            return _rows(session, unit_ids)
    except IntegrityError:
        # Another reader of the same calendar was first and has told the same.
        with database.reading() as session:
            return _rows(session, unit_ids)


def _rows(session: Session, unit_ids: Sequence[int]) -> list[CalendarEntry]:
    return list(session.scalars(select(CalendarEntry).where(CalendarEntry.unit_id.in_(unit_ids))))


def _changes(told: Mapping[Ref, _Told], rows: Sequence[CalendarEntry]) -> bool:
    known = {_ref(row): _was(row) for row in rows}
    new = any(known.get(ref) != each for ref, each in told.items() if ref in known or not each.cancelled)
    return new or any(ref not in told and not was.cancelled for ref, was in _of_years(known, told).items())


def _of_years(known: Mapping[Ref, _Told], told: Mapping[Ref, _Told]) -> dict[Ref, _Told]:
    """Return what is known of the years that are told of: older ones stay as they were."""
    years = {(unit_id, year) for unit_id, _, year in told}
    return {ref: was for ref, was in known.items() if (ref[0], ref[2]) in years}


def _apply(
    session: Session, workspace_id: int, told: Mapping[Ref, _Told], rows: Sequence[CalendarEntry], now: datetime
) -> None:
    known = {_ref(row): row for row in rows}
    for ref, each in told.items():
        if ref in known:
            _change(known[ref], each, now)
        elif not each.cancelled:
            session.add(_new(workspace_id, ref, each, now))
    for ref, was in _of_years({ref: _was(row) for ref, row in known.items()}, told).items():
        if ref not in told:
            _change(known[ref], _Told(was.title, was.starts_on, was.ends_on, cancelled=True), now)


def _change(row: CalendarEntry, told: _Told, now: datetime) -> None:
    if _was(row) != told:
        row.title, row.starts_on, row.ends_on, row.cancelled = told.title, told.starts_on, told.ends_on, told.cancelled
        row.sequence += 1
        row.changed_at = now


def _new(workspace_id: int, ref: Ref, told: _Told, now: datetime) -> CalendarEntry:
    unit_id, step, year = ref
    return CalendarEntry(
        workspace_id=workspace_id,
        unit_id=unit_id,
        step=step,
        year=year,
        title=told.title,
        starts_on=told.starts_on,
        ends_on=told.ends_on,
        cancelled=told.cancelled,
        sequence=0,
        changed_at=now,
    )


def _ref(row: CalendarEntry) -> Ref:
    return row.unit_id, row.step, row.year


def _was(row: CalendarEntry) -> _Told:
    return _Told(row.title, row.starts_on, row.ends_on, cancelled=row.cancelled)


def _fed(row: CalendarEntry, unit: str) -> Fed:
    return Fed(
        row.unit_id,
        unit,
        row.step,
        row.year,
        row.title,
        row.starts_on,
        row.ends_on,
        row.cancelled,
        row.sequence,
        row.changed_at,
    )
