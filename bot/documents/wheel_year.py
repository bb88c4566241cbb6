"""The days of a wheel as angles. Degrees go clockwise from the top, where the year begins and ends."""

from dataclasses import dataclass
from datetime import date, timedelta

#: Left open at the top, between the year's last day and its first: there the rings' names stand.
GAP = 16.0


@dataclass(frozen=True)
class Year:
    """The days of a wheel as angles."""

    first_day: date
    last_day: date

    def angle(self, day: date) -> float:
        """Return where a day begins; a day before or after the year stands at its edge."""
        days = (self.last_day - self.first_day).days + 1
        return GAP / 2 + min(max((day - self.first_day).days, 0), days) * (360 - GAP) / days

    def noon(self, day: date) -> float:
        """Return the middle of a day."""
        return (self.angle(day) + self.angle(day + timedelta(days=1))) / 2

    def holds(self, day: date) -> bool:
        """Tell whether a day belongs to the year."""
        return self.first_day <= day <= self.last_day

    def touches(self, first: date, last: date) -> bool:
        """Tell whether any day from first to last belongs to the year."""
        return first <= self.last_day and last >= self.first_day

    def months(self) -> list[tuple[date, date]]:
        """Return the first and last day of each month, within the year."""
        return self._stretches([day for day in self._days() if day.day == 1])

    def weeks(self) -> list[tuple[date, date]]:
        """Return the first and last day of each week, within the year."""
        return self._stretches([day for day in self._days() if day.isoweekday() == 1])

    def _days(self) -> list[date]:
        return [self.first_day + timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]

    def _stretches(self, starts: list[date]) -> list[tuple[date, date]]:
        firsts = sorted({self.first_day, *starts})
        lasts = [day - timedelta(days=1) for day in firsts[1:]]
        return list(zip(firsts, [*lasts, self.last_day], strict=True))
