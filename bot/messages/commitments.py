"""A commitment's card, the conference's collecting message, and the request for support."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.commitments import CLOSED, shown_state
from bot.language import Language, Words
from bot.messages.registry import Kind, Message, Skip, register
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.commitments import Activity, BoardDecision, CommitmentView, commitment_view, commitment_views
from bot.storage.tables import Commitment, Delivery, Meeting, Network, Person, SupportRequest, Workspace

#: On a card in the channel people's longer answers are shown to here; the whole is one press away.
SHOWN = 300
ACTIVITIES_SHOWN = 3


@dataclass(frozen=True)
class Card:
    """A commitment as of a day."""

    commitment: CommitmentView
    today: date
    written_on: date
    #: Everything it says, not only the beginning of the longer answers.
    whole: bool = False
    #: For the municipality itself or the leadership: others are not shown who is late or needs support.
    inside: bool = False


def card_facts(session: Session, row: Delivery, now: datetime) -> Card | Skip:
    """Gather a commitment's card."""
    commitment = commitment_view(session, row.subject_id or 0)
    return Skip("gone") if commitment is None else card(commitment, _zone(session, row), now)


def card(
    commitment: CommitmentView, zone: ZoneInfo, now: datetime, *, whole: bool = False, inside: bool = False
) -> Card:
    """Return the card of a commitment as of now, for somebody in a zone."""
    return Card(commitment, local_day(now, zone), local_day(commitment.created_at, zone), whole, inside)


def card_blocks(card: Card, language: Language) -> Message:
    """Put a commitment's card into words: municipality, text and date first."""
    say = language.template("commitment-card")
    commitment = card.commitment
    state = shown_state(commitment.state, commitment.due_on, card.today, inside=card.inside)
    body = [
        blocks.section(say("headline", commitment=commitment, state=state)),
        blocks.quote(commitment.text),
    ]
    if details := list(_details(card, say)):
        body.append(blocks.labelled(details))
    if commitment.activities:
        body.append(blocks.bullets(say.plain("activities"), _activity_lines(card, say)))
    if commitment.board is not None:
        body.append(blocks.labelled([(say.plain("board"), _board_line(commitment.board, say))]))
    body.append(blocks.context(say("written", commitment=commitment, day=card.written_on)))
    body.append(_buttons(card, language))
    return Message(blocks.notification(say.plain("notice", commitment=commitment, state=state)), body)


def _details(card: Card, say: Words) -> Iterator[tuple[str, str]]:
    commitment = card.commitment
    if commitment.due_on is not None:
        yield say.plain("due"), say.language.day(commitment.due_on)
    if commitment.state_comment:
        yield say.plain("comment", state=commitment.state), _shown(commitment.state_comment, card)
    for name in ("responsible", "effect", "follow_up"):
        if words := getattr(commitment, name):
            yield say.plain(name), _shown(words, card)
    if commitment.theme_title:
        yield say.plain("theme"), say.language.text(commitment.theme_title)
    if commitment.level:
        yield say.plain("level"), say.language.word(f"levels.{commitment.level}")


def _shown(words: str, card: Card) -> str:
    return words if card.whole else blocks.excerpt(words, SHOWN)


def _activity_lines(card: Card, say: Words) -> Iterator[str]:
    activities = card.commitment.activities
    shown = activities if card.whole else activities[:ACTIVITIES_SHOWN]
    for activity in shown:
        yield _activity_line(activity, card, say)
    if left := len(activities) - len(shown):
        yield say.plain("more_activities", count=left)


def _activity_line(activity: Activity, card: Card, say: Words) -> str:
    parts = [_shown(activity.how, card)]
    if activity.who:
        parts.append(_shown(activity.who, card))
    if activity.due_on is not None:
        parts.append(say.plain("activity_due", day=activity.due_on))
    return " · ".join(parts)


def _board_line(board: BoardDecision, say: Words) -> str:
    parts = [
        board.body,
        board.decided_on and say.language.day(board.decided_on),
        board.paragraph and say.plain("paragraph", paragraph=board.paragraph),
        board.diary_number and say.plain("diary_number", number=board.diary_number),
    ]
    return ", ".join(part for part in parts if part)


