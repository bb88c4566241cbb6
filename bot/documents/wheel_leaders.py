"""Lines from a mark on the wheel to its label, which never cross each other.

Everything here is one half of the wheel, seen as the right one: angles from 0 (top) to 180 (bottom), places relative
to the centre. A leader goes straight out along its own angle to its elbow, then level to the wheel's side, then
slanting to its label. Lower elbows belong to lower labels, so that level lines and slanting ones keep their order; and
a level line begins outside the circle on its own ray, where the rays of its neighbours have ended or not yet begun.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.spreading import spread
from bot.documents.wheel_dial import Dial, Point, at
from bot.documents.wheel_year import GAP
from bot.domain.wheel import Level

#: A mark's size, and the air to its neighbour on the same ring.
MARK = 17.0
AIR = 2.0
#: The smallest angle between leaders of different rings.
APART = 0.9
#: How far outside the circle leaders may turn.
OUTSIDE = 11.0
#: The distances tried between level lines, widest first; with none at all they still do not cross.
_STEPS = (7.5, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.5, 0.0)
_FIRST, _LAST = GAP / 2, 177.6


@dataclass(frozen=True)
class Parted:
    """Where marks stand when none hides another, and how much they had to shrink for it (1: not at all)."""

    angles: tuple[float, ...]
    scale: float


def part(wanted: Sequence[float], levels: Sequence[Level], dial: Dial) -> Parted:
    """Return angles, in the order given, at which marks neither cover each other nor share a leader."""
    scale = 1.0
    while True:
        angles = _parted(wanted, levels, dial, scale)
        if angles is not None:
            return Parted(tuple(angles), scale)
        scale *= 0.9


def _parted(wanted: Sequence[float], levels: Sequence[Level], dial: Dial, scale: float) -> list[float] | None:
    needs = [_taken(dial.track(level).middle) * scale for level in levels]
    gaps = [APART * scale] * max(len(wanted) - 1, 0)
    while sum(gaps) <= _LAST - _FIRST:
        angles = spread(wanted, gaps, _FIRST, _LAST)
        crowded = _crowded(angles, levels, needs)
        if crowded is None:
            return angles
        index, lack = crowded
        gaps[index - 1] += lack
    return None


def _taken(radius: float) -> float:
    return math.degrees(2 * math.asin((MARK + AIR) / 2 / radius))


def _crowded(angles: Sequence[float], levels: Sequence[Level], needs: Sequence[float]) -> tuple[int, float] | None:
    """Return the first mark that covers one of its own ring, and how much it lacks."""
    latest: dict[Level, float] = {}
    for index, (angle, level) in enumerate(zip(angles, levels, strict=True)):
        lack = latest.get(level, -math.inf) + needs[index] - angle
        if lack > 1e-6:
            return index, lack
        latest[level] = angle
    return None


def elbows(angles: Sequence[float], radius: float, reach: float, side: float) -> list[Point]:
    """Return where each leader turns: on its own ray outside the circle, in rising order of height.

    `reach` is how far above and below the centre elbows may stand, `side` how far beside it.
    """
    for step in _STEPS:
        points = _elbows(angles, radius + OUTSIDE, step)
        if all(abs(point.y) <= reach and point.x <= side for point in points):
            return points
    return _elbows(angles, radius + OUTSIDE, 0)


def _elbows(angles: Sequence[float], radius: float, step: float) -> list[Point]:
    upper = [angle for angle in angles if angle < 90]
    lower = [180 - angle for angle in angles if angle >= 90]
    over = _stacked(upper[::-1], radius, step)[::-1]
    under = _stacked(lower, radius, step)
    return [*over, *(Point(point.x, -point.y) for point in under)]


def _stacked(angles: Sequence[float], radius: float, step: float) -> list[Point]:
    """Return elbows of the upper half, lowest first, each at least a step above the one before."""
    points: list[Point] = []
    for angle in angles:
        point = at(angle, radius)
        if points and point.y > points[-1].y - step:
            height = points[-1].y - step
            point = Point(point.x * height / point.y, height) if point.y else point
        points.append(point)
    return points
