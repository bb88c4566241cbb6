"""Who is a school's principal and which channel is its own, as the school itself says."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.wheel_standing import Ref
from bot.errors import BadInput, NotFound
from bot.services.milestones import taken_up
from bot.storage.db import Database, only_reads
from bot.storage.people import held
from bot.storage.tables import Person, Role, Unit


@dataclass(frozen=True)
class School:
    """A school's principal, by Slack id and by name, and the id of its own channel."""

    slack_user_id: str | None
    principal: str | None
    channel_id: str | None


_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")


def change_school(
    database: Database,
    actor: Actor,
    ref: Ref,
    principal: str | None,
    channel: str | None,
    channel_id: str | None = None,
    *,
    now: datetime,
) -> None:
    """Say who is principal (a Slack id) and which channel is the school's own; what is left out stays as it is.

    Whoever was principal has been it. `ref` is the milestone that asked. Raises Refused, or BadInput for what is no
    channel's id.
    """
    if channel is not None and not _CHANNEL.fullmatch(channel):
        raise BadInput("school-channel-id", field="channel", value=channel)
    taken_up(database, actor, ref, channel_id, now=now)
    with database.transaction(actor, now) as session:
        school = session.scalar(
            select(Unit).where(Unit.id == ref[0], Unit.workspace_id == actor.workspace_id, Unit.kind == "school")
        )
        if school is None:
            raise NotFound("milestone-unknown")
        if channel is not None:
            school.channel_id = channel
        if principal is not None:
            _appoint(session, school, principal, now)


@only_reads
def school_known(database: Database, _actor: Actor, school_id: int, *, now: datetime) -> School:
    """Return what is known of a school; None for what there is none of."""
    with database.reading() as session:
        held_by = session.scalar(
            select(Person)
            .join(Role, Role.person_id == Person.id)
            .where(Role.unit_id == school_id, Role.kind == "principal", *held(now))
            .order_by(Role.id)
        )
        channel_id = session.scalar(select(Unit.channel_id).where(Unit.id == school_id))
        if held_by is None:
            return School(None, None, channel_id)
        name = held_by.name or held_by.email or f"@{held_by.slack_user_id}"
        return School(held_by.slack_user_id, name, channel_id)


def _appoint(session: Session, school: Unit, slack_user_id: str, now: datetime) -> None:
    workspace_id = school.workspace_id
    person = session.scalar(
        select(Person).where(Person.workspace_id == workspace_id, Person.slack_user_id == slack_user_id)
    )
    if person is None:
        person = Person(workspace_id=workspace_id, slack_user_id=slack_user_id)
        session.add(person)
        session.flush()
    roles = session.scalars(select(Role).where(Role.unit_id == school.id, Role.kind == "principal", *held(now))).all()
    if any(role.person_id == person.id for role in roles):
        return
    for role in roles:
        role.valid_to = now
    session.add(
        Role(workspace_id=workspace_id, person_id=person.id, kind="principal", unit_id=school.id, valid_from=now)
    )
