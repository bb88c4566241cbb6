"""What a conference asks its municipalities, and how far each has come: read by use cases and by messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.domain.programme.questions import Form
from bot.storage.tables import Event, Inquiry, Meeting, Membership, Network, Person, Programme, Response, Unit

EVALUATION, TAKEAWAYS = "evaluation", "takeaways"
#: What is asked about a conference; each is also the id of the form in the programme.
KINDS = (EVALUATION, TAKEAWAYS)


@dataclass(frozen=True)
class Stand:
    """How far a municipality has come with the questions of one kind."""

    unit_id: int
    #: What is written, as JSON of `bot.slack.forms.drafts`: a draft until it is handed in.
    answers: str = "{}"
    version: int | None = None
    handed_in_at: datetime | None = None
    #: Who did, first.
    handed_in_by_id: int | None = None
    handed_in_by: str = ""
    #: When the municipality said that it leaves no answers; handing in undoes it.
    declined_at: datetime | None = None

    @property
    def is_silent(self) -> bool:
        """Whether nothing has been handed in and nobody has said that nothing comes."""
        return self.handed_in_at is None and self.declined_at is None


def stands(session: Session, meeting_id: int, kind: str) -> Mapping[int, Stand]:
    """Return how far those municipalities have come that have begun, by id; the others are not in it."""
    rows = session.execute(
        select(Response, Person.name)
        .join(Inquiry, Inquiry.id == Response.inquiry_id)
        .outerjoin(Person, Person.id == Response.handed_in_by_id)
        .where(Inquiry.meeting_id == meeting_id, Inquiry.kind == kind)
    )
    return {
        row.unit_id: Stand(
            row.unit_id,
            row.answers,
            row.version,
            row.handed_in_at,
            row.handed_in_by_id,
            name or "",
            row.declined_at,
        )
        for row, name in rows
    }


def members_asked(session: Session, meeting: Meeting) -> Mapping[int, str]:
    """Return the municipalities that a conference asks, id and name in the order of the alphabet.

    Those that were members when it took place. A network loaded afterwards has its members from then on: they count
    when they were there as soon as the conference was known.
    """
    latest = max(meeting.ends_at, known_since(session, meeting) or meeting.ends_at)
    rows = session.execute(
        select(Unit.id, Unit.name)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.network_id == meeting.network_id, Membership.valid_from <= latest)
        .where(or_(Membership.valid_to.is_(None), Membership.valid_to > meeting.starts_at))
        .order_by(Unit.name)
    )
    return {row.id: row.name for row in rows}


def known_since(session: Session, meeting: Meeting) -> datetime | None:
    """Return when a conference came to be here: what was due before is never sent."""
    return session.scalar(
        select(func.min(Event.at)).where(
            Event.subject == "meetings", Event.subject_id == meeting.id, Event.action == "created"
        )
    )


def form_of(session: Session, meeting_id: int, kind: str) -> Form | None:
    """Return what the conference's programme asks, or None when it does not ask that."""
    forms = session.scalar(
        select(Programme.content["forms"])
        .join(Network, Network.programme_id == Programme.id)
        .join(Meeting, Meeting.network_id == Network.id)
        .where(Meeting.id == meeting_id)
    )
    return next((Form.model_validate(form) for form in forms or () if form["id"] == kind), None)
