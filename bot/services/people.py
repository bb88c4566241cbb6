"""Who somebody is, and who can do what they may not."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.domain.people import FOR_MUNICIPALITY, Actor
from bot.errors import AnyOf
from bot.language import locale_of
from bot.services.clocks import follow_clock
from bot.services.departures import tell_of_departure
from bot.storage.db import Database, only_reads
from bot.storage.people import actor_of, held, zone_of
from bot.storage.tables import Person, Role

#: How old what Slack has told about a person may be.
PROFILE_LIVES = timedelta(days=1)


@dataclass(frozen=True)
class Unknown:
    """Somebody whom Slack should be asked about: by id, or by the e-mail address a file gives."""

    person_id: int
    slack_user_id: str | None
    email: str | None


@dataclass(frozen=True)
class Profile:
    """What Slack tells about somebody; without an id Slack knows nobody there."""

    slack_user_id: str | None
    name: str = ""
    locale: str | None = None
    timezone: str | None = None
    active: bool = True


def profile_in(user: Mapping[str, Any]) -> Profile:
    """Return what a user of Slack's, as it stands in answers and events, says about somebody."""
    profile = user.get("profile")
    name = profile.get("real_name") if isinstance(profile, dict) else None
    return Profile(
        slack_user_id=_text(user.get("id")),
        name=str(name or user.get("real_name") or user.get("name") or ""),
        locale=_text(user.get("locale")),
        timezone=_zone(user.get("tz")),
        active=not user.get("deleted", False),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _zone(value: object) -> str | None:
    """Return a zone that this machine knows; Slack may name one that it does not."""
    try:
        return ZoneInfo(value).key if isinstance(value, str) else None
    except (KeyError, ValueError, OSError):
        return None


@only_reads
def known_actor(database: Database, workspace_id: int, slack_user_id: str, *, now: datetime) -> Actor | None:
    """Return who acts, with the roles held now; None for somebody never seen before."""
    with database.reading() as session:
        return actor_of(session, workspace_id, slack_user_id, now)


def identify(database: Database, workspace_id: int, slack_user_id: str, *, now: datetime) -> Actor:
    """Return who acts, with the roles held now; somebody never seen before is a reader."""
    if (known := known_actor(database, workspace_id, slack_user_id, now=now)) is not None:
        return known
    # Another payload of the same person may be first: then there is nothing left to add.
    with suppress(IntegrityError), database.transaction(Actor(workspace_id, None, via="slack"), now) as session:
        session.add(Person(workspace_id=workspace_id, slack_user_id=slack_user_id))
    return identify(database, workspace_id, slack_user_id, now=now)


@only_reads
def people_to_look_up(
    database: Database, workspace_id: int, *, now: datetime, by_email: bool = True, at_most: int = 50
) -> list[Unknown]:
    """Return people whom Slack has not told about for a day, those never told about first.

    Without `by_email` those are left out whom nothing but an address is known of.
    """
    by_id = Person.slack_user_id.is_not(None)
    unknown = (
        select(Person.id, Person.slack_user_id, Person.email)
        .where(Person.workspace_id == workspace_id)
        .where(or_(by_id, Person.email.is_not(None)) if by_email else by_id)
        .where(or_(Person.profile_at.is_(None), Person.profile_at < now - PROFILE_LIVES))
        .order_by(Person.profile_at.is_not(None), Person.profile_at)
        .limit(at_most)
    )
    with database.reading() as session:
        return [Unknown(*row) for row in session.execute(unknown)]


def store_profile(database: Database, workspace_id: int, person_id: int, told: Profile, *, now: datetime) -> None:
    """Keep what Slack told; an empty answer takes no name away. What waits for somebody moves with their zone.

    Somebody known by an e-mail address so far may have acted before, under an id: then the two become one.
    """
    with database.transaction(Actor(workspace_id, None, via="bot"), now) as session:
        person = session.get_one(Person, person_id)
        if person.slack_user_id is None and told.slack_user_id is not None:
            person = _known_as(session, person, told.slack_user_id)
        has_left = person.active and not told.active
        _keep(session, person, told, now)
        if has_left:
            tell_of_departure(session, person, now)


def somebody_known(session: Session, workspace_id: int, told: Profile, now: datetime) -> Person:
    """Return somebody whom Slack has just told about, made when we have not met them."""
    person = _person(session, workspace_id, told.slack_user_id or "")
    if person is None:
        person = Person(workspace_id=workspace_id, slack_user_id=told.slack_user_id)
        session.add(person)
    _keep(session, person, told, now)
    session.flush()
    return person


def _keep(session: Session, person: Person, told: Profile, now: datetime) -> None:
    zone = zone_of(session, person)
    person.name = told.name or person.name or ""
    person.locale = locale_of(told.locale) if told.locale else person.locale
    person.timezone = told.timezone or person.timezone
    person.active = told.active
    person.profile_at = now
    if zone_of(session, person) != zone:
        follow_clock(session, person, zone, now)


def note_profile(
    database: Database, workspace_id: int, told: Profile, *, may_leave: bool = True, now: datetime
) -> None:
    """Keep what Slack tells about somebody of its own accord. Whom the bot does not know stays unknown to it.

    Without `may_leave` somebody who is there stays so, whatever is told.

    Slack tells whenever somebody sets a status too: what changes nothing here is only read.
    """
    with database.reading() as session:
        person = _person(session, workspace_id, told.slack_user_id or "")
    if person is None:
        return
    locale = locale_of(told.locale) if told.locale else person.locale
    if not may_leave:
        told = replace(told, active=person.active)
    after = (told.name or person.name, locale, told.timezone or person.timezone, told.active)
    if after != (person.name, person.locale, person.timezone, person.active):
        store_profile(database, workspace_id, person.id, told, now=now)


def _known_as(session: Session, person: Person, slack_user_id: str) -> Person:
    """Return the one row of somebody whose address turns out to have this id."""
    known = _person(session, person.workspace_id, slack_user_id)
    if known is None:
        person.slack_user_id = slack_user_id
        return person
    for role in session.scalars(select(Role).where(Role.person_id == person.id)):
        role.person_id = known.id
    session.flush()
    known.email = person.email
    session.delete(person)
    return known


def who_acts_for(
    session: Session, network_id: int, unit_ids: Iterable[int], now: datetime
) -> Mapping[int, list[Person]]:
    """Return the contact persons of municipalities in a network, deputies after them."""
    holders = (
        select(Role.unit_id, Person)
        .join(Person, Person.id == Role.person_id)
        .where(Role.unit_id.in_(list(unit_ids)), Role.kind.in_(FOR_MUNICIPALITY), Person.active)
        .where(or_(Role.network_id == network_id, Role.network_id.is_(None)))
        .where(*held(now))
        .order_by(Role.kind, Role.id)
    )
    found: dict[int, list[Person]] = {}
    for unit_id, person in session.execute(holders):
        found.setdefault(unit_id or 0, []).append(person)
    return found


def any_of(people: Iterable[Person]) -> AnyOf:
    """Return the names of people any of whom may be asked; empty when there is nothing to call anybody by."""
    return AnyOf(names(people))


def names(people: Iterable[Person]) -> list[str]:
    """Return what people are called, without those for whom nothing is known."""
    return [called for person in people if (called := called_by(person))]


def called_by(person: Person) -> str:
    """Return what somebody is called: by name, else by id or address; empty when neither is known."""
    return person.name or (f"@{person.slack_user_id}" if person.slack_user_id else person.email or "")


def _person(session: Session, workspace_id: int, slack_user_id: str) -> Person | None:
    return session.scalar(
        select(Person).where(Person.workspace_id == workspace_id, Person.slack_user_id == slack_user_id)
    )
