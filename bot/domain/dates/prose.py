"""The due date in what people write: "Vi inför kollegial handledning senast 1 juni".

1. A date that a keyword introduces ("senast", "klart", "till", "före", "by" …) at the end of the text is the due date,
   and the clause is taken away; nothing else of the text is touched. "fram till" and its like say how long a thing goes
   on, so there the text stays whole.
2. A keyword with something that looks like a date and cannot be read is asked about, and the text stays whole. Two
   keywords with different dates, too.
3. Without a keyword one clear date (day and month, a whole date, or a numbered week at the very end) is the due date,
   and the text stays whole. Several, or a span ("10-11 februari", "v. 36-40", "mellan 8 och 10 juni"), are asked about.
   A start ("från 1 juni"), a past date and what is told in the past tense are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.dates import marks
from bot.domain.dates.folding import Folded, fold
from bot.domain.dates.problems import DateProblem, ImpossibleDate, UnreadableDate
from bot.domain.dates.reading import LONGEST, read_core, read_date


@dataclass(frozen=True)
class DueFound:
    """What a sentence says about its due date: at most one of `due` and `question` is set."""

    #: The text without its due clause; every other character as it was written.
    text: str
    due: date | None
    question: DateProblem | None


@dataclass(frozen=True)
class _Finding:
    """A place in a text that gives a due date, or raises a question about one."""

    due: date | None = None
    question: DateProblem | None = None
    #: How much of the original text stays, when the clause stands at the end and can be taken away.
    keep: int | None = None


def find_due(text: str, today: date) -> DueFound:
    """Find the due date in a text, seen from `today`; never raises. See the module for what counts."""
    prose = fold(text)
    findings = list(_with_keyword(prose, today)) or list(_without_keyword(prose, today))
    question = next((finding.question for finding in findings if finding.question), None)
    if question is None and len({finding.due for finding in findings}) > 1:
        question = UnreadableDate(text.strip())
    if question is not None or not findings:
        return DueFound(text, None, question)
    return DueFound(text[: findings[-1].keep], findings[-1].due, None)


def _with_keyword(prose: Folded, today: date) -> Iterator[_Finding]:
    end = len(prose.text.rstrip(marks.CLOSING))
    leads = list(marks.LEAD.finditer(prose.text, 0, end))
    for lead in leads:
        last = _at_end(prose, lead, end, today) if lead is leads[-1] else None
        if finding := last or _inside(prose, lead, end, today):
            yield finding


def _at_end(prose: Folded, lead: re.Match[str], end: int, today: date) -> _Finding | None:
    """Read the clause that a keyword opens, when all that follows it is a date."""
    if end - lead.end() > LONGEST:
        return None
    clause = prose.source(lead.start("clause"), end)
    try:
        due = read_date(prose.source(lead.end(), end), today)
    except UnreadableDate:
        return None
    except ImpossibleDate as problem:
        return _Finding(question=problem)
    if marks.is_doubtful(prose.text, lead, prose.text[lead.end() : end]):
        return _Finding(question=UnreadableDate(clause))
    return _Finding(due, keep=_kept(prose, lead, end))


def _kept(prose: Folded, lead: re.Match[str], end: int) -> int | None:
    """Return how much of the original stays without the clause; None when taking it away would break the sentence."""
    start = marks.clause_start(prose.text, lead)
    bracket = prose.text[:start].rstrip().endswith(("(", "["))
    closed = any(mark in prose.text[end:] for mark in ")]")
    if marks.is_open(lead) or closed != bracket or not prose.text[end - 1].isalnum():
        return None
    return len(prose.source(0, start).rstrip(marks.JOINING))


def _inside(prose: Folded, lead: re.Match[str], end: int, today: date) -> _Finding | None:
    """Read the date right after a keyword when more follows it, or ask about what looks like one."""
    rest = prose.text[lead.end() : end]
    if length := _leading_date(rest, today):
        return _latest_inside(prose, lead, lead.end() + length, today) if marks.is_latest(lead) else None
    short = len(rest.split()) <= 5
    looks = marks.VAGUE.match(rest) or (marks.DATE_LIKE.match(rest) and (short or marks.is_latest(lead)))
    odd = short and marks.is_latest(lead) and not marks.speaks_of_last_time(prose.text[: lead.start()])
    return _Finding(question=_unread(prose, lead, end)) if looks or odd else None


def _latest_inside(prose: Folded, lead: re.Match[str], stop: int, today: date) -> _Finding:
    """Read "senast 1 juni ska …"; the text stays whole."""
    if marks.SPAN_AFTER.match(prose.text, stop) or marks.NOT_DUE_AFTER.match(prose.text, stop):
        return _Finding(question=_unread(prose, lead, len(prose.text)))
    try:
        return _Finding(read_date(prose.source(lead.end(), stop), today))
    except DateProblem as problem:
        return _Finding(question=problem)


def _unread(prose: Folded, lead: re.Match[str], end: int) -> UnreadableDate:
    """Quote a keyword and the few words after it."""
    words = _FEW_WORDS.match(prose.text, lead.end(), end)
    return UnreadableDate(prose.source(lead.start("clause"), words.end() if words else end).strip())


_FEW_WORDS = re.compile(r"\S{1,30}(?:\s\S{1,30}){0,4}")
_WORD_END = re.compile(r"(?=[^\w/-]|\Z)")


def _leading_date(rest: str, today: date) -> int:
    """Return the length of the longest written-out date that the text begins with, 0 when there is none."""
    lengths = [found.start() for found in _WORD_END.finditer(rest[:60]) if found.start()]
    return next((length for length in reversed(lengths) if _is_written_out(rest[:length], today)), 0)


def _is_written_out(text: str, today: date) -> bool:
    try:
        return read_core(text, today, written_out=True) is not None
    except ImpossibleDate:
        return True
    except UnreadableDate:
        return False


def _without_keyword(prose: Folded, today: date) -> Iterator[_Finding]:
    if span := marks.WEEK_SPAN.search(prose.text):
        yield _Finding(question=UnreadableDate(prose.source(span.start(), span.end())))
    for found in marks.CANDIDATE.finditer(prose.text):
        if finding := _candidate(prose, found, today):
            yield finding


def _candidate(prose: Folded, found: re.Match[str], today: date) -> _Finding | None:
    """Judge a date that no keyword introduces."""
    written = prose.source(found.start(), found.end())
    if (span := marks.span_around(prose.text, found)) or marks.is_fraction(written):
        start, end = span or found.span()
        return _Finding(question=UnreadableDate(prose.source(start, end)))
    if marks.is_other_date(prose.text, found):
        return None
    try:
        due = read_date(written, today)
    except DateProblem as problem:
        return _Finding(question=problem)
    return _Finding(due) if due >= today else None
