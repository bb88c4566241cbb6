"""Conferences for somebody who asks: which come and which were; and for the leadership, what has been said so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.calendar import local_day
from bot.domain.people import Actor, Place, may
from bot.errors import BadInput, NotFound, Refused
from bot.services.people import who_acts_for
from bot.storage.conferences import (
    ALIVE,
    Conference,
    Said,
    bring_forward,
    conferences,
    next_conference,
    queue_summary,
    said_at,
    summary_of,
)
from bot.storage.db import Database, only_reads
from bot.storage.deliveries import mark_for_refresh
from bot.storage.inquiries import EVALUATION, TAKEAWAYS
from bot.storage.tables import Meeting, Membership, Network, Person

#: Of what somebody typed that no network is called, said back.
MOST_QUOTED = 40


@dataclass(frozen=True)
class Conferences:
    """A network's conferences, as somebody sees them."""

    network: str
    #: The one that goes on, or the last one that did; None when none has begun, or another one was asked for.
    latest: Conference | None
    next_one: Conference | None
    #: The one that was asked for by its number.
    asked_for: Conference | None
    #: Whether the reader leads the programme.
    leads: bool


@only_reads
def show_conferences(
    database: Database,
    actor: Actor,
    channel_id: str | None,
    name: str | None = None,
    number: int | None = None,
    *,
    now: datetime,
) -> Conferences:
    """Return the next conference and the latest one, or the one with a number.

    Of the network that is named, else the channel's, else the reader's own. Raises NotFound when there is none, or no
    such number, and BadInput when the reader has several and should say which.
    """
    with database.reading() as session:
        network = _network(session, actor, channel_id, name, now)
        here = Meeting.network_id == network.id
        leads = may(actor, "lead", Place(network.programme_id, network.id, 0))
        if number is not None:
            found = conferences(session, here, Meeting.number == number)
            if not found:
                raise NotFound("conference-number-unknown", number=number, network=network.name)
            return Conferences(network.name, None, None, found[0], leads)
        held = (here, Meeting.cancelled_at.is_(None))
        coming = conferences(session, *held, Meeting.starts_at > now, order=(Meeting.starts_at,), limit=1)
        past = conferences(session, *held, Meeting.starts_at <= now, order=(Meeting.starts_at.desc(),), limit=1)
        return Conferences(network.name, next(iter(past), None), next(iter(coming), None), None, leads)


@dataclass(frozen=True)
class Preview:
    """What a summary speaks of, as of now, and the day it will be posted; None when it has been, or will not be."""

    said: Said
    next_one: Conference | None
    posted_on: date | None


@only_reads
def preview_summary(database: Database, actor: Actor, conference_id: int, *, now: datetime) -> Preview:
    """Return what the summary would say now, for the leadership. Raises NotFound or Refused."""
    with database.reading() as session:
        about = _led(session, actor, conference_id)
        waiting = [row for row in summary_of(session, [about.id]) if row.status == "pending"]
        posted_on = local_day(waiting[0].due_at, about.zone) if waiting else None
        return Preview(said_at(session, about), next_conference(session, about, now), posted_on)


@dataclass(frozen=True)
class Silent:
    """A municipality that something is still expected of, and whom one may ask."""

    municipality: str
    #: evaluation · takeaways · commitment
    missing: Sequence[str]
    contact_persons: Sequence[str]


@dataclass(frozen=True)
class Answers:
    """Who has not answered yet about a conference, and who has said that no evaluation comes."""

    conference: Conference
    silent: Sequence[Silent]
    declined: Sequence[str]


@only_reads
def who_is_silent(database: Database, actor: Actor, conference_id: int, *, now: datetime) -> Answers:
    """Return the municipalities that have not answered all yet, for the leadership. Raises NotFound or Refused."""
    with database.reading() as session:
        about = _led(session, actor, conference_id)
        said = said_at(session, about)
        people = who_acts_for(session, about.network_id, said.members, now)
        silent = [
            Silent(name, missing, [_name(person) for person in people.get(unit, ())])
            for unit, name in said.members.items()
            if (missing := _missing(said, unit))
        ]
        return Answers(about, silent, [said.members[unit] for unit in said.members if _has_declined(said, unit)])


