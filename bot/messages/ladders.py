"""How far municipalities have come with the steps of preparation before a conference (N12): done, next, not yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.preparation import last_day
from bot.storage.preparation import PREPARATION
from bot.storage.tables import Membership, Task, Unit


@dataclass(frozen=True)
class Step:
    """One step of one municipality."""

    task_id: int
    title: str
    #: The last day that holds for the municipality.
    due_on: date | None
    #: done · next · not_yet
    standing: str


@dataclass(frozen=True)
class Ladder:
    """A municipality's steps before one conference, in order."""

    meeting_id: int
    unit_id: int
    municipality: str
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.standing == "done" for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The first step that is not done, or None when all are."""
        return next((step for step in self.steps if step.standing == "next"), None)


def ladders(
    session: Session, meeting_ids: Collection[int], now: datetime, unit_ids: Collection[int] | None = None
) -> list[Ladder]:
    """Return the ladders of these conferences, of all members or of some, by name; in one query."""
    tasks = (
        select(Task, Unit.name)
        .join(Unit, Unit.id == Task.unit_id)
        .join(Membership, and_(Membership.network_id == Task.network_id, Membership.unit_id == Task.unit_id))
        .where(Task.kind == PREPARATION, Task.meeting_id.in_(meeting_ids))
        .where(or_(Membership.valid_to.is_(None), Membership.valid_to > now))
        .order_by(Unit.name, Unit.id, Task.meeting_id, Task.position, Task.id)
    )
    if unit_ids is not None:
        tasks = tasks.where(Task.unit_id.in_(unit_ids))
    found: dict[tuple[Any, Any, str], list[Task]] = {}
    for task, municipality in session.execute(tasks):
        found.setdefault((task.meeting_id, task.unit_id, municipality), []).append(task)
    return [Ladder(*of, _steps(steps)) for of, steps in found.items()]


def _steps(tasks: list[Task]) -> tuple[Step, ...]:
    first_open = next((task.id for task in tasks if task.done_at is None), None)
    return tuple(
        Step(
            task_id=task.id,
            title=task.title,
            due_on=task.due_on and last_day(task.due_on, task.extended_to),
            standing="done" if task.done_at is not None else "next" if task.id == first_open else "not_yet",
        )
        for task in tasks
    )
