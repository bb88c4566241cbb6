"""Sweden's red days and the eves that everybody takes off, from the `holidays` package.

School breaks are local and are not here: they stand in the table of closed days.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache


def red_day(day: date) -> str | None:
    """Name the red day or eve in Swedish, None on other days; Sundays without a name of their own are not listed."""
    return _red_days_of(day.year).get(day)


def is_eve(day: date) -> bool:
    """Tell whether everybody takes the day off although the law does not: Midsummer Eve, Christmas Eve, New Year's."""
    return red_day(day) is not None and day not in _statutory_days_of(day.year)


@cache
def _red_days_of(year: int) -> Mapping[date, str]:
    """Read a whole year at once: `holidays` fills its own object while it is asked, which threads must not share."""
    from holidays import DE_FACTO, PUBLIC, country_holidays  # slow to import, and most commands ask for no day

    return dict(country_holidays("SE", years=year, categories=(PUBLIC, DE_FACTO), language="sv"))


@cache
def _statutory_days_of(year: int) -> frozenset[date]:
    from holidays import PUBLIC, country_holidays  # as above

    return frozenset(country_holidays("SE", years=year, categories=(PUBLIC,)))
