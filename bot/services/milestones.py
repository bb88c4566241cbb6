"""What somebody says of a milestone of an annual wheel (C7): done, later, not for us, another last day."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.people import Actor
from bot.domain.wheel_letters import WEEK, is_silent
from bot.domain.wheel_people import OF_WHEEL, Action
from bot.domain.wheel_standing import Ref, Standing
from bot.domain.wheel_year import closes_on, week_of
from bot.errors import BadInput, NotFound, StaleVersion
from bot.red_days import red_day
from bot.services.drafts import forget_draft
from bot.services.units import no_wheel
from bot.services.wheel_rights import require_right_to, rights_to
from bot.storage.db import Database, only_reads
from bot.storage.deliveries import mark_for_refresh
from bot.storage.history import last_changed_by
from bot.storage.people import held
from bot.storage.tables import Delivery, Role, Task, Unit
from bot.storage.wheel import MILESTONE, wheels_of

#: How long a message that speaks of milestones is kept true.
MESSAGE_LIVES = timedelta(days=15)
#: Kinds of messages that speak of milestones.
SPEAKING = ("digest", "school-milestones")
#: The forms in which something is said of a milestone.
DONE, LATER, WAIVE, MOVE = "milestone_done", "milestone_later", "milestone_waive", "milestone_move"

#: Changes a milestone's row, given how it stands; returns whether there was anything to change.
Change = Callable[[Session, Task, Standing], bool]


@dataclass(frozen=True)
class SentForm:
    """A form about a milestone that was handed in: the key it got when it opened, and what it was about then."""

    key: str
    #: The id and the version of the milestone's row.
    task_id: int
    version: int | None
    #: The channel whose message was pressed to open it.
    channel_id: str | None = None


@dataclass(frozen=True)
class MilestoneWords:
    """What is said of a milestone that is done, and where the paper lies."""

    note: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class MilestoneView:
    """A milestone as somebody is shown it, and what they may do with it."""

    standing: Standing
    may_do: bool
    may_move: bool
    may_follow: bool
    may_hand: bool
    may_appoint: bool

    @property
    def task_id(self) -> int:
        """The id of its row; 0 while nobody has touched it."""
        return self.standing.kept.task_id if self.standing.kept else 0


@only_reads
def shown_milestone(
    database: Database, actor: Actor, ref: Ref, channel_id: str | None = None, *, now: datetime
) -> MilestoneView:
    """Return one milestone. Everybody may see it; whether it is late, only those who follow it. Raises NotFound."""
    with database.reading() as session:
        return _view(actor, _standing(session, actor, ref, now), channel_id)


def taken_up(
    database: Database, actor: Actor, ref: Ref, channel_id: str | None = None, *, action: Action = "do", now: datetime
) -> MilestoneView:
    """Return a milestone that somebody is about to say something of, now with a row. Raises Refused, NotFound."""
    with database.transaction(actor, now) as session:
        standing = _standing(session, actor, ref, now)
        _require(session, actor, action, standing, channel_id, now)
        if standing.kept is None:
            make_row(session, actor, standing)
            standing = _standing(session, actor, ref, now)
        return _view(actor, standing, channel_id)


def finish_milestone(
    database: Database, actor: Actor, words: MilestoneWords, form: SentForm, *, now: datetime
) -> MilestoneView:
    """Mark a milestone done with what is said of it; one that is done keeps who did it first, and gets the new words.

    The same form twice changes once. Raises StaleVersion when somebody else said something since the form was opened.
    """

    def done(session: Session, task: Task, _standing: Standing) -> bool:
        return finish(session, task, words, form, now)

    return change_milestone(database, actor, form.task_id, done, form.channel_id, form_name=DONE, now=now)


def confirm_milestone(
    database: Database, actor: Actor, task_id: int, channel_id: str | None = None, *, now: datetime
) -> MilestoneView:
    """Mark a milestone done by one press; what has been answered since the button was drawn stays as it is."""

    def confirmed(_session: Session, task: Task, _standing: Standing) -> bool:
        if task.done_at is not None or task.waived_at is not None:
            return False
        task.done_at, task.done_by_id, task.remind_on = now, actor.person_id, None
        return True

    return change_milestone(database, actor, task_id, confirmed, channel_id, now=now)


def remind_of_milestone(
    database: Database, actor: Actor, task_id: int, day: date, channel_id: str | None = None, *, now: datetime
) -> MilestoneView:
    """Have a milestone told of again in the week of a day; its last day stays.

    Raises BadInput for a past day, and for a week in which it will not be told of.
    """

    def later(_session: Session, task: Task, standing: Standing) -> bool:
        _refuse_to_remind(standing, day, actor.day(now))
        task.remind_on = day
        return True

    return change_milestone(database, actor, task_id, later, channel_id, form_name=LATER, now=now)


def waive_milestone(
    database: Database, actor: Actor, task_id: int, reason: str, channel_id: str | None = None, *, now: datetime
) -> MilestoneView:
    """Say that a milestone does not concern this unit, and why not."""

    def waived(_session: Session, task: Task, _standing: Standing) -> bool:
        task.waived_at, task.reason = now, reason
        task.done_at = task.done_by_id = task.remind_on = None
        return True

    return change_milestone(database, actor, task_id, waived, channel_id, form_name=WAIVE, now=now)


def reopen_milestone(
    database: Database, actor: Actor, ref: Ref, channel_id: str | None = None, *, now: datetime
) -> MilestoneView:
    """Take a milestone up again: answers can be changed."""
    view = shown_milestone(database, actor, ref, channel_id, now=now)

    def reopened(_session: Session, task: Task, _standing: Standing) -> bool:
        task.done_at = task.done_by_id = task.waived_at = task.reason = None
        return True

    return change_milestone(database, actor, view.task_id, reopened, channel_id, now=now)


def move_milestone(database: Database, actor: Actor, task_id: int, day: date, *, now: datetime) -> MilestoneView:
    """Give a milestone another last day: of a municipality's row for all its schools, of a school's for that one."""

    def moved(_session: Session, task: Task, _standing: Standing) -> bool:
        if day < actor.day(now):
            raise BadInput("due-has-been", field="due_on", day=day)
        task.due_on = day
        return True

    return change_milestone(database, actor, task_id, moved, action="move", form_name=MOVE, now=now)


def change_milestone(
    database: Database,
    actor: Actor,
    task_id: int,
    change: Change,
    channel_id: str | None = None,
    *,
    action: Action = "do",
    form_name: str | None = None,
    now: datetime,
) -> MilestoneView:
    """Change a milestone's row, and whatever else `change` does, in one transaction: all of it is stored, or nothing.

    Everybody else who would change it waits; ids in payloads are never trusted. A draft of the form that asked for it
    (`form_name`) is forgotten with it. Raises Refused, NotFound, and whatever `change` raises.
    """
    with database.transaction(actor, now) as session:
        task = session.scalar(
            select(Task)
            .where(Task.id == task_id, Task.workspace_id == actor.workspace_id, Task.kind == MILESTONE)
            .with_for_update()
        )
        if task is None:
            raise NotFound("milestone-unknown")
        ref = _ref(task)
        before = _standing(session, actor, ref, now)
        _require(session, actor, action, before, channel_id, now)
        if change(session, task, before):
            task.version += 1
            session.flush()
            mark_speaking(session, before.unit.id, before.unit.follower.id, now)
        if form_name is not None:
            forget_draft(session, actor, form_name, task_id)
        return _view(actor, _standing(session, actor, ref, now), channel_id)


def finish(session: Session, task: Task, words: MilestoneWords, form: SentForm, now: datetime) -> bool:
    """Mark a milestone's row done, in the transaction of whatever else the form changes; return whether it is news.

    Raises StaleVersion.
    """
    if not is_new(session, task, form):
        return False
    task.note, task.link = words.note, words.link
    if task.done_at is None:
        task.done_at, task.done_by_id = now, session.info["actor"].person_id
    task.waived_at = task.reason = task.remind_on = None
    return True


def is_new(session: Session, task: Task, form: SentForm) -> bool:
    """Return whether a form about a milestone's row has not been stored yet, and note on the row that it is.

    Raises StaleVersion when somebody else changed the row since the form was opened.
    """
    if task.changed_by_form == form.key:
        return False
    if task.version != form.version:
        raise StaleVersion("task-stale", who=last_changed_by(session, task))
    task.changed_by_form = form.key
    return True


def mark_speaking(session: Session, unit_id: int, municipality_id: int, now: datetime) -> None:
    """Have what was said of a unit's milestones brought up to date: letters to those around it, and in its channel."""
    mark_speaking_of(session, {unit_id: municipality_id}, now)


