"""A field that holds a date and nothing else."""

from datetime import date

from bot.domain.dates.absolute import read_absolute
from bot.domain.dates.folding import fold
from bot.domain.dates.problems import DateProblem, ImpossibleDate, UnreadableDate
from bot.domain.dates.relative import read_relative
from bot.domain.dates.weeks import WEEK, read_week
from bot.domain.dates.words import pattern

#: No date takes more room; longer texts are not looked at.
LONGEST = 100
_AROUND = " \n.,;:!?…\"'”“„»«()[]*_~"

_LEAD = pattern(
    r"(?:(?:allra |absolut |som )?senast|klart?|klara|färdig(?:t|a)?|till(?: och med)?|fram till|tills"
    r"|t\.?o\.?m\.?|t o m|före|innan|(?:det )?(?:ska|skall) vara|deadline|slutdatum|datum|på|vid"
    r"|due|by|before|until|on|no later than|latest|at the latest|done|ready)(?!\w):?,? ?(?=.)"
)
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
_WEEK_AFTER = pattern(rf"(?P<rest>.+?),? ?(?<=[ ,])\(?{WEEK}\)?")


def read_date(text: str, today: date) -> date:
    """Read a whole field as one date, seen from `today` (the network's own calendar day).

    A date without a year is the nearest to come, today included; a date with its year may be past; a bare week is its
    Monday. Words around the date ("senast", "klart till", "före", an hour) are read over: "före 1 juni" is 1 June.

    UnreadableDate when it is not understood or could mean more than one day; ImpossibleDate when there is no such day.
    """
    folded = fold(text)
    start, end = _trimmed(folded.text)
    if end - start > LONGEST:
        raise UnreadableDate(text.strip())
    while lead := _LEAD.match(folded.text, start, end):
        start = lead.end()
    written = folded.source(start, end)
    try:
        day = read_core(folded.text[start:end], today)
    except ImpossibleDate as problem:
        raise problem.about(written) from None
    except (DateProblem, OverflowError):
        day = None
    if day is None:
        raise UnreadableDate(text.strip())
    return day


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
    return _before_its_week(text, today, written_out=written_out)


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
