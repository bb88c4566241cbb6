"""Answers to somebody who asks about the network: who takes part, and when the bot writes to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.people import Actor
from bot.language import Language, Words
from bot.messages.own_times import OwnTimes, own_times, time_lines
from bot.messages.places import led_programmes, named_places
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.people import held, rests_of, zone_of
from bot.storage.tables import Absence, Membership, Network, Person, Role, Unit

#: Networks shown at once, and letters of a name.
MOST_NETWORKS = 3
NAME = 30


@dataclass(frozen=True)
class ContactPerson:
    """A contact person; while they are away, who is asked instead."""

    name: str
    is_away: bool = False
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Members:
    """A network's municipalities, each with its contact persons."""

    network: str
    municipalities: Sequence[tuple[str, Sequence[ContactPerson]]]


@dataclass(frozen=True)
class Standing:
    """Where somebody takes part, and when the bot writes to them."""

    networks: Sequence[Members]
    #: How many networks more there are.
    left: int
    times: OwnTimes


def standing_facts(session: Session, actor: Actor, now: datetime, channel_id: str | None = None) -> Standing:
    """Gather it: of the network whose channel was asked in, else of all that somebody takes part in."""
    person = session.get_one(Person, actor.person_id)
    networks = _networks(session, person, channel_id, now)
    shown = [_members(session, network, now) for network in networks[:MOST_NETWORKS]]
    return Standing(shown, len(networks) - len(shown), own_times(session, person, now))


def times_facts(session: Session, _actor: Actor, now: datetime, person_id: int) -> OwnTimes:
    """Gather when the bot writes to somebody whose settings were just stored."""
    return own_times(session, session.get_one(Person, person_id), now)


def standing_blocks(standing: Standing, language: Language) -> Message:
    """Say who takes part and when the bot writes, with the way to change it."""
    say = language.template("network")
    body: list[Block] = []
    for members in standing.networks:
        heading = say.plain("network", network=blocks.excerpt(members.network, NAME))
        body.append(blocks.bullets(heading, [_member(name, people, say) for name, people in members.municipalities]))
    if not standing.networks:
        body.append(blocks.section(say("none")))
    if standing.left:
        body.append(blocks.context(say("more_networks", count=standing.left)))
    body.append(blocks.labelled(time_lines(standing.times, language)))
    settings = blocks.button("settings.open.v1", language.word("buttons.settings"), "own", primary=True)
    details = blocks.button("profile.show.v1", language.word("buttons.our_details"), "show")
    body.append(blocks.actions(settings, details))
    return Message(blocks.notification(blocks.as_text(body)), body)


def saved_blocks(times: OwnTimes, name: str, language: Language) -> list[Block]:
    """Say what holds from now on; for somebody else, with their name."""
    say = language.template("network")
    saved = say.plain("saved", name=blocks.excerpt(name, NAME))
    return [blocks.plain_section(saved), blocks.labelled(time_lines(times, language))]


def network_help_blocks(language: Language) -> Message:
    """Say what the command can do."""
    say = language.template("network")
    body = [blocks.section(say("help_headline")), blocks.section(say("help")), blocks.context(say("help_leadership"))]
    return Message(blocks.notification(say.plain("help_notice")), body)


def _networks(session: Session, person: Person, channel_id: str | None, now: datetime) -> list[Network]:
    of_channel = select(Network).where(Network.workspace_id == person.workspace_id, Network.channel_id == channel_id)
    if channel_id is not None and (here := session.scalar(of_channel)) is not None:
        return [here]
    ids = {place.network_id for place in named_places(session, person.id, now)}
    led = led_programmes(session, person.id, now)
    mine = select(Network).where(or_(Network.id.in_(ids), Network.programme_id.in_(led)))
    return list(session.scalars(mine.order_by(Network.name)))


def _members(session: Session, network: Network, now: datetime) -> Members:
    units = session.execute(
        select(Unit.id, Unit.name)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.network_id == network.id, Membership.valid_from <= now)
        .where(or_(Membership.valid_to.is_(None), Membership.valid_to > now))
        .order_by(Unit.name)
    ).all()
    people = _contact_persons(session, network, [unit_id for unit_id, _ in units], now)
    return Members(network.name, [(name, people.get(unit_id, ())) for unit_id, name in units])


def _contact_persons(
    session: Session, network: Network, unit_ids: list[int], now: datetime
) -> dict[int, list[ContactPerson]]:
    rows = session.execute(
        select(Role.unit_id, Absence.person_id, Person)
        .join(Person, Person.id == Role.person_id)
        .outerjoin(Absence, Absence.id == Role.absence_id)
        .where(Role.kind == "contact_person", Role.unit_id.in_(unit_ids), Person.active, *held(now))
        .where(or_(Role.network_id == network.id, Role.network_id.is_(None)))
        .order_by(Role.id)
    ).all()
    today = {person.id: local_day(now, zone_of(session, person)) for _, _, person in rows}
    rests = rests_of(session, [person for *_, person in rows], since=min(today.values(), default=now.date()))
    found: dict[int, list[ContactPerson]] = {}
    for unit_id, in_place_of, person in rows:
        if in_place_of is None:
            away = rests(person.id)(today[person.id]) == "away"
            instead = [one.name for unit, absent, one in rows if (unit, absent) == (unit_id, person.id)]
            named = ContactPerson(person.name, away, tuple(instead) if away else ())
            found.setdefault(unit_id or 0, []).append(named)
    return found


def _member(municipality: str, people: Sequence[ContactPerson], say: Words) -> str:
    named = [_contact_person(person, say) for person in people]
    return say.plain("member", municipality=blocks.excerpt(municipality, NAME), people=named)


def _contact_person(person: ContactPerson, say: Words) -> str:
    name = blocks.excerpt(person.name, NAME) or say.plain("unnamed")
    if not person.is_away:
        return name
    if not person.instead:
        return say.plain("away_now", name=name)
    deputies = [blocks.excerpt(one, NAME) or say.plain("unnamed") for one in person.instead]
    return say.plain("instead", deputy=say.language.listed(deputies), name=name)