def mark_speaking_of(session: Session, units: Mapping[int, int], now: datetime) -> None:
    """Have what was said of the milestones of units, each with its municipality, brought up to date, all at once."""
    if not units:
        return
    schools = select(Unit.id).where(Unit.parent_id.in_(units.keys()))
    around = or_(Role.unit_id.in_({*units.keys(), *units.values()}), Role.unit_id.in_(schools))
    readers = select(Role.person_id).where(around, Role.kind.in_(OF_WHEEL), *held(now))
    holders = select(Task.handed_to_id).where(Task.unit_id.in_(units.keys()), Task.handed_to_id.is_not(None))
    recipients = [f"person:{person_id}" for person_id in session.scalars(readers.union(holders))]
    recipients += [f"unit:{unit_id}" for unit_id in units]
    sent = select(Delivery.key).where(
        Delivery.workspace_id == session.info["actor"].workspace_id,
        or_(Delivery.recipient.in_(recipients), _is_about(schools)),
        Delivery.kind.in_(SPEAKING),
        Delivery.sent_at > now - MESSAGE_LIVES,
    )
    # Whoever pressed a button watches the message it sits in.
    mark_for_refresh(session, keys=session.scalars(sent).all(), at=machine_clock())


def _is_about(schools: Select[int]) -> ColumnElement[bool]:
    return and_(Delivery.subject == "units", Delivery.subject_id.in_(schools))


