"""How a commitment is doing: done, a new date, closed early, in need of support (VOICE: a new date is no failure)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.domain.commitments import CLOSED, State
from bot.domain.people import Actor
from bot.errors import BadInput
from bot.services.changing import check_due, find, place_of, require, set_due, touch
from bot.services.drafts import forget_draft
from bot.storage.commitments import CommitmentView, commitment_views
from bot.storage.db import Database
from bot.storage.deliveries import queue
from bot.storage.people import held
from bot.storage.tables import Commitment, Network, Person, Role, SupportRequest

#: Whom a municipality may ask for support; `nobody` keeps it at the state.
AUDIENCES = ("leadership", "network", "nobody")

#: The forms whose drafts are forgotten when they are handed in.
CLOSE_FORM, SUPPORT_FORM = "commitment_close", "commitment_support"


def mark_done(
    database: Database, actor: Actor, commitment_id: int, comment: str | None = None, *, now: datetime
) -> CommitmentView:
    """Mark a commitment done; one that is done already stays as it is, unless there is something new to say."""
    with database.transaction(actor, now) as session:
        commitment = _may_change(session, actor, commitment_id, now)
        if commitment.state != State.DONE or comment:
            _set_state(session, commitment, State.DONE, comment, now)
        return _view(session, commitment)


def reopen(database: Database, actor: Actor, commitment_id: int, *, now: datetime) -> CommitmentView:
    """Take a commitment up again: answers can be changed."""
    with database.transaction(actor, now) as session:
        commitment = _may_change(session, actor, commitment_id, now)
        if commitment.state != State.ONGOING:
            _set_state(session, commitment, State.ONGOING, None, now)
        return _view(session, commitment)


def close_early(database: Database, actor: Actor, commitment_id: int, reason: str, *, now: datetime) -> CommitmentView:
    """Close a commitment before it is done, with the reason; twice is once. Raises BadInput without a reason."""
    if not reason.strip():
        raise BadInput("close-reason-needed", field="reason")
    with database.transaction(actor, now) as session:
        commitment = _may_change(session, actor, commitment_id, now)
        forget_draft(session, actor, CLOSE_FORM, commitment_id)
        if (commitment.state, commitment.state_comment) != (State.CLOSED_EARLY, reason):
            _set_state(session, commitment, State.CLOSED_EARLY, reason, now)
        return _view(session, commitment)


def move_date(database: Database, actor: Actor, commitment_id: int, due_on: date, *, now: datetime) -> CommitmentView:
    """Give a commitment a new date. Raises BadInput when the date has been."""
    with database.transaction(actor, now) as session:
        commitment = _may_change(session, actor, commitment_id, now)
        check_due(due_on, actor, now)
        if commitment.due_on != due_on:
            set_due(commitment, due_on)
            touch(session, commitment, now)
        return _view(session, commitment)


@dataclass(frozen=True)
class SupportAsked:
    """What a municipality said about the support it needs."""

    audience: str
    text: str | None
    form_key: str


def ask_support(
    database: Database, actor: Actor, commitment_id: int, asked: SupportAsked, *, now: datetime
) -> CommitmentView:
    """Say that a commitment needs support and tell whom the municipality chose, nobody else; twice is once.

    Raises BadInput when nobody would be told although somebody was chosen.
    """
    if asked.audience not in AUDIENCES:
        raise BadInput("form-unknown-option", field="tell")
    with database.transaction(actor, now) as session:
        commitment = _may_change(session, actor, commitment_id, now, "ask-support")
        forget_draft(session, actor, SUPPORT_FORM, commitment_id)
        if session.scalar(_request_of(actor, asked.form_key)) is None:
            if commitment.state != State.NEEDS_SUPPORT:
                _set_state(session, commitment, State.NEEDS_SUPPORT, None, now)
            _tell(session, actor, commitment, asked, now)
        return _view(session, commitment)


def _may_change(
    session: Session, actor: Actor, commitment_id: int, now: datetime, action: str = "change"
) -> Commitment:
    commitment = find(session, actor, commitment_id)
    require(session, actor, action, place_of(session, commitment), now)
    return commitment


def _set_state(session: Session, commitment: Commitment, state: State, comment: str | None, now: datetime) -> None:
    commitment.state = state.value
    commitment.state_comment = comment
    commitment.closed_at = now if state in CLOSED else None
    touch(session, commitment, now)


def _view(session: Session, commitment: Commitment) -> CommitmentView:
    return commitment_views(session, Commitment.id == commitment.id)[0]


def _request_of(actor: Actor, form_key: str) -> Select[int]:
    return select(SupportRequest.id).where(
        SupportRequest.workspace_id == actor.workspace_id, SupportRequest.form_key == form_key
    )


def _tell(session: Session, actor: Actor, commitment: Commitment, asked: SupportAsked, now: datetime) -> None:
    request = SupportRequest(
        workspace_id=commitment.workspace_id,
        commitment_id=commitment.id,
        asked_by_id=actor.person_id,
        audience=asked.audience,
        text=asked.text,
        form_key=asked.form_key,
        created_at=now,
    )
    session.add(request)
    session.flush()
    recipients = _recipients(session, commitment, asked.audience, now)
    if not recipients and asked.audience != "nobody":
        raise BadInput("support-unreachable", field="tell")
    for recipient in recipients:
        queue(
            session,
            key=f"support-request:support_requests-{request.id}:once:{recipient}",
            kind="support-request",
            recipient=recipient,
            due_at=now,
            subject="support_requests",
            subject_id=request.id,
            now=now,
        )


def _recipients(session: Session, commitment: Commitment, audience: str, now: datetime) -> list[str]:
    if audience == "nobody":
        return []
    if audience == "network":
        has_channel = session.get_one(Network, commitment.network_id).channel_id is not None
        return [f"network:{commitment.network_id}"] if has_channel else []
    leaders = session.scalars(
        select(Role.person_id)
        .join(Person, Person.id == Role.person_id)
        .where(
            Role.kind == "leadership",
            Role.programme_id == place_of(session, commitment).programme_id,
            Person.active,
        )
        .where(*held(now))
    )
    return [f"person:{person_id}" for person_id in dict.fromkeys(leaders)]
