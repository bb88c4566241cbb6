"""Slack's history: which of our messages stand in a conversation, and whether another installation speaks there too."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.deps import Deps
from bot.slack.outcomes import CALL_ERRORS, Fault, Refusal, given, refusal_of
from bot.storage.doubts import see_other
from bot.storage.tables import Delivery, Workspace
from scheduler.marks import Ours, mark_in
from scheduler.sender import Sender
from scheduler.transactions import writing

log = structlog.get_logger(__name__)

#: How far before the call the history is read: clocks differ.
MARGIN = timedelta(minutes=10)

#: Messages asked for at a time, and how long to wait when Slack could not answer, in seconds.
PAGE = 200
AGAIN = 15.0

#: Not being allowed to read leaves a question open that only a person can answer; a dead token answers nothing at all.
UNREADABLE = frozenset({"missing_scope", "no_permission", "access_denied"})


@dataclass(frozen=True)
class Conversation:
    """A channel, or one thread in it."""

    channel: str
    thread_ts: str | None = None


@dataclass(frozen=True)
class Copy:
    """One message of a delivery; there should be one."""

    ts: str
    replies: int = 0


@dataclass
class Found:
    """What stands in a conversation: of each delivery its messages, and what other installations posted when."""

    copies: dict[str, list[Copy]] = field(default_factory=dict)
    others: dict[str, datetime] = field(default_factory=dict)

    def add(self, message: dict[str, Any], ours: Ours) -> None:
        """Take notice of a message."""
        mark = mark_in(message, ours)
        if mark is None:
            return
        if mark.installation == ours.installation:
            self.copies.setdefault(mark.delivery, []).append(Copy(message["ts"], int(message.get("reply_count") or 0)))
        elif ours.bot_id is not None:
            posted_at = datetime.fromtimestamp(float(message["ts"]), UTC)
            self.others[mark.installation] = max(posted_at, self.others.get(mark.installation, posted_at))

    def first(self, mark: str) -> Copy | None:
        """Return the copy to keep: the earliest, but rather one that people have answered in its thread."""
        return min(self.copies.get(mark, []), key=lambda copy: (copy.replies == 0, float(copy.ts)), default=None)


def ours_of(session: Session, workspace_id: int) -> Ours:
    """Return what this installation's messages look like."""
    workspace = session.get_one(Workspace, workspace_id)
    return Ours(workspace.installation, workspace.bot_id)


async def read(
    slack: AsyncWebClient, ours: Ours, place: Conversation, oldest: datetime | None, *, newest_page: bool = False
) -> Found | Refusal:
    """Return what stands in a conversation since then, or why that cannot be read. Reads the newest page or all."""
    named: dict[str, Any] = {"channel": place.channel, "limit": PAGE, "include_all_metadata": True}
    named |= {} if oldest is None else {"oldest": f"{oldest.timestamp():.6f}"}
    found = Found()
    cursor: str | None = None
    try:
        while True:
            page = await _page(slack, named | {"cursor": cursor}, place.thread_ts)
            for message in given(page, "messages"):
                found.add(message, ours)
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor or newest_page:
                return found
    except CALL_ERRORS as error:
        refusal = refusal_of(error)
    if refusal.code == "thread_not_found":
        # Then a reply to it was posted in the channel itself.
        return await read(slack, ours, Conversation(place.channel), oldest)
    return refusal


async def _page(slack: AsyncWebClient, named: dict[str, Any], thread_ts: str | None) -> Any:
    if thread_ts is None:
        return await slack.conversations_history(**named)
    return await slack.conversations_replies(ts=thread_ts, **named)


def is_unreadable(refusal: Refusal) -> bool:
    """Return whether reading is not allowed; otherwise Slack will answer another time."""
    return refusal.fault is Fault.DELIVERY or refusal.code in UNREADABLE


async def read_for(sender: Sender, ours: Ours, place: Conversation, oldest: datetime | None) -> Found | Refusal:
    """Read a conversation for a sender. Who else speaks there stops it."""
    found = await read(sender.deps.slack, ours, place, oldest)
    if isinstance(found, Found) and await notice_others(sender.deps, found):
        sender.halted = True
    return found


async def notice_others(deps: Deps, found: Found) -> bool:
    """Write down which other installations have posted; return whether one stands in the way."""
    in_the_way = False
    for installation, posted_at in found.others.items():
        if await writing(deps, see_other, deps.workspace_id, installation=installation, posted_at=posted_at):
            told = {"installation": installation, "posted_at": posted_at.isoformat()}
            log.error("Another installation speaks with the same bot: nothing is sent until `adopt`", **told)
            in_the_way = True
    return in_the_way


def thread_ts_of(session: Session, row: Delivery) -> str | None:
    """Return the timestamp of the message in whose thread a row's message stands."""
    if row.thread_key is None:
        return None
    parents = select(Delivery.slack_ts).where(
        Delivery.workspace_id == row.workspace_id,
        Delivery.key == row.thread_key,
        Delivery.status == "sent",
        Delivery.slack_channel == row.slack_channel,
    )
    return session.scalar(parents)
