"""Networks' channels that the bot cannot write in: noticed when a message is refused, and looked at again."""

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from bot.deps import Deps
from bot.services.channels import note_channel
from bot.slack.channels import TROUBLES, trouble_with
from bot.slack.outcomes import CALL_ERRORS, Refusal, refusal_of
from bot.storage.channels import lose, lost_channels
from bot.storage.sending import Claim
from bot.storage.tables import Delivery
from scheduler.sender import Sender
from scheduler.transactions import reading, writing

log = structlog.get_logger(__name__)


async def is_channel_lost(sender: Sender, held: Claim, refusal: Refusal) -> bool:
    """Return whether a message was refused because of its network's channel; the leadership is asked about it once.

    Then the message waits: for the channel to be well again, or for another one.
    """
    what, _, number = held.recipient.partition(":")
    if what != "network" or refusal.code not in TROUBLES:
        return False
    if await writing(sender.deps, _lose, held.id, int(number), refusal.code, now=sender.deps.clock()):
        log.warning("A network's channel is lost", network=number, code=refusal.code)
        sender.deps.nudge()
    return True


def _lose(session: Session, row_id: int, network_id: int, because: str, *, now: datetime) -> bool:
    # Where it was refused: the network may have another channel by now.
    channel = session.get_one(Delivery, row_id).slack_channel
    return channel is not None and lose(session, network_id, channel, because, now=now)


async def look_at_lost_channels(deps: Deps) -> None:
    """Ask Slack about channels that are lost: what is mended is mended also when nobody told us of it."""
    for channel in await reading(deps, lost_channels, deps.workspace_id):
        try:
            trouble = await trouble_with(deps.slack, channel)
        except CALL_ERRORS as error:
            log.warning("Slack does not tell about a channel now", channel=channel, code=refusal_of(error).code)
            return
        if trouble is None and await deps.do_behind(note_channel, deps.workspace_id, channel, None):
            log.info("A network's channel is there again", channel=channel)
            deps.nudge()
