"""A step before a conference in words: in messages, in a letter, and whole for the one who asks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.commitments import shown_state
from bot.language import Language, Words
from bot.messages.readers import Places
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.carry_over import CarryOver, carry_over
from bot.storage.preparation import PreparationTask

#: Of people's own words where there may be several: in a message, and in the line at the top of a form.
SHOWN, SHOWN_IN_FORM = 300, 120
#: Characters of what returns with a theme in one message; when there are more, each is cut as in a form.
MOST_CARRIED = 3000
#: Commitments named in full; the list shows all of them.
MOST_COMMITMENTS = 10
#: In the order they are told of.
STATES = ("done", "ongoing", "late", "needs_support", "closed_early")


@dataclass(frozen=True)
class Step:
    """A step of one municipality, and how it is shown to one reader."""

    task: PreparationTask
    #: The reader's, in whose calendar it was done.
    zone: ZoneInfo
    carry_over: CarryOver | None = None
    #: The municipality and network, for a reader with several.
    where: str = ""


def steps_for(session: Session, tasks: Iterable[PreparationTask], places: Places, zone: ZoneInfo) -> list[Step]:
    """Return steps as somebody who acts in these places is shown them."""
    return [
        Step(
            task,
            zone,
            carry_over(session, task.meeting_id, task.unit_id) if task.shows_earlier else None,
            where_of(task, places),
        )
        for task in tasks
    ]


def where_of(task: PreparationTask, places: Places) -> str:
    """Return the municipality and the network, as far as somebody who acts in these places needs to be told."""
    units = {unit_id for _, unit_id in places}
    networks = {network_id for network_id, _ in places if network_id is not None}
    parts = [task.municipality] if units != {task.unit_id} else []
    return ", ".join([*parts, *([task.network] if networks - {task.network_id} else [])])


def step_blocks(step: Step, today: date, language: Language, *, whole: bool = False) -> Iterator[Block]:
    """Yield a step: what, by when, how to go about it, what a returning theme led to; or that it is done."""
    say = language.template("preparation")
    task, values = step.task, {"title": language.text(step.task.title), "where": step.where}
    if task.is_cancelled:
        yield blocks.section(say("cancelled", **values))
        return
    if task.done_at is not None:
        yield blocks.section(say("done", **values))
        yield blocks.context(say("done_by", name=task.done_by, day=local_day(task.done_at, step.zone)))
    else:
        yield blocks.section(say("headline", due=task.last_day, **values))
        yield from _how(step, today, say)
    if whole and step.carry_over is not None:
        yield from _carried(step.carry_over, today, say)
    if details := list(_details(task, say, whole=whole)):
        yield blocks.labelled(details)
    yield _buttons(step, language)


def _how(step: Step, today: date, say: Words) -> Iterator[Block]:
    if step.task.text:
        yield blocks.plain_section(say.language.text(step.task.text))
    if step.carry_over is not None:
        yield blocks.section(_summary(step.carry_over, today, say))


def _details(task: PreparationTask, say: Words, *, whole: bool) -> Iterator[tuple[str, str]]:
    if task.note:
        yield say.plain("note"), task.note if whole else blocks.excerpt(task.note, SHOWN)
    if task.link:
        yield say.plain("link"), task.link


def _buttons(step: Step, language: Language) -> Block:
    value = str(step.task.id)
    note_word = "tasks.note" if step.carry_over is None else "tasks.show_and_write"
    note = blocks.button("task.note.v1", language.word(note_word), value)
    if step.task.done_at is not None:
        return blocks.actions(blocks.button("task.reopen.v1", language.word("buttons.reopen"), value), note)
    done = blocks.button("task.done.v1", language.word("tasks.done"), value, primary=step.carry_over is None)
    more_time = blocks.button("task.more_time.v1", language.word("tasks.more_time"), value)
    return blocks.actions(done, note, more_time) if step.carry_over is None else blocks.actions(note, done, more_time)


def _summary(carried: CarryOver, today: date, say: Words) -> str:
    """Say that a theme returns, what was taken home, how the commitments are doing, and ask what it led to."""
    states = Counter(shown_state(c.state, c.due_on, today) for c in carried.commitments)
    doing = ", ".join(say.plain(f"state_{state}", count=states[state]) for state in STATES if states[state])
    taken = [
        say.plain(name, count=len(each))
        for name, each in (("takeaways_taken", carried.takeaways), ("commitments_taken", carried.commitments))
        if each
    ]
    return say(
        "carry_over",
        themes=[f"*{say.language.text(theme)}*" for theme in carried.themes],
        taken=say.language.listed(taken),
        states=doing[:1].upper() + doing[1:],
    )


def _carried(carried: CarryOver, today: date, say: Words) -> Iterator[Block]:
    takeaways = carried.takeaways[-MOST_COMMITMENTS:]
    words = [*takeaways, *(each.text for each in carried.commitments[:MOST_COMMITMENTS])]
    shown = SHOWN if sum(min(len(each), SHOWN) for each in words) <= MOST_CARRIED else SHOWN_IN_FORM
    if takeaways:
        yield blocks.bullets(say.plain("takeaways"), [blocks.excerpt(each, shown) for each in takeaways])
    if carried.commitments:
        yield blocks.bullets(say.plain("commitments"), _commitments(carried, today, say, shown))


def _commitments(carried: CarryOver, today: date, say: Words, shown: int) -> Iterator[str]:
    for each in carried.commitments[:MOST_COMMITMENTS]:
        state = shown_state(each.state, each.due_on, today)
        yield say.plain("commitment", number=each.number, state=state, text=blocks.excerpt(each.text, shown))
    if (left := len(carried.commitments) - MOST_COMMITMENTS) > 0:
        yield say.plain("more_commitments", count=left)


def carried_lines(carried: CarryOver, today: date, language: Language) -> str:
    """Return what a returning theme led to as lines for the top of a form, people's own words in it cut short."""
    say = language.template("preparation")
    lines = [f"{say.plain('takeaways')}:"] if carried.takeaways else []
    lines += [f"– {blocks.excerpt(words, SHOWN_IN_FORM)}" for words in carried.takeaways[:MOST_COMMITMENTS]]
    if carried.commitments:
        lines.append(f"{say.plain('commitments')}:")
        lines += [f"– {line}" for line in _commitments(carried, today, say, SHOWN_IN_FORM)]
    return "\n".join(lines)


