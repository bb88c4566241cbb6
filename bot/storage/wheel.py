"""Annual wheels as they stand: which municipalities follow one, their schools, and what is kept of their milestones.

A milestone is a row of `tasks` only once somebody has touched it. Its days are worked out from the programme each time:
4,800 schools with 25 milestones would be 120,000 rows a year that all say the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.domain.calendar import ClosedDays as RedDays
from bot.domain.programme.year import DialoguePlan, MilestonePlan, YearPlan
from bot.domain.wheel import Level, State
from bot.domain.wheel_year import Local, Occurrence, Span, WheelPlan, closes_on, next_ones, occurrences, state_of
from bot.storage.tables import ClosedDays, Person, Programme, Task, Unit

MILESTONE = "milestone"
DIALOGUE = "dialogue"
#: Of the year that goes on, this many before it may still be looked at.
YEARS_BACK = 2
#: Ids in one condition.
MOST_IDS = 500

#: A milestone of a unit in a year: the unit's id, the milestone's, and the year.
Ref = tuple[int, str, int]


@dataclass(frozen=True)
class Follower:
    """A municipality that follows a programme's wheel."""

    id: int
    name: str
    channel_id: str | None
    programme_id: int
    wheel: WheelPlan
    dialogues: tuple[DialoguePlan, ...]
    board_meetings: tuple[date, ...]
    breaks: tuple[Span, ...] = ()
    #: The day it began to follow it: what fell due before concerns nobody.
    since: date = date.min


@dataclass(frozen=True)
class WheelUnit:
    """A school, or a municipality for its administration and board."""

    id: int
    workspace_id: int
    name: str
    follower: Follower
    #: A school's own channel.
    channel_id: str | None = None
    #: Those of the municipality and its own; empty for a municipality: breaks are for schools only.
    breaks: tuple[Span, ...] = ()

    @property
    def is_school(self) -> bool:
        """Whether it is a school."""
        return self.id != self.follower.id

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels whose milestones are its own."""
        return ("school",) if self.is_school else ("administration", "board")


@dataclass(frozen=True)
class Kept:
    """What is kept of a milestone that somebody has touched."""

    task_id: int
    version: int
    done_at: datetime | None
    done_by: str
    waived_at: datetime | None
    reason: str | None
    note: str | None
    link: str | None
    #: Where its last day was moved to.
    moved_to: date | None
    remind_on: date | None


@dataclass(frozen=True)
class Standing:
    """A milestone of a unit in a year, and how it is doing as of a day."""

    unit: WheelUnit
    occurrence: Occurrence
    state: State
    kept: Kept | None = None

    @property
    def plan(self) -> MilestonePlan:
        """The milestone in the programme."""
        return self.occurrence.plan

    @property
    def is_for_all_schools(self) -> bool:
        """Whether it stands for all schools of a municipality."""
        return self.plan.level == "school" and not self.unit.is_school

    @property
    def ref(self) -> Ref:
        """What it is found by."""
        return self.unit.id, self.plan.id, self.occurrence.year


@dataclass(frozen=True)
class Wheels:
    """The wheels of some units, and what is kept of them."""

    units: Mapping[int, WheelUnit]
    kept: Mapping[Ref, Kept] = field(default_factory=dict)

    def standings(self, unit: WheelUnit, year: int, today: date, red_days: RedDays) -> list[Standing]:
        """Return a unit's own milestones of a year, the nearest last day first; what comes next is marked."""
        plan = unit.follower.wheel.year
        found = []
        for each in occurrences(unit.follower.wheel, year, self.local(unit), red_days):
            if each.plan.level in unit.levels:
                kept = self.kept.get((unit.id, each.plan.id, year))
                state = state_of(
                    done=kept is not None and kept.done_at is not None,
                    waived=each.ends_on < unit.follower.since or (kept is not None and kept.waived_at is not None),
                    ends_on=each.ends_on,
                    closes=closes_on(plan, each.ends_on),
                    today=today,
                )
                found.append(Standing(unit, each, state, kept))
        found.sort(key=lambda one: (one.occurrence.ends_on, one.unit.levels.index(one.plan.level)))
        return _with_next(found)

    def of_schools(self, follower: Follower, year: int, today: date, red_days: RedDays) -> list[Standing]:
        """Return the milestones of a municipality's schools as they stand for one without days of its own.

        What fell due before the municipality began to follow the wheel is left out.
        """
        unit = WheelUnit(follower.id, 0, follower.name, follower, breaks=follower.breaks)
        found = []
        for each in occurrences(follower.wheel, year, self.local(unit), red_days):
            if each.plan.level == "school" and each.ends_on >= follower.since:
                closes = closes_on(follower.wheel.year, each.ends_on)
                state = state_of(done=False, waived=False, ends_on=each.ends_on, closes=closes, today=today)
                found.append(Standing(unit, each, state))
        return found

    def standing(self, ref: Ref, today: date, red_days: RedDays) -> Standing | None:
        """Return one milestone, or None when the unit or the programme has it no longer.

        Of a municipality also one of its schools', as it stands for all of them: it can be moved, and not done.
        """
        unit = self.units.get(ref[0])
        if unit is None:
            return None
        plan = unit.follower.wheel.milestone(ref[1])
        if plan is not None and plan.level == "school" and not unit.is_school:
            below = (one for one in self.of_schools(unit.follower, ref[2], today, red_days) if one.plan.id == ref[1])
            return next((Standing(unit, one.occurrence, one.state, self.kept.get(ref)) for one in below), None)
        return next((one for one in self.standings(unit, ref[2], today, red_days) if one.plan.id == ref[1]), None)

    def local(self, unit: WheelUnit) -> Local:
        """Return what a unit's days depend on; what a school has moved goes before what its municipality has."""
        moved = {
            (step, year): kept.moved_to
            for unit_id in (unit.follower.id, unit.id)
            for step, year, kept in self._moved.get(unit_id, ())
        }
        days = tuple((step, year, day) for (step, year), day in sorted(moved.items()) if day is not None)
        return Local(unit.follower.board_meetings, unit.breaks, days)

    @cached_property
    def _moved(self) -> Mapping[int, list[tuple[str, int, Kept]]]:
        found: dict[int, list[tuple[str, int, Kept]]] = {}
        for (unit_id, step, year), kept in self.kept.items():
            if kept.moved_to is not None:
                found.setdefault(unit_id, []).append((step, year, kept))
        return found


