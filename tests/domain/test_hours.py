"""What is said once is said while people are at work."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import is_silent_week, is_working_day, local_day
from bot.domain.hours import working_moment
from bot.red_days import red_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=STOCKHOLM)  # type: ignore[arg-type, misc]  # year, month and so on


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (local(2026, 11, 23, 10, 30), local(2026, 11, 23, 10, 30)),
        (local(2026, 11, 23, 8), local(2026, 11, 23, 8)),
        (local(2026, 11, 23, 7, 59), local(2026, 11, 23, 8)),
        (local(2026, 11, 23, 15, 59), local(2026, 11, 23, 15, 59)),
        (local(2026, 11, 23, 16), local(2026, 11, 24, 8)),
        (local(2026, 11, 27, 22), local(2026, 11, 30, 8)),
        (local(2026, 11, 21, 10), local(2026, 11, 23, 8)),
        (local(2026, 12, 18, 16), local(2027, 1, 11, 8)),
        (local(2026, 5, 14, 9), local(2026, 5, 15, 8)),
        (local(2027, 7, 5, 10), local(2027, 8, 9, 8)),
    ],
    ids=[
        "at work",
        "at eight",
        "early",
        "late in the day",
        "evening",
        "Friday night",
        "weekend",
        "before Christmas",
        "Ascension Day",
        "summer",
    ],
)
def test_the_moment_is_now_at_work_and_else_the_next_morning(said: datetime, heard: datetime) -> None:
    assert working_moment(said, STOCKHOLM, red_day) == heard


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # a bound is naive
def test_the_moment_is_never_in_the_night_on_a_red_day_in_a_silent_week_or_before(moment: datetime) -> None:
    found = working_moment(moment, STOCKHOLM, red_day)
    day = local_day(found, STOCKHOLM)
    assert found >= moment
    assert 8 <= found.astimezone(STOCKHOLM).hour < 16
    assert is_working_day(day, red_day)
    assert not is_silent_week(day)
    assert working_moment(found, STOCKHOLM, red_day) == found
    assert isinstance(day, date)
