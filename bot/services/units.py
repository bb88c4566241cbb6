"""Finding the unit that an operator names."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.domain.people import Actor, RoleHeld
from bot.errors import NotFound
from bot.storage.db import Database
from bot.storage.tables import Unit


@dataclass(frozen=True)
class Named:
    """A unit, and somebody who may see all of it: the operator, who has the database."""

    unit_id: int
    actor: Actor


def unit_for_operator(
    database: Database, workspace_id: int, municipality: str, school: str | None, timezone: str
) -> Named:
    """Return a municipality in a wheel, or one of its schools, by its whole name. Raises NotFound."""
    with database.reading() as session:
        units = list(session.scalars(select(Unit).where(Unit.workspace_id == workspace_id)))
    found = [one for one in units if one.programme_id is not None and _is(one, municipality)]
    if not found:
        raise NotFound("wheel-unknown", name=municipality)
    above = found[0]
    unit = above
    if school is not None:
        schools = [one for one in units if one.parent_id == above.id and one.kind == "school" and _is(one, school)]
        if not schools:
            raise NotFound("wheel-unknown", name=school)
        unit = schools[0]
    role = RoleHeld("leadership", programme_id=above.programme_id)
    return Named(unit.id, Actor(workspace_id, None, via="load", timezone=timezone, roles=(role,)))


def _is(unit: Unit, name: str) -> bool:
    return unit.name.casefold() == name.strip().casefold()
