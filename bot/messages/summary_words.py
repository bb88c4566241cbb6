"""What each municipality said at a conference, whole, in the thread of its summary (N15).

A municipality that has said nothing has no message, and nobody sees that it has none: its row is planned when it has
said something, late answers included. What does not fit in one message goes on in the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.deliveries import TIMINGS
from bot.domain.evaluations import own_words
from bot.language import Language, Words
from bot.messages import summary as _summary  # noqa: F401  # its rows are planned before those of its thread
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.forms import drafts
from bot.storage.commitments import Activity, CommitmentView
from bot.storage.conferences import (
    ALIVE,
    SUMMARY,
    WORDS,
    Said,
    conference,
    said_at,
    unit_and_part,
    words_key,
)
from bot.storage.inquiries import EVALUATION, TAKEAWAYS
from bot.storage.tables import Delivery, Workspace

#: For so long after a summary what is said late still comes into its thread.
OPEN_FOR = timedelta(days=365)
#: Kept free in each message for the line with the municipality's name.
ROOM = blocks.MOST_BLOCK_CHARACTERS - 300
MOST_BLOCKS = blocks.MOST_BLOCKS - 1


@dataclass(frozen=True)
class Spoken:
    """Everything one municipality said at a conference, in its own words."""

    municipality: str
    commitments: list[CommitmentView]
    takeaways: list[str]
    #: Questions of the evaluation that were answered in words, and the words.
    evaluation: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.commitments or self.takeaways or self.evaluation)


@dataclass(frozen=True)
class Part:
    """One message of a municipality's words, counted from 1."""

    spoken: Spoken
    number: int


def spoken(said: Said, unit_id: int) -> Spoken:
    """Return what a municipality said; its grades are not among its words."""
    return Spoken(
        said.names().get(unit_id, ""),
        [one for one in said.commitments if one.unit_id == unit_id],
        [words for _, words in _written(said, TAKEAWAYS, unit_id)],
        _written(said, EVALUATION, unit_id),
    )


def _written(said: Said, kind: str, unit_id: int) -> list[tuple[str, str]]:
    form, stand = said.conference.forms.get(kind), said.handed_in(kind).get(unit_id)
    return [] if form is None or stand is None else list(own_words(form, drafts.load(stand.answers)))


def part_facts(session: Session, row: Delivery, now: datetime) -> Part | Skip:
    """Gather a municipality's words; without a summary there is no thread for them to stand in."""
    about = conference(session, row.subject_id)
    if about is None:
        return Skip("gone")
    if about.cancelled:
        return Skip("cancelled")
    unit_id, number = unit_and_part(row.key)
    said = spoken(said_at(session, about, unit_id), unit_id)
    if row.slack_ts is None:
        if not _has_thread(session, row):
            return Skip("no-summary")
        if number > len(_parts(said, _language(session.get_one(Workspace, row.workspace_id), now))):
            return Skip("nothing-said")
    return Part(said, number)


def part_blocks(part: Part, language: Language) -> Message:
    """Put a municipality's words on the page; one that became shorter says where the rest went."""
    say = language.template("summary-municipality")
    parts = _parts(part.spoken, language)
    if part.number > len(parts):
        # Slack lets no message of rich text be changed into one without any.
        moved = [blocks.title(part.spoken.municipality), blocks.context(say("moved"))]
        return Message(blocks.notification(say.plain("moved")), moved)
    values = {"municipality": part.spoken.municipality, "number": part.number, "parts": len(parts)}
    body = [blocks.title(say.plain("title", **values)), *parts[part.number - 1]]
    return Message(blocks.notification(blocks.as_text(body)), body)


def _parts(said: Spoken, language: Language) -> list[list[Block]]:
    return blocks.in_messages(
        _groups(said, language.template("summary-municipality")), characters=ROOM, most=MOST_BLOCKS
    )


def _groups(said: Spoken, say: Words) -> Iterator[list[Block]]:
    """Yield what should stand together: a commitment with its details, a takeaway, an answer; headings with the first.

    Every block holds one answer at most, so that none is too large for a message of its own.
    """
    for commitment in said.commitments:
        yield [
            blocks.title(say.plain("commitment", commitment=commitment)),
            blocks.quote(commitment.text),
            *_details(commitment, say),
        ]
    for number, words in enumerate(said.takeaways):
        yield [*([] if number else [blocks.title(say.plain("takeaways"))]), blocks.quote(words)]
    for number, (question, words) in enumerate(said.evaluation):
        answer = [blocks.labelled([(say.language.text(question), words)])]
        yield answer if number else [blocks.title(say.plain("evaluation")), *answer]


def _details(commitment: CommitmentView, say: Words) -> Iterator[Block]:
    for name in ("responsible", "effect", "follow_up"):
        if words := getattr(commitment, name):
            yield blocks.labelled([(say.plain(name), words)])
    for activity in commitment.activities:
        yield blocks.labelled([(say.plain("activity"), _activity(activity, say))])


def _activity(activity: Activity, say: Words) -> str:
    due = None if activity.due_on is None else say.plain("activity_due", day=activity.due_on)
    return " · ".join(part for part in (activity.how, activity.who, due) if part)


def _has_thread(session: Session, row: Delivery) -> bool:
    """Return whether the summary is posted, or will be: before it nothing in its thread is taken up."""
    summary = select(Delivery.status).where(
        Delivery.workspace_id == row.workspace_id, Delivery.key == (row.thread_key or "")
    )
    return session.scalar(summary) in {"pending", "sending", "sent"}


def _language(workspace: Workspace, now: datetime) -> Language:
    return Language(workspace.locale, local_day(now, ZoneInfo(workspace.timezone)))


def plan_words(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan what each municipality has said so far for the thread of every summary that is posted or will be.

    What is said later is planned when it has been said; it is due at once.
    """
    summaries = session.scalars(
        select(Delivery)
        .where(Delivery.workspace_id == workspace.id, Delivery.kind == SUMMARY, Delivery.status.in_(ALIVE))
        .where(Delivery.due_at >= start - OPEN_FOR, Delivery.due_at < end)
        .order_by(Delivery.due_at)
    )
    for row in summaries.all():
        yield from _of_summary(session, row, _language(workspace, start), start)


def _of_summary(session: Session, row: Delivery, language: Language, start: datetime) -> Iterator[Planned]:
    about = conference(session, row.subject_id)
    if about is None or about.cancelled:
        return
    said, skipped = said_at(session, about), _skipped(session, row)
    # What is said late is due at the earliest instant that planning asks about, and of use from today on.
    due_at = max(row.due_at, start)
    expires_at = due_at + 2 * TIMINGS[WORDS].useful_for
    for unit_id in said.speaking():
        for number in range(1, len(_parts(spoken(said, unit_id), language)) + 1):
            key = words_key(row.key, unit_id, number)
            yield Planned(
                key=words_key(row.key, unit_id, number, again=True) if key in skipped else key,
                recipient=row.recipient,
                due_at=due_at,
                expires_at=expires_at,
                subject=row.subject,
                subject_id=row.subject_id,
                thread_key=row.key,
            )


def _skipped(session: Session, row: Delivery) -> set[str]:
    """Return the keys of words that had nothing to say when they were due: now they may have."""
    ended = select(Delivery.key).where(
        Delivery.workspace_id == row.workspace_id, Delivery.thread_key == row.key, Delivery.status == "skipped"
    )
    return set(session.scalars(ended))


register(Kind(WORDS, part_facts, part_blocks, plan_words))
