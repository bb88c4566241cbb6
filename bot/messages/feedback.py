"""What can be answered about the conference that goes on, or the last one that was."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.language import Language
from bot.messages.conferences import Conference, latest_conferences, next_conferences
from bot.messages.places import named_places
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.tables import Network

#: Conferences offered at once, the latest first; hardly anybody acts in more networks.
MOST_CONFERENCES = 5
NAME = 60


@dataclass(frozen=True)
class Feedback:
    """What somebody may answer about."""

    #: Where the reader may answer: the latest conference per network, the latest first.
    conferences: list[Conference]
    #: The first one to come, when there has been none.
    upcoming: Conference | None
    #: Whether the reader acts for a municipality here at all.
    takes_part: bool


def feedback_facts(session: Session, actor: Actor, now: datetime, channel_id: str | None) -> Feedback:
    """Gather the conferences somebody may answer about: in a network's channel that network's, elsewhere all."""
    networks = {place.network_id for place in named_places(session, actor.person_id or 0, now)}
    here = session.scalar(
        select(Network.id).where(Network.workspace_id == actor.workspace_id, Network.channel_id == channel_id)
    )
    wanted = networks & {here} if channel_id is not None and here is not None else networks
    latest = sorted(latest_conferences(session, wanted, now).values(), key=lambda c: c.first_day, reverse=True)
    upcoming = sorted(next_conferences(session, wanted, now).values(), key=lambda c: c.first_day)
    return Feedback(latest[:MOST_CONFERENCES], next(iter(upcoming), None), bool(wanted))


def feedback_blocks(feedback: Feedback, language: Language) -> Message:
    """Offer the evaluation and the takeaways, or say when there will be something to answer."""
    say = language.template("feedback")
    if not feedback.conferences:
        upcoming = feedback.upcoming
        span = language.span(upcoming.first_day, upcoming.last_day) if upcoming is not None else ""
        values = {"takes_part": feedback.takes_part, "span": span}
        return Message(blocks.notification(say.plain("nothing", **values)), [blocks.section(say("nothing", **values))])
    body: list[Block] = []
    for conference in feedback.conferences:
        span = language.span(conference.first_day, conference.last_day)
        body.append(blocks.section(say("conference", span=span, network=blocks.excerpt(conference.network, NAME))))
        body.append(
            blocks.actions(
                _button("inquiry.evaluation.v1", "evaluate", conference, language),
                _button("inquiry.takeaways.v1", "takeaways", conference, language),
            )
        )
    body.append(blocks.context(say("later")))
    return Message(blocks.notification(say.plain("notice")), body)


def _button(action_id: str, word: str, conference: Conference, language: Language) -> Block:
    return blocks.button(action_id, language.word(f"buttons.{word}"), str(conference.meeting_id))
