"""Somebody has left Slack who was a municipality's only contact person: the leadership is told once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.language import Language
from bot.messages.places import NamedPlace, led_programmes, named_places
from bot.messages.readers import reader_of
from bot.messages.registry import Kind, Message, Skip, register
from bot.slack import blocks
from bot.storage.people import held
from bot.storage.tables import Delivery, Person, Role

#: The name of the message.
CONTACT_GONE = "contact-gone"


@dataclass(frozen=True)
class Departure:
    """Who has left, empty when the name is unknown, and the places that have nobody now: network and municipality."""

    name: str
    places: list[tuple[str, str]]


def departure_facts(session: Session, row: Delivery, now: datetime) -> Departure | Skip:
    """Gather where nobody is contact person any more; where somebody else is, nothing has to be done."""
    person = session.get(Person, row.subject_id)
    if person is None or (person.active and row.slack_ts is None):
        return Skip("not-needed")
    led = set(led_programmes(session, reader_of(row), now))
    places = [
        place
        for place in named_places(session, person.id, now, {"contact_person"})
        if place.programme_id in led and not _has_others(session, place, now)
    ]
    if not places:
        return Skip("not-needed")
    return Departure(person.name, [(place.network, place.municipality) for place in places])


def _has_others(session: Session, place: NamedPlace, now: datetime) -> bool:
    """Return whether somebody whom the bot reaches is contact person of a municipality in a network."""
    others = (
        select(Role.id)
        .join(Person, Person.id == Role.person_id)
        .where(Role.kind == "contact_person", Role.unit_id == place.unit_id, *held(now))
        .where(or_(Role.network_id == place.network_id, Role.network_id.is_(None)))
        .where(Person.active, Person.slack_user_id.is_not(None))
    )
    return session.scalar(others.limit(1)) is not None


def departure_blocks(gone: Departure, language: Language) -> Message:
    """Say who has left, for which municipalities nobody is reminded, and what to do."""
    say = language.template(CONTACT_GONE)
    lines = [say.plain("place", network=network, municipality=municipality) for network, municipality in gone.places]
    body = [
        blocks.section(say("headline", name=gone.name)),
        blocks.bullets(say.plain("places"), lines),
        blocks.section(say("what")),
    ]
    return Message(blocks.notification(say.plain("notice", name=gone.name)), body)


register(Kind(CONTACT_GONE, departure_facts, departure_blocks))
