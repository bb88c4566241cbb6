"""The first message to somebody who has become a contact person, before any task."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import ONE_DAY, local_day
from bot.domain.deliveries import TIMINGS
from bot.domain.hours import working_moment
from bot.domain.letters import IN_LETTER
from bot.language import Language
from bot.messages.letters import letter_facts
from bot.messages.newcomers import (
    Newcomer,
    newcomer,
    welcome_buttons,
    welcome_key,
    welcome_of,
    welcome_words,
)
from bot.messages.readers import letter_readers, reader_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.storage.people import zone_of
from bot.storage.tables import Delivery, Person, Role, Workspace

#: What is not sent to somebody on the day of the welcome. It stands in the next weekly letter and on the Home tab.
NOT_THAT_DAY = frozenset(
    {"late-question", "preparation", "evaluation-reminder", "commitment-gaps", "leadership-letter"}
)
#: How long the rest waits for a welcome that cannot be sent.
WAITED_FOR = timedelta(days=1)


def welcome_facts(session: Session, row: Delivery, now: datetime) -> Newcomer | Skip:
    """Gather whom to welcome to what, unless the weekly letter of the same day does it."""
    person = session.get_one(Person, reader_of(row))
    who = newcomer(session, person, now)
    if who is None:
        return Skip("no-role")
    return Skip(IN_LETTER) if row.said is None and _is_in_letter(session, person, now) else who


def _is_in_letter(session: Session, person: Person, now: datetime) -> bool:
    """Return whether the reader's weekly letter falls today too: it is one message a day, and the letter says both."""
    today = local_day(now, zone_of(session, person))
    letters = session.scalars(
        select(Delivery).where(
            Delivery.workspace_id == person.workspace_id,
            Delivery.recipient == f"person:{person.id}",
            Delivery.kind == "digest",
            Delivery.status.in_(("pending", "sending", "sent", "uncertain")),
            Delivery.due_at <= now + ONE_DAY,
        )
    )
    zone = zone_of(session, person)
    return any(
        local_day(letter.due_at, zone) <= today
        and letter.expires_at >= now
        and not isinstance(letter_facts(session, letter, now), Skip)
        for letter in letters
    )


def welcome_blocks(who: Newcomer, language: Language) -> Message:
    """Say who the bot is, when it writes, and what to begin with."""
    say = language.template("welcome")
    body = [blocks.section(welcome_words(who, language)), blocks.section(say("begin")), welcome_buttons(language)]
    return Message(blocks.notification(welcome_words(who, language, plain=True)), body)


def plan_welcomes(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan one welcome for everybody who becomes a contact person: at once in working hours, else the next morning."""
    # Who only steps in for somebody is told in the weekly letter.
    for reader in letter_readers(session, workspace, start, Role.kind == "contact_person", Role.absence_id.is_(None)):
        person = reader.person
        due_at = working_moment(reader.since, ZoneInfo(person.timezone or workspace.timezone), red_day)
        if start <= due_at < end:
            recipient = f"person:{person.id}"
            yield Planned(
                key=welcome_key(person.id),
                recipient=recipient,
                due_at=due_at,
                expires_at=due_at + TIMINGS["welcome"].useful_for,
                subject="people",
                subject_id=person.id,
            )


def is_welcomed_today(session: Session, row: Delivery, now: datetime) -> bool:
    """Return whether a message must not be sent to its reader because this is the day of the welcome.

    That is when the welcome has been sent today, or is on its way; a welcome that cannot be sent stops nothing for
    longer than a day.
    """
    if row.kind not in NOT_THAT_DAY or row.sent_at is not None:
        return False
    person = session.get_one(Person, reader_of(row))
    welcome = welcome_of(session, row.workspace_id, person.id)
    if welcome is None:
        return False
    if welcome.sent_at is not None:
        zone = zone_of(session, person)
        return local_day(welcome.sent_at, zone) == local_day(now, zone)
    return welcome.status in {"pending", "sending"} and welcome.due_at <= now < welcome.due_at + WAITED_FOR


register(Kind("welcome", welcome_facts, welcome_blocks, plan_welcomes))
