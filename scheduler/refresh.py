"""Bringing posted messages up to date: one update of a message at a time, from the newest state, when it differs."""

from typing import Any

import structlog

from bot.slack.outcomes import CALL_ERRORS, Fault, Refusal, refusal_of
from bot.storage.refreshes import Refresh, claim_refreshes, finish_refresh, post_again, postpone_refresh
from scheduler.compose import Composed, Unsent, composed
from scheduler.send import stop_everything
from scheduler.sender import UPDATE, Sender
from scheduler.transactions import writing

log = structlog.get_logger(__name__)

#: Taken at a time; somebody may wait for the next one.
BATCH = 5

#: An update may be repeated at will: after a lost answer it simply is, after so many seconds.
AGAIN = 10.0


async def refresh_due(sender: Sender) -> None:
    """Bring up to date what is marked and due, until nothing is left or Slack says wait."""
    while _may_go_on(sender):
        named = {"machine_now": sender.machine(), "lease": sender.lease_time, "limit": BATCH}
        taken = await writing(sender.deps, claim_refreshes, workspace_id=sender.deps.workspace_id, **named)
        if not taken:
            return
        for one in taken:
            if _may_go_on(sender):
                await _refresh(sender, one)
            else:
                await writing(sender.deps, postpone_refresh, one, until=sender.wait_until(sender.stops.left(UPDATE)))


def _may_go_on(sender: Sender) -> bool:
    return sender.may_go_on() and not sender.stops.left(UPDATE)


async def _refresh(sender: Sender, one: Refresh) -> None:
    message = await composed(sender, one.id, one.kind)
    if isinstance(message, Unsent):
        # What it said was true when it was said; there is nothing newer to say.
        await writing(sender.deps, finish_refresh, one, version=one.version)
        return
    if message.body_hash == message.old_hash:
        await writing(sender.deps, finish_refresh, one, version=message.version)
        return
    await sender.pace.update_turn()
    refusal = await _update(sender, one, message)
    if refusal is None:
        said = None if message.message.said is None else dict(message.message.said)
        values = {"body_hash": message.body_hash, "said": said}
        await writing(sender.deps, finish_refresh, one, version=message.version, **values)
        sender.tally["refreshed"] += 1
        return
    await _refused(sender, one, refusal)


async def _update(sender: Sender, one: Refresh, message: Composed) -> Refusal | None:
    values: dict[str, Any] = {"text": message.message.text, "blocks": message.message.blocks}
    try:
        await sender.deps.slack.chat_update(
            channel=one.slack_channel, ts=one.slack_ts, metadata=message.metadata, **values
        )
    except CALL_ERRORS as error:
        return refusal_of(error)
    return None


async def _refused(sender: Sender, one: Refresh, refusal: Refusal) -> None:
    log.warning("A message was not brought up to date", delivery=one.id, kind=one.kind, code=refusal.code)
    match refusal.fault:
        case Fault.RETRY | Fault.UNKNOWN:
            seconds = refusal.retry_after or AGAIN
            if refusal.fault is Fault.RETRY:
                sender.stops.stop(UPDATE, seconds)
            await writing(sender.deps, postpone_refresh, one, until=sender.wait_until(seconds))
        case Fault.WORKSPACE:
            await stop_everything(sender, refusal.code)
            await writing(sender.deps, postpone_refresh, one, until=sender.wait_until(AGAIN))
        case Fault.DELIVERY:
            await _give_up(sender, one, refusal)


async def _give_up(sender: Sender, one: Refresh, refusal: Refusal) -> None:
    """Post a deleted message anew, once; what Slack does not let us change any more stays as it is."""
    if refusal.code == "message_not_found" and await writing(sender.deps, post_again, one, now=sender.deps.clock()):
        sender.deps.nudge()
        return
    await writing(sender.deps, finish_refresh, one, version=one.version)
