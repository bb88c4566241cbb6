"""The due date in what people write: "Vi inför kollegial handledning senast 1 juni".

1. A date that a keyword introduces ("senast", "klart", "till", "före", "by" …) at the end of the text is the due date.
   Only "senast", "till" or "före" and the date leave the text; "klart", an hour and all the rest stay. "fram till" and
   its like say how long a thing goes on, so there the text stays whole.
2. A keyword with something that looks like a date and cannot be read is asked about, and the text stays whole. Two
   keywords with different dates, too.
3. Without a keyword one clear date (day and month, a whole date) is the due date, and so is a numbered week or "om
   fyra veckor" at the very end; the text stays whole. Several, or a span ("10-11 februari", "v. 36-40", "mellan 8 och
   10 juni"), are asked about. A start ("från 1 juni"), a past date and what is told in the past tense are none.
4. What looks like a time at the very end ("HT26", "första veckan i mars") is asked about.
5. A day that the bot may know ("till nästa konferens") comes as a landmark.
6. A date without a year is asked about when the text speaks of a later school year, and one that has been always.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.dates import marks
from bot.domain.dates.findings import FoundDate
from bot.domain.dates.folding import Folded, fold
from bot.domain.dates.introduced import with_keyword
from bot.domain.dates.landmarks import Landmark, find_landmark
from bot.domain.dates.problems import DateProblem, ImpossibleDate, PastDate, UnreadableDate
from bot.domain.dates.reading import has_year, read_core, read_date
from bot.domain.dates.terms import NamedYear, years_named
from bot.domain.dates.unintroduced import without_keyword
from bot.domain.dates.vague import likely_day


@dataclass(frozen=True)
class DueFound:
    """What a sentence says about its due date: at most one of `due`, `question` and `landmark` is set."""

    #: The text without its due clause; every other character as it was written.
    text: str
    due: date | None = None
    question: DateProblem | None = None
    #: A day that the bot may know; the text is whole.
    landmark: Landmark | None = None


def find_due(text: str, today: date) -> DueFound:
    """Find the due date in a text, seen from `today`; never raises. See the module for what counts."""
    prose = fold(text)
    named = find_landmark(prose.text, today)
    if named is None or marks.is_told(prose.text, *named[0].span("clause")):
        return _find_day(prose, today)
    found, landmark = named
    start, end = found.span("clause")
    others = [_find_day(fold(part), today) for part in (prose.source(0, start), prose.source(end, len(prose.text)))]
    if any(other.due or other.question for other in others):
        return DueFound(text, question=UnreadableDate(text.strip()))
    return DueFound(text, landmark=replace(landmark, text=prose.source(start, end)))


def read_latest(text: str, today: date) -> DueFound:
    """Read words that are a latest day and nothing else, as somebody types them after "senast"; never raises."""
    prose = fold(f"senast {text}")
    try:
        due = read_date(prose.original, today)
    except ImpossibleDate as problem:
        return DueFound(text, question=problem)
    except UnreadableDate:
        return _read_unclear(text, prose, today)
    return DueFound("", due) if due >= today else DueFound(text, question=PastDate(text, due))


def _read_unclear(text: str, prose: Folded, today: date) -> DueFound:
    named = find_landmark(prose.text, today)
    if named and named[0].span("clause") == (0, len(prose.text)):
        return DueFound(text, landmark=replace(named[1], text=text))
    return DueFound(text, question=UnreadableDate(text, likely_day(fold(text).text, today)))


def _find_day(prose: Folded, today: date) -> DueFound:
    findings = list(with_keyword(prose, today)) or list(without_keyword(prose, today))
    years = list(years_named(prose.text, today)) if findings else []
    findings = [_checked(prose, finding, years, today) for finding in findings]
    text = prose.original
    question = next((finding.question for finding in findings if finding.question), None)
    if question is None and len({finding.due for finding in findings}) > 1:
        question = UnreadableDate(text.strip())
    if question is not None or not findings:
        return DueFound(text, question=question)
    return DueFound(text[: findings[-1].keep], findings[-1].due)


def _checked(prose: Folded, finding: FoundDate, years: Sequence[NamedYear], today: date) -> FoundDate:
    """Ask about a due date that has been, and about one that may be meant for a later year the text speaks of."""
    if finding.due is None:
        return finding
    written = prose.source(finding.start, finding.end)
    if finding.due < today:
        return replace(finding, due=None, question=PastDate(written, finding.due))
    words = prose.text[finding.start : finding.end]
    later = next((year for year in years if year.is_later(finding.start, finding.end, finding.due)), None)
    if later is None or has_year(words, today):
        return finding
    suggestion = finding.due if later.is_aim else _in_term(words, later.term.first) if later.term else None
    return replace(finding, due=None, question=UnreadableDate(written, suggestion))


def _in_term(text: str, first: date) -> date | None:
    """Return the day that a date without its year is, seen from a term's first day."""
    try:
        return read_core(text, first, written_out=True)
    except DateProblem:
        return None