def _ref(task: Task) -> Ref:
    return task.unit_id or 0, task.step or "", task.year or 0


def _refuse_to_remind(standing: Standing, day: date, today: date) -> None:
    """Refuse a day in whose week nothing would be said: a promise that nobody keeps."""
    closes = closes_on(standing.unit.follower.wheel.year, standing.occurrence.ends_on)
    if standing.state == "not_done":
        raise BadInput("remind-closed", field="remind_on", day=closes)
    if day < today:
        raise BadInput("due-has-been", field="remind_on", day=day)
    if week_of(day) == week_of(today):
        raise BadInput("remind-this-week", field="remind_on", day=week_of(today) + WEEK)
    if week_of(day) >= closes:
        raise BadInput("remind-closes", field="remind_on", day=closes)
    if is_silent(week_of(day), standing.unit.breaks):
        raise BadInput("remind-silent", field="remind_on", day=day)


def _standing(session: Session, actor: Actor, ref: Ref, now: datetime) -> Standing:
    today = actor.day(now)
    found = wheels_of(session, [ref[0]], today).standing(ref, today, red_day)
    if found is None or found.unit.workspace_id != actor.workspace_id:
        raise no_wheel(session, actor, ref[0], now, NotFound("milestone-unknown"))
    return found


def make_row(session: Session, actor: Actor, standing: Standing) -> None:
    """Make a milestone's row, unless somebody else has just made it."""
    unit_id, step, year = standing.ref
    row = Task(workspace_id=actor.workspace_id, kind=MILESTONE, unit_id=unit_id, step=step, year=year, position=0)
    row.title = standing.plan.title
    with suppress(IntegrityError), session.begin_nested():
        session.add(row)


def _view(actor: Actor, standing: Standing, channel_id: str | None) -> MilestoneView:
    rights = rights_to(actor, standing, channel_id)
    return MilestoneView(
        standing,
        may_do="do" in rights and not standing.is_for_all_schools,
        may_move="move" in rights,
        may_follow="follow" in rights,
        may_hand="hand" in rights and standing.unit.is_school,
        may_appoint="appoint" in rights,
    )


def _require(
    session: Session, actor: Actor, action: Action, standing: Standing, channel_id: str | None, now: datetime
) -> None:
    is_theirs = action == "move" or not standing.is_for_all_schools
    # A form that was made up about another milestone hands no school over.
    is_asked = action != "appoint" or standing.asks_for_details
    if not (is_theirs and is_asked):
        raise NotFound("milestone-unknown")
    require_right_to(session, actor, action, standing, channel_id, now=now)
