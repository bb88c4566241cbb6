"""The days of an annual wheel in one year and place, how its milestones are doing, and which years are open (W1)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.calendar import ClosedDays, next_working_day
from bot.domain.programme.when import Month, When, day_in, first_day, last_day, year_of
from bot.domain.programme.year import BoardMeetingPlan, MilestonePlan, PhasePlan, YearPlan
from bot.domain.wheel import LEVELS, Phase, State

#: Two days, both included.
Span = tuple[date, date]
_NAMED = re.compile(r"(.+) (\d{4}(?:/\d\d)?)")


@dataclass(frozen=True)
class WheelPlan:
    """A programme's wheel as it is turned: `id` tells programmes and their contents apart."""

    id: str
    year: YearPlan
    milestones: tuple[MilestonePlan, ...]

    def milestone(self, step: str) -> MilestonePlan | None:
        """Return the milestone with this id, or None when the programme has it no longer."""
        return next((each for each in self.milestones if each.id == step), None)

    # A wheel is its id: its content need not be compared to find its days among those known already.
    def __hash__(self) -> int:
        """Return the hash of its id."""
        return hash(self.id)

    def __eq__(self, other: object) -> bool:
        """Return whether it is the same content of the same programme."""
        return isinstance(other, WheelPlan) and other.id == self.id


@dataclass(frozen=True)
class Local:
    """What the days of a wheel depend on in one place: a municipality, or one of its schools."""

    #: The days of the municipality's board, in order.
    board_meetings: tuple[date, ...] = ()
    #: When a school is closed: days are moved off its breaks.
    breaks: tuple[Span, ...] = ()
    #: Last days that were moved: the milestone's id, the year, and its day now.
    moved: tuple[tuple[str, int, date], ...] = ()


@dataclass(frozen=True)
class Occurrence:
    """A milestone in one year and place."""

    plan: MilestonePlan
    #: The year of the wheel that its last day falls in, unless it was moved out of it.
    year: int
    starts_on: date
    ends_on: date
    #: It is counted from a board meeting that nobody has told of yet.
    is_provisional: bool = False

    @property
    def of_year(self) -> int | None:
        """The school year that it is named by."""
        if self.plan.of is None:
            return None
        return self.year - 1 if self.plan.of == "last_year" else self.year


def year_name(year: int, starts: Month) -> str:
    """Return what people call a year: 2026/27, or 2026 when it begins in January."""
    return str(year) if first_day(year, starts).month == 1 else f"{year}/{(year + 1) % 100:02}"


def named_by(title: str, year: str | None) -> str:
    """Return a title with the year that it is named by, as pictures and calendars have it."""
    return title if year is None else f"{title} {year}"


def in_language(title: str, text: Callable[[str], str]) -> str:
    """Return a title that may be named by a year in another language; `text` knows titles without years."""
    named = _NAMED.fullmatch(title)
    return f"{text(named[1])} {named[2]}" if named else text(title)


def shown_year(plan: YearPlan, day: date) -> int:
    """Return the year whose wheel is shown: the new one from the day it rolls over."""
    year = year_of(day, plan.starts)
    return year if day >= day_in(year, plan.starts, plan.rolls_over) else year - 1


def open_years(plan: YearPlan, day: date) -> tuple[int, ...]:
    """Return the years that are open: two from the first month until the last year's report is due."""
    year = year_of(day, plan.starts)
    return (year - 1, year) if day <= day_in(year, plan.starts, plan.both_until) else (year,)


def near_years(plan: YearPlan, day: date) -> tuple[int, int, int]:
    """Return the years whose milestones may be told of on a day: this one and those beside it."""
    year = year_of(day, plan.starts)
    return year - 1, year, year + 1


def closes_on(plan: YearPlan, ends_on: date) -> date:
    """Return the day on which what is still undone closes: the first roll-over after its last day."""
    over = date.fromisoformat(f"{ends_on.year}-{plan.rolls_over}")
    return over if ends_on < over else date.fromisoformat(f"{ends_on.year + 1}-{plan.rolls_over}")


def occurrences(wheel: WheelPlan, year: int, local: Local, closed: ClosedDays) -> tuple[Occurrence, ...]:
    """Return all milestones of a year in a place, in the programme's order.

    `closed` names the country's red days. Days are moved in this order: the programme's rule (a board meeting as the
    municipality has it); what somebody moved; and off a school's breaks, to the next working day. What is counted from
    a milestone moves with it.
    """
    return _occurrences(wheel, year, local, closed)


# One entry per wheel, year and place with days of its own; schools without any share their municipality's.
@lru_cache(maxsize=2048)
def _occurrences(wheel: WheelPlan, year: int, local: Local, closed: ClosedDays) -> tuple[Occurrence, ...]:
    return _Year(wheel, year, local, closed).occurrences()


