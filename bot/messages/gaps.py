"""Two weeks after a conference: one message about what its commitments lack, to those who act for them (N8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.domain.calendar import at_wall_time
from bot.domain.commitments import CLOSED
from bot.domain.conferences import gaps_day
from bot.language import Language, Words
from bot.messages.conference import planned
from bot.messages.conference_readers import answers_for, readers_at
from bot.messages.letter_view import MOST_IN_A_PART, TITLE
from bot.messages.letters import LETTER_HOUR
from bot.messages.readers import reader_of
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.commitments import CommitmentView, commitment_views
from bot.storage.conferences import conference
from bot.storage.tables import Commitment, Delivery, Workspace

GAPS = "commitment-gaps"
#: What is asked for: at the conference a sentence was enough.
WANTED = ("effect", "follow_up", "responsible", "due_on")
#: Two weeks, and at most the silent weeks of summer after them, which are more than Christmas has.
LONGEST_WAIT = timedelta(days=70)


@dataclass(frozen=True)
class Gaps:
    """Commitments of one conference that do not say everything yet, or did not when they were told of."""

    first_day: date
    last_day: date
    commitments: list[CommitmentView]


def gaps_facts(session: Session, row: Delivery, now: datetime) -> Gaps | Skip:
    """Gather what lacks something; a refreshed message speaks of the same commitments."""
    about = conference(session, row.subject_id)
    if about is None:
        return Skip("gone")
    if about.cancelled:
        return Skip("cancelled")
    if row.slack_ts is not None and row.said:
        told = commitment_views(session, Commitment.id.in_(row.said["commitments"]))
        return Gaps(about.first_day, about.last_day, told)
    units = answers_for(session, about, reader_of(row), now)
    if not units:
        return Skip("not-asked")
    ours = commitment_views(session, Commitment.meeting_id == about.id, Commitment.unit_id.in_(units))
    lacking = [commitment for commitment in ours if lacks(commitment)]
    return Gaps(about.first_day, about.last_day, lacking) if lacking else Skip("complete")


def lacks(commitment: CommitmentView) -> list[str]:
    """Return what a commitment does not say; of one that is done or closed nothing more is asked."""
    if commitment.state in CLOSED:
        return []
    return [name for name in WANTED if not getattr(commitment, name)]


def gaps_blocks(gaps: Gaps, language: Language) -> Message:
    """Ask for what is lacking, each commitment with a button that opens its form."""
    say = language.template(GAPS)
    left = [commitment for commitment in gaps.commitments if lacks(commitment)]
    values = {"span": language.span(gaps.first_day, gaps.last_day), "count": len(left)}
    body = [blocks.section(say("headline", **values)), blocks.section(say("why" if left else "complete", **values))]
    body += [_row(commitment, say) for commitment in gaps.commitments[:MOST_IN_A_PART]]
    if (more := len(gaps.commitments) - MOST_IN_A_PART) > 0:
        body.append(blocks.context(say("more", count=more)))
        body.append(blocks.actions(blocks.button("commitments.mine.v1", language.word("buttons.show_all"), "mine")))
    text = blocks.notification(say.plain("notice", **values))
    return Message(text, body, said={"commitments": [commitment.id for commitment in gaps.commitments]})


def _row(commitment: CommitmentView, say: Words) -> Block:
    lacking = lacks(commitment)
    names = [say.language.word(f"lacking.{name}") for name in lacking]
    line = say.plain(
        "line",
        number=commitment.number,
        title=blocks.excerpt(commitment.text, TITLE),
        lacking=say.language.listed(names),
        state=commitment.state,
    )
    if not lacking:
        return blocks.plain_section(line)
    fill_in = blocks.button("commitment.update.v1", say.language.word("buttons.fill_in"), str(commitment.id))
    return blocks.plain_section(line, fill_in)


def plan_gaps(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan one message a person and conference, two weeks after it."""
    for about, reader in readers_at(session, workspace, start - LONGEST_WAIT, end):
        due_at = at_wall_time(gaps_day(about.last_day, red_day), LETTER_HOUR, reader.zone)
        if max(start, reader.since) <= due_at < end:
            yield planned(GAPS, about, reader, due_at)


register(Kind(GAPS, gaps_facts, gaps_blocks, plan_gaps))
