"""A conference has moved, or falls away: whoever was told the old days is told once, and the network's channel."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.conference_moves import Days, news_between, said_at
from bot.domain.hours import working_moment
from bot.red_days import red_day
from bot.storage.deliveries import mark_for_refresh, queue, said
from bot.storage.inquiries import known_since
from bot.storage.people import zone_of
from bot.storage.tables import Delivery, Meeting, Network, Person, Task, Workspace

MOVED = "conference-moved"
#: Kinds of messages that say when a conference is, or by when something before it should be done.
LETTERS = ("digest", "leadership-letter")
SPEAKING = (*LETTERS, "preparation", MOVED)
#: Of these what was said is brought up to date, however old it is: people look a day up in them.
KEPT_TRUE = ("digest", "preparation")
#: What was due before a conference was known may have been sent this much later, and have spoken of it.
LONGEST_LATE = timedelta(days=14)


@dataclass(frozen=True)
class Before:
    """A conference as it was before a change."""

    days: Days
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Announced:
    """How many are told of a move, and whether the channel is."""

    readers: int
    channels: int


@dataclass(frozen=True)
class Spoke:
    """A message that was sent, and what it spoke of."""

    key: str
    kind: str
    recipient: str
    subject_id: int | None
    said: Mapping[str, Any] | None

    def of(self, meeting_id: int, task_ids: frozenset[int], *, is_next: bool) -> bool:
        """Return whether it spoke of a conference, or of steps before it; an old letter did of the next one."""
        spoken_of = self.said or {}
        if self.kind == MOVED:
            return self.subject_id == meeting_id
        if self.kind in LETTERS and "meetings" not in spoken_of:
            return is_next
        return meeting_id in spoken_of.get("meetings", ()) or not task_ids.isdisjoint(spoken_of.get("tasks", ()))


def as_before(meeting: Meeting) -> Before:
    """Return what has to be known of a conference once it has changed."""
    return Before(days_of(meeting), meeting.starts_at, meeting.ends_at)


def days_of(meeting: Meeting) -> Days:
    """Return a conference's days in its own zone."""
    zone = ZoneInfo(meeting.timezone)
    return Days(local_day(meeting.starts_at, zone), local_day(meeting.ends_at, zone), meeting.cancelled_at is not None)


def announce_move(session: Session, meeting: Meeting, before: Before, now: datetime) -> Announced | None:
    """Queue what is told of a conference that has other days; None when there is no news, or it is over.

    Whoever waits to hear of an earlier move hears of both at once: the days first told, and the newest.
    """
    if before.ends_at <= now or news_between(before.days, days_of(meeting)) == "unmoved":
        return None
    spoke = list(_that_spoke(session, meeting, before, now))
    _bring_up_to_date(session, spoke)
    waiting = {row.recipient: row for row in session.scalars(_about(meeting).where(Delivery.status == "pending"))}
    recipients = _recipients(session, meeting, spoke)
    for recipient in recipients:
        if recipient not in waiting:
            _queue(session, meeting, before, recipient, now)
    told = {recipient for recipient in recipients if recipient not in waiting}
    told |= {one for one, row in waiting.items() if _is_news(meeting, row)}
    channels = sum(recipient.startswith("network:") for recipient in told)
    return Announced(len(told) - channels, channels)


def _is_news(meeting: Meeting, row: Delivery) -> bool:
    return news_between(Days.of_json(row.given or {}), days_of(meeting)) != "unmoved"


def _queue(session: Session, meeting: Meeting, before: Before, recipient: str, now: datetime) -> None:
    zone = _zone(session, meeting, recipient)
    at_work = working_moment(now, zone, red_day, in_silent_weeks=True)
    queue(
        session,
        # It may move again once this has been sent; each time is told of once.
        key=f"{MOVED}:meetings-{meeting.id}:{now:%Y%m%dT%H%M%S}:{recipient}",
        kind=MOVED,
        recipient=recipient,
        due_at=said_at(now, at_work, before.starts_at, meeting.starts_at),
        subject="meetings",
        subject_id=meeting.id,
        given=before.days.as_json(),
        now=now,
    )


def _zone(session: Session, meeting: Meeting, recipient: str) -> ZoneInfo:
    what, _, number = recipient.partition(":")
    if what == "person":
        return zone_of(session, session.get_one(Person, int(number)))
    return ZoneInfo(session.get_one(Workspace, meeting.workspace_id).timezone)


def _recipients(session: Session, meeting: Meeting, spoke: Iterable[Spoke]) -> list[str]:
    """Return the network's channel, where everybody looks, and whoever was sent something that said the old days."""
    network = session.get_one(Network, meeting.network_id)
    people = [row.recipient for row in spoke if row.recipient.startswith("person:")]
    return [*([f"network:{network.id}"] if network.channel_id else []), *dict.fromkeys(people)]


def _that_spoke(session: Session, meeting: Meeting, before: Before, now: datetime) -> Iterator[Spoke]:
    """Yield what was sent that said when the conference is, or asked for something before it."""
    tasks = frozenset(session.scalars(select(Task.id).where(Task.meeting_id == meeting.id)))
    since = (known_since(session, meeting) or meeting.starts_at) - LONGEST_LATE
    is_next = _is_next(session, meeting, before, now)
    sent = select(Delivery.key, Delivery.kind, Delivery.recipient, Delivery.subject_id, Delivery.said)
    of_kinds = (Delivery.kind.in_(SPEAKING), said(), Delivery.due_at >= since)
    for row in session.execute(
        sent.where(Delivery.workspace_id == meeting.workspace_id, *of_kinds).order_by(Delivery.id)
    ):
        one = Spoke(*row)
        if one.of(meeting.id, tasks, is_next=is_next):
            yield one


def _is_next(session: Session, meeting: Meeting, before: Before, now: datetime) -> bool:
    """Return whether a conference was the network's next one: letters speak of that."""
    earlier = select(Meeting.id).where(
        Meeting.network_id == meeting.network_id,
        Meeting.kind == meeting.kind,
        Meeting.id != meeting.id,
        Meeting.cancelled_at.is_(None),
        Meeting.ends_at > now,
        Meeting.starts_at < before.starts_at,
    )
    return session.scalar(earlier.limit(1)) is None


def _about(meeting: Meeting) -> Select[Delivery]:
    here = (Delivery.workspace_id == meeting.workspace_id, Delivery.kind == MOVED)
    return select(Delivery).where(*here, Delivery.subject == "meetings", Delivery.subject_id == meeting.id)


def _bring_up_to_date(session: Session, spoke: Iterable[Spoke]) -> None:
    """Have the letters and messages to people that said the old days say the new ones."""
    mark_for_refresh(session, keys=[row.key for row in spoke if row.kind in KEPT_TRUE])
