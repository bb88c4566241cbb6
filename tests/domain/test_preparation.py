"""When steps of preparation are told of, done and counted."""

from datetime import date

import pytest

from bot.domain.preparation import counted_on, days_of, last_day, shown_state, told_on
from bot.domain.programme.due import Anchor, Relative
from bot.domain.programme.models import PreparationStep
from bot.red_days import red_day

CONFERENCE = {"conference": Anchor(date(2027, 2, 10), date(2027, 2, 11))}


def step(**more: object) -> PreparationStep:
    due = Relative(before="conference", days=21)
    return PreparationStep.model_validate(
        {"id": "brief", "title": "Missiv", "owner": "contact_person", "due": due} | more
    )


def test_a_step_begins_when_the_programme_says_or_two_weeks_before() -> None:
    assert days_of(step(), CONFERENCE) == (date(2026, 12, 16), date(2027, 1, 20))
    starts = Relative(before="conference", days=34)
    assert days_of(step(starts=starts), CONFERENCE) == (date(2026, 12, 17), date(2027, 1, 20))


def test_two_weeks_before_are_school_weeks_too() -> None:
    september = {"conference": Anchor(date(2027, 9, 15), date(2027, 9, 16))}
    assert days_of(step(), september) == (date(2027, 6, 16), date(2027, 8, 25))


def test_more_time_is_never_less() -> None:
    assert last_day(date(2027, 1, 20), None) == date(2027, 1, 20)
    assert last_day(date(2027, 1, 20), date(2027, 1, 25)) == date(2027, 1, 25)
    assert last_day(date(2027, 1, 27), date(2027, 1, 25)) == date(2027, 1, 27)


@pytest.mark.parametrize(
    ("starts", "told"),
    [
        (date(2027, 1, 14), date(2027, 1, 14)),
        (date(2027, 1, 7), date(2027, 1, 11)),  # the silent week 1
        (date(2026, 5, 14), date(2026, 5, 15)),  # Ascension Day
        (date(2027, 1, 16), date(2027, 1, 18)),  # a Saturday
        (date(2027, 7, 14), date(2027, 8, 16)),  # in summer
        (date(2027, 6, 20), date(2027, 8, 16)),  # the Sunday before midsummer's week
        (date(2027, 6, 18), date(2027, 6, 18)),  # the Friday
    ],
)
def test_a_step_is_told_of_on_a_working_day_in_a_school_week(starts: date, told: date) -> None:
    assert told_on(starts, red_day) == told


def test_the_channel_counts_on_the_working_day_after() -> None:
    assert counted_on(date(2027, 1, 20), red_day) == date(2027, 1, 21)
    assert counted_on(date(2027, 1, 22), red_day) == date(2027, 1, 25)
    assert counted_on(date(2026, 12, 18), red_day) == date(2027, 1, 11)
    # What fell due the day before midsummer's week is counted in it, and never in a silent week.
    assert counted_on(date(2027, 6, 20), red_day) == date(2027, 6, 21)
    assert counted_on(date(2027, 7, 2), red_day) == date(2027, 8, 9)


@pytest.mark.parametrize(
    ("done", "today", "state"),
    [
        (True, date(2027, 3, 1), "done"),
        (False, date(2027, 1, 6), "ahead"),
        (False, date(2027, 1, 7), "ongoing"),
        (False, date(2027, 1, 20), "ongoing"),
        (False, date(2027, 1, 21), "late"),
    ],
)
def test_how_a_step_is_doing(done: bool, today: date, state: str) -> None:
    assert shown_state(done=done, starts_on=date(2027, 1, 7), last=date(2027, 1, 20), today=today) == state
