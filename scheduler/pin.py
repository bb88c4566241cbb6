"""Pinning what should always be at hand in its channel."""

import asyncio

import structlog

from bot.messages.registry import KINDS
from bot.slack.outcomes import CALL_ERRORS, refusal_of
from bot.storage.sending import Claim
from scheduler.sender import Sender

log = structlog.get_logger(__name__)


async def pin_if_wanted(sender: Sender, held: Claim, channel: str, ts: str) -> None:
    """Pin a posted message when its kind is pinned and the bot may pin. What Slack says against it is only logged.

    Call it before the row is marked as sent: when the process dies in between, the reconciler pins it. Pinning what
    is pinned already changes nothing.
    """
    if not KINDS[held.kind].pinned or sender.deps.permissions.lack("pins:write"):
        return
    try:
        async with asyncio.timeout(sender.deps.settings.lease_seconds / 3):
            await sender.deps.slack.pins_add(channel=channel, timestamp=ts)
    except CALL_ERRORS as error:
        code = refusal_of(error).code
        if code != "already_pinned":
            log.warning("A message could not be pinned", delivery=held.id, channel=channel, code=code)
