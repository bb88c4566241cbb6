"""Days that people name by what happens then, and the bot knows: "till nästa konferens", "efter sportlovet"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.calendar import ONE_DAY, ClosedDays, next_working_day, previous_working_day
from bot.domain.dates.terms import TERM, NamedTerm, autumn_term, read_term, spring_term
from bot.domain.dates.words import NUMBERS, any_of, number_of, pattern, plain

_NUMBER = (
    rf"(?:(?P<n>[0-9]{{1,2}}|{any_of(NUMBERS)}) (?P<unit>dag(?:ar)?|veck(?:a|or)|days?|weeks?)"
    r"|(?P<next_day>dagen|the day))"
)
_LATEST = r"(?:(?:allra )?senast |klart? |färdigt? ){0,2}"
_CONFERENCE = (
    rf"(?:{_NUMBER} (?P<side>före|innan|efter|before|after) (?:den |the )?(?:nästa |kommande |next )?"
    r"|(?:till|inför|före|innan|by|before|senast(?: på| vid| till)?) (?:den |the )?(?:nästa |kommande |next )?"
    r"|(?:på|vid|at) (?:nästa |kommande |the next |next ))(?:nätverks|network )?(?:konferens(?:en)?|conference)"
)
_BREAK = (
    r"(?P<when>efter|före|innan|till|inför|senast|after|before) (?:the )?"
    r"(?P<break>(?:sport|februari|påsk|höst|jul|sommar)lov)(?:et)?"
)
_TERM_END = (
    r"(?:(?:till|före|innan|vid|i|senast(?: vid| i)?|by|before|at) ){0,3}(?:(?:terminsslut(?:et)?|terminens slut"
    r"|(?:slutet av|slutet på) terminen|(?P<year_end>(?:läsårets|vårterminens) slut)|(?P<autumn_end>höstterminens slut)"
    r"|(?:slutet av|slutet på) (?P<year>läsåret)"
    r"|(?:slutet av|slutet på) (?P<term>(?:nästa )?(?:vt|ht|vår-?terminen|höst-?terminen)(?:[ -]?'?(?:20)?[0-9]{2})?)"
    r"|(?:the )?end of (?:the )?term))"
)
_HERE = rf"(?<![\w'/-])(?P<clause>{_LATEST}(?:{_CONFERENCE}|{_BREAK}|{_TERM_END}))"
_AT_END = pattern(rf"{_HERE}(?=[\s.,;:!?…)\]]*\Z)")
_FIRST = pattern(rf"\A\s*{_HERE}(?!\w)")
#: How far from its end a text is looked at.
_LAST_WORDS = 100
#: Then another day is meant: "några dagar före konferensen", "strax efter sportlovet".
_ELSEWHERE = pattern(
    r"\b(?:dag|dagen|dagar|dagarna|vecka|veckan|veckor|veckorna|månad|månader|tid|kvällen|natten|strax|kort|direkt|långt"
    r"|mitt|inte|ej|aldrig|från|eller|och|days?|weeks?|months?|shortly|not|from) \Z"
)
_AFTER = pattern("efter|after")
_WEEKS = pattern("veck.*|weeks?")
_OF_CONFERENCE = pattern("konferens|conference")
_IS_NAMED = pattern(TERM)
#: A break that ends an autumn and one that ends a school year, as they are called in a municipality's file.
_ENDS_AUTUMN, _ENDS_SPRING = "jullov", "sommarlov"
#: A break further ahead is next year's, and this year's is not in the file.
_NEAR = timedelta(days=300)
_JULY, _AUGUST = 7, 8


class Happening(StrEnum):
    """What a day is named by."""

    CONFERENCE = "conference"
    BREAK = "break"
    TERM_END = "term-end"


@dataclass(frozen=True)
class Landmark:
    """A day as it was named: before or after something that happens."""

    #: What the person wrote.
    text: str
    happening: Happening
    #: Days from a conference; before it when negative.
    days: int = 0
    is_after: bool = False
    #: Which break, or which break ends the term, as they are called in a municipality's file.
    name: str = ""
    #: When that break has to begin (after it: to end); None when it is unclear which term is meant.
    within: NamedTerm | None = None


@dataclass(frozen=True)
class Known:
    """What a network and a municipality have planned."""

    #: First and last day of the next conference.
    conference: tuple[date, date] | None = None
    #: First and last day of each break, by name, earliest first.
    breaks: tuple[tuple[str, date, date], ...] = ()


def find_landmark(text: str, today: date) -> tuple[re.Match[str], Landmark] | None:
    """Return where a folded text names such a day, at its end or its beginning, and which; None when it does not.

    What comes after something, said at the beginning, is when one begins: "Efter sportlovet inför vi …".
    """
    found = _AT_END.search(text, max(0, len(text) - _LAST_WORDS)) or _FIRST.match(text)
    if not found or _ELSEWHERE.search(text[: found.start("clause")]):
        return None
    begins = found.end() < len(text.rstrip(" \n.,;:!?…)]"))
    landmark = _landmark(found, today)
    return None if begins and landmark.is_after else (found, landmark)


def day_of(landmark: Landmark, known: Known, today: date, closed: ClosedDays) -> date | None:
    """Return the day that is meant, today or later; None where it is not known, or has been."""
    day = _beside(landmark, span_of(landmark, known), closed)
    return day if day and day >= today else None


def span_of(landmark: Landmark, known: Known) -> tuple[date, date] | None:
    """Return the first and last day of what a day is named by; None where it is not known."""
    if landmark.happening is Happening.CONFERENCE:
        return known.conference
    spans = [(first, last) for name, first, last in known.breaks if name.casefold().startswith(landmark.name)]
    return next((span for span in spans if landmark.within and span[landmark.is_after] in landmark.within), None)


def _landmark(found: re.Match[str], today: date) -> Landmark:
    text = found["clause"]
    if found["break"]:
        near = NamedTerm(today, today + _NEAR)
        is_after = bool(_AFTER.match(found["when"]))
        return Landmark(text, Happening.BREAK, name=_name_of(found["break"]), within=near, is_after=is_after)
    if found["side"]:
        days = _amount(found) * (1 if _AFTER.match(found["side"]) else -1)
        return Landmark(text, Happening.CONFERENCE, days, is_after=days > 0)
    if _OF_CONFERENCE.search(text):
        return Landmark(text, Happening.CONFERENCE)
    within = _ending_term(found, today)
    ends_spring = within is not None and within.last.month == _JULY
    return Landmark(text, Happening.TERM_END, name=_ENDS_SPRING if ends_spring else _ENDS_AUTUMN, within=within)


def _name_of(word: str) -> str:
    """Return what a break is called in a municipality's file."""
    return {"pasklov": "påsklov", "hostlov": "höstlov", "februarilov": "sportlov"}.get(plain(word), word)


