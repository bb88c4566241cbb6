"""The sender's lease: one sender per workspace at a time, by the machine's clock."""

from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.storage.tables import SenderLease


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


def give_back_lease(session: Session, *, workspace_id: int, owner: str) -> None:
    """Let the next one have the lease at once; nothing happens when it is somebody else's by now."""
    session.execute(delete(SenderLease).where(SenderLease.workspace_id == workspace_id, SenderLease.owner == owner))
