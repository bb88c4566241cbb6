"""When the bot writes to somebody, as they have set it: the letter, a pause, days away, and who steps in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import at_wall_time, is_silent_week, local_day, weekly
from bot.domain.letters import LetterTime, letter_day
from bot.language import Language, Words
from bot.messages.readers import SteppedInFor, stepped_in_for
from bot.red_days import is_eve, red_day
from bot.slack import blocks
from bot.storage.people import absence_of, held, letter_time, rests_of, zone_of
from bot.storage.tables import Delivery, Person, Role

#: A letter that is further away is not told of: somebody is away for long.
SEEN_AHEAD = timedelta(weeks=12)
NAME = 60


@dataclass(frozen=True)
class NextLetter:
    """The day of the next weekly letter, and what moved it there."""

    day: date
    red_day: str | None = None
    #: Whether that is an eve that everybody takes off rather than a red day.
    eve: bool = False


@dataclass(frozen=True)
class Absent:
    """Days away, both included, and who steps in."""

    first_day: date
    last_day: date
    deputies: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnTimes:
    """When the bot writes to somebody. Without `letter` they get none."""

    letter: LetterTime | None = None
    next_letter: NextLetter | None = None
    #: None for the language of Slack.
    language: str | None = None
    is_paused: bool = False
    paused_until: date | None = None
    absent: Absent | None = None
    stands_in_for: list[SteppedInFor] = field(default_factory=list)


def own_times(session: Session, person: Person, now: datetime) -> OwnTimes:
    """Gather when the bot writes to somebody."""
    today = local_day(now, zone_of(session, person))
    letter = letter_time(person) if _gets_letters(session, person, now) else None
    is_paused = person.paused_from is not None and (person.paused_until is None or person.paused_until >= today)
    return OwnTimes(
        letter=letter,
        next_letter=None if letter is None else _next_letter(session, person, letter, now),
        language=person.language,
        is_paused=is_paused,
        paused_until=person.paused_until if is_paused else None,
        absent=_absent(session, person, today),
        stands_in_for=stepped_in_for(session, person.id, now),
    )


def time_lines(times: OwnTimes, language: Language) -> Iterator[tuple[str, str]]:
    """Yield what is set, each under its name."""
    say = language.template("network")
    if times.letter is not None:
        weekday = language.word(f"weekdays.{times.letter.weekday}")
        hour = language.text(f"{times.letter.hour:02}.00")
        yield say.plain("letter"), say.plain("letter_at", weekday=weekday, hour=hour)
    if times.next_letter is not None:
        yield say.plain("next_letter"), say.plain("next_on", **vars(times.next_letter))
    if times.is_paused:
        yield say.plain("pause"), say.plain("paused", until=times.paused_until)
    if times.absent is not None:
        yield from _absence(times.absent, say)
    for one in times.stands_in_for:
        name = blocks.excerpt(one.name, NAME) or say.plain("unnamed")
        yield say.plain("stands_in"), say.plain("stands_in_for", name=name, day=one.last_day)
    yield say.plain("language"), language.word(f"languages.{times.language or 'slack'}")


def _absence(absent: Absent, say: Words) -> Iterator[tuple[str, str]]:
    yield say.plain("away"), say.language.span(absent.first_day, absent.last_day)
    names = [blocks.excerpt(name, NAME) or say.plain("unnamed") for name in absent.deputies]
    yield say.plain("deputies"), say.language.listed(names) or say.plain("nobody")


def _gets_letters(session: Session, person: Person, now: datetime) -> bool:
    reads = Role.kind.in_(("contact_person", "leadership"))
    return session.scalar(select(Role.id).where(Role.person_id == person.id, reads, *held(now)).limit(1)) is not None


def _next_letter(session: Session, person: Person, chosen: LetterTime, now: datetime) -> NextLetter | None:
    """Return when the next letter comes that is neither sent, nor kept from its reader, nor in the silent weeks."""
    zone = zone_of(session, person)
    today = local_day(now, zone)
    rests = rests_of(session, [person], since=today)(person.id)
    said = set(_mondays_said(session, person))
    for monday in weekly(1, today - timedelta(days=14), today + SEEN_AHEAD):
        day = letter_day(monday, chosen, red_day, rests)
        if day is None or monday in said or rests(day) is not None or is_silent_week(day):
            continue
        if at_wall_time(day, chosen.clock, zone) > now:
            wanted = chosen.wanted_on(monday)
            return NextLetter(day, red_day(wanted), is_eve(wanted))
    return None


def _mondays_said(session: Session, person: Person) -> Iterator[date | None]:
    rows = select(Delivery.nominal_on).where(
        Delivery.recipient == f"person:{person.id}", Delivery.kind == "digest", Delivery.status != "pending"
    )
    yield from session.scalars(rows)


def _absent(session: Session, person: Person, today: date) -> Absent | None:
    absence = absence_of(session, person.id, today)
    if absence is None:
        return None
    names = session.scalars(
        select(Person.name)
        .join(Role, Role.person_id == Person.id)
        .where(Role.absence_id == absence.id)
        .order_by(Role.id)
    )
    return Absent(absence.first_day, absence.last_day, tuple(dict.fromkeys(names)))
