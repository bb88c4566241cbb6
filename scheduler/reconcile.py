"""Where an answer never came, Slack's history says what became of a message: found, provably absent, or unreadable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from bot.slack.outcomes import Refusal
from bot.storage.sending import Claim, finish_sent, finish_unsent, give_back, send_again, undecided_claims
from bot.storage.tables import Workspace
from scheduler.history import AGAIN, MARGIN, Conversation, Found, is_unreadable, ours_of, read_for, thread_ts_of
from scheduler.marks import Ours, mark_of
from scheduler.pin import pin_if_wanted
from scheduler.sender import HISTORY, Sender
from scheduler.transactions import reading, writing

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Undecided:
    """A row whose sender never told how it went; `place` is None when Slack was certainly never called."""

    claim: Claim
    mark: str
    place: Conversation | None
    started_at: datetime


async def reconcile(sender: Sender) -> None:
    """Decide every row whose claim, and the time history is given, have passed. The caller holds the lease."""
    if sender.stops.left(HISTORY):
        return
    ours, rows = await reading(sender.deps, _undecided, sender.deps.workspace_id, sender.settled())
    if never_called := [row.claim for row in rows if row.place is None]:
        await writing(sender.deps, give_back, never_called)
    conversations: dict[Conversation, list[Undecided]] = {}
    for row in rows:
        if row.place is not None:
            conversations.setdefault(row.place, []).append(row)
    for place, in_it in conversations.items():
        if sender.stopping.is_set() or sender.stops.left(HISTORY):
            return
        oldest = min(row.started_at for row in in_it) - MARGIN
        found = await read_for(sender, ours, place, oldest)
        await _decide(sender, place, in_it, found)


async def is_anything_undecided(sender: Sender) -> bool:
    """Return whether there is anything to reconcile."""
    _, rows = await reading(sender.deps, _undecided, sender.deps.workspace_id, sender.settled())
    return bool(rows)


def _undecided(session: Session, workspace_id: int, before: datetime) -> tuple[Ours, list[Undecided]]:
    workspace = session.get_one(Workspace, workspace_id)
    rows = undecided_claims(session, workspace_id=workspace_id, started_before=before)
    return ours_of(session, workspace_id), [
        Undecided(
            held,
            mark_of(workspace, row.key),
            None if row.slack_channel is None else Conversation(row.slack_channel, thread_ts_of(session, row)),
            row.started_at or before,
        )
        for held, row in rows
    ]


async def _decide(sender: Sender, place: Conversation, rows: Sequence[Undecided], found: Found | Refusal) -> None:
    for row in rows:
        if isinstance(found, Refusal):
            await _unread(sender, row, found)
        elif (copy := found.first(row.mark)) is not None:
            await pin_if_wanted(sender, row.claim, place.channel, copy.ts)
            named = {"channel": place.channel, "ts": copy.ts, "sent_at": sender.deps.clock()}
            sender.tally["sent"] += await writing(sender.deps, finish_sent, row.claim, **named)
            log.info("A delivery was found in Slack's history", delivery=row.claim.id)
        else:
            # Should the history only have been late, a second copy is found and deleted (`scheduler.sweep`).
            named = {"since": row.started_at, "sweep_at": sender.sweep_at()}
            await writing(sender.deps, send_again, row.claim, **named)
            log.info("A delivery is not in Slack's history and is sent again", delivery=row.claim.id)


async def _unread(sender: Sender, row: Undecided, refusal: Refusal) -> None:
    if is_unreadable(refusal):
        await writing(sender.deps, finish_unsent, row.claim, status="uncertain", reason=refusal.code)
        log.error("Nobody can tell whether a delivery was posted", delivery=row.claim.id, code=refusal.code)
        return
    # Slack will answer another time; a row is only decided by an answer.
    sender.stops.stop(HISTORY, refusal.retry_after or AGAIN)
