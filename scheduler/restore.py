"""After a restore: what the database believes to be unsent is looked up in Slack's history before anything is sent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from bot.errors import BotError
from bot.slack.outcomes import Fault, Refusal
from bot.storage.doubts import cannot_tell, due_and_waiting, found_sent, newest_call
from bot.storage.tables import Delivery, Workspace
from scheduler.compose import Place, Unsent, place_of
from scheduler.history import AGAIN, MARGIN, Conversation, Found, is_unreadable, ours_of, read_for, thread_ts_of
from scheduler.marks import Ours, mark_of
from scheduler.plan import plan
from scheduler.reconcile import reconcile
from scheduler.send import conversation
from scheduler.sender import Sender
from scheduler.transactions import reading, writing

log = structlog.get_logger(__name__)

T = TypeVar("T")

#: How long Slack may be silent about one conversation, in seconds, before the whole is given up for now.
PATIENCE = 600.0


class NoHistory(BotError):
    """What was sent before the restore cannot be found out now, and so nothing may be sent."""


@dataclass(frozen=True)
class Forgotten:
    """A row that waits, as far as the restored database knows, and where its message would stand."""

    row_id: int
    mark: str
    place: Place
    thread_ts: str | None


async def restore(sender: Sender) -> int:
    """Mark as sent what was sent since the backup; return how many. The caller holds the lease.

    Everything that is due and waits is looked up by its mark, in the conversation where it would stand, as far back as
    the database's own newest call. What cannot be read becomes `uncertain`. Raises NoHistory.
    """
    since = await reading(sender.deps, newest_call, sender.deps.workspace_id)
    oldest = None if since is None else since - MARGIN
    await reconcile(sender)
    await plan(sender.deps)
    found = 0
    # A reply stands in its parent's thread: the parents first.
    for replies in (False, True):
        ours, rows = await reading(sender.deps, _forgotten, sender, replies=replies)
        found += await _look_up(sender, ours, rows, oldest)
    log.info("What was sent before the restore is known", found=found)
    return found


def _forgotten(session: Session, sender: Sender, *, replies: bool) -> tuple[Ours, list[Forgotten]]:
    workspace = session.get_one(Workspace, sender.deps.workspace_id)
    rows = session.scalars(due_and_waiting(workspace.id, sender.deps.clock(), replies=replies)).all()
    places = [(row, place_of(session, row, workspace)) for row in rows]
    return ours_of(session, workspace.id), [
        Forgotten(row.id, mark_of(workspace, row.key), place, _thread(session, row, place))
        for row, place in places
        # Nobody to reach is skipped or failed when it is sent, as it was before.
        if not isinstance(place, Unsent)
    ]


def _thread(session: Session, row: Delivery, place: Place) -> str | None:
    row.slack_channel = place.channel
    return thread_ts_of(session, row)


async def _look_up(sender: Sender, ours: Ours, rows: list[Forgotten], oldest: datetime | None) -> int:
    found = 0
    conversations: dict[tuple[Place, str | None], list[Forgotten]] = {}
    for row in rows:
        conversations.setdefault((row.place, row.thread_ts), []).append(row)
    for (place, thread_ts), in_it in conversations.items():
        if sender.lease is not None and not await sender.lease.take():
            raise NoHistory("delivery-no-history", code="lease")
        channel = await _patiently(sender, partial(conversation, sender, place))
        if isinstance(channel, Refusal):
            continue
        asked = Conversation(channel, thread_ts)
        history = await _patiently(sender, partial(read_for, sender, ours, asked, oldest))
        found += await _note(sender, in_it, channel, history)
    return found


async def _note(sender: Sender, rows: list[Forgotten], channel: str, history: Found | Refusal) -> int:
    found = 0
    for row in rows:
        if isinstance(history, Refusal):
            await writing(sender.deps, cannot_tell, row.row_id, channel=channel, reason=history.code)
            log.error("Nobody can tell whether a delivery was posted", delivery=row.row_id, code=history.code)
        elif (copy := history.first(row.mark)) is not None:
            found += await writing(sender.deps, found_sent, row.row_id, channel=channel, ts=copy.ts)
    return found


async def _patiently(sender: Sender, ask: Callable[[], Awaitable[T | Refusal]]) -> T | Refusal:
    """Return Slack's answer, or a refusal that is one; until then nothing is known, and it is asked again."""
    waited = 0.0
    while True:
        answer = await ask()
        if not isinstance(answer, Refusal) or is_unreadable(answer):
            return answer
        seconds = answer.retry_after or AGAIN
        waited += seconds
        if answer.fault is Fault.WORKSPACE or waited > PATIENCE or sender.stopping.is_set():
            raise NoHistory("delivery-no-history", code=answer.code)
        await asyncio.sleep(seconds)
