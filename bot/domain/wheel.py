"""The annual wheel as it is drawn, listed and fed to a calendar: plain values, already in the reader's words (W1)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

#: The three levels that are in step with each other, from the outermost ring in.
Level = Literal["school", "administration", "board"]
LEVELS: tuple[Level, ...] = ("school", "administration", "board")

#: How a milestone is doing. `next` is the first one ahead on its level; `not_done` closed undone when its year ended;
#: `not_applicable` does not concern this unit.
State = Literal["ahead", "next", "late", "done", "not_applicable", "not_done"]


@dataclass(frozen=True)
class Milestone:
    """A point of the year on one level. Both days are calendar days and included; most milestones are one day."""

    #: Its id in the programme, unique within a wheel.
    id: str
    level: Level
    title: str
    #: The id of a phase of its level.
    phase: str
    starts_on: date
    ends_on: date
    state: State
    #: Where more can be read; None when there is no such place.
    url: str | None = None
    #: How to go about it, who does, and what it leads to; empty when the programme does not say.
    text: str = ""
    who: str = ""
    leads_to: str = ""


@dataclass(frozen=True)
class Phase:
    """A stretch of the year on one level, both days included (W2). Phases of a level may overlap, and need not meet."""

    level: Level
    #: The same phase may come more than once in a wheel; then its id stands at each stretch.
    id: str
    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Wheel:
    """One year of one unit, on every level that concerns it."""

    title: str
    subtitle: str
    #: The year of the wheel, both days included: twelve months from the programme's first month (Malmö: June).
    first_day: date
    last_day: date
    milestones: tuple[Milestone, ...]
    phases: tuple[Phase, ...]
