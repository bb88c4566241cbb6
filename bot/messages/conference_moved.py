"""A conference has moved or falls away: told once to whoever was told the old days, and in the network's channel."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.conference_moves import Days, News, news_between
from bot.language import Language, Words
from bot.messages.conference_readers import acts_for
from bot.messages.places import led_programmes, named_places
from bot.messages.readers import reader_of
from bot.messages.registry import Kind, Message, Skip, register
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.conferences import Conference, conference
from bot.storage.deliveries import said, waits
from bot.storage.people import zone_of
from bot.storage.preparation import PreparationTask, preparation_tasks
from bot.storage.tables import Delivery, Person, Task

MOVED = "conference-moved"
#: Steps named with their new last day; the others stand behind the button.
MOST_STEPS = 5
#: Of names and titles: enough to know which is meant.
NAME = TITLE = 120

#: actor (has steps before the conference) · leader · member · channel
READERS = ("actor", "leader", "member", "channel")


@dataclass(frozen=True)
class Step:
    """A step that was begun, with its new last day and the municipality for a reader with several."""

    title: str
    last_day: date
    where: str = ""


@dataclass(frozen=True)
class Move:
    """A conference's days as they were told and as they are, and what that means for a reader's preparation."""

    network_id: int
    network: str
    was: Days
    now: Days
    #: One of READERS.
    reader: str
    today: date
    steps: tuple[Step, ...] = ()
    #: Whether something before the conference is done: it stays.
    has_done: bool = False
    #: Whether a later message says what holds: two that say the same would only puzzle.
    is_superseded: bool = False

    @property
    def news(self) -> News:
        """Return what is news in it; nothing once a later message has told."""
        return "unmoved" if self.is_superseded else news_between(self.was, self.now)


def moved_facts(session: Session, row: Delivery, now: datetime) -> Move | Skip:
    """Gather the newest days beside those first told; a conference that is back where it was is no news."""
    about = conference(session, row.subject_id)
    if about is None or row.given is None:
        return Skip("gone")
    was = Days.of_json(row.given)
    is_new = row.sent_at is None
    if is_new and news_between(was, _days(about)) == "unmoved":
        return Skip("moved-back")
    if is_new and about.ends_at <= now and not about.cancelled:
        return Skip("begun")
    if row.recipient.startswith("network:"):
        move: Move | Skip = _move(about, was, "channel", local_day(now, about.zone))
    else:
        move = _to_person(session, row, about, was, now)
    if isinstance(move, Skip) or is_new:
        return move
    return replace(move, is_superseded=_is_superseded(session, row, move.now))


def _is_superseded(session: Session, row: Delivery, days: Days) -> bool:
    """Return whether a later message tells, or will tell, the same reader what holds."""
    later = select(Delivery).where(
        Delivery.kind == MOVED,
        Delivery.subject == row.subject,
        Delivery.subject_id == row.subject_id,
        Delivery.recipient == row.recipient,
        Delivery.id > row.id,
        or_(waits(), said()),
    )
    return any(
        one.status != "pending" or news_between(Days.of_json(one.given or {}), days) != "unmoved"
        for one in session.scalars(later)
    )


def _move(about: Conference, was: Days, reader: str, today: date) -> Move:
    return Move(about.network_id, about.network, was, _days(about), reader, today)


def _to_person(session: Session, row: Delivery, about: Conference, was: Days, now: datetime) -> Move | Skip:
    person = session.get_one(Person, reader_of(row))
    today = local_day(now, zone_of(session, person))
    units = acts_for(session, about, person.id, now)
    if units:
        steps, has_done = _steps(session, about, units.keys(), today, now)
        return replace(_move(about, was, "actor", today), steps=steps, has_done=has_done)
    if about.programme_id in led_programmes(session, person.id, now):
        return _move(about, was, "leader", today)
    if any(place.network_id == about.network_id for place in named_places(session, person.id, now)):
        return _move(about, was, "member", today)
    return Skip("no-role")


def _days(about: Conference) -> Days:
    return Days(about.first_day, about.last_day, about.cancelled)


def _steps(
    session: Session, about: Conference, unit_ids: Collection[int], today: date, now: datetime
) -> tuple[tuple[Step, ...], bool]:
    """Return what has begun and is not done, and whether anything is."""
    tasks = preparation_tasks(session, Task.meeting_id == about.id, Task.unit_id.in_(unit_ids), now=now)
    begun = [task for task in tasks if task.done_at is None and task.starts_on <= today]
    several = len(unit_ids) > 1
    return tuple(_step(task, several) for task in begun), any(task.done_at is not None for task in tasks)


def _step(task: PreparationTask, several: bool) -> Step:
    return Step(task.title, task.last_day, task.municipality if several else "")


def moved_blocks(move: Move, language: Language) -> Message:
    """Say the old days and the new ones, and what becomes of what was asked for."""
    say = language.template(MOVED)
    values: dict[str, Any] = {
        "network": blocks.excerpt(move.network, NAME),
        "span": language.span(move.now.first_day, move.now.last_day),
        "was": language.span(move.was.first_day, move.was.last_day),
    }
    values["cancelled"] = move.now.cancelled
    body = [blocks.section(say(f"{move.news}_headline", **values)), blocks.section(say(move.news, **values))]
    body += _what_it_means(move, say)
    return Message(blocks.notification(say.plain(f"{move.news}_notice", **values)), body)


def _what_it_means(move: Move, say: Words) -> Iterator[Block]:
    if move.news == "cancelled":
        yield blocks.section(say("nothing_needed"))
    elif move.news != "unmoved" and move.reader in {"actor", "channel"}:
        yield blocks.section(say("preparation", news=move.news))
        if move.reader == "actor":
            yield from _steps_now(move, say)
        how_far = blocks.button("preparation.ladder.v1", say.language.word("tasks.how_far"), str(move.network_id))
        yield blocks.actions(how_far)
    if move.reader == "leader" and move.news != "unmoved":
        yield blocks.section(say("others_told"))


def _steps_now(move: Move, say: Words) -> Iterator[Block]:
    """Yield until when what has begun should be done, or that something will begin later."""
    lines = [_line(step, move.today, say) for step in move.steps[:MOST_STEPS]]
    if lines:
        yield blocks.bullets(say.plain("steps"), lines)
    else:
        yield blocks.section(say("nothing_begun"))
    if (left := len(move.steps) - len(lines)) > 0:
        yield blocks.context(say("more", count=left))
    if move.has_done:
        yield blocks.context(say("done_stays"))


def _line(step: Step, today: date, say: Words) -> str:
    values = {"title": blocks.excerpt(say.language.text(step.title), TITLE), "where": blocks.excerpt(step.where, NAME)}
    if step.last_day < today:
        return say.plain("step_at_once", **values)
    return say.plain("step", due=step.last_day, **values)


register(Kind(MOVED, moved_facts, moved_blocks))
