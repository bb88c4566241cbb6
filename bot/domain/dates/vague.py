"""What looks like a time at the end of a sentence and is no day: "HT26", "Q1", "första veckan i mars", "270315"."""

import re
from datetime import date

from bot.domain.dates.days import add_months, last_of_month
from bot.domain.dates.problems import DateProblem, UnreadableDate
from bot.domain.dates.reading import read_date
from bot.domain.dates.relative import read_month
from bot.domain.dates.terms import TERM
from bot.domain.dates.words import MONTH, ORDINALS, any_of, pattern

_YEAR = r"(?:,? ?[-'’]?(?:20)?[0-9]{2}(?![0-9]))"
_IN = r"(?:i|in|under|till|inför|mot|före|innan|efter|kring|runt|vid|by|before|until|during)"
_NEXT = r"(?:nästa|kommande|denna|detta|den här|det här|next|this)"
_FEAST = (
    r"(?:jul(?:en|helgen|afton)?|nyår(?:et|safton)?|påsk(?:en|helgen)?|pingst(?:en)?|midsommar|lucia|advent|trettonhelgen"
    r"|kristi himmelsfärds?(?:dag|helg)?|(?:sport|februari|höst|jul|påsk|sommar)lov(?:et)?|semester(?:n|erna)?"
    r"|skolstart(?:en)?|terminsstart(?:en)?|skolavslutning(?:en)?|(?:nätverks)?konferens(?:en)?|christmas|easter)"
)
_SEASON = r"(?:vår(?:en)?|höst(?:en)?|sommar(?:en)?|vinter(?:n)?|spring|autumn|fall|summer|winter|term|semester)"
_TERM = r"(?:vt|ht|vår-?termin(?:en)?|höst-?termin(?:en)?|läsår(?:et)?|skolår(?:et)?|termin(?:en)?)"
_TERMS = (
    rf"(?:(?:{_IN}|{_NEXT}|sen|tidig|late|early) )*(?:{TERM}|(?:{_TERM}|{_SEASON}){_YEAR}(?:/[0-9]{{2,4}})?)"
    rf"|(?:(?:{_IN}|sen|tidig|late|early) )+(?:{_NEXT} )?(?:{_FEAST}|{_TERM}|{_SEASON}){_YEAR}?"
    rf"|(?:{_IN} )*{_NEXT} (?:vecka|månad|år|kvartal|{_SEASON}|{_TERM}|week|month|year|quarter)"
    r"|(?:under|år|during|in) 20[2-4][0-9]"
)
_PARTS = (
    rf"(?:{_IN} )*(?:början|mitten|slutet|the end|the beginning|the middle|mid|end) (?:av|på|i|of)"
    rf" (?:den |the |{_NEXT} )*(?:{MONTH}|{_TERM}|{_SEASON}|{_FEAST}|veckan?|månad(?:en)?|år(?:et)?|kvartal(?:et)?"
    rf"|week|month|year|quarter|(?:v\.?|vecka|week) ?[0-9]{{1,2}}|20[2-4][0-9])(?: {_NEXT} (?:år|läsår|year))?{_YEAR}?"
    rf"|(?:{_IN} )*(?:den )?(?:{any_of(ORDINALS)}|sista|siste) (?:halvan|veckan|veckorna|week)"
    r" (?:i|på|av|efter|före|in|of) \S+(?: [0-9]{2,4})?"
    r"|(?:på |vid |till )*sista (?:skol)?dagen (?:på|före|innan|i) \S+"
    rf"|(?:{_IN} )*(?:q[1-4]|kvartal [1-4]|(?:{any_of(ORDINALS)}|sista|[1-4]:?[ae]?) kvartalet){_YEAR}?"
)
_MONTHS = (
    rf"(?:{_IN} )+(?:{MONTH})\.?{_YEAR}?|(?:{MONTH})\.?,? ?(?:20[0-9]{{2}}|-[0-9]{{2}})"
    rf"|(?:{MONTH}) ?(?:-|/|och|eller) ?(?:{MONTH}){_YEAR}?"
)
_TURNS = (
    r"(?:(?:vid|till|före|innan|kring|runt) )*"
    r"(?:årsskiftet|halvårsskiftet|nyårsskiftet|månadsskiftet(?: \S+)?|årets slut"
    r"|(?:första|andra|tredje|fjärde|[1-4]:?[ae]?) advent)"
    r"|på (?:lucia|nyår|påsk|midsommar|sommaren|(?:sport|höst|påsk|jul|sommar)lovet)"
)
_MEETINGS = (
    r"(?:vid|på|till|inför|före|innan) (?:nästa|kommande)"
    r" (?:apt|möte|träff|kontaktpersonträff|nämnd\w*|rektorsmöte|sammanträde)"
    r"|(?:vid|på|till|inför|före|innan|efter)"
    r" (?:den |nästa |kommande |nästnästa |års |andra |tredje |fjärde |sista |vårens |höstens ){0,2}"
    r"(?:nätverks)?konferens(?:en)?"
    r"(?: (?:i|den|nästa|efter|20[2-4][0-9])(?: \S+){0,2})?"
)
_AMOUNTS = (
    r"(?:in)?om (?:ett par|några(?: få)?|[0-9]+ ?- ?[0-9]+|\w+ (?:till|eller) \w+|\w+)"
    r" (?:arbets|skol)?(?:dag|veck|månad|termin)\w*"
    r"|snarast(?: möjligt)?|omgående|inom kort|(?:så )?(?:snart|fort) som möjligt|så snart det går|asap"
)
_MONTH_IN_FIGURES, _DAY_IN_FIGURES = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12][0-9]|3[01])"
_FIGURES = (
    rf"20[0-9]{{2}}-{_MONTH_IN_FIGURES}|20[0-9]{{2}}/[0-9]{{2}}"
    rf"|20[23][0-9] ?{_MONTH_IN_FIGURES} ?{_DAY_IN_FIGURES}"
    rf"|[23][0-9](?P<dash>-?){_MONTH_IN_FIGURES}(?P=dash){_DAY_IN_FIGURES}"
    rf"|(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[0-2])(?: ?[-/][0-9]{{2}})?"
)
_VAGUE = rf"{_TERMS}|{_PARTS}|{_MONTHS}|{_TURNS}|{_MEETINGS}|{_AMOUNTS}|{_FIGURES}"
_AT_END = pattern(rf"(?<![\w.:/§#'&%-])(?:{_VAGUE})(?=[\s.,;:!?…)\]]*\Z)")
#: How far from its end a text is looked at, and how far before what is found there.
_LAST_WORDS = 80
#: A habit, how much of it, or the number of something else.
_NO_TIME_BEFORE = pattern(
    r"(?:\b(?:varje|hela|per|var|vart|varannan|vartannat|(?<!någon )gång|gånger|every|each|all|förra|last"
    r"|diarienummer|konto|tel(?:efon)?|budget(?:en)?|lektion(?:er)?|timm(?:e|ar)|minuter|tillfällen|pass|träffar|möten)\.?:?"
    r"(?: (?:i|om|den|under|the))?) \Z|[(]\Z"
)
_YEARS = re.compile(r"20[0-9]{2}|[0-9]{2}")
_QUARTER = pattern(r"(?:.* )?(?:q|kvartal )(?P<quarter>[1-4])(?: (?P<year>20[0-9]{2}))?")


