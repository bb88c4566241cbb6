"""When a conference asks something of people; the days are those of the Swedish calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import is_silent_week, is_working_day, local_day
from bot.domain.conferences import gaps_day, municipal_groups_at, reminder_day, summary_at
from bot.red_days import red_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")

days = st.dates(date(2020, 1, 1), date(2039, 12, 31))
zones = st.sampled_from(["Europe/Stockholm", "Europe/Helsinki", "America/New_York", "Asia/Kathmandu"]).map(ZoneInfo)
# Hypothesis takes wall times here and gives them their zone.
instants = st.datetimes(datetime(2020, 1, 1), datetime(2039, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # as above


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "expected"),
    [
        # Two days: two hours before the end of the second.
        (moment(date(2027, 2, 10), 10), moment(date(2027, 2, 11), 15), moment(date(2027, 2, 11), 13)),
        # Two elapsed hours, also on the day when the clocks go forward at two.
        (moment(date(2027, 3, 27), 10), moment(date(2027, 3, 28), 4), moment(date(2027, 3, 28), 1)),
        # Shorter than two hours: at its beginning.
        (moment(date(2027, 2, 10), 10), moment(date(2027, 2, 10), 11), moment(date(2027, 2, 10), 10)),
    ],
)
def test_municipal_groups_sit_down_two_hours_before_the_end(
    starts_at: datetime, ends_at: datetime, expected: datetime
) -> None:
    assert municipal_groups_at(starts_at.astimezone(UTC), ends_at.astimezone(UTC)) == expected.astimezone(UTC)


@given(instants, st.timedeltas(timedelta(0), timedelta(days=4)))
def test_the_municipal_groups_meet_during_the_conference(starts_at: datetime, lasts: timedelta) -> None:
    assert starts_at <= municipal_groups_at(starts_at, starts_at + lasts) <= starts_at + lasts


@pytest.mark.parametrize(
    ("ends_on", "asked_on", "summed_up_on", "filled_in_on"),
    [
        # Thursday: Friday, Monday, and the Thursday two weeks later.
        (date(2027, 2, 11), date(2027, 2, 12), date(2027, 2, 15), date(2027, 2, 25)),
        # Friday: Monday and Tuesday.
        (date(2027, 2, 12), date(2027, 2, 15), date(2027, 2, 16), date(2027, 2, 26)),
        # Before Easter: Maundy Thursday, then Friday and Monday are red.
        (date(2027, 3, 24), date(2027, 3, 25), date(2027, 3, 30), date(2027, 4, 7)),
        # Two weeks later is Ascension Day, a Thursday: Friday. Two working days later is the Monday.
        (date(2027, 4, 22), date(2027, 4, 23), date(2027, 4, 26), date(2027, 5, 7)),
        # Two weeks later is a Monday, the day of the weekly letter: Tuesday.
        (date(2027, 2, 8), date(2027, 2, 9), date(2027, 2, 10), date(2027, 2, 23)),
        # Two weeks later lie the silent weeks of summer, and they end on a Sunday: the Tuesday after.
        (date(2027, 6, 23), date(2027, 6, 24), date(2027, 6, 28), date(2027, 8, 10)),
        # And those of Christmas, which have no say in when the silent are asked and all is summed up.
        (date(2026, 12, 17), date(2026, 12, 18), date(2026, 12, 21), date(2027, 1, 12)),
    ],
)
def test_the_days_after(ends_on: date, asked_on: date, summed_up_on: date, filled_in_on: date) -> None:
    assert reminder_day(ends_on, red_day) == asked_on
    noon = moment(summed_up_on, 12).astimezone(UTC)
    assert summary_at(moment(ends_on, 15), STOCKHOLM, red_day) == noon
    assert gaps_day(ends_on, red_day) == filled_in_on


def test_the_last_day_is_that_of_the_meetings_zone() -> None:
    # Half past eleven at night in Stockholm is Thursday still, though it is Friday in Helsinki.
    ends_at = moment(date(2027, 2, 11), 23, 30)
    assert summary_at(ends_at, STOCKHOLM, red_day) == moment(date(2027, 2, 15), 12)
    helsinki = ZoneInfo("Europe/Helsinki")
    assert summary_at(ends_at, helsinki, red_day) == datetime(2027, 2, 16, 12, tzinfo=helsinki)


@given(days)
def test_those_who_have_not_answered_are_asked_on_the_first_working_day(ends_on: date) -> None:
    day = reminder_day(ends_on, red_day)
    assert day > ends_on
    assert is_working_day(day, red_day)
    between = (ends_on + timedelta(days=n) for n in range(1, (day - ends_on).days))
    assert not any(is_working_day(other, red_day) for other in between)


@given(instants, zones)
def test_the_summary_comes_at_noon_the_working_day_after_the_question(ends_at: datetime, zone: ZoneInfo) -> None:
    at = summary_at(ends_at, zone, red_day)
    assert at.tzinfo is UTC
    assert at.astimezone(zone).time() == time(12)
    asked_on = reminder_day(local_day(ends_at, zone), red_day)
    assert local_day(at, zone) == reminder_day(asked_on, red_day)


@given(days)
def test_gaps_are_asked_about_on_a_day_of_their_own(ends_on: date) -> None:
    day = gaps_day(ends_on, red_day)
    assert day - ends_on >= timedelta(weeks=2)
    assert is_working_day(day, red_day)
    assert not is_silent_week(day)
    assert day.isoweekday() != 1
