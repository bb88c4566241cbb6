"""Evaluations that have not come when the silent are asked: by a message, or in the weekly letter of that day."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.domain.conferences import reminder_day, summary_at
from bot.language import Language
from bot.messages.conference_readers import answers_for
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.conferences import Conference, conferences
from bot.storage.inquiries import EVALUATION, Stand, stands
from bot.storage.people import zone_of
from bot.storage.tables import Meeting, Person

#: From the end of a conference to the day of the question: a weekend, or a long holiday.
LONGEST_WAIT = timedelta(days=14)


@dataclass(frozen=True)
class Wanted:
    """How far somebody's municipalities have come with the evaluation of a conference."""

    about: Conference
    #: By municipality: its name, and how far it has come.
    found: tuple[tuple[str, Stand], ...]
    #: When the summary is made, by the reader's clock.
    summary_at: datetime

    @property
    def silent(self) -> tuple[str, ...]:
        """The municipalities that nothing has come from."""
        return tuple(name for name, stand in self.found if stand.is_silent)


def wanted(session: Session, about: Conference, person: Person, now: datetime) -> Wanted:
    """Return how far the municipalities have come for which this person is the one who is asked."""
    units = answers_for(session, about, person.id, now)
    come = stands(session, about.id, EVALUATION)
    found = tuple((name, come.get(unit_id, Stand(unit_id))) for unit_id, name in units.items())
    return Wanted(about, found, summary_at(about.ends_at, about.zone, red_day).astimezone(zone_of(session, person)))


def wanted_today(session: Session, person: Person, day: date, now: datetime) -> list[Wanted]:
    """Return the evaluations that somebody is asked for on a day, its own for every conference."""
    ended = (Meeting.ends_at > now - LONGEST_WAIT, Meeting.ends_at <= now, Meeting.cancelled_at.is_(None))
    found = [
        wanted(session, about, person, now)
        for about in conferences(session, Meeting.workspace_id == person.workspace_id, *ended)
        if EVALUATION in about.forms and reminder_day(about.last_day, red_day) == day
    ]
    return [one for one in found if one.silent]


def wanted_then(session: Session, person: Person, meeting_ids: Collection[int], now: datetime) -> list[Wanted]:
    """Return how far the evaluations have come that somebody was asked for."""
    return [wanted(session, about, person, now) for about in conferences(session, Meeting.id.in_(meeting_ids))]


def in_letter(asked: Wanted, language: Language) -> Iterator[Block]:
    """Yield what a weekly letter says of an evaluation, with the buttons of the question."""
    say = language.template("evaluation-reminder")
    values = {
        "span": language.span(asked.about.first_day, asked.about.last_day),
        "municipalities": municipalities(asked, language),
        "silent": bool(asked.silent),
        "declined": all(stand.handed_in_at is None for _, stand in asked.found),
        "day": asked.summary_at.date(),
        "hour": hour(asked.summary_at.time()),
    }
    yield blocks.section(say("in_letter", **values))
    yield blocks.actions(*buttons(asked, language))


def municipalities(asked: Wanted, language: Language) -> str:
    """Return the names of those that are silent, for somebody who acts for several; else nothing."""
    return language.listed(asked.silent) if len(asked.found) > 1 else ""


def buttons(asked: Wanted, language: Language) -> Iterator[Block]:
    """Yield the buttons of the question: answer, and say that nothing comes; then only change."""
    value, silent = str(asked.about.id), bool(asked.silent)
    label = language.word("buttons.answer" if silent else "buttons.change_answers")
    yield blocks.button("inquiry.evaluation.v1", label, value, primary=silent)
    if silent:
        yield blocks.button("inquiry.decline.v1", language.word("buttons.no_evaluation"), value)


def hour(clock: time) -> str:
    """Return an hour as people say it."""
    return f"{clock:%H}" if clock.minute == 0 else f"{clock:%H.%M}"
