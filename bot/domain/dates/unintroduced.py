"""A due date without a keyword: "15 juni" anywhere, "om fyra veckor" and what looks like a time at the very end."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.dates import keywords, looks, marks
from bot.domain.dates.findings import FoundDate
from bot.domain.dates.folding import Folded
from bot.domain.dates.problems import DateProblem, UnreadableDate
from bot.domain.dates.reading import read_core, read_date
from bot.domain.dates.vague import find_vague
from bot.domain.dates.words import BARE_WEEKDAY, ORDINALS, any_of, pattern


def without_keyword(prose: Folded, today: date) -> Iterator[FoundDate]:
    """Yield the dates that stand without a keyword, and what tells a day, or looks like a time, at the very end."""
    if span := looks.WEEK_SPAN.search(prose.text):
        yield _asked(prose, *span.span())
    last = 0
    for found in looks.CANDIDATE.finditer(prose.text):
        last = found.end()
        if finding := _candidate(prose, found, today):
            yield finding
    if not span and (finding := _told_at_end(prose, today) or _vague_at_end(prose, today)) and finding.start >= last:
        yield finding


def _candidate(prose: Folded, found: re.Match[str], today: date) -> FoundDate | None:
    """Judge a date that no keyword introduces."""
    written = prose.source(found.start(), found.end())
    doubtful = marks.is_fraction(written) or marks.is_counted_from(prose.text, found.start())
    if (span := marks.span_around(prose.text, found)) or doubtful:
        return _asked(prose, *(span or found.span()))
    if marks.is_other_date(prose.text, *found.span()):
        return None
    try:
        due = read_date(written, today)
    except DateProblem as problem:
        return FoundDate(*found.span(), question=problem)
    return FoundDate(*found.span(), due) if due >= today else None


#: How far from its end a sentence is looked at for "om fyra veckor", and how such words begin.
_LAST_WORDS = 60
_TOLD = pattern(
    rf"(?<![\w'/-])(?:(?:om|inom|in|within|i|vid|at|the|den|slutet|utgången|end|sista|siste|last|{any_of(ORDINALS)}"
    rf"|nu|på|on|nästa|next|kommande|coming) |imor|i?över|tomorrow\b"
    rf"|(?:{BARE_WEEKDAY}) (?:i )?(?:nästa|next|den|denna))"
)


def _told_at_end(prose: Folded, today: date) -> FoundDate | None:
    """Read "om fyra veckor", "slutet av maj" or "på fredag" as the last words of a text."""
    end = len(prose.text.rstrip(keywords.CLOSING))
    for found in _TOLD.finditer(prose.text, max(0, end - _LAST_WORDS), end):
        finding = _told(prose, found.start(), end, today)
        if finding and not marks.is_other_date(prose.text, found.start(), end):
            return finding
    return None


def _told(prose: Folded, start: int, end: int, today: date) -> FoundDate | None:
    try:
        day = read_core(prose.text[start:end], today)
    except DateProblem as problem:
        return FoundDate(start, end, question=UnreadableDate(prose.source(start, end), problem.suggestion))
    return FoundDate(start, end, day) if day and day > today else None


def _vague_at_end(prose: Folded, today: date) -> FoundDate | None:
    vague = find_vague(prose.text, today)
    if vague is None or marks.is_fraction(vague[0][0]) or marks.is_other_date(prose.text, *vague[0].span()):
        return None
    found, problem = vague
    return FoundDate(*found.span(), question=problem.about(prose.source(*found.span())))


def _asked(prose: Folded, start: int, end: int) -> FoundDate:
    return FoundDate(start, end, question=UnreadableDate(prose.source(start, end)))
