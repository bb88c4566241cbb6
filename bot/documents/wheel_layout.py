"""Where everything in the picture of the wheel stands: geometry only, no colours and no drawing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.spreading import NoRoom
from bot.documents.wheel_canvas import Canvas, Key, keys, sheets
from bot.documents.wheel_dial import Dial, dial_of
from bot.documents.wheel_labels import Type
from bot.documents.wheel_names import Arc, arcs, crosses, named
from bot.documents.wheel_sides import Half, Label, Mark, Side, side
from bot.documents.wheel_words import Captions
from bot.documents.wheel_year import Year
from bot.domain.wheel import LEVELS, Level, Milestone, Wheel


@dataclass(frozen=True)
class Today:
    """Today's angle, and the radii between which its line is drawn: it makes way for names."""

    angle: float
    pieces: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Layout:
    """The finished geometry."""

    canvas: Canvas
    dial: Dial
    year: Year
    arcs: tuple[Arc, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    #: Where milestones that last more than a day go on, by level: from angle to angle, each stretch once.
    stretches: tuple[tuple[Level, float, float], ...]
    style: Type
    #: How large marks are: 1, or less when very many fall on the same days.
    scale: float
    today: Today | None
    keys: tuple[Key, ...]


def lay_out(wheel: Wheel, told: Captions) -> Layout:
    """Return where everything of a wheel stands; each milestone has its mark and its label, however many there are."""
    tried = (_on(canvas, wheel, told, style) for canvas, style in sheets(told))
    return next(layout for layout in tried if layout is not None)


def _on(canvas: Canvas, wheel: Wheel, told: Captions, style: Type) -> Layout | None:
    """Return the layout on this canvas in this type; None when the labels of a side do not fit."""
    year = Year(wheel.first_day, wheel.last_day)
    dial = dial_of(wheel, canvas.radius, year)
    right, left = _halves(wheel, year)
    try:
        sides = (
            side(right, told.days, Half(canvas, dial, year, style, on_the_right=True)),
            side(left, told.days, Half(canvas, dial, year, style, on_the_right=False)),
        )
    except NoRoom:
        return None
    phases = _arcs(wheel, dial, year, sides, told)
    return Layout(
        canvas=canvas,
        dial=dial,
        year=year,
        arcs=phases,
        marks=tuple(mark for half in sides for mark in half.marks),
        labels=tuple(label for half in sides for label in half.labels),
        stretches=tuple(_stretches(mark for half in sides for mark in half.marks)),
        style=style,
        scale=min(half.scale for half in sides),
        today=_today(told, year, dial, phases),
        keys=keys(wheel, told, canvas),
    )


def _halves(wheel: Wheel, year: Year) -> tuple[list[Milestone], list[Milestone]]:
    """Return the milestones of each half, from top to bottom; levels take turns within a day, to crowd no ring."""
    turns = Counter[tuple[date, Level]]()
    keyed = []
    for item in sorted(wheel.milestones, key=lambda item: item.id):
        keyed.append((item.ends_on, turns[item.ends_on, item.level], LEVELS.index(item.level), item))
        turns[item.ends_on, item.level] += 1
    ordered = [item for *_, item in sorted(keyed, key=lambda key: key[:3])]
    right = [item for item in ordered if year.noon(item.ends_on) < 180]
    return right, ordered[len(right) :][::-1]


def _stretches(marks: Iterable[Mark]) -> Iterator[tuple[Level, float, float]]:
    """Yield the parts of each ring on which something lasts; what overlaps is one."""
    lasting = [mark for mark in marks if mark.since is not None]
    for level in LEVELS:
        mine = [mark for mark in lasting if mark.milestone.level == level]
        spans = sorted((min(mark.since or 0, mark.angle), mark.angle) for mark in mine)
        joined: list[tuple[float, float]] = []
        for start, end in spans:
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        yield from ((level, start, end) for start, end in joined)


def _arcs(wheel: Wheel, dial: Dial, year: Year, sides: Sequence[Side], told: Captions) -> tuple[Arc, ...]:
    today = year.noon(told.on) if told.today else None
    found: list[Arc] = []
    for level in dial.levels:
        inner = dial.levels[dial.levels.index(level) + 1 :]
        crossing = [mark.angle for half in sides for mark in half.marks if mark.milestone.level in inner]
        found += [named(arc, crossing, today) for arc in arcs(wheel.phases, level, dial, year)]
    return tuple(found)


def _today(told: Captions, year: Year, dial: Dial, phases: Sequence[Arc]) -> Today | None:
    """Return today's line, from the weeks out; it is left out where it would cross a name."""
    if told.today is None:
        return None
    angle = year.noon(told.on)
    start, pieces = dial.weeks.outer, []
    for ring in sorted((arc.ring for arc in phases if crosses(arc, angle)), key=lambda ring: ring.inner):
        pieces.append((start, ring.inner))
        start = ring.outer
    return Today(angle, (*pieces, (start, dial.radius)))
