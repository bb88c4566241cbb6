"""What stands around a date in a sentence and makes it a span, a start, a recurrence, or no due date at all."""

import re

from bot.domain.dates.counts import COUNTED
from bot.domain.dates.keywords import IS_CERTAIN, is_latest
from bot.domain.dates.words import BARE_WEEKDAY, MONTH, pattern

_NUMBERED = (
    r"(?:åk|årskurs(?:en|er|erna)?|år|klass(?:en|er|erna)?|grupp(?:en|er|erna)?|kap(?:itel)?|nr|nummer|dnr|version|punkt|steg"
    r"|fas|sid(?:a|an|or)?|del|(?<!i )mål|modul|moment|nivå|paragraf|tabell|bilaga|fråga|rum|sal|hus|buss|linje|lag"
    r"|team|spår|block|period|termin|grades?|years?|groups?|chapter|page|step|part|room)"
)
_JOINT = r"(?: ?[-/&] ?|,? (?:och|o|eller|till|tom|t\.o\.m\.|samt|and|or|to) |, )(?:den |d |på |v(?:ecka)?\.? )?"
_SPAN_BEFORE = pattern(
    rf"(?:\b[0-9]{{1,2}}(?: ?:[ea])?|\b(?:{MONTH})\.?|\b(?:{BARE_WEEKDAY})\.?){_JOINT}\Z"
    r"|\bmellan [^.!?\n]{0,20} och \Z|(?<!\bkl )(?<!\bkl\. )(?<!\bklockan )(?<![.:])\b[0-9]{1,4} \Z"
)
#: Another year than the nearest, told from the date: "1 mars om två år", "1 mars året därpå".
_SHIFTED = (
    r"(?:nästnästa år|om \w+ år|\w+ år (?:framåt|senare)|året (?:därpå|därefter|efter)|påföljande år|in \w+ years)"
)
#: A number after a comma counts what follows it, when that is no month; "2028" and "vt 28" may be a year all the same.
SPAN_AFTER = pattern(
    rf"(?!, [0-9]{{1,4}} (?!(?:{MONTH}|{BARE_WEEKDAY}|och|o|eller|samt|till|and|or|to)\b)[^\W0-9])"
    rf"(?:(?:[ ,]{{0,2}}[-/&]{{1,3}}|,? (?:och|o|eller|till|tom|t\.o\.m\.|samt|and|or|to)|,) ?(?:den |d |på |senast )?"
    rf"(?:[0-9]{{1,4}}(?![0-9])(?!{COUNTED})(?: ?:[ea])?|(?:{BARE_WEEKDAY})\b|v(?:ecka)?[. ]{{0,2}}[0-9]{{1,2}})"
    rf"(?: ?(?:{MONTH})\b)?"
    rf"|,? (?:[0-9]{{2}}|[0-9]{{4}})(?![0-9])(?!{COUNTED})"
    rf"| 20[2-4][0-9](?![0-9])|(?<=\b[vh]t) [0-9]{{2}}(?![0-9])|,? {_SHIFTED}|,? (?:{MONTH}|{BARE_WEEKDAY})\b)"
)
_NOT_DUE_BEFORE = pattern(
    r"\b(?:från(?: och med)?|f\.?r\.?o\.?m\.?|fr\.?|fr o m|f\.?o\.?m\.?|f o m|from|efter|after|sedan|since|tidigast"
    r"|förrän|varje|every|ca|cirka|c:a|runt|kring|omkring|about|around|ungefär|inte|ej"
    r"|(?:börjar|startar|start|gäller|starts|starting)(?: [^ .,;]+){0,2}"
    r"|uppstart|startdatum|med början|född|kl|klockan|"
    rf"{_NUMBERED})[.:]?(?: (?:den|på|i|med))* \Z|[§#] ?\Z|[^0-9][-/]\Z"
)
NOT_DUE_AFTER = pattern(
    r",? ?(?:och |eller )?(?:senare|därefter|framåt|onwards?|varje|årligen|every|respektive|resp|av|of the|of all)\b"
)
_TOLD = pattern(
    r"\b(?:\w{3,}(?:ade|ades|ddes)|hade|haft|varit|var|hölls|fick|gick|blev|togs|skedde|började|gjorde|förra|enligt"
    r"|was|were|had|held|began)\b"
)
#: "mötet 15 juni", "efter konferensen 10 februari": the date says which one.
_NAMES_AN_EVENT = pattern(
    r"\b(?:mötet|träffen|konferensen|enkäten|beslutet|protokollet|utbildningen|kursen|besöket|samtalet|dagen|dagarna)"
    r"(?: (?:den|på))? \Z"
)
#: "1 mars börjar vi": a start.
_STARTS_AFTER = pattern(r" (?:börjar|startar|inleder|inleds|drar|starts|begins)\b")
#: "en kurs om fyra veckor": how long it goes on.
_LASTS = pattern(
    r"(?:kurs|utbildning|fortbildning|period|praktik|serie|insats|block|paket|omgång|modul|etapp|sprint|studie|provtid"
    r"|projekt|program|satsning|avtal|vikariat|tjänst|schema|cykel|intervall|ledighet|lov|resa|läger|test|project|pass"
    r"|course|training|break)(?:en|et|er|erna|ar|s)? \Z"
)
#: How far around a date its sentence is looked at.
_SENTENCE = 200
_SENTENCE_END = re.compile(r"[.!?\n] ?")
_BEFORE = pattern(r"(?:före|innan|before)\W")
_TIME_UNIT = pattern(
    r"\b(?:dag|dagen|dagar|dagarna|vecka|veckan|veckor|månad|månaden|månader|timmar?|days?|weeks?|months?) \Z"
)
_COUNTED_FROM = pattern(
    r"\b(?:dag|dagen|dagar|dagarna|vecka|veckan|veckor|månad|månaden|månader|timmar?|inte|ej|days?|weeks?|months?|not)"
    r" (?:före|innan|efter|before|after) (?:den |the )?\Z"
)
_SPAN_TO = pattern(
    rf"(?:\b(?:{MONTH})\.?|\b(?:{BARE_WEEKDAY})\.?|\b(?:den|v\.?|vecka) ?[0-9]{{1,2}}(?: ?:[ea])?"
    r"|[0-9]{1,2} ?:[ea]|\b[0-9]{4}|[0-9]/[0-9]{1,2}) \Z"
)
_NUMBER_TO = pattern(r"\b[0-9]{1,2} \Z")
_NUMBERED_TO = pattern(rf"\b{_NUMBERED}\.? [0-9](?:[0-9,-]| och | ){{0,12}}\Z")
_NOT = pattern(r"\b(?:inte|ej|aldrig|not|never) \Z")
_FRACTION = re.compile(r"(?:1/2|[12]/3|[1-3]/4|[1-4]/5|[1-7]/8|[1-9]/10)(?: [0-9]{4})?")
_ONLY_FIGURES = re.compile(r"[0-9]{6,8}")


