"""Many milestones at once: what somebody may mark as done, marking it in one transaction, and taking that back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.wheel_people import units_of
from bot.domain.wheel_standing import Ref, Standing, Wheels, WheelUnit
from bot.domain.wheel_year import open_years, shown_year
from bot.errors import NotFound
from bot.red_days import red_day
from bot.services.milestones import mark_speaking_of
from bot.services.wheel_rights import require_right, rights_in
from bot.storage.db import Database, only_reads
from bot.storage.history import last_changes
from bot.storage.tables import Task, Unit
from bot.storage.wheel import MILESTONE, in_parts, wheels_of, wheels_within

#: How a milestone stands that can be marked as done.
UNDONE = frozenset({"ahead", "next", "late", "not_done"})


@dataclass(frozen=True)
class Undone:
    """What somebody may mark as done and nobody has: of the years that can be looked at, the shown one first."""

    #: Each year and what people call it.
    years: Sequence[tuple[int, str]]
    #: By last day.
    standings: Sequence[Standing]


@dataclass(frozen=True)
class Marked:
    """What came of marking many milestones."""

    #: Those that this form marked, by school and last day.
    done: Sequence[Standing]
    #: How many somebody else had marked meanwhile, and how many concern the unit no longer.
    known: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Reopened:
    """What came of taking a form back: how many are open again, and how many somebody has touched since."""

    open: int
    kept: int


@only_reads
def undone_milestones(
    database: Database, actor: Actor, unit_id: int | None = None, channel_id: str | None = None, *, now: datetime
) -> Undone:
    """Return what somebody may mark as done: of one unit, or of all that they are something of.

    As many queries for thirty-four schools as for two.
    """
    today = actor.day(now)
    with database.reading() as session:
        wheels = _own(session, actor, now) if unit_id is None else wheels_of(session, [unit_id], today)
    years: dict[int, str] = {}
    found: list[Standing] = []
    for unit in wheels.units.values():
        if unit.workspace_id != actor.workspace_id:
            continue
        plan = unit.follower.wheel.year
        shown = shown_year(plan, today)
        for year in dict.fromkeys((shown, *open_years(plan, today), shown - 1)):
            undone = [one for one in wheels.standings(unit, year, today, red_day) if one.state in UNDONE]
            undone = [one for one in undone if "do" in rights_in(actor, unit, one.plan.level, channel_id)]
            if undone:
                years.setdefault(year, unit.year_name(year))
            found += undone
    found.sort(key=lambda one: one.occurrence.ends_on)
    return Undone(list(years.items()), found)


def finish_milestones(
    database: Database,
    actor: Actor,
    refs: Collection[Ref],
    form_key: str,
    channel_id: str | None = None,
    *,
    now: datetime,
) -> Marked:
    """Mark milestones of many units as done, all of them or none.

    The same form twice marks once, and is answered alike. What somebody else has marked, or said does not concern the
    unit, since the form was opened stays as it is and is counted. Raises Refused, NotFound.
    """
    today = actor.day(now)
    with database.transaction(actor, now) as session:
        tasks = _held_rows(session, refs)
        wheels = wheels_of(session, {unit_id for unit_id, _, _ in refs}, today)
        standings = _standings(wheels, refs, actor, today)
        for one in standings.values():
            require_right(session, actor, "do", one.unit, one.plan.level, channel_id, now=now)
        mine = {ref for ref, task in tasks.items() if task.changed_by_form == form_key}
        fresh = [ref for ref, one in standings.items() if one.state in UNDONE and ref not in mine]
        tasks |= _new_rows(session, actor, [standings[ref] for ref in fresh if ref not in tasks])
        for ref in fresh:
            task = tasks[ref]
            task.done_at, task.done_by_id, task.remind_on = now, actor.person_id, None
            task.changed_by_form = form_key
            task.version += 1
        session.flush()
        mark_speaking_of(session, _around(standings[ref].unit for ref in fresh), now)
    already = [ref for ref, one in standings.items() if one.state == "done"]
    done = [standings[ref] for ref in (*fresh, *already) if ref in mine or ref not in already]
    done.sort(key=lambda one: (one.unit.name, one.occurrence.ends_on))
    known = sum(ref not in mine for ref in already)
    return Marked(done, known, len(set(refs)) - len(done) - known)


def reopen_marked(
    database: Database, actor: Actor, form_key: str, channel_id: str | None = None, *, now: datetime
) -> Reopened:
    """Take back what one form of theirs marked, and nobody has touched since; reminders it ended are there again.

    Raises NotFound when there is nothing (any more) to take back.
    """
    today = actor.day(now)
    with database.transaction(actor, now) as session:
        rows = select(Task).where(Task.workspace_id == actor.workspace_id, Task.kind == MILESTONE)
        by_form = Task.changed_by_form == form_key, Task.done_by_id == actor.person_id, Task.done_at.is_not(None)
        tasks = session.scalars(rows.where(*by_form).order_by(Task.id).with_for_update()).all()
        if not tasks:
            raise NotFound("milestones-nothing-to-undo")
        wheels = wheels_of(session, {task.unit_id or 0 for task in tasks}, today)
        changes = last_changes(session, "tasks", [task.id for task in tasks])
        units = []
        for task in tasks:
            unit = wheels.units.get(task.unit_id or 0)
            plan = unit and unit.follower.wheel.milestone(task.step or "")
            may = unit and plan and "do" in rights_in(actor, unit, plan.level, channel_id)
            if unit and may and _marks_as_done(changes.get(task.id, {})):
                before = changes[task.id].get("remind_on", [None])[0]
                task.done_at = task.done_by_id = None
                task.remind_on = None if before is None else date.fromisoformat(before)
                task.version += 1
                units.append(unit)
        session.flush()
        mark_speaking_of(session, _around(units), now)
    return Reopened(len(units), len(tasks) - len(units))


def _own(session: Session, actor: Actor, now: datetime) -> Wheels:
    """Return the wheels somebody has a part in: as administration those of all the municipality's schools too."""
    today = actor.day(now)
    own = wheels_of(session, units_of(actor, "principal", "head_of_schools", "board"), today)
    within = wheels_within(session, units_of(actor, "administration"), today)
    return Wheels({**own.units, **within.units}, {**own.kept, **within.kept})