def _ending_term(found: re.Match[str], today: date) -> NamedTerm | None:
    """Return the term whose end is meant: the one that is named, else the one that goes on; None when it is unclear."""
    term = found["term"]
    if term and _IS_NAMED.fullmatch(term):
        return read_term(term, today)
    if found["year"] or found["year_end"] or (term and term.startswith("v")):
        return spring_term(today.year + (today.month >= _AUGUST))
    if term or found["autumn_end"] or today.month >= _AUGUST:
        return autumn_term(today.year)
    return spring_term(today.year)


def _amount(found: re.Match[str]) -> int:
    if found["next_day"]:
        return 1
    n = int(found["n"]) if found["n"].isdecimal() else number_of(NUMBERS, found["n"])
    return n * (7 if _WEEKS.fullmatch(found["unit"]) else 1)


def _beside(landmark: Landmark, span: tuple[date, date] | None, closed: ClosedDays) -> date | None:
    """Return the day so far from what happens; beside a break the last working day before it, or the first after it."""
    if span is None:
        return None
    if landmark.happening is Happening.CONFERENCE:
        return span[landmark.is_after] + timedelta(days=landmark.days)
    if landmark.is_after:
        return next_working_day(span[1] + ONE_DAY, closed)
    return previous_working_day(span[0] - ONE_DAY, closed)