def is_doubtful(text: str, lead: re.Match[str], clause: str) -> bool:
    """Tell whether a readable date after the keyword may still be something else than the due date.

    The end of a span ("måndag till fredag"), "två veckor före 15 juni", "inte före 1 juni", a fraction or a bare number
    ("till 3/4", "till 270101").
    """
    before = text[max(0, lead.start() - 120) : lead.start()]
    certain = IS_CERTAIN.search(lead[0])
    bare = is_fraction(clause) and not is_latest(lead)
    if _NOT.search(before) or (_TIME_UNIT.search(before) and _BEFORE.match(lead[0])):
        return True
    if bare or (not certain and _ONLY_FIGURES.fullmatch(clause)):
        return True
    return not certain and _ends_a_span(before, clause)


def _ends_a_span(before: str, clause: str) -> bool:
    if _SPAN_TO.search(before):
        return True
    return bool(_NUMBER_TO.search(before) and not clause.startswith("den ") and not _NUMBERED_TO.search(before))


def is_counted_from(text: str, start: int) -> bool:
    """Tell whether the due date is another day, told from the one that starts there: "två veckor före", "inte före"."""
    return bool(_COUNTED_FROM.search(text[max(0, start - _SENTENCE) : start]))


def is_fraction(text: str) -> bool:
    """Tell whether a date in figures may as well be a part of a whole: "3/4", "3/4 2027"."""
    return bool(_FRACTION.fullmatch(text))


def span_around(text: str, found: re.Match[str]) -> tuple[int, int] | None:
    """Return where a span stands whose end or beginning is the date that was found; None when it stands alone."""
    first = max(0, found.start() - _SENTENCE)
    if before := _SPAN_BEFORE.search(text[first : found.start()]):
        return first + before.start(), found.end()
    after = SPAN_AFTER.match(text, found.end())
    return (found.start(), after.end()) if after else None


def is_other_date(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a date make it something else than a due date.

    A beginning ("från 1 juni"), a recurrence, an estimate, the date of an event ("mötet 15 juni"), and what has been.
    """
    before, after = text[max(0, start - _SENTENCE) : start], text[end : end + _SENTENCE]
    if any(mark.search(before) for mark in (_NOT_DUE_BEFORE, _NAMES_AN_EVENT, _LASTS)):
        return True
    if NOT_DUE_AFTER.match(after) or _STARTS_AFTER.match(after):
        return True
    return is_told(text, start, end)


def is_told(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence around a date tells what has been: "Vi beslutade 15 juni"."""
    before, after = text[max(0, start - _SENTENCE) : start], text[end : end + _SENTENCE]
    return any(_TOLD.search(part) for part in (_SENTENCE_END.split(before)[-1], _SENTENCE_END.split(after)[0]))
