"""What a municipality says of a step before a conference: done, a note, more time (VOICE: a new date is no failure)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.people import Actor, Place
from bot.errors import BadInput, NotFound, StaleVersion
from bot.services.cards import LETTER_LIVES
from bot.services.changing import check_due, require
from bot.services.people import who_acts_for
from bot.services.preparation import ensure_tasks
from bot.storage.carry_over import CarryOver, carry_over
from bot.storage.db import Database, only_reads
from bot.storage.deliveries import mark_for_refresh
from bot.storage.history import last_changed_by
from bot.storage.preparation import PREPARATION, PreparationTask, count_key, preparation_tasks
from bot.storage.tables import Delivery, Network, Task

#: How long a message about a step is kept true: longer than any preparation lasts.
MESSAGE_LIVES = timedelta(days=180)


@only_reads
def shown_task(
    database: Database, actor: Actor, task_id: int, *, now: datetime
) -> tuple[PreparationTask, CarryOver | None]:
    """Return a step with what a returning theme led to, for somebody who acts for the municipality.

    Raises NotFound, or Refused with whom to ask.
    """
    with database.reading() as session:
        require(session, actor, "change", _place(session, _task(session, actor, task_id)), now)
        view = _view(session, task_id, now)
        return view, carry_over(session, view.meeting_id, view.unit_id) if view.shows_earlier else None


def mark_task_done(database: Database, actor: Actor, task_id: int, *, now: datetime) -> PreparationTask:
    """Mark a step done; one that is done already stays as it is, with the name of who did it first."""
    with database.transaction(actor, now) as session:
        task = _for_change(session, actor, task_id, now)
        if task.done_at is None:
            task.done_at, task.done_by_id = now, actor.person_id
            _touch(session, task, now)
        return _view(session, task_id, now)


def reopen_task(database: Database, actor: Actor, task_id: int, *, now: datetime) -> PreparationTask:
    """Take a step up again: answers can be changed. Its days are those of the conference as it stands now."""
    with database.transaction(actor, now) as session:
        task = _for_change(session, actor, task_id, now)
        if task.done_at is not None:
            task.done_at = task.done_by_id = None
            session.flush()
            ensure_tasks(session, actor.workspace_id, now=now, meeting_id=task.meeting_id)
            _touch(session, task, now)
        return _view(session, task_id, now)


@dataclass(frozen=True)
class TaskWords:
    """What a municipality says about a step, and where the paper lies."""

    note: str | None = None
    link: str | None = None


def note_task(
    database: Database,
    actor: Actor,
    task_id: int,
    words: TaskWords,
    form_key: str,
    *,
    version: int | None,
    now: datetime,
) -> PreparationTask:
    """Keep what a municipality says about a step, when nobody else has said something since the form was opened.

    The same form twice changes once. Raises StaleVersion or Refused.
    """
    with database.transaction(actor, now) as session:
        task = _for_change(session, actor, task_id, now)
        if task.changed_by_form != form_key and (task.note, task.link) != (words.note, words.link):
            if task.version != version:
                raise StaleVersion("task-stale", who=last_changed_by(session, task))
            task.note, task.link = words.note, words.link
            _touch(session, task, now, form_key)
        return _view(session, task_id, now)


def give_more_time(database: Database, actor: Actor, task_id: int, until: date, *, now: datetime) -> PreparationTask:
    """Give a step a later last day; it stays where it is when the conference moves.

    Raises BadInput when the day has been, comes before the step's own last day, or not before the conference.
    """
    with database.transaction(actor, now) as session:
        task = _for_change(session, actor, task_id, now)
        check_due(until, actor, now)
        view = _view(session, task_id, now)
        if until < view.due_on:
            raise BadInput("more-time-earlier", field="due_on", day=view.due_on)
        if until >= view.first_day:
            raise BadInput("more-time-too-late", field="due_on", day=view.first_day)
        extended_to = until if until > view.due_on else None
        if task.extended_to != extended_to:
            task.extended_to = extended_to
            _touch(session, task, now)
        return _view(session, task_id, now)


def _task(session: Session, actor: Actor, task_id: int) -> Task:
    """Return a step of the actor's workspace; ids in payloads are never trusted."""
    task = session.scalar(
        select(Task).where(Task.id == task_id, Task.workspace_id == actor.workspace_id, Task.kind == PREPARATION)
    )
    if task is None:
        raise NotFound("task-unknown")
    return task


def _for_change(session: Session, actor: Actor, task_id: int, now: datetime) -> Task:
    """Return a step that the actor may change, with everybody else who would change it waiting."""
    session.execute(select(Task.id).where(Task.id == task_id).with_for_update())
    task = _task(session, actor, task_id)
    require(session, actor, "change", _place(session, task), now)
    return task


def _place(session: Session, task: Task) -> Place:
    return Place(session.get_one(Network, task.network_id).programme_id, task.network_id or 0, task.unit_id or 0)


def _view(session: Session, task_id: int, now: datetime) -> PreparationTask:
    found = preparation_tasks(session, Task.id == task_id, now=now)
    if not found:
        raise NotFound("task-unknown")
    return found[0]


def _touch(session: Session, task: Task, now: datetime, form_key: str | None = None) -> None:
    """Raise the version after a change and have what speaks of the step brought up to date."""
    task.version += 1
    task.changed_by_form = form_key
    session.flush()
    # Whoever pressed a button watches the message it sits in.
    at_once = machine_clock()
    mark_for_refresh(session, subject="tasks", subject_id=task.id, at=at_once)
    mark_for_refresh(session, keys=_messages(session, task, now), at=at_once)
    mark_for_refresh(session, keys=[count_key(task.meeting_id or 0, task.step or "", task.network_id or 0)])


def _messages(session: Session, task: Task, now: datetime) -> list[str]:
    """Return the keys of messages to those who act for the municipality: one may speak of several steps."""
    acting = who_acts_for(session, task.network_id or 0, [task.unit_id or 0], now).get(task.unit_id or 0, [])
    sent = select(Delivery.key, Delivery.kind, Delivery.sent_at).where(
        Delivery.workspace_id == task.workspace_id,
        Delivery.recipient.in_([f"person:{person.id}" for person in acting]),
        Delivery.kind.in_(("digest", PREPARATION)),
        Delivery.sent_at > now - MESSAGE_LIVES,
    )
    return [row.key for row in session.execute(sent) if row.kind == PREPARATION or row.sent_at > now - LETTER_LIVES]
