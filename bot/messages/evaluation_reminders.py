"""The one question to those who have not evaluated a conference, on the next working day (N10, C6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from babel.lists import format_list
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import Policy, at_wall_time, is_summer_silence, shift
from bot.domain.conferences import reminder_day, summary_at
from bot.language import Language
from bot.messages.conference import Done, done_by, done_lines, planned
from bot.messages.conference_readers import answers_for, readers_at
from bot.messages.letters import LETTER_HOUR
from bot.messages.readers import reader_of, zone_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.messages.welcome import first_name
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.conferences import Conference, conference
from bot.storage.inquiries import EVALUATION, Stand, stands
from bot.storage.tables import Delivery, Person, Workspace

REMINDER = "evaluation-reminder"
#: From the end of a conference to the day of the question: a weekend, or a long holiday.
LONGEST_WAIT = timedelta(days=14)
#: On the day of somebody's weekly letter the letter goes first, and a question that stands in it is not sent again.
AFTER_THE_LETTER = timedelta(minutes=5)
#: Numbers that are written as words.
IN_WORDS = range(2, 13)
#: Minutes that a short question takes a group, about.
MINUTES_A_QUESTION = 0.75


@dataclass(frozen=True)
class Reminder:
    """Somebody whose municipality has not handed in its evaluation is asked, once."""

    meeting_id: int
    first_name: str
    days: int
    host: str | None
    #: The municipalities that nothing has come from, by name.
    silent: tuple[str, ...]
    several: bool
    #: What has come since, or that nothing will.
    done: tuple[Done, ...]
    questions: int
    #: When the summary is made, by the reader's clock.
    summary_at: datetime


def reminder_facts(session: Session, row: Delivery, now: datetime) -> Reminder | Skip:
    """Gather who is silent. Once it is posted it says who has answered since."""
    about = conference(session, row.subject_id)
    if about is None:
        return Skip("gone")
    if about.cancelled:
        return Skip("cancelled")
    if EVALUATION not in about.forms:
        return Skip("no-form")
    reader_id = reader_of(row)
    units = answers_for(session, about, reader_id, now)
    if not units:
        return Skip("not-asked")
    found = {unit_id: stands(session, about.id, EVALUATION).get(unit_id, Stand(unit_id)) for unit_id in units}
    done = tuple(
        done_by(EVALUATION, units[unit], stand, reader_id) for unit, stand in found.items() if not stand.is_silent
    )
    silent = tuple(units[unit] for unit, stand in found.items() if stand.is_silent)
    if row.slack_ts is None and (reason := _unneeded(session, row, about, silent, done, now)):
        return Skip(reason)
    return _reminder(session, about, session.get_one(Person, reader_id), silent, done)


def _unneeded(
    session: Session, row: Delivery, about: Conference, silent: tuple[str, ...], done: tuple[Done, ...], now: datetime
) -> str | None:
    """Return why nobody needs to be asked, or None."""
    if not silent:
        return "declined" if all(one.what == "declined" for one in done) else "answered"
    if now >= summary_at(about.ends_at, about.zone, red_day):
        return "summed-up"
    return "in-letter" if _stood_in_letter(session, row, about) else None


def _stood_in_letter(session: Session, row: Delivery, about: Conference) -> bool:
    """Return whether the reader's weekly letter has asked for this evaluation."""
    letters = session.scalars(
        select(Delivery.said).where(
            Delivery.workspace_id == row.workspace_id,
            Delivery.kind == "digest",
            Delivery.recipient == row.recipient,
            Delivery.sent_at > about.ends_at,
        )
    )
    return any(about.id in (said or {}).get("evaluations", ()) for said in letters)


def _reminder(
    session: Session, about: Conference, person: Person, silent: tuple[str, ...], done: tuple[Done, ...]
) -> Reminder:
    return Reminder(
        meeting_id=about.id,
        first_name=first_name(person.name),
        days=(about.last_day - about.first_day).days + 1,
        host=about.host,
        silent=silent,
        several=len(silent) + len(done) > 1,
        done=done,
        questions=len(about.forms[EVALUATION].questions),
        summary_at=summary_at(about.ends_at, about.zone, red_day).astimezone(zone_of(session, person)),
    )


def reminder_blocks(reminder: Reminder, language: Language) -> Message:
    """Thank for the days and ask for the evaluation; when it has come, say from whom."""
    say = language.template(REMINDER)
    values = _values(reminder, language)
    parts = [say.plain("hello", **values)]
    if reminder.silent:
        parts.append(say.plain("ask", **values))
    lines = list(done_lines(reminder.done, language, several=reminder.several))
    body = [blocks.plain_section(" ".join(parts))]
    if lines:
        body.append(blocks.bullets(say.plain("done"), lines))
    body.append(blocks.actions(*_buttons(reminder, language)))
    return Message(blocks.notification("\n".join([" ".join(parts), *lines])), body)


def _values(reminder: Reminder, language: Language) -> dict[str, object]:
    minutes = max(1, round(reminder.questions * MINUTES_A_QUESTION))
    return {
        "first_name": reminder.first_name,
        "host": reminder.host,
        "days": reminder.days,
        "days_in_words": _number(reminder.days, language),
        "municipalities": format_list(reminder.silent, locale=language.locale) if reminder.several else "",
        "questions": reminder.questions,
        "questions_in_words": _number(reminder.questions, language),
        "minutes": minutes,
        "minutes_in_words": _number(minutes, language),
        "day": reminder.summary_at.date(),
        "hour": _hour(reminder.summary_at.time()),
    }


def _buttons(reminder: Reminder, language: Language) -> Iterator[Block]:
    value = str(reminder.meeting_id)
    label = "answer" if reminder.silent else "change_answers"
    yield blocks.button(
        "inquiry.evaluation.v1", language.word(f"buttons.{label}"), value, primary=bool(reminder.silent)
    )
    if reminder.silent:
        yield blocks.button("inquiry.decline.v1", language.word("buttons.no_evaluation"), value)


def _number(count: int, language: Language) -> str:
    return language.word(f"numbers.{count}") if count in IN_WORDS else str(count)


def _hour(hour: time) -> str:
    return f"{hour:%H}" if hour.minute == 0 else f"{hour:%H.%M}"


def plan_reminders(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan the question on the next working day, at the hour of letters; never in the silent weeks of summer."""
    for about, reader in readers_at(session, workspace, start - LONGEST_WAIT, end):
        day = reminder_day(about.last_day, red_day)
        due_at = at_wall_time(day, LETTER_HOUR, reader.zone)
        if _is_letter_day(day):
            due_at += AFTER_THE_LETTER
        if not is_summer_silence(day) and max(start, reader.since) <= due_at < end:
            yield planned(REMINDER, about, reader, due_at)


def _is_letter_day(day: date) -> bool:
    monday = day - timedelta(days=day.isoweekday() - 1)
    return shift(monday, Policy.NEXT_OPEN_DAY, red_day) == day


register(Kind(REMINDER, reminder_facts, reminder_blocks, plan_reminders))
