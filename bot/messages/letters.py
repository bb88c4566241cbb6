"""The weekly letter ("Din vecka", C3): what falls this week, what needs an answer, what goes on."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import is_working_day, local_day, next_working_day
from bot.domain.commitments import CLOSED, is_late, question_day, shown_state
from bot.domain.letters import AGAIN
from bot.domain.preparation import told_on
from bot.language import Language, Words
from bot.messages.budget import told_tasks
from bot.messages.evaluations import Wanted, in_letter, wanted_then, wanted_today
from bot.messages.glance import Counts, in_numbers, led_counts
from bot.messages.newcomers import IN_LETTER, Newcomer, newcomer, welcome_buttons, welcome_of, welcome_words
from bot.messages.places import led_programmes
from bot.messages.readers import (
    Places,
    SteppedInFor,
    contact_persons,
    open_commitments,
    open_steps,
    places_of,
    reader_of,
    stepped_in_for,
)
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.messages.steps import Step, step_line, steps_for
from bot.messages.unsent import unsent_blocks
from bot.messages.weeks import every_week, left_out
from bot.messages.wheel_news import WheelNews, news_blocks, reader_in_wheels, wheel_news
from bot.messages.wheel_weeks import plan_wheel_letters
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.commitments import Activity, CommitmentView, commitment_views
from bot.storage.doubts import Unsent, unsent_of_late
from bot.storage.people import zone_of
from bot.storage.preparation import PreparationTask, preparation_tasks
from bot.storage.tables import Commitment, Delivery, Meeting, Network, Person, Task, Unit, Workspace

#: When what is no weekly letter comes, by the reader's own clock.
LETTER_HOUR = time(8)
#: Commitments in one part of a letter; how many more there are is said, and the list shows them.
MOST_IN_A_PART = 8
#: What the menu for later says of the next week's letter.
NEXT_WEEK = "next-week"
#: Of people's own words in a letter: enough to know which commitment is meant.
TITLE = 80


@dataclass(frozen=True)
class NextMeeting:
    """The conference that comes next for a reader."""

    network: str
    first_day: date
    last_day: date
    host: str | None


@dataclass(frozen=True)
class Letter:
    """A week as one person meets it, over everything they act for."""

    day: date
    this_week: list[CommitmentView] = field(default_factory=list)
    activities: list[tuple[CommitmentView, Activity]] = field(default_factory=list)
    #: Steps before a conference: due this week, late by up to a week, or begun and not told of yet.
    steps: list[Step] = field(default_factory=list)
    #: Evaluations that have not come, on the day when they are asked for.
    evaluations: list[Wanted] = field(default_factory=list)
    late: list[CommitmentView] = field(default_factory=list)
    ahead: list[CommitmentView] = field(default_factory=list)
    next_meeting: NextMeeting | None = None
    #: When the reader can be reminded again; None when the week has no working day left for it.
    remind_on: date | None = None
    #: The working days that are left of the week.
    days_left: list[date] = field(default_factory=list)
    reader_id: int = 0
    #: For a contact person who leads programmes too: all their networks in numbers.
    led: Counts | None = None
    #: And what never came of what the bot should have said there.
    unsent: Sequence[Unsent] = ()
    #: For somebody whose first letter comes on the day of their welcome: it is one message a day.
    newcomer: Newcomer | None = None
    #: In whose place the reader is asked.
    stepped_in_for: list[SteppedInFor] = field(default_factory=list)
    #: What the annual wheels have to say to somebody in them.
    wheel: WheelNews | None = None


def letter_facts(session: Session, row: Delivery, now: datetime) -> Letter | Skip:
    """Gather a person's week; a refreshed letter speaks about the same week and the same commitments."""
    if (why := left_out(session, row, now)) is not None:
        return why
    person = session.get_one(Person, reader_of(row))
    places = places_of(session, person.id, now)
    said = row.said or {}
    zone = zone_of(session, person)
    day = date.fromisoformat(said["day"]) if said else local_day(now, zone)
    if said:
        commitments = commitment_views(session, Commitment.id.in_(said["commitments"]))
        # A letter of before there were steps has none.
        tasks = preparation_tasks(session, Task.id.in_(said.get("tasks", ())), now=now)
        evaluations = wanted_then(session, person, said.get("evaluations", ()), now)
    else:
        unasked = _questions_that_yielded(session, row, day)
        commitments = [c for c in open_commitments(session, row.workspace_id, places) if not _rests(c, day, unasked)]
        told = told_tasks(session, row.recipient, before_week=row.nominal_on)
        tasks = [task for task in open_steps(session, places, now) if _is_in_letter(task, day, told)]
        evaluations = wanted_today(session, person, day, now)
    in_wheels = reader_in_wheels(session, person.id, zone, now)
    # A letter of before there were wheels spoke of none.
    spoken_of = said.get("milestones", ()) if said else None
    wheel = wheel_news(session, in_wheels, day, now, monday=row.nominal_on, said=spoken_of)
    if not (commitments or tasks or evaluations or wheel):
        return Skip("nothing-open")
    steps = steps_for(session, tasks[:MOST_IN_A_PART], places, zone)
    programmes = led_programmes(session, person.id, now)
    led = led_counts(session, programmes, day, now)
    unsent = unsent_of_late(session, programmes, now) if programmes else []
    letter = _letter(session, person.id, places, commitments, day, now)
    new = newcomer(session, person, now) if said.get("welcome") or _is_first(session, person, day, said) else None
    if row.key.endswith(AGAIN):
        letter = replace(letter, remind_on=None, days_left=[])
    letter = replace(letter, stepped_in_for=stepped_in_for(session, person.id, now), wheel=wheel)
    return replace(letter, steps=steps, led=led, unsent=unsent, evaluations=evaluations, newcomer=new)


