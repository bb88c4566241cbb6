"""How a delivery goes from waiting to an end: claims, what they end in, and what is left undecided.

A claim holds while its row is `sending` with the same attempt; every statement that ends one says so in its WHERE, so
whoever lost a row changes nothing. `now` is the story's clock, `machine_now` the machine's.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.letters import IN_LETTER, LETTER
from bot.storage.channels import waits_for_channel
from bot.storage.db import run
from bot.storage.refreshes import POSTED_AGAIN, refresh_is_due
from bot.storage.stops import is_stopped
from bot.storage.tables import Delivery, SenderLease

#: Written into the statement itself: with a value beside it SQLite would not use the partial indexes.
PENDING = literal("pending", literal_execute=True)
SENDING = literal("sending", literal_execute=True)

#: When whoever sends has had time enough.
WAITED_LONG = timedelta(minutes=15)

#: A message in a thread waits while its parent may still be posted.
UNDECIDED = ("pending", "sending", "uncertain")


@dataclass(frozen=True)
class Claim:
    """One row in the hands of one sender."""

    id: int
    key: str
    kind: str
    recipient: str
    attempt: int


@dataclass(frozen=True)
class Waiting:
    """What can be sent now, by whom: the workspace, the clocks, and which kinds (None for all)."""

    workspace_id: int
    now: datetime
    machine_now: datetime
    kinds: Collection[str] | None = None

    def where(self) -> ColumnElement[bool]:
        """Return the condition on `deliveries`: due, useful, not stopped, its hour, channel and thread come."""
        return _can_be_sent(self.workspace_id, self.kinds, self.now, self.machine_now)

    @property
    def values(self) -> dict[str, Any]:
        """Return what a statement with `_NOW` and `_MACHINE_NOW` in it is run with."""
        return {"story_now": self.now, "machine_now": self.machine_now}


#: Of statements that are put together once: what is due is asked for again and again.
_NOW = bindparam("story_now", type_=Delivery.due_at.type)
_MACHINE_NOW = bindparam("machine_now", type_=Delivery.due_at.type)

_Instant = datetime | BindParameter[datetime]


def _can_be_sent(
    workspace_id: int, kinds: Collection[str] | None, now: _Instant, machine_now: _Instant
) -> ColumnElement[bool]:
    parent = aliased(Delivery)
    undecided = select(parent.id).where(
        parent.workspace_id == workspace_id,
        parent.key == Delivery.thread_key,
        parent.status.in_(UNDECIDED),
    )
    return and_(
        _due(workspace_id, now),
        Delivery.expires_at >= now,
        or_(Delivery.not_before.is_(None), Delivery.not_before <= machine_now),
        _of(kinds),
        ~is_stopped(workspace_id),
        ~waits_for_channel(workspace_id),
        or_(Delivery.thread_key.is_(None), ~undecided.exists()),
    )


def _due(workspace_id: int, now: _Instant) -> ColumnElement[bool]:
    return and_(Delivery.workspace_id == workspace_id, Delivery.status == PENDING, Delivery.due_at <= now)


def _of(kinds: Collection[str] | None) -> ColumnElement[bool]:
    return true() if kinds is None else Delivery.kind.in_(list(kinds))


@dataclass(frozen=True)
class Waits:
    """One row that can be sent now, as far as whose turn it is goes."""

    id: int
    recipient: str
    expires_at: datetime


def rows_that_wait(session: Session, waiting: Waiting, *, limit: int) -> list[Waits]:
    """Return up to `limit` rows that can be sent now, the earliest due first."""
    asked = _waiting(waiting.workspace_id, _frozen(waiting.kinds))
    return [Waits(*row) for row in run(session, asked, waiting.values | {"most": limit})]


def claim(session: Session, waiting: Waiting, wanted: Sequence[int], *, owner: str) -> list[Claim]:
    """Take those of the wanted rows that can be sent now, in the order given; no two sessions get the same row."""
    taking = _taking(waiting.workspace_id, _frozen(waiting.kinds))
    taken = run(session, taking, waiting.values | {"wanted": list(wanted), "taken_by": owner})
    claims = {row.id: Claim(*row) for row in taken}
    return [claims[row_id] for row_id in wanted if row_id in claims]


def _frozen(kinds: Collection[str] | None) -> tuple[str, ...] | None:
    return None if kinds is None else tuple(kinds)


@cache
def _waiting(workspace_id: int, kinds: tuple[str, ...] | None) -> Select[int, str, datetime]:
    can_be_sent = _can_be_sent(workspace_id, kinds, _NOW, _MACHINE_NOW)
    columns = (Delivery.id, Delivery.recipient, Delivery.expires_at)
    return select(*columns).where(can_be_sent).order_by(Delivery.due_at, Delivery.id).limit(bindparam("most"))


@cache
def _taking(workspace_id: int, kinds: tuple[str, ...] | None) -> ReturningUpdate[int, str, str, str, int]:
    can_be_sent = _can_be_sent(workspace_id, kinds, _NOW, _MACHINE_NOW)
    still = select(Delivery.id).where(Delivery.id.in_(bindparam("wanted", expanding=True)), can_be_sent)
    return (
        update(Delivery)
        .where(Delivery.id.in_(still.with_for_update(skip_locked=True, of=Delivery)), Delivery.status == PENDING)
        .values(
            status="sending",
            owner=bindparam("taken_by"),
            started_at=_MACHINE_NOW,
            attempt=Delivery.attempt + 1,
            not_before=None,
            slack_channel=None,
            body_hash=None,
            said=None,
        )
        .returning(Delivery.id, Delivery.key, Delivery.kind, Delivery.recipient, Delivery.attempt)
    )


@dataclass(frozen=True)
class Call:
    """What is about to be posted where, since when; the claim counts when it is younger than `claimed_after`."""

    channel: str
    body_hash: str
    said: dict[str, Any] | None
    started_at: datetime
    claimed_after: datetime


def begin_call(session: Session, held: Claim, call: Call) -> bool:
    """Write what is about to be posted; False when the claim is lost or old, and then nothing may be posted."""
    values = {"slack_channel": call.channel, "body_hash": call.body_hash, "said": call.said}
    return _end(session, held, values | {"started_at": call.started_at}, Delivery.started_at > call.claimed_after)


def holds_lease(session: Session, *, workspace_id: int, owner: str, machine_now: datetime) -> bool:
    """Return whether the sender's lease is this owner's right now."""
    held = select(SenderLease.id).where(
        SenderLease.workspace_id == workspace_id, SenderLease.owner == owner, SenderLease.lease_until > machine_now
    )
    return session.scalar(held) is not None


def finish_sent(
    session: Session, held: Claim, *, channel: str, ts: str, sent_at: datetime, version: int | None = None
) -> bool:
    """Store that it was posted. A mark for refresh falls when the message was gathered at its version."""
    kept = case((Delivery.refresh_version == version, None), else_=Delivery.refresh_at)
    values = {"status": "sent", "slack_channel": channel, "slack_ts": ts, "sent_at": sent_at, "refresh_at": kept}
    values["reason"] = case((Delivery.reason == POSTED_AGAIN, POSTED_AGAIN), else_=None)
    return _end(session, held, values)


def finish_unsent(session: Session, held: Claim, *, status: str, reason: str) -> bool:
    """Store that it was not posted and will not be (skipped, failed), or that nobody can tell (uncertain)."""
    ended = _end(session, held, {"status": status, "reason": reason, "refresh_at": None})
    if ended and held.kind == LETTER and status != "uncertain":
        _requeue(session, [held.recipient])
    return ended


def yielded_to_letter(workspace_id: int, recipients: Collection[str], now: datetime) -> ColumnElement[bool]:
    """Return the condition on `deliveries`: it left its words to a letter that never came, and is still of use."""
    letter = aliased(Delivery)
    came = exists().where(
        letter.workspace_id == workspace_id,
        letter.recipient == Delivery.recipient,
        letter.kind == LETTER,
        letter.sent_at >= Delivery.due_at,
    )
    return and_(
        ~came,
        Delivery.workspace_id == workspace_id,
        Delivery.recipient.in_(recipients),
        Delivery.status == "skipped",
        Delivery.reason == IN_LETTER,
        Delivery.expires_at >= now,
    )


def _requeue(session: Session, recipients: Collection[str]) -> None:
    """Let what left its words to a weekly letter that never came wait again: it is judged once more."""
    workspace_id, now = session.info["actor"].workspace_id, session.info["now"]
    session.execute(
        update(Delivery)
        .where(yielded_to_letter(workspace_id, recipients, now))
        .values(status="pending", reason=None)
        .execution_options(synchronize_session=False)
    )


def give_back(
    session: Session, held: Iterable[Claim], *, not_before: datetime | None = None, reason: str | None = None
) -> None:
    """Let rows that were certainly not posted wait again, until `not_before` by the machine's clock."""
    for one in held:
        values = {"status": _WAITS_AGAIN, "owner": None, "started_at": None}
        _end(session, one, {**values, "not_before": not_before, "reason": reason})


