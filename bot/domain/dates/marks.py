"""What stands around a date in a sentence: the words that make it a due date, a span, or no date at all."""

import re

from bot.domain.dates.weeks import WEEK
from bot.domain.dates.words import BARE_WEEKDAY, ENGLISH_MONTHS, MONTH, pattern

#: What may stand after a due clause and goes with it.
CLOSING = " \n.,;:!?…)]"
#: What joins a due clause to the sentence before it and goes with it.
JOINING = " \n\t\r\u00a0,;-–—(["

_END = r"(?=[\s.,;:!?…)\]]*\Z)"
_DAY = r"[0-9]{1,2}(?: ?:(?:e|a|de)|e|a|\.|st|nd|rd|th)?"
_ENGLISH = "|".join(sorted(ENGLISH_MONTHS))

# --- keywords -------------------------------------------------------------------------------------------------------
_DONE = r"(?:klart?|klara|färdig(?:t|a)?|done|ready|finished)[:,]?[ \n]"
_LATEST = r"(?:(?:allra|absolut|helst|som) )*senast|no later than|at the latest"
_OPEN = r"fram till|till och med|t\.?o\.?m\.?|t o m|tills|until"
_ENGLISH_BY = (
    rf"by(?= (?:the )?(?:end |next |tomorrow|today|\w+day\b|week |{_DAY} (?:of )?(?:{_ENGLISH})"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)|(?:{MONTH})\.? [0-9]|[0-9]{{4}}-))"
)
_KEY = rf"(?:{_LATEST}|{_OPEN}|till|före|innan|before|{_ENGLISH_BY}|deadline|due(?! to))(?!\w):?[ \n]"
#: A keyword, or several ("klart senast"), and the space before what it introduces.
LEAD = pattern(
    r"(?<![\w'/-])(?P<clause>(?:(?:och|men|dock|samt|and|but|gärna|helst|redan) )*"
    rf"(?:(?P<done>{_DONE})|{_KEY})(?:{_DONE}|{_KEY})*)"
)
_IS_LATEST = pattern(rf"(?:{_LATEST})(?!\w)")
_IS_OPEN = pattern(rf"(?:{_OPEN})(?!\w)")
_IS_CERTAIN = pattern(rf"{_LATEST}|{_DONE}|deadline|due")
#: "ska vara klart senast 1 juni": there "klart" belongs to the sentence.
_NEEDS_DONE = pattern(
    r"\b(?:är|e|vara|var|varit|blir|bli|blivit|blev|ha|har|hade|få|får|fått|göra|gör|gjort|göras|görs|stå|står"
    r"|is|be|are|have|has|get)\b(?: (?!- )[^ .,;:!?()\n]+){0,5} \Z"
)
_SUBJECT = pattern(r"\b(?:vi|ni|de|dem|det|den|jag|man|hon|han|som|när|då|we|they|you|i) \Z")

