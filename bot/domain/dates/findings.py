"""A place in a text that tells a due date, or looks as if it did."""

from dataclasses import dataclass
from datetime import date

from bot.domain.dates.problems import DateProblem


@dataclass(frozen=True)
class FoundDate:
    """A place in a text that gives a due date, or raises a question about one."""

    #: Where it stands in the folded text, without its keyword.
    start: int
    end: int
    due: date | None = None
    question: DateProblem | None = None
    #: How much of the original text stays, when the clause stands at the end and can be taken away.
    keep: int | None = None