def _is_first(session: Session, person: Person, day: date, said: Mapping[str, Any]) -> bool:
    """Return whether the reader's welcome falls on the letter's day and has not been sent by itself."""
    welcome = None if said else welcome_of(session, person.workspace_id, person.id)
    if welcome is None or local_day(welcome.due_at, zone_of(session, person)) != day:
        return False
    # Taken at the same time and not on its way to Slack: it will find the letter and yield to it.
    waits = welcome.status in {"pending", "sending"} and welcome.slack_channel is None
    return waits or (welcome.status, welcome.reason) == ("skipped", IN_LETTER)


def _is_in_letter(task: PreparationTask, day: date, told: Collection[int]) -> bool:
    """Return whether a step stands in a letter: in the week of its last day, the week after, or as news."""
    sunday = day + timedelta(days=7 - day.isoweekday())
    if day - timedelta(days=7) <= task.last_day <= sunday:
        return True
    return task.id not in told and told_on(task.starts_on, red_day) <= day


def _letter(
    session: Session, person_id: int, places: Places, commitments: list[CommitmentView], day: date, now: datetime
) -> Letter:
    week_ends = day + timedelta(days=7 - day.isoweekday())
    late = [c for c in commitments if c.due_on is not None and c.due_on < day]
    this_week = [c for c in commitments if c.due_on is not None and day <= c.due_on <= week_ends]
    dated = {c.id for c in (*late, *this_week)}
    return Letter(
        day=day,
        this_week=this_week,
        activities=[
            (c, a) for c in commitments for a in c.activities if a.due_on is not None and day <= a.due_on <= week_ends
        ],
        late=late,
        ahead=[c for c in commitments if c.id not in dated],
        next_meeting=_next_meeting(session, places, now),
        remind_on=_remind_on(day),
        days_left=_days_left(day),
        reader_id=person_id,
    )


