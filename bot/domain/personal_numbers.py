"""What looks like a Swedish personal identity number in a free text.

No pupil is ever named here, so every free text is looked through before it is kept. A personal number is a date of
birth (in a co-ordination number the day is raised by 60) and four figures, the last of them a checksum. Organisation
numbers fall away by themselves: their third and fourth figures are no month.
"""

import re
from datetime import date

_COORDINATION_DAYS = 60

_CANDIDATE = re.compile(
    r"(?<![\d+])"  # neither inside a longer number nor an international telephone number
    r"(?P<century>19|20)?(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?P<separator>[-+\u2010-\u2015\u2212 \u00a0]?)"
    r"(?P<last>\d{4})(?!\d)"
)
# "dnr", with or without a registry's letters and a year between it and the number: "dnr BUN 2026/".
_AFTER_DIARY = re.compile(
    r"\b(?:dnr|diarienr|diarienummer)\b[\s.:#]*(?:[^\W\d_]{1,8}[ /-]?)?(?:\d{4}[/:-])?$", re.IGNORECASE
)
_AFTER_TELEPHONE = re.compile(r"\b(?:tel|tele|tfn|telefon|mobil|ring|sms|fax)(?:nr|nummer)?\b[\s.:]*$", re.IGNORECASE)
#: How far before a number a word that explains it is looked for.
_LOOK_BACK = 40


def find(text: str) -> str | None:
    """Return the first personal identity number of a text, masked as "…-1234", or None when there is none.

    Found are 10 or 12 figures, with or without a hyphen, a plus or a space before the last four, with a date that
    exists and a right checksum. A number after "dnr" passes, and so does one that is written as a telephone number.
    """
    for candidate in _CANDIDATE.finditer(text):
        before = text[max(0, candidate.start() - _LOOK_BACK) : candidate.start()]
        if _is_personal(candidate) and not _is_explained(candidate, before):
            return f"…-{candidate['last']}"
    return None


def _is_personal(candidate: re.Match[str]) -> bool:
    figures = candidate["year"] + candidate["month"] + candidate["day"] + candidate["last"]
    return _is_date(candidate) and _has_valid_checksum(figures)


def _is_date(candidate: re.Match[str]) -> bool:
    month, day = int(candidate["month"]), _birth_day(candidate)
    centuries = [candidate["century"]] if candidate["century"] else ["19", "20"]
    return any(_exists(int(century + candidate["year"]), month, day) for century in centuries)


def _birth_day(candidate: re.Match[str]) -> int:
    day = int(candidate["day"])
    return day - _COORDINATION_DAYS if day > _COORDINATION_DAYS else day


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _has_valid_checksum(figures: str) -> bool:
    """Check by Luhn's rule: every other figure doubled, from the first, and the figures of all added."""
    products = (int(figure) * (2 - place % 2) for place, figure in enumerate(figures))
    return sum(product // 10 + product % 10 for product in products) % 10 == 0


def _is_explained(candidate: re.Match[str], before: str) -> bool:
    return _AFTER_DIARY.search(before) is not None or _is_telephone(candidate, before)


def _is_telephone(candidate: re.Match[str], before: str) -> bool:
    """Tell whether ten figures in a row are a telephone number, which may look like a birth in 2000 to 2009.

    Without a word that says so only a mobile number that would be a co-ordination number is taken for one: pupils
    born in 2007 are many, co-ordination numbers among them without a hyphen are hardly any.
    """
    figures = candidate[0]
    if len(figures) != 10 or not figures.startswith("0"):
        return False
    is_mobile = figures.startswith("07") and int(candidate["day"]) > _COORDINATION_DAYS
    return is_mobile or _AFTER_TELEPHONE.search(before) is not None
