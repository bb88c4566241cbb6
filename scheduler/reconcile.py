"""Where an answer never came, Slack's history says what became of a message: found, provably absent, or unreadable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.outcomes import CALL_ERRORS, Fault, Refusal, refusal_of
from bot.storage.sending import Claim, finish_sent, finish_unsent, give_back, undecided_claims
from bot.storage.tables import Delivery, Workspace
from scheduler.marks import mark_in, mark_of
from scheduler.pin import pin_if_wanted
from scheduler.sender import HISTORY, Sender
from scheduler.transactions import reading, writing

log = structlog.get_logger(__name__)

#: How far before the call the history is read: clocks differ.
MARGIN = timedelta(minutes=10)

#: Messages asked for at a time, and how long to wait when Slack could not answer, in seconds.
PAGE = 200
AGAIN = 15.0

#: Not being allowed to read leaves a question open that only a person can answer; a dead token answers nothing at all.
UNREADABLE = frozenset({"missing_scope", "no_permission", "access_denied"})


@dataclass(frozen=True)
class Undecided:
    """A row whose sender never told how it went; `channel` is None when Slack was certainly never called."""

    claim: Claim
    mark: str
    channel: str | None
    thread_ts: str | None
    started_at: datetime


@dataclass(frozen=True)
class Ours:
    """What this installation's messages look like."""

    installation: str
    bot_id: str | None


async def reconcile(sender: Sender) -> None:
    """Decide every row whose claim, and the time history is given, have passed. The caller holds the lease."""
    if sender.stops.left(HISTORY):
        return
    before = sender.machine() - sender.lease_time - sender.settle_time
    ours, rows = await reading(sender.deps, _undecided, sender.deps.workspace_id, before)
    if never_called := [row.claim for row in rows if row.channel is None]:
        await writing(sender.deps, give_back, never_called)
    conversations: dict[tuple[str, str | None], list[Undecided]] = {}
    for row in rows:
        if row.channel is not None:
            conversations.setdefault((row.channel, row.thread_ts), []).append(row)
    for (channel, thread_ts), in_it in conversations.items():
        if sender.stopping.is_set() or sender.stops.left(HISTORY):
            return
        oldest = min(row.started_at for row in in_it) - MARGIN
        found = await _read(sender, ours, channel, thread_ts, oldest)
        await _decide(sender, in_it, found)


async def is_anything_undecided(sender: Sender) -> bool:
    """Return whether there is anything to reconcile."""
    before = sender.machine() - sender.lease_time - sender.settle_time
    _, rows = await reading(sender.deps, _undecided, sender.deps.workspace_id, before)
    return bool(rows)


def _undecided(session: Session, workspace_id: int, before: datetime) -> tuple[Ours, list[Undecided]]:
    workspace = session.get_one(Workspace, workspace_id)
    rows = undecided_claims(session, workspace_id=workspace_id, started_before=before)
    return Ours(workspace.installation, workspace.bot_id), [
        Undecided(
            held,
            mark_of(workspace, row.key),
            row.slack_channel,
            _thread_ts(session, row),
            row.started_at or before,
        )
        for held, row in rows
    ]


def _thread_ts(session: Session, row: Delivery) -> str | None:
    if row.thread_key is None:
        return None
    parents = select(Delivery.slack_ts).where(
        Delivery.workspace_id == row.workspace_id,
        Delivery.key == row.thread_key,
        Delivery.status == "sent",
        Delivery.slack_channel == row.slack_channel,
    )
    return session.scalar(parents)


async def _read(
    sender: Sender, ours: Ours, channel: str, thread_ts: str | None, oldest: datetime
) -> dict[str, str] | Refusal:
    """Return our messages in a conversation since then, their ids with their timestamps."""
    named: dict[str, Any] = {"channel": channel, "oldest": f"{oldest.timestamp():.6f}", "limit": PAGE}
    named["include_all_metadata"] = True
    found: dict[str, str] = {}
    cursor: str | None = None
    try:
        while True:
            page = await _page(sender, named | {"cursor": cursor}, thread_ts)
            found |= {
                mark: str(message["ts"])
                for message in page["messages"]
                if (mark := mark_in(message, installation=ours.installation, bot_id=ours.bot_id))
            }
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found
    except CALL_ERRORS as error:
        refusal = refusal_of(error)
    if refusal.code == "thread_not_found":
        # Then a reply to it was posted in the channel itself.
        return await _read(sender, ours, channel, None, oldest)
    return refusal


async def _page(sender: Sender, named: dict[str, Any], thread_ts: str | None) -> Any:
    if thread_ts is None:
        return await sender.deps.slack.conversations_history(**named)
    return await sender.deps.slack.conversations_replies(ts=thread_ts, **named)


async def _decide(sender: Sender, rows: Sequence[Undecided], found: dict[str, str] | Refusal) -> None:
    for row in rows:
        if isinstance(found, Refusal):
            await _unread(sender, row, found)
        elif row.mark in found:
            await pin_if_wanted(sender, row.claim, row.channel or "", found[row.mark])
            named = {"channel": row.channel, "ts": found[row.mark], "sent_at": sender.deps.clock()}
            sender.tally["sent"] += await writing(sender.deps, finish_sent, row.claim, **named)
            log.info("A delivery was found in Slack's history", delivery=row.claim.id)
        else:
            await writing(sender.deps, give_back, [row.claim])
            log.info("A delivery is not in Slack's history and is sent again", delivery=row.claim.id)


async def _unread(sender: Sender, row: Undecided, refusal: Refusal) -> None:
    if refusal.fault is Fault.DELIVERY or refusal.code in UNREADABLE:
        await writing(sender.deps, finish_unsent, row.claim, status="uncertain", reason=refusal.code)
        log.error("Nobody can tell whether a delivery was posted", delivery=row.claim.id, code=refusal.code)
        return
    # Slack will answer another time; a row is only decided by an answer.
    sender.stops.stop(HISTORY, refusal.retry_after or AGAIN)
