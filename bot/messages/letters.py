"""The weekly letter ("Din vecka", C3): whose it is, when it comes, and what there is to say."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import is_working_day, local_day, next_working_day
from bot.domain.letters import AGAIN, IN_LETTER, MOST_ASKED, is_overview, speaks_until
from bot.domain.preparation import told_on
from bot.domain.school_weeks import is_school_week
from bot.domain.wheel_year import week_of
from bot.messages.budget import told_tasks
from bot.messages.earlier_letters import earlier_letters
from bot.messages.evaluations import wanted_then, wanted_today
from bot.messages.glance import led_counts
from bot.messages.letter_commitments import parts_now, parts_then
from bot.messages.letter_view import MOST_IN_A_PART, Letter, NextMeeting, letter_blocks
from bot.messages.newcomers import InWheels, is_introduced, new_in_wheels, newcomer, welcome_of
from bot.messages.places import led_programmes
from bot.messages.readers import (
    Places,
    contact_persons,
    open_steps,
    places_of,
    reader_of,
    stepped_in_for,
)
from bot.messages.registry import Kind, Planned, Skip, register
from bot.messages.steps import steps_for
from bot.messages.weeks import every_week, left_out
from bot.messages.wheel_news import Reader, reader_in_wheels, wheel_news
from bot.messages.wheel_news_view import WheelNews
from bot.messages.wheel_weeks import plan_wheel_letters
from bot.red_days import red_day
from bot.storage.doubts import unsent_of_late
from bot.storage.people import zone_of
from bot.storage.preparation import PreparationTask, preparation_tasks
from bot.storage.tables import Delivery, Meeting, Network, Person, Task, Unit, Workspace

#: When what is no weekly letter comes, by the reader's own clock.
LETTER_HOUR = time(8)


def letter_facts(session: Session, row: Delivery, now: datetime) -> Letter | Skip:
    """Gather a person's week; a refreshed letter speaks about the same week and the same commitments."""
    if (why := left_out(session, row, now)) is not None:
        return why
    person = session.get_one(Person, reader_of(row))
    places = places_of(session, person.id, now)
    said = row.said or {}
    is_asked_for = row.key.endswith(AGAIN)
    is_due: object = bool(said) or is_asked_for
    zone = zone_of(session, person)
    day = date.fromisoformat(said["day"]) if said else local_day(now, zone)
    monday = row.nominal_on or week_of(day)
    earlier = earlier_letters(session, row.kind, row.recipient, monday)
    if said:
        commitments = parts_then(session, said, day)
        # A letter of before there were steps has none.
        tasks = preparation_tasks(session, Task.id.in_(said.get("tasks", ())), now=now)
        evaluations = wanted_then(session, person, said.get("evaluations", ()), now)
    else:
        overview = is_asked_for or is_overview(monday)
        commitments = parts_now(session, row, places, day, earlier, overview=overview)
        told = told_tasks(session, row.recipient, before_week=row.nominal_on)
        tasks = [task for task in open_steps(session, places, now) if _is_in_letter(task, day, told)]
        evaluations = wanted_today(session, person, day, now)
        is_due = (
            is_due
            or commitments.is_due
            or evaluations
            or any(task.last_day < day or len(told.get(task.id, ())) < MOST_ASKED for task in tasks)
        )
    in_wheels = reader_in_wheels(session, person.id, zone, now)
    # A letter of before there were wheels spoke of none.
    spoken_of = said.get("milestones", ()) if said else None
    wheel = wheel_news(session, in_wheels, day, now, monday=monday, earlier=earlier, said=spoken_of)
    if not (commitments.all or commitments.activities or tasks or evaluations or wheel):
        reason = "nothing-new" if commitments.is_any_open else "nothing-open"
        return Skip(reason if places or in_wheels.all_units else "no-role")
    if not is_due and not (wheel and wheel.cannot_wait):
        return Skip("nothing-new")
    steps = steps_for(session, tasks[:MOST_IN_A_PART], places, zone)
    programmes = led_programmes(session, person.id, now)
    led = led_counts(session, programmes, day, now)
    unsent = unsent_of_late(session, programmes, now) if programmes else []
    letter = Letter(
        day=day,
        commitments=commitments,
        next_meeting=_next_meeting(session, places, row.sent_at or now),
        remind_on=_remind_on(day),
        days_left=_days_left(day),
        reader_id=person.id,
    )
    new = newcomer(session, person, now) if said.get("welcome") or _is_first(session, person, day, said) else None
    if is_asked_for:
        letter = replace(letter, remind_on=None, days_left=[])
    letter = replace(letter, stepped_in_for=stepped_in_for(session, person.id, now), wheel=wheel)
    if new is None and wheel is not None:
        letter = replace(letter, new_in_wheels=_introduced(session, row, person, in_wheels, wheel, now))
    return replace(letter, steps=steps, led=led, unsent=unsent, evaluations=evaluations, newcomer=new)


