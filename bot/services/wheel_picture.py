"""The picture of an annual wheel: its values, and having it sent to who asks for it."""

from datetime import datetime

from bot.clock import machine_clock
from bot.domain.people import Actor
from bot.domain.wheel import Wheel
from bot.domain.wheel_drawing import drawn
from bot.domain.wheel_year import shown_year
from bot.red_days import red_day
from bot.services.wheel import followed_wheels
from bot.storage.db import Database, only_reads
from bot.storage.deliveries import queue
from bot.storage.wheel import done_by_all


@only_reads
def wheel_values(database: Database, actor: Actor, unit_id: int, year: int | None = None, *, now: datetime) -> Wheel:
    """Return a unit's wheel as the actor may see it, in Swedish. Raises NotFound.

    `year` is the one that is shown today when it is left out.
    """
    today = actor.day(now)
    with database.reading() as session:
        wheels = followed_wheels(session, actor, unit_id, now)
        unit = wheels.units[unit_id]
        of_year = shown_year(unit.follower.wheel.year, today) if year is None else year
        finished = done_by_all(session, unit, of_year, today)
    return drawn(wheels, unit, of_year, today, red_day, actor, finished)


def ask_for_picture(database: Database, actor: Actor, unit_id: int, *, now: datetime) -> str:
    """Have the picture of a unit's wheel sent to the actor; return the unit's name. Raises NotFound.

    A button that is pressed twice within a minute sends it once. The caller nudges the sender after the commit
    (`Deps.nudge`).
    """
    minute = f"{machine_clock():%Y-%m-%dT%H:%MZ}"
    recipient = f"person:{actor.person_id}"
    with database.reading() as session:
        unit = followed_wheels(session, actor, unit_id, now).units[unit_id]
    with database.transaction(actor, now) as session:
        queue(
            session,
            key=f"wheel-picture:units-{unit_id}:{minute}:{recipient}",
            kind="wheel-picture",
            recipient=recipient,
            due_at=now,
            subject="units",
            subject_id=unit_id,
            now=now,
        )
    return unit.name