def _held_rows(session: Session, refs: Collection[Ref]) -> dict[Ref, Task]:
    """Return what is kept of milestones, held until the end: also rows that are not there yet.

    Nobody can add a row of a unit whose own row is held (its foreign key waits).
    """
    found: dict[Ref, Task] = {}
    for some in in_parts(unit_id for unit_id, _, _ in refs):
        session.scalars(select(Unit.id).where(Unit.id.in_(some)).order_by(Unit.id).with_for_update()).all()
        found |= _rows(session, refs, some)
    return found


def _rows(session: Session, refs: Collection[Ref], unit_ids: Collection[int]) -> dict[Ref, Task]:
    steps, years = {step for _, step, _ in refs}, {year for _, _, year in refs}
    of_units = select(Task).where(Task.kind == MILESTONE, Task.unit_id.in_(unit_ids))
    rows = of_units.where(Task.step.in_(steps), Task.year.in_(years)).order_by(Task.id).with_for_update()
    return {(task.unit_id or 0, task.step or "", task.year or 0): task for task in session.scalars(rows)}


def _standings(wheels: Wheels, refs: Collection[Ref], actor: Actor, today: date) -> dict[Ref, Standing]:
    """Return the milestones as they stand now; those that are in no wheel any more are left out."""
    wanted, found = set(refs), {}
    for unit_id, year in sorted({(unit_id, year) for unit_id, _, year in refs}):
        unit = wheels.units.get(unit_id)
        if unit is None:
            continue
        if unit.workspace_id != actor.workspace_id:
            raise NotFound("milestone-unknown")
        for one in wheels.standings(unit, year, today, red_day):
            if one.ref in wanted:
                found[one.ref] = one
    return found


def _new_rows(session: Session, actor: Actor, standings: Sequence[Standing]) -> dict[Ref, Task]:
    """Make the rows of milestones nobody has touched: in one statement, which objects are not on SQLite.

    That a row is there is no news; what is then said of it goes into the history.
    """
    if not standings:
        return {}
    common = {"workspace_id": actor.workspace_id, "kind": MILESTONE, "position": 0}
    refs = [one.ref for one in standings]
    rows = [
        common | {"unit_id": unit_id, "step": step, "year": year, "title": one.plan.title}
        for one, (unit_id, step, year) in zip(standings, refs, strict=True)
    ]
    session.execute(insert(Task), rows)
    return {
        ref: task
        for some in in_parts(unit_id for unit_id, _, _ in refs)
        for ref, task in _rows(session, refs, some).items()
    }


def _around(units: Iterable[WheelUnit]) -> dict[int, int]:
    """Return units, each with its municipality."""
    return {unit.id: unit.follower.id for unit in units}


def _marks_as_done(changes: Mapping[str, Sequence[Any]]) -> bool:
    before, after = changes.get("done_at", (None, None))
    return before is None and after is not None
