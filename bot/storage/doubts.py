"""What is in doubt about deliveries: second copies to look for, what nobody can tell, what a restored database forgot.

Every function runs in a transaction of its caller. `machine_now` and what is compared with it are the machine's clock.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.storage.tables import Delivery, Membership, Network, Programme, Role, Unit
from bot.storage.tables.deliveries import OtherInstallation

WEEK = timedelta(days=7)


def to_sweep(workspace_id: int, machine_now: datetime, settled: datetime) -> Select[Delivery]:
    """Select the posted rows of which a second copy is looked for now; those called since `settled` wait."""
    called_before = or_(Delivery.started_at.is_(None), Delivery.started_at <= settled)
    return select(Delivery).where(
        Delivery.workspace_id == workspace_id,
        Delivery.sweep_at <= machine_now,
        Delivery.status == "sent",
        called_before,
    )


def keep_copy(session: Session, row_id: int, ts: str, *, machine_now: datetime) -> bool:
    """Let a row be about this copy of its message from now on; return whether it was about another one.

    What that copy says may be older: it is brought up to date at once.
    """
    changed = session.execute(
        update(Delivery)
        .where(Delivery.id == row_id, or_(Delivery.slack_ts.is_(None), Delivery.slack_ts != ts))
        .values(
            slack_ts=ts,
            body_hash=None,
            refresh_at=machine_now,
            refresh_started_at=None,
            refresh_version=Delivery.refresh_version + 1,
        )
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def finish_sweep(session: Session, row_id: int, *, looked_at: datetime) -> None:
    """End the doubt that was there when the row was looked at (its `sweep_at` then); of a withdrawn row, its life."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == row_id, Delivery.sweep_at == looked_at)
        .values(
            sweep_at=None,
            sweep_since=None,
            status=case((Delivery.withdrawn_at.is_not(None), "cancelled"), else_=Delivery.status),
        )
        .execution_options(synchronize_session=False)
    )