# --- what is no due date, or not surely one -------------------------------------------------------------------------
_NUMBERED = (
    r"(?:åk|årskurs(?:en|er|erna)?|år|klass(?:en|er|erna)?|grupp(?:en|er|erna)?|kap(?:itel)?|nr|nummer|dnr|version|punkt|steg"
    r"|fas|sid(?:a|an|or)?|del|mål|modul|moment|nivå|paragraf|tabell|bilaga|fråga|rum|sal|hus|buss|linje|lag|team|spår|block"
    r"|period|termin|grades?|years?|groups?|chapter|page|step|part|room)"
)
_JOINT = r"(?: ?[-/&] ?|,? (?:och|o|eller|till|tom|t\.o\.m\.|samt|and|or|to) |, )(?:den |d |på |v(?:ecka)?\.? )?"
_SPAN_BEFORE = pattern(
    rf"(?:\b[0-9]{{1,2}}(?: ?:[ea])?|\b(?:{MONTH})\.?|\b(?:{BARE_WEEKDAY})\.?){_JOINT}\Z"
    r"|\bmellan [^.!?\n]{0,20} och \Z|(?<!\bkl )(?<!\bkl\. )(?<!\bklockan )(?<![.:])\b[0-9]{1,4} \Z"
)
SPAN_AFTER = pattern(
    rf"(?:[ ,]{{0,2}}[-/&]{{1,3}}|,? (?:och|o|eller|till|tom|t\.o\.m\.|samt|and|or|to)|,) ?(?:den |d |på |senast )?"
    rf"(?:[0-9]{{1,4}}(?![0-9])(?: ?:[ea])?|(?:{BARE_WEEKDAY})\b|v(?:ecka)?[. ]{{0,2}}[0-9]{{1,2}})(?: ?(?:{MONTH})\b)?"
    rf"|,? (?:[0-9]{{2}}|[0-9]{{4}})(?![0-9])|,? (?:{MONTH}|{BARE_WEEKDAY})\b"
)
_NOT_DUE_BEFORE = pattern(
    r"\b(?:från(?: och med)?|fr\.?o\.?m\.?|fr o m|f\.?o\.?m\.?|f o m|from|efter|after|sedan|since|tidigast|förrän"
    r"|varje|every|ca|cirka|c:a|runt|kring|omkring|about|around|ungefär|inte|ej|börjar|startar|start|starts|starting"
    r"|med början|född|kl|klockan|"
    rf"{_NUMBERED})\.?(?: (?:den|på|i|med))* \Z|[§#] ?\Z|[^0-9][-/]\Z"
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
#: How far around a date its sentence is looked at.
_SENTENCE = 200
_SENTENCE_END = re.compile(r"[.!?\n] ?")
_BEFORE = pattern(r"(?:före|innan|before)\W")
_TIME_UNIT = pattern(
    r"\b(?:dag|dagen|dagar|dagarna|vecka|veckan|veckor|månad|månaden|månader|timmar?|days?|weeks?|months?) \Z"
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

# --- what looks like a date ------------------------------------------------------------------------------------------
_SEASON = (
    rf"{MONTH}|jul(?:en|lovet|helgen|afton)?|nyår(?:et|safton)?|påsk(?:en|lovet)?|pingst|midsommar|lucia"
    r"|sommar(?:en|lovet)?|höst(?:en|lovet|terminen)?|vår(?:en|terminen)?|vinter(?:n)?|sport(?:en|lovet)|läsår(?:et)?"
    r"|termin(?:en|ens slut)?|skol(?:start(?:en)?|avslutning(?:en)?)|vt|ht|årsskiftet|månadsskiftet|årets slut"
    r"|vecka|veckan|månad|månaden|år|året"
    r"|summer|autumn|spring|winter|christmas|easter|month|year|week|asap|snarast"
)
_VAGUE = (
    r"(?:(?:i|under|den|det|nästa|kommande|denna|detta|den här|början|mitten|slutet|av|på|runt|kring"
    r"|next|this|the|end|of|late|early) )*"
    rf"(?:(?:{_SEASON})(?:,? ?-?[0-9]{{2,4}}(?:/[0-9]{{2,4}})?)?|20[2-4][0-9])"
)
VAGUE = pattern(rf"{_VAGUE}{_END}[\s\S]*")
DATE_LIKE = pattern(
    rf"(?:(?:på|den|nu|om|i|under|nästa|omkring|runt|kring|ca|före|innan) )*"
    rf"(?:(?:{BARE_WEEKDAY})\b|v(?:ecka)?[. ]{{0,2}}[0-9]|{_DAY} ?(?:(?:-|och|/|eller|till) ?{_DAY} ?)?(?:{MONTH})\b"
    rf"|[0-9]{{1,2}}/[0-9]{{1,2}}(?! av)\b|[0-9]{{4}}-[0-9]{{2}}|(?:{_SEASON})\b"
    r"|(?:in)?om \w+ (?:dag|veck|månad|halvår)\w*)"
)
WEEK_SPAN = pattern(
    rf"\b(?:v\.? ?|veckorna |vecka |week |weeks )[0-9]{{1,2}} ?(?:-|/|,|&|och|o|eller|till|to|and|or) ?"
    rf"(?:v\.? ?|vecka |week )?[0-9]{{1,2}}(?: [0-9]{{4}})?{_END}"
)
_YEAR = (
    r"(?:[ ,-]{0,3}(?:19|20|21)[0-9]{2}(?![0-9])|,? (?:i år|nästa år|this year|next year)| ?'[0-9]{2}"
    rf"| ?-[0-9]{{2}}(?![0-9])| [0-9]{{2}}{_END})?"
)
_AFTERWARDS = (
    rf"(?:,? \(?{WEEK.replace('(?P<week>', '(?:')}\)?|,? kl(?:ockan|\.)? ?[0-9]{{1,2}}(?:[:.][0-9]{{2}})?"
    r"(?: ?- ?[0-9]{1,2}(?:[:.][0-9]{2})?)?)*"
)
#: A date that is clear without a keyword.
CANDIDATE = pattern(
    r"(?<![\w.:§#%])(?:"
    rf"(?:(?:{BARE_WEEKDAY})\.?,? )?(?:(?:den|the|d\.) )?{_DAY} ?(?:of )?(?:{MONTH})\b(?:\.(?= ?[0-9]))?{_YEAR}"
    rf"|(?:(?:(?:{BARE_WEEKDAY})\.?,? )(?:den )?|den )[0-9]{{1,2}}/[0-9]{{1,2}}(?![/0-9]){_YEAR}"
    r"|[0-9]{1,2}/[0-9]{1,2}[ /-](?:19|20|21)[0-9]{2}"
    r"|[0-9]{1,2}\.[0-9]{1,2}\.(?:19|20|21)[0-9]{2}"
    r"|(?<![-/])(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?!-[0-9]{1,3}(?![0-9]))"
    rf"|(?:{MONTH}) (?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?,? (?:19|20|21)[0-9]{{2}}"
    rf"|(?:{_ENGLISH}) [0-9]{{1,2}}(?:st|nd|rd|th)?{_END}"
    rf"|(?:(?:{BARE_WEEKDAY}),? (?:i )?)?(?:v\.? ?|vecka |week )[0-9]{{1,2}}(?:,? (?:19|20|21)[0-9]{{2}}|,? nästa år)?"
    rf"(?:,? (?:{BARE_WEEKDAY}))?{_END}"
    rf"){_AFTERWARDS}(?![\w/])(?!-[^\W0-9])"
)


def is_latest(lead: re.Match[str]) -> bool:
    """Tell whether the keyword says "senast", which introduces little else than a date."""
    return bool(_IS_LATEST.search(lead[0]))


def is_open(lead: re.Match[str]) -> bool:
    """Tell whether the keyword says how long a thing goes on ("fram till"), a part of the sentence."""
    return bool(_IS_OPEN.search(lead[0]))


def clause_start(text: str, lead: re.Match[str]) -> int:
    """Return where the due clause begins: at its first keyword, but after a "klart" that the sentence needs."""
    if lead["done"] and _NEEDS_DONE.search(text, max(0, lead.start() - 120), lead.start()):
        return lead.end("done")
    return lead.start("clause")


def is_doubtful(text: str, lead: re.Match[str], clause: str) -> bool:
    """Tell whether a readable date after the keyword may still be something else than the due date.

    The end of a span ("måndag till fredag"), "två veckor före 15 juni", "inte före 1 juni", a fraction or a bare number
    ("till 3/4", "till 270101").
    """
    before = text[max(0, lead.start() - 120) : lead.start()]
    certain = _IS_CERTAIN.search(lead[0])
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


def is_other_date(text: str, found: re.Match[str]) -> bool:
    """Tell whether the words around a date make it something else than a due date.

    A beginning ("från 1 juni"), a recurrence, an estimate, the date of an event ("mötet 15 juni"), and what has been.
    """
    before, after = text[max(0, found.start() - _SENTENCE) : found.start()], text[found.end() : found.end() + _SENTENCE]
    if _NOT_DUE_BEFORE.search(before) or NOT_DUE_AFTER.match(after) or _NAMES_AN_EVENT.search(before):
        return True
    return any(_TOLD.search(part) for part in (_SENTENCE_END.split(before)[-1], _SENTENCE_END.split(after)[0]))


def speaks_of_last_time(before: str) -> bool:
    """Tell whether "senast" after these words is rather "the last time we"."""
    return bool(_SUBJECT.search(before))
