"""What sending would do until an instant if nobody did anything in between: each message judged as the sender does.

Planning is done in mind, and then every message is composed at its hour, in the order of their hours, with what became
of the earlier ones. All of it is written in an overlay of the queue (`bot.storage.overlay`), so that the rules about
what has been said, and what will be, meet there what they will meet in the queue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.domain.letters import LETTER
from bot.messages.registry import KINDS
from bot.storage.channels import has_lost_channel
from bot.storage.deliveries import pauses_of
from bot.storage.overlay import Overlay
from bot.storage.sending import UNDECIDED, yielded_to_letter
from bot.storage.stops import in_the_way
from bot.storage.tables import Delivery, Network, Workspace
from scheduler.compose import Composed, Unsent, compose
from scheduler.plan import changes

#: How far beyond the end is planned: a message may yield to what is due later in its week (`bot.messages.budget`).
LOOK_AHEAD = timedelta(days=10)
A_MOMENT = timedelta(microseconds=1)


@dataclass
class DryRun:
    """One run in mind: what is queued and what planning adds, from `now` until `end`."""

    overlay: Overlay
    workspace: Workspace
    now: datetime
    end: datetime
    #: Why messages of a kind wait; "" is every kind.
    stops: Mapping[str, str]
    #: The rows that were judged, and with which state and reason each began.
    before: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    #: Why a message will not be sent, by its row; those that will be have none.
    why_not: dict[int, str] = field(default_factory=dict)
    #: When rows are judged: the instant and the id, a heap.
    _turns: list[tuple[datetime, int]] = field(default_factory=list)
    #: Rows that wait for what they stand in the thread of, by its key.
    _in_threads: dict[str, list[int]] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        """The session of the overlay."""
        return self.overlay.session

    def plan(self) -> None:
        """Plan in mind, as the next planning will."""
        for kind in list(KINDS.values()):
            found = changes(self.session, self.workspace.id, kind, self.now, self.end + LOOK_AHEAD)
            self.overlay.add(found.new)
            for row in found.moved:
                self.overlay.change(row.row_id, due_at=row.to, expires_at=row.until)

    def send(self) -> list[Delivery]:
        """Judge what falls due before the end, each at its hour, of the same hour the oldest first; return it all."""
        waiting = list(self.session.scalars(self._waiting()))
        rows = {row.id: row for row in waiting}
        for row in waiting:
            self._await(row, max(self.now, row.due_at))
        while self._turns:
            at, row_id = heappop(self._turns)
            # Those that wait once more are found on the way; all are held, so that the session forgets none.
            row = rows.setdefault(row_id, self.session.get_one(Delivery, row_id))
            self._judge(row, at)
        return list(rows.values())

    def is_news(self, row: Delivery) -> bool:
        """Return whether a row was judged; one that had ended, and ended in the same way once more, is no news."""
        before = self.before.get(row.id)
        return before is not None and (before[0] == "pending" or before != (row.status, row.reason))

    def _waiting(self) -> Select[Delivery]:
        mine = (Delivery.workspace_id == self.workspace.id, Delivery.status == "pending")
        return select(Delivery).where(*mine, Delivery.due_at < self.end).order_by(Delivery.due_at, Delivery.id)

    def _await(self, row: Delivery, at: datetime) -> None:
        self.before.setdefault(row.id, (row.status, row.reason))
        heappush(self._turns, (at, row.id))

    def _judge(self, row: Delivery, at: datetime) -> None:
        if row.expires_at < at:
            self._end(row, at, "expired", "too-late")
        elif (why := self._held_up_by(row)) is not None:
            # Until it is of no use any more, if nobody does anything; what holds it up stays the reason that is told.
            self.why_not[row.id] = why
            if row.expires_at < self.end:
                heappush(self._turns, (row.expires_at + A_MOMENT, row.id))
        elif (parent := self._undecided_parent(row)) is not None:
            self._in_threads.setdefault(parent, []).append(row.id)
        else:
            self._compose(row, at)

    def _compose(self, row: Delivery, at: datetime) -> None:
        message = compose(self.session, row.id, at)
        if isinstance(message, Unsent):
            self._end(row, at, message.status, message.reason)
            return
        self.overlay.change(row.id, **_as_sent(message, at))
        self._wake_thread(row, at)

    def _end(self, row: Delivery, at: datetime, status: str, reason: str) -> None:
        self.why_not.setdefault(row.id, reason)
        self.overlay.change(row.id, status=status, reason=reason)
        self._wake_thread(row, at)
        if row.kind == LETTER:
            yielded = yielded_to_letter(self.workspace.id, [row.recipient], at)
            for other in self.session.scalars(select(Delivery).where(yielded)).all():
                self._await(other, at)
                self.why_not.pop(other.id, None)
                self.overlay.change(other.id, status="pending", reason=None)

    def _wake_thread(self, row: Delivery, at: datetime) -> None:
        for reply in self._in_threads.pop(row.key, ()):
            heappush(self._turns, (at, reply))

    def _held_up_by(self, row: Delivery) -> str | None:
        if (stop := self.stops.get("", self.stops.get(row.kind))) is not None:
            return stop
        what, _, number = row.recipient.partition(":")
        is_lost = what == "network" and has_lost_channel(self.session.get_one(Network, int(number)))
        return "channel-lost" if is_lost else None

    def _undecided_parent(self, row: Delivery) -> str | None:
        if row.thread_key is None:
            return None
        parent = select(Delivery.key).where(
            Delivery.workspace_id == row.workspace_id, Delivery.key == row.thread_key, Delivery.status.in_(UNDECIDED)
        )
        return self.session.scalar(parent)


def stops_of(session: Session, workspace_id: int) -> Mapping[str, str]:
    """Return why messages of a kind are not sent now, "" for all kinds."""
    stops = {row.kind: "stopped" for row in session.scalars(pauses_of(workspace_id))}
    if session.scalar(in_the_way(workspace_id).limit(1)) is not None:
        stops[""] = "other-installation"
    return stops


def _as_sent(message: Composed, at: datetime) -> dict[str, Any]:
    said = message.message.said
    return {
        "status": "sent",
        "reason": None,
        "sent_at": at,
        # A conversation that is not open yet has no id.
        "slack_channel": message.place.channel or "",
        "slack_ts": f"{at.timestamp():.6f}",
        "body_hash": message.body_hash,
        "said": None if said is None else dict(said),
    }
