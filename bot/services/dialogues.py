"""Dialogues that were held (W4): one form logs one, and the milestone it belongs to is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import at_wall_time
from bot.domain.people import Actor
from bot.domain.programme.year import DialoguePlan
from bot.domain.wheel_letters import announced_in
from bot.domain.wheel_people import may_turn, units_of
from bot.domain.wheel_standing import Standing, Wheels, WheelUnit
from bot.domain.wheel_year import near_years
from bot.errors import BadInput, NotFound, Refused
from bot.red_days import red_day
from bot.services.milestones import mark_speaking
from bot.services.units import no_wheel
from bot.storage.db import Database, only_reads
from bot.storage.tables import Meeting, Task
from bot.storage.wheel import DIALOGUE, MILESTONE, wheels_of, wheels_within

#: A dialogue is put at noon of its day: nobody is asked for the hour.
NOON = time(12)
#: How far from its last day a dialogue may be held and still be the milestone's, in days.
NEAR = 45
#: Slack's menus hold a hundred choices.
MOST_PLACES = 100


@dataclass(frozen=True)
class DialogueOffer:
    """Where somebody may log a dialogue, and which there are."""

    #: A unit's id and its name.
    places: Sequence[tuple[int, str]]
    dialogues: Sequence[DialoguePlan]


@dataclass(frozen=True)
class DialogueWords:
    """What is said of a dialogue, in people's own words."""

    who: str | None = None
    note: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class Logged:
    """A dialogue that was logged, and the milestone that is done by it, if there was one."""

    unit: str
    dialogue: DialoguePlan
    held_on: date
    milestone: Standing | None


@only_reads
def dialogue_offer(database: Database, actor: Actor, *, now: datetime) -> DialogueOffer:
    """Return where somebody may log which dialogues. Raises Refused for who is in no wheel."""
    with database.reading() as session:
        wheels = _wheels(session, actor, now)
        units = [unit for unit in wheels.units.values() if _may_log(actor, unit)]
    if not units:
        raise Refused("refused-dialogue")
    of = {plan.id: plan for unit in units for plan in unit.follower.dialogues if _fits(plan, unit)}
    return DialogueOffer([(unit.id, unit.name) for unit in units[:MOST_PLACES]], list(of.values()))


def log_dialogue(
    database: Database,
    actor: Actor,
    unit_id: int,
    dialogue_id: str,
    held_on: date,
    words: DialogueWords,
    form_key: str,
    *,
    now: datetime,
) -> Logged:
    """Log one dialogue, and mark the milestone that it belongs to as done. The same form twice logs once.

    Raises Refused, NotFound, or BadInput for a day to come, for a dialogue that others hold, and for one that the other
    party has logged: else it would be taken for the next one.
    """
    today = actor.day(now)
    if held_on > today:
        raise BadInput("dialogue-to-come", field="held_on", day=held_on)
    with database.transaction(actor, now) as session:
        wheels = wheels_of(session, [unit_id], today)
        unit = wheels.units.get(unit_id)
        if unit is None or unit.workspace_id != actor.workspace_id:
            raise no_wheel(session, actor, unit_id, now, NotFound("milestone-unknown"))
        if not _may_log(actor, unit):
            raise Refused("refused-dialogue")
        plan = next((each for each in unit.follower.dialogues if each.id == dialogue_id), None)
        if plan is None or not _fits(plan, unit):
            raise BadInput("dialogue-of-others", field="dialogue", unit=unit.name)
        milestone = _milestone(wheels, unit, plan, held_on, today)
        known = session.scalar(select(Meeting).where(Meeting.form_key == form_key))
        if known is None:
            meeting = _meeting(actor, unit, plan, held_on, words, form_key)
            _refuse_twice(session, meeting, unit, held_on)
            session.add(meeting)
            if milestone is not None:
                _finish(session, actor, milestone, words, now)
            session.flush()
            mark_speaking(session, unit.id, unit.follower.id, now)
        return Logged(unit.name, plan, held_on, milestone)


def _wheels(session: Session, actor: Actor, now: datetime) -> Wheels:
    today = actor.day(now)
    own = wheels_of(session, units_of(actor, "principal", "head_of_schools", "board"), today)
    governed = units_of(actor, "administration")
    return Wheels({**own.units, **wheels_within(session, governed, today).units}) if governed else own


def _may_log(actor: Actor, unit: WheelUnit) -> bool:
    return may_turn(actor, "do", unit.place("school" if unit.is_school else "board"))


def _fits(plan: DialoguePlan, unit: WheelUnit) -> bool:
    return plan.of_school == unit.is_school


def _milestone(wheels: Wheels, unit: WheelUnit, plan: DialoguePlan, held_on: date, today: date) -> Standing | None:
    """Return the milestone that is done by a dialogue: undone, and with its last day nearest to when it was held."""
    near = list(_candidates(wheels, unit, plan, held_on, today))
    return min(near, key=lambda one: abs((one.occurrence.ends_on - held_on).days), default=None)


def _candidates(wheels: Wheels, unit: WheelUnit, plan: DialoguePlan, held_on: date, today: date) -> Iterator[Standing]:
    for year in near_years(unit.follower.wheel.year, held_on):
        for one in wheels.standings(unit, year, today, red_day):
            open_still = one.is_ahead or one.state == "late"
            if one.plan.dialogue == plan.id and open_still and _is_near(one, held_on):
                yield one


def _is_near(milestone: Standing, held_on: date) -> bool:
    """Return whether a dialogue was held near a milestone's last day, or since it was announced."""
    ends_on, starts = milestone.occurrence.ends_on, milestone.unit.follower.wheel.year.starts
    announced = announced_in(milestone.occurrence, starts, milestone.unit.breaks)
    return abs((ends_on - held_on).days) <= NEAR or (announced is not None and announced <= held_on <= ends_on)


def _meeting(
    actor: Actor, unit: WheelUnit, plan: DialoguePlan, held_on: date, words: DialogueWords, form_key: str
) -> Meeting:
    moment = at_wall_time(held_on, NOON, ZoneInfo(actor.timezone))
    return Meeting(
        workspace_id=actor.workspace_id,
        kind=DIALOGUE,
        number=0,
        starts_at=moment,
        ends_at=moment,
        timezone=actor.timezone,
        themes=[],
        unit_id=unit.id,
        dialogue=plan.id,
        who=words.who,
        note=words.note,
        link=words.link,
        form_key=form_key,
    )


def _refuse_twice(session: Session, meeting: Meeting, unit: WheelUnit, held_on: date) -> None:
    same = select(Meeting.id).where(
        Meeting.kind == DIALOGUE,
        Meeting.unit_id == meeting.unit_id,
        Meeting.dialogue == meeting.dialogue,
        Meeting.starts_at == meeting.starts_at,
    )
    if session.scalar(same.limit(1)) is not None:
        raise BadInput("dialogue-known", field="held_on", unit=unit.name, day=held_on)


def _finish(session: Session, actor: Actor, milestone: Standing, words: DialogueWords, now: datetime) -> None:
    unit_id, step, year = milestone.ref
    task = session.scalar(
        select(Task).where(Task.kind == MILESTONE, Task.unit_id == unit_id, Task.step == step, Task.year == year)
    )
    if task is None:
        task = Task(workspace_id=actor.workspace_id, kind=MILESTONE, unit_id=unit_id, step=step, year=year, position=0)
        task.title, task.version = milestone.plan.title, 1
        session.add(task)
    task.done_at, task.done_by_id, task.remind_on = now, actor.person_id, None
    task.note, task.link = words.note or task.note, words.link or task.link
    task.version += 1