def send_again(session: Session, held: Claim, *, since: datetime, sweep_at: datetime) -> bool:
    """Let a row wait again that Slack's history does not show; at `sweep_at` a second copy is looked for."""
    values = {"status": _WAITS_AGAIN, "owner": None, "started_at": None, "not_before": None, "reason": None}
    return _end(session, held, values | {"sweep_since": _earlier(since), "sweep_at": sweep_at})


def finish_late(
    session: Session, held: Claim, *, channel: str, ts: str, sent_at: datetime, since: datetime, sweep_at: datetime
) -> bool:
    """Store a message that was posted after its claim was lost, if nobody posted another one; else have it looked for.

    Return whether it counts as sent now.
    """
    mine = update(Delivery).where(Delivery.id == held.id).execution_options(synchronize_session=False)
    undone = mine.where(Delivery.attempt == held.attempt, Delivery.status.in_(("pending", "uncertain")))
    values = {"status": "sent", "slack_channel": channel, "slack_ts": ts, "sent_at": sent_at, "reason": None}
    if session.execute(undone.values(**values, not_before=None).returning(Delivery.id)).first() is not None:
        return True
    other = mine.where(or_(Delivery.slack_ts.is_(None), Delivery.slack_ts != ts))
    session.execute(other.values(sweep_since=_earlier(since), sweep_at=sweep_at))
    return False


