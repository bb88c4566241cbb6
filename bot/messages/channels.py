"""A network's channel cannot be written in: what the leadership is asked, once, and what it says when that is over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import Language
from bot.messages.registry import Kind, Message, Skip, register
from bot.slack import blocks
from bot.storage.channels import ASKED, has_lost_channel
from bot.storage.tables import Delivery, Network


@dataclass(frozen=True)
class LostChannel:
    """A network, why the bot cannot write in its channel (None when it can again), and its channel now."""

    network_id: int
    network: str
    because: str | None
    channel_id: str | None


def lost_channel_facts(session: Session, row: Delivery, now: datetime) -> LostChannel | Skip:
    """Gather how it is with the channel now. What is well again before anybody was asked, nobody is asked about."""
    network = session.get(Network, row.subject_id)
    if network is None:
        return Skip("gone")
    # One that is lost once more is asked about in a message of its own.
    is_lost = has_lost_channel(network) and network.lost_at == row.due_at
    if not is_lost and row.slack_ts is None:
        return Skip("not-needed")
    return LostChannel(network.id, network.name, network.lost_because if is_lost else None, network.channel_id)


def lost_channel_blocks(lost: LostChannel, language: Language) -> Message:
    """Say what is wrong, what mends it, and offer another channel; or that all is well again."""
    say = language.template(ASKED)
    if lost.because is None:
        body = [blocks.section(say("found", network=lost.network))]
        if lost.channel_id is not None:
            body.append(blocks.section(say("goes_on", channel=lost.channel_id)))
        return Message(blocks.notification(say.plain("notice_found", network=lost.network)), body)
    body = [
        blocks.section(say("headline", network=lost.network)),
        blocks.section(say("why", because=lost.because)),
        blocks.section(say("what", because=lost.because)),
        blocks.actions(
            blocks.button("channel.choose.v1", language.word("buttons.choose_channel"), str(lost.network_id)),
            blocks.button("channel.let_be.v1", language.word("buttons.let_be"), str(lost.network_id)),
        ),
    ]
    return Message(blocks.notification(say.plain("notice", network=lost.network)), body)


def let_be_blocks(network_id: int, network: str, language: Language) -> Message:
    """Say what comes of letting it be; the choice stays open."""
    say = language.template(ASKED)
    body = [
        blocks.section(say("headline", network=network)),
        blocks.section(say("let_be")),
        blocks.actions(blocks.button("channel.choose.v1", language.word("buttons.choose_channel"), str(network_id))),
    ]
    return Message(blocks.notification(say.plain("notice", network=network)), body)


register(Kind(ASKED, lost_channel_facts, lost_channel_blocks))