def find_vague(text: str, today: date) -> tuple[re.Match[str], DateProblem] | None:
    """Return where a folded text ends with what looks like a time, and the question about it; None when it does not.

    A habit ("varje vecka"), a start ("från ht 26") and what has been ("läsåret 2015/16") are no due dates.
    """
    found = _AT_END.search(text, max(0, len(text) - _LAST_WORDS))
    if (
        not found
        or _NO_TIME_BEFORE.search(text, max(0, found.start() - _LAST_WORDS), found.start())
        or _has_been(found[0], today)
    ):
        return None
    return found, UnreadableDate(found[0], likely_day(found[0], today))


def _has_been(text: str, today: date) -> bool:
    years = [int(figures) for figures in _YEARS.findall(text) if len(figures) == 4]
    return bool(years) and max(years) < today.year


def likely_day(text: str, today: date) -> date | None:
    """Return the day that was most likely meant, when one is likelier than others and still to come."""
    if quarter := _QUARTER.fullmatch(text):
        day = last_of_month(int(quarter["year"] or today.year), 3 * int(quarter["quarter"]))
        if not quarter["year"] and day < today:
            day = add_months(day, 12)
        return day if day >= today else None
    words = text.removeprefix("under ").removeprefix("till ")
    try:
        day = read_month(words, today) or read_date(words, today)
    except DateProblem:
        return None
    return day if day >= today else None
