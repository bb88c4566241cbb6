"""What somebody says of a milestone of an annual wheel (C7): done, later, not for us, another last day."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.people import Actor
from bot.domain.wheel_letters import WEEK, is_silent
from bot.domain.wheel_people import OF_WHEEL, may_turn
from bot.domain.wheel_standing import Ref, Standing, WheelUnit
from bot.domain.wheel_year import closes_on, week_of
from bot.errors import BadInput, NotFound, Refused, StaleVersion
from bot.red_days import red_day
from bot.services.people import names
from bot.storage.db import Database, only_reads
from bot.storage.deliveries import mark_for_refresh
from bot.storage.history import last_changed_by
from bot.storage.people import held
from bot.storage.tables import Delivery, Person, Role, Task, Unit
from bot.storage.wheel import MILESTONE, wheels_of

#: How long a message that speaks of milestones is kept true.
MESSAGE_LIVES = timedelta(days=15)
#: Kinds of messages that speak of milestones.
SPEAKING = ("digest", "school-milestones")
#: People named to somebody who may not do something.
MOST_NAMED = 3


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
    database: Database, actor: Actor, ref: Ref, channel_id: str | None = None, *, action: str = "do", now: datetime
) -> MilestoneView:
    """Return a milestone that somebody is about to say something of, now with a row. Raises Refused, NotFound."""
    with database.transaction(actor, now) as session:
        standing = _standing(session, actor, ref, now)
        _require(session, actor, action, standing, channel_id, now)
        if standing.kept is None:
            _make_row(session, actor, standing)
            standing = _standing(session, actor, ref, now)
        return _view(actor, standing, channel_id)


def finish_milestone(
    database: Database,
    actor: Actor,
    task_id: int,
    words: MilestoneWords,
    form_key: str,
    channel_id: str | None = None,
    *,
    version: int | None = None,
    now: datetime,
) -> MilestoneView:
    """Mark a milestone done with what is said of it; one that is done keeps who did it first, and gets the new words.

    The same form twice changes once. Raises StaleVersion when somebody else said something since the form was opened.
    """

    def done(session: Session, task: Task) -> bool:
        if task.changed_by_form == form_key:
            return False
        if task.version != version:
            raise StaleVersion("task-stale", who=last_changed_by(session, task))
        task.note, task.link, task.changed_by_form = words.note, words.link, form_key
        if task.done_at is None:
            task.done_at, task.done_by_id = now, actor.person_id
        task.waived_at = task.reason = task.remind_on = None
        return True

    return _changed(database, actor, task_id, done, channel_id, now)


def remind_of_milestone(
    database: Database, actor: Actor, task_id: int, day: date, channel_id: str | None = None, *, now: datetime
) -> MilestoneView:
    """Have a milestone told of again in the week of a day; its last day stays.

    Raises BadInput for a past day, and for a week in which it will not be told of.
    """

    def later(session: Session, task: Task) -> bool:
        _refuse_to_remind(_standing(session, actor, _ref(task), now), day, actor.day(now))
        task.remind_on = day
        return True

    return _changed(database, actor, task_id, later, channel_id, now)


def waive_milestone(
    database: Database, actor: Actor, task_id: int, reason: str, channel_id: str | None = None, *, now: datetime
) -> MilestoneView:
    """Say that a milestone does not concern this unit, and why not."""

    def waived(_session: Session, task: Task) -> bool:
        task.waived_at, task.reason = now, reason
        task.done_at = task.done_by_id = task.remind_on = None
        return True

    return _changed(database, actor, task_id, waived, channel_id, now)


def reopen_milestone(
    database: Database, actor: Actor, ref: Ref, channel_id: str | None = None, *, now: datetime
) -> MilestoneView:
    """Take a milestone up again: answers can be changed."""
    view = shown_milestone(database, actor, ref, channel_id, now=now)

    def reopened(_session: Session, task: Task) -> bool:
        task.done_at = task.done_by_id = task.waived_at = task.reason = None
        return True

    return _changed(database, actor, view.task_id, reopened, channel_id, now)


def move_milestone(database: Database, actor: Actor, task_id: int, day: date, *, now: datetime) -> MilestoneView:
    """Give a milestone another last day: of a municipality's row for all its schools, of a school's for that one."""

    def moved(_session: Session, task: Task) -> bool:
        if day < actor.day(now):
            raise BadInput("due-has-been", field="due_on", day=day)
        task.due_on = day
        return True

    return _changed(database, actor, task_id, moved, None, now, action="move")


def mark_speaking(session: Session, unit_id: int, municipality_id: int, now: datetime) -> None:
    """Have what was said of a unit's milestones brought up to date: letters to those around it, and in its channel."""
    schools = select(Unit.id).where(Unit.parent_id == unit_id)
    around = or_(Role.unit_id.in_([unit_id, municipality_id]), Role.unit_id.in_(schools))
    readers = select(Role.person_id).where(around, Role.kind.in_(OF_WHEEL), *held(now))
    recipients = [f"person:{person_id}" for person_id in session.scalars(readers.distinct())]
    sent = select(Delivery.key).where(
        Delivery.workspace_id == session.info["actor"].workspace_id,
        or_(Delivery.recipient.in_([*recipients, f"unit:{unit_id}"]), _is_about(schools)),
        Delivery.kind.in_(SPEAKING),
        Delivery.sent_at > now - MESSAGE_LIVES,
    )
    # Whoever pressed a button watches the message it sits in.
    mark_for_refresh(session, keys=session.scalars(sent).all(), at=machine_clock())


