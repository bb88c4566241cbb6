"""The one question to those who have not evaluated a conference, on the next working day (N10, C6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import Policy, at_wall_time, is_silent_week, local_day, shift
from bot.domain.conferences import reminder_day
from bot.language import Language
from bot.messages.conference import done_by, done_lines, planned
from bot.messages.conference_readers import readers_at
from bot.messages.evaluations import LONGEST_WAIT, Wanted, buttons, hour, municipalities, wanted
from bot.messages.letters import LETTER_HOUR
from bot.messages.newcomers import first_name
from bot.messages.readers import reader_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.storage.conferences import conference
from bot.storage.inquiries import EVALUATION
from bot.storage.people import zone_of
from bot.storage.tables import Delivery, Person, Workspace

REMINDER = "evaluation-reminder"
#: On the day of somebody's weekly letter the letter goes first, and a question that stands in it is not sent again.
AFTER_THE_LETTER = timedelta(minutes=5)
#: Minutes that a short question takes a group, about.
MINUTES_A_QUESTION = 0.75


@dataclass(frozen=True)
class Reminder:
    """Somebody whose municipality has not handed in its evaluation is asked, once."""

    first_name: str
    reader_id: int
    asked: Wanted


def reminder_facts(session: Session, row: Delivery, now: datetime) -> Reminder | Skip:
    """Gather who is silent. Once it is posted it says who has answered since."""
    about = conference(session, row.subject_id)
    if about is None:
        return Skip("gone")
    if about.cancelled:
        return Skip("cancelled")
    if EVALUATION not in about.forms:
        return Skip("no-form")
    person = session.get_one(Person, reader_of(row))
    asked = wanted(session, about, person, now)
    if not asked.found:
        return Skip("not-asked")
    if row.slack_ts is None and (reason := _unneeded(session, row, asked, now)):
        return Skip(reason)
    return Reminder(first_name(person.name), person.id, asked)


def _unneeded(session: Session, row: Delivery, asked: Wanted, now: datetime) -> str | None:
    """Return why nobody needs to be asked, or None."""
    if not asked.silent:
        return "answered" if any(stand.handed_in_at for _, stand in asked.found) else "declined"
    if now >= asked.summary_at:
        return "summed-up"
    in_letter = _stood_in_letter(session, row, asked) or _waits_for_letter(session, row, now)
    return "in-letter" if in_letter else None


def _waits_for_letter(session: Session, row: Delivery, now: datetime) -> bool:
    """Return whether the reader's weekly letter comes later today: it asks for what is wanted today."""
    zone = zone_of(session, session.get_one(Person, reader_of(row)))
    waiting = session.scalars(
        select(Delivery.due_at).where(
            Delivery.recipient == row.recipient, Delivery.kind == "digest", Delivery.status.in_(("pending", "sending"))
        )
    )
    return any(local_day(due_at, zone) == local_day(now, zone) for due_at in waiting)


def _stood_in_letter(session: Session, row: Delivery, asked: Wanted) -> bool:
    """Return whether the reader's weekly letter has asked for this evaluation."""
    letters = session.scalars(
        select(Delivery.said).where(
            Delivery.workspace_id == row.workspace_id,
            Delivery.kind == "digest",
            Delivery.recipient == row.recipient,
            Delivery.sent_at > asked.about.ends_at,
        )
    )
    return any(asked.about.id in (said or {}).get("evaluations", ()) for said in letters)


def reminder_blocks(reminder: Reminder, language: Language) -> Message:
    """Thank for the days and ask for the evaluation; when it has come, say from whom."""
    say, asked = language.template(REMINDER), reminder.asked
    values = _values(reminder, language)
    text = say.plain("hello", **values)
    if asked.silent:
        text = f"{text} {say.plain('ask', **values)}"
    done = [done_by(EVALUATION, name, stand, reminder.reader_id) for name, stand in asked.found if not stand.is_silent]
    lines = list(done_lines(done, language, several=len(asked.found) > 1))
    body = [blocks.plain_section(text)]
    if lines:
        body.append(blocks.bullets(say.plain("done"), lines))
    body.append(blocks.actions(*buttons(asked, language)))
    return Message(blocks.notification("\n".join([text, *lines])), body)


def _values(reminder: Reminder, language: Language) -> dict[str, object]:
    about = reminder.asked.about
    days = (about.last_day - about.first_day).days + 1
    questions = len(about.forms[EVALUATION].questions)
    minutes = max(1, round(questions * MINUTES_A_QUESTION))
    return {
        "first_name": reminder.first_name,
        "host": about.host,
        "days": days,
        "municipalities": municipalities(reminder.asked, language),
        "questions": questions,
        "minutes": minutes,
        "day": reminder.asked.summary_at.date(),
        "hour": hour(reminder.asked.summary_at.time()),
    }


def plan_reminders(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan the question on the next working day, at the hour of letters; never in a silent week."""
    for about, reader in readers_at(session, workspace, start - LONGEST_WAIT, end):
        day = reminder_day(about.last_day, red_day)
        due_at = at_wall_time(day, LETTER_HOUR, reader.zone)
        if _is_letter_day(day):
            due_at += AFTER_THE_LETTER
        if not is_silent_week(day) and max(start, reader.since) <= due_at < end:
            yield planned(REMINDER, about, reader, due_at)


def _is_letter_day(day: date) -> bool:
    monday = day - timedelta(days=day.isoweekday() - 1)
    return shift(monday, Policy.NEXT_OPEN_DAY, red_day) == day


register(Kind(REMINDER, reminder_facts, reminder_blocks, plan_reminders))
