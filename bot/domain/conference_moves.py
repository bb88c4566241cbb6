"""What people have been told of when a conference is, against what holds now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

#: This long before either beginning nobody waits for working hours: people may be about to travel.
NO_WAIT = timedelta(days=1)

#: moved · cancelled · held (it takes place after all) · unmoved (it is on the days that were told)
News = Literal["moved", "cancelled", "held", "unmoved"]


@dataclass(frozen=True)
class Days:
    """The days of a conference, in its own zone, and whether it has been cancelled."""

    first_day: date
    last_day: date
    cancelled: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the days as they are kept beside a message."""
        return {"first": self.first_day.isoformat(), "last": self.last_day.isoformat(), "cancelled": self.cancelled}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Days":
        """Return days that were kept."""
        first, last = (date.fromisoformat(kept[each]) for each in ("first", "last"))
        return cls(first, last, bool(kept["cancelled"]))


def news_between(told: Days, now: Days) -> News:
    """Return what is news to somebody who was told these days. Hours are no news: nobody was told any."""
    if now.cancelled:
        return "unmoved" if told.cancelled else "cancelled"
    if told.cancelled:
        return "held"
    return "unmoved" if told == now else "moved"


def said_at(moment: datetime, working_moment: datetime, *beginnings: datetime) -> datetime:
    """Return when a move is told of: in working hours, but at once when people may be about to travel."""
    return moment if working_moment > min(beginnings) - NO_WAIT else working_moment