def _is_about(schools: Select[int]) -> ColumnElement[bool]:
    return and_(Delivery.subject == "units", Delivery.subject_id.in_(schools))


def _changed(
    database: Database,
    actor: Actor,
    task_id: int,
    change: Callable[[Session, Task], bool],
    channel_id: str | None,
    now: datetime,
    *,
    action: str = "do",
) -> MilestoneView:
    """Change a milestone's row, with everybody else who would change it waiting; ids in payloads are never trusted."""
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
        if change(session, task):
            task.version += 1
            session.flush()
            mark_speaking(session, before.unit.id, before.unit.follower.id, now)
        return _view(actor, _standing(session, actor, ref, now), channel_id)


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
        raise NotFound("milestone-unknown")
    return found


def _make_row(session: Session, actor: Actor, standing: Standing) -> None:
    """Make a milestone's row, unless somebody else has just made it."""
    unit_id, step, year = standing.ref
    row = Task(workspace_id=actor.workspace_id, kind=MILESTONE, unit_id=unit_id, step=step, year=year, position=0)
    row.title = standing.plan.title
    with suppress(IntegrityError), session.begin_nested():
        session.add(row)


def _view(actor: Actor, standing: Standing, channel_id: str | None) -> MilestoneView:
    place, in_channel = standing.place, _is_in_its_channel(standing, channel_id)
    may = {action: may_turn(actor, action, place, in_its_channel=in_channel) for action in ("do", "move", "follow")}
    may_do = may["do"] and not standing.is_for_all_schools
    return MilestoneView(standing, may_do=may_do, may_move=may["move"], may_follow=may["follow"])


def _is_in_its_channel(standing: Standing, channel_id: str | None) -> bool:
    return channel_id is not None and standing.unit.is_school and standing.unit.channel_id == channel_id


def _require(
    session: Session, actor: Actor, action: str, standing: Standing, channel_id: str | None, now: datetime
) -> None:
    place = standing.place
    if action == "do" and standing.is_for_all_schools:
        raise NotFound("milestone-unknown")
    if not may_turn(actor, action, place, in_its_channel=_is_in_its_channel(standing, channel_id)):
        who = _who_can(session, standing.unit, _kinds_who_can(action, standing), now)
        raise Refused(
            "milestone-refused" if who else "milestone-refused-nobody", unit=standing.unit.name, people=names(who)
        )


def _kinds_who_can(action: str, standing: Standing) -> list[str]:
    own = {"school": ["principal"], "administration": [], "board": ["board"]}[standing.plan.level]
    heads = ["head_of_schools"] if standing.unit.is_school else []
    return [*(own if action == "do" else []), *heads, "administration"]


def _who_can(session: Session, unit: WheelUnit, kinds: Iterable[str], now: datetime) -> list[Person]:
    holders = (
        select(Person, Role.kind)
        .join(Role, Role.person_id == Person.id)
        .where(Role.unit_id.in_([unit.id, unit.follower.id]), Role.kind.in_(list(kinds)), Person.active, *held(now))
        .order_by(Role.kind.desc(), Role.id)
    )
    return list(dict.fromkeys(person for person, _ in session.execute(holders)))[:MOST_NAMED]
