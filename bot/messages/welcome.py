"""The first message to somebody who has become a contact person, before any task."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.deliveries import TIMINGS
from bot.domain.hours import working_moment
from bot.language import Language
from bot.messages.places import named_places
from bot.messages.readers import contact_persons, reader_of, zone_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.storage.tables import Delivery, Person, Workspace

#: What is not sent to somebody on the day of the welcome. It stands in the next weekly letter and on the Home tab.
NOT_THAT_DAY = frozenset(
    {"digest", "late-question", "preparation", "evaluation-reminder", "commitment-gaps", "leadership-letter"}
)
#: How long the rest waits for a welcome that cannot be sent.
WAITED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Welcome:
    """A new contact person, and of what."""

    first_name: str
    networks: list[str]
    municipalities: list[str]


def welcome_facts(session: Session, row: Delivery, now: datetime) -> Welcome | Skip:
    """Gather whom to welcome to what; somebody who is contact person no longer is not welcomed."""
    person = session.get_one(Person, reader_of(row))
    places = named_places(session, person.id, now, {"contact_person"})
    if not places:
        return Skip("no-role")
    return Welcome(
        first_name=first_name(person.name),
        networks=list(dict.fromkeys(place.network for place in places)),
        municipalities=list(dict.fromkeys(place.municipality for place in places)),
    )


def welcome_blocks(welcome: Welcome, language: Language) -> Message:
    """Say who the bot is, when it writes, and what to begin with."""
    say = language.template("welcome")
    values = {
        "first_name": welcome.first_name,
        "networks": welcome.networks,
        "municipalities": welcome.municipalities,
    }
    see = blocks.button("profile.show.v1", language.word("buttons.see_details"), "show", primary=True)
    body = [blocks.section(say("welcome", **values)), blocks.section(say("begin")), blocks.actions(see)]
    return Message(blocks.notification(say.plain("welcome", **values)), body)


def plan_welcomes(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan one welcome for everybody who becomes a contact person: at once in working hours, else the next morning."""
    for person, since in contact_persons(session, workspace, start):
        due_at = working_moment(since, ZoneInfo(person.timezone or workspace.timezone), red_day)
        if start <= due_at < end:
            recipient = f"person:{person.id}"
            yield Planned(
                key=_key(person.id),
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
    welcome = session.scalar(
        select(Delivery).where(Delivery.workspace_id == row.workspace_id, Delivery.key == _key(person.id))
    )
    if welcome is None:
        return False
    if welcome.sent_at is not None:
        zone = zone_of(session, person)
        return local_day(welcome.sent_at, zone) == local_day(now, zone)
    return welcome.status in {"pending", "sending"} and welcome.due_at <= now < welcome.due_at + WAITED_FOR


def first_name(name: str) -> str:
    """Return what somebody is called, or nothing when the name is unknown."""
    return next(iter(name.split()), "")


def _key(person_id: int) -> str:
    return f"welcome:people-{person_id}:once:person:{person_id}"


register(Kind("welcome", welcome_facts, welcome_blocks, plan_welcomes))
