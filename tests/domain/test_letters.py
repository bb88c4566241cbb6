"""The weekly letter's day: as chosen, off red days, and in its week when its reader is back."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import ONE_DAY, Policy, at_wall_time, is_working_day, local_day, weekly
from bot.domain.letters import HOURS, LONGEST_WAY, WEEKDAYS, LetterTime, letter_day
from bot.domain.people import Rest, rest_on
from bot.red_days import red_day

MONDAYS = st.integers(0, 1900).map(lambda n: date(2000, 1, 3) + timedelta(weeks=n))
CHOSEN = st.builds(LetterTime, st.sampled_from(WEEKDAYS), st.sampled_from(HOURS))
ZONES = st.sampled_from([ZoneInfo(name) for name in ("Europe/Stockholm", "Europe/Helsinki", "America/New_York")])
RESTS = st.lists(
    st.builds(
        lambda why, first, days: Rest(why, first, None if days is None else first + timedelta(days=days)),
        st.sampled_from(["paused", "away"]),
        st.dates(date(2020, 1, 1), date(2022, 1, 1)),
        st.none() | st.integers(0, 40),
    ),
    max_size=4,
)


def rests_in(rests: list[Rest]) -> Callable[[date], str | None]:
    return lambda day: rest_on(rests, day)


@pytest.mark.parametrize(
    ("monday", "weekday", "rests", "expected"),
    [
        (date(2027, 1, 18), 1, [], date(2027, 1, 18)),
        (date(2027, 1, 18), 5, [], date(2027, 1, 22)),
        (date(2027, 3, 29), 1, [], date(2027, 3, 30)),  # Easter Monday
        (date(2027, 3, 22), 5, [], date(2027, 3, 30)),  # Good Friday: past the holidays
        (date(2027, 1, 18), 1, [Rest("away", date(2027, 1, 18), date(2027, 1, 20))], date(2027, 1, 21)),
        (date(2027, 1, 18), 1, [Rest("paused", date(2027, 1, 1), date(2027, 1, 22))], date(2027, 1, 18)),
        (date(2027, 1, 18), 3, [Rest("away", date(2027, 1, 18), date(2027, 1, 19))], date(2027, 1, 20)),
        (date(2027, 1, 18), 1, [Rest("paused", date(2027, 1, 1), None)], date(2027, 1, 18)),
    ],
)
def test_the_day_of_a_letter(monday: date, weekday: int, rests: list[Rest], expected: date) -> None:
    assert letter_day(monday, LetterTime(weekday), red_day, rests_in(rests)) == expected


def test_a_break_of_more_than_two_weeks_leaves_it_out() -> None:
    def closed(day: date) -> str | None:
        return "break" if date(2027, 1, 18) <= day <= date(2027, 2, 5) else None

    assert letter_day(date(2027, 1, 18), LetterTime(), closed) is None
    assert letter_day(date(2027, 1, 25), LetterTime(), closed) == date(2027, 2, 8)
    assert letter_day(date(2027, 1, 25), LetterTime(), closed, policy=Policy.SKIP) is None


@settings(max_examples=300)
@given(MONDAYS, CHOSEN, RESTS)
def test_it_comes_on_a_working_day_not_before_the_one_chosen(
    monday: date, chosen: LetterTime, rests: list[Rest]
) -> None:
    day = letter_day(monday, chosen, red_day, rests_in(rests))
    assert day is not None
    assert is_working_day(day, red_day)
    assert chosen.wanted_on(monday) <= day < monday + LONGEST_WAY
    in_week = [monday + n * ONE_DAY for n in range(7)]
    free = [
        d for d in in_week if d >= chosen.wanted_on(monday) and is_working_day(d, red_day) and not rest_on(rests, d)
    ]
    if free and day <= in_week[-1]:
        assert day == free[0]


@settings(max_examples=300)
@given(MONDAYS, CHOSEN, RESTS)
def test_letters_come_in_the_order_of_their_weeks(monday: date, chosen: LetterTime, rests: list[Rest]) -> None:
    days = [letter_day(monday + timedelta(weeks=n), chosen, red_day, rests_in(rests)) for n in range(4)]
    assert all(one is not None and other is not None and one <= other for one, other in pairwise(days))


@settings(max_examples=300)
@given(MONDAYS, CHOSEN, ZONES)
def test_the_hour_is_kept_on_every_clock_and_no_change_of_clocks_touches_it(
    monday: date, chosen: LetterTime, zone: ZoneInfo
) -> None:
    day = letter_day(monday, chosen, red_day)
    assert day is not None
    moment = at_wall_time(day, chosen.clock, zone)
    assert moment.astimezone(zone).time() == time(chosen.hour)
    assert local_day(moment, zone) == day
    assert datetime.fromisoformat(moment.isoformat()) == moment


@given(st.lists(st.integers(0, 400), min_size=3, max_size=3).map(sorted), CHOSEN, RESTS)
def test_weeks_planned_in_parts_are_the_weeks_planned_at_once(
    cuts: list[int], chosen: LetterTime, rests: list[Rest]
) -> None:
    a, b, c = (date(2020, 6, 1) + timedelta(days=cut) for cut in cuts)

    def due(start: date, end: date) -> list[tuple[date, date]]:
        found = []
        for monday in weekly(1, start - LONGEST_WAY, end + ONE_DAY):
            day = letter_day(monday, chosen, red_day, rests_in(rests))
            if day is not None and start <= day < end:
                found.append((monday, day))
        return found

    assert [*due(a, b), *due(b, c)] == due(a, c)
    assert len({monday for monday, _ in due(a, c)}) == len(due(a, c))
