"""The words of dates, Swedish and English, and how patterns are made of them."""

import re

_WITHOUT_MARKS = str.maketrans("åäö", "aao")
_EITHER = str.maketrans({"å": "[åa]", "ä": "[äa]", "ö": "[öo]"})


def plain(word: str) -> str:
    """Return the word without å, ä and ö: the key of the tables below."""
    return word.translate(_WITHOUT_MARKS)


def pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern whose å, ä and ö also match a, a and o."""
    return re.compile(source.translate(_EITHER))


def _table(*rows: str) -> dict[str, int]:
    """Give each row its number, from 1; a row holds the names of one thing."""
    return {name: number for number, names in enumerate(rows, 1) for name in names.split()}


def any_of(names: dict[str, int]) -> str:
    """Return the alternatives of a pattern, the longest first."""
    return "|".join(sorted(names, key=len, reverse=True))


def number_of(names: dict[str, int], word: str) -> int:
    """Return the number of a name, however it is spelled; KeyError for one that is not in the table."""
    return {plain(name): number for name, number in names.items()}[plain(word)]


MONTHS = _table(
    "januari january jan",
    "februari february febuari febr feb",
    "mars march mar",
    "april apr",
    "maj may",
    "juni june jun",
    "juli july",
    "augusti august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december dec",
)
#: English names that no Swede writes: "June 27" is a day, while "april 27" may be a month of 2027.
ENGLISH_MONTHS = frozenset({"january", "february", "march", "may", "june", "july", "august", "october"})
#: After a day "jul" is July; alone it is Christmas.
MONTHS_AFTER_DAY = MONTHS | {"jul": 7}

_FULL_WEEKDAYS = _table(
    "måndagen måndag monday",
    "tisdagen tisdag tuesday",
    "onsdagen onsdag wednesday",
    "torsdagen torsdag thursday",
    "fredagen fredag friday",
    "lördagen lördag saturday",
    "söndagen söndag sunday",
)
#: Beside a date or week any abbreviation is clear ("man 3 dec"); alone some are other words ("till man", "fri", "son").
WEEKDAYS = _FULL_WEEKDAYS | _table(
    "mån mon", "tis tue tues", "ons wed", "tors tor thu thur thurs", "fre fri", "lör sat", "sön sun"
)
BARE_WEEKDAY = any_of(_FULL_WEEKDAYS) + r"|m\xe5n|tis|ons|tors|fre|l\xf6r|s\xf6n"  # escaped: with its å only
WEEKDAY = any_of(WEEKDAYS)
MONTH = any_of(MONTHS)

_TEENS = _table("elva eleven", "tolv twelve", "tretton thirteen", "fjorton fourteen", "femton fifteen")
NUMBERS = {
    **_table("en ett one a an", "två two", "tre three", "fyra four", "fem five", "sex six", "sju seven", "åtta eight"),
    **dict.fromkeys(("nio", "nine"), 9),
    **dict.fromkeys(("tio", "ten"), 10),
    **{name: 10 + number for name, number in _TEENS.items()},
    **dict.fromkeys(("tjugo", "twenty"), 20),
    **dict.fromkeys(("trettio", "thirty"), 30),
}
ORDINALS = _table(
    "första förste first",
    "andra andre second",
    "tredje third",
    "fjärde fourth",
    "femte fifth",
    "sjätte",
    "sjunde",
    "åttonde",
    "nionde",
    "tionde",
    "elfte",
    "tolfte",
    "trettonde",
    "fjortonde",
    "femtonde",
    "sextonde",
    "sjuttonde",
    "artonde",
    "nittonde",
    "tjugonde",
    "tjugoförsta tjugoförste",
    "tjugoandra tjugoandre",
    "tjugotredje",
    "tjugofjärde",
    "tjugofemte",
    "tjugosjätte",
    "tjugosjunde",
    "tjugoåttonde",
    "tjugonionde",
    "trettionde",
    "trettioförsta trettioförste",
)

#: The day of a month in figures, as in "15:e", and the months that are English only.
DAY = r"[0-9]{1,2}(?: ?:(?:e|a|de)|e|a|\.|st|nd|rd|th)?"
ENGLISH_MONTH = "|".join(sorted(ENGLISH_MONTHS))
#: Where a text ends, but for the marks that close it.
END = r"(?=[\s.,;:!?…)\]]*\Z)"
