"""Who is a school's principal and which channel is its own, as the school itself says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.wheel_standing import Ref, Standing
from bot.errors import NotFound
from bot.services.channels import choose_in_turn, refuse_taken
from bot.services.milestones import (
    MilestoneView,
    MilestoneWords,
    SentForm,
    change_milestone,
    finish,
    shown_milestone,
)
from bot.services.people import Profile, names, somebody_known
from bot.services.principals import tell_of_principal
from bot.services.wheel_rights import require_right
from bot.storage.db import Database, only_reads
from bot.storage.people import held
from bot.storage.tables import Person, Role, Task, Unit

#: The form in which it is said.
DETAILS = "school_details"


@dataclass(frozen=True)
class School:
    """A school's principal, by Slack id and by name, and the id of its own channel."""

    slack_user_id: str | None
    principal: str | None
    channel_id: str | None


@dataclass(frozen=True)
class Details:
    """What a school says anew; None for what stays as it is."""

    principal: Profile | None = None
    channel_id: str | None = None


@dataclass(frozen=True)
class Handover:
    """What holds of a school after its form was handed in, what of it is new, and who is told of it, by name."""

    school: School
    has_new_principal: bool = False
    has_new_channel: bool = False
    told: Sequence[str] = ()


@only_reads
def school_to_change(
    database: Database,
    actor: Actor,
    ref: Ref,
    new_channel_id: str | None = None,
    pressed_in: str | None = None,
    *,
    now: datetime,
) -> School:
    """Return what is known of a school, for somebody who may change it: before Slack is asked about what they chose.

    `ref` is the milestone that asks. Raises Refused, NotFound, or BadInput for a channel that is somebody else's.
    """
    standing = shown_milestone(database, actor, ref, now=now).standing
    if not standing.asks_for_details:
        raise NotFound("milestone-unknown")
    with database.reading() as session:
        require_right(session, actor, "appoint", standing.unit, channel_id=pressed_in, now=now)
        known = _known(session, ref[0], now)
        if new_channel_id is not None and new_channel_id != known.channel_id:
            refuse_taken(session, actor.workspace_id, new_channel_id, unit_id=ref[0])
        return known


def change_school(
    database: Database, actor: Actor, details: Details, form: SentForm, *, now: datetime
) -> tuple[MilestoneView, Handover]:
    """Say who is principal and which channel is the school's own; the milestone that asked is done by it.

    Whoever was principal has been it; they and who becomes it are told. All of it is stored, or nothing; the same form
    twice changes once. Raises Refused, NotFound, StaleVersion, or BadInput for a channel that is somebody else's.
    """
    handover = Handover(School(None, None, None))

    def handed_over(session: Session, task: Task, standing: Standing) -> bool:
        nonlocal handover
        is_news = finish(session, task, MilestoneWords(), form, now)
        school_id = standing.unit.id
        handover = _changed(session, school_id, details, now) if is_news else Handover(_known(session, school_id, now))
        return is_news

    view = change_milestone(
        database,
        actor,
        form.task_id,
        handed_over,
        form.channel_id,
        action="appoint",
        form_name=DETAILS,
        now=now,
    )
    return view, handover


@only_reads
def school_known(database: Database, _actor: Actor, school_id: int, *, now: datetime) -> School:
    """Return what is known of a school; None for what there is none of."""
    with database.reading() as session:
        return _known(session, school_id, now)


def _known(session: Session, school_id: int, now: datetime) -> School:
    channel_id = session.scalar(select(Unit.channel_id).where(Unit.id == school_id))
    principals = select(Person).join(Role, Role.person_id == Person.id)
    held_by = session.scalar(principals.where(*_of_principals(school_id, now)).order_by(Role.id).limit(1))
    if held_by is None:
        return School(None, None, channel_id)
    name = held_by.name or held_by.email or f"@{held_by.slack_user_id}"
    return School(held_by.slack_user_id, name, channel_id)


def _changed(session: Session, school_id: int, details: Details, now: datetime) -> Handover:
    school = session.get_one(Unit, school_id)
    has_new_channel = details.channel_id not in {None, school.channel_id}
    if has_new_channel:
        choose_in_turn(session, school.workspace_id)
        refuse_taken(session, school.workspace_id, str(details.channel_id), unit_id=school.id)
        school.channel_id = details.channel_id
    roles = [] if details.principal is None else _appoint(session, school, details.principal, now)
    told = [person for role in roles if (person := tell_of_principal(session, role, now)) is not None]
    session.flush()
    return Handover(_known(session, school_id, now), bool(roles), has_new_channel, names(told))


def _of_principals(school_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Role.unit_id == school_id, Role.kind == "principal", *held(now)


def _appoint(session: Session, school: Unit, new: Profile, now: datetime) -> list[Role]:
    """Make somebody principal in place of whoever is; return the roles that end and begin, none when they are it."""
    person = somebody_known(session, school.workspace_id, new, now)
    roles = list(session.scalars(select(Role).where(*_of_principals(school.id, now)).order_by(Role.id)))
    # Whoever only steps in for somebody away is not principal yet.
    if any(role.person_id == person.id and role.absence_id is None for role in roles):
        return []
    for ended in roles:
        ended.valid_to = now
    begun = Role(workspace_id=school.workspace_id, person_id=person.id, kind="principal", unit_id=school.id)
    begun.valid_from = now
    session.add(begun)
    session.flush()
    return [*roles, begun]
