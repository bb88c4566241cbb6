"""What somebody may do in an annual wheel, at the moment of use; a refusal says who can."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.wheel import Level
from bot.domain.wheel_people import ACTIONS, MAY, OF_WHEEL, Action, may_turn
from bot.domain.wheel_standing import WheelUnit
from bot.errors import Refused
from bot.services.people import any_of
from bot.storage.people import held
from bot.storage.tables import Person, Role

#: People named to somebody who may not do something.
MOST_NAMED = 3


def rights_in(actor: Actor, unit: WheelUnit, level: Level | None = None, channel_id: str | None = None) -> set[Action]:
    """Return what somebody may do with a unit's milestones of a level, where they press (a channel's id, or None)."""
    place, in_channel = unit.place(level), is_its_channel(unit, channel_id)
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
    if action in rights_in(actor, unit, level, channel_id):
        return
    who = _who_can(session, action, unit, unit.place(level).level, now)
    sentence = "links-refused" if action == "publish" else "milestone-refused"
    raise Refused(sentence if who else f"{sentence}-nobody", unit=unit.name, people=any_of(who))


def _who_can(session: Session, action: Action, unit: WheelUnit, level: Level, now: datetime) -> list[Person]:
    kinds = [part for part, levels in MAY[action].items() if part in OF_WHEEL and level in levels]
    holders = (
        select(Person, Role.kind)
        .join(Role, Role.person_id == Person.id)
        .where(Role.unit_id.in_([unit.id, unit.follower.id]), Role.kind.in_(kinds), Person.active, *held(now))
        .order_by(Role.kind.desc(), Role.id)
    )
    return list(dict.fromkeys(person for person, _ in session.execute(holders)))[:MOST_NAMED]