def postpone_sweep(session: Session, row_id: int, *, until: datetime) -> None:
    """Look again later: Slack's history did not even show the copy that is known."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == row_id)
        .values(sweep_at=until)
        .execution_options(synchronize_session=False)
    )


def withdraw(session: Session, keys: Iterable[str], *, now: datetime) -> int:
    """Take messages back: what waits is cancelled; what may be posted is deleted in Slack when that is certain.

    Return how many there were.
    """
    mine = (
        update(Delivery)
        .where(Delivery.workspace_id == session.info["actor"].workspace_id, Delivery.key.in_(list(keys)))
        .execution_options(synchronize_session=False)
    )
    waiting = mine.where(Delivery.status.in_(("pending", "uncertain")))
    begun = mine.where(Delivery.status.in_(("sending", "sent")), Delivery.withdrawn_at.is_(None))
    since = func.coalesce(Delivery.sweep_since, Delivery.started_at)
    taken_back = session.execute(
        begun.values(withdrawn_at=now, refresh_at=None, sweep_since=since, sweep_at=machine_clock()).returning(
            Delivery.id
        )
    ).all()
    cancelled = session.execute(
        waiting.values(status="cancelled", withdrawn_at=now, refresh_at=None).returning(Delivery.id)
    ).all()
    return len(taken_back) + len(cancelled)


def newest_call(session: Session, workspace_id: int) -> datetime | None:
    """Return when this database last called Slack with a message, as far as it knows (machine's clock)."""
    return session.scalar(select(func.max(Delivery.started_at)).where(Delivery.workspace_id == workspace_id))


def due_and_waiting(workspace_id: int, now: datetime, *, replies: bool) -> Select[Delivery]:
    """Select what a restored database believes it has not sent yet: what is due, replies in threads or the others."""
    return (
        select(Delivery)
        .where(Delivery.workspace_id == workspace_id, Delivery.status == "pending", Delivery.due_at <= now)
        .where(Delivery.thread_key.is_not(None) if replies else Delivery.thread_key.is_(None))
        .order_by(Delivery.id)
    )


def found_sent(session: Session, row_id: int, *, channel: str, ts: str) -> bool:
    """Store that a row that waits was posted before the database was restored; return whether it still waited."""
    values = {"status": "sent", "slack_channel": channel, "slack_ts": ts, "sent_at": Delivery.due_at, "reason": None}
    return _decided(session, row_id, "pending", values | {"refresh_at": None})


def cannot_tell(session: Session, row_id: int, *, channel: str, reason: str) -> bool:
    """Store that nobody can tell whether a row that waits was posted before the database was restored."""
    values = {"status": "uncertain", "slack_channel": channel, "reason": reason}
    return _decided(session, row_id, "pending", values)


def uncertain_rows(workspace_id: int) -> Select[Delivery]:
    """Select what nobody can tell about and nobody has decided, the oldest first."""
    return (
        select(Delivery)
        .where(Delivery.workspace_id == workspace_id, Delivery.status == "uncertain")
        .order_by(Delivery.due_at, Delivery.id)
    )


def decide(session: Session, row: Delivery, *, arrived: bool, now: datetime, useful_until: datetime) -> bool:
    """Store what a person says about an uncertain row: it was posted, or it is sent again; False when it was decided.

    Either way Slack's history is asked once more: for where it stands, or for a second copy.
    """
    asked = {"sweep_since": Delivery.started_at, "sweep_at": Delivery.started_at, "refresh_at": None}
    values: dict[str, Any] = asked | {"reason": None}
    if arrived:
        values |= {"status": "sent", "sent_at": now, "slack_ts": None}
    else:
        ends = case((Delivery.expires_at < useful_until, useful_until), else_=Delivery.expires_at)
        values |= {"status": "pending", "owner": None, "not_before": None, "expires_at": ends}
    return _decided(session, row.id, "uncertain", values)


def _decided(session: Session, row_id: int, status: str, values: dict[str, Any]) -> bool:
    changed = session.execute(
        update(Delivery)
        .where(Delivery.id == row_id, Delivery.status == status)
        .values(**values)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


@dataclass(frozen=True)
class Unsent:
    """How many messages of a kind ended as `expired` or `failed`."""

    kind: str
    status: str
    count: int


def unsent_of_late(session: Session, programmes: Collection[int], now: datetime) -> list[Unsent]:
    """Return what never came in the week before, in the workspace of these programmes; the most first."""
    since = now - WEEK
    too_late = and_(Delivery.status == "expired", Delivery.expires_at > since, Delivery.expires_at <= now)
    refused = and_(Delivery.status == "failed", Delivery.due_at > since, Delivery.due_at <= now)
    workspaces = select(Programme.workspace_id).where(Programme.id.in_(programmes))
    counted = session.execute(
        select(Delivery.kind, Delivery.status, func.count())
        .where(Delivery.workspace_id.in_(workspaces), or_(too_late, refused))
        .group_by(Delivery.kind, Delivery.status)
    )
    return sorted((Unsent(*row) for row in counted), key=lambda one: (-one.count, one.kind, one.status))


def concerned_programmes(session: Session, recipient: str) -> set[int]:
    """Return the programmes a recipient (`person:12`, `network:3`, a school's `unit:4`) belongs to."""
    what, _, number = recipient.partition(":")
    if what == "network":
        return set(session.scalars(select(Network.programme_id).where(Network.id == int(number))))
    if what == "unit":
        above = select(Unit.parent_id).where(Unit.id == int(number)).scalar_subquery()
        followed = select(Unit.programme_id).where(or_(Unit.id == int(number), Unit.id == above))
        return {found for found in session.scalars(followed) if found is not None}
    of_person = select(Role).where(Role.person_id == int(number)).subquery()
    direct = select(of_person.c.programme_id).where(of_person.c.programme_id.is_not(None))
    by_network = select(Network.programme_id).join(of_person, of_person.c.network_id == Network.id)
    # A role that names no network is for all of the municipality's.
    member = and_(Membership.unit_id == of_person.c.unit_id, of_person.c.network_id.is_(None))
    by_unit = select(Network.programme_id).join(Membership, Membership.network_id == Network.id).join(of_person, member)
    return {found for query in (direct, by_network, by_unit) for found in session.scalars(query) if found is not None}


def see_other(session: Session, workspace_id: int, installation: str, posted_at: datetime) -> bool:
    """Write down that another installation posted with the same bot; return whether that stands in the way.

    What it posted before it was settled stays settled.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"workspace_id": workspace_id, "installation": installation, "posted_at": posted_at}
    session.execute(
        insert(OtherInstallation)
        .values(**row)
        .on_conflict_do_update(
            index_elements=[OtherInstallation.workspace_id, OtherInstallation.installation],
            set_={"posted_at": posted_at, "settled_at": None},
            where=OtherInstallation.settled_at < posted_at,
        )
    )
    settled = select(OtherInstallation.settled_at).where(
        OtherInstallation.workspace_id == workspace_id, OtherInstallation.installation == installation
    )
    return session.scalar(settled) is None


def first_contacts(session: Session, workspace_id: int) -> list[str]:
    """Return the networks' channels in which this database has never posted."""
    posted = select(Delivery.id).where(
        Delivery.workspace_id == workspace_id,
        Delivery.slack_channel == Network.channel_id,
        Delivery.status == "sent",
    )
    channels = select(Network.channel_id).where(
        Network.workspace_id == workspace_id, Network.channel_id.is_not(None), ~posted.exists()
    )
    return [channel for channel in session.scalars(channels.order_by(Network.id)) if channel is not None]


def settle_others(session: Session, workspace_id: int) -> None:
    """Let what other installations have posted until now be no matter any more."""
    now = machine_clock()
    until = case((OtherInstallation.posted_at > now, OtherInstallation.posted_at), else_=now)
    session.execute(
        update(OtherInstallation)
        .where(OtherInstallation.workspace_id == workspace_id)
        .values(settled_at=until)
        .execution_options(synchronize_session=False)
    )
