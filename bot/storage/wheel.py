"""Annual wheels as they stand: which municipalities follow one, their schools, and what is kept of their milestones.

A milestone is a row of `tasks` only once somebody has touched it. Its days are worked out from the programme each time:
4,800 schools with 25 milestones would be 120,000 rows a year that all say the same.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.domain.programme.year import DialoguePlan, MilestonePlan, YearPlan
from bot.domain.wheel_standing import Follower, Kept, Ref, Wheels, WheelUnit
from bot.domain.wheel_year import Span, WheelPlan
from bot.storage.tables import ClosedDays, Person, Programme, Task, Unit

MILESTONE = "milestone"
DIALOGUE = "dialogue"
#: Of the year that goes on, this many before it may still be looked at.
YEARS_BACK = 2
#: Ids in one condition.
MOST_IDS = 500


def goes_on(unit: type[Unit], today: date) -> ColumnElement[bool]:
    """Return the condition of a unit that has not ended before a day.

    A unit ends at a midnight by the installation's clock, which noon of either day is far from in all of Europe.
    """
    return or_(unit.valid_to.is_(None), unit.valid_to > datetime.combine(today, time(12), UTC))


def wheels_of(session: Session, unit_ids: Collection[int], today: date) -> Wheels:
    """Return the wheels of schools and municipalities, with what is kept of them and of their municipalities.

    Kept means of the years around today, as wherever it is said here. Units that follow no wheel, or ended before
    today, are left out. Four queries, however many units there are (up to 500 at a time).
    """
    units: dict[int, WheelUnit] = {}
    for some in in_parts(unit_ids):
        units |= _units(session, Unit.id.in_(some), today)
    return with_kept(session, units, today)


def wheels_within(session: Session, municipality_ids: Collection[int], today: date) -> Wheels:
    """Return the wheels of municipalities and of all their schools, with what is kept of them."""
    units: dict[int, WheelUnit] = {}
    for some in in_parts(municipality_ids):
        units |= _units(session, or_(Unit.id.in_(some), Unit.parent_id.in_(some)), today)
    return with_kept(session, units, today)


def wheels_in(session: Session, workspace_id: int, today: date) -> Wheels:
    """Return every wheel of a workspace, with only those days that somebody moved: what planning needs."""
    units = _units(session, Unit.workspace_id == workspace_id, today)
    moved = Task.workspace_id == workspace_id, Task.due_on.is_not(None)
    return Wheels(units, _kept(session, *moved)) if units else Wheels({})


def with_kept(session: Session, units: Mapping[int, WheelUnit], today: date) -> Wheels:
    """Return the wheels of units with what is kept of them and of their municipalities."""
    kept: dict[Ref, Kept] = {}
    for some in in_parts({*units, *(unit.follower.id for unit in units.values())}):
        kept |= _kept(session, Task.unit_id.in_(some), Task.year.between(today.year - YEARS_BACK, today.year + 1))
    return Wheels(units, kept)


def held_milestones(*conditions: ColumnElement[bool]) -> Select[Task]:
    """Select the milestones that wait for an answer of somebody they have been handed to."""
    return select(Task).where(
        Task.kind == MILESTONE,
        Task.handed_to_id.is_not(None),
        Task.done_at.is_(None),
        Task.waived_at.is_(None),
        *conditions,
    )


def in_parts(ids: Iterable[int]) -> Iterable[list[int]]:
    """Return ids in lists that fit into one condition each."""
    all_of_them = sorted(set(ids))
    return (all_of_them[first : first + MOST_IDS] for first in range(0, len(all_of_them), MOST_IDS))


def counts_done(
    session: Session, municipality_ids: Collection[int], today: date
) -> Mapping[tuple[int, str, int], tuple[int, int]]:
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
        .where(goes_on(Unit, today))
        .group_by(Unit.parent_id, Task.step, Task.year)
    )
    return {(row[0] or 0, row[1] or "", row[2] or 0): (row[3], row[4]) for row in rows}


def schools_in(session: Session, municipality_id: int, today: date) -> int:
    """Return how many schools a municipality has."""
    schools = select(func.count()).where(Unit.parent_id == municipality_id, Unit.kind == "school")
    return session.scalar(schools.where(goes_on(Unit, today))) or 0


def done_by_all(session: Session, unit: WheelUnit, year: int, today: date) -> frozenset[str]:
    """Return the milestones that all schools of a municipality have done in a year, but for whom they do not concern.

    None of a school: it has done its own.
    """
    if unit.is_school:
        return frozenset()
    schools, counted = schools_in(session, unit.id, today), counts_done(session, [unit.id], today)
    return frozenset(
        step for (_, step, of), (done, waived) in counted.items() if of == year and done and done + waived >= schools
    )


def _units(session: Session, condition: ColumnElement[bool], today: date) -> dict[int, WheelUnit]:
    parent = aliased(Unit)
    rows = session.execute(
        select(Unit, parent)
        .outerjoin(parent, parent.id == Unit.parent_id)
        .where(condition, or_(Unit.programme_id.is_not(None), parent.programme_id.is_not(None)))
        .where(Unit.kind.in_(("municipality", "district", "school")))
        .where(goes_on(Unit, today), or_(parent.id.is_(None), goes_on(parent, today)))
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
    holder = aliased(Person)
    rows = session.execute(
        select(Task, Person.name, holder)
        .outerjoin(Person, Person.id == Task.done_by_id)
        # What somebody held who has left Slack is with the school's principals again.
        .outerjoin(holder, and_(holder.id == Task.handed_to_id, holder.active))
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
            holder_id=None if holder is None else holder.id,
            holder="" if holder is None else holder.name or f"@{holder.slack_user_id}",
        )
        for task, name, holder in rows
    }