def letter_blocks(letter: Letter, language: Language) -> Message:
    """Put a week into words: what falls this week, what needs an answer, what goes on, when people meet."""
    say = language.template("digest")
    body: list[Block] = []
    if letter.newcomer is not None:
        body += [blocks.section(welcome_words(letter.newcomer, language)), welcome_buttons(language)]
    body.append(blocks.section(say("headline", day=letter.day)))
    body += [blocks.context(say("stepped_in", name=one.name, day=one.last_day)) for one in letter.stepped_in_for]
    body += _part(say, "this_week", letter.this_week, letter.day, press="done")
    if letter.activities:
        body.append(blocks.bullets(say.plain("activities"), _activity_lines(letter, say)))
    body += _preparation(letter, say)
    for evaluation in letter.evaluations:
        body += in_letter(evaluation, language)
    body += _part(say, "late", letter.late, letter.day, press="open")
    body += _part(say, "ahead", letter.ahead, letter.day, press="open")
    if letter.wheel is not None:
        body += news_blocks(letter.wheel, language, alone=_is_only_of_wheels(letter))
    if letter.next_meeting is not None:
        body.append(blocks.section(say("next_meeting", meeting=letter.next_meeting, span=_span(letter, language))))
    if letter.led is not None:
        show = blocks.button("networks.show.v1", language.word("buttons.networks"), "show")
        numbers = in_numbers(letter.led, language)
        body.append(blocks.section(language.template("leadership-letter")("in_short", counts=numbers), show))
    body += unsent_blocks(letter.unsent, language)
    body += _letter_buttons(letter, say)
    spoken = [c.id for c in (*letter.this_week, *letter.late, *letter.ahead)]
    counts = {"this_week": len(letter.this_week), "late": len(letter.late), "ahead": len(letter.ahead)}
    notice = say.plain("notice", day=letter.day, steps=len(letter.steps), **counts)
    milestones = [] if letter.wheel is None else letter.wheel.refs
    if milestones:
        notice += " " + language.template("wheel-news").plain("notice", count=len(milestones))
    text = blocks.notification(notice)
    tasks = [step.task.id for step in letter.steps]
    said: dict[str, Any] = {"day": letter.day.isoformat(), "commitments": spoken, "tasks": tasks}
    said["welcome"] = letter.newcomer is not None
    said["milestones"] = [list(ref) for ref in milestones]
    return Message(text, body, said=said | {"evaluations": [asked.about.id for asked in letter.evaluations]})


def _preparation(letter: Letter, say: Words) -> Iterator[Block]:
    if letter.steps:
        yield blocks.section(say("preparation"))
    for step in letter.steps:
        show = blocks.button("task.show.v1", say.language.word("buttons.show"), str(step.task.id))
        yield blocks.plain_section(step_line(step, letter.day, say.language), show)


def _part(say: Words, name: str, commitments: list[CommitmentView], day: date, *, press: str) -> Iterator[Block]:
    if not commitments:
        return
    yield blocks.section(say(name))
    for commitment in commitments[:MOST_IN_A_PART]:
        yield blocks.plain_section(_line(say, commitment, day), _press(say, commitment, press))
    if (left := len(commitments) - MOST_IN_A_PART) > 0:
        yield blocks.context(say("more", count=left))


def _line(say: Words, commitment: CommitmentView, day: date) -> str:
    return say.plain(
        "line",
        number=commitment.number,
        title=blocks.excerpt(commitment.text, TITLE),
        state=shown_state(commitment.state, commitment.due_on, day),
        due=commitment.due_on,
        late=is_late(commitment.state, commitment.due_on, day),
    )


def _press(say: Words, commitment: CommitmentView, name: str) -> Block | None:
    if commitment.state in CLOSED:
        return None
    return blocks.button(f"commitment.{name}.v1", say.language.word(f"buttons.{name}"), str(commitment.id))


def _activity_lines(letter: Letter, say: Words) -> Iterator[str]:
    for commitment, activity in letter.activities[:MOST_IN_A_PART]:
        how = blocks.excerpt(activity.how, TITLE)
        yield say.plain("activity", number=commitment.number, how=how, who=activity.who, day=activity.due_on)