def _with_next(standings: Sequence[Standing]) -> list[Standing]:
    nearest = next_ones((one.occurrence, one.state) for one in standings)
    return [
        Standing(one.unit, one.occurrence, "next", one.kept) if one.state == "ahead" and one.plan.id in nearest else one
        for one in standings
    ]


def wheels_of(session: Session, unit_ids: Collection[int], today: date) -> Wheels:
    """Return the wheels of schools and municipalities, with what is kept of them and of their municipalities.

    Kept means of the years around today, as wherever it is said here. Units that follow no wheel are left out. Four
    queries, however many units there are (up to 500 at a time).
    """
    units: dict[int, WheelUnit] = {}
    for some in in_parts(unit_ids):
        units |= _units(session, Unit.id.in_(some))
    return with_kept(session, units, today)


def wheels_within(session: Session, municipality_ids: Collection[int], today: date) -> Wheels:
    """Return the wheels of municipalities and of all their schools, with what is kept of them."""
    units: dict[int, WheelUnit] = {}
    for some in in_parts(municipality_ids):
        units |= _units(session, or_(Unit.id.in_(some), Unit.parent_id.in_(some)))
    return with_kept(session, units, today)


def wheels_in(session: Session, workspace_id: int) -> Wheels:
    """Return every wheel of a workspace, with only those days that somebody moved: what planning needs."""
    units = _units(session, Unit.workspace_id == workspace_id)
    moved = Task.workspace_id == workspace_id, Task.due_on.is_not(None)
    return Wheels(units, _kept(session, *moved)) if units else Wheels({})


def with_kept(session: Session, units: Mapping[int, WheelUnit], today: date) -> Wheels:
    """Return the wheels of units with what is kept of them and of their municipalities."""
    kept: dict[Ref, Kept] = {}
    for some in in_parts({*units, *(unit.follower.id for unit in units.values())}):
        kept |= _kept(session, Task.unit_id.in_(some), Task.year.between(today.year - YEARS_BACK, today.year + 1))
    return Wheels(units, kept)


def in_parts(ids: Iterable[int]) -> Iterable[list[int]]:
    """Return ids in lists that fit into one condition each."""
    all_of_them = sorted(set(ids))
    return (all_of_them[first : first + MOST_IDS] for first in range(0, len(all_of_them), MOST_IDS))