def _buttons(card: Card, language: Language) -> Block:
    value = str(card.commitment.id)

    def press(name: str, *, primary: bool = False) -> Block:
        return blocks.button(f"commitment.{name}.v1", language.word(f"buttons.{name}"), value, primary=primary)

    if card.commitment.state in CLOSED:
        return blocks.actions(press("update"), press("reopen"))
    buttons = [press("done", primary=True), press("update"), press("support")]
    return blocks.actions(*buttons, *([press("close")] if card.whole else []))


@dataclass(frozen=True)
class Collected:
    """The commitments of a conference, collected in one message that is kept up to date."""

    network: str
    first_day: date
    last_day: date
    commitments: list[CommitmentView]
    per_municipality: dict[str, int]


#: The newest commitments that the collecting message quotes; all of them are in its thread.
COLLECTED_SHOWN = 7


def collected_facts(session: Session, row: Delivery, now: datetime) -> Collected | Skip:
    """Gather what has been promised at a conference so far."""
    meeting = session.get(Meeting, row.subject_id)
    if meeting is None or meeting.network_id is None:
        return Skip("gone")
    commitments = commitment_views(session, Commitment.meeting_id == meeting.id)
    if not commitments:
        return Skip("no-commitments")
    zone = ZoneInfo(meeting.timezone)
    return Collected(
        network=session.get_one(Network, meeting.network_id).name,
        first_day=local_day(meeting.starts_at, zone),
        last_day=local_day(meeting.ends_at, zone),
        commitments=commitments,
        per_municipality=dict(Counter(commitment.municipality for commitment in commitments)),
    )


def collected_blocks(collected: Collected, language: Language) -> Message:
    """Put the conference's commitments into words: how many, from whom, and the newest."""
    say = language.template("conference-commitments")
    newest = collected.commitments[-COLLECTED_SHOWN:]
    values = {
        "network": collected.network,
        "span": language.span(collected.first_day, collected.last_day),
        "count": len(collected.commitments),
        "municipalities": len(collected.per_municipality),
    }
    lines = [f"{c.number} · {c.municipality}: {blocks.excerpt(c.text, SHOWN)}" for c in newest]
    body = [blocks.section(say("headline", **values)), blocks.bullets(say.plain("newest"), lines)]
    body.append(blocks.context(say("thread")))
    return Message(blocks.notification(say.plain("notice", **values)), body)


@dataclass(frozen=True)
class Support:
    """A municipality needs support with a commitment."""

    commitment: CommitmentView
    asked_by: str
    text: str | None
    #: Whether the municipality has chosen that the whole network may know.
    to_network: bool = False


def support_facts(session: Session, row: Delivery, now: datetime) -> Support | Skip:
    """Gather a request for support; one that is not needed any more by then is not sent."""
    request = session.get(SupportRequest, row.subject_id)
    commitment = None if request is None else commitment_view(session, request.commitment_id)
    if request is None or commitment is None:
        return Skip("gone")
    if commitment.state != "needs_support" and row.slack_ts is None:
        return Skip("not-needed")
    asked_by = session.get_one(Person, request.asked_by_id).name
    return Support(commitment, asked_by, request.text, to_network=row.recipient.startswith("network:"))


def support_blocks(support: Support, language: Language) -> Message:
    """Put a request for support into words."""
    say = language.template("support-request")
    values = {"commitment": support.commitment, "asked_by": support.asked_by, "to_network": support.to_network}
    body = [blocks.section(say("headline", **values)), blocks.quote(support.commitment.text)]
    if support.text:
        body += [blocks.section(say("help")), blocks.quote(support.text)]
    body.append(blocks.context(say("answer", **values)))
    return Message(blocks.notification(say.plain("notice", **values)), body)


def _zone(session: Session, row: Delivery) -> ZoneInfo:
    return ZoneInfo(session.scalars(select(Workspace.timezone).where(Workspace.id == row.workspace_id)).one())


register(Kind("commitment-card", card_facts, card_blocks))
register(Kind("conference-commitments", collected_facts, collected_blocks))
register(Kind("support-request", support_facts, support_blocks))