def _span(letter: Letter, language: Language) -> str:
    meeting = letter.next_meeting
    return "" if meeting is None else language.span(meeting.first_day, meeting.last_day)


def _is_only_of_wheels(letter: Letter) -> bool:
    """Return whether a letter speaks of nothing but annual wheels."""
    return not (letter.this_week or letter.late or letter.ahead or letter.steps or letter.evaluations)


def _letter_buttons(letter: Letter, say: Words) -> Iterator[Block]:
    buttons = []
    if not (letter.wheel is not None and _is_only_of_wheels(letter)):
        buttons.append(blocks.button("commitments.mine.v1", say.language.word("buttons.show_all"), "mine"))
    if letter.remind_on is not None:
        label = say.plain("remind", day=letter.remind_on)
        buttons.append(blocks.button("letter.later.v1", label, letter.remind_on.isoformat()))
    if letter.days_left:
        buttons.append(_later_menu(letter.days_left, say.language))
    if buttons:
        yield blocks.actions(*buttons)


def _later_menu(days: list[date], language: Language) -> Block:
    on_weekday = language.word("letters.on_weekday")
    options = [(day.isoformat(), on_weekday.format(weekday=language.weekday(day))) for day in days]
    options.append((NEXT_WEEK, language.word("letters.next_week")))
    return blocks.menu("letter.snooze.v1", language.word("letters.later"), options)


def plan_letters(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan a letter for every week, contact person, and whoever steps in for one; and for those in annual wheels."""
    yield from every_week(session, "digest", contact_persons(session, workspace, start), start, end)
    yield from plan_wheel_letters(session, workspace, start, end)


def _rests(commitment: CommitmentView, day: date, unasked: Collection[date]) -> bool:
    """Return whether its question has been asked: then it rests on the Home tab and nags nobody."""
    if commitment.due_on is None:
        return False
    asked_on = question_day(commitment.due_on, red_day)
    # On the day of the letter the question yields to it.
    return asked_on < day and asked_on not in unasked


def _questions_that_yielded(session: Session, row: Delivery, day: date) -> Collection[date]:
    """Return the days of the past week's questions about what is late that found no room (VOICE: How often)."""
    yielded = select(Delivery.nominal_on).where(
        Delivery.recipient == row.recipient,
        Delivery.kind == "late-question",
        Delivery.status == "skipped",
        Delivery.reason == IN_LETTER,
        # A week ago it stood in the letter of that day.
        Delivery.nominal_on.between(day - timedelta(days=6), day),
    )
    return {nominal_on for nominal_on in session.scalars(yielded) if nominal_on is not None}


def _next_meeting(session: Session, places: Places, now: datetime) -> NextMeeting | None:
    networks = [network_id for network_id, _ in places if network_id is not None]
    found = session.execute(
        select(Meeting, Network.name, Unit.name)
        .join(Network, Network.id == Meeting.network_id)
        .outerjoin(Unit, Unit.id == Meeting.host_unit_id)
        .where(Meeting.network_id.in_(networks), Meeting.ends_at > now, Meeting.cancelled_at.is_(None))
        .order_by(Meeting.starts_at)
        .limit(1)
    ).first()
    if found is None:
        return None
    meeting, network, host = found
    zone = ZoneInfo(meeting.timezone)
    return NextMeeting(network, local_day(meeting.starts_at, zone), local_day(meeting.ends_at, zone), host)


def _remind_on(day: date) -> date | None:
    later = next_working_day(day + timedelta(days=2), red_day)
    return later if later.isocalendar().week == day.isocalendar().week else None


def _days_left(day: date) -> list[date]:
    later = (day + timedelta(days=days) for days in range(1, 8 - day.isoweekday()))
    return [one for one in later if is_working_day(one, red_day)]


register(Kind("digest", letter_facts, letter_blocks, plan_letters))
