"""Who may do what in an annual wheel."""

from dataclasses import dataclass

from bot.domain.people import Actor
from bot.domain.wheel import Level

#: What makes somebody a part of a wheel.
OF_WHEEL = frozenset({"principal", "head_of_schools", "administration", "board"})


@dataclass(frozen=True)
class WheelPlace:
    """Whose milestone it is: a school's, or one of a municipality's administration or board."""

    programme_id: int
    municipality_id: int
    school_id: int | None = None
    level: Level = "school"


def may_turn(actor: Actor, action: str, place: WheelPlace, *, in_its_channel: bool = False) -> bool:
    """Return whether the actor may do this in a wheel.

    Actions: `do` (done, later, not for us, what was said), `move` (a last day), `follow` (see how it is doing, also
    what is late). The leadership of the programme and the administration of the municipality may do everything in it;
    a head of schools in those schools; a principal does and follows in the own school, and so does whoever presses in
    the school's own channel; the board in what is the board's. Everybody may read the rest of any wheel.
    """
    if _stands_over(actor, place):
        return True
    if action == "move":
        return False
    if action not in {"do", "follow"}:
        raise ValueError(f"No such action: {action}")
    if place.school_id is not None:
        return in_its_channel or _is(actor, "principal", place.school_id)
    return _is(actor, "board", place.municipality_id) and (place.level == "board" or action == "follow")


def _stands_over(actor: Actor, place: WheelPlace) -> bool:
    leads = any(role.kind == "leadership" and role.programme_id == place.programme_id for role in actor.roles)
    of_school = place.school_id is not None and _is(actor, "head_of_schools", place.school_id)
    return leads or of_school or _is(actor, "administration", place.municipality_id)


def _is(actor: Actor, kind: str, unit_id: int) -> bool:
    return any(role.kind == kind and role.unit_id == unit_id for role in actor.roles)


def units_of(actor: Actor, *kinds: str) -> list[int]:
    """Return the units of which the actor is this, in the order of the roles."""
    return list(dict.fromkeys(role.unit_id for role in actor.roles if role.kind in kinds and role.unit_id is not None))
