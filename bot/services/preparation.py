"""The steps before a conference as tasks of each municipality (N12, C5): made, moved with it, and how far they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.people import Actor, Place, may
from bot.domain.preparation import days_of, shown_state
from bot.domain.programme.models import PreparationStep
from bot.storage.db import Database, only_reads
from bot.storage.deliveries import forget_waiting, mark_for_refresh
from bot.storage.preparation import PREPARATION, PreparationTask, anchors_of, preparation_tasks, read_steps, to_come
from bot.storage.tables import Meeting, Membership, Network, Programme, Task


def ensure_tasks(session: Session, workspace_id: int, *, now: datetime, meeting_id: int | None = None) -> int:
    """Make the tasks of every conference to come, or of one, and move those that are not done when it moved.

    Their relation to the conference stands in the programme. More time that a municipality asked for stays as it is.
    Returns how many are new.
    """
    meetings = _coming(session, workspace_id, meeting_id, now)
    steps, members = _steps(session, meetings), _members(session, meetings, now)
    tasks = _tasks(session, meetings)
    new = 0
    for meeting in meetings:
        moved = []
        for position, step in enumerate(steps[meeting.network_id]):
            for unit_id in members.get(meeting.network_id, ()):
                task = tasks.get((meeting.id, unit_id, step.id))
                if task is None:
                    session.add(_made(meeting, unit_id, position, step))
                    new += 1
                elif task.done_at is None and _is_moved(meeting, task, position, step):
                    moved.append(task.id)
        if moved:
            _tell_anew(session, meeting, moved)
    session.flush()
    return new


def _coming(session: Session, workspace_id: int, meeting_id: int | None, now: datetime) -> Sequence[Meeting]:
    # Locked, so that of two processes that plan at a time one makes the tasks and the other one finds them.
    coming = (
        select(Meeting)
        .where(Meeting.workspace_id == workspace_id, Meeting.kind == "conference", *to_come(now))
        .order_by(Meeting.id)
        .with_for_update(key_share=True)
    )
    return session.scalars(coming if meeting_id is None else coming.where(Meeting.id == meeting_id)).all()


def _steps(session: Session, meetings: Sequence[Meeting]) -> Mapping[int | None, Sequence[PreparationStep]]:
    """Return what the programme of each network asks for."""
    contents = session.execute(
        select(Network.id, Programme.content["preparation"])
        .join(Programme, Programme.id == Network.programme_id)
        .where(Network.id.in_({meeting.network_id for meeting in meetings}))
    )
    return {network_id: read_steps(steps) for network_id, steps in contents}


def _members(session: Session, meetings: Sequence[Meeting], now: datetime) -> Mapping[int | None, Sequence[int]]:
    members = session.execute(
        select(Membership.network_id, Membership.unit_id)
        .where(Membership.network_id.in_({meeting.network_id for meeting in meetings}))
        .where(Membership.valid_from <= now, or_(Membership.valid_to.is_(None), Membership.valid_to > now))
        .order_by(Membership.unit_id)
    )
    found: dict[int | None, list[int]] = {}
    for network_id, unit_id in members:
        found.setdefault(network_id, []).append(unit_id)
    return found


def _tasks(session: Session, meetings: Sequence[Meeting]) -> Mapping[tuple[int | None, int | None, str | None], Task]:
    ids = [meeting.id for meeting in meetings]
    tasks = session.scalars(select(Task).where(Task.meeting_id.in_(ids), Task.kind == PREPARATION))
    return {(task.meeting_id, task.unit_id, task.step): task for task in tasks}


def _tell_anew(session: Session, meeting: Meeting, task_ids: Sequence[int]) -> None:
    """Have what waits about these steps planned anew, and what was said of them brought up to date."""
    forget_waiting(session, subject="tasks", subject_ids=task_ids)
    forget_waiting(session, subject="meetings", subject_ids=[meeting.id])
    for task_id in task_ids:
        mark_for_refresh(session, subject="tasks", subject_id=task_id, at=machine_clock())


def _made(meeting: Meeting, unit_id: int, position: int, step: PreparationStep) -> Task:
    starts_on, due_on = days_of(step, anchors_of(meeting))
    return Task(
        workspace_id=meeting.workspace_id,
        kind=PREPARATION,
        network_id=meeting.network_id,
        unit_id=unit_id,
        meeting_id=meeting.id,
        step=step.id,
        position=position,
        title=step.title,
        starts_on=starts_on,
        due_on=due_on,
    )


def _is_moved(meeting: Meeting, task: Task, position: int, step: PreparationStep) -> bool:
    """Bring a task up to date with the programme and the conference; return whether its days are others now."""
    days = days_of(step, anchors_of(meeting))
    is_moved = days != (task.starts_on, task.due_on)
    task.title, task.position = step.title, position
    task.starts_on, task.due_on = days
    return is_moved


@dataclass(frozen=True)
class Rung:
    """One step of a municipality and how it is doing: done, late, ongoing or ahead."""

    task: PreparationTask
    state: str


@dataclass(frozen=True)
class Ladder:
    """The steps before a network's next conference, per municipality."""

    network: str
    meeting_id: int
    first_day: date
    #: The municipality's name and its steps, in the order of the alphabet.
    municipalities: Sequence[tuple[str, Sequence[Rung]]]


@only_reads
def ladder(database: Database, actor: Actor, network_id: int, *, now: datetime) -> Ladder | None:
    """Return how far the municipalities have come before the next conference: all of them for the leadership.

    Anybody else sees the municipalities they act for or are in the group of. None when there is nothing to see.
    """
    today = actor.day(now)
    with database.reading() as session:
        tasks = preparation_tasks(
            session, Task.workspace_id == actor.workspace_id, Task.network_id == network_id, *to_come(now), now=now
        )
        seen = [task for task in tasks if may(actor, "answer", Place(task.programme_id, network_id, task.unit_id))]
    if not seen:
        return None
    first = min(seen, key=lambda task: task.meeting_starts_at)
    rows: dict[str, list[Rung]] = {}
    for task in sorted(seen, key=lambda task: (task.municipality, task.position)):
        if task.meeting_id == first.meeting_id:
            rows.setdefault(task.municipality, []).append(_rung(task, today))
    return Ladder(first.network, first.meeting_id, first.first_day, list(rows.items()))


def _rung(task: PreparationTask, today: date) -> Rung:
    state = shown_state(done=task.done_at is not None, starts_on=task.starts_on, last=task.last_day, today=today)
    return Rung(task, state)