class _Year:
    """Works out the days of one year in one place; what is counted from is worked out first."""

    def __init__(self, wheel: WheelPlan, year: int, local: Local, closed: ClosedDays) -> None:
        self.plan = wheel.year
        self.year = year
        self.local = local
        self.closed = closed
        self.milestones = {each.id: each for each in wheel.milestones}
        self.meetings = {each.id: each for each in wheel.year.board_meetings}
        self.moved = {step: day for step, of_year, day in local.moved if of_year == year}
        self.spans: dict[str, Span] = {}

    def occurrences(self) -> tuple[Occurrence, ...]:
        return tuple(
            Occurrence(each, self.year, *self.span(each.id), is_provisional=self.is_provisional(each.due))
            for each in self.milestones.values()
        )

    def span(self, name: str) -> Span:
        """Return the first and last day of a milestone or a board meeting; each is worked out once."""
        if name not in self.spans:
            meeting = self.meetings.get(name)
            self.spans[name] = self._milestone(self.milestones[name]) if meeting is None else self._meeting(meeting)
        return self.spans[name]

    def is_provisional(self, when: When) -> bool:
        """Return whether a day is counted, at last, from a board meeting that nobody has told of."""
        if when.anchor is None:
            return False
        meeting = self.meetings.get(when.anchor)
        if meeting is not None:
            return self._told(meeting) is None
        return self.is_provisional(self.milestones[when.anchor].due)

    def _anchor(self, name: str) -> Span:
        """Return what is counted from: a board meeting, or the last day of a milestone."""
        _, last = self.span(name)
        return last, last

    def _milestone(self, plan: MilestonePlan) -> Span:
        first, planned = plan.due.span(self.year, self.plan.starts, self._anchor)
        last = self.moved.get(plan.id, planned)
        last = self._off_breaks(last) if plan.level == "school" else last
        if plan.starts is not None:
            first = self._before(plan.starts, last)
        elif plan.due.week is None:
            first = last
        return min(first, last), last

    def _before(self, starts: When, last: date) -> date:
        """Return the last time before its last day that a milestone can be begun."""
        first, _ = starts.span(self.year, self.plan.starts, self._anchor)
        return first if first <= last else starts.span(self.year - 1, self.plan.starts, self._anchor)[0]

    def _meeting(self, plan: BoardMeetingPlan) -> Span:
        day = self._told(plan) or period_in(self.year, self.plan, plan.first, plan.last)[1]
        return day, day

    def _told(self, plan: BoardMeetingPlan) -> date | None:
        first, last = period_in(self.year, self.plan, plan.first, plan.last)
        return next((day for day in self.local.board_meetings if first <= day <= last), None)

    def _off_breaks(self, day: date) -> date:
        if not in_break(day, self.local.breaks):
            return day
        return next_working_day(day, lambda each: "break" if in_break(each, self.local.breaks) else self.closed(each))


def in_break(day: date, breaks: Iterable[Span]) -> bool:
    """Return whether a school is closed on a day."""
    return any(first <= day <= last for first, last in breaks)


def period_in(year: int, plan: YearPlan, first: str, last: str) -> Span:
    """Return a stretch of every year as it begins in this one."""
    begins = day_in(year, plan.starts, first)
    ends = date.fromisoformat(f"{begins.year}-{last}")
    return begins, ends if ends >= begins else date.fromisoformat(f"{begins.year + 1}-{last}")


def phases_in(plan: YearPlan, year: int) -> tuple[Phase, ...]:
    """Return the phases of a year; one that goes over the year's end stands at both its ends."""
    found = [phase for each in plan.phases for phase in _stretches(plan, year, each)]
    return tuple(sorted(found, key=lambda phase: (LEVELS.index(phase.level), phase.starts_on, phase.ends_on)))


def _stretches(plan: YearPlan, year: int, phase: PhasePlan) -> Sequence[Phase]:
    first, last = first_day(year, plan.starts), last_day(year, plan.starts)
    spans = (period_in(each, plan, phase.first, phase.last) for each in (year - 1, year))
    return [
        Phase(phase.level, phase.id, phase.title, max(begins, first), min(ends, last))
        for begins, ends in spans
        if ends >= first and begins <= last
    ]


def state_of(*, done: bool, waived: bool, ends_on: date, closes: date, today: date) -> State:
    """Return how a milestone is doing, but for which one is next (see `next_ones`)."""
    if done:
        return "done"
    if waived:
        return "not_applicable"
    if today >= closes:
        return "not_done"
    return "late" if ends_on < today else "ahead"


def next_ones(states: Iterable[tuple[Occurrence, State]]) -> frozenset[str]:
    """Return the ids of what comes next: on each level what is ahead with the nearest last day."""
    nearest: dict[str, date] = {}
    ahead = [each for each, state in states if state == "ahead"]
    for each in ahead:
        nearest[each.plan.level] = min(each.ends_on, nearest.get(each.plan.level, each.ends_on))
    return frozenset(each.plan.id for each in ahead if each.ends_on == nearest[each.plan.level])


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.isoweekday() - 1)
