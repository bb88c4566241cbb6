"""What the bot answers when somebody writes to it: what can be done, and which commitments can be marked as done."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.domain.commitments import shown_state
from bot.domain.people import FOR_MUNICIPALITY, Actor
from bot.language import Language
from bot.messages.doors import door_buttons
from bot.messages.lists import help_blocks
from bot.messages.places import named_places
from bot.messages.readers import open_commitments
from bot.messages.registry import Message
from bot.slack import blocks
from bot.storage.commitments import CommitmentView

#: Commitments offered at once, the nearest date first.
MOST_OFFERED = 10
TITLE = 120


@dataclass(frozen=True)
class ToFinish:
    """What somebody may mark as done, as of a day."""

    commitments: list[CommitmentView]
    day: date


def finish_facts(session: Session, actor: Actor, now: datetime) -> ToFinish:
    """Gather the open commitments of the municipalities somebody acts for."""
    places = named_places(session, actor.person_id or 0, now, FOR_MUNICIPALITY)
    where = [(place.network_id, place.unit_id) for place in places]
    commitments = open_commitments(session, actor.workspace_id, list(where))
    return ToFinish(commitments, actor.day(now))


def finish_blocks(to_finish: ToFinish, language: Language, *, finished: CommitmentView | None = None) -> Message:
    """Ask which commitment is done, after saying which one just was."""
    say = language.template("talk")
    question = "which" if to_finish.commitments else "nothing_open"
    body = [] if finished is None else [blocks.section(say("finished", number=finished.number))]
    body.append(blocks.section(say(question)))
    for commitment in to_finish.commitments[:MOST_OFFERED]:
        press = blocks.button("talk.done.v1", language.word("buttons.done"), str(commitment.id))
        body.append(blocks.plain_section(_line(commitment, to_finish.day, language), press))
    if (left := len(to_finish.commitments) - MOST_OFFERED) > 0:
        body.append(blocks.context(say("more", count=left)))
    body.append(door_buttons(language))
    return Message(blocks.notification(say.plain(question)), body)


def talk_blocks(language: Language) -> Message:
    """Say what can be done, with buttons for all of it."""
    told = help_blocks(language)
    body = [block for block in told.blocks if block["type"] != "actions"]
    return Message(told.text, [*body[:-1], door_buttons(language), body[-1]])


def _line(commitment: CommitmentView, day: date, language: Language) -> str:
    state = shown_state(commitment.state, commitment.due_on, day)
    title = blocks.excerpt(commitment.text, TITLE)
    return language.template("home").plain("line", commitment=commitment, title=title, state=state, municipality="")
