"""What somebody may do in an annual wheel, at the moment of use; a refusal says who can."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.wheel import Level
from bot.domain.wheel_people import ACTIONS, MAY, OF_WHEEL, Action, WheelPlace, may_turn
from bot.domain.wheel_standing import Standing, WheelUnit
from bot.errors import Refused
from bot.services.people import any_of
from bot.storage.people import held
from bot.storage.tables import Person, Role

#: People named to somebody who may not do something.
MOST_NAMED = 3


def rights_in(actor: Actor, unit: WheelUnit, level: Level | None = None, channel_id: str | None = None) -> set[Action]:
    """Return what somebody may do with a unit's milestones of a level, where they press (a channel's id, or None)."""
    return _rights(actor, unit, unit.place(level), channel_id)


def rights_to(actor: Actor, standing: Standing, channel_id: str | None = None) -> set[Action]:
    """Return what somebody may do with one milestone, also because it has been handed to them."""
    return _rights(actor, standing.unit, standing.place, channel_id)


def _rights(actor: Actor, unit: WheelUnit, place: WheelPlace, channel_id: str | None) -> set[Action]:
    in_channel = is_its_channel(unit, channel_id)
    return {action for action in ACTIONS if may_turn(actor, action, place, in_its_channel=in_channel)}


def is_its_channel(unit: WheelUnit, channel_id: str | None) -> bool:
    """Return whether a channel is a school's own."""
    return channel_id is not None and unit.is_school and unit.channel_id == channel_id


def require_right(
    session: Session,
    actor: Actor,
    action: Action,
    unit: WheelUnit,
    level: Level | None = None,
    channel_id: str | None = None,
    *,
    now: datetime,
) -> None:
    """Check that somebody may do this with a unit's milestones of a level. Raises Refused."""
    if action not in rights_in(actor, unit, level, channel_id):
        raise _refusal(session, action, unit, level, now)


def require_right_to(
    session: Session, actor: Actor, action: Action, standing: Standing, channel_id: str | None = None, *, now: datetime
) -> None:
    """Check that somebody may do this with one milestone, also because it has been handed to them. Raises Refused."""
    if action not in rights_to(actor, standing, channel_id):
        raise _refusal(session, action, standing.unit, standing.plan.level, now)


def _refusal(session: Session, action: Action, unit: WheelUnit, level: Level | None, now: datetime) -> Refused:
    """Return the sentence that says who can."""
    who = _who_can(session, action, unit, unit.place(level).level, now)
    sentence = "links-refused" if action == "publish" else "milestone-refused"
    return Refused(sentence if who else f"{sentence}-nobody", unit=unit.name, people=any_of(who))


def _who_can(session: Session, action: Action, unit: WheelUnit, level: Level, now: datetime) -> list[Person]:
    kinds = [part for part, levels in MAY[action].items() if part in OF_WHEEL and level in levels]
    holders = (
        select(Person, Role.kind)
        .join(Role, Role.person_id == Person.id)
        .where(Role.unit_id.in_([unit.id, unit.follower.id]), Role.kind.in_(kinds), Person.active, *held(now))
        .order_by(Role.kind.desc(), Role.id)
    )
    return list(dict.fromkeys(person for person, _ in session.execute(holders)))[:MOST_NAMED]
