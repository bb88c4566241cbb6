"""Writing a commitment and changing its words (N8, C2). People's words are stored as they were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.conferences import gaps_day
from bot.domain.people import Actor, Place
from bot.errors import NotFound, StaleVersion
from bot.red_days import red_day
from bot.services.cards import MadeAt, queue_card
from bot.services.changing import check_due, find, place_of, require, set_due, touch
from bot.services.decisions import changes_the_decided, keep_the_decided
from bot.services.drafts import forget_draft
from bot.storage.commitments import Activity, BoardDecision, CommitmentView, Named, commitment_view, view_of
from bot.storage.db import Database, run
from bot.storage.people import is_member
from bot.storage.tables import (
    Commitment,
    Event,
    Meeting,
    Membership,
    Network,
    Person,
    Programme,
    Task,
    Unit,
    Workspace,
)
from bot.storage.themes import themes_of

#: The form in which a commitment is written and changed.
FORM = "commitment"


@dataclass(frozen=True)
class CommitmentWords:
    """What a form says about a commitment."""

    text: str
    due_on: date | None = None
    effect: str | None = None
    follow_up: str | None = None
    theme: str | None = None
    level: str | None = None
    responsible: str | None = None
    activities: Sequence[Activity] = ()
    board: BoardDecision | None = None


def log_commitment(
    database: Database,
    actor: Actor,
    network_id: int,
    unit_id: int,
    words: CommitmentWords,
    form_key: str,
    *,
    now: datetime,
) -> CommitmentView:
    """Store a commitment with its own number and queue its card; the same form twice stores once.

    Raises Refused when the actor may not write for the municipality, BadInput when the date has been.
    """
    with database.transaction(actor, now) as session:
        # Waits for whoever logs a commitment right now: it may be this form, submitted twice at once.
        number = _next_number(session, actor.workspace_id)
        member = _member(session, actor, network_id, unit_id, form_key, now)
        if member.logged is not None:
            view = _shown(session, member.logged)
            # The number goes back.
            session.rollback()
            return view
        require(session, actor, "log", Place(member.programme_id, network_id, unit_id), now)
        check_due(words.due_on, actor, now)
        forget_draft(session, actor, FORM, None)
        meeting = _conference_of(session, network_id, now)
        place = {"network_id": network_id, "unit_id": unit_id, "meeting_id": None if meeting is None else meeting.id}
        commitment = _new(actor, words, number=number, form_key=form_key, created_at=now, **place)
        session.add(commitment)
        session.flush()
        _write_activities(session, commitment, [], words.activities)
        queue_card(session, commitment, meeting, now)
        return view_of(commitment, member.named(session, actor), tuple(words.activities))


def change_commitment(
    database: Database,
    actor: Actor,
    commitment_id: int,
    words: CommitmentWords,
    form_key: str,
    *,
    version: int | None,
    reason: str | None = None,
    now: datetime,
) -> CommitmentView:
    """Change what a commitment says, when nobody else has changed it since the form was opened.

    What a board has decided is kept whole before it is changed, with the reason.
    Raises StaleVersion, Refused, or BadInput for a locked text without a reason and a date that has been.
    """
    with database.transaction(actor, now) as session:
        commitment = find(session, actor, commitment_id)
        forget_draft(session, actor, FORM, commitment_id)
        if commitment.changed_by_form == form_key:
            return _shown(session, commitment.id)
        require(session, actor, "change", place_of(session, commitment), now)
        if version != commitment.version:
            raise _stale(session, commitment)
        if words.due_on != commitment.due_on:
            check_due(words.due_on, actor, now)
        if changes_the_decided(commitment, words.text, words.board):
            keep_the_decided(session, actor, commitment, reason, now)
        set_due(commitment, words.due_on)
        commitment.text = words.text
        _write_words(commitment, words)
        kept = session.scalars(select(Task).where(Task.commitment_id == commitment.id).order_by(Task.position)).all()
        _write_activities(session, commitment, kept, words.activities)
        touch(session, commitment, now, form_key)
        return _shown(session, commitment.id)


# What is asked for every commitment that is logged: putting a question together takes longer than its answer.
_MEMBER = (
    select(
        Network.programme_id,
        Network.name.label("network"),
        Network.channel_id,
        Unit.name.label("municipality"),
        Programme.content_hash,
        select(Commitment.id)
        .where(Commitment.workspace_id == Network.workspace_id, Commitment.form_key == bindparam("form_key"))
        .scalar_subquery()
        .label("logged"),
    )
    .join(Membership, Membership.network_id == Network.id)
    .join(Unit, Unit.id == Membership.unit_id)
    .join(Programme, Programme.id == Network.programme_id)
    .where(Network.id == bindparam("network_id"), Network.workspace_id == bindparam("workspace_id"))
    .where(Membership.unit_id == bindparam("unit_id"), *is_member(bindparam("now")))
)
# One statement, so that two commitments at once cannot get the same number.
_NEXT_NUMBER = (
    update(Workspace)
    .where(Workspace.id == bindparam("of_workspace"))
    .values(commitments_made=Workspace.commitments_made + 1)
    .returning(Workspace.commitments_made)
)
_LATEST_CONFERENCE = (
    select(Meeting.id, Meeting.timezone, Meeting.ends_at)
    .where(
        Meeting.network_id == bindparam("network_id"),
        Meeting.kind == "conference",
        Meeting.cancelled_at.is_(None),
        Meeting.starts_at <= bindparam("now"),
    )
    .order_by(Meeting.starts_at.desc())
    .limit(1)
)


def _shown(session: Session, commitment_id: int) -> CommitmentView:
    view = commitment_view(session, commitment_id)
    if view is None:
        raise NotFound("commitment-unknown")
    return view


@dataclass(frozen=True)
class _Member:
    """A municipality in a network, by name, and the commitment that was logged from the same form already."""

    programme_id: int
    network: str
    channel_id: str | None
    municipality: str
    content_hash: str
    logged: int | None

    def named(self, session: Session, author: Actor) -> Named:
        themes = themes_of(session, self.content_hash)
        return Named(self.programme_id, self.network, self.channel_id, self.municipality, author.name, themes)


def _member(session: Session, actor: Actor, network_id: int, unit_id: int, form_key: str, now: datetime) -> _Member:
    """Return who commits itself; the ids may come from a payload."""
    asked = {"network_id": network_id, "unit_id": unit_id, "form_key": form_key, "now": now}
    row = run(session, _MEMBER, asked | {"workspace_id": actor.workspace_id}).first()
    if row is None:
        raise NotFound("network-unknown")
    return _Member(*row)


def _new(actor: Actor, words: CommitmentWords, **more: Any) -> Commitment:
    commitment = Commitment(
        workspace_id=actor.workspace_id, author_id=actor.person_id, text=words.text, due_on=words.due_on, **more
    )
    _write_words(commitment, words)
    return commitment


def _next_number(session: Session, workspace_id: int) -> int:
    number = run(session, _NEXT_NUMBER, {"of_workspace": workspace_id}).scalar()
    if number is None:
        raise NotFound("network-unknown")
    return int(number)


def _conference_of(session: Session, network_id: int, now: datetime) -> MadeAt | None:
    """Return the conference that a commitment is made at: from its start until those made at it should say all.

    Who goes home first and writes it down a week later has promised it at the conference too.
    """
    row = run(session, _LATEST_CONFERENCE, {"network_id": network_id, "now": now}).first()
    if row is None:
        return None
    meeting = MadeAt(*row)
    return meeting if local_day(now, meeting.zone) < gaps_day(meeting.last_day, red_day) else None


def _write_words(commitment: Commitment, words: CommitmentWords) -> None:
    board = words.board or BoardDecision()
    commitment.effect = words.effect
    commitment.follow_up = words.follow_up
    commitment.theme = words.theme
    commitment.level = words.level
    commitment.responsible = words.responsible
    commitment.board_body = board.body
    commitment.board_date = board.decided_on
    commitment.board_paragraph = board.paragraph
    commitment.board_diary_number = board.diary_number


def _write_activities(
    session: Session, commitment: Commitment, kept: Sequence[Task], activities: Sequence[Activity]
) -> None:
    """Make the commitment's activities these, row by row: one that stays where it was keeps its history."""
    for position, activity in enumerate(activities):
        task = kept[position] if position < len(kept) else None
        if task is None:
            task = Task(
                workspace_id=commitment.workspace_id,
                kind="activity",
                commitment_id=commitment.id,
                unit_id=commitment.unit_id,
                position=position,
                title=activity.how,
            )
            session.add(task)
        task.title, task.who, task.due_on = activity.how, activity.who, activity.due_on
    for task in kept[len(activities) :]:
        session.delete(task)
    session.flush()


def _stale(session: Session, commitment: Commitment) -> StaleVersion:
    """Return the error that says who was first; what only changed the activities counts too."""
    of_activity = select(Task.id).where(Task.commitment_id == commitment.id)
    removed = and_(Event.action == "removed", Event.changes[("commitment_id", 0)].as_integer() == commitment.id)
    name = session.scalar(
        select(Person.name)
        .join(Event, Event.person_id == Person.id)
        .where(
            or_(
                and_(Event.subject == "commitments", Event.subject_id == commitment.id),
                and_(Event.subject == "tasks", or_(Event.subject_id.in_(of_activity), removed)),
            )
        )
        .order_by(Event.id.desc())
        .limit(1)
    )
    return StaleVersion("commitment-stale", who=name or "")
