"""A conference with the names it needs, and everything that was said at it: read by its summary and by use cases."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.programme.questions import Form
from bot.storage.commitments import CommitmentView, commitment_views
from bot.storage.deliveries import queue
from bot.storage.inquiries import EVALUATION, TAKEAWAYS, Stand, members_asked, stands
from bot.storage.tables import Commitment, Delivery, Meeting, Network, Programme, Unit
from bot.storage.themes import themes_of

SUMMARY, WORDS = "summary", "summary-municipality"
#: Of a summary that is posted, or may be: a conference has one such row at most.
ALIVE = ("pending", "sending", "sent", "uncertain")


@dataclass(frozen=True)
class Conference:
    """A network conference, with the days counted in its own zone."""

    id: int
    number: int
    network_id: int
    network: str
    programme_id: int
    first_day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime
    timezone: str
    host: str | None
    venue: str | None
    #: The titles of its themes (N3).
    themes: tuple[str, ...]
    cancelled: bool
    #: What its programme asks, by id.
    forms: Mapping[str, Form]

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone its days are counted in."""
        return ZoneInfo(self.timezone)


def conferences(
    session: Session, *conditions: ColumnElement[bool], order: Sequence[Any] = (Meeting.id,), limit: int | None = None
) -> list[Conference]:
    """Return the conferences of networks that meet the conditions, in one query."""
    rows = session.execute(
        select(Meeting, Network, Unit.name, Programme.content_hash, Programme.content["forms"])
        .join(Network, Network.id == Meeting.network_id)
        .join(Programme, Programme.id == Network.programme_id)
        .outerjoin(Unit, Unit.id == Meeting.host_unit_id)
        .where(Meeting.kind == "conference", *conditions)
        .order_by(*order)
        .limit(limit)
    )
    return [_conference(session, *row) for row in rows]


def conference(session: Session, conference_id: int | None) -> Conference | None:
    """Return one conference, or None."""
    return next(iter(conferences(session, Meeting.id == conference_id)), None)


def next_conference(session: Session, of: Conference, now: datetime) -> Conference | None:
    """Return the network's first conference after this one that is not over now, or None when none is planned."""
    later = (Meeting.network_id == of.network_id, Meeting.starts_at > of.ends_at, Meeting.ends_at > now)
    found = conferences(session, *later, Meeting.cancelled_at.is_(None), order=(Meeting.starts_at,), limit=1)
    return next(iter(found), None)


@dataclass(frozen=True)
class Said:
    """Everything that was said at a conference."""

    conference: Conference
    #: The municipalities that were asked, by id, in the order of their names.
    members: Mapping[int, str]
    commitments: Sequence[CommitmentView]
    #: How far each municipality has come, by what was asked and by municipality; who has not begun is not in it.
    stands: Mapping[str, Mapping[int, Stand]]

    def handed_in(self, kind: str) -> dict[int, Stand]:
        """Return the members' answers to one kind of question, in the order of the members' names."""
        found = self.stands[kind]
        return {unit: found[unit] for unit in self.members if unit in found and found[unit].handed_in_at is not None}

    def names(self) -> dict[int, str]:
        """Return everybody who may have said something: the members, and those who have committed themselves."""
        return {**self.members, **{one.unit_id: one.municipality for one in self.commitments}}

    def speaking(self) -> list[int]:
        """Return the municipalities that have said something at all, in the order of their names."""
        said = {one.unit_id for one in self.commitments}
        said |= {unit for kind in self.stands for unit in self.handed_in(kind)}
        return sorted(said, key=lambda unit: self.names()[unit])


def said_at(session: Session, at: Conference, unit_id: int | None = None) -> Said:
    """Return what was said at a conference, by one municipality or by all, in seven queries however much it is."""
    meeting = session.get_one(Meeting, at.id)
    committed = [Commitment.meeting_id == at.id]
    if unit_id is not None:
        committed.append(Commitment.unit_id == unit_id)
    return Said(
        at,
        members_asked(session, meeting),
        commitment_views(session, *committed),
        {kind: stands(session, at.id, kind) for kind in (EVALUATION, TAKEAWAYS)},
    )


def summary_of(session: Session, conference_ids: Collection[int]) -> list[Delivery]:
    """Return every row there is of these conferences' summaries, the newest first."""
    rows = select(Delivery).where(
        Delivery.kind == SUMMARY, Delivery.subject == "meetings", Delivery.subject_id.in_(conference_ids)
    )
    return list(session.scalars(rows.order_by(Delivery.id.desc())))


def words_key(summary: str, unit_id: int, part: int, *, again: bool = False) -> str:
    """Return the key of a municipality's words in the thread of a summary: `kind:subject:unit-part:recipient`.

    A summary that was sent anew has a thread of its own, and so have words whose first row was skipped.
    """
    _, subject, step, recipient = summary.split(":", 3)
    marks = [str(unit_id), str(part), *([] if step == "once" else [step]), *(["late"] if again else [])]
    return f"{WORDS}:{subject}:{'-'.join(marks)}:{recipient}"


def unit_and_part(key: str) -> tuple[int, int]:
    """Return which municipality's words a key of `words_key` is about, and which part of them, from 1."""
    unit_id, part, *_ = key.split(":")[2].split("-")
    return int(unit_id), int(part)


def queue_summary(session: Session, of: Conference, step: str, speaking: Iterable[int], *, now: datetime) -> None:
    """Queue a summary for now, with the beginning of every municipality's words; planning adds what is longer."""
    recipient = f"network:{of.network_id}"
    key = f"{SUMMARY}:meetings-{of.id}:{step}:{recipient}"
    common: dict[str, Any] = {"recipient": recipient, "subject": "meetings", "subject_id": of.id}
    queue(session, key=key, kind=SUMMARY, due_at=now, now=now, **common)
    for unit_id in speaking:
        queue(session, key=words_key(key, unit_id, 1), kind=WORDS, thread_key=key, due_at=now, now=now, **common)


def bring_forward(session: Session, of: Conference, *, now: datetime) -> None:
    """Let a summary that waits for its hour be due now, and the words in its thread."""
    session.execute(
        update(Delivery)
        .where(Delivery.subject == "meetings", Delivery.subject_id == of.id, Delivery.kind.in_((SUMMARY, WORDS)))
        .where(Delivery.status == "pending", Delivery.due_at > now)
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )


def _conference(
    session: Session, meeting: Meeting, network: Network, host: str | None, content_hash: str, forms: Any
) -> Conference:
    titles = themes_of(session, content_hash)
    zone = ZoneInfo(meeting.timezone)
    return Conference(
        id=meeting.id,
        number=meeting.number,
        network_id=network.id,
        network=network.name,
        programme_id=network.programme_id,
        first_day=local_day(meeting.starts_at, zone),
        last_day=local_day(meeting.ends_at, zone),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        timezone=meeting.timezone,
        host=host,
        venue=meeting.venue,
        themes=tuple(titles.get(theme, theme) for theme in meeting.themes),
        cancelled=meeting.cancelled_at is not None,
        forms={form["id"]: Form.model_validate(form) for form in forms or ()},
    )
