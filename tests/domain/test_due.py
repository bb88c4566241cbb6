from datetime import date

import pytest
from pydantic import ValidationError

from bot.domain.programme.due import Anchor, Relative

CONFERENCE = {"conference": Anchor(date(2027, 2, 10), date(2027, 2, 11))}


def test_before_counts_from_the_first_day():
    assert Relative(before="conference", days=21).day(CONFERENCE) == date(2027, 1, 20)


def test_after_counts_from_the_last_day():
    assert Relative(after="conference", days=14).day(CONFERENCE) == date(2027, 2, 25)


def test_before_counts_school_weeks_and_after_ends_in_one():
    september = {"conference": Anchor(date(2027, 9, 15), date(2027, 9, 16))}
    assert Relative(before="conference", days=35).day(september) == date(2027, 6, 16)
    june = {"conference": Anchor(date(2027, 6, 8), date(2027, 6, 9))}
    assert Relative(after="conference", days=7).day(june) == date(2027, 6, 16)
    # Midsummer's week and week 32: the Monday when people are back.
    assert Relative(after="conference", days=14).day(june) == date(2027, 8, 16)
    assert Relative(after="conference", days=67).day(june) == date(2027, 8, 16)
    assert Relative(after="conference", days=70).day(june) == date(2027, 8, 18)
    july = {"conference": Anchor(date(2027, 7, 7), date(2027, 7, 8))}
    assert Relative(after="conference", days=0).day(july) == date(2027, 7, 8)


def test_no_days_is_the_day_itself():
    assert Relative(before="conference", days=0).day(CONFERENCE) == date(2027, 2, 10)
    assert Relative(after="conference", days=0).day(CONFERENCE) == date(2027, 2, 11)


@pytest.mark.parametrize("written", [{"days": "3"}, {"before": "a", "after": "b", "days": "3"}, {"before": "a"}])
def test_needs_one_anchor_and_days(written: dict[str, str]):
    with pytest.raises(ValidationError):
        Relative.model_validate(written)


@pytest.mark.parametrize("days", [-1, 731])
def test_days_are_bounded(days: int):
    with pytest.raises(ValidationError):
        Relative(before="conference", days=days)


def test_an_anchor_that_is_not_there_is_no_day():
    with pytest.raises(KeyError):
        Relative(before="training", days=1).day(CONFERENCE)
