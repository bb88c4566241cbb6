"""Somebody has left Slack who was a municipality's only contact person: the leadership is told once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import Language
from bot.messages.places import led_programmes, named_places
from bot.messages.readers import reader_of
from bot.messages.registry import Kind, Message, Skip, register
from bot.slack import blocks
from bot.slack.outcomes import PERSON_REFUSALS
from bot.storage.reach import has_reached_contact, unreached_contacts
from bot.storage.tables import Delivery, Person

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
    unreached = unreached_contacts(session, person.workspace_id, now, PERSON_REFUSALS)
    places = [
        place
        for place in named_places(session, person.id, now, {"contact_person"})
        if place.programme_id in led
        and not has_reached_contact(session, place.network_id, place.unit_id, now, unreached=unreached)
    ]
    if not places:
        return Skip("not-needed")
    return Departure(person.name, [(place.network, place.municipality) for place in places])


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
