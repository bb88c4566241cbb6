"""When the one question about a commitment that is a week late is asked."""

from datetime import date

import pytest

from bot.domain.commitments import question_day
from bot.red_days import red_day


@pytest.mark.parametrize(
    ("due_on", "asked_on"),
    [
        (date(2027, 1, 15), date(2027, 1, 22)),
        (date(2026, 12, 7), date(2026, 12, 15)),  # a week later is a Monday, the letter's day
        (date(2026, 12, 11), date(2026, 12, 18)),  # the last day before Christmas
        (date(2026, 12, 18), date(2027, 1, 12)),  # the silent weeks 52, 53 and 1, and the letter's Monday
        (date(2024, 12, 18), date(2025, 1, 7)),  # without a week 53
        (date(2027, 6, 29), date(2027, 8, 10)),
    ],
)
def test_late_is_asked_about_on_a_day_of_its_own_outside_the_silent_weeks(due_on: date, asked_on: date) -> None:
    assert question_day(due_on, red_day) == asked_on
