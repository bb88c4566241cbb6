"""Somebody has left Slack: whoever leads where they were contact person is told, and principals whose work they had."""

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from bot.services.holders import tell_of_return
from bot.services.telling import tell
from bot.storage.channels import leaders
from bot.storage.people import held
from bot.storage.tables import Membership, Network, Person, Role


def tell_of_departure(session: Session, person: Person, now: datetime) -> None:
    """Queue what is told of it in working hours.

    Each leader is told, in their own hours, where nobody else is contact person; principals of the milestones they are
    asked about again.
    """
    tell_of_return(session, person, now)
    programmes = session.scalars(_programmes(person, now)).all()
    for leader in dict.fromkeys(one for programme in programmes for one in leaders(session, programme, now)):
        tell(session, session.get_one(Person, leader), "contact-gone", ("people", person.id), now)


def _programmes(person: Person, now: datetime) -> Select[int]:
    """Select the programmes of the networks in which somebody is contact person; a role may be for all of them."""
    return (
        select(Network.programme_id)
        .join(Membership, Membership.network_id == Network.id)
        .join(Role, Role.unit_id == Membership.unit_id)
        .where(Role.person_id == person.id, Role.kind == "contact_person", *held(now))
        .where(or_(Role.network_id == Network.id, Role.network_id.is_(None)))
        .distinct()
    )
