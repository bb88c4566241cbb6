"""The dial: days as angles, rings as radii. Degrees go clockwise from the top, where the year begins and ends."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.wheel import LEVELS, Level, Wheel

#: Left open at the top, between the year's last day and its first: there the rings' names stand.
GAP = 16.0


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
class Year:
    """The days of a wheel as angles."""

    first_day: date
    last_day: date

    def angle(self, day: date) -> float:
        """Return where a day begins; a day before or after the year stands at its edge."""
        days = (self.last_day - self.first_day).days + 1
        return GAP / 2 + min(max((day - self.first_day).days, 0), days) * (360 - GAP) / days

    def noon(self, day: date) -> float:
        """Return the middle of a day."""
        return (self.angle(day) + self.angle(day + timedelta(days=1))) / 2

    def holds(self, day: date) -> bool:
        """Tell whether a day belongs to the year."""
        return self.first_day <= day <= self.last_day

    def months(self) -> list[tuple[date, date]]:
        """Return the first and last day of each month, within the year."""
        return self._stretches([day for day in self._days() if day.day == 1])

    def weeks(self) -> list[tuple[date, date]]:
        """Return the first and last day of each week, within the year."""
        return self._stretches([day for day in self._days() if day.isoweekday() == 1])

    def _days(self) -> list[date]:
        return [self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]

    def _stretches(self, starts: list[date]) -> list[tuple[date, date]]:
        firsts = sorted({self.first_day, *starts})
        lasts = [day - timedelta(days=1) for day in firsts[1:]]
        return list(zip(firsts, [*lasts, self.last_day], strict=True))


@dataclass(frozen=True)
class Dial:
    """The rings from the centre out: the centre's disc, months, weeks, and one ring for each level."""

    radius: float
    levels: tuple[Level, ...]

    #: Between two rings, and how wide the scale's two rings are.
    SPACE = 6.0
    MONTHS = 27.0
    WEEKS = 17.0
    #: How much of a level's ring its marks have to themselves, at its outer edge.
    TRACK = 25.0

    @property
    def centre(self) -> Ring:
        """The disc in the middle."""
        return Ring(0, self.radius * 0.405)

    @property
    def months(self) -> Ring:
        """Where the months' names stand."""
        return Ring(self.centre.outer, self.centre.outer + self.MONTHS)

    @property
    def weeks(self) -> Ring:
        """Where the weeks' numbers stand."""
        return Ring(self.months.outer, self.months.outer + self.WEEKS)

    def level(self, level: Level) -> Ring:
        """Return a level's ring; the first level is outermost."""
        width = (self.radius - self.weeks.outer) / len(self.levels)
        outer = self.radius - width * self.levels.index(level)
        return Ring(outer - width + self.SPACE, outer)

    def track(self, level: Level) -> Ring:
        """Return where a level's marks stand."""
        ring = self.level(level)
        return Ring(ring.outer - self.TRACK, ring.outer)


def dial_of(wheel: Wheel, radius: float) -> Dial:
    """Return the dial of a wheel, with the levels that have something to show; all three when nothing has."""
    shown = {item.level for item in wheel.milestones} | {phase.level for phase in wheel.phases}
    return Dial(radius, tuple(level for level in LEVELS if level in shown) or LEVELS)


def at(angle: float, radius: float) -> Point:
    """Return the point at an angle and a radius, relative to the centre."""
    turn = math.radians(angle)
    return Point(radius * math.sin(turn), -radius * math.cos(turn))