def _introduced(
    session: Session, row: Delivery, person: Person, reader: Reader, wheel: WheelNews, now: datetime
) -> InWheels | None:
    """Return who the bot is introduced to: it has written nothing to the reader before this letter."""
    if not is_introduced(session, row, ("digest", "welcome")):
        return None
    return new_in_wheels(session, person, reader.all_units, wheel.programmes, now)


def _is_first(session: Session, person: Person, day: date, said: Mapping[str, Any]) -> bool:
    """Return whether the reader's welcome falls on the letter's day and has not been sent by itself."""
    welcome = None if said else welcome_of(session, person.workspace_id, person.id)
    zone = zone_of(session, person)
    if welcome is None or local_day(welcome.due_at, zone) > day:
        return False
    # Taken at the same time and not on its way to Slack: it will find the letter and yield to it.
    waits = welcome.status in {"pending", "sending"} and welcome.slack_channel is None
    return waits or (local_day(welcome.due_at, zone) == day and welcome.reason == IN_LETTER)


def _is_in_letter(task: PreparationTask, day: date, told: Collection[int]) -> bool:
    """Return whether a step stands in a letter: in the week of its last day and the one after, or as news."""
    if day - timedelta(days=7) <= task.last_day <= speaks_until(day):
        return True
    return task.id not in told and is_school_week(day) and told_on(task.starts_on, red_day) <= day


def plan_letters(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan a letter for every week, contact person, and whoever steps in for one; and for those in annual wheels."""
    yield from every_week(session, "digest", contact_persons(session, workspace, start), start, end)
    yield from plan_wheel_letters(session, workspace, start, end)


def _next_meeting(session: Session, places: Places, came_at: datetime) -> NextMeeting | None:
    """Return the next conference as the letter saw it when it came, where it is now."""
    networks = [network_id for network_id, _ in places if network_id is not None]
    found = session.execute(
        select(Meeting, Network.name, Unit.name)
        .join(Network, Network.id == Meeting.network_id)
        .outerjoin(Unit, Unit.id == Meeting.host_unit_id)
        .where(Meeting.network_id.in_(networks), Meeting.ends_at > came_at, Meeting.cancelled_at.is_(None))
        .order_by(Meeting.starts_at)
        .limit(1)
    ).first()
    if found is None:
        return None
    meeting, network, host = found
    zone = ZoneInfo(meeting.timezone)
    days = local_day(meeting.starts_at, zone), local_day(meeting.ends_at, zone)
    return NextMeeting(network, *days, host, meeting.id)


def _remind_on(day: date) -> date | None:
    later = next_working_day(day + timedelta(days=2), red_day)
    return later if later.isocalendar().week == day.isocalendar().week else None


def _days_left(day: date) -> list[date]:
    later = (day + timedelta(days=days) for days in range(1, 8 - day.isoweekday()))
    return [one for one in later if is_working_day(one, red_day)]


register(Kind("digest", letter_facts, letter_blocks, plan_letters))
