"""How many municipalities are ready with a counted step, told to the channel in numbers the day after its last day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import at_wall_time
from bot.domain.deliveries import TIMINGS
from bot.domain.preparation import counted_on, days_of
from bot.language import Language
from bot.messages.letters import LETTER_HOUR
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.storage.inquiries import known_since
from bot.storage.preparation import PreparationTask, anchors_of, count_key, preparation_tasks, read_steps, to_come
from bot.storage.tables import Delivery, Meeting, Network, Programme, Task, Workspace


@dataclass(frozen=True)
class Counted:
    """A step that is counted: what is handed in, and the day the channel hears how many."""

    step: str
    what: str
    day: date


@dataclass(frozen=True)
class Count:
    """How many municipalities are ready: of each step what is counted, how many, and of how many."""

    network_id: int
    first_day: date
    last_day: date
    ready: list[tuple[str, int, int]]
    steps: list[str]


def count_facts(session: Session, row: Delivery, now: datetime) -> Count | Skip:
    """Gather how many are ready; of steps counted on one day the first one's message tells for all."""
    meeting = session.get_one(Meeting, row.subject_id)
    if meeting.cancelled_at is not None:
        return Skip("cancelled")
    if row.said is None and meeting.starts_at <= now:
        return Skip("begun")
    counted = _counted(session, meeting)
    own = next((each for each in counted if _key(meeting, each) == row.key), None)
    if own is None:
        return Skip("not-counted")
    together = [each for each in counted if (each.step in row.said["steps"] if row.said else each.day == own.day)]
    if together[0] != own:
        return Skip("merged")
    tasks = preparation_tasks(session, Task.meeting_id == meeting.id, now=now)
    days = anchors_of(meeting)["conference"]
    ready = [(each.what, *_ready(tasks, each.step)) for each in together]
    return Count(meeting.network_id or 0, days.first_day, days.last_day, ready, [each.step for each in together])


def _ready(tasks: list[PreparationTask], step: str) -> tuple[int, int]:
    of_step = [task for task in tasks if task.step == step]
    return sum(task.done_at is not None for task in of_step), len(of_step)


def count_blocks(count: Count, language: Language) -> Message:
    """Put numbers into words; nobody is named. A button shows each reader their own."""
    say = language.template("preparation-count")
    span = language.span(count.first_day, count.last_day)
    lines = [{"counted": language.text(what), "done": done, "count": of} for what, done, of in count.ready]
    body = [blocks.section(say("headline", span=span)), *(blocks.section(say("count", **line)) for line in lines)]
    if any(line["done"] != line["count"] for line in lines):
        body.append(blocks.context(say("later")))
    how_far = blocks.button("preparation.ladder.v1", language.word("tasks.how_far"), str(count.network_id))
    body.append(blocks.actions(how_far))
    text = " ".join(say.plain("count", **line) for line in lines)
    return Message(blocks.notification(text), body, said={"steps": count.steps})


def plan_counts(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan the numbers of every counted step for the working day after its last day, in the conference's zone."""
    useful_for = TIMINGS["preparation-count"].useful_for
    meetings = session.scalars(
        select(Meeting).where(Meeting.workspace_id == workspace.id, Meeting.kind == "conference", *to_come(start))
    )
    for meeting in meetings:
        for counted in _counted(session, meeting):
            due_at = at_wall_time(counted.day, LETTER_HOUR, ZoneInfo(meeting.timezone))
            if max(start, known_since(session, meeting) or start) <= due_at < min(end, meeting.starts_at):
                recipient = f"network:{meeting.network_id}"
                key, ends = _key(meeting, counted), due_at + useful_for
                yield Planned(key, recipient, due_at, ends, subject="meetings", subject_id=meeting.id)


def _key(meeting: Meeting, counted: Counted) -> str:
    return count_key(meeting.id, counted.step, meeting.network_id or 0)


def _counted(session: Session, meeting: Meeting) -> list[Counted]:
    steps = session.scalar(
        select(Programme.content["preparation"])
        .join(Network, Network.programme_id == Programme.id)
        .where(Network.id == meeting.network_id)
    )
    anchors = anchors_of(meeting)
    return [
        Counted(step.id, step.counted, counted_on(days_of(step, anchors)[1], red_day))
        for step in read_steps(steps)
        if step.counted is not None
    ]


register(Kind("preparation-count", count_facts, count_blocks, plan_counts))
