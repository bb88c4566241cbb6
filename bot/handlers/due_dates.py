"""A due date in somebody's words: the day it is, and what is said about it where it stands."""

from datetime import date
from typing import Protocol

from bot.domain.calendar import is_working_day, previous_working_day
from bot.domain.dates import (
    DateProblem,
    DueFound,
    Happening,
    ImpossibleDate,
    Landmark,
    PastDate,
    day_of,
    read_latest,
    span_of,
)
from bot.errors import BadInput, Sentence
from bot.handlers.asked import Asked
from bot.red_days import red_day
from bot.services.known_days import known_days
from bot.storage.commitments import CommitmentView


class MemberPlace(Protocol):
    """Whose days are meant: a municipality in a network."""

    @property
    def network_id(self) -> int:
        """The network's id."""

    @property
    def unit_id(self) -> int:
        """The municipality's id."""

    @property
    def municipality(self) -> str:
        """What it is called."""


async def due_day(by: Asked, found: DueFound, place: MemberPlace) -> tuple[date | None, list[Sentence]]:
    """Return the day that was found, None when it has to be chosen, and what to say about it.

    A day that the municipality or its network has planned is looked up. A weekend or a red day stands, and is told.
    """
    if found.question is not None:
        return None, [_question(found.question, "due")]
    if found.landmark is not None:
        return await _day_planned(by, found.landmark, place)
    return found.due, _closed(found.due)


async def day_typed(by: Asked, words: str, commitment: CommitmentView) -> tuple[date, list[Sentence]]:
    """Return the day that was typed for a commitment, and what to say about it. BadInput asks when it is none."""
    found = read_latest(words, by.today)
    if found.question is not None:
        asked = _question(found.question, "typed")
        raise BadInput(asked.name, **asked.values)
    day, told = await due_day(by, found, commitment)
    if day is None:
        raise BadInput("typed-unreadable-bare", text=words)
    return day, told


def _question(problem: DateProblem, where: str) -> Sentence:
    """Return what is asked about a date that is none, where it stands: due (in the form) or typed (in the command)."""
    if isinstance(problem, PastDate):
        return Sentence("due-has-been", {"day": problem.day})
    # The sentence may begin with it.
    values = {"text": problem.text, "quoted": problem.text[:1].upper() + problem.text[1:]}
    is_impossible = isinstance(problem, ImpossibleDate)
    if problem.suggestion is None:
        return Sentence(f"{where}-impossible-bare" if is_impossible else f"{where}-unreadable-bare", values)
    likely = {**values, "suggestion": problem.suggestion}
    return Sentence(f"{where}-impossible" if is_impossible else f"{where}-unreadable", likely)


async def _day_planned(by: Asked, landmark: Landmark, place: MemberPlace) -> tuple[date | None, list[Sentence]]:
    known = await by.do(known_days, place.network_id, place.unit_id)
    day = day_of(landmark, known, by.today, red_day)
    span = span_of(landmark, known)
    values = {"text": landmark.text, "name": landmark.name, "municipality": place.municipality}
    if span is None:
        return None, [Sentence(f"due-unknown-{landmark.happening}", values)]
    values |= {"span": by.language.span(*span)}
    if day is None:
        return None, [Sentence("due-planned-has-been", values)]
    return day, [Sentence(_told(landmark, day, span), {**values, "day": day}), *_closed(day)]


def _told(landmark: Landmark, day: date, span: tuple[date, date]) -> str:
    if landmark.happening is not Happening.CONFERENCE:
        return "due-beside-break"
    return "due-at-conference" if day == span[0] else "due-near-conference"


def _closed(day: date | None) -> list[Sentence]:
    """Say that nobody works that day, when it is so; people's own dates stand all the same."""
    if day is None or is_working_day(day, red_day):
        return []
    values = {"day": day, "name": red_day(day), "working_day": previous_working_day(day, red_day)}
    return [Sentence("due-weekend" if red_day(day) is None else "due-red-day", values)]
