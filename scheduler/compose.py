"""A row's message as of now: the facts, the reader's language, the place, and how it will be recognised."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.language import Language
from bot.messages.registry import KINDS, Message, Skip
from bot.messages.withheld import withheld
from bot.storage.people import language_of
from bot.storage.tables import Delivery, Network, Person, Unit, Workspace
from scheduler.guard import Broken, guarded
from scheduler.marks import metadata_of
from scheduler.sender import Sender
from scheduler.transactions import reading


@dataclass(frozen=True)
class Unsent:
    """Why a row ends without a message: skipped or failed, and the reason."""

    status: str
    reason: str


@dataclass(frozen=True)
class Place:
    """The conversation a message goes to. Without a channel it is opened with the person first."""

    channel: str | None
    locale: str
    zone: str
    person_id: int | None = None
    slack_user_id: str | None = None


@dataclass(frozen=True)
class Composed:
    """A message ready to be posted."""

    message: Message
    body_hash: str
    metadata: dict[str, Any]
    place: Place
    thread_ts: str | None
    #: The newest mark for refresh that its facts were gathered after.
    version: int
    #: The body as last sent.
    old_hash: str | None
    #: What is posted if Slack refuses the picture in it.
    in_words: "Composed | None" = None


async def composed(sender: Sender, row_id: int, kind: str) -> Composed | Unsent:
    """Compose a row's message. Whatever goes wrong with it ends this row only."""
    work = reading(sender.deps, compose, row_id, sender.deps.clock())
    result = await guarded(work, delivery=row_id, kind=kind)
    return Unsent("failed", f"error {result.reference}") if isinstance(result, Broken) else result


def compose(session: Session, row_id: int, now: datetime) -> Composed | Unsent:
    """Return a row's message as of now, or why there is none."""
    row = session.get_one(Delivery, row_id)
    # Before the facts: a mark made meanwhile is then newer than the version, and not lost.
    version = row.refresh_version
    workspace = session.get_one(Workspace, row.workspace_id)
    place = place_of(session, row, workspace)
    if isinstance(place, Unsent):
        return place
    if (why := withheld(session, row, now)) is not None:
        return Unsent("skipped", why)
    kind = KINDS[row.kind]
    facts = kind.facts(session, row, now)
    if isinstance(facts, Skip):
        return Unsent("skipped", facts.reason)
    message = kind.blocks(facts, Language(place.locale, local_day(now, ZoneInfo(place.zone))))
    return Composed(
        message=message,
        body_hash=body_hash(message),
        metadata=metadata_of(workspace, row.key),
        place=place,
        thread_ts=_thread(session, row, place),
        version=version,
        old_hash=row.body_hash,
    )


def place_of(session: Session, row: Delivery, workspace: Workspace) -> Place | Unsent:
    """Return where a recipient (`person:12`, `network:3`, a school's `unit:4`) is reached, or why not."""
    what, _, number = row.recipient.partition(":")
    if what == "network":
        return _place_of_channel(session.get_one(Network, int(number)).channel_id, workspace)
    if what == "unit":
        return _place_of_channel(session.get_one(Unit, int(number)).channel_id, workspace)
    if what == "person":
        return _place_of_person(session.get_one(Person, int(number)), workspace)
    raise ValueError(f"No such kind of recipient: {row.recipient}")


def _place_of_channel(channel_id: str | None, workspace: Workspace) -> Place | Unsent:
    if channel_id is None:
        return Unsent("failed", "no-channel")
    return Place(channel_id, workspace.locale, workspace.timezone)


def _place_of_person(person: Person, workspace: Workspace) -> Place | Unsent:
    if not person.active:
        return Unsent("skipped", "inactive")
    if person.slack_user_id is None:
        return Unsent("skipped", "not-in-slack")
    return Place(
        person.dm_channel,
        language_of(person) or workspace.locale,
        person.timezone or workspace.timezone,
        person.id,
        person.slack_user_id,
    )


def _thread(session: Session, row: Delivery, place: Place) -> str | None:
    """Return the thread to post in; a parent that was never posted, or stands elsewhere, leaves the channel itself."""
    if row.thread_key is None:
        return None
    parent = session.scalar(
        select(Delivery).where(Delivery.workspace_id == row.workspace_id, Delivery.key == row.thread_key)
    )
    if parent is None or parent.status != "sent" or parent.slack_channel != place.channel:
        return None
    return parent.slack_ts


def body_hash(message: Message) -> str:
    """Return what tells two bodies apart."""
    body = json.dumps([message.text, message.blocks], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()
