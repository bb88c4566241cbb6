"""The words that introduce a due date: "senast", "klart", "till", "före"; and which of them leave the text with it."""

import re

from bot.domain.dates.words import DAY, ENGLISH_MONTH, MONTH, pattern

#: What may stand after a due clause and goes with it.
CLOSING = " \n.,;:!?…)]"
#: What joins a due clause to the sentence before it and goes with it.
JOINING = " \n\t\r\u00a0,;-–—(["

_DONE = r"(?:klart?|klara|färdig(?:t|a)?|done|ready|finished)[:,]?[ \n]"
_LATEST = r"(?:(?:allra|absolut|helst|som) )*senast|no later than|at the latest"
_OPEN = r"fram till|till och med|t\.?o\.?m\.?|t o m|tills|until"
_ENGLISH_BY = (
    rf"by(?= (?:the )?(?:end |next |tomorrow|today|\w+day\b|week |{DAY} (?:of )?(?:{ENGLISH_MONTH})"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)|(?:{MONTH})\.? [0-9]|[0-9]{{4}}-))"
)
_KEY = rf"(?:{_LATEST}|{_OPEN}|till|före|innan|before|{_ENGLISH_BY}|deadline|due(?! to))(?!\w):?[ \n]"
#: A keyword, or several ("klart senast"), and the space before what it introduces.
LEAD = pattern(
    r"(?<![\w'/-])(?P<clause>(?:(?:och|men|dock|samt|and|but|gärna|helst|redan) )*"
    rf"(?P<words>(?:(?P<done>{_DONE})|{_KEY})(?:{_DONE}|{_KEY})*))"
)
#: The words before a date that leave the text with it, and nothing else: "senast", "till", "före".
_TAIL = pattern(r"(?:(?:(?:(?:allra|absolut|som) )*senast|no later than|till|före|innan|before|by):?[ \n])+\Z")
#: Where "klart" before them belongs to no sentence, so that all of it has to stay.
_BEGINS = re.compile(r"(?:\A|[.,;:!?()\[\]\n*_\"”-])\s*\Z")
_IS_LATEST = pattern(rf"(?:{_LATEST})(?!\w)")
_IS_OPEN = pattern(rf"(?:{_OPEN})(?!\w)")
IS_CERTAIN = pattern(rf"{_LATEST}|{_DONE}|deadline|due")
_IS_BEFORE = pattern(r"(?:före|innan|before)\W")
_SUBJECT = pattern(r"\b(?:vi|ni|de|dem|det|den|jag|man|hon|han|som|när|då|we|they|you|i) \Z")


def is_latest(lead: re.Match[str]) -> bool:
    """Tell whether the keyword says "senast", which introduces little else than a date."""
    return bool(_IS_LATEST.search(lead[0]))


def is_open(lead: re.Match[str]) -> bool:
    """Tell whether the keyword says how long a thing goes on ("fram till"), a part of the sentence."""
    return bool(_IS_OPEN.search(lead[0]))


def is_firm(lead: re.Match[str]) -> bool:
    """Tell whether a numbered week after the keyword is the due date also where more of the sentence follows it."""
    return bool(IS_CERTAIN.search(lead[0]) or _IS_BEFORE.search(lead[0]) or lead[0].startswith("till "))


def tail_start(text: str, lead: re.Match[str]) -> int | None:
    """Return where "senast", "till" or "före" begins, which leaves the text with its date.

    None when other words go with it and would be lost or left hanging: "gärna före", "X, klart senast".
    """
    tail = _TAIL.search(text, lead.start("clause"), lead.end())
    if not tail:
        return None
    start = lead.start("clause")
    if tail.start() == start:
        return start
    is_hanging = not lead["done"] or lead.start("done") != start or _BEGINS.search(text[:start])
    return None if is_hanging else tail.start()


def speaks_of_last_time(before: str) -> bool:
    """Tell whether "senast" after these words is rather "the last time we"."""
    return bool(_SUBJECT.search(before))
