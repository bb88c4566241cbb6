"""Labels: a milestone's date and whole title in a column beside the wheel, as near its leader as its neighbours allow.

Places are relative to the wheel's centre, on one half of the wheel seen as the right one (see wheel_leaders).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.documents.fonts import Weight, width
from bot.documents.spreading import spread
from bot.documents.wrapping import wrap

Role = Literal["date", "title"]

#: From the leader's end to the text: the small mark's place.
INDENT = 17.0


@dataclass(frozen=True)
class Type:
    """How labels are set: sizes, the line's height, the air between two, and how large the wheel may be beside them."""

    date: float
    title: float
    leading: float
    between: float
    wheel: float = 1
    #: The title follows the date on its line where that saves a line.
    inline: bool = False


#: Tried in this order: from airy to dense.
TYPES = (
    Type(date=15, title=18, leading=22, between=20, wheel=1.07),
    Type(date=14, title=16.5, leading=20, between=14, wheel=1.03),
    Type(date=13, title=15, leading=18, between=10),
    Type(date=12.5, title=14, leading=16.5, between=8),
    Type(date=13, title=13, leading=15.5, between=8.5, inline=True),
)


@dataclass(frozen=True)
class Run:
    """A part of a line that is set one way."""

    text: str
    role: Role


@dataclass(frozen=True)
class Line:
    """A line of a label, and how far below the label's top its letters stand."""

    runs: tuple[Run, ...]
    baseline: float
    width: float


@dataclass(frozen=True)
class Block:
    """A label's lines, before it is known how high it stands. `port` is where its leader ends, below its top."""

    lines: tuple[Line, ...]
    port: float
    height: float

    @property
    def width(self) -> float:
        """The widest line."""
        return max(line.width for line in self.lines)


def block(title: str, day: str, room: float, style: Type, weight: Weight) -> Block:
    """Return a label's lines, none wider than its room; the whole title is in them."""
    rows = _rows(title, day, room, style, weight)
    first = style.date * 0.78
    lines = tuple(
        Line(runs, first + index * style.leading, _wide(runs, style, weight)) for index, runs in enumerate(rows)
    )
    return Block(lines, first - style.date * 0.36, lines[-1].baseline + style.title * 0.26)


def _rows(title: str, day: str, room: float, style: Type, weight: Weight) -> list[tuple[Run, ...]]:
    """Return the title's lines below the date, or beside it where that saves a line."""
    below = _balanced(lambda wide: _below(title, day, wide, style, weight), room)
    if not style.inline or _least(day, style) > room:
        return below
    beside = _balanced(lambda wide: _beside(title, day, max(wide, _least(day, style)), style, weight), room)
    return beside if len(beside) < len(below) else below


def _balanced(rows_in: Callable[[float], list[tuple[Run, ...]]], room: float) -> list[tuple[Run, ...]]:
    """Return as few rows as the room allows, about as long as each other: no single word is left on the last."""
    rows = rows_in(room)
    narrow, enough = room / 2, room
    for _ in range(5):
        tried = rows_in((narrow + enough) / 2)
        if len(tried) == len(rows):
            rows, enough = tried, (narrow + enough) / 2
        else:
            narrow = (narrow + enough) / 2
    return rows


def _below(title: str, day: str, room: float, style: Type, weight: Weight) -> list[tuple[Run, ...]]:
    dates = [(Run(part, "date"),) for part in wrap(day, room, style.date, "bold")]
    return [*dates, *((Run(part, "title"),) for part in wrap(title, room, style.title, weight))]


def _beside(title: str, day: str, room: float, style: Type, weight: Weight) -> list[tuple[Run, ...]]:
    first, *rest = wrap(title, room, style.title, weight, first_room=room - _least(day, style))
    head = (Run(day, "date"), Run(first, "title")) if first else (Run(day, "date"),)
    return [head, *((Run(part, "title"),) for part in rest)]


def _least(day: str, style: Type) -> float:
    """Return what a date and the air after it take of a line."""
    return width(f"{day}  ", style.date, "bold")


def _wide(runs: Sequence[Run], style: Type, weight: Weight) -> float:
    dates = [width(run.text, style.date, "bold") for run in runs if run.role == "date"]
    titles = [width(run.text, style.title, weight) for run in runs if run.role == "title"]
    between = width("  ", style.date, "bold") if dates and titles else 0
    return sum(dates) + between + sum(titles)


def stand(blocks: Sequence[Block], heights: Sequence[float], top: float, bottom: float, between: float) -> list[float]:
    """Return the top of each label, in order, as near its leader's height as the others allow.

    Raises NoRoom when they do not fit between top and bottom.
    """
    wanted = [height - label.port for label, height in zip(blocks, heights, strict=True)]
    gaps = [label.height + between for label in blocks[:-1]]
    last = blocks[-1].height if blocks else 0
    return spread(wanted, gaps, top, bottom - last)
