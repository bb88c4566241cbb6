"""A field that holds a date and nothing else."""

from datetime import date

from bot.domain.dates.absolute import is_number_alone, read_absolute
from bot.domain.dates.days import add_months
from bot.domain.dates.folding import fold
from bot.domain.dates.problems import DateProblem, ImpossibleDate, UnreadableDate
from bot.domain.dates.relative import read_month, read_relative
from bot.domain.dates.terms import TERM, read_term
from bot.domain.dates.weeks import WEEK, read_before_week, read_week
from bot.domain.dates.words import pattern

#: No date takes more room; longer texts are not looked at.
LONGEST = 100
_AROUND = " \n.,;:!?…\"'”“„»«()[]*_~"

_LEAD = pattern(
    r"(?:(?:(?:allra|absolut|helst|som) )*senast|klart?|klara|färdig(?:t|a)?|till(?: och med)?|fram till|tills"
    r"|t\.?o\.?m\.?|t o m|före|innan|(?:det )?(?:ska|skall) vara|deadline|slutdatum|datum|på|vid"
    r"|due|by|before|until|on|no later than|latest|at the latest|done|ready|finished)(?!\w):?,? ?(?=.)"
)
_BEFORE = pattern(r"(?:före|innan|before)\b")
_LATEST = pattern(r"(?:(?:allra|absolut|helst|som) )*senast|no later than|latest|at the latest")
_LATEST_AFTER = pattern(r"(?P<rest>.+?),? (?:(?:som )?senast|at the latest|latest)")
_HOUR = r"(?:[01]?[0-9]|2[0-4])"
_TIME = rf"{_HOUR}(?:[:.][0-5][0-9]){{0,2}}"
_TIME_AFTER = pattern(
    rf"(?P<rest>.+?)(?:,? (?:(?:kl(?:ockan|\.)?|at|@) ?{_TIME}(?: ?(?:-|till) ?{_TIME})?"
    rf"|{_HOUR}[:.][0-5][0-9](?:[:.][0-5][0-9])?(?: ?- ?{_TIME})?"
    r"|(?:at )?(?:1[0-2]|[1-9])(?:[:.][0-5][0-9])? ?[ap]m"
    r"|(?:på )?(?:förmiddag|eftermiddag|kväll)(?:en)?|bitti"
    r"|(?:på )?morgonen|morgon|(?:före |innan |efter )?lunch|fm|em)"
    rf"|t{_HOUR}:[0-5][0-9](?::[0-5][0-9])?)"
)
#: "1 mars vt 2028", "15 oktober läsåret 27/28"; a bare "vt" or "ht" has to agree with the month.
_TERM_AFTER = pattern(rf"(?P<rest>.+?),? ?(?<=[ ,])\(?(?:i |in |under )?(?:(?P<term>{TERM})|(?P<half>vt|ht))\)?")
_WEEK_AFTER = pattern(rf"(?P<rest>.+?),? ?(?<=[ ,])\(?{WEEK}\)?")


def read_date(text: str, today: date) -> date:
    """Read a whole field as one date, seen from `today` (the network's own calendar day).

    A date without a year is the nearest to come, today included; a date with its year may be past. A bare week is its
    Friday, "före v. 9" its Monday, and "senast maj" the last of the month. Other words around the date ("klart till",
    an hour) are read over: "före 1 juni" is 1 June.

    UnreadableDate when it is not understood or could mean more than one day; ImpossibleDate when there is no such day.
    """
    folded = fold(text)
    start, end = _trimmed(folded.text)
    if end - start > LONGEST:
        raise UnreadableDate(text.strip())
    leads = ""
    while lead := _LEAD.match(folded.text, start, end):
        leads, start = lead[0], lead.end()
    written = folded.source(start, end)
    try:
        day = _read_after(leads, folded.text[start:end], today)
    except ImpossibleDate as problem:
        raise problem.about(written) from None
    except UnreadableDate as problem:
        raise UnreadableDate(text.strip(), problem.suggestion) from None
    except OverflowError:
        day = None
    if day is None:
        raise UnreadableDate(text.strip())
    return day


def _read_after(lead: str, text: str, today: date) -> date | None:
    """Read a date by the word before it: "före" a week is not "senast" in it, and only "senast" makes a month a day."""
    if _BEFORE.match(lead) and (day := read_before_week(text, today)):
        return day
    if day := read_core(text, today):
        return day
    return read_month(text, today) if _LATEST.match(lead) else None


def read_core(text: str, today: date, *, written_out: bool = False) -> date | None:
    """Read a folded text without words around it; None when it is no date.

    With `written_out` only days of a month and numbered weeks count, not "fredag" or "om två veckor".
    """
    day = read_week(text, today) or read_absolute(text, today) or (None if written_out else read_relative(text, today))
    if day:
        return day
    for after in (_TIME_AFTER, _LATEST_AFTER):
        if (found := after.fullmatch(text)) and (day := read_core(found["rest"], today, written_out=written_out)):
            return day
    return _in_its_term(text, today) or _before_its_week(text, today, written_out=written_out)


def has_hour(text: str, today: date) -> bool:
    """Tell whether a folded text is a date with an hour ("fredag kl 14")."""
    found = _TIME_AFTER.fullmatch(text)
    return bool(found and read_core(found["rest"], today))


def has_year(text: str, today: date) -> bool:
    """Tell whether a folded date means the same day a year from now."""
    try:
        return read_core(text, today) == read_core(text, add_months(today, 12))
    except DateProblem:  # a 29 February that the other year has not
        return False


def _in_its_term(text: str, today: date) -> date | None:
    """Read "1 mars vt 2028": the term decides the year, and the day has to lie in it."""
    found = _TERM_AFTER.fullmatch(text)
    if not found or is_number_alone(found["rest"]):
        return None
    if found["half"]:
        day = read_core(found["rest"], today, written_out=True)
        agrees = day is None or (day.month < 8) == (found["half"] == "vt")
    else:
        term = read_term(found["term"], today)
        day = read_core(found["rest"], term.first, written_out=True) if term else None
        agrees = day is None or (term is not None and day in term)
    if not agrees:
        raise UnreadableDate(text)
    return day


def _before_its_week(text: str, today: date, *, written_out: bool) -> date | None:
    """Read "fre 28 maj, v. 21", as the bot writes its own dates; the two must agree."""
    found = _WEEK_AFTER.fullmatch(text)
    day = read_core(found["rest"], today, written_out=written_out) if found else None
    if found and day and day.isocalendar().week != int(found["week"]):
        raise ImpossibleDate(text, day)
    return day


def _trimmed(text: str) -> tuple[int, int]:
    """Return where the text begins and ends without space and marks around it."""
    end = len(text.rstrip(_AROUND))
    return min(len(text) - len(text.lstrip(_AROUND)), end), end