def doubt_if_lost(session: Session, held: Claim, *, since: datetime, sweep_at: datetime) -> bool:
    """Have a second copy looked for when a call without an answer was made after its claim was lost."""
    lost = or_(Delivery.status != SENDING, Delivery.attempt != held.attempt)
    doubted = session.execute(
        update(Delivery)
        .where(Delivery.id == held.id, lost)
        .values(sweep_since=_earlier(since), sweep_at=sweep_at)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return doubted.first() is not None


#: Of a row that somebody took back meanwhile, nothing is sent.
_WAITS_AGAIN = case((Delivery.withdrawn_at.is_not(None), "cancelled"), else_="pending")


def _earlier(since: datetime) -> ColumnElement[Any]:
    return case((Delivery.sweep_since < since, Delivery.sweep_since), else_=since)


def _end(session: Session, held: Claim, values: dict[str, Any], *more: ColumnElement[bool]) -> bool:
    changed = session.execute(
        update(Delivery)
        .where(Delivery.id == held.id, Delivery.status == SENDING, Delivery.attempt == held.attempt, *more)
        .values(**values)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def expire(session: Session, *, workspace_id: int, now: datetime) -> int:
    """End what waits and is of no use any more; return how many."""
    expired = session.execute(
        update(Delivery)
        .where(_due(workspace_id, now), Delivery.expires_at < now)
        .values(status="expired", reason="too-late", refresh_at=None)
        .returning(Delivery.kind, Delivery.recipient)
        .execution_options(synchronize_session=False)
    ).all()
    _requeue(session, {row.recipient for row in expired if row.kind == LETTER})
    return len(expired)


def undecided_claims(session: Session, *, workspace_id: int, started_before: datetime) -> list[tuple[Claim, Delivery]]:
    """Return the rows whose sender never told how it went, with their claims, the oldest first."""
    rows = session.scalars(
        select(Delivery)
        .where(Delivery.status == SENDING, Delivery.started_at <= started_before)
        .where(Delivery.workspace_id == workspace_id)
        .order_by(Delivery.started_at, Delivery.id)
    )
    return [(Claim(row.id, row.key, row.kind, row.recipient, row.attempt), row) for row in rows]


def next_attempt(session: Session, waiting: Waiting) -> datetime | None:
    """Return when the next message that was told to wait may be sent (machine's clock)."""
    return session.scalar(
        select(func.min(Delivery.not_before)).where(
            _due(waiting.workspace_id, waiting.now), _of(waiting.kinds), Delivery.not_before > waiting.machine_now
        )
    )


def is_anything_to_do(session: Session, waiting: Waiting, *, lease: timedelta) -> bool:
    """Return whether there is anything to send, to end as expired or to refresh now. One cheap query."""
    reasons = [
        waiting.where(),
        and_(_due(waiting.workspace_id, waiting.now), Delivery.expires_at < waiting.now),
        refresh_is_due(waiting.workspace_id, waiting.machine_now, lease),
    ]
    found = [select(Delivery.id).where(reason).exists() for reason in reasons]
    return bool(session.scalar(select(or_(*found))))


def oldest_neglected(
    session: Session, *, workspace_id: int, before: datetime, kinds: Collection[str] | None = None
) -> datetime | None:
    """Return since when something waits that whoever sends would have sent, or ended as too late, by then."""
    late = and_(_due(workspace_id, before), Delivery.expires_at < before, _of(kinds))
    neglected = or_(_can_be_sent(workspace_id, kinds, before, before), late)
    return session.scalar(select(func.min(Delivery.due_at)).where(neglected))


def is_sending_slow(session: Session, *, workspace_id: int, now: datetime) -> bool:
    """Return whether something has been posted within WAITED_LONG: what waits then waits for its turn."""
    posted = select(Delivery.id).where(
        Delivery.workspace_id == workspace_id,
        Delivery.status != PENDING,
        Delivery.due_at > now - timedelta(days=1),
        Delivery.due_at <= now,
        Delivery.sent_at > now - WAITED_LONG,
    )
    return session.scalar(posted.limit(1)) is not None


def count_left(session: Session, *, workspace_id: int, now: datetime) -> tuple[int, int]:
    """Return how many deliveries due by `now` still wait (or nobody has told yet), and how many are uncertain."""
    counted = session.execute(
        select(Delivery.status, func.count())
        .where(Delivery.workspace_id == workspace_id, Delivery.due_at <= now, Delivery.status.in_(UNDECIDED))
        .group_by(Delivery.status)
    )
    counts = {status: int(count) for status, count in counted.all()}
    return counts.get("pending", 0) + counts.get("sending", 0), counts.get("uncertain", 0)
