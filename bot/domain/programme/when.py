"""The five forms of a day in an annual wheel, and the day each comes to in one year.

A wheel's year is named by the calendar year it begins in: 2026 is June 2026 to May 2027 when it begins in June.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.programme.questions import Id, Model

#: Months and weekdays as a programme writes them, in order.
MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
#: The last week that every year has.
LAST_WEEK = 52
#: How often every month has each weekday.
MOST_OF_A_WEEKDAY = 4
#: A year without the day that only some years have.
_ORDINARY_YEAR = 2025

Month = Literal[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Week = Annotated[int, Field(ge=1, le=LAST_WEEK)]


def _month_day(written: str) -> str:
    if re.fullmatch(r"\d{2}-\d{2}", written):
        try:
            date.fromisoformat(f"{_ORDINARY_YEAR}-{written}")
        except ValueError:
            pass
        else:
            return written
    raise PydanticCustomError("load-not-a-month-day", "a day of every year is written 09-01")


#: A day of every year, such as `09-01`. The 29th of February is none.
MonthDay = Annotated[str, AfterValidator(_month_day)]

#: Given what a day is counted from, the first and the last day of it in the year; of a milestone its last day only.
Anchors = Callable[[str], tuple[date, date]]


class Period(Model):
    """A stretch of every year, both days included; one that ends before it begins goes over New Year."""

    first: MonthDay = Field(alias="from")
    last: MonthDay = Field(alias="to")


class When(Model):
    """A day of every year, in one of five forms.

    `latest` or `on` a day; a `week`, whose last day is its Friday; the `nth` `weekday` of a `month`; or a number of
    `days` `before` or `after` an anchor, which is a board meeting or another milestone.
    """

    latest: MonthDay | None = None
    on: MonthDay | None = None
    week: Week | None = None
    nth: int | None = Field(default=None, ge=1, le=MOST_OF_A_WEEKDAY)
    weekday: Weekday | None = None
    month: Month | None = None
    before: Id | None = None
    after: Id | None = None
    days: int | None = Field(default=None, ge=0, le=365)

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        forms = [name for name in ("latest", "on", "week", "nth", "before", "after") if getattr(self, name) is not None]
        if len(forms) != 1:
            raise PydanticCustomError("load-when-one-form", "needs exactly one of the five forms")
        if (self.nth is not None) != (self.weekday is not None) or (self.nth is not None) != (self.month is not None):
            raise PydanticCustomError("load-when-nth", "nth, weekday and month stand together")
        if (self.anchor is not None) != (self.days is not None):
            raise PydanticCustomError("load-when-days", "days stand with before or after")
        return self

    @property
    def anchor(self) -> str | None:
        """What it is counted from, or None."""
        return self.before or self.after

    def span(self, year: int, starts: Month, anchors: Anchors) -> tuple[date, date]:
        """Return the first and the last day in a year that begins with the month; only a week has two."""
        if self.week is not None:
            return week_in(year, starts, self.week)
        day = self._day(year, starts, anchors)
        return day, day

    def _day(self, year: int, starts: Month, anchors: Anchors) -> date:
        if self.before is not None:
            return anchors(self.before)[0] - timedelta(days=self.days or 0)
        if self.after is not None:
            return anchors(self.after)[1] + timedelta(days=self.days or 0)
        if self.nth is not None and self.weekday is not None and self.month is not None:
            return nth_weekday(year, starts, self.nth, self.weekday, self.month)
        return day_in(year, starts, self.latest or self.on or "")


def first_day(year: int, starts: Month) -> date:
    """Return the first day of the year that begins with the month."""
    return date(year, MONTHS.index(starts) + 1, 1)


def last_day(year: int, starts: Month) -> date:
    """Return the last day of the year that begins with the month."""
    return first_day(year + 1, starts) - timedelta(days=1)


def year_of(day: date, starts: Month) -> int:
    """Return the name of the year that a day is in, when years begin with the month."""
    return day.year if day >= first_day(day.year, starts) else day.year - 1


def day_in(year: int, starts: Month, month_day: str) -> date:
    """Return the day of every year as it falls in this one."""
    this = date.fromisoformat(f"{year}-{month_day}")
    return this if this >= first_day(year, starts) else date.fromisoformat(f"{year + 1}-{month_day}")


def week_in(year: int, starts: Month, week: int) -> tuple[date, date]:
    """Return Monday and Friday of an ISO week as it falls in this year: its Friday does."""
    friday = date.fromisocalendar(year, week, 5)
    if friday < first_day(year, starts):
        friday = date.fromisocalendar(year + 1, week, 5)
    return friday - timedelta(days=4), friday


def is_in_every_year(week: int, starts: Month) -> bool:
    """Return whether the Friday of an ISO week comes once in every year that begins with the month.

    The week around its first day does not: some years have its Friday twice, others never. Calendars repeat after 28.
    """
    years = range(_ORDINARY_YEAR, _ORDINARY_YEAR + 28)
    return len({date.fromisocalendar(year, week, 5) >= first_day(year, starts) for year in years}) == 1


def nth_weekday(year: int, starts: Month, nth: int, weekday: Weekday, month: Month) -> date:
    """Return the nth such weekday of the month as it falls in this year."""
    first = day_in(year, starts, f"{MONTHS.index(month) + 1:02}-01")
    return first + timedelta(days=(WEEKDAYS.index(weekday) - first.weekday()) % 7 + 7 * (nth - 1))
