"""Who may do what in an annual wheel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.domain.people import Actor
from bot.domain.wheel import LEVELS, Level

#: What makes somebody a part of a wheel.
OF_WHEEL = frozenset({"principal", "head_of_schools", "administration", "board"})

#: What somebody can do beyond reading: `do` (done, later, not for us, what was said), `move` (a last day), `follow`
#: (see how it is doing, also what is late), `hand` (to somebody else who is reminded of it, and take it back),
#: `appoint` (say who is a school's principal and which channel is its own), `publish` (open links outside Slack, see
#: everybody's and end them).
Action = Literal["do", "move", "follow", "hand", "appoint", "publish"]
ACTIONS: tuple[Action, ...] = ("do", "move", "follow", "hand", "appoint", "publish")
#: What somebody is to a milestone; `holder` is who it has been handed to, `channel` whoever presses in the school's own
#: channel, guests too.
Part = Literal["leadership", "administration", "head_of_schools", "principal", "holder", "board", "channel"]
PARTS: tuple[Part, ...] = ("leadership", "administration", "head_of_schools", "principal", "holder", "board", "channel")

_EVERY = frozenset(LEVELS)
_SCHOOL, _BOARD = frozenset[Level]({"school"}), frozenset[Level]({"board"})
_OVER_IT: Mapping[Part, frozenset[Level]] = {
    "leadership": _EVERY,
    "administration": _EVERY,
    "head_of_schools": _SCHOOL,
}
#: The table of rights: by action, who may and on which levels; `docs/wheel.md` shows it. Whoever is only in the
#: school's channel neither hands the school over nor carries its wheel out of the channel; who holds a milestone of it
#: answers for that one, and hands nothing on.
MAY: Mapping[Action, Mapping[Part, frozenset[Level]]] = {
    "do": {**_OVER_IT, "principal": _SCHOOL, "holder": _SCHOOL, "channel": _SCHOOL, "board": _BOARD},
    "move": _OVER_IT,
    "follow": {**_OVER_IT, "principal": _SCHOOL, "holder": _SCHOOL, "channel": _SCHOOL, "board": _EVERY},
    "hand": {**dict.fromkeys(_OVER_IT, _SCHOOL), "principal": _SCHOOL},
    "appoint": {**dict.fromkeys(_OVER_IT, _SCHOOL), "principal": _SCHOOL},
    "publish": {**_OVER_IT, "principal": _SCHOOL, "board": _EVERY},
}


@dataclass(frozen=True)
class WheelPlace:
    """Whose milestone it is: a school's, or one of a municipality's administration or board."""

    programme_id: int
    municipality_id: int
    school_id: int | None = None
    level: Level = "school"
    #: The person that it has been handed to.
    holder_id: int | None = None


def may_turn(actor: Actor, action: Action, place: WheelPlace, *, in_its_channel: bool = False) -> bool:
    """Return whether the actor may do this in a wheel, by the table `MAY`. Everybody may read any wheel."""
    levels = MAY[action]
    return any(place.level in levels.get(part, ()) for part in _parts_of(actor, place, in_its_channel=in_its_channel))


def _parts_of(actor: Actor, place: WheelPlace, *, in_its_channel: bool) -> Iterator[Part]:
    if any(role.kind == "leadership" and role.programme_id == place.programme_id for role in actor.roles):
        yield "leadership"
    if _is(actor, "administration", place.municipality_id):
        yield "administration"
    if place.school_id is None:
        if _is(actor, "board", place.municipality_id):
            yield "board"
        return
    if _is(actor, "head_of_schools", place.school_id):
        yield "head_of_schools"
    if _is(actor, "principal", place.school_id):
        yield "principal"
    if place.holder_id is not None and place.holder_id == actor.person_id:
        yield "holder"
    if in_its_channel:
        yield "channel"


def _is(actor: Actor, kind: str, unit_id: int) -> bool:
    return any(role.kind == kind and role.unit_id == unit_id for role in actor.roles)


def units_of(actor: Actor, *kinds: str) -> list[int]:
    """Return the units of which the actor is this, in the order of the roles."""
    return list(dict.fromkeys(role.unit_id for role in actor.roles if role.kind in kinds and role.unit_id is not None))
