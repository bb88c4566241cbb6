"""Milestones have been handed to somebody, taken back, or come back: who is concerned is told once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.wheel_standing import Standing
from bot.language import Language
from bot.messages.milestones import Told, as_value, line
from bot.messages.readers import reader_of
from bot.messages.registry import Kind, Message, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.storage.people import zone_of
from bot.storage.tables import Delivery, Person, Task
from bot.storage.wheel import wheels_of

#: The name of the message.
MILESTONE_HANDED = "milestone-handed"
#: Milestones in one message; how many more there are is said.
MOST = 8


@dataclass(frozen=True)
class HandedMilestones:
    """What has become of milestones of a school, for one reader."""

    #: handed (to the reader) · taken_back (from the reader) · returned (to the principal who reads)
    what: str
    school_id: int
    school: str
    milestones: list[Told]
    #: Who handed them over or took them back, or had them and has left; empty when the name is unknown.
    name: str


def handed_facts(session: Session, row: Delivery, now: datetime) -> HandedMilestones | Skip:
    """Gather what still holds of it: what has been answered, or handed on since, is not told."""
    reader, given = session.get_one(Person, reader_of(row)), row.given or {}
    zone = zone_of(session, reader)
    tasks = session.scalars(select(Task).where(Task.id.in_(given.get("tasks", ()))).order_by(Task.id)).all()
    today = local_day(now, zone)
    wheels = wheels_of(session, {task.unit_id or 0 for task in tasks}, today)
    found = [wheels.standing((task.unit_id or 0, task.step or "", task.year or 0), today, red_day) for task in tasks]
    holds = [one for one in found if one is not None and one.is_open and _is_true(str(given["what"]), one, reader.id)]
    if not holds:
        return Skip("not-needed")
    holds.sort(key=lambda one: one.occurrence.ends_on)
    school = holds[0].unit
    what = str(given["what"])
    # Whether it is late concerns whoever had it no more.
    told = [Told(one, zone, may_follow=what != "taken_back", reader_id=reader.id) for one in holds]
    return HandedMilestones(what, school.id, school.name, told, str(given["name"]))


def _is_true(what: str, standing: Standing, reader_id: int) -> bool:
    """Return whether a milestone still is with whom a message says it is."""
    if what == "handed":
        return standing.holder_id == reader_id
    return standing.holder_id != reader_id if what == "taken_back" else standing.holder_id is None


def handed_blocks(handed: HandedMilestones, language: Language) -> Message:
    """Say which milestones, by when, who did it, and whom to ask when it is not right."""
    say, shown = language.template(MILESTONE_HANDED), handed.milestones[:MOST]
    values = {"count": len(handed.milestones), "school": handed.school, "name": handed.name}
    body = [blocks.section(f"*{say(handed.what, **values)}*")]
    for told in shown:
        show = blocks.button("milestone.show.v1", language.word("buttons.show"), as_value(told.standing.ref))
        body.append(blocks.plain_section(line(told, language), show))
    if left := len(handed.milestones) - len(shown):
        body.append(blocks.context(say("more", count=left)))
    body.append(blocks.section(say(f"{handed.what}_what", **values)))
    wheel = blocks.button("wheel.show.v1", language.word("buttons.wheel"), str(handed.school_id))
    body.append(blocks.actions(wheel))
    return Message(blocks.notification(say.plain(handed.what, **values)), body)


register(Kind(MILESTONE_HANDED, handed_facts, handed_blocks))
