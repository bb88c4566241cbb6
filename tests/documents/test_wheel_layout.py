from datetime import date
from itertools import combinations, pairwise
from math import hypot

import pytest
from hypothesis import given, settings

from bot.documents.fonts import width
from bot.documents.wheel_dial import Box, Point, at
from bot.documents.wheel_labels import Run
from bot.documents.wheel_layout import Layout, lay_out
from bot.documents.wheel_leaders import MARK
from bot.documents.wheel_names import crosses
from bot.documents.wheel_sides import Label
from bot.documents.wheel_words import captions
from bot.domain.wheel import Milestone, Wheel
from bot.language import Language
from tests.documents.strategies import wheels
from tests.documents.wheels import FIRST, LAST, TODAY, wheel_of


def laid_out(wheel: Wheel, today: date = TODAY) -> Layout:
    return lay_out(wheel, captions(wheel, Language("sv", today)))


@settings(max_examples=60, deadline=None)
@given(wheels())
def test_every_milestone_has_its_mark_and_its_whole_title_and_nothing_covers_anything(drawn: tuple[Wheel, date]):
    wheel, today = drawn
    layout = laid_out(wheel, today)

    _nothing_is_lost(wheel, layout)
    _nothing_overlaps(layout)
    _leaders_do_not_cross(layout)
    _today_is_clear(layout)


@pytest.mark.parametrize("count", [0, 1, 5, 15, 25, 30, 60])
def test_the_made_up_wheels_hold_the_same(count: int):
    wheel = wheel_of(count)
    layout = laid_out(wheel)

    _nothing_is_lost(wheel, layout)
    _nothing_overlaps(layout)
    _leaders_do_not_cross(layout)
    _today_is_clear(layout)


def test_sixty_on_one_day_and_one_level_still_all_stand_there():
    day = date(2026, 9, 1)
    wheel = Wheel(
        "",
        "",
        FIRST,
        LAST,
        tuple(Milestone(f"m{n:02}", "board", f"Hållpunkt {n}", "", day, day, "done") for n in range(60)),
        (),
    )
    layout = laid_out(wheel)

    _nothing_is_lost(wheel, layout)
    _nothing_overlaps(layout)
    _leaders_do_not_cross(layout)


def test_a_lonely_mark_stands_at_its_day_and_its_label_at_the_same_height():
    layout = laid_out(wheel_of(1))
    (mark,), (label,) = layout.marks, layout.labels

    assert mark.angle == pytest.approx(layout.year.noon(date(2026, 9, 1)))
    assert label.leader[-2].y == pytest.approx(label.leader[-1].y)


def test_neighbours_on_a_ring_move_only_as_far_as_they_must():
    layout = laid_out(wheel_of(25))
    moved = {mark.milestone.id: abs(mark.angle - layout.year.noon(mark.milestone.ends_on)) for mark in layout.marks}

    assert max(moved.values()) < 3, "three days"


def test_the_year_begins_with_its_first_month_to_the_right_of_the_gap():
    year = laid_out(wheel_of(5)).year

    assert year.angle(FIRST) == pytest.approx(8)
    assert 180 < year.angle(date(2026, 12, 31)) < 360
    assert [first.month for first, _ in year.months()] == [6, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5]
    assert sum((last - first).days + 1 for first, last in year.weeks()) == 365


def test_few_labels_are_set_larger_than_many():
    assert laid_out(wheel_of(5)).style.title > laid_out(wheel_of(30)).style.title > laid_out(wheel_of(60)).style.title


def test_today_outside_the_year_has_no_line():
    assert laid_out(wheel_of(5), date(2026, 5, 31)).today is None
    assert laid_out(wheel_of(5), LAST).today is not None


def _nothing_is_lost(wheel: Wheel, layout: Layout) -> None:
    titles = {label.milestone.id: _title(label) for label in layout.labels}
    assert titles == {item.id: "".join(item.title.split()) for item in wheel.milestones}
    assert {mark.milestone.id for mark in layout.marks} == set(titles)


def _title(label: Label) -> str:
    return "".join(run.text for line in label.lines for run in line.runs if run.role == "title").replace(" ", "")


def _nothing_overlaps(layout: Layout) -> None:
    canvas = layout.canvas
    sheet = Box(0, 0, canvas.width, canvas.height)
    wheel = Box(canvas.centre.x - canvas.radius, 0, canvas.centre.x + canvas.radius, canvas.height)
    boxes = [label.box for label in layout.labels] + [key.box for key in layout.keys]
    assert all(sheet.holds(box) for box in boxes)
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert not any(label.box.meets(wheel) for label in layout.labels)
    for label in layout.labels:
        assert all(_wide(line.runs, label, layout) <= label.box.right - label.box.left + 1e-6 for line in label.lines)
    for level in layout.dial.levels:
        places = [mark.place for mark in layout.marks if mark.milestone.level == level]
        assert all(_far(one, other) >= MARK * layout.scale for one, other in combinations(places, 2))


def _wide(runs: tuple[Run, ...], label: Label, layout: Layout) -> float:
    bold = label.milestone.state == "next"
    sizes = {"date": (layout.style.date, "bold"), "title": (layout.style.title, "bold" if bold else "regular")}
    return sum(width(run.text, *sizes[run.role]) for run in runs)


def _leaders_do_not_cross(layout: Layout) -> None:
    for one, other in combinations(layout.labels, 2):
        for first in pairwise(one.leader):
            assert not any(_cross(first, second) for second in pairwise(other.leader))


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < -1e-9 and _turn(c, d, a) * _turn(c, d, b) < -1e-9


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def _far(one: Point, other: Point) -> float:
    return hypot(one.x - other.x, one.y - other.y)


def _today_is_clear(layout: Layout) -> None:
    if layout.today is None:
        return
    centre, angle = layout.canvas.centre, layout.today.angle
    for start, end in layout.today.pieces:
        assert layout.dial.weeks.outer <= start <= end <= layout.dial.radius, "outside months and weeks"
        ends = [at(angle, radius) for radius in (start, end)]
        for label in layout.labels:
            assert not any(_inside(label.box, Point(centre.x + end.x, centre.y + end.y)) for end in ends)
        for arc in (arc for arc in layout.arcs if crosses(arc, angle)):
            assert end <= arc.ring.inner + 1e-6 or start >= arc.ring.outer - 1e-6


def _inside(box: Box, point: Point) -> bool:
    return box.left < point.x < box.right and box.top < point.y < box.bottom
