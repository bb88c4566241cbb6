"""Writing a commitment and changing its words (N8, C2). People's words are stored as they were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.conferences import gaps_day
from bot.domain.people import Actor, Place, may
from bot.errors import BadInput, NotFound, Refused, StaleVersion
from bot.red_days import red_day
from bot.services.cards import queue_card, refresh_cards
from bot.services.decisions import changes_the_decided, keep_the_decided
from bot.services.drafts import forget_draft
from bot.services.people import names, who_acts_for
from bot.storage.commitments import Activity, BoardDecision, CommitmentView, commitment_view
from bot.storage.db import Database, run
from bot.storage.tables import (
    Commitment,
    Event,
    Meeting,
    Membership,
    Network,
    Person,
    Task,
    Unit,
    Workspace,
)

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
        _take_turn(session, actor.workspace_id)
        forget_draft(session, actor, FORM, None)
        if (known := _logged_by(session, actor, form_key)) is not None:
            return known
        place = _place_of_member(session, actor.workspace_id, network_id, unit_id, now)
        require(session, actor, "log", place, now)
        check_due(words.due_on, actor, now)
        meeting = _conference_of(session, network_id, now)
        commitment = Commitment(
            workspace_id=actor.workspace_id,
            number=_next_number(session, actor.workspace_id),
            network_id=network_id,
            unit_id=unit_id,
            meeting_id=None if meeting is None else meeting.id,
            author_id=actor.person_id,
            text=words.text,
            due_on=words.due_on,
            form_key=form_key,
            created_at=now,
        )
        _write_words(commitment, words)
        session.add(commitment)
        session.flush()
        _write_activities(session, commitment, [], words.activities)
        queue_card(session, commitment, meeting, now)
        return _shown(session, commitment.id)


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


def find(session: Session, actor: Actor, commitment_id: int) -> Commitment:
    """Return a commitment of the actor's workspace, locked for change; ids in payloads are never trusted."""
    commitment = session.scalar(
        select(Commitment)
        .where(Commitment.id == commitment_id, Commitment.workspace_id == actor.workspace_id)
        .with_for_update()
    )
    if commitment is None:
        raise NotFound("commitment-unknown")
    return commitment


def touch(session: Session, commitment: Commitment, now: datetime, form_key: str | None = None) -> None:
    """Raise the version after a change and have what speaks of the commitment brought up to date."""
    commitment.version += 1
    commitment.changed_by_form = form_key
    session.flush()
    refresh_cards(session, commitment, now)


def place_of(session: Session, commitment: Commitment) -> Place:
    """Return where a commitment belongs."""
    programme_id = session.get_one(Network, commitment.network_id).programme_id
    return Place(programme_id, commitment.network_id, commitment.unit_id)


def require(session: Session, actor: Actor, action: str, place: Place, now: datetime) -> None:
    """Check that the actor may; raises Refused with a sentence that says who can."""
    if may(actor, action, place):
        return
    municipality = session.get_one(Unit, place.unit_id).name
    people = who_acts_for(session, place.network_id, [place.unit_id], now).get(place.unit_id, [])
    if not people:
        raise Refused("refused-nobody", municipality=municipality)
    raise Refused(f"refused-{action}", municipality=municipality, people=names(people))


def is_member(now: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of a municipality being a member now."""
    return Membership.valid_from <= now, or_(Membership.valid_to.is_(None), Membership.valid_to > now)


def check_due(due_on: date | None, actor: Actor, now: datetime) -> None:
    """Check that a new date is still to come; raises BadInput at the date's question."""
    if due_on is not None and due_on < local_day(now, ZoneInfo(actor.timezone)):
        raise BadInput("due-has-been", field="due_on", day=due_on)


def set_due(commitment: Commitment, due_on: date | None) -> None:
    """Set the date; a new one after a first is followed up anew."""
    if due_on != commitment.due_on:
        commitment.due_changes += commitment.due_on is not None
        commitment.due_on = due_on


# What is asked for every commitment that is logged: putting a question together takes longer than its answer.
_TURN = select(Workspace.id).where(Workspace.id == bindparam("workspace_id")).with_for_update(key_share=True)
_LOGGED_BY = select(Commitment.id).where(
    Commitment.workspace_id == bindparam("workspace_id"), Commitment.form_key == bindparam("form_key")
)
_PROGRAMME_OF_MEMBER = (
    select(Network.programme_id)
    .join(Membership, Membership.network_id == Network.id)
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
    select(Meeting)
    .where(
        Meeting.network_id == bindparam("network_id"),
        Meeting.kind == "conference",
        Meeting.cancelled_at.is_(None),
        Meeting.starts_at <= bindparam("now"),
    )
    .order_by(Meeting.starts_at.desc())
    .limit(1)
)


def _logged_by(session: Session, actor: Actor, form_key: str) -> CommitmentView | None:
    known = run(session, _LOGGED_BY, {"workspace_id": actor.workspace_id, "form_key": form_key}).scalar()
    return None if known is None else _shown(session, known)


def _shown(session: Session, commitment_id: int) -> CommitmentView:
    view = commitment_view(session, commitment_id)
    if view is None:
        raise NotFound("commitment-unknown")
    return view


def _take_turn(session: Session, workspace_id: int) -> None:
    """Wait for whoever logs a commitment right now: it may be this form, submitted twice at once."""
    run(session, _TURN, {"workspace_id": workspace_id})


def _place_of_member(session: Session, workspace_id: int, network_id: int, unit_id: int, now: datetime) -> Place:
    """Return where the commitments of a network's member belong; the ids may come from a payload."""
    asked = {"workspace_id": workspace_id, "network_id": network_id, "unit_id": unit_id, "now": now}
    programme_id = run(session, _PROGRAMME_OF_MEMBER, asked).scalar()
    if programme_id is None:
        raise NotFound("network-unknown")
    return Place(programme_id, network_id, unit_id)


def _next_number(session: Session, workspace_id: int) -> int:
    return int(run(session, _NEXT_NUMBER, {"of_workspace": workspace_id}).scalar_one())


def _conference_of(session: Session, network_id: int, now: datetime) -> Meeting | None:
    """Return the conference that a commitment is made at: from its start until those made at it should say all.

    Who goes home first and writes it down a week later has promised it at the conference too.
    """
    meeting = session.scalar(_LATEST_CONFERENCE, {"network_id": network_id, "now": now})
    if meeting is None:
        return None
    zone = ZoneInfo(meeting.timezone)
    return meeting if local_day(now, zone) < gaps_day(local_day(meeting.ends_at, zone), red_day) else None


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
    return StaleVersion("commitment-stale", who=name) if name else StaleVersion("commitment-stale-unnamed")
