"""Sending: claim a few rows, post each once, and write down what became of it.

A row is posted at most once per claim. What is not certain stays `sending`, and Slack's history decides
(`scheduler.reconcile`).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.slack.outcomes import CALL_ERRORS, Fault, Refusal, given, refusal_of
from bot.storage.deliveries import pause
from bot.storage.sending import (
    Call,
    Claim,
    begin_call,
    doubt_if_lost,
    expire,
    finish_late,
    finish_sent,
    finish_unsent,
    give_back,
    holds_lease,
)
from bot.storage.tables import Person
from scheduler.channels import is_channel_lost
from scheduler.compose import Composed, Place, Unsent, composed
from scheduler.pictures import with_picture
from scheduler.pin import pin_if_wanted
from scheduler.sender import OPEN, POST, Sender
from scheduler.transactions import writing

log = structlog.get_logger(__name__)

#: Messages under way at a time, never two to one recipient.
IN_FLIGHT = 4

#: Opening a conversation posts nothing: when its answer is lost it is simply asked for again, after so many seconds.
OPEN_AGAIN = 30.0


async def expire_due(sender: Sender) -> None:
    """End what is of no use any more."""
    ended = await writing(sender.deps, expire, workspace_id=sender.deps.workspace_id, now=sender.deps.clock())
    sender.tally["expired"] += ended


async def send_due(sender: Sender) -> None:
    """Send until nothing that may be sent now is left, the lease is somebody else's, or Slack says wait."""
    sender.halted = False
    sender.ahead.clear()
    while sender.may_go_on() and (sender.lease is None or await sender.lease.take()):
        if claims := await sender.take():
            await send_rows(sender, claims)
        elif not sender.ahead:
            return


async def send_rows(sender: Sender, claims: Sequence[Claim]) -> None:
    """Send claimed rows: a recipient's in their order, several recipients at a time."""
    by_recipient: dict[str, list[Claim]] = {}
    for held in claims:
        by_recipient.setdefault(held.recipient, []).append(held)
    gate = asyncio.Semaphore(IN_FLIGHT)
    try:
        async with asyncio.TaskGroup() as group:
            for rows in by_recipient.values():
                group.create_task(_send_in_order(sender, rows, gate))
    except ExceptionGroup as several:
        # They fail for one reason, mostly that the database is away.
        raise several.exceptions[0] from several


async def _send_in_order(sender: Sender, rows: Sequence[Claim], gate: asyncio.Semaphore) -> None:
    for position, held in enumerate(rows):
        if not sender.may_go_on():
            await writing(sender.deps, give_back, rows[position:])
            return
        await _send(sender, held, gate)


async def _send(sender: Sender, held: Claim, gate: asyncio.Semaphore) -> None:
    message = await composed(sender, held.id, held.kind)
    if isinstance(message, Unsent):
        await _end_unsent(sender, held, message)
        return
    channel = await conversation(sender, message.place)
    if isinstance(channel, Refusal):
        await _refused(sender, held, channel, OPEN)
        return
    shown = await with_picture(sender, held, message)
    if isinstance(shown, Refusal):
        again = sender.wait_until(shown.retry_after)
        await writing(sender.deps, give_back, [held], not_before=again, reason=shown.code)
        return
    await _send_composed(sender, held, shown, channel, gate)


async def _send_composed(sender: Sender, held: Claim, message: Composed, channel: str, gate: asyncio.Semaphore) -> None:
    # Who waits for its turn takes nobody else's place.
    await sender.pace.turn(channel)
    async with gate:
        if not sender.may_go_on() or not await _begin(sender, held, message, channel):
            await writing(sender.deps, give_back, [held])
            return
        began = sender.machine()
        answer = await _post(sender, message, channel)
        if isinstance(answer, Refusal):
            await _refused(sender, held, answer, POST)
            await _doubt_if_lost(sender, held, answer, began)
        elif not await _end_sent(sender, held, message, answer):
            await _end_late(sender, held, answer, began)


async def conversation(sender: Sender, place: Place) -> str | Refusal:
    """Return the conversation to post in. A direct one is opened, and written down, before anything is posted in it."""
    if place.channel is not None:
        return place.channel
    if seconds := sender.stops.left(OPEN):
        return Refusal(Fault.RETRY, "ratelimited", seconds)
    try:
        answer: Any = await sender.deps.slack.conversations_open(users=[place.slack_user_id or ""])
        channel = str(given(answer, "channel", "id"))
    except CALL_ERRORS as error:
        refusal = refusal_of(error)
        if refusal.fault is Fault.UNKNOWN:
            return Refusal(Fault.RETRY, refusal.code, OPEN_AGAIN)
        return refusal
    await writing(sender.deps, _keep_conversation, place.person_id, channel)
    return channel


def _keep_conversation(session: Session, person_id: int, channel: str) -> None:
    session.get_one(Person, person_id).dm_channel = channel


async def _begin(sender: Sender, held: Claim, message: Composed, channel: str) -> bool:
    now = sender.machine()
    said = None if message.message.said is None else dict(message.message.said)
    call = Call(channel, message.body_hash, said, started_at=now, claimed_after=now - sender.lease_time)
    owner = None if sender.lease is None else sender.owner
    return await writing(sender.deps, _begin_if_allowed, held, call, owner, sender.deps.workspace_id)


