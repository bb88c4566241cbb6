"""The dial: places, boxes and rings."""

import math
from dataclasses import dataclass

from bot.documents.wheel_lanes import in_lanes, lanes_of
from bot.documents.wheel_year import Year
from bot.domain.wheel import LEVELS, Level, Wheel


@dataclass(frozen=True)
class Point:
    """A place on the canvas, or one relative to the wheel's centre: x to the right, y downwards."""

    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes have any area in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether another box lies inside this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True)
class Ring:
    """What lies between two radii."""

    inner: float
    outer: float

    @property
    def middle(self) -> float:
        """The radius half way."""
        return (self.inner + self.outer) / 2


@dataclass(frozen=True)
class Dial:
    """The rings from the centre out: the centre's disc, months, weeks, and one ring for each level."""

    radius: float
    levels: tuple[Level, ...]
    #: How many phases lie beside each other, by level.
    lanes: tuple[int, ...]

    #: Between two rings, and how wide the scale's two rings are.
    SPACE = 6.0
    MONTHS = 27.0
    WEEKS = 17.0
    #: How much of a level's ring its marks have to themselves, at its outer edge.
    TRACK = 25.0

    @property
    def centre(self) -> Ring:
        """The disc in the middle."""
        return Ring(0, self.radius * 0.39)

    @property
    def months(self) -> Ring:
        """Where the months' names stand."""
        return Ring(self.centre.outer, self.centre.outer + self.MONTHS)

    @property
    def weeks(self) -> Ring:
        """Where the weeks' numbers stand."""
        return Ring(self.months.outer, self.months.outer + self.WEEKS)

    def level(self, level: Level) -> Ring:
        """Return a level's ring, the first level's outermost; more lanes make it wider."""
        number, fixed = self.levels.index(level), self.TRACK + self.SPACE
        shares = [lanes + 0.4 for lanes in self.lanes]
        each = (self.radius - self.weeks.outer - fixed * len(self.levels)) / sum(shares)
        outer = self.radius - fixed * number - each * sum(shares[:number])
        return Ring(outer - fixed - each * shares[number] + self.SPACE, outer)

    def track(self, level: Level) -> Ring:
        """Return where a level's marks stand."""
        ring = self.level(level)
        return Ring(ring.outer - self.TRACK, ring.outer)


def dial_of(wheel: Wheel, radius: float, year: Year) -> Dial:
    """Return the dial of a wheel, with the levels that have something to show; all three when nothing has."""
    shown = {item.level for item in wheel.milestones} | {phase.level for phase in wheel.phases}
    levels = tuple(level for level in LEVELS if level in shown) or LEVELS
    return Dial(radius, levels, tuple(lanes_of(in_lanes(wheel.phases, level, year)) for level in levels))


def at(angle: float, radius: float) -> Point:
    """Return the point at an angle and a radius, relative to the centre."""
    turn = math.radians(angle)
    return Point(radius * math.sin(turn), -radius * math.cos(turn))
