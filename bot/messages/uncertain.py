"""Messages of which nobody can tell whether they were posted: the leadership is asked, in one message for all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.deliveries import TIMINGS
from bot.domain.hours import working_moment
from bot.language import Language, Words
from bot.messages.places import led_programmes
from bot.messages.readers import leaders_reached, reader_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.doubts import concerned_programmes, uncertain_rows
from bot.storage.people import zone_of
from bot.storage.tables import Delivery, Network, Person, Unit, Workspace

UNCERTAIN = "uncertain-delivery"
#: Shown at a time; the others take the place of those that are answered.
MOST_SHOWN = 8
NAME = 60
#: Who or what a recipient (`person:12`) is.
NAMED: dict[str, type[Network | Person | Unit]] = {"network": Network, "person": Person, "unit": Unit}


@dataclass(frozen=True)
class Doubtful:
    """A message that may or may not have been posted, to whom and when; `state` is open, arrived or again."""

    delivery_id: int
    attempt: int
    kind: str
    recipient: str
    day: date
    hour: time
    state: str = "open"


def uncertain_facts(session: Session, row: Delivery, now: datetime) -> list[Doubtful] | Skip:
    """Gather what the reader may decide and has not been asked about; a refreshed message speaks of the same ones."""
    person = session.get_one(Person, reader_of(row))
    zone = zone_of(session, person)
    if row.slack_ts is not None and row.said:
        told = {int(number): int(attempt) for number, attempt in row.said["told"]}
        rows = session.scalars(select(Delivery).where(Delivery.id.in_(told)).order_by(Delivery.due_at, Delivery.id))
        return [_doubtful(session, each, told[each.id], zone) for each in rows]
    open_ones = _untold(session, person, now)
    return [_doubtful(session, each, each.attempt, zone) for each in open_ones] or Skip("decided")


def _doubtful(session: Session, row: Delivery, attempt: int, zone: ZoneInfo) -> Doubtful:
    at = row.due_at.astimezone(zone).time()
    name = _recipient(session, row)
    return Doubtful(row.id, attempt, row.kind, name, local_day(row.due_at, zone), at, _state(row, attempt))


def _state(row: Delivery, attempt: int) -> str:
    if row.attempt == attempt and row.status in {"uncertain", "sent"}:
        return "open" if row.status == "uncertain" else "arrived"
    return "again"


def _recipient(session: Session, row: Delivery) -> str:
    what, _, number = row.recipient.partition(":")
    name = session.scalar(select(NAMED[what].name).where(NAMED[what].id == int(number)))
    return name or row.recipient


def _untold(session: Session, person: Person, now: datetime) -> list[Delivery]:
    """Return what this leader may decide and no message has asked about."""
    led = set(led_programmes(session, person.id, now))
    if not led:
        return []
    told = _told(session, person)
    return [
        row
        for row in session.scalars(uncertain_rows(person.workspace_id))
        if row.kind != UNCERTAIN
        and (row.id, row.attempt) not in told
        and led & (concerned_programmes(session, row.recipient) or led)
    ]


def _told(session: Session, person: Person) -> set[tuple[int, int]]:
    asked = session.scalars(
        select(Delivery).where(
            Delivery.workspace_id == person.workspace_id,
            Delivery.kind == UNCERTAIN,
            Delivery.recipient == f"person:{person.id}",
            Delivery.said.is_not(None),
        )
    )
    return {(int(number), int(attempt)) for row in asked for number, attempt in (row.said or {})["told"]}


def uncertain_blocks(rows: list[Doubtful], language: Language) -> Message:
    """Say what may have been posted, where and when, each with its two buttons until somebody has answered."""
    say = language.template(UNCERTAIN)
    left = [row for row in rows if row.state == "open"]
    shown = (left + [row for row in rows if row.state != "open"])[:MOST_SHOWN]
    body = [blocks.section(say("headline" if left else "answered", count=len(left)))]
    if left:
        body.append(blocks.section(say("why")))
    for row in shown:
        body += _row(row, say)
    if (more := len(left) - len(shown)) > 0:
        body.append(blocks.context(say("more", count=more)))
    notice = say.plain("notice" if left else "answered_notice", count=len(left))
    return Message(blocks.notification(notice), body, said={"told": [[row.delivery_id, row.attempt] for row in rows]})


def _row(row: Doubtful, say: Words) -> Iterator[Block]:
    kind = say.language.word(f"kinds.{row.kind}")
    values = {"kind": kind[:1].upper() + kind[1:], "recipient": blocks.excerpt(row.recipient, NAME)}
    line = say.plain("line", **values, day=row.day, hour=f"{row.hour:%H:%M}", state=row.state)
    yield blocks.plain_section(line)
    if row.state == "open":
        value = f"{row.delivery_id}:{row.attempt}"
        yield blocks.actions(
            blocks.button("uncertain.arrived.v1", say.language.word("buttons.it_arrived"), value),
            blocks.button("uncertain.again.v1", say.language.word("buttons.send_again"), value),
        )


def plan_uncertain(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan one message a leader when there is something to ask about, in working hours.

    It is no reminder: it is counted from when planning is done, the end of its usefulness after `start`.
    """
    useful_for = TIMINGS[UNCERTAIN].useful_for
    now = start + useful_for
    for person in leaders_reached(session, workspace.id, now):
        untold = _untold(session, person, now)
        due_at = working_moment(now, zone_of(session, person), red_day)
        if untold and due_at < end:
            first, recipient = min(untold, key=lambda row: row.id), f"person:{person.id}"
            key = f"{UNCERTAIN}:deliveries-{first.id}:{first.attempt}:{recipient}"
            yield Planned(key, recipient, due_at, due_at + useful_for, subject="deliveries", subject_id=first.id)


register(Kind(UNCERTAIN, uncertain_facts, uncertain_blocks, plan_uncertain))