def _begin_if_allowed(session: Session, held: Claim, call: Call, owner: str | None, workspace_id: int) -> bool:
    """Ask the lease and the claim one last time: after this only the socket is between us and Slack."""
    if owner is not None and not holds_lease(
        session, workspace_id=workspace_id, owner=owner, machine_now=call.started_at
    ):
        return False
    return begin_call(session, held, call)


@dataclass(frozen=True)
class _Posted:
    channel: str
    ts: str


async def _post(sender: Sender, message: Composed, channel: str) -> _Posted | Refusal:
    """Post, and again when the refusal proves that nothing was done and says what stood in the way."""
    answer = await _post_once(sender, message, channel, message.thread_ts)
    if isinstance(answer, Refusal) and answer.code == "not_in_channel" and await _join(sender, channel):
        answer = await _post_once(sender, message, channel, message.thread_ts)
    if isinstance(answer, Refusal) and answer.code.startswith("invalid_blocks") and message.in_words is not None:
        message = message.in_words
        answer = await _post_once(sender, message, channel, message.thread_ts)
    if isinstance(answer, Refusal) and answer.code == "thread_not_found":
        answer = await _post_once(sender, message, channel, None)
    return answer


async def _post_once(sender: Sender, message: Composed, channel: str, thread_ts: str | None) -> _Posted | Refusal:
    try:
        # An answer that comes when others may have decided already is no answer.
        async with asyncio.timeout(sender.deps.settings.lease_seconds):
            answer: Any = await sender.deps.slack.chat_postMessage(
                channel=channel,
                text=message.message.text,
                blocks=message.message.blocks,
                thread_ts=thread_ts,
                metadata=message.metadata,
                unfurl_links=False,
                unfurl_media=False,
            )
        return _Posted(str(given(answer, "channel")), str(given(answer, "ts")))
    except CALL_ERRORS as error:
        return refusal_of(error)


async def _join(sender: Sender, channel: str) -> bool:
    if not sender.deps.permissions.may_join:
        return False
    try:
        await sender.deps.slack.conversations_join(channel=channel)
    except CALL_ERRORS as error:
        log.warning("The bot could not join a channel", channel=channel, code=refusal_of(error).code)
        return False
    return True


async def _end_sent(sender: Sender, held: Claim, message: Composed, posted: _Posted) -> bool:
    await pin_if_wanted(sender, held, posted.channel, posted.ts)
    named = {"channel": posted.channel, "ts": posted.ts, "sent_at": sender.deps.clock(), "version": message.version}
    is_ours = await writing(sender.deps, finish_sent, held, **named)
    sender.tally["sent"] += is_ours
    return is_ours


async def _end_late(sender: Sender, held: Claim, posted: _Posted, began: datetime) -> None:
    """The process stood still for longer than its claim held, and others have decided meanwhile."""
    log.error("A delivery was posted after its claim was lost", delivery=held.id, ts=posted.ts)
    named: dict[str, Any] = {"channel": posted.channel, "ts": posted.ts, "sent_at": sender.deps.clock()}
    named |= {"since": began, "sweep_at": sender.sweep_at()}
    sender.tally["sent"] += await writing(sender.deps, finish_late, held, **named)


async def _doubt_if_lost(sender: Sender, held: Claim, refusal: Refusal, began: datetime) -> None:
    """A call without an answer, made when others had decided already, may have posted a second copy."""
    if refusal.fault is not Fault.UNKNOWN:
        return
    if await writing(sender.deps, doubt_if_lost, held, since=began, sweep_at=sender.sweep_at()):
        log.error("A delivery may have been posted after its claim was lost", delivery=held.id)


async def _end_unsent(sender: Sender, held: Claim, why: Unsent) -> None:
    if await writing(sender.deps, finish_unsent, held, status=why.status, reason=why.reason):
        sender.tally[why.status] += 1


async def _refused(sender: Sender, held: Claim, refusal: Refusal, method: str) -> None:
    log.warning("Slack did not take a delivery", delivery=held.id, kind=held.kind, code=refusal.code)
    match refusal.fault:
        case Fault.DELIVERY if await is_channel_lost(sender, held, refusal):
            await writing(sender.deps, give_back, [held], reason=refusal.code)
        case Fault.DELIVERY:
            await _end_unsent(sender, held, Unsent("failed", refusal.code))
        case Fault.RETRY:
            sender.stops.stop(method, refusal.retry_after)
            again = sender.wait_until(refusal.retry_after)
            await writing(sender.deps, give_back, [held], not_before=again, reason=refusal.code)
        case Fault.WORKSPACE:
            await stop_everything(sender, refusal.code)
            await writing(sender.deps, give_back, [held], reason=refusal.code)
        case Fault.UNKNOWN:
            # It stays `sending`, and Slack's history decides.
            if sender.unanswered():
                log.warning("Slack does not answer; posting rests", code=refusal.code)


async def stop_everything(sender: Sender, reason: str) -> None:
    """Stop the workspace's sending until somebody has looked and says `resume`; what waits goes on waiting."""
    sender.halted = True
    await writing(sender.deps, pause, now=sender.deps.clock(), reason=reason)
    log.error("Sending is stopped: Slack does not accept the bot any more", code=reason)
