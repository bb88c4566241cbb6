"""Days and hours: working days, shifting, wall time and weekly rules."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import (
    Policy,
    add_working_days,
    at_wall_time,
    is_silent_week,
    is_working_day,
    local_day,
    next_working_day,
    previous_working_day,
    shift,
    silent_until,
    weekly,
)
from bot.red_days import red_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAYS = st.dates(date(2000, 1, 1), date(2037, 12, 31))
MOVING = st.sampled_from([Policy.SKIP, Policy.NEXT_OPEN_DAY, Policy.PREVIOUS_OPEN_DAY])


def never(day: date) -> str | None:
    return None


def long_break(day: date) -> str | None:
    return "sommarlov" if date(2027, 6, 14) <= day <= date(2027, 8, 15) else red_day(day)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 24), "Julafton"),
        (date(2026, 12, 25), "Juldagen"),
        (date(2026, 12, 31), "Nyårsafton"),
        (date(2027, 1, 1), "Nyårsdagen"),
        (date(2027, 1, 6), "Trettondedag jul"),
        (date(2027, 3, 26), "Långfredagen"),
        (date(2027, 3, 29), "Annandag påsk"),
        (date(2027, 5, 6), "Kristi himmelsfärdsdag"),
        (date(2028, 6, 6), "Nationaldagen"),
        (date(2027, 6, 25), "Midsommarafton"),
    ],
)
def test_red_days_and_eves_are_closed(day: date, name: str):
    assert red_day(day) == name
    assert not is_working_day(day, red_day)


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 3, 30),  # the day after Easter Monday
        date(2027, 3, 25),  # Maundy Thursday
        date(2027, 1, 5),  # the eve of Epiphany is a half day at most
        date(2027, 5, 7),  # the day after Ascension: many are off, but it is no red day
        date(2026, 12, 23),
        date(2027, 6, 24),
    ],
)
def test_ordinary_days_are_open(day: date):
    assert red_day(day) is None
    assert is_working_day(day, red_day)


def test_weekends_are_closed_without_a_name():
    assert red_day(date(2026, 11, 21)) is None
    assert not is_working_day(date(2026, 11, 21), never)
    assert not is_working_day(date(2026, 11, 22), never)
    assert is_working_day(date(2026, 11, 23), never)


@pytest.mark.parametrize(
    ("day", "following", "preceding"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 23), date(2026, 11, 20)),
        (date(2027, 3, 29), date(2027, 3, 30), date(2027, 3, 25)),
        (date(2027, 3, 26), date(2027, 3, 30), date(2027, 3, 25)),
        (date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 23)),
        (date(2026, 12, 31), date(2027, 1, 4), date(2026, 12, 30)),
        (date(2027, 6, 25), date(2027, 6, 28), date(2027, 6, 24)),
    ],
)
def test_nearest_working_days(day: date, following: date, preceding: date):
    assert next_working_day(day, red_day) == following
    assert previous_working_day(day, red_day) == preceding


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2027, 2, 11), 2, date(2027, 2, 15)),  # the summary after a conference that ends on a Thursday
        (date(2027, 2, 12), 1, date(2027, 2, 15)),
        (date(2027, 2, 13), 1, date(2027, 2, 15)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        (date(2027, 3, 30), -1, date(2027, 3, 25)),
        (date(2026, 12, 23), 3, date(2026, 12, 30)),
        (date(2026, 12, 23), 4, date(2027, 1, 4)),
        (date(2027, 2, 13), 0, date(2027, 2, 13)),
    ],
)
def test_working_days_are_counted(day: date, n: int, expected: date):
    assert add_working_days(day, n, red_day) == expected


@pytest.mark.parametrize(
    ("day", "policy", "expected"),
    [
        (date(2027, 3, 29), Policy.KEEP, date(2027, 3, 29)),
        (date(2027, 3, 29), Policy.SKIP, None),
        (date(2027, 3, 29), Policy.NEXT_OPEN_DAY, date(2027, 3, 30)),
        (date(2027, 3, 29), Policy.PREVIOUS_OPEN_DAY, date(2027, 3, 25)),
        (date(2027, 3, 30), Policy.SKIP, date(2027, 3, 30)),
        (date(2027, 3, 30), Policy.NEXT_OPEN_DAY, date(2027, 3, 30)),
    ],
)
def test_shift(day: date, policy: Policy, expected: date | None):
    assert shift(day, policy, red_day) == expected


def test_a_long_break_leaves_the_occasion_out():
    assert shift(date(2027, 6, 14), Policy.NEXT_OPEN_DAY, long_break) is None
    assert shift(date(2027, 8, 2), Policy.NEXT_OPEN_DAY, long_break) == date(2027, 8, 16)
    assert shift(date(2027, 8, 1), Policy.NEXT_OPEN_DAY, long_break) is None
    assert shift(date(2027, 8, 1), Policy.NEXT_OPEN_DAY, long_break, cap_days=15) == date(2027, 8, 16)
    assert shift(date(2027, 8, 9), Policy.NEXT_OPEN_DAY, long_break, cap_days=6) is None


@given(DAYS, MOVING)
def test_shift_never_lands_on_a_closed_day_and_is_idempotent(day: date, policy: Policy):
    moved = shift(day, policy, red_day)
    if moved is None:
        assert policy is Policy.SKIP
    else:
        assert is_working_day(moved, red_day)
        assert shift(moved, policy, red_day) == moved


@given(DAYS, st.integers(0, 40), st.sampled_from([Policy.NEXT_OPEN_DAY, Policy.PREVIOUS_OPEN_DAY]))
def test_shift_is_monotone(day: date, later: int, policy: Policy):
    first, second = shift(day, policy, red_day), shift(day + timedelta(days=later), policy, red_day)
    assert first is not None
    assert second is not None
    assert first <= second


@given(DAYS, st.integers(1, 30))
def test_counting_forward_and_back_meets(day: date, n: int):
    start = next_working_day(day, red_day)
    assert add_working_days(add_working_days(start, n, red_day), -n, red_day) == start


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 3, 23), time(8), "2026-03-23T07:00:00+00:00"),
        (date(2026, 3, 30), time(8), "2026-03-30T06:00:00+00:00"),
        (date(2026, 3, 29), time(2, 30), "2026-03-29T01:30:00+00:00"),  # does not exist: 03:30
        (date(2026, 3, 29), time(3), "2026-03-29T01:00:00+00:00"),
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30:00+00:00"),  # twice: the first
        (date(2026, 10, 25), time(2, 30, fold=1), "2026-10-25T00:30:00+00:00"),
        (date(2026, 10, 26), time(8), "2026-10-26T07:00:00+00:00"),
    ],
)
def test_wall_time(day: date, hour: time, expected: str):
    assert at_wall_time(day, hour, STOCKHOLM).isoformat() == expected


@settings(max_examples=400)
@given(DAYS, st.times())
def test_wall_time_is_kept_and_only_later_in_a_gap(day: date, hour: time):
    moment = at_wall_time(day, hour, STOCKHOLM)
    local = moment.astimezone(STOCKHOLM)
    assert moment.tzinfo is UTC
    assert local.date() == day == local_day(moment, STOCKHOLM)
    if local.time() != hour:
        assert time(2) <= hour < time(3)
        assert local.replace(tzinfo=None) - datetime.combine(day, hour) == timedelta(hours=1)
    assert local.astimezone(UTC) == moment


@given(DAYS, st.integers(1, 7), st.integers(0, 200), st.integers(5, 22))
def test_weekly_instants_lie_a_week_apart_give_or_take_an_hour(start: date, weekday: int, length: int, hour: time):
    days = list(weekly(weekday, start, start + timedelta(days=length)))
    moments = [at_wall_time(day, time(hour), STOCKHOLM) for day in days]
    assert all(day.isoweekday() == weekday for day in days)
    assert all(abs(b - a - timedelta(days=7)) <= timedelta(hours=1) for a, b in pairwise(moments))
    assert length // 7 <= len(days) <= length // 7 + 1


@given(DAYS, st.integers(1, 7), st.integers(0, 100), st.integers(0, 100))
def test_weekly_stretches_join_without_loss_or_repetition(a: date, weekday: int, to_b: int, to_c: int):
    b, c = a + timedelta(days=to_b), a + timedelta(days=to_b + to_c)
    assert [*weekly(weekday, a, b), *weekly(weekday, b, c)] == list(weekly(weekday, a, c))


def test_weekly_includes_the_start_and_not_the_end():
    monday = date(2026, 11, 23)
    assert list(weekly(1, monday, monday + timedelta(days=14))) == [monday, monday + timedelta(days=7)]
    assert list(weekly(1, monday, monday)) == []
    assert list(weekly(7, monday, monday + timedelta(days=7))) == [date(2026, 11, 29)]


@pytest.mark.parametrize(
    ("day", "silent"),
    [
        (date(2027, 7, 4), False),  # Sunday of week 26
        (date(2027, 7, 5), True),  # Monday of week 27
        (date(2027, 8, 8), True),  # Sunday of week 31
        (date(2027, 8, 9), False),
        (date(2026, 6, 29), True),
        (date(2026, 8, 3), False),
        (date(2026, 12, 20), False),  # Sunday of week 51
        (date(2026, 12, 21), True),  # week 52
        (date(2026, 12, 28), True),  # week 53, which this year has
        (date(2027, 1, 10), True),  # Sunday of week 1
        (date(2027, 1, 11), False),
        (date(2024, 12, 30), True),  # week 1 of 2025
        (date(2025, 1, 6), False),
    ],
)
def test_silent_weeks(day: date, silent: bool):
    assert is_silent_week(day) is silent


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2026, 12, 14), date(2027, 1, 10)),  # three weeks: 52, 53 and 1
        (date(2026, 12, 20), date(2027, 1, 10)),
        (date(2024, 12, 16), date(2025, 1, 5)),  # two: 52 and 1
        (date(2027, 6, 28), date(2027, 8, 8)),
        (date(2026, 12, 7), None),
        (date(2027, 1, 11), None),
    ],
)
def test_the_week_before_the_silent_ones_speaks_for_them(day: date, until: date | None):
    assert silent_until(day) == until


def test_local_day_depends_on_the_zone():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert local_day(late, STOCKHOLM) == date(2026, 11, 21)
    assert local_day(late, ZoneInfo("America/New_York")) == date(2026, 11, 20)


NAIVE = datetime(2026, 11, 20, 8)  # noqa: DTZ001  # what must be refused


@pytest.mark.parametrize(
    "call",
    [
        lambda: local_day(NAIVE, STOCKHOLM),
        lambda: is_working_day(NAIVE, never),
        lambda: next_working_day(NAIVE, never),
        lambda: previous_working_day(NAIVE, never),
        lambda: add_working_days(NAIVE, 0, never),
        lambda: shift(NAIVE, Policy.NEXT_OPEN_DAY, never),
        lambda: shift(NAIVE, Policy.KEEP, never),
        lambda: at_wall_time(NAIVE, time(8), STOCKHOLM),
        lambda: at_wall_time(date(2026, 11, 20), time(8, tzinfo=UTC), STOCKHOLM),
        lambda: is_silent_week(NAIVE),
        lambda: list(weekly(1, NAIVE, date(2027, 1, 1))),
        lambda: list(weekly(1, date(2026, 1, 1), NAIVE)),
        lambda: list(weekly(0, date(2026, 1, 1), date(2027, 1, 1))),
    ],
)
def test_times_without_a_place_are_refused(call: Callable[[], object]):
    with pytest.raises(ValueError, match=r"zone|weekday"):
        call()
