"""Why a text is no date: values for a sentence that asks."""

from datetime import date
from typing import Self


class DateProblem(ValueError):
    """A text that cannot be taken as a date; `text` is what the person wrote, `suggestion` what perhaps was meant."""

    def __init__(self, text: str, suggestion: date | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.suggestion = suggestion

    def about(self, text: str) -> Self:
        """Return the same problem, told of the text as it was written."""
        return type(self)(text, self.suggestion)


class UnreadableDate(DateProblem):
    """Not understood, or it could mean more than one day."""


class ImpossibleDate(DateProblem):
    """Understood, but there is no such day (31 February, Monday 3 December 2026)."""


class PastDate(DateProblem):
    """A due date that has been; `day` is it."""

    def __init__(self, text: str, day: date) -> None:
        super().__init__(text)
        self.day = day
