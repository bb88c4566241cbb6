"""The sweep: where a message was sent again, a second copy of it is looked for in Slack and deleted.

What somebody took back after it had begun is deleted too. It runs last and slowly: only conversations in which there is
a doubt are read, and each doubt ends when the history shows the copy that is known. Until then it may be late about the
other one as well.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.slack.outcomes import CALL_ERRORS, Fault, Refusal, refusal_of
from bot.storage.doubts import finish_sweep, keep_copy, postpone_sweep, to_sweep
from bot.storage.sending import Claim
from bot.storage.tables import Workspace
from scheduler.history import AGAIN, MARGIN, Conversation, Copy, Found, is_unreadable, ours_of, read_for, thread_ts_of
from scheduler.marks import Ours, mark_of
from scheduler.pin import pin_if_wanted
from scheduler.send import stop_everything
from scheduler.sender import DELETE, HISTORY, Sender
from scheduler.transactions import reading, writing

log = structlog.get_logger(__name__)

#: How long Slack's history is given to show the copy that is known: somebody may have deleted it.
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Doubt:
    """A posted message of which there may be a second copy, or that somebody has taken back."""

    claim: Claim
    mark: str
    place: Conversation
    #: The copy that is known; None when a person has said that it was posted.
    ts: str | None
    since: datetime
    called_at: datetime
    sweep_at: datetime
    withdrawn: bool


async def sweep(sender: Sender) -> None:
    """Look for second copies where there is a doubt, and delete them. The caller holds the lease."""
    ours, doubts = await reading(sender.deps, _doubts, sender)
    conversations: dict[Conversation, list[Doubt]] = {}
    for doubt in doubts:
        conversations.setdefault(doubt.place, []).append(doubt)
    for place, in_it in conversations.items():
        if sender.stopping.is_set() or sender.stops.left(HISTORY) or sender.stops.left(DELETE):
            return
        found = await read_for(sender, ours, place, min(doubt.since for doubt in in_it) - MARGIN)
        await _settle(sender, in_it, found)


async def is_anything_doubtful(sender: Sender) -> bool:
    """Return whether there is anything to sweep."""
    _, doubts = await reading(sender.deps, _doubts, sender)
    return bool(doubts)


def _doubts(session: Session, sender: Sender) -> tuple[Ours, list[Doubt]]:
    workspace = session.get_one(Workspace, sender.deps.workspace_id)
    now = sender.machine()
    rows = session.scalars(to_sweep(workspace.id, now, sender.settled()))
    return ours_of(session, workspace.id), [
        Doubt(
            Claim(row.id, row.key, row.kind, row.recipient, row.attempt),
            mark_of(workspace, row.key),
            Conversation(row.slack_channel, thread_ts_of(session, row)),
            row.slack_ts,
            row.sweep_since or row.started_at or now,
            row.started_at or now,
            row.sweep_at or now,
            row.withdrawn_at is not None,
        )
        for row in rows
        if row.slack_channel is not None
    ]


async def _settle(sender: Sender, doubts: list[Doubt], found: Found | Refusal) -> None:
    if isinstance(found, Refusal):
        if not is_unreadable(found):
            sender.stops.stop(HISTORY, found.retry_after or AGAIN)
            return
        log.warning("Second copies cannot be looked for", channel=doubts[0].place.channel, code=found.code)
    for doubt in doubts:
        copies = [] if isinstance(found, Refusal) else found.copies.get(doubt.mark, [])
        kept = None if isinstance(found, Refusal) else found.first(doubt.mark)
        if _is_late(sender, doubt, copies) and isinstance(found, Found):
            await writing(sender.deps, postpone_sweep, doubt.claim.id, until=sender.wait_until(AGAIN))
        elif not await _end(sender, doubt, copies, kept):
            return


def _is_late(sender: Sender, doubt: Doubt, copies: list[Copy]) -> bool:
    """Return whether the history does not show yet what is known to stand there."""
    known = doubt.ts is None or any(copy.ts == doubt.ts for copy in copies)
    return not known and sender.machine() < doubt.called_at + PATIENCE


async def _end(sender: Sender, doubt: Doubt, copies: list[Copy], kept: Copy | None) -> bool:
    """Keep one copy and delete the others, or all of a message taken back; return whether Slack took it."""
    channel = doubt.place.channel
    if doubt.withdrawn:
        gone = {copy.ts for copy in copies} | ({doubt.ts} if doubt.ts is not None else set())
    else:
        gone = {copy.ts for copy in copies if copy != kept}
        # Before anything is deleted: a refresh must not find its message gone and post a new one.
        if kept is not None and await writing(
            sender.deps, keep_copy, doubt.claim.id, kept.ts, machine_now=sender.machine()
        ):
            await pin_if_wanted(sender, doubt.claim, channel, kept.ts)
    for ts in sorted(gone):
        if not await _delete(sender, doubt, channel, ts):
            return False
    await writing(sender.deps, finish_sweep, doubt.claim.id, looked_at=doubt.sweep_at)
    return True


async def _delete(sender: Sender, doubt: Doubt, channel: str, ts: str) -> bool:
    """Delete a message; return whether it is gone, or will never be."""
    await sender.pace.update_turn()
    named: dict[str, Any] = {"delivery": doubt.claim.id, "channel": channel, "ts": ts}
    try:
        await sender.deps.slack.chat_delete(channel=channel, ts=ts)
    except CALL_ERRORS as error:
        refusal = refusal_of(error)
        log.warning("A message could not be deleted", **named, code=refusal.code)
        if refusal.fault is Fault.WORKSPACE:
            await stop_everything(sender, refusal.code)
        elif refusal.fault is not Fault.DELIVERY:
            sender.stops.stop(DELETE, refusal.retry_after or AGAIN)
        return refusal.fault is Fault.DELIVERY
    log.info("A message was taken back" if doubt.withdrawn else "A second copy was deleted", **named)
    sender.tally["deleted"] += 1
    return True
