"""A due date that a keyword introduces: "senast 1 juni", "klart v. 20"."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.dates import keywords, looks, marks
from bot.domain.dates.counts import is_counting
from bot.domain.dates.findings import FoundDate
from bot.domain.dates.folding import Folded
from bot.domain.dates.problems import DateProblem, ImpossibleDate, UnreadableDate
from bot.domain.dates.reading import LONGEST, has_hour, read_core, read_date
from bot.domain.dates.vague import likely_day
from bot.domain.dates.weeks import is_week


def with_keyword(prose: Folded, today: date) -> Iterator[FoundDate]:
    """Yield what the keywords of a text introduce: dates, and what looks like one."""
    end = len(prose.text.rstrip(keywords.CLOSING))
    leads = list(keywords.LEAD.finditer(prose.text, 0, end))
    for lead in leads:
        last = _at_end(prose, lead, end, today) if lead is leads[-1] else None
        if finding := last or _inside(prose, lead, end, today):
            yield finding


def _at_end(prose: Folded, lead: re.Match[str], end: int, today: date) -> FoundDate | None:
    """Read the clause that a keyword opens, when all that follows it is a date."""
    if end - lead.end() > LONGEST:
        return None
    clause = prose.source(lead.start("clause"), end)
    try:
        due = read_date(prose.source(lead.start("words"), end), today)
    except UnreadableDate:
        return None
    except ImpossibleDate as problem:
        return FoundDate(lead.end(), end, question=problem)
    if marks.is_doubtful(prose.text, lead, prose.text[lead.end() : end]):
        return FoundDate(lead.end(), end, question=UnreadableDate(clause))
    return FoundDate(lead.end(), end, due, keep=_kept(prose, lead, end, today))


def _kept(prose: Folded, lead: re.Match[str], end: int, today: date) -> int | None:
    """Return how much of the original stays without the clause; None when taking it away would lose more than that."""
    start = keywords.tail_start(prose.text, lead)
    if start is None or keywords.is_open(lead) or has_hour(prose.text[lead.end() : end], today):
        return None
    bracket = prose.text[:start].rstrip().endswith(("(", "["))
    closed = any(mark in prose.text[end:] for mark in ")]")
    if closed != bracket or not prose.text[end - 1].isalnum():
        return None
    return len(prose.source(0, start).rstrip(keywords.JOINING))


def _inside(prose: Folded, lead: re.Match[str], end: int, today: date) -> FoundDate | None:
    """Read the date right after a keyword when more follows it, or ask about what looks like one."""
    rest = prose.text[lead.end() : end]
    if length := _leading_date(rest, today):
        firm = keywords.is_latest(lead) or (keywords.is_firm(lead) and is_week(rest[:length]))
        return _leading(prose, lead, lead.end() + length, today) if firm else None
    short = len(rest.split()) <= 5
    like_date = looks.VAGUE.match(rest) or (looks.DATE_LIKE.match(rest) and (short or keywords.is_latest(lead)))
    odd = short and keywords.is_latest(lead) and not keywords.speaks_of_last_time(prose.text[: lead.start()])
    return _unread(prose, lead, end, today) if like_date or odd else None


def _leading(prose: Folded, lead: re.Match[str], stop: int, today: date) -> FoundDate:
    """Read "senast 1 juni ska …"; the text stays whole."""
    doubtful = marks.is_doubtful(prose.text, lead, prose.text[lead.end() : stop])
    if doubtful or marks.SPAN_AFTER.match(prose.text, stop) or marks.NOT_DUE_AFTER.match(prose.text, stop):
        return _unread(prose, lead, len(prose.text), today)
    try:
        return FoundDate(lead.end(), stop, read_date(prose.source(lead.start("words"), stop), today))
    except DateProblem as problem:
        return FoundDate(lead.end(), stop, question=problem)


def _unread(prose: Folded, lead: re.Match[str], end: int, today: date) -> FoundDate:
    """Quote a keyword and the few words after it, with the day that they may mean."""
    words = _FEW_WORDS.match(prose.text, lead.end(), end)
    stop = words.end() if words else end
    written = prose.source(lead.start("clause"), stop).strip()
    return FoundDate(
        lead.end(), stop, question=UnreadableDate(written, likely_day(prose.text[lead.end() : stop], today))
    )


_FEW_WORDS = re.compile(r"\S{1,30}(?:\s\S{1,30}){0,4}")
_WORD_END = re.compile(r"(?=[^\w/-]|\Z)")


def _leading_date(rest: str, today: date) -> int:
    """Return the length of the longest written-out date that the text begins with, 0 when there is none."""
    lengths = [found.start() for found in _WORD_END.finditer(rest[:60]) if found.start()]
    lengths = [length for length in lengths if not is_counting(rest, length)]
    return next((length for length in reversed(lengths) if _is_written_out(rest[:length], today)), 0)


def _is_written_out(text: str, today: date) -> bool:
    try:
        return read_core(text, today, written_out=True) is not None
    except ImpossibleDate:
        return True
    except UnreadableDate:
        return False
