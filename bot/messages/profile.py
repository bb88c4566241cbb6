"""What the bot knows about a municipality, for those who belong to it: people, levels, dates, and who corrects it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.language import Language, Words
from bot.messages.conferences import Conference, next_conferences
from bot.messages.ladders import Step, ladders
from bot.messages.places import NamedPlace, leaders, led_programmes, named_places
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.people import held
from bot.storage.tables import Person, Role

#: Those who take part, in the order of the programme (N2).
LEVELS = ("politician", "administration", "principal", "teacher")
#: Municipalities in networks shown at once; hardly anybody acts for more.
MOST_PLACES = 8
#: People named on one line, and letters of a name.
MOST_PEOPLE = 12
NAME = 60


@dataclass(frozen=True)
class Details:
    """A municipality in a network as the bot knows it."""

    place: NamedPlace
    contact_persons: list[str] = field(default_factory=list)
    deputies: list[str] = field(default_factory=list)
    #: The municipal group, by level; people whose level is unknown under "".
    group: dict[str, list[str]] = field(default_factory=dict)
    conference: Conference | None = None
    #: The step of preparation that comes next.
    step: Step | None = None

    @property
    def missing(self) -> list[str]:
        """Levels that nobody in the municipal group is of."""
        return [level for level in LEVELS if not self.group.get(level)]


@dataclass(frozen=True)
class Profile:
    """Everything somebody is part of, and who corrects it."""

    details: list[Details]
    #: Those who can correct it, besides whoever asks.
    leaders: list[str]
    #: Whether the one who asks is one of the leadership.
    leads: bool = False


def profile_facts(session: Session, actor: Actor, now: datetime) -> Profile:
    """Gather what the bot knows about the municipalities somebody belongs to."""
    places = named_places(session, actor.person_id or 0, now)
    shown = places[:MOST_PLACES]
    conferences = next_conferences(session, {place.network_id for place in shown}, now)
    meetings = [conference.meeting_id for conference in conferences.values()]
    steps = {
        (ladder.meeting_id, ladder.unit_id): ladder.next
        for ladder in ladders(session, meetings, now, {place.unit_id for place in shown})
    }
    holders = _holders(session, {place.unit_id for place in shown}, now)
    found = []
    for place in shown:
        conference = conferences.get(place.network_id)
        step = None if conference is None else steps.get((conference.meeting_id, place.unit_id))
        found.append(_details(place, holders, conference, step))
    named = leaders(session, actor.workspace_id, {place.programme_id for place in shown}, now)
    leads = bool(led_programmes(session, actor.person_id or 0, now))
    return Profile(found, [name for name in named if name != actor.name], leads)


Holder = tuple[int | None, int | None, str, str | None, str]


def _holders(session: Session, unit_ids: set[int], now: datetime) -> list[Holder]:
    rows = session.execute(
        select(Role.unit_id, Role.network_id, _kind(), Role.level, Person.name)
        .join(Person, Person.id == Role.person_id)
        .where(Role.unit_id.in_(unit_ids), Role.kind.in_(("contact_person", "deputy", "member")), *held(now))
        .where(or_(Person.active, Person.slack_user_id.is_(None)))
        .order_by(Role.id)
    )
    return [(unit, network, kind, level, name) for unit, network, kind, level, name in rows]


def _kind() -> ColumnElement[str]:
    """Return what somebody is to the municipality: who steps in while another is away is a deputy meanwhile."""
    return case((Role.absence_id.is_not(None), "deputy"), else_=Role.kind)


def _details(place: NamedPlace, holders: list[Holder], conference: Conference | None, step: Step | None) -> Details:
    details = Details(place, conference=conference, step=step)
    for unit_id, network_id, kind, level, name in holders:
        if unit_id != place.unit_id or network_id not in {None, place.network_id}:
            continue
        if kind == "contact_person":
            details.contact_persons.append(name)
        elif kind == "deputy":
            details.deputies.append(name)
        else:
            details.group.setdefault(level or "", []).append(name)
    return details


def profile_blocks(profile: Profile, language: Language) -> Message:
    """Put what is known into words, with whom to ask when something is wrong."""
    say = language.template("profile")
    body: list[Block] = []
    for details in profile.details:
        body += _municipality(details, say)
    if not profile.details:
        body.append(blocks.section(say("leads" if profile.leads else "nothing")))
    if profile.leaders or not profile.leads:
        named = [blocks.excerpt(name, NAME) for name in profile.leaders]
        body.append(blocks.section(say("correct", leaders=named)))
    return Message(blocks.notification(say.plain("notice")), body)


def _municipality(details: Details, say: Words) -> Iterator[Block]:
    place = details.place
    names = {"municipality": blocks.excerpt(place.municipality, NAME), "network": blocks.excerpt(place.network, NAME)}
    yield blocks.section(say("headline", **names))
    yield blocks.labelled(_lines(details, say))


def _lines(details: Details, say: Words) -> Iterator[tuple[str, str]]:
    yield say.plain("contact_persons", count=len(details.contact_persons)), _names(details.contact_persons, say)
    yield say.plain("deputies", count=len(details.deputies)), _names(details.deputies, say)
    for level in LEVELS:
        if of_level := details.group.get(level):
            yield say.language.word(f"levels.{level}"), _names(of_level, say)
    if others := details.group.get(""):
        yield say.plain("no_level"), _names(others, say)
    if details.missing:
        missing = [say.language.word(f"levels.{level}").lower() for level in details.missing]
        yield say.plain("missing"), say.plain("missing_levels", levels=missing)
    if details.conference is not None:
        span = say.language.span(details.conference.first_day, details.conference.last_day)
        host = blocks.excerpt(details.conference.host or "", NAME)
        yield say.plain("conference"), say.plain("where", span=span, host=host)
    if details.step is not None:
        title = say.language.text(details.step.title)
        yield say.plain("next_step"), say.plain("step", title=title, due=details.step.due_on)


def _names(people: list[str], say: Words) -> str:
    if not people:
        return say.plain("nobody")
    named = [blocks.excerpt(name, NAME) or say.plain("unnamed") for name in people[:MOST_PEOPLE]]
    if left := len(people) - len(named):
        return f"{', '.join(named)} {say.plain('more', count=left)}"
    return say.language.listed(named)
