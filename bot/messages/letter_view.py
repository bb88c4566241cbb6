"""The weekly letter ("Din vecka", C3) in words: what falls this week, what needs an answer, what goes on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.calendar import silent_until
from bot.domain.commitments import CLOSED, is_late, shown_state
from bot.language import Language, Words
from bot.messages.evaluations import Wanted, in_letter
from bot.messages.glance import Counts, in_numbers
from bot.messages.letter_commitments import Parts
from bot.messages.newcomers import InWheels, Newcomer, introduction, welcome_buttons, welcome_words
from bot.messages.readers import (
    SteppedInFor,
)
from bot.messages.registry import Message
from bot.messages.steps import Step, step_line
from bot.messages.unsent import unsent_blocks
from bot.messages.wheel_news_view import WheelNews, news_blocks, news_notice
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.commitments import Activity, CommitmentView
from bot.storage.doubts import Unsent

#: Commitments in one part of a letter, and in all of them; how many more there are is said, and the list shows them.
MOST_IN_A_PART = 8
MOST_COMMITMENTS = 24
#: The parts in the order in which they stand; what is to be prepared and evaluated stands after the first.
PARTS = ("this_week", "late", "next_week", "new", "ahead")
#: What the menu for later says of the next week.
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
    meeting_id: int = 0


@dataclass(frozen=True)
class Letter:
    """A week as one person meets it, over everything they act for."""

    day: date
    commitments: Parts = field(default_factory=Parts)
    #: Steps before a conference: due this week, late by up to a week, or begun and not told of yet.
    steps: list[Step] = field(default_factory=list)
    #: Evaluations that have not come, on the day when they are asked for.
    evaluations: list[Wanted] = field(default_factory=list)
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
    #: For somebody whose first letter speaks of annual wheels.
    new_in_wheels: InWheels | None = None
    #: In whose place the reader is asked.
    stepped_in_for: list[SteppedInFor] = field(default_factory=list)
    #: What the annual wheels have to say to somebody in them.
    wheel: WheelNews | None = None


def letter_blocks(letter: Letter, language: Language) -> Message:
    """Put a week into words: what falls this week, what needs an answer, what goes on, when people meet."""
    say = language.template("digest")
    body: list[Block] = []
    if letter.newcomer is not None:
        body += [blocks.section(welcome_words(letter.newcomer, language)), welcome_buttons(language)]
    if letter.new_in_wheels is not None:
        body += introduction(letter.new_in_wheels, language)
    body.append(blocks.section(say("headline", day=letter.day)))
    body += [blocks.context(say("stepped_in", name=one.name, day=one.last_day)) for one in letter.stepped_in_for]
    parts = letter.commitments
    in_words = dict(_parts(letter, say))
    body += in_words["this_week"]
    if parts.activities:
        body.append(
            blocks.bullets(
                say.plain("activities", until=silent_until(letter.day)), _activity_lines(parts.activities, say)
            )
        )
    body += _preparation(letter, say)
    for evaluation in letter.evaluations:
        body += in_letter(evaluation, language)
    for name in PARTS[1:]:
        body += in_words[name]
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
    counts = {name: len(getattr(parts, name)) for name in PARTS}
    notice = say.plain("notice", day=letter.day, until=silent_until(letter.day), steps=len(letter.steps), **counts)
    if letter.wheel is not None:
        notice += f" {news_notice(letter.wheel, language)}"
    text = blocks.notification(notice)
    tasks = [step.task.id for step in letter.steps]
    said: dict[str, Any] = {"day": letter.day.isoformat(), "commitments": [c.id for c in parts.all], "tasks": tasks}
    said["late"] = [c.id for c in parts.late]
    said["new"] = [c.id for c in parts.new]
    said["active"] = list(dict.fromkeys(c.id for c, _ in parts.activities))
    said["welcome"] = letter.newcomer is not None
    said["introduced"] = letter.new_in_wheels is not None
    said |= WheelNews().said if letter.wheel is None else letter.wheel.said
    said["meetings"] = [] if letter.next_meeting is None else [letter.next_meeting.meeting_id]
    return Message(text, body, said=said | {"evaluations": [asked.about.id for asked in letter.evaluations]})


def _preparation(letter: Letter, say: Words) -> Iterator[Block]:
    if letter.steps:
        yield blocks.section(say("preparation"))
    for step in letter.steps:
        show = blocks.button("task.show.v1", say.language.word("buttons.show"), str(step.task.id))
        yield blocks.plain_section(step_line(step, letter.day, say.language), show)


def _parts(letter: Letter, say: Words) -> Iterator[tuple[str, list[Block]]]:
    """Yield the commitments in words, part by part, by the name of the part."""
    room = MOST_COMMITMENTS
    for name in PARTS:
        listed: list[CommitmentView] = getattr(letter.commitments, name)
        shown = listed[: min(room, MOST_IN_A_PART)]
        room -= len(shown)
        body = [blocks.section(say(name, until=silent_until(letter.day)))] if listed else []
        body += [_commitment(say, name, one, letter.day) for one in shown]
        if (left := len(listed) - len(shown)) > 0:
            body.append(blocks.context(say("more", count=left)))
        yield name, body


def _commitment(say: Words, part: str, commitment: CommitmentView, day: date) -> Block:
    is_far = part in {"new", "ahead"}
    # How far away it is tells an overview from the one before.
    weeks = (commitment.due_on - day).days // 7 if is_far and commitment.due_on is not None else 0
    press = "done" if part == "this_week" else "open"
    return blocks.plain_section(_line(say, commitment, day, weeks), _press(say, commitment, press))


def _line(say: Words, commitment: CommitmentView, day: date, weeks: int) -> str:
    return say.plain(
        "line",
        number=commitment.number,
        title=blocks.excerpt(commitment.text, TITLE),
        state=shown_state(commitment.state, commitment.due_on, day),
        due=commitment.due_on,
        weeks=weeks,
        late=is_late(commitment.state, commitment.due_on, day),
    )


def _press(say: Words, commitment: CommitmentView, name: str) -> Block | None:
    if commitment.state in CLOSED:
        return None
    return blocks.button(f"commitment.{name}.v1", say.language.word(f"buttons.{name}"), str(commitment.id))


def _activity_lines(activities: Sequence[tuple[CommitmentView, Activity]], say: Words) -> Iterator[str]:
    for commitment, activity in activities[:MOST_IN_A_PART]:
        how = blocks.excerpt(activity.how, TITLE)
        yield say.plain("activity", number=commitment.number, how=how, who=activity.who, day=activity.due_on)


def _span(letter: Letter, language: Language) -> str:
    meeting = letter.next_meeting
    return "" if meeting is None else language.span(meeting.first_day, meeting.last_day)


def _is_only_of_wheels(letter: Letter) -> bool:
    """Return whether a letter speaks of nothing but annual wheels."""
    return not (letter.commitments.all or letter.commitments.activities or letter.steps or letter.evaluations)


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
    if silent_until(days[0]) is None:
        options.append((NEXT_WEEK, language.word("letters.next_week")))
    return blocks.menu("letter.snooze.v1", language.word("letters.later"), options)
