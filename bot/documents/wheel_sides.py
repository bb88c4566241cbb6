"""One half of the wheel: its milestones' marks, leaders and labels, from top to bottom.

Both halves are laid out as the right one; the left one is then turned over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.documents.wheel_canvas import LEVEL, Canvas
from bot.documents.wheel_dial import Box, Dial, Point, at
from bot.documents.wheel_labels import INDENT, Block, Line, Type, block, stand
from bot.documents.wheel_leaders import elbows, part
from bot.documents.wheel_year import Year
from bot.domain.wheel import Milestone

#: Where a label's small mark stands in its column.
_MARK = 7.0


@dataclass(frozen=True)
class Mark:
    """A milestone on its ring; `since` is the angle where it begins when it lasts more than a day."""

    milestone: Milestone
    place: Point
    angle: float
    since: float | None


@dataclass(frozen=True)
class Label:
    """A milestone's text beside the wheel with its small mark, and the leader to it from the mark on the ring."""

    milestone: Milestone
    lines: tuple[Line, ...]
    box: Box
    mark: Point
    leader: tuple[Point, ...]
    on_the_right: bool


@dataclass(frozen=True)
class Side:
    """One half, on the canvas."""

    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    #: How large marks are: 1, or less when very many fall on the same days.
    scale: float


@dataclass(frozen=True)
class Half:
    """What the two halves share, and which of them this is."""

    canvas: Canvas
    dial: Dial
    year: Year
    style: Type
    on_the_right: bool

    def angle(self, angle: float) -> float:
        """Return an angle of the wheel as one of the right half, and the other way round."""
        return angle if self.on_the_right else 360 - angle

    def place(self, point: Point) -> Point:
        """Return where a place of the right half is on the canvas."""
        centre = self.canvas.centre
        return Point(centre.x + (point.x if self.on_the_right else -point.x), centre.y + point.y)


def side(milestones: Sequence[Milestone], days: Mapping[str, str], half: Half) -> Side:
    """Return one half of the wheel; `milestones` come from top to bottom.

    Raises NoRoom when the labels do not fit between the canvas's top and bottom.
    """
    canvas = half.canvas
    wanted = [half.angle(half.year.noon(item.ends_on)) for item in milestones]
    parted = part(wanted, [item.level for item in milestones], half.dial)
    turns = elbows(parted.angles, canvas.radius, canvas.centre.y - canvas.top, canvas.radius + LEVEL)
    blocks = [_block(item, days[item.id], half) for item in milestones]
    reach = canvas.centre.y - canvas.top
    tops = stand(blocks, [turn.y for turn in turns], -reach, reach, half.style.between)
    marks = [_mark(item, angle, half) for item, angle in zip(milestones, parted.angles, strict=True)]
    labels = [
        _label(mark, turn, text, top, half) for mark, turn, text, top in zip(marks, turns, blocks, tops, strict=True)
    ]
    return Side(tuple(marks), tuple(labels), parted.scale)


def _block(milestone: Milestone, days: str, half: Half) -> Block:
    return block(
        milestone.title,
        days,
        half.canvas.room,
        half.style,
        "bold" if milestone.state == "next" else "regular",
    )


def _mark(milestone: Milestone, angle: float, half: Half) -> Mark:
    place = half.place(at(angle, half.dial.track(milestone.level).middle))
    lasts = milestone.starts_on < milestone.ends_on
    since = half.year.angle(milestone.starts_on) if lasts else None
    return Mark(milestone, place, half.angle(angle), since)


def _label(mark: Mark, turn: Point, text: Block, top: float, half: Half) -> Label:
    column, port = half.canvas.column, top + text.port
    leader = (turn, Point(half.canvas.radius + LEVEL, turn.y), Point(column, port))
    beginning = half.place(Point(column + INDENT, top))
    left = beginning.x if half.on_the_right else beginning.x - text.width
    return Label(
        milestone=mark.milestone,
        lines=text.lines,
        box=Box(left, beginning.y, left + text.width, beginning.y + text.height),
        mark=half.place(Point(column + _MARK, port)),
        leader=(mark.place, *(half.place(point) for point in leader)),
        on_the_right=half.on_the_right,
    )
