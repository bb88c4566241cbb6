"""A municipality's steps before a conference, whole: read by use cases, by messages and by letters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.preparation import last_day
from bot.domain.programme.due import Anchor
from bot.domain.programme.models import PreparationStep
from bot.storage.tables import Meeting, Membership, Network, Person, Programme, Task, Unit

PREPARATION = "preparation"


@dataclass(frozen=True)
class PreparationTask:
    """A step of one municipality before one conference, with the names it needs."""

    id: int
    version: int
    programme_id: int
    network_id: int
    network: str
    unit_id: int
    municipality: str
    meeting_id: int
    meeting_starts_at: datetime
    #: The first day of the conference, in its own zone.
    first_day: date
    is_cancelled: bool
    step: str
    position: int
    #: The programme's words, in Swedish.
    title: str
    text: str | None
    #: Whether what a returning theme led to is put before them (N8).
    shows_earlier: bool
    starts_on: date
    due_on: date
    extended_to: date | None
    #: The municipality's own words.
    note: str | None
    link: str | None
    done_at: datetime | None
    done_by: str

    @property
    def last_day(self) -> date:
        """The last day that holds for this municipality."""
        return last_day(self.due_on, self.extended_to)


def preparation_tasks(session: Session, *conditions: ColumnElement[bool], now: datetime) -> list[PreparationTask]:
    """Return steps that meet the conditions on `Task` and `Meeting`, the nearest first; only those of members."""
    rows = session.execute(
        select(Task, Meeting, Network, Unit.name, Person.name, Programme.content["preparation"])
        .join(Meeting, Meeting.id == Task.meeting_id)
        .join(Network, Network.id == Task.network_id)
        .join(Programme, Programme.id == Network.programme_id)
        .join(Unit, Unit.id == Task.unit_id)
        .join(Membership, and_(Membership.network_id == Task.network_id, Membership.unit_id == Task.unit_id))
        .outerjoin(Person, Person.id == Task.done_by_id)
        .where(Task.kind == PREPARATION, *conditions)
        .where(or_(Membership.valid_to.is_(None), Membership.valid_to > now))
        .order_by(Task.due_on, Task.network_id, Unit.name, Task.position)
    )
    return [
        _view(task, meeting, network, municipality, done_by or "", _step(steps, task.step))
        for task, meeting, network, municipality, done_by, steps in rows
    ]


def to_come(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions of a conference that people still prepare for."""
    return Meeting.cancelled_at.is_(None), Meeting.starts_at > now


def count_key(meeting_id: int, step: str, network_id: int) -> str:
    """Return the key of what the channel is told about how many are ready with a step."""
    return f"preparation-count:meetings-{meeting_id}:{step}:network:{network_id}"


def read_steps(steps: Sequence[Mapping[str, object]] | None) -> list[PreparationStep]:
    """Return the steps that a programme's content holds under `preparation`, in its order."""
    return [PreparationStep.model_validate(step) for step in steps or ()]


def anchors_of(meeting: Meeting) -> Mapping[str, Anchor]:
    """Return the days that steps before a conference are counted from, in the conference's own zone."""
    zone = ZoneInfo(meeting.timezone)
    return {"conference": Anchor(local_day(meeting.starts_at, zone), local_day(meeting.ends_at, zone))}


def _step(steps: Iterable[Mapping[str, object]] | None, step_id: str | None) -> PreparationStep | None:
    """Return a step as the programme has it now; None when it has it no longer."""
    found = next((step for step in steps or () if step["id"] == step_id), None)
    return None if found is None else PreparationStep.model_validate(found)


def _view(
    task: Task, meeting: Meeting, network: Network, municipality: str, done_by: str, step: PreparationStep | None
) -> PreparationTask:
    if task.starts_on is None or task.due_on is None:
        raise ValueError("A step of preparation has its days.")
    return PreparationTask(
        id=task.id,
        version=task.version,
        programme_id=network.programme_id,
        network_id=network.id,
        network=network.name,
        unit_id=task.unit_id or 0,
        municipality=municipality,
        meeting_id=meeting.id,
        meeting_starts_at=meeting.starts_at,
        first_day=anchors_of(meeting)["conference"].first_day,
        is_cancelled=meeting.cancelled_at is not None,
        step=task.step or "",
        position=task.position,
        title=task.title,
        text=None if step is None else step.text,
        shows_earlier=step is not None and step.shows == "earlier_commitments",
        starts_on=task.starts_on,
        due_on=task.due_on,
        extended_to=task.extended_to,
        note=task.note,
        link=task.link,
        done_at=task.done_at,
        done_by=done_by,
    )
