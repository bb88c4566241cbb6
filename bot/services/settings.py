"""People's own settings: when their letter comes, their language, when they pause, and when they are away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.letters import LetterTime
from bot.domain.people import Actor, may_set
from bot.errors import BadInput, NotFound, Refused
from bot.services.absences import Away, away_of, set_away, usual_deputy
from bot.services.clocks import follow_clock
from bot.services.people import called_by
from bot.storage.db import Database, only_reads
from bot.storage.people import letter_time, not_over, zone_of
from bot.storage.tables import Network, Person, Role


@dataclass(frozen=True)
class Pause:
    """Nothing scheduled is said, up to and including a day, or until further notice."""

    until: date | None = None


@dataclass(frozen=True)
class Settings:
    """What somebody can set for themselves; `language` None is the one of Slack."""

    letter: LetterTime = field(default_factory=LetterTime)
    language: str | None = None
    pause: Pause | None = None
    away: Away | None = None


@dataclass(frozen=True)
class SettingsOf:
    """Somebody's settings as they stand, for the one who may change them."""

    person_id: int
    name: str
    settings: Settings
    #: The Slack id of a deputy of theirs, to begin with when nobody is named yet.
    usual_deputy: str | None
    #: What day it is where the person is.
    today: date


@only_reads
def settings_of(database: Database, actor: Actor, person_id: int | None = None, *, now: datetime) -> SettingsOf:
    """Return the settings of a person, the actor's own when none is named. Raises NotFound and Refused."""
    with database.reading() as session:
        person = _changeable(session, actor, person_id, now)
        today = local_day(now, zone_of(session, person))
        away, pause = away_of(session, person, today), _pause_of(person, today)
        settings = Settings(letter_time(person), person.language, pause, away)
        return SettingsOf(person.id, person.name, settings, usual_deputy(session, person, now), today)


def set_settings(database: Database, actor: Actor, person_id: int | None, wanted: Settings, *, now: datetime) -> None:
    """Store somebody's settings. What is not sent yet moves with them; what is sent stays.

    Raises NotFound, Refused, and BadInput at the question that cannot be used.
    """
    with database.transaction(actor, now) as session:
        person = _changeable(session, actor, person_id, now)
        zone = zone_of(session, person)
        today = local_day(now, zone)
        _check_days(wanted, today)
        person.letter_weekday, person.letter_hour = wanted.letter.weekday, wanted.letter.hour
        person.language = wanted.language
        _set_pause(person, wanted.pause, today)
        set_away(session, person, wanted.away, now)
        follow_clock(session, person, zone, now)


@only_reads
def person_called(database: Database, actor: Actor, called: str, *, now: datetime) -> int:
    """Return the id of whoever the actor means by a mention or a name, among those whose settings they may change.

    Raises NotFound, also when several are called so.
    """
    with database.reading() as session:
        people = session.scalars(select(Person).where(Person.workspace_id == actor.workspace_id)).all()
        changeable = [one for one in people if may_set(actor, one.id, _programmes_of(session, one, now))]
    meant = next((found for found in _meant(changeable, called) if found), [])
    if len(meant) != 1:
        raise NotFound("settings-several-people" if meant else "settings-nobody", name=_as_written(people, called))
    return meant[0].id


def _as_written(people: Iterable[Person], called: str) -> str:
    """Return a name as people read it: a mention is of somebody, not of an id."""
    return next(
        (person.name for person in people if person.name and person.slack_user_id == _mentioned(called)), called
    )


def _mentioned(called: str) -> str:
    return called.removeprefix("<@").removesuffix(">").partition("|")[0]


def _meant(people: list[Person], called: str) -> Iterator[list[Person]]:
    """Yield who may be meant, the surest reading first: a mention, a whole name, a first name."""
    name = called.removeprefix("@").casefold()
    yield [person for person in people if person.slack_user_id == _mentioned(called)]
    yield [person for person in people if person.name.casefold() == name]
    yield [person for person in people if person.name.casefold().split()[:1] == [name]]


def _changeable(session: Session, actor: Actor, person_id: int | None, now: datetime) -> Person:
    person = session.get(Person, actor.person_id if person_id is None else person_id)
    if person is None or person.workspace_id != actor.workspace_id:
        raise NotFound("button-too-old")
    if not may_set(actor, person.id, _programmes_of(session, person, now)):
        raise Refused("settings-refused", person=called_by(person))
    return person


def _programmes_of(session: Session, person: Person, now: datetime) -> set[int]:
    """Return the programmes in which somebody has a part."""
    roles = select(Role.programme_id, Network.programme_id).outerjoin(Network, Network.id == Role.network_id)
    mine = session.execute(roles.where(Role.person_id == person.id, *not_over(now)))
    return {programme_id for row in mine for programme_id in row if programme_id is not None}


def _pause_of(person: Person, today: date) -> Pause | None:
    if person.paused_from is None or (person.paused_until is not None and person.paused_until < today):
        return None
    return Pause(person.paused_until)


def _set_pause(person: Person, pause: Pause | None, today: date) -> None:
    goes_on = pause is not None and _pause_of(person, today) is not None
    if not goes_on:
        person.paused_from = None if pause is None else today
    person.paused_until = None if pause is None else pause.until


def _check_days(wanted: Settings, today: date) -> None:
    pause, away = wanted.pause, wanted.away
    if pause is not None and pause.until is not None and pause.until < today:
        raise BadInput("due-has-been", field="pause_until", day=pause.until)
    if away is not None and away.last_day < away.first_day:
        raise BadInput("away-backwards", field="away_to", day=away.first_day)
    if away is not None and away.last_day < today:
        raise BadInput("due-has-been", field="away_to", day=away.last_day)
