"""The weeks in which somebody in an annual wheel may get a letter: those in which something cannot wait for another."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import ONE_DAY
from bot.domain.hours import working_moment
from bot.domain.wheel import Level
from bot.domain.wheel_letters import WEEK, Window, ahead_windows, booking_window, count_windows, late_window
from bot.domain.wheel_people import OF_WHEEL
from bot.domain.wheel_standing import Standing, Wheels, WheelUnit
from bot.domain.wheel_year import near_years, week_of
from bot.messages.readers import LetterReader, letter_readers, once_each
from bot.messages.registry import Planned
from bot.messages.weeks import every_week
from bot.messages.wheel_dialogues import end_window, ending_term
from bot.red_days import red_day
from bot.storage.people import not_over, zone_of
from bot.storage.tables import Person, Role, Task, Workspace
from bot.storage.wheel import MILESTONE, held_milestones, wheels_in

Weeks = set[date]

#: Whose milestones somebody does.
LEVEL_OF: Mapping[str, Level] = {"principal": "school", "administration": "administration", "board": "board"}
#: Terms that end in so many weeks, or ended so long ago, are of matter to what is planned.
WEEKS_PLANNED, WEEKS_BACK = 12, 4


def plan_wheel_letters(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan a weekly letter for everybody in an annual wheel, in the weeks with something to tell them.

    Whether there still is, is found out when it is sent: what is done, or told in a school's channel, is left out.
    """
    wheels = wheels_in(session, workspace.id, start.date())
    if not wheels.units:
        return
    weeks = _weeks_of_people(session, workspace, wheels, start, end)
    holders = list(_holders(session, workspace))
    for reader, tasks in holders:
        weeks.setdefault(reader.person.id, set()).update(_weeks_of_holder(tasks, wheels, start.date()))
    in_roles = letter_readers(session, workspace, start, Role.kind.in_(OF_WHEEL))
    readers = once_each([*in_roles, *(reader for reader, _ in holders)])
    of_wheels = [reader for reader in readers if reader.person.id in weeks]
    for planned in every_week(session, "digest", of_wheels, start, end):
        if planned.nominal_on in weeks[int(planned.recipient.removeprefix("person:"))]:
            yield planned


def _weeks_of_people(
    session: Session, workspace: Workspace, wheels: Wheels, start: datetime, end: datetime
) -> dict[int, Weeks]:
    roles = session.execute(
        select(Role.person_id, Role.kind, Role.unit_id)
        .where(Role.workspace_id == workspace.id, Role.kind.in_(OF_WHEEL), Role.unit_id.is_not(None))
        .where(*not_over(start))
    )
    asked = asked_for(session, workspace, start, end)
    told = WeeksTold(wheels, start.date())
    found: dict[int, Weeks] = {}
    for person_id, kind, unit_id in roles:
        unit = wheels.units.get(unit_id or 0)
        if unit is not None:
            weeks = found.setdefault(person_id, set())
            weeks |= told.of(unit, kind) | asked.get(unit.id, set())
    return found


def _holders(session: Session, workspace: Workspace) -> Iterator[tuple[LetterReader, list[Task]]]:
    """Yield everybody with milestones that have been handed to them and wait, from when on, and those milestones."""
    waiting = held_milestones(Task.workspace_id == workspace.id).add_columns(Person)
    reached = Person.active, Person.slack_user_id.is_not(None)
    rows = session.execute(waiting.join(Person, Person.id == Task.handed_to_id).where(*reached).order_by(Person.id))
    for person, found in groupby(rows, key=lambda row: row[1]):
        tasks = [row[0] for row in found]
        first = min(task.handed_at for task in tasks if task.handed_at is not None)
        # The message that it is theirs now comes first, and no letter the same morning says it again.
        since = working_moment(first, zone_of(session, person), red_day) + ONE_DAY
        yield LetterReader(person, since), tasks


def _weeks_of_holder(tasks: Iterable[Task], wheels: Wheels, day: date) -> Iterator[date]:
    """Yield the weeks in which somebody is told of milestones that have been handed to them."""
    steps: dict[tuple[int, int], set[str]] = {}
    for task in tasks:
        steps.setdefault((task.unit_id or 0, task.year or 0), set()).add(task.step or "")
        if task.remind_on is not None:
            yield week_of(task.remind_on)
    for (unit_id, year), held in steps.items():
        if (unit := wheels.units.get(unit_id)) is not None:
            of_year = wheels.standings(unit, year, day, red_day)
            yield from _own((one for one in of_year if one.plan.id in held), "principal")


def asked_for(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Mapping[int, Weeks]:
    """Return the weeks in which somebody wanted to be reminded, by unit."""
    found: dict[int, Weeks] = {}
    rows = session.execute(
        select(Task.unit_id, Task.remind_on)
        .where(Task.workspace_id == workspace.id, Task.kind == MILESTONE, Task.remind_on.is_not(None))
        .where(Task.remind_on.between(start.date() - WEEKS_BACK * WEEK, end.date() + WEEK))
    )
    for unit_id, remind_on in rows:
        if remind_on is not None:
            found.setdefault(unit_id or 0, set()).add(week_of(remind_on))
    return found


class WeeksTold:
    """The weeks in which wheels have something to tell, worked out once for all units whose days are the same."""

    def __init__(self, wheels: Wheels, day: date) -> None:
        self.wheels = wheels
        self.day = day
        self.known: dict[object, Weeks] = {}

    def of(self, unit: WheelUnit, kind: str) -> Weeks:
        """Return the weeks for somebody who is this of the unit."""
        key = (unit.follower.wheel.id, self.wheels.local(unit), kind)
        if key not in self.known:
            self.known[key] = set(self._weeks(unit, kind))
        return self.known[key]

    def _weeks(self, unit: WheelUnit, kind: str) -> Iterator[date]:
        follower = unit.follower
        for year in near_years(follower.wheel.year, self.day):
            own = self.wheels.standings(unit, year, self.day, red_day)
            yield from _own(own, kind)
            if kind in {"administration", "head_of_schools"}:
                below = own if unit.is_school else self.wheels.of_schools(follower, year, self.day, red_day)
                for one in below:
                    yield from _last(count_windows(one.occurrence.ends_on))
                for one in (*own, *below):
                    if one.is_with_administration:
                        yield from _last([_booking(one)])
        yield from self._ends_of_terms(unit)

    def _ends_of_terms(self, unit: WheelUnit) -> Iterator[date]:
        monday = week_of(self.day) - WEEKS_BACK * WEEK
        for _ in range(WEEKS_PLANNED):
            if (term := ending_term(unit.follower.wheel.year, monday)) is not None:
                yield from _last([end_window(term[1][1])])
            monday += WEEK


def _own(standings: Iterable[Standing], kind: str) -> Iterator[date]:
    """Yield the weeks in which milestones of a level are told of to those who do them, also when they are late."""
    for one in standings:
        if one.plan.level == LEVEL_OF.get(kind):
            breaks = one.unit.breaks
            yield from _last(ahead_windows(one.occurrence, one.unit.follower.wheel.year.starts, breaks))
            yield from _last([_booking(one), late_window(one.plan, one.occurrence.ends_on, breaks)])


def _booking(standing: Standing) -> Window | None:
    return booking_window(standing.occurrence, standing.unit.follower.wheel.year.starts, standing.unit.breaks)


def _last(windows: Iterable[Window | None]) -> Iterator[date]:
    """Yield the weeks in which something makes a letter of its own, unless it has been told along with other things."""
    return (one.last for one in windows if one is not None and one.alone)
