"""Changing what was promised: it is found, somebody may, its date is to come, and whatever speaks of it is told."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Actor, Place, may
from bot.errors import BadInput, NotFound, Refused
from bot.services.cards import refresh_cards
from bot.services.people import any_of, who_acts_for
from bot.storage.people import is_member
from bot.storage.tables import Commitment, Membership, Network, Unit


def find(session: Session, actor: Actor, commitment_id: int) -> Commitment:
    """Return a commitment of the actor's workspace, locked for change; ids in payloads are never trusted."""
    commitment = session.scalar(
        select(Commitment)
        .where(Commitment.id == commitment_id, Commitment.workspace_id == actor.workspace_id)
        .with_for_update()
    )
    if commitment is None:
        raise NotFound("commitment-unknown")
    return commitment


def touch(session: Session, commitment: Commitment, now: datetime, form_key: str | None = None) -> None:
    """Raise the version after a change and have what speaks of the commitment brought up to date."""
    commitment.version += 1
    commitment.changed_by_form = form_key
    session.flush()
    refresh_cards(session, commitment, now)


def place_of(session: Session, commitment: Commitment) -> Place:
    """Return where a commitment belongs."""
    programme_id = session.get_one(Network, commitment.network_id).programme_id
    return Place(programme_id, commitment.network_id, commitment.unit_id)


def require(session: Session, actor: Actor, action: str, place: Place, now: datetime) -> None:
    """Check that the actor may; raises Refused with a sentence that says who can."""
    if may(actor, action, place):
        return
    municipality = session.get_one(Unit, place.unit_id).name
    people = who_acts_for(session, place.network_id, [place.unit_id], now).get(place.unit_id, [])
    if not people and not _is_member(session, place, now):
        network = session.get_one(Network, place.network_id).name
        raise Refused("municipality-ended", municipality=municipality, network=network)
    if not people:
        raise Refused("refused-nobody", municipality=municipality)
    raise Refused(f"refused-{action}", municipality=municipality, people=any_of(people))


def _is_member(session: Session, place: Place, now: datetime) -> bool:
    here = (Membership.network_id == place.network_id, Membership.unit_id == place.unit_id)
    return session.scalar(select(Membership.id).where(*here, *is_member(now))) is not None


def check_due(due_on: date | None, actor: Actor, now: datetime) -> None:
    """Check that a new date is still to come; raises BadInput at the date's question."""
    if due_on is not None and due_on < actor.day(now):
        raise BadInput("due-has-been", field="due_on", day=due_on)


def set_due(commitment: Commitment, due_on: date | None) -> None:
    """Set the date; a new one after a first is followed up anew."""
    if due_on != commitment.due_on:
        commitment.due_changes += commitment.due_on is not None
        commitment.due_on = due_on
