"""The steps before a conference, told to contact persons in the week they begin (N12, C5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import at_wall_time, local_day
from bot.domain.deliveries import TIMINGS
from bot.domain.preparation import told_on
from bot.language import Language
from bot.messages.budget import has_room, told_tasks
from bot.messages.letters import LETTER_HOUR
from bot.messages.readers import open_steps, places_of, reader_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.messages.steps import Step, step_blocks, steps_for
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.people import not_over, zone_of
from bot.storage.preparation import PREPARATION, preparation_tasks, to_come
from bot.storage.tables import Delivery, Event, Meeting, Membership, Person, Role, Task, Workspace

#: Steps in one message, and their characters; the others stand in the weekly letter.
MOST_STEPS = 6
ROOM = blocks.MOST_BLOCK_CHARACTERS - 100
#: The longest way from the day a step begins to the day it is told of: from before midsummer to week 33.
LONGEST_WAIT = timedelta(days=60)


@dataclass(frozen=True)
class Told:
    """Steps that a person is told of on one day."""

    steps: list[Step]
    #: How many more there are, for the letter.
    left: int
    today: date


def preparation_facts(session: Session, row: Delivery, now: datetime) -> Told | Skip:
    """Gather a step and what else begins this week; a refreshed message speaks of the same steps."""
    person = session.get_one(Person, reader_of(row))
    places = places_of(session, person.id, now)
    zone = zone_of(session, person)
    today = local_day(now, zone)
    if row.said:
        said = preparation_tasks(session, Task.id.in_(row.said["tasks"]), now=now)
        return Told(steps_for(session, said, places, zone), row.said["left"], today) if said else Skip("gone")
    mine = open_steps(session, places, now)
    if row.subject_id not in {task.id for task in mine}:
        return Skip(_why_not(session, row, now))
    told = told_tasks(session, row.recipient)
    if row.subject_id in told or not has_room(session, row, now):
        return Skip("merged" if PREPARATION in told.get(row.subject_id, ()) else "in-letter")
    sunday = today + timedelta(days=7 - today.isoweekday())
    begins = [task for task in mine if today <= told_on(task.starts_on, red_day) <= sunday]
    tasks = [task for task in mine if task.id == row.subject_id]
    tasks += [task for task in begins if task.id not in {row.subject_id, *told}]
    shown = steps_for(session, tasks[:MOST_STEPS], places, zone)
    return Told(shown, len(tasks) - len(shown), today)


def _why_not(session: Session, row: Delivery, now: datetime) -> str:
    """Return why a step is not told of any more."""
    found = preparation_tasks(session, Task.id == row.subject_id, now=now)
    if not found:
        return "gone"
    if found[0].is_cancelled:
        return "cancelled"
    if found[0].done_at is not None:
        return "done"
    return "begun" if found[0].meeting_starts_at <= now else "not-contact-person"


def preparation_blocks(told: Told, language: Language) -> Message:
    """Put steps into words: what, by when, how to go about it, and what a returning theme led to."""
    say = language.template("preparation")
    shown = _that_fit(told, language)
    body = [block for _, part in shown for block in part]
    more = told.left + len(told.steps) - len(shown)
    if more:
        body.append(blocks.context(say("more", count=more)))
    tasks = [step.task for step, _ in shown]
    left = [task for task in tasks if task.done_at is None]
    first = (left or tasks)[0]
    values = {"title": language.text(first.title), "due": first.last_day, "count": len(left), "done": not left}
    said = {"tasks": [task.id for task in tasks], "left": more}
    return Message(blocks.notification(say.plain("notice", **values)), body, said=said)


def _that_fit(told: Told, language: Language) -> list[tuple[Step, list[Block]]]:
    """Return the first step, and those after it that one message still holds, each in words."""
    shown: list[tuple[Step, list[Block]]] = []
    room = ROOM
    for step in told.steps:
        part = list(step_blocks(step, told.today, language))
        room -= blocks.size(part)
        if shown and room < 0:
            break
        shown.append((step, part))
    return shown


def plan_preparation(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan every step for every contact person of its municipality, on the working day it begins."""
    useful_for = TIMINGS[PREPARATION].useful_for
    for task_id, starts_on, made_at, since, person in _steps_and_readers(session, workspace, start, end):
        zone = ZoneInfo(person.timezone or workspace.timezone)
        due_at = at_wall_time(told_on(starts_on, red_day), LETTER_HOUR, zone)
        if max(start, made_at, since) <= due_at < end:
            recipient = f"person:{person.id}"
            key = f"preparation:tasks-{task_id}:told:{recipient}"
            yield Planned(key, recipient, due_at, due_at + useful_for, subject="tasks", subject_id=task_id)


def _steps_and_readers(
    session: Session, workspace: Workspace, start: datetime, end: datetime
) -> Iterator[tuple[int, date, datetime, datetime, Person]]:
    """Yield steps to do, each with the day it begins, when it came to be, and a reader with when they became one."""
    rows = session.execute(
        select(Task.id, Task.starts_on, Event.at, Role.valid_from, Person)
        .join(Meeting, Meeting.id == Task.meeting_id)
        .join(Membership, and_(Membership.network_id == Task.network_id, Membership.unit_id == Task.unit_id))
        .join(Event, and_(Event.subject == "tasks", Event.subject_id == Task.id, Event.action == "created"))
        .join(Role, and_(Role.unit_id == Task.unit_id, Role.kind == "contact_person", *not_over(start)))
        .join(Person, Person.id == Role.person_id)
        .where(Task.workspace_id == workspace.id, Task.kind == PREPARATION, Task.done_at.is_(None), *to_come(start))
        .where(Task.starts_on.between(start.date() - LONGEST_WAIT, end.date()))
        .where(or_(Membership.valid_to.is_(None), Membership.valid_to > start))
        .where(or_(Role.network_id.is_(None), Role.network_id == Task.network_id))
        .where(Person.active, Person.slack_user_id.is_not(None))
        .order_by(Task.starts_on, Task.network_id, Task.id, Person.id)
    )
    for task_id, starts_on, made_at, since, person in rows:
        if starts_on is not None:
            yield task_id, starts_on, made_at, since, person


register(Kind(PREPARATION, preparation_facts, preparation_blocks, plan_preparation))
