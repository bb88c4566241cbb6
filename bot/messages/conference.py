"""At the table: what is asked when the municipal groups sit down, and what a municipality has done so far (N10)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.conferences import MUNICIPAL_GROUPS_BEFORE_END, municipal_groups_at
from bot.domain.deliveries import TIMINGS
from bot.language import Language
from bot.messages.conference_readers import Reader, acts_for, readers_at
from bot.messages.newcomers import first_name
from bot.messages.readers import reader_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.conferences import Conference, conference
from bot.storage.inquiries import EVALUATION, KINDS, TAKEAWAYS, Stand, stands
from bot.storage.tables import Commitment, Delivery, Person, Workspace

AT_TABLE = "municipal-group"
#: Lines about what a municipality has done at the table; the newest commitments are named, the others counted.
MOST_DONE = 10


@dataclass(frozen=True)
class Done:
    """Something a municipality has done at a conference."""

    #: evaluation · takeaways · declined · commitment
    what: str
    municipality: str
    #: Who did, by first name; empty when it is not known.
    who: str = ""
    #: Whether the reader did it.
    mine: bool = False
    #: A commitment's number.
    number: int = 0


@dataclass(frozen=True)
class AtTable:
    """What somebody at the table is asked, and what the municipality has done already."""

    meeting_id: int
    #: What the programme asks.
    kinds: tuple[str, ...]
    #: Whether the reader acts for more than one.
    several: bool
    done: tuple[Done, ...]


def at_table_facts(session: Session, row: Delivery, now: datetime) -> AtTable | Skip:
    """Gather what is asked at the table; who acts for no municipality by then is not asked."""
    about = conference(session, row.subject_id)
    if about is None:
        return Skip("gone")
    if about.cancelled:
        return Skip("cancelled")
    units = acts_for(session, about, reader_of(row), now)
    if not units:
        return Skip("no-role")
    kinds = tuple(kind for kind in KINDS if kind in about.forms)
    done = (*_committed(session, about, units, reader_of(row)), *_answered(session, about, units, reader_of(row)))
    return AtTable(about.id, kinds, len(units) > 1, done)


def _committed(session: Session, about: Conference, units: Mapping[int, str], reader_id: int) -> Iterator[Done]:
    rows = session.execute(
        select(Commitment.number, Commitment.unit_id, Person.id, Person.name)
        .join(Person, Person.id == Commitment.author_id)
        .where(Commitment.meeting_id == about.id, Commitment.unit_id.in_(units))
        .order_by(Commitment.number)
    )
    for number, unit_id, author_id, author in rows:
        yield Done("commitment", units[unit_id], first_name(author), author_id == reader_id, number)


def _answered(session: Session, about: Conference, units: Mapping[int, str], reader_id: int) -> Iterator[Done]:
    for kind in KINDS:
        for unit_id, stand in stands(session, about.id, kind).items():
            if unit_id in units and not stand.is_silent:
                yield done_by(kind, units[unit_id], stand, reader_id)


def done_by(kind: str, municipality: str, stand: Stand, reader_id: int) -> Done:
    """Return what a municipality that is not silent has done with the questions of one kind."""
    if stand.handed_in_at is None:
        return Done("declined", municipality)
    return Done(kind, municipality, first_name(stand.handed_in_by), stand.handed_in_by_id == reader_id)


def at_table_blocks(at_table: AtTable, language: Language) -> Message:
    """Ask the group what it promises, and say what others from the municipality have done already."""
    say = language.template(AT_TABLE)
    lines = list(done_lines(at_table.done, language, several=at_table.several))
    body = [blocks.section(say("ask"))]
    if lines:
        body.append(blocks.bullets(say.plain("done"), lines))
    body.append(blocks.actions(*_table_buttons(at_table, language)))
    return Message(blocks.notification("\n".join([say.plain("notice"), *lines])), body)


def done_lines(done: Sequence[Done], language: Language, *, several: bool) -> Iterator[str]:
    """Yield a line for everything done, the newest last; when the reader acts for several, with the municipality."""
    say = language.template(AT_TABLE)
    if (left := len(done) - MOST_DONE) > 0:
        yield say.plain("earlier", count=left)
    for one in done[-MOST_DONE:]:
        line = say.plain("line", **vars(one) | {"who": one.who or language.word("inquiries.somebody")})
        yield f"{one.municipality}: {line}" if several else line


def _table_buttons(at_table: AtTable, language: Language) -> Iterator[Block]:
    yield blocks.button("commitment.write.v1", language.word("buttons.write"), "new", primary=True)
    for kind, label in ((TAKEAWAYS, "takeaways"), (EVALUATION, "evaluate")):
        if kind in at_table.kinds:
            yield blocks.button(f"inquiry.{kind}.v1", language.word(f"buttons.{label}"), str(at_table.meeting_id))


def plan_at_table(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan one message to everybody who acts for a municipality, on the hour when the municipal groups sit down."""
    for about, reader in readers_at(session, workspace, start, end + MUNICIPAL_GROUPS_BEFORE_END):
        due_at = municipal_groups_at(about.starts_at, about.ends_at)
        if max(start, reader.since) <= due_at < end:
            yield planned(AT_TABLE, about, reader, due_at)


def planned(kind: str, about: Conference, reader: Reader, due_at: datetime) -> Planned:
    """Return a message about a conference to one person, once: there is no date in its key."""
    recipient = f"person:{reader.person_id}"
    return Planned(
        key=f"{kind}:meetings-{about.id}:once:{recipient}",
        recipient=recipient,
        due_at=due_at,
        expires_at=due_at + TIMINGS[kind].useful_for,
        subject="meetings",
        subject_id=about.id,
    )


register(Kind(AT_TABLE, at_table_facts, at_table_blocks, plan_at_table))
