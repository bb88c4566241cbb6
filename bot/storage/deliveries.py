"""Queueing what the bot will say, marking what should be brought up to date, and stopping and starting.

What services need of the table `deliveries`. How its rows are claimed and end stands in `bot.storage.sending`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.deliveries import TIMINGS
from bot.storage.tables import Delivery, Pause

#: Changes of one message within this time become one refresh.
COALESCE_FOR = timedelta(seconds=5)

#: A refresh is marked on rows that are posted, or may be: a waiting one may be in the hands of a sender right now.
REFRESHABLE = ("pending", "sending", "sent", "uncertain")

# PostgreSQL does not count the rows of ON CONFLICT DO NOTHING: the returned ids do.
_QUEUE = {
    name: dialect.insert(Delivery).on_conflict_do_nothing().returning(Delivery.id)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}


def waits() -> ColumnElement[bool]:
    """Return the condition on `deliveries`: to come. Who has taken a message and not called Slack has said nothing."""
    taken = and_(Delivery.status == "sending", Delivery.slack_channel.is_(None))
    return or_(Delivery.status == "pending", taken)


def said() -> ColumnElement[bool]:
    """Return the condition on `deliveries`: posted, or perhaps posted."""
    called = and_(Delivery.status == "sending", Delivery.slack_channel.is_not(None))
    return or_(Delivery.status.in_(("sent", "uncertain")), called)


def queue(
    session: Session,
    *,
    key: str,
    kind: str,
    recipient: str,
    due_at: datetime,
    now: datetime,
    subject: str | None = None,
    subject_id: int | None = None,
    thread_key: str | None = None,
    nominal_on: date | None = None,
    expires_at: datetime | None = None,
    given: Mapping[str, Any] | None = None,
) -> bool:
    """Queue one message of the actor's workspace, once per key; return whether it is new.

    `given` is what it tells that the database will not know any more. Without `expires_at` it is of use for as long
    as its kind is (`bot.domain.deliveries.TIMINGS`). When the kind is prompt the caller nudges the sender after the
    commit (`Deps.nudge`).
    """
    row = {
        "key": key,
        "kind": kind,
        "recipient": recipient,
        "due_at": due_at,
        "expires_at": expires_at or due_at + TIMINGS[kind].useful_for,
        "subject": subject,
        "subject_id": subject_id,
        "thread_key": thread_key,
        "nominal_on": nominal_on,
        "given": given,
    }
    return queue_many(session, [row], now=now) == 1


def queue_many(session: Session, rows: Sequence[Mapping[str, Any]], *, now: datetime) -> int:
    """Queue messages given as columns of `Delivery`; return how many are new. Keep to 200 rows a transaction."""
    if not rows:
        return 0
    common = {"workspace_id": session.info["actor"].workspace_id, "created_at": now}
    common |= {"status": "pending", "attempt": 0, "refresh_version": 0}
    statement = _QUEUE[session.get_bind().dialect.name]
    new = session.connection().execute(statement, [common | dict(row) for row in rows])
    return len(new.all())


@dataclass(frozen=True)
class Moved:
    """A message that waits, and when it comes instead."""

    row_id: int
    to: datetime
    until: datetime


def waits_for_later(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions on `deliveries`: it waits, and its hour has not come. What is due does not move."""
    return Delivery.status == "pending", Delivery.due_at > now


def move_waiting(session: Session, moved: Sequence[Moved], now: datetime) -> None:
    """Let messages come at another hour that still wait for a later one; keep to 200 a transaction."""
    if moved:
        move = update(Delivery).where(Delivery.id == bindparam("row_id"), *waits_for_later(now))
        values: dict[str, Any] = {"due_at": bindparam("to"), "expires_at": bindparam("until")}
        session.connection().execute(move.values(values), [asdict(one) for one in moved])


def mark_for_refresh(
    session: Session,
    *,
    subject: str | None = None,
    subject_id: int | None = None,
    keys: Iterable[str] = (),
    at: datetime | None = None,
) -> int:
    """Mark the messages about a subject, or with these keys, as out of date; return how many there are.

    They are brought up to date COALESCE_FOR from now, in one go for all marks until then, or already `at` an instant of
    the machine's clock when somebody waits to see it. Call it in the transaction of the change.
    """
    about: ColumnElement[bool] = Delivery.key.in_(list(keys))
    if subject is not None:
        about = and_(Delivery.subject == subject, Delivery.subject_id == subject_id)
    when = at or machine_clock() + COALESCE_FOR
    workspace_id = session.info["actor"].workspace_id
    marked = session.execute(
        update(Delivery)
        .where(Delivery.workspace_id == workspace_id, about)
        .where(Delivery.status.in_(REFRESHABLE))
        .values(
            refresh_at=case((Delivery.refresh_at < when, Delivery.refresh_at), else_=when),
            refresh_version=Delivery.refresh_version + 1,
        )
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return len(marked.all())


def forget_waiting(session: Session, *, subject: str, subject_ids: Iterable[int]) -> int:
    """Take back what waits about these subjects, so that planning makes it anew; return how many there were.

    What is sent, or may be on its way, stays as it is, and its key keeps it from being sent again. What a person's own
    action caused, or an announcement, stays too: no planning makes that anew.
    """
    waiting = delete(Delivery).where(
        Delivery.workspace_id == session.info["actor"].workspace_id,
        Delivery.subject == subject,
        Delivery.subject_id.in_(list(subject_ids)),
        Delivery.status == "pending",
        Delivery.kind.not_in([name for name, timing in TIMINGS.items() if timing.prompt or timing.announces]),
    )
    taken_back = session.execute(waiting.returning(Delivery.id).execution_options(synchronize_session=False))
    return len(taken_back.all())


def pause(session: Session, *, now: datetime, kind: str = "", reason: str | None = None) -> bool:
    """Stop sending everything, or one kind, in the actor's workspace; return False when it was stopped already."""
    row = Pause(workspace_id=session.info["actor"].workspace_id, kind=kind, since=now, reason=reason)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def resume(session: Session, *, kind: str | None = None) -> int:
    """Start sending one kind again ("" is the stop of everything), or all; return how many stops ended."""
    pauses = list(session.scalars(pauses_of(session.info["actor"].workspace_id)))
    ended = [row for row in pauses if kind is None or row.kind == kind]
    for row in ended:
        session.delete(row)
    session.flush()
    return len(ended)


def pauses_of(workspace_id: int) -> Select[Pause]:
    """Select what is stopped in a workspace, the stop of everything first."""
    return select(Pause).where(Pause.workspace_id == workspace_id).order_by(Pause.kind)
