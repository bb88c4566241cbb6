"""What lasts until a day: the days that a file writes as `ended`, and the moments at which rows end."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.calendar import ONE_DAY, at_wall_time, local_day


class Ending(Protocol):
    """A row that is valid until a moment, or until further notice."""

    valid_to: datetime | None


class Beginning(Ending, Protocol):
    """A row that is valid from a moment too."""

    valid_from: datetime


@dataclass(frozen=True)
class Lasting:
    """Days by the installation's clock, as of now. A last day is included: the row ends at the midnight after it."""

    now: datetime
    zone: ZoneInfo

    def until(self, ended: str | None) -> datetime | None:
        """Return the midnight (UTC) after a last day; None until further notice."""
        return at_wall_time(date.fromisoformat(ended) + ONE_DAY, time(), self.zone) if ended else None

    def ended(self, row: Ending) -> str | None:
        """Return a row's last day, or None."""
        if row.valid_to is None:
            return None
        return local_day(row.valid_to - timedelta(microseconds=1), self.zone).isoformat()

    def is_past(self, ended: str | None) -> bool:
        """Return whether a last day has passed."""
        end = self.until(ended)
        return end is not None and end <= self.now

    def is_over(self, row: Ending) -> bool:
        """Return whether a row has ended."""
        return row.valid_to is not None and row.valid_to <= self.now

    def began_on(self, row: Beginning) -> date | None:
        """Return a row's first day; None of one that was over when it came to be."""
        return None if row.valid_from == row.valid_to else local_day(row.valid_from, self.zone)