def counts_done(session: Session, municipality_ids: Collection[int]) -> Mapping[tuple[int, str, int], tuple[int, int]]:
    """Return how many schools have done a milestone, and how many it does not concern, in one query.

    By municipality, milestone and year. A milestone that is done counts as done also when it was waived before.
    """
    done, waived = Task.done_at.is_not(None), Task.waived_at.is_not(None)
    rows = session.execute(
        select(
            Unit.parent_id,
            Task.step,
            Task.year,
            func.count().filter(done),
            func.count().filter(waived & ~done),
        )
        .join(Unit, Unit.id == Task.unit_id)
        .where(Task.kind == MILESTONE, Unit.kind == "school", Unit.parent_id.in_(list(municipality_ids)))
        .group_by(Unit.parent_id, Task.step, Task.year)
    )
    return {(row[0] or 0, row[1] or "", row[2] or 0): (row[3], row[4]) for row in rows}


def _units(session: Session, condition: ColumnElement[bool]) -> dict[int, WheelUnit]:
    parent = aliased(Unit)
    rows = session.execute(
        select(Unit, parent)
        .outerjoin(parent, parent.id == Unit.parent_id)
        .where(condition, or_(Unit.programme_id.is_not(None), parent.programme_id.is_not(None)))
        .where(Unit.kind.in_(("municipality", "district", "school")))
        .order_by(Unit.name)
    ).all()
    municipalities = {own.id: own for row in rows if (own := _municipality(*row)).programme_id}
    breaks = _breaks(session, [*(unit.id for unit, _ in rows), *municipalities])
    followers = _followers(session, municipalities, breaks)
    return {
        unit.id: _unit(unit, followers[own.id], breaks)
        for unit, above in rows
        if (own := _municipality(unit, above)).id in followers
    }


def _municipality(unit: Unit, parent: Unit | None) -> Unit:
    return parent if unit.kind == "school" and parent is not None else unit


def _unit(unit: Unit, follower: Follower, breaks: Mapping[int, tuple[Span, ...]]) -> WheelUnit:
    if unit.kind != "school":
        return WheelUnit(unit.id, unit.workspace_id, unit.name, follower)
    closed = (*breaks.get(follower.id, ()), *breaks.get(unit.id, ()))
    return WheelUnit(unit.id, unit.workspace_id, unit.name, follower, unit.channel_id, tuple(sorted(closed)))


def _followers(
    session: Session, municipalities: Mapping[int, Unit], breaks: Mapping[int, tuple[Span, ...]]
) -> dict[int, Follower]:
    ids = {each.programme_id for each in municipalities.values()}
    rows = session.scalars(select(Programme).where(Programme.id.in_(ids)))
    wheels = {row.id: _read(row) for row in rows if row.content.get("year") and row.content.get("wheel")}
    found = {}
    for each in municipalities.values():
        if each.programme_id in wheels:
            wheel, dialogues = wheels[each.programme_id]
            found[each.id] = Follower(
                id=each.id,
                name=each.name,
                channel_id=each.channel_id,
                programme_id=each.programme_id,
                wheel=wheel,
                dialogues=dialogues,
                board_meetings=tuple(sorted(date.fromisoformat(day) for day in each.board_meetings or ())),
                breaks=breaks.get(each.id, ()),
                since=each.follows_from or date.min,
            )
    return found


def _read(row: Programme) -> tuple[WheelPlan, tuple[DialoguePlan, ...]]:
    """Return a programme's wheel; its id says whose, and with which content."""
    milestones = tuple(MilestonePlan.model_validate(each) for each in row.content["wheel"])
    dialogues = tuple(DialoguePlan.model_validate(each) for each in row.content.get("dialogues", ()))
    year = YearPlan.model_validate(row.content["year"])
    return WheelPlan(f"{row.id}:{row.content_hash}", year, milestones), dialogues


def _breaks(session: Session, unit_ids: Collection[int]) -> Mapping[int, tuple[Span, ...]]:
    found: dict[int, list[Span]] = {}
    for some in in_parts(unit_ids):
        for row in session.scalars(select(ClosedDays).where(ClosedDays.unit_id.in_(some))):
            found.setdefault(row.unit_id, []).append((row.first_day, row.last_day))
    return {unit_id: tuple(sorted(spans)) for unit_id, spans in found.items()}


def _kept(session: Session, *conditions: ColumnElement[bool]) -> dict[Ref, Kept]:
    rows = session.execute(
        select(Task, Person.name)
        .outerjoin(Person, Person.id == Task.done_by_id)
        .where(Task.kind == MILESTONE, *conditions)
    )
    return {
        (task.unit_id or 0, task.step or "", task.year or 0): Kept(
            task_id=task.id,
            version=task.version,
            done_at=task.done_at,
            done_by=name or "",
            waived_at=task.waived_at,
            reason=task.reason,
            note=task.note,
            link=task.link,
            moved_to=task.due_on,
            remind_on=task.remind_on,
        )
        for task, name in rows
    }
