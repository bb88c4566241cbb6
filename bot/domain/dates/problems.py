"""Why a text is no date: values for a sentence that asks."""

from datetime import date


class DateProblem(ValueError):
    """A text that cannot be taken as a date; `text` is what the person wrote."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def about(self, text: str) -> "DateProblem":
        """Return the same problem, told of the text as it was written."""
        return type(self)(text)


class UnreadableDate(DateProblem):
    """Not understood, or it could mean more than one day."""


class ImpossibleDate(DateProblem):
    """Understood, but there is no such day (31 February, Monday 3 December 2026); perhaps `suggestion` was meant."""

    def __init__(self, text: str, suggestion: date | None) -> None:
        super().__init__(text)
        self.suggestion = suggestion

    def about(self, text: str) -> "ImpossibleDate":
        """Return the same problem, told of the text as it was written."""
        return ImpossibleDate(text, self.suggestion)
