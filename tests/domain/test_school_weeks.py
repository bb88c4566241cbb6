"""Days before a conference, counted in the weeks when people are at work."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.school_weeks import first_school_day, is_school_week, school_days_before

DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    ("first", "back"),
    [
        (date(2026, 6, 15), date(2026, 8, 10)),  # Midsummer Eve is 19 June, as early as it can be
        (date(2027, 6, 21), date(2027, 8, 16)),  # and 25 June, as late
        (date(2032, 6, 21), date(2032, 8, 9)),  # a year in which that is week 26
    ],
)
def test_no_school_week_from_midsummer_s_to_week_33(first: date, back: date) -> None:
    weeks = [first + timedelta(weeks=week) for week in range(-1, (back - first).days // 7 + 1)]
    assert [is_school_week(monday) for monday in weeks] == [True, *[False] * (len(weeks) - 2), True]
    assert not is_school_week(back - timedelta(days=1))
    assert first_school_day(first) == first_school_day(back - timedelta(days=1)) == back
    assert first_school_day(back + timedelta(days=3)) == back + timedelta(days=3)


@pytest.mark.parametrize(
    ("conference", "days", "day"),
    [
        # In September: from week 33 on, and before midsummer.
        (date(2027, 9, 15), 1, date(2027, 9, 14)),
        (date(2027, 9, 15), 21, date(2027, 8, 25)),
        (date(2027, 9, 15), 30, date(2027, 8, 16)),  # the Monday of week 33
        (date(2027, 9, 15), 31, date(2027, 6, 20)),  # the Sunday before midsummer's week
        (date(2027, 9, 15), 35, date(2027, 6, 16)),
        (date(2027, 9, 15), 49, date(2027, 6, 2)),
        (date(2026, 9, 15), 36, date(2026, 8, 10)),
        (date(2026, 9, 15), 49, date(2026, 6, 2)),
        (date(2032, 9, 15), 49, date(2032, 6, 9)),  # week 26 is midsummer's, so week 25 is counted
        # In autumn and in spring every day is counted.
        (date(2026, 11, 18), 49, date(2026, 9, 30)),
        (date(2027, 4, 14), 49, date(2027, 2, 24)),
        # In winter: the weeks 52, 53 and 1 are not.
        (date(2027, 2, 10), 21, date(2027, 1, 20)),
        (date(2027, 2, 10), 30, date(2027, 1, 11)),  # the Monday of week 2
        (date(2027, 2, 10), 31, date(2026, 12, 20)),  # the Sunday of week 51
        (date(2027, 2, 10), 49, date(2026, 12, 2)),
        (date(2025, 2, 12), 49, date(2024, 12, 11)),  # a year without week 53
        (date(2028, 1, 19), 21, date(2027, 12, 15)),
        # When nobody is at work: from the last school week before, on the same weekday. Its own day is its own.
        (date(2027, 8, 11), 0, date(2027, 8, 11)),
        (date(2027, 8, 11), 1, date(2027, 6, 15)),
        (date(2027, 8, 11), 6, date(2027, 6, 10)),
    ],
)
def test_days_before_a_conference(conference: date, days: int, day: date) -> None:
    assert school_days_before(conference, days) == day


@given(DAYS, st.integers(1, 400))
def test_so_many_days_of_school_weeks_lie_between(conference: date, days: int) -> None:
    day = school_days_before(conference, days)
    assert is_school_week(day)
    assert school_days_before(conference, days + 1) < day
    if is_school_week(conference):
        between = (day + timedelta(days=n) for n in range((conference - day).days))
        assert sum(is_school_week(one) for one in between) == days
        assert day.weekday() == (conference - timedelta(days=days)).weekday()
