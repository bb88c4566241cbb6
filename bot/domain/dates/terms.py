"""School years and terms: "läsåret 27/28", "vt 2028", "nästa läsår"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.dates.words import MONTH, pattern

_SCHOOL_YEAR = r"(?:(?:läsår|skolår)(?:et)?|lå)"
_SPRING = r"(?:vt|vår-?termin(?:en)?|våren)"
_AUTUMN = r"(?:ht|höst-?termin(?:en)?|hösten)"
_YEAR = r"(?:20)?[0-9]{2}"
_NEXT = r"(?:nästa|next)"
_THIS = r"(?:detta|det här|denna|den här|this)"

#: A school year, a term or a calendar year that is named so that its days are known; without groups of its own.
TERM = (
    rf"(?:{_SCHOOL_YEAR} ?{_YEAR} ?[/-] ?{_YEAR}|(?:{_NEXT}|{_THIS}) (?:{_SCHOOL_YEAR}|school year)"
    rf"|(?:{_SPRING}|{_AUTUMN})[ -]{{0,2}}'?{_YEAR}"
    rf"|{_NEXT} (?:{_SPRING}|{_AUTUMN}|vår|höst|termin|år|term|year))(?![0-9/])"
)
_IS_SCHOOL_YEAR = pattern(rf"{_SCHOOL_YEAR}|school year")
_IS_SPRING = pattern(rf"{_SPRING}|vår")
_IS_AUTUMN = pattern(rf"{_AUTUMN}|höst")
_IS_NEXT = pattern(_NEXT)
_IS_THIS = pattern(_THIS)
_IS_YEAR = pattern(r"år|year")
_FIGURES = re.compile(r"[0-9]{2,4}")

#: "för 2028", "budget 2028": what something is for, not when it is done.
_NAMED_YEAR = pattern(
    rf"(?<![\w/.:-])(?P<aim>(?:för|inför|for) )?(?:{TERM}|(?P<when>(?:under|år|during|{MONTH}) )?(?P<year>20[2-4][0-9])"
    rf"|(?P<pair>{_YEAR}/{_YEAR}))(?![\w/-])"
)


@dataclass(frozen=True)
class NamedTerm:
    """The days of a school year (August to July) or of a term (January to July, August to December)."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class NamedYear:
    """Where a text speaks of a term or a year."""

    start: int
    end: int
    #: Its days; None where they are unclear.
    term: NamedTerm | None
    #: It may say what something is for, and not when it is done: "budget 2028".
    is_aim: bool = False

    def is_later(self, start: int, end: int, day: date) -> bool:
        """Tell whether a day that stands elsewhere in the text may lie before it."""
        is_elsewhere = self.end <= start or end <= self.start
        if self.term is None or not is_elsewhere:
            return is_elsewhere
        # What is for a year further ahead is a vision: "Agenda 2030".
        return day < self.term.first and not (self.is_aim and self.term.first.year > day.year + 1)


def read_term(text: str, today: date) -> NamedTerm | None:
    """Return the term that a folded text names; None when the text may mean two, as "nästa läsår" does in August."""
    what = _without_lead(text)
    years = [int(figures) % 100 + 2000 for figures in _FIGURES.findall(text)]
    if years:
        return _numbered(what, years)
    if _IS_THIS.match(text):
        return None if today.month in {7, 8} else _school_year(_begun(today))
    if _IS_SCHOOL_YEAR.match(what):
        return None if today.month == 8 else _school_year(_begun(today) + 1)
    if _IS_YEAR.match(what):
        return NamedTerm(date(today.year + 1, 1, 1), date(today.year + 1, 12, 31))
    return _next_term(what, today)


def years_named(text: str, today: date) -> Iterator[NamedYear]:
    """Yield the terms and years that a folded text speaks of; "3/4" is none."""
    for found in _NAMED_YEAR.finditer(text):
        is_bare = (found["year"] or found["pair"]) and not found["when"]
        term = _named_term(found, today)
        if term or not found["pair"]:
            yield NamedYear(*found.span(), term, is_aim=bool(found["aim"] or is_bare))


def _named_term(found: re.Match[str], today: date) -> NamedTerm | None:
    if found["pair"]:
        return _numbered_pair(found["pair"])
    if found["year"]:
        return NamedTerm(date(int(found["year"]), 1, 1), date(int(found["year"]), 12, 31))
    return read_term(found[0].removeprefix(found["aim"] or ""), today)


def _numbered_pair(text: str) -> NamedTerm | None:
    first, second = (int(figures) % 100 + 2000 for figures in text.split("/"))
    return _school_year(first) if second == first + 1 else None


def _without_lead(text: str) -> str:
    lead = _IS_NEXT.match(text) or _IS_THIS.match(text)
    return text[lead.end() :].lstrip() if lead else text


def _numbered(what: str, years: list[int]) -> NamedTerm | None:
    if _IS_SCHOOL_YEAR.match(what):
        return _school_year(years[0]) if years == [years[0], years[0] + 1] else None
    return spring_term(years[0]) if _IS_SPRING.match(what) else autumn_term(years[0])


def _next_term(what: str, today: date) -> NamedTerm | None:
    """Return "nästa vt", "nästa höst" or "nästa termin"; None where it may be two, as "nästa höst" in spring."""
    is_autumn_now = today.month >= 9
    if _IS_SPRING.match(what):
        return None if _is_turning(today) else spring_term(today.year + 1)
    if _IS_AUTUMN.match(what):
        return autumn_term(today.year + 1) if is_autumn_now else None
    if _is_turning(today):
        return None
    return spring_term(today.year + 1) if is_autumn_now else autumn_term(today.year)


def _begun(today: date) -> int:
    """Return the year in which the school year began that goes on, or has just ended."""
    return today.year if today.month >= 8 else today.year - 1


def _is_turning(today: date) -> bool:
    """Tell whether a term is just beginning, so that the next one may be it."""
    return today.month in {1, 8}


def _school_year(year: int) -> NamedTerm:
    return NamedTerm(date(year, 8, 1), date(year + 1, 7, 31))


def spring_term(year: int) -> NamedTerm:
    """Return January to July of a year."""
    return NamedTerm(date(year, 1, 1), date(year, 7, 31))


def autumn_term(year: int) -> NamedTerm:
    """Return August to December of a year."""
    return NamedTerm(date(year, 8, 1), date(year, 12, 31))
