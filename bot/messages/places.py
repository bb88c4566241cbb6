"""Where somebody acts, with the names that people read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.domain.people import FOR_MUNICIPALITY
from bot.storage.people import held
from bot.storage.tables import Membership, Network, Person, Role, Unit

#: What makes somebody act for a municipality: contact person, deputy, or in its municipal group.
OF_MUNICIPALITY = FOR_MUNICIPALITY | {"member"}
#: Of the leadership, named to somebody who wants something corrected.
MOST_LEADERS = 3


@dataclass(frozen=True)
class NamedPlace:
    """A municipality in a network."""

    network_id: int
    network: str
    programme_id: int
    unit_id: int
    municipality: str


def named_places(
    session: Session, person_id: int, now: datetime, kinds: Collection[str] = OF_MUNICIPALITY
) -> list[NamedPlace]:
    """Return where a person holds one of these roles now, in the order of the networks' names.

    A role that names no network is for all of the municipality's.
    """
    rows = session.execute(
        select(Network.id, Network.name, Network.programme_id, Unit.id, Unit.name)
        .join(Membership, Membership.network_id == Network.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .join(Role, Role.unit_id == Unit.id)
        .where(Role.person_id == person_id, Role.kind.in_(kinds), *held(now))
        .where(or_(Role.network_id == Network.id, Role.network_id.is_(None)))
        .where(Membership.valid_from <= now, or_(Membership.valid_to.is_(None), Membership.valid_to > now))
        .order_by(Network.name, Unit.name)
        .distinct()
    )
    return [NamedPlace(*row) for row in rows]


def led_programmes(session: Session, person_id: int, now: datetime) -> list[int]:
    """Return the programmes that a person leads now."""
    led = select(Role.programme_id).where(
        Role.person_id == person_id, Role.kind == "leadership", Role.programme_id.is_not(None), *held(now)
    )
    return sorted({programme_id for programme_id in session.scalars(led) if programme_id is not None})


def leaders(session: Session, workspace_id: int, programme_ids: Iterable[int], now: datetime) -> list[str]:
    """Return the names of some who lead these programmes, or of any programme when none is named."""
    of = list(programme_ids)
    named = (
        select(Person.name)
        .join(Role, Role.person_id == Person.id)
        .where(Role.workspace_id == workspace_id, Role.kind == "leadership", Person.active, Person.name != "")
        .where(*held(now))
        .order_by(Role.id)
    )
    if of:
        named = named.where(Role.programme_id.in_(of))
    return list(dict.fromkeys(session.scalars(named)))[:MOST_LEADERS]
