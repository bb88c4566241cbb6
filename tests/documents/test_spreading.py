from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.spreading import NoRoom, spread

PLACES = st.lists(st.floats(-100, 1100, allow_nan=False), min_size=1, max_size=40).map(sorted)


@settings(deadline=None)
@given(PLACES, st.floats(0, 25))
def test_everybody_keeps_their_distance_and_their_order_within_the_bounds(wanted: list[float], gap: float):
    places = spread(wanted, [gap] * (len(wanted) - 1), 0, 1000)

    assert all(after - before >= gap - 1e-6 for before, after in pairwise(places))
    assert places[0] >= -1e-6
    assert places[-1] <= 1000 + 1e-6


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=20, unique=True).map(sorted))
def test_who_stands_free_is_not_moved(numbers: list[int]):
    wanted = [float(number * 25) for number in numbers]

    assert spread(wanted, [25.0] * (len(wanted) - 1), 0, 1000) == pytest.approx(wanted)


def test_two_on_one_place_move_equally_far():
    assert spread([50, 50], [10], 0, 100) == pytest.approx([45, 55])


def test_the_edge_pushes_them_all():
    assert spread([0, 0, 0], [10, 10], 0, 100) == pytest.approx([0, 10, 20])


def test_nobody_asked_and_nobody_placed():
    assert spread([], [], 0, 10) == []


def test_too_many_is_refused():
    with pytest.raises(NoRoom):
        spread([1, 2, 3], [60, 60], 0, 100)
