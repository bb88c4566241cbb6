"""The sheet the wheel is drawn on: its size, the heading above, the legend below, and what is left for the wheel.

The canvas is A3 landscape at four units a millimetre. When labels do not fit it grows at the same proportions, so that
letters keep their size in units and have it smaller on paper; nothing is ever left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.documents.fonts import width
from bot.documents.wheel_dial import Box, Point
from bot.documents.wheel_labels import INDENT, TYPES, Type
from bot.documents.wheel_words import STATES, Captions
from bot.documents.wrapping import wrap
from bot.domain.wheel import State, Wheel

WIDTH, HEIGHT = 1680.0, 1188.0
MARGIN = 48.0
RADIUS = 404.0
TITLE, SUBTITLE, KEY = 36.0, 19.0, 14.0
#: From the circle to where leaders begin to slant, and from there to their labels.
LEVEL, SLANT = 20.0, 52.0
#: How fast the canvas grows when labels do not fit, and how much of that the wheel follows.
_GROWTH, _FOLLOWS = 1.06, 0.45
#: Between two entries of the legend, and from an entry's mark to its word.
_BETWEEN, _TO_WORD = 34.0, 16.0


@dataclass(frozen=True)
class Canvas:
    """The sheet: its size, the heading's lines, and between which heights wheel and labels may stand."""

    width: float
    height: float
    radius: float
    heading: tuple[str, ...]
    top: float
    bottom: float

    @property
    def centre(self) -> Point:
        """The wheel's centre."""
        return Point(self.width / 2, (self.top + self.bottom) / 2)

    @property
    def column(self) -> float:
        """How far from the centre labels begin, their small mark included."""
        return self.radius + LEVEL + SLANT

    @property
    def room(self) -> float:
        """How wide a label's text may be."""
        return self.width / 2 - MARGIN - self.column - INDENT


@dataclass(frozen=True)
class Key:
    """An entry of the legend: where its mark stands, where its word begins, and what they cover."""

    state: State
    mark: Point
    word: Point
    box: Box


def sheets(told: Captions) -> Iterator[tuple[Canvas, Type]]:
    """Return what to try: A3 in ever denser type, then ever larger canvases of the same proportions."""
    for style in TYPES:
        yield _canvas(told, 1, style.wheel), style
    growth = _GROWTH
    while True:
        yield _canvas(told, growth, 1), TYPES[-1]
        growth *= _GROWTH


def _canvas(told: Captions, growth: float, wheel: float) -> Canvas:
    wide, high = WIDTH * growth, HEIGHT * growth
    heading = tuple(wrap(told.title, wide - 2 * MARGIN, TITLE, "bold"))
    subtitle = SUBTITLE * 1.5 if told.subtitle else 0
    return Canvas(
        width=wide,
        height=high,
        radius=RADIUS * wheel * (1 + (growth - 1) * _FOLLOWS),
        heading=heading,
        top=MARGIN + len(heading) * TITLE * 1.15 + subtitle + 16,
        bottom=high - MARGIN - KEY - 30,
    )


def keys(wheel: Wheel, told: Captions, canvas: Canvas) -> tuple[Key, ...]:
    """Return the legend, centred below the wheel: the states that the wheel has."""
    states = [state for state in STATES if any(item.state == state for item in wheel.milestones)]
    sizes = [_TO_WORD + width(told.states[state], KEY) for state in states]
    left = canvas.width / 2 - (sum(sizes) + _BETWEEN * (len(sizes) - 1)) / 2
    height = canvas.height - MARGIN
    entries = []
    for state, size in zip(states, sizes, strict=True):
        place = Box(left - 8, height - KEY * 0.8, left + size, height + KEY * 0.3)
        entries.append(Key(state, Point(left, height - KEY * 0.34), Point(left + _TO_WORD, height), place))
        left += size + _BETWEEN
    return tuple(entries)
