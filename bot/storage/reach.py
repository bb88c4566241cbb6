"""Which contact persons the bot reaches: those Slack knows, and to whom the latest message was not refused."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from bot.storage.people import held
from bot.storage.tables import Delivery, Person, Role


def unreached_contacts(
    session: Session, workspace_id: int, now: datetime, refusals: Collection[str]
) -> Mapping[int, int]:
    """Return the contact persons who cannot be reached, each with how many messages had reached them by then.

    Slack knows nobody by their address, or the latest that it answered was one of these refusals. Who has left Slack is
    not among them.
    """
    asked = select(Person.id, Person.slack_user_id, Person.profile_at).where(
        Person.workspace_id == workspace_id, Person.active, Person.id.in_(_contacts(now))
    )
    people = session.execute(asked.order_by(Person.id)).all()
    refused = _refused(session, workspace_id, [f"person:{one.id}" for one in people], refusals)
    found: dict[int, int] = {}
    for person_id, slack_user_id, profile_at in people:
        if slack_user_id is None and profile_at is not None:
            found[person_id] = 0
        elif (reached := refused.get(f"person:{person_id}")) is not None:
            found[person_id] = reached
    return found


def has_reached_contact(
    session: Session, network_id: int, unit_id: int, now: datetime, *, unreached: Collection[int]
) -> bool:
    """Return whether somebody whom the bot reaches is contact person of a municipality in a network."""
    others = (
        select(Role.id)
        .join(Person, Person.id == Role.person_id)
        .where(Role.kind == "contact_person", Role.unit_id == unit_id, *held(now))
        .where(or_(Role.network_id == network_id, Role.network_id.is_(None)))
        .where(Person.active, Person.slack_user_id.is_not(None), Person.id.not_in(unreached))
    )
    return session.scalar(others.limit(1)) is not None


def _contacts(now: datetime) -> Select[int]:
    return select(Role.person_id).where(Role.kind == "contact_person", *held(now))


def _refused(
    session: Session, workspace_id: int, recipients: Collection[str], refusals: Collection[str]
) -> Mapping[str, int]:
    """Return the recipients whose latest answer was a refusal, by the machine's clock, and how much they were sent."""
    is_sent = Delivery.status == "sent"
    is_refused = and_(Delivery.status == "failed", Delivery.reason.in_(refusals))
    last_sent = func.max(case((is_sent, Delivery.started_at)))
    last_refused = func.max(case((is_refused, Delivery.started_at)))
    rows = session.execute(
        select(Delivery.recipient, func.count(case((is_sent, 1))).label("sent"))
        .where(Delivery.workspace_id == workspace_id, Delivery.recipient.in_(recipients), or_(is_sent, is_refused))
        .group_by(Delivery.recipient)
        .having(and_(last_refused.is_not(None), or_(last_sent.is_(None), last_sent < last_refused)))
    )
    return {row.recipient: row.sent for row in rows}
