"""Milestones have been handed to somebody, or taken back, or their holder has left Slack: who is concerned is told."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.telling import tell
from bot.storage.people import held
from bot.storage.tables import Delivery, Person, Role, Task
from bot.storage.wheel import held_milestones

KIND = "milestone-handed"


def tell_holder(session: Session, person: Person, tasks: Sequence[Task], now: datetime) -> None:
    """Queue what somebody is told of milestones that have just been handed to them, by the one who acts."""
    _tell(session, person, "handed", tasks, session.info["actor"].name, now)


def tell_former_holder(session: Session, person: Person, tasks: Sequence[Task], now: datetime) -> None:
    """Queue what somebody is told of milestones that have just been taken back from them.

    Of what they have not been told yet that they had it, they are not told that they have it no longer.
    """
    waiting = select(Delivery).where(
        Delivery.kind == KIND, Delivery.recipient == f"person:{person.id}", Delivery.status == "pending"
    )
    untold = {task_id for row in session.scalars(waiting) for task_id in (row.given or {}).get("tasks", ())}
    if told := [task for task in tasks if task.id not in untold]:
        _tell(session, person, "taken_back", told, session.info["actor"].name, now)


def tell_of_return(session: Session, gone: Person, now: datetime) -> None:
    """Queue what principals are told when somebody has left Slack who held milestones of their schools."""
    tasks = session.scalars(held_milestones(Task.handed_to_id == gone.id).order_by(Task.unit_id, Task.id))
    for unit_id, of_school in groupby(tasks.all(), key=lambda task: task.unit_id):
        returned = list(of_school)
        principals = (
            select(Person)
            .join(Role, Role.person_id == Person.id)
            .where(Role.unit_id == unit_id, Role.kind == "principal", Person.active, *held(now))
            .order_by(Person.id)
            .distinct()
        )
        for person in session.scalars(principals).all():
            _tell(session, person, "returned", returned, gone.name, now)


def _tell(session: Session, person: Person, what: str, tasks: Sequence[Task], name: str, now: datetime) -> None:
    given = {"what": what, "tasks": [task.id for task in tasks], "name": name}
    tell(session, person, KIND, ("tasks", tasks[0].id), now, what=what, given=given)
