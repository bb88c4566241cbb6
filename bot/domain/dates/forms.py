"""A form is a pattern of a whole text and the function that reads what it matched."""

import re
from collections.abc import Callable
from datetime import date

#: Takes the match and today; raises a DateProblem when the form is right and the date is not.
Reader = Callable[[re.Match[str], date], date]
Form = tuple[re.Pattern[str], Reader]


def first_reading(forms: tuple[Form, ...], text: str, today: date) -> date | None:
    """Read a folded text with the first form that fits all of it; None when none does."""
    for form, read in forms:
        if found := form.fullmatch(text):
            return read(found, today)
    return None
