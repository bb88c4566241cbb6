"""What the network sees of a commitment: its card, queued once and kept true."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.calendar import local_day
from bot.domain.people import Actor
from bot.errors import NotFound
from bot.services.people import who_acts_for
from bot.storage.db import Database, only_reads
from bot.storage.deliveries import mark_for_refresh, queue
from bot.storage.tables import Commitment, Delivery

#: How long a letter in somebody's hands is kept true.
LETTER_LIVES = timedelta(days=8)


@dataclass(frozen=True)
class MadeAt:
    """The conference that a commitment is made at, its days counted in its own zone."""

    id: int
    timezone: str
    ends_at: datetime

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone its days are counted in."""
        return ZoneInfo(self.timezone)

    @property
    def last_day(self) -> date:
        """Return its last day."""
        return local_day(self.ends_at, self.zone)


def queue_card(session: Session, commitment: Commitment, meeting: MadeAt | None, now: datetime) -> None:
    """Queue the card: in the channel, or, while its conference goes on, in the thread of one collecting message."""
    recipient = f"network:{commitment.network_id}"
    parent = None
    if meeting is not None:
        mark_for_refresh(session, subject="meetings", subject_id=meeting.id)
        parent = _collecting_message(session, meeting, recipient, now) if _goes_on(meeting, now) else None
    queue(
        session,
        key=f"commitment-card:commitments-{commitment.id}:once:{recipient}",
        kind="commitment-card",
        recipient=recipient,
        due_at=now,
        subject="commitments",
        subject_id=commitment.id,
        thread_key=parent,
        now=now,
    )


def _collecting_message(session: Session, meeting: MadeAt, recipient: str, now: datetime) -> str:
    """Queue a conference's collecting message, once; return its key."""
    key = f"conference-commitments:meetings-{meeting.id}:once:{recipient}"
    about: dict[str, Any] = {"subject": "meetings", "subject_id": meeting.id}
    queue(session, key=key, kind="conference-commitments", recipient=recipient, due_at=now, now=now, **about)
    return key


def _goes_on(meeting: MadeAt, now: datetime) -> bool:
    """Return whether a conference goes on, to the end of its last day."""
    return local_day(now, meeting.zone) <= meeting.last_day


def refresh_cards(session: Session, commitment: Commitment, now: datetime) -> None:
    """Have everything that speaks of a changed commitment brought up to date."""
    # Whoever pressed a button watches the message it sits in.
    at_once = machine_clock()
    mark_for_refresh(session, subject="commitments", subject_id=commitment.id, at=at_once)
    mark_for_refresh(session, keys=_letters(session, commitment, now), at=at_once)
    if commitment.meeting_id is not None:
        mark_for_refresh(session, subject="meetings", subject_id=commitment.meeting_id)


@only_reads
def check_card(
    database: Database, _actor: Actor, commitment_id: int, channel_id: str, ts: str, *, now: datetime
) -> None:
    """Raise NotFound when a button was pressed in a message in this channel that is no message of ours.

    After a restore ids come again: a card that was posted after the backup names a commitment that is another one now.
    """
    of_card = select(Delivery.slack_ts).where(
        Delivery.subject == "commitments",
        Delivery.subject_id == commitment_id,
        Delivery.kind == "commitment-card",
        Delivery.slack_channel == channel_id,
        Delivery.slack_ts.is_not(None),
    )
    with database.reading() as session:
        cards = session.scalars(of_card).all()
        if not cards or ts in cards:
            return
        ours = select(Delivery.id).where(Delivery.slack_channel == channel_id, Delivery.slack_ts == ts)
        if session.scalar(ours.limit(1)) is None:
            raise NotFound("card-left-behind")


def _letters(session: Session, commitment: Commitment, now: datetime) -> list[str]:
    """Return the keys of this week's letters to those who act for the municipality: they may speak of it."""
    people = who_acts_for(session, commitment.network_id, [commitment.unit_id], now).get(commitment.unit_id, [])
    sent = select(Delivery.key).where(
        Delivery.workspace_id == commitment.workspace_id,
        Delivery.recipient.in_([f"person:{person.id}" for person in people]),
        Delivery.kind.in_(("digest", "late-question")),
        Delivery.sent_at > now - LETTER_LIVES,
    )
    return list(session.scalars(sent))
