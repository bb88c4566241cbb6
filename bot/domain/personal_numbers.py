"""What looks like a Swedish personal identity number in a free text, however it is written.

No pupil is ever named here, so every free text is looked through before it is kept. A personal number is a date of
birth (in a co-ordination number the day is raised by 60) and four figures, the last of them a checksum. Organisation
numbers fall away by themselves: their third and fourth figures are no month.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

_COORDINATION_DAYS = 60

# One to three of what people put between the groups; a run of white space is one.
_GAP = r"[-+\u2010-\u2015\u2212\u00b7./_ ]{1,3}"
_CANDIDATE = (
    r"(?<![\d+])"  # neither inside a longer number nor an international telephone number
    r"(?P<century>{century})(?P<after_century>{gap})"
    rf"(?P<year>\d\d)(?P<after_year>(?:{_GAP})?)"
    rf"(?P<month>0[1-9]|1[0-2])(?P<after_month>(?:{_GAP})?)"
    rf"(?P<day>0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(?P<after_day>(?:{_GAP})?)"
    rf"(?P<last>\d\d(?P<split>{_GAP}|)\d\d)(?!\d)"
)
_CANDIDATES = (
    re.compile(_CANDIDATE.replace("{century}", "19|20").replace("{gap}", f"(?:{_GAP})?")),
    re.compile(_CANDIDATE.replace("{century}", "").replace("{gap}", "")),
)
# "dnr", with or without a registry's letters and a year between it and the number: "dnr BUN 2026/".
_AFTER_DIARY = re.compile(
    r"\b(?:dnr|diarienr|diarienummer)\b[\s.:#]*(?:[^\W\d_]{1,8}[ /-]?)?(?:\d{4}[/:-])?$", re.IGNORECASE
)
_AFTER_TELEPHONE = re.compile(r"\b(?:tel|tele|tfn|telefon|mobil|ring|sms|fax)(?:nr|nummer)?\b[\s.:]*$", re.IGNORECASE)
# One more pair before or after: five pairs are then a piece of a list of figures.
_AFTER_A_PAIR = re.compile(rf"(?:^|\D)\d\d{_GAP}$")
_A_PAIR_NEXT = re.compile(rf"{_GAP}\d\d(?!\d)")
# What follows when the four figures are the year of a second date, or begin a span of hours: "2026-06-12", "0830-1000".
_DAY_NEXT = re.compile(r"[-\u2010-\u2015/.]\d\d(?!\d)")
_SPAN_NEXT = re.compile(r" ?[-\u2010-\u2015] ?\d{4}(?!\d)")
#: What four figures after a date count, in words that no sentence about one person goes on with.
_COUNTED_NEXT = re.compile(
    r" ?(?:%|(?:elever|barn|personer|deltagare|lärare|föräldrar|vårdnadshavare|anställda|skolor|kommuner|kr|kronor|tkr"
    r"|mkr|st|stycken|timmar|minuter|dagar|poäng|procent|svar|enkäter|platser|besök|ord|sidor|meter|km)\b)",
    re.IGNORECASE,
)
# "2010/11–2014": two school years, or the years between them.
_SCHOOL_YEARS = re.compile(r"(?:19|20)\d\d[-\u2010-\u2015/]\d\d ?[-\u2010-\u2015] ?(?:19|20)\d\d$")
#: How far before a number a word that explains it is looked for.
_LOOK_BACK = 40
#: Categories of characters that are not seen: format characters, marks on a figure, control characters.
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})


def find(text: str) -> str | None:
    """Return the first personal identity number of a text, masked as "…-1234", or None when there is none.

    Found are 10 or 12 figures with a date that exists and a right checksum, in a row or with one to three separators
    between their groups, in any kind of figures, with unseen characters among them. A number after "dnr" passes, and so
    does one that is written as a telephone number, as a date and how many of something, or as a piece of a list.
    """
    for candidate in _candidates(_normalized(text)):
        if _is_personal(candidate) and not _is_something_else(candidate):
            return f"…-{_last_four(candidate)}"
    return None


def _normalized(text: str) -> str:
    """Return a text in its compatible form (NFKC), without what is not seen, each run of white space as one space."""
    seen = "".join(map(_seen_character, unicodedata.normalize("NFKC", text)))
    return re.sub(r" +", " ", seen)


def _seen_character(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return "" if category in _UNSEEN else character


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Yield all that has the shape of a personal number, first those with a century; they may overlap."""
    for start in (figure.start() for figure in re.finditer(r"(?<!\d)\d", text)):
        for shape in _CANDIDATES:
            if candidate := shape.match(text, start):
                yield candidate


def _is_personal(candidate: re.Match[str]) -> bool:
    figures = "".join(candidate[group] for group in ("year", "month", "day")) + _last_four(candidate)
    return _is_date(candidate) and _has_valid_checksum(figures)


def _last_four(candidate: re.Match[str]) -> str:
    return candidate["last"][:2] + candidate["last"][-2:]


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


def _is_something_else(candidate: re.Match[str]) -> bool:
    before = candidate.string[max(0, candidate.start() - _LOOK_BACK) : candidate.start()]
    return (
        _AFTER_DIARY.search(before) is not None
        or _is_telephone(candidate, before)
        or _is_in_a_list(candidate, before)
        or _is_day_and_figure(candidate)
        or _SCHOOL_YEARS.match(candidate[0]) is not None
    )


def _is_telephone(candidate: re.Match[str], before: str) -> bool:
    """Tell whether ten figures are a telephone number, which may look like a birth in 2000 to 2009.

    An area code stands apart: "0911-12 34 56". In a row or in pairs only a word that says so tells, or a mobile number
    that would be a co-ordination number: pupils born in 2007 are many, co-ordination numbers among them hardly any.
    """
    if candidate["century"] or not candidate["year"].startswith("0"):
        return False
    in_pairs = bool(candidate["after_day"] and candidate["split"])
    in_a_row = not candidate["after_day"] and not candidate["split"]
    if not candidate["after_year"] and candidate["after_month"]:
        return in_pairs or in_a_row
    is_mobile = candidate["year"] == "07" and int(candidate["day"]) > _COORDINATION_DAYS
    return (in_pairs or in_a_row) and (is_mobile or _AFTER_TELEPHONE.search(before) is not None)


def _is_in_a_list(candidate: re.Match[str], before: str) -> bool:
    """Tell whether the four figures are two pairs that do not belong together: hours after a date, figures in a row."""
    split = candidate["split"]
    if not split:
        return False
    if split != " " and split != candidate["after_day"]:
        return True
    after = candidate.string[candidate.end() :]
    return _AFTER_A_PAIR.search(before) is not None or _A_PAIR_NEXT.match(after) is not None


def _is_day_and_figure(candidate: re.Match[str]) -> bool:
    """Tell whether a date and four figures have nothing to do with each other: "2026-11-30 1234 elever"."""
    if not candidate["after_year"] or not candidate["after_month"] or candidate["split"]:
        return False
    after = candidate.string[candidate.end() :]
    if _DAY_NEXT.match(after):
        return True
    if candidate["after_day"] != " ":
        return False
    is_counted = not candidate["last"].startswith("0") and _COUNTED_NEXT.match(after) is not None
    return is_counted or _SPAN_NEXT.match(after) is not None
