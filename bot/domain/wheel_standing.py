"""Annual wheels as they stand on a day: whose they are, what is kept of their milestones, how each is doing (W1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from bot.domain.calendar import ClosedDays
from bot.domain.programme.year import DialoguePlan, MilestonePlan
from bot.domain.wheel import Level, State
from bot.domain.wheel_letters import Window, ahead_windows, booking_window, late_window
from bot.domain.wheel_people import WheelPlace
from bot.domain.wheel_year import (
    Local,
    Occurrence,
    Span,
    WheelPlan,
    closes_on,
    next_ones,
    occurrences,
    state_of,
    week_of,
    year_name,
)

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

    @property
    def municipality(self) -> "WheelUnit":
        """The municipality that it belongs to, or itself."""
        follower = self.follower
        return WheelUnit(follower.id, self.workspace_id, follower.name, follower) if self.is_school else self

    def year_name(self, year: int) -> str:
        """Return what people call a year of its wheel."""
        return year_name(year, self.follower.wheel.year.starts)

    def place(self, level: Level | None = None) -> WheelPlace:
        """Return where one of its milestones stands: on its own level (a municipality's administration) by default."""
        school_id = self.id if self.is_school else None
        return WheelPlace(self.follower.programme_id, self.follower.id, school_id, level or self.levels[0])


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
    #: Who it has been handed to and is still in Slack, by id and by name.
    holder_id: int | None = None
    holder: str = ""


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
    def place(self) -> WheelPlace:
        """Whose it is: what permissions are asked about."""
        return replace(self.unit.place(self.plan.level), holder_id=self.holder_id)

    @property
    def holder_id(self) -> int | None:
        """Who it has been handed to, and so is reminded of it; None while it is with those whose level it is."""
        return None if self.kept is None else self.kept.holder_id

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in {"ahead", "next", "late"}

    @property
    def holder(self) -> str:
        """What whoever it waits for is called, when it has been handed to somebody."""
        return self.kept.holder if self.kept is not None and self.is_open else ""

    @property
    def asks_for_details(self) -> bool:
        """Whether it asks a school who its principal is and which channel is its own."""
        return self.plan.asks == "school_details" and self.unit.is_school

    @property
    def of_year(self) -> str | None:
        """What the year is called that it is named by."""
        year = self.occurrence.of_year
        return None if year is None else self.unit.year_name(year)

    @property
    def is_late(self) -> bool:
        """Whether it should have been done: nobody is late for a day that is a guess of ours (`is_provisional`)."""
        return self.state == "late" and not self.occurrence.is_provisional

    @property
    def at_meeting(self) -> bool:
        """Whether its day is a meeting of the board: it is then, not by then."""
        due, meetings = self.plan.due, self.unit.follower.wheel.year.board_meetings
        return not due.days and any(meeting.id == due.after for meeting in meetings)

    @property
    def windows(self) -> tuple[Window, ...]:
        """When it is told of as it stands: ahead, late, or in the week in which somebody wanted to be reminded."""
        wanted = self.remind_in
        asked = () if wanted is None else (Window(wanted, wanted),)
        if self.state == "late":
            return (late_window(self.plan, self.occurrence.ends_on, self.unit.breaks), *asked) if self.is_late else ()
        if not self.is_ahead:
            return ()
        ahead = ahead_windows(self.occurrence, self.unit.follower.wheel.year.starts, self.unit.breaks)
        return ahead if wanted is None else (*asked, *(one for one in ahead if one.first > wanted))

    @property
    def booking(self) -> Window | None:
        """When it is announced as a dialogue to book; None when it is none, is held, or somebody wants it later."""
        found = booking_window(self.occurrence, self.unit.follower.wheel.year.starts, self.unit.breaks)
        is_put_off = found is not None and self.remind_in is not None and self.remind_in >= found.first
        return found if self.is_ahead and not is_put_off else None

    @property
    def remind_in(self) -> date | None:
        """The Monday of the week in which somebody wanted to be reminded."""
        wanted = self.kept.remind_on if self.kept is not None else None
        return None if wanted is None else week_of(wanted)

    @property
    def is_with_administration(self) -> bool:
        """Whether it is a dialogue that the administration holds with a school or the board."""
        dialogues = self.unit.follower.dialogues
        return any(one.id == self.plan.dialogue and "administration" in one.between for one in dialogues)

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to be done, and not late."""
        return self.state in {"ahead", "next"}

    @property
    def is_for_all_schools(self) -> bool:
        """Whether it stands for all schools of a municipality."""
        return self.plan.level == "school" and not self.unit.is_school

    @property
    def ref(self) -> Ref:
        """What it is found by."""
        return self.unit.id, self.plan.id, self.occurrence.year

    @property
    def shared_ref(self) -> Ref:
        """What it is found by as that of all schools of its municipality."""
        return self.unit.follower.id, self.plan.id, self.occurrence.year


@dataclass(frozen=True)
class Wheels:
    """The wheels of some units, and what is kept of them."""

    units: Mapping[int, WheelUnit]
    kept: Mapping[Ref, Kept] = field(default_factory=dict)

    def standings(self, unit: WheelUnit, year: int, today: date, red_days: ClosedDays) -> list[Standing]:
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
        return with_next(found)

    def of_schools(self, follower: Follower, year: int, today: date, red_days: ClosedDays) -> list[Standing]:
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

    def standing(self, ref: Ref, today: date, red_days: ClosedDays) -> Standing | None:
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


def with_next(standings: Sequence[Standing]) -> list[Standing]:
    """Return standings of a year with what comes next on each level marked."""
    nearest = next_ones((one.occurrence, one.state) for one in standings)
    return [
        Standing(one.unit, one.occurrence, "next", one.kept) if one.state == "ahead" and one.plan.id in nearest else one
        for one in standings
    ]
