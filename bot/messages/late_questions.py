"""The one question about what is a week late. After it the commitment rests on the Home tab."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import at_wall_time
from bot.domain.commitments import CLOSED, is_late, question_day
from bot.domain.deliveries import TIMINGS
from bot.language import Language
from bot.messages.budget import has_room
from bot.messages.letter_view import MOST_IN_A_PART, TITLE
from bot.messages.letters import LETTER_HOUR
from bot.messages.readers import open_commitments, places_of, reader_of, readers_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.commitments import CommitmentView, commitment_views
from bot.storage.tables import Commitment, Delivery, Workspace


@dataclass(frozen=True)
class LateQuestion:
    """Commitments of one person's municipality that became a week late at the same time."""

    commitments: list[CommitmentView]
    today: date


def late_facts(session: Session, row: Delivery, now: datetime) -> LateQuestion | Skip:
    """Gather what is a week late today and not asked about before."""
    if row.nominal_on is None:
        raise ValueError("A question about what is late is about a day.")
    if row.said:
        return LateQuestion(commitment_views(session, Commitment.id.in_(row.said["commitments"])), row.nominal_on)
    late = [
        commitment
        for commitment in open_commitments(session, row.workspace_id, places_of(session, reader_of(row), now))
        if commitment.due_on is not None and question_day(commitment.due_on, red_day) == row.nominal_on
    ]
    if not late:
        return Skip("nothing-late")
    # What finds no room this week stands in the next weekly letter, as what needs an answer.
    return LateQuestion(late, row.nominal_on) if has_room(session, row, now) else Skip("in-letter")


def late_blocks(question: LateQuestion, language: Language) -> Message:
    """Ask how it goes: done, a new date, support, or closed early. Only the reader sees the question."""
    say = language.template("late-question")
    body: list[Block] = []
    for commitment in question.commitments[:MOST_IN_A_PART]:
        values = {"number": commitment.number, "due": commitment.due_on, "state": commitment.state}
        if is_late(commitment.state, commitment.due_on, question.today):
            body += [blocks.section(say("late", **values)), blocks.quote(blocks.excerpt(commitment.text, TITLE))]
            body.append(_late_buttons(commitment, language))
        else:
            body += [blocks.section(say("answered", **values)), blocks.quote(blocks.excerpt(commitment.text, TITLE))]
    if (left := len(question.commitments) - MOST_IN_A_PART) > 0:
        body.append(blocks.context(say("more", count=left)))
    body.append(blocks.context(say("private")))
    text = blocks.notification(say.plain("notice", count=len(question.commitments)))
    return Message(text, body, said={"commitments": [c.id for c in question.commitments]})


def _late_buttons(commitment: CommitmentView, language: Language) -> Block:
    names = (("done", "done"), ("date", "new_date"), ("support", "we_need_support"), ("close", "we_close"))
    return blocks.actions(
        *(
            blocks.button(f"commitment.{name}.v1", language.word(f"buttons.{word}"), str(commitment.id))
            for name, word in names
        )
    )


def plan_late_questions(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan the one question for everybody who acts for a municipality with a commitment that becomes a week late."""
    useful_for = TIMINGS["late-question"].useful_for
    # A date in the last days before the silent weeks is asked about after them: six weeks at most, in summer.
    first, last = start.date() - timedelta(days=60), end.date()
    due = select(Commitment.network_id, Commitment.unit_id, Commitment.due_on, Commitment.created_at).where(
        Commitment.workspace_id == workspace.id,
        Commitment.state.not_in(CLOSED),
        Commitment.due_on.between(first, last),
    )
    rows = session.execute(due).all()
    readers = readers_of(session, workspace.id, {row.unit_id for row in rows}, start)
    for row in rows:
        day = question_day(row.due_on, red_day)
        for network_id, person in readers.get(row.unit_id, ()):
            due_at = at_wall_time(day, LETTER_HOUR, ZoneInfo(person.timezone or workspace.timezone))
            if network_id in {None, row.network_id} and max(start, row.created_at) <= due_at < end:
                key = f"late-question:person:{person.id}:{day}"
                yield Planned(key, f"person:{person.id}", due_at, due_at + useful_for, nominal_on=day)


register(Kind("late-question", late_facts, late_blocks, plan_late_questions))
