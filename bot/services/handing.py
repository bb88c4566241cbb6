"""A school's milestone is handed to a deputy head, or another, and taken back; the principal stays responsible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.wheel_standing import Ref, Standing
from bot.errors import BadInput
from bot.red_days import red_day
from bot.services.holders import tell_former_holder, tell_holder
from bot.services.milestones import MilestoneView, SentForm, change_milestone, is_new, make_row
from bot.services.people import Profile, called_by, somebody_known
from bot.storage.db import Database, only_reads
from bot.storage.tables import Person, Task
from bot.storage.wheel import MILESTONE, wheels_of

#: The forms in which it is said; taking back the only one needs none.
HAND, TAKE_BACK = "milestone_hand", "milestone_take_back"


@dataclass(frozen=True)
class Handed:
    """How many milestones have been handed over, and to whom, by name; none when the form had been stored before."""

    count: int = 0
    holder: str = ""


def hand_milestone(
    database: Database, actor: Actor, to: Profile, form: SentForm, *, rest_of_year: bool = False, now: datetime
) -> tuple[MilestoneView, Handed]:
    """Hand a milestone to somebody, who is told, is reminded of it from now on and may answer it.

    With `rest_of_year` also every other one of the school's that waits for an answer that year and nobody else holds.
    The same form twice changes once. Raises Refused, NotFound, StaleVersion, or BadInput for the actor themselves.
    """
    handed = Handed()

    def handed_over(session: Session, task: Task, standing: Standing) -> bool:
        nonlocal handed
        if not is_new(session, task, form):
            return False
        if to.slack_user_id == actor.slack_user_id:
            raise BadInput("hand-to-self", field="holder")
        person = somebody_known(session, actor.workspace_id, to, now)
        others = _rest_of_year(session, actor, standing.ref, now) if rest_of_year else []
        for one in (task, *others):
            one.handed_to_id, one.handed_at = person.id, now
        for one in others:
            one.version += 1
        session.flush()
        tell_holder(session, person, [task, *others], now)
        handed = Handed(1 + len(others), called_by(person))
        return True

    view = change_milestone(
        database, actor, form.task_id, handed_over, form.channel_id, action="hand", form_name=HAND, now=now
    )
    return view, handed


@only_reads
def holds_more(database: Database, actor: Actor, ref: Ref, *, now: datetime) -> bool:
    """Return whether whoever holds a milestone also holds others of the school's that year, which wait."""
    with database.reading() as session:
        of_year = _of_year(session, actor, ref, now)
        holder_id = next((one.holder_id for one in of_year if one.ref == ref), None)
        return holder_id is not None and any(one.holder_id == holder_id for one in of_year if one.ref != ref)


def take_back_milestone(
    database: Database,
    actor: Actor,
    task_id: int,
    channel_id: str | None = None,
    *,
    rest_of_year: bool = False,
    now: datetime,
) -> MilestoneView:
    """Take a milestone back from whoever holds it, and tell them; what is with nobody else stays as it is.

    With `rest_of_year` also the others that they hold of the school's that year. Raises Refused, NotFound.
    """

    def taken_back(session: Session, task: Task, standing: Standing) -> bool:
        if task.handed_to_id is None:
            return False
        holder = session.get_one(Person, task.handed_to_id)
        of_year = _of_year(session, actor, standing.ref, now) if rest_of_year else []
        others = _rows(session, [one for one in of_year if one.holder_id == holder.id and one.ref != standing.ref])
        for one in (task, *others):
            one.handed_to_id = one.handed_at = None
        for one in others:
            one.version += 1
        tell_former_holder(session, holder, [task, *others], now)
        return True

    return change_milestone(
        database, actor, task_id, taken_back, channel_id, action="hand", form_name=TAKE_BACK, now=now
    )


def _rest_of_year(session: Session, actor: Actor, ref: Ref, now: datetime) -> Sequence[Task]:
    """Return the rows of what else waits for an answer of the school in the year, and is held by nobody."""
    left = [one for one in _of_year(session, actor, ref, now) if one.holder_id is None and one.ref != ref]
    for one in left:
        if one.kept is None:
            make_row(session, actor, one)
    return _rows(session, left)


def _of_year(session: Session, actor: Actor, ref: Ref, now: datetime) -> list[Standing]:
    """Return the milestones of a milestone's school and year that wait for an answer."""
    today, (unit_id, _, year) = actor.day(now), ref
    wheels = wheels_of(session, [unit_id], today)
    return [
        one for unit in wheels.units.values() for one in wheels.standings(unit, year, today, red_day) if one.is_open
    ]


def _rows(session: Session, standings: Sequence[Standing]) -> Sequence[Task]:
    """Return the rows of milestones of one school and year, with everybody else who would change them waiting."""
    if not standings:
        return []
    unit_id, _, year = standings[0].ref
    rows = select(Task).where(Task.kind == MILESTONE, Task.unit_id == unit_id, Task.year == year)
    steps = [one.plan.id for one in standings]
    return session.scalars(rows.where(Task.step.in_(steps)).order_by(Task.id).with_for_update()).all()
