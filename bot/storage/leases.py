"""The sender's lease: one sender per workspace at a time, by the machine's clock."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.errors import Sentence
from bot.storage.tables import SenderLease

#: No process may ask for more (NATVERKSBOT_LEASE_SECONDS): a lease that lasts longer was taken by a clock that goes
#: wrong, and nobody sends until its time has come.
LONGEST_LEASE = timedelta(minutes=30)


def take_lease(session: Session, *, workspace_id: int, owner: str, machine_now: datetime, until: datetime) -> bool:
    """Take the lease, or hold it for longer; return False while somebody else has it."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(SenderLease).values(workspace_id=workspace_id, owner=owner, lease_until=until)
    taken = session.execute(
        statement.on_conflict_do_update(
            index_elements=[SenderLease.workspace_id],
            set_={"owner": owner, "lease_until": until},
            where=or_(SenderLease.owner == owner, SenderLease.lease_until <= machine_now),
        ).returning(SenderLease.id)
    )
    return taken.first() is not None


def lease_ahead(session: Session, *, workspace_id: int, machine_now: datetime) -> SenderLease | None:
    """Return the lease when it lies in the future, longer than anybody can hold it; None when all is well."""
    too_long = SenderLease.lease_until > machine_now + LONGEST_LEASE
    return session.scalar(select(SenderLease).where(SenderLease.workspace_id == workspace_id, too_long))


def why_lease_ahead(session: Session, *, workspace_id: int, machine_now: datetime) -> Sentence | None:
    """Return what to do about a lease that lies in the future; None when all is well."""
    lease = lease_ahead(session, workspace_id=workspace_id, machine_now=machine_now)
    if lease is None:
        return None
    until = f"{lease.lease_until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return Sentence("delivery-lease-ahead", {"owner": lease.owner, "until": until})


def free_lease_ahead(session: Session, *, workspace_id: int, machine_now: datetime) -> None:
    """Free a lease that lies in the future; nothing happens when all is well."""
    if lease := lease_ahead(session, workspace_id=workspace_id, machine_now=machine_now):
        session.delete(lease)


def give_back_lease(session: Session, *, workspace_id: int, owner: str) -> None:
    """Let the next one have the lease at once; nothing happens when it is somebody else's by now."""
    session.execute(delete(SenderLease).where(SenderLease.workspace_id == workspace_id, SenderLease.owner == owner))
