"""A municipality answers what a conference asks (N10, C6): one sheet of answers that several write on and hand in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.people import Actor, Place, may
from bot.domain.programme.questions import Form
from bot.errors import NotFound, Refused, StaleVersion
from bot.services.changing import require
from bot.services.offers import MOST_NAMED
from bot.services.people import any_of, who_acts_for
from bot.storage.db import Database, only_reads
from bot.storage.deliveries import mark_for_refresh
from bot.storage.history import last_changed_by
from bot.storage.inquiries import EVALUATION, Stand, form_of, members_asked, stands
from bot.storage.tables import Delivery, Inquiry, Meeting, Network, Response, Unit

#: Messages to single persons that say how far their municipality has come.
OWN_MESSAGES = ("municipal-group", "evaluation-reminder")
#: Nothing written.
EMPTY = "{}"


@dataclass(frozen=True)
class About:
    """Which questions, for which municipality."""

    meeting_id: int
    kind: str
    unit_id: int


@dataclass(frozen=True)
class Written:
    """What somebody wrote: JSON of `bot.slack.forms.drafts`, on which version of the sheet, in which form."""

    answers: str
    version: int | None
    form_key: str | None


@dataclass(frozen=True)
class Answerable:
    """What a conference asks, and for which municipalities somebody may answer: (id, name)."""

    form: Form
    choices: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Sheet:
    """A municipality's answers as of now, with the questions."""

    about: About
    form: Form
    municipality: str
    stand: Stand
    #: Who wrote last; empty when nobody has.
    written_by: str = ""


@only_reads
def answerable(database: Database, actor: Actor, meeting_id: int, kind: str, *, now: datetime) -> Answerable:
    """Return what is asked and for whom the actor may answer. Raises NotFound, or Refused with whom to ask."""
    with database.reading() as session:
        meeting = _meeting(session, actor, meeting_id)
        form, members = _form(session, meeting_id, kind), members_asked(session, meeting)
        place = _place(session, meeting, 0)
        choices = [(unit, name) for unit, name in members.items() if may(actor, "answer", replace(place, unit_id=unit))]
        if not choices:
            raise _refusal(session, place, members, now)
        return Answerable(form, choices)


@only_reads
def programme_form(database: Database, actor: Actor, meeting_id: int, kind: str, *, now: datetime) -> Form:
    """Return what a conference's programme asks; everybody in the workspace may read it."""
    with database.reading() as session:
        _meeting(session, actor, meeting_id)
        return _form(session, meeting_id, kind)


@only_reads
def sheet(database: Database, actor: Actor, about: About, *, now: datetime) -> Sheet:
    """Return a municipality's sheet for somebody who may answer for it. Raises NotFound or Refused."""
    with database.reading() as session:
        _require_answer(session, actor, _meeting(session, actor, about.meeting_id), about.unit_id, now)
        response = _response(session, about)
        return Sheet(
            about,
            _form(session, about.meeting_id, about.kind),
            session.get_one(Unit, about.unit_id).name,
            stands(session, about.meeting_id, about.kind).get(about.unit_id, Stand(about.unit_id)),
            "" if response is None else last_changed_by(session, response),
        )


def save_draft(database: Database, actor: Actor, about: About, written: Written, *, now: datetime) -> bool:
    """Keep what was written as the municipality's draft; return False when it is not: then it is the writer's own.

    It is not when somebody else has written meanwhile, whose words stay, or when the answers are handed in: those are
    changed by handing in.
    """
    with database.transaction(actor, now) as session:
        response = _for_writing(session, actor, about, now)
        if written.answers == (EMPTY if response is None else response.answers):
            return True
        if response is not None and (response.version != written.version or response.handed_in_at is not None):
            return False
        _write(session, about, response, replace(written, form_key=None))
        return True


def hand_in(database: Database, actor: Actor, about: About, written: Written, *, now: datetime) -> None:
    """Hand in a municipality's answers, or change them; the same form twice hands in once.

    Late answers count too: what speaks of the conference is brought up to date. Raises StaleVersion when somebody
    else has written since the form was opened, and Refused.
    """
    with database.transaction(actor, now) as session:
        response = _for_writing(session, actor, about, now)
        if response is not None and response.changed_by_form == written.form_key:
            return
        if response is not None and response.version != written.version:
            raise StaleVersion("inquiry-stale", who=last_changed_by(session, response))
        response = _write(session, about, response, written)
        if response.handed_in_at is None:
            response.handed_in_at, response.handed_in_by_id = now, actor.person_id
        response.declined_at = None
        _bring_up_to_date(session, about)


def decline(database: Database, actor: Actor, meeting_id: int, unit_id: int, *, now: datetime) -> None:
    """Say that a municipality leaves no evaluation; answering undoes it, and what is handed in stays handed in."""
    about = About(meeting_id, EVALUATION, unit_id)
    with database.transaction(actor, now) as session:
        response = _for_writing(session, actor, about, now)
        if response is None:
            response = _write(session, about, None, Written(EMPTY, None, None))
        if response.handed_in_at is None and response.declined_at is None:
            response.declined_at = now
            _bring_up_to_date(session, about)