def shown_step(step: Step, today: date, language: Language) -> Message:
    """Return a step with everything it says, for the one who asked."""
    say = language.template("preparation")
    title = language.text(step.task.title)
    text = blocks.notification(
        say.plain("notice", title=title, due=step.task.last_day, count=1, done=step.task.done_at is not None)
    )
    return Message(text, list(step_blocks(step, today, language, whole=True)))


def step_line(step: Step, day: date, language: Language) -> str:
    """Return a step on one line, for a letter of this day."""
    title, due = language.text(step.task.title), step.task.last_day
    values: dict[str, Any] = {"where": step.where, "due": due, "done": step.task.done_at is not None, "late": due < day}
    values["cancelled"] = step.task.is_cancelled
    return language.template("preparation").plain("line", title=title, **values)


#: A municipality's steps for the ladder: title, state and last day.
Rungs = Sequence[tuple[str, str, date]]


def ladder_blocks(
    network: str, first_day: date, municipalities: Sequence[tuple[str, Rungs]], language: Language
) -> Message:
    """Return how far municipalities have come: one of them step by step, several a line each with what comes next."""
    say = language.template("preparation")
    headline = {"network": network, "day": first_day}
    if len(municipalities) == 1:
        ((name, rungs),) = municipalities
        listed = blocks.bullets(name, [_rung(rung, say) for rung in rungs])
    else:
        listed = blocks.bullets(
            say.plain("by_municipality"), [_rungs(name, rungs, say) for name, rungs in municipalities]
        )
    text = blocks.notification(say.plain("ladder_notice", **headline))
    return Message(text, [blocks.section(say("ladder", **headline)), listed])


def _rung(rung: tuple[str, str, date], say: Words) -> str:
    title, state, due = rung
    return say.plain("rung", title=say.language.text(title), state=state, due=due)


def _rungs(municipality: str, rungs: Rungs, say: Words) -> str:
    done = sum(state == "done" for _, state, _ in rungs)
    line = say.plain("ladder_line", municipality=municipality, done=done, count=len(rungs))
    following = next((rung for rung in rungs if rung[1] != "done"), None)
    return line if following is None else f"{line}. {_rung(following, say)}"
