"""Phases as arcs, and their names along them: clear of today's line, and of leaders where there is a choice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import degrees

from bot.documents.fonts import width
from bot.documents.wheel_dial import Dial, Ring
from bot.documents.wheel_lanes import in_lanes, lanes_of
from bot.documents.wheel_year import Year
from bot.documents.wrapping import wrap
from bot.domain.wheel import Level, Phase

#: Tried in this order: text size and the number of lines.
_SETTINGS = ((14.5, 1), (13.0, 1), (12.0, 2), (12.0, 1), (11.0, 2), (11.0, 1), (10.0, 2), (10.0, 1))
_SMALLEST = 10.0
#: Between a name and the ends of its arc, and between a name and today's line; in the picture's units.
_MARGIN = 7.0
_CLEAR = 6.0
LEADING = 1.14
#: How high a ring must be for a line of a size, as a share of the size.
_TALL = 1.25
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Name:
    """A text along a circle: the angle of its middle, how many degrees it reaches to each side, its lines."""

    lines: tuple[str, ...]
    size: float
    middle: float
    half: float
    ring: Ring


@dataclass(frozen=True)
class Arc:
    """A phase as it is drawn: from angle to angle, within its ring; its name when there is room for any of it."""

    phase: Phase
    #: Its number among its level's phases: neighbours are told apart by it.
    number: int
    start: float
    end: float
    ring: Ring
    name: Name | None = None


def arcs(phases: Iterable[Phase], level: Level, dial: Dial, year: Year) -> list[Arc]:
    """Return where a level's phases lie; those that overlap share the ring in lanes, the first begun outermost."""
    placed = in_lanes(phases, level, year)
    ring, outer = dial.level(level), dial.track(level).inner
    height = (outer - ring.inner) / lanes_of(placed)
    return [
        Arc(
            phase,
            number,
            year.angle(phase.starts_on),
            year.angle(phase.ends_on + timedelta(days=1)),
            Ring(outer - (lane + 1) * height, outer - lane * height),
        )
        for number, (phase, lane) in enumerate(placed)
    ]


def named(arc: Arc, leaders: Sequence[float], today: float | None) -> Arc:
    """Return an arc with its name, as large and as whole as it fits; without one when there is no room for any of it.

    `leaders` are the angles at which lines cross the arc's ring: the name stands where they are fewest. It keeps to
    one side of today's line when it is whole there; else the line must make way for it.
    """
    size = degrees(1 / arc.ring.middle)
    beside = _beside(arc, today, (_CLEAR + _MARGIN) * size)
    for stretches, shorten in ((beside, False), ([(arc.start, arc.end)], True)):
        room = max((end - start for start, end in stretches), default=0) / size - 2 * _MARGIN
        setting = _set(arc.phase.title, room, arc.ring.outer - arc.ring.inner, shorten=shorten)
        if setting is not None:
            lines, letters = setting
            half = max(width(line, letters, "bold") for line in lines) / 2 * size
            reach = half + _MARGIN * size
            middle = _quietest(stretches, reach, leaders, (arc.start + arc.end) / 2, half)
            return replace(arc, name=Name(lines, letters, middle, half, arc.ring))
    return arc


def crosses(arc: Arc, today: float) -> bool:
    """Tell whether today's line would cross an arc's name."""
    name = arc.name
    return name is not None and abs(today - name.middle) < name.half + degrees(_CLEAR / arc.ring.middle)


def _beside(arc: Arc, today: float | None, clearance: float) -> list[tuple[float, float]]:
    """Return the parts of an arc on each side of today's line, at some distance from it."""
    if today is None or not arc.start - clearance < today < arc.end + clearance:
        return [(arc.start, arc.end)]
    parts = [(arc.start, min(today - clearance / 2, arc.end)), (max(today + clearance / 2, arc.start), arc.end)]
    return [(start, end) for start, end in parts if end - start > clearance]


def _set(title: str, room: float, height: float, *, shorten: bool) -> tuple[tuple[str, ...], float] | None:
    """Return the lines and the size of a name in its room; with an ellipsis only when asked and nothing else fits."""
    for size, count in _SETTINGS:
        lines = wrap(title, max(room, 1.0), size, "bold")
        broken = " ".join(lines) != " ".join(title.split())
        if not broken and len(lines) <= count and ((count - 1) * LEADING + _TALL) * size <= height:
            return tuple(lines), size
    if not shorten or height < _SMALLEST * 0.9:
        return None
    short = (title[:letters].rstrip() + _ELLIPSIS for letters in range(len(title), 2, -1))
    fits = next((text for text in short if width(text, _SMALLEST, "bold") <= room), None)
    return ((fits,), _SMALLEST) if fits else None


def _quietest(
    stretches: Sequence[tuple[float, float]], reach: float, leaders: Sequence[float], wanted: float, half: float
) -> float:
    """Return the middle that fewest leaders cross, then the one nearest the arc's own middle."""
    places = [
        start + reach + step * (end - start - 2 * reach) / 24
        for start, end in stretches
        if end - start >= 2 * reach - 1e-9
        for step in range(25)
    ]
    return min(places, key=lambda place: (sum(abs(angle - place) <= half for angle in leaders), abs(place - wanted)))