def _meeting(session: Session, actor: Actor, meeting_id: int) -> Meeting:
    meeting = session.scalar(
        select(Meeting).where(
            Meeting.id == meeting_id, Meeting.workspace_id == actor.workspace_id, Meeting.network_id.is_not(None)
        )
    )
    if meeting is None:
        raise NotFound("meeting-unknown")
    if meeting.cancelled_at is not None:
        raise NotFound("meeting-cancelled")
    return meeting


def _form(session: Session, meeting_id: int, kind: str) -> Form:
    form = form_of(session, meeting_id, kind)
    if form is None:
        raise NotFound("inquiry-unknown")
    return form


def _require_answer(session: Session, actor: Actor, meeting: Meeting, unit_id: int, now: datetime) -> None:
    if unit_id not in members_asked(session, meeting):
        raise NotFound("inquiry-not-member")
    require(session, actor, "answer", _place(session, meeting, unit_id), now)


def _place(session: Session, meeting: Meeting, unit_id: int) -> Place:
    if meeting.network_id is None:
        raise NotFound("meeting-unknown")
    return Place(session.get_one(Network, meeting.network_id).programme_id, meeting.network_id, unit_id)


def _for_writing(session: Session, actor: Actor, about: About, now: datetime) -> Response | None:
    """Return what is there of a municipality's sheet, with everybody else who would write on it waiting."""
    # The conference is what is there before any sheet is; two sheets for one municipality cannot come about.
    session.execute(select(Meeting.id).where(Meeting.id == about.meeting_id).with_for_update(key_share=True))
    meeting = _meeting(session, actor, about.meeting_id)
    _require_answer(session, actor, meeting, about.unit_id, now)
    _form(session, about.meeting_id, about.kind)
    return _response(session, about)


def _response(session: Session, about: About) -> Response | None:
    return session.scalar(
        select(Response)
        .join(Inquiry, Inquiry.id == Response.inquiry_id)
        .where(Inquiry.meeting_id == about.meeting_id, Inquiry.kind == about.kind, Response.unit_id == about.unit_id)
    )


def _write(session: Session, about: About, response: Response | None, written: Written) -> Response:
    if response is None:
        inquiry_id = _inquiry(session, about)
        workspace_id = session.info["actor"].workspace_id
        response = Response(workspace_id=workspace_id, inquiry_id=inquiry_id, unit_id=about.unit_id, version=0)
        session.add(response)
    response.answers = written.answers
    response.version += 1
    response.changed_by_form = written.form_key
    session.flush()
    return response


def _inquiry(session: Session, about: About) -> int:
    """Return the id of the questions of one kind about a conference; they are made when the first one answers."""
    inquiry = session.scalar(select(Inquiry).where(Inquiry.meeting_id == about.meeting_id, Inquiry.kind == about.kind))
    if inquiry is None:
        workspace_id = session.info["actor"].workspace_id
        inquiry = Inquiry(workspace_id=workspace_id, meeting_id=about.meeting_id, kind=about.kind)
        session.add(inquiry)
        session.flush()
    return inquiry.id


def _bring_up_to_date(session: Session, about: About) -> None:
    """Have the summary, and the municipality's own messages at once: whoever answers watches one of them."""
    session.flush()
    mark_for_refresh(session, subject="meetings", subject_id=about.meeting_id)
    here = Delivery.workspace_id == session.info["actor"].workspace_id
    of_meeting = (Delivery.subject == "meetings", Delivery.subject_id == about.meeting_id)
    own = session.scalars(select(Delivery.key).where(here, *of_meeting, Delivery.kind.in_(OWN_MESSAGES))).all()
    mark_for_refresh(session, keys=[*own, *_letters(session, about)], at=machine_clock())


def _letters(session: Session, about: About) -> Iterator[str]:
    """Yield the keys of the weekly letters that have asked for this conference's evaluation."""
    letters = select(Delivery.key, Delivery.said).where(
        Delivery.workspace_id == session.info["actor"].workspace_id,
        Delivery.kind == "digest",
        Delivery.sent_at > session.get_one(Meeting, about.meeting_id).ends_at,
    )
    for key, said in session.execute(letters):
        if about.meeting_id in (said or {}).get("evaluations", ()):
            yield key


def _refusal(session: Session, place: Place, unit_ids: Iterable[int], now: datetime) -> Refused:
    network = session.get_one(Network, place.network_id).name
    acting = who_acts_for(session, place.network_id, unit_ids, now)
    people = [person for holders in acting.values() for person in holders][:MOST_NAMED]
    if not people:
        return Refused("answer-refused-nobody", network=network)
    return Refused("answer-refused", network=network, people=any_of(people))
