"""Contact persons who cannot be reached: the leadership is told once of each, in one message for all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.deliveries import TIMINGS
from bot.domain.hours import working_moment
from bot.language import Language
from bot.messages.places import led_programmes, named_places
from bot.messages.readers import leaders_reached, reader_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.outcomes import PERSON_REFUSALS
from bot.storage.people import zone_of
from bot.storage.reach import has_reached_contact, unreached_contacts
from bot.storage.tables import Delivery, Person, Workspace

UNREACHED = "contact-unreached"
#: Told of in one message; the others come in the next one.
MOST_SHOWN = 20


@dataclass(frozen=True)
class Unreached:
    """Somebody who cannot be reached, and the places where nobody else is: network and municipality."""

    person_id: int
    #: How many messages had reached them: who is reached again and lost again is told of again.
    reached: int
    #: Empty when neither a name nor an address is known.
    name: str
    places: tuple[tuple[str, str], ...]


def unreached_facts(session: Session, row: Delivery, now: datetime) -> list[Unreached] | Skip:
    """Gather who cannot be reached where nobody else is, and whom no other message has told of."""
    untold = _untold(session, session.get_one(Person, reader_of(row)), now, but=row)
    return untold[:MOST_SHOWN] or Skip("not-needed")


def _untold(session: Session, leader: Person, now: datetime, *, but: Delivery | None = None) -> list[Unreached]:
    unreached = unreached_contacts(session, leader.workspace_id, now, PERSON_REFUSALS)
    led = set(led_programmes(session, leader.id, now)) if unreached else set()
    if not led:
        return []
    told = _told(session, leader, but)
    found = [
        _unreached(session, person_id, led, unreached, now)
        for person_id, reached in unreached.items()
        if (person_id, reached) not in told
    ]
    return [one for one in found if one.places]


def _told(session: Session, leader: Person, but: Delivery | None) -> set[tuple[int, int]]:
    """Return of whom a leader has been told, or may have been, in other messages than this one."""
    rows = session.scalars(
        select(Delivery).where(
            Delivery.recipient == f"person:{leader.id}",
            Delivery.workspace_id == leader.workspace_id,
            Delivery.kind == UNREACHED,
            Delivery.status.in_(("sent", "uncertain")),
        )
    )
    return {(person, reached) for row in rows if row is not but for person, reached in (row.said or {}).get("told", ())}


def _unreached(
    session: Session, person_id: int, led: set[int], unreached: Mapping[int, int], now: datetime
) -> Unreached:
    person = session.get_one(Person, person_id)
    places = [
        (place.network, place.municipality)
        for place in named_places(session, person_id, now, {"contact_person"})
        if place.programme_id in led
        and not has_reached_contact(session, place.network_id, place.unit_id, now, unreached=unreached)
    ]
    return Unreached(person_id, unreached[person_id], person.name or person.email or "", tuple(places))


def unreached_blocks(found: list[Unreached], language: Language) -> Message:
    """Say whom the bot does not reach, for which municipalities nobody is reminded, and what to do."""
    say = language.template(UNREACHED)
    lines = [
        say.plain("place", network=network, municipality=municipality, name=one.name if len(found) > 1 else "")
        for one in found
        for network, municipality in one.places
    ]
    values = {"count": len(found), "name": found[0].name}
    body = [
        blocks.section(say("headline", **values)),
        blocks.bullets(say.plain("places"), lines),
        blocks.section(say("what", count=len(found))),
    ]
    said = {"told": [[one.person_id, one.reached] for one in found]}
    return Message(blocks.notification(say.plain("notice", **values)), body, said=said)


def plan_unreached(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan one message a leader when there is somebody to tell of, in working hours.

    It is counted from when planning is done, the end of its usefulness after `start`.
    """
    useful_for = TIMINGS[UNREACHED].useful_for
    now = start + useful_for
    for leader in leaders_reached(session, workspace.id, now):
        untold = _untold(session, leader, now)
        due_at = working_moment(now, zone_of(session, leader), red_day)
        if untold and due_at < end:
            first, recipient = untold[0], f"person:{leader.id}"
            key = f"{UNREACHED}:people-{first.person_id}:{first.reached}:{recipient}"
            ends = due_at + useful_for
            yield Planned(key, recipient, due_at, ends, subject="people", subject_id=first.person_id)


register(Kind(UNREACHED, unreached_facts, unreached_blocks, plan_unreached))