def send_summary(database: Database, actor: Actor, conference_id: int, *, now: datetime) -> str:
    """Post a conference's summary now, or bring the one that is posted up to date: it stands in the channel once.

    Return what happened: `refreshed`, `sent` or `on_its_way`. Raises NotFound, Refused, and BadInput while the
    conference goes on.
    """
    with database.transaction(actor, now) as session:
        about = _led(session, actor, conference_id)
        if about.ends_at > now:
            raise BadInput("conference-not-over", day=about.last_day)
        # Two who press at once wait for each other here.
        session.execute(select(Meeting.id).where(Meeting.id == about.id).with_for_update())
        rows = summary_of(session, [about.id])
        alive = next((row for row in rows if row.status in ALIVE), None)
        if alive is None:
            step = f"again-{len(rows)}" if rows else "once"
            queue_summary(session, about, step, said_at(session, about).speaking(), now=now)
            return "sent"
        if alive.status == "pending" and alive.due_at > now:
            bring_forward(session, about, now=now)
            return "sent"
        if alive.status != "sent":
            return "on_its_way"
        # A message that somebody has deleted is posted anew while it is of use.
        alive.expires_at = max(alive.expires_at, now + (alive.expires_at - alive.due_at))
        mark_for_refresh(session, subject="meetings", subject_id=about.id, at=machine_clock())
        return "refreshed"


def _led(session: Session, actor: Actor, conference_id: int) -> Conference:
    """Return a conference of a programme that the actor leads; ids in payloads are never trusted."""
    found = conferences(session, Meeting.id == conference_id, Meeting.workspace_id == actor.workspace_id)
    if not found:
        raise NotFound("meeting-unknown")
    if not may(actor, "lead", Place(found[0].programme_id, found[0].network_id, 0)):
        raise Refused("refused-lead")
    if found[0].cancelled:
        raise NotFound("meeting-cancelled")
    return found[0]


def _missing(said: Said, unit_id: int) -> list[str]:
    missing = [
        kind for kind in (EVALUATION, TAKEAWAYS) if kind in said.conference.forms and _is_silent(said, kind, unit_id)
    ]
    if unit_id not in {commitment.unit_id for commitment in said.commitments}:
        missing.append("commitment")
    return missing


def _is_silent(said: Said, kind: str, unit_id: int) -> bool:
    stand = said.stands[kind].get(unit_id)
    return stand is None or stand.is_silent


def _has_declined(said: Said, unit_id: int) -> bool:
    stand = said.stands[EVALUATION].get(unit_id)
    return stand is not None and stand.declined_at is not None


def _name(person: Person) -> str:
    return person.name or person.slack_user_id or person.email or ""


def _network(session: Session, actor: Actor, channel_id: str | None, name: str | None, now: datetime) -> Network:
    """Return the network somebody means: the one named, the channel's, or their only one."""
    if name is None and (here := _of_channel(session, actor, channel_id)) is not None:
        return here
    own = _own(session, actor, now)
    if name is not None:
        wanted = name.casefold()
        named = [network for network in own if network.name.casefold() == wanted]
        if not named:
            raise NotFound("conference-network-unknown", name=name[:MOST_QUOTED])
        return named[0]
    if not own:
        raise NotFound("conference-nowhere")
    if len(own) > 1:
        names = [network.name for network in own]
        raise BadInput("conference-several-networks", networks=names, first=own[0].name)
    return own[0]


def _of_channel(session: Session, actor: Actor, channel_id: str | None) -> Network | None:
    if channel_id is None:
        return None
    here = (Network.workspace_id == actor.workspace_id, Network.channel_id == channel_id)
    return session.scalar(select(Network).where(*here))


def _own(session: Session, actor: Actor, now: datetime) -> list[Network]:
    """Return the networks somebody takes part in or leads, by name."""
    members = select(Membership.network_id).where(
        Membership.unit_id.in_([role.unit_id for role in actor.roles if role.network_id is None and role.unit_id]),
        Membership.valid_from <= now,
        or_(Membership.valid_to.is_(None), Membership.valid_to > now),
    )
    mine: list[ColumnElement[bool]] = [false(), Network.id.in_(members)]
    mine.append(Network.id.in_([role.network_id for role in actor.roles if role.network_id is not None]))
    mine.append(Network.programme_id.in_([role.programme_id for role in actor.roles if role.kind == "leadership"]))
    here = select(Network).where(Network.workspace_id == actor.workspace_id, or_(*mine)).order_by(Network.name)
    return list(session.scalars(here))
