"""Addresses outside Slack: made, followed and revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import select

from bot.domain.people import Actor
from bot.errors import NotFound
from bot.services.people import identify
from bot.storage.db import Database
from bot.storage.tables import Link, Person, Unit

Kind = Literal["wheel", "calendar"]
#: Of what stands in an address, before it is written with letters.
BYTES = 32


@dataclass(frozen=True)
class Followed:
    """Whose eyes an address sees with, and of what; without a unit everything that person is in."""

    actor: Actor
    unit_id: int | None


def open_links(database: Database, actor: Actor, *wanted: tuple[Kind, int | None], now: datetime) -> list[str]:
    """Return what stands in new addresses, of a kind and a unit each; without a unit of all that the actor is in.

    They cannot be read from the database again. Raises NotFound for a unit, and then none is opened.
    """
    tokens = [secrets.token_urlsafe(BYTES) for _ in wanted]
    with database.transaction(actor, now) as session:
        for token, (kind, unit_id) in zip(tokens, wanted, strict=True):
            unit = session.get(Unit, unit_id) if unit_id is not None else None
            if unit_id is not None and (unit is None or unit.workspace_id != actor.workspace_id):
                raise NotFound("milestone-unknown")
            session.add(
                Link(
                    workspace_id=actor.workspace_id,
                    person_id=actor.person_id,
                    unit_id=unit_id,
                    kind=kind,
                    hash=_hash(token),
                    made_at=now,
                )
            )
    return tokens


def follow_link(database: Database, workspace_id: int, kind: Kind, token: str, *, now: datetime) -> Followed:
    """Return who an address was given to, with the roles held now.

    Raises NotFound for one that never was, is revoked, is of another kind, or whose person has left.
    """
    found = (
        select(Link.unit_id, Person.slack_user_id)
        .join(Person, Person.id == Link.person_id)
        .where(Link.workspace_id == workspace_id, Link.kind == kind, Link.hash == _hash(token))
        .where(Link.revoked_at.is_(None), Person.active)
    )
    with database.reading() as session:
        row = session.execute(found).one_or_none()
    if row is None or row.slack_user_id is None:
        raise NotFound("link-unknown")
    return Followed(identify(database, workspace_id, row.slack_user_id, now=now), row.unit_id)


def revoke_links(database: Database, actor: Actor, *, now: datetime) -> int:
    """Make every address that this person was given useless; return how many there were."""
    mine = select(Link).where(
        Link.workspace_id == actor.workspace_id, Link.person_id == actor.person_id, Link.revoked_at.is_(None)
    )
    with database.transaction(actor, now) as session:
        links = list(session.scalars(mine))
        for link in links:
            link.revoked_at = now
        return len(links)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
