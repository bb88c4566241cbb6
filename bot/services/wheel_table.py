"""How far the schools have come in their annual wheels, for those who follow several (W10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.domain.wheel_people import may_turn, units_of
from bot.domain.wheel_standing import Standing, Wheels, WheelUnit
from bot.domain.wheel_year import shown_year
from bot.errors import NotFound, Refused
from bot.red_days import red_day
from bot.storage.db import Database, only_reads
from bot.storage.wheel import counts_done, schools_in, wheels_of, wheels_within


@dataclass(frozen=True)
class Row:
    """A milestone of a municipality's schools in numbers."""

    standing: Standing
    done: int
    waived: int
    count: int


@dataclass(frozen=True)
class Table:
    """How far schools have come in a year: all of a municipality's, or those somebody heads."""

    unit: WheelUnit
    year: int
    schools: int
    rows: Sequence[Row]


@only_reads
def schools_table(database: Database, actor: Actor, *, now: datetime) -> list[Table]:
    """Return how far the schools have come that somebody follows: of whole municipalities, or those they head.

    One query counts what is done, however many schools there are. Raises Refused for who follows none.
    """
    today = actor.day(now)
    with database.reading() as session:
        governed = wheels_of(session, units_of(actor, "administration"), today)
        tables = [_table(session, governed, unit, today) for unit in governed.units.values()]
        headed = wheels_of(session, units_of(actor, "head_of_schools"), today)
        tables += _tables_of_heads(headed, set(governed.units), today)
    if not tables:
        raise Refused("refused-table")
    return tables


@only_reads
def schools_with(
    database: Database, actor: Actor, municipality_id: int, step: str, year: int, *, now: datetime
) -> list[Standing]:
    """Return a milestone as it stands at each school somebody follows, by name: for the one who asks, never in public.

    Raises NotFound, or Refused for who follows none of them.
    """
    today = actor.day(now)
    with database.reading() as session:
        if municipality_id not in wheels_of(session, [municipality_id], today).units:
            raise NotFound("milestone-unknown")
        wheels = wheels_within(session, [municipality_id], today)
        found = [
            one
            for unit in wheels.units.values()
            if unit.is_school and may_turn(actor, "follow", unit.place("school"))
            if (one := wheels.standing((unit.id, step, year), today, red_day)) is not None
        ]
    own = [one for one in found if one.unit.workspace_id == actor.workspace_id]
    if not own:
        raise Refused("refused-table")
    return own


def _table(session: Session, wheels: Wheels, unit: WheelUnit, today: date) -> Table:
    year = shown_year(unit.follower.wheel.year, today)
    schools = schools_in(session, unit.id, today)
    counted = counts_done(session, [unit.id], today)
    rows = []
    for one in wheels.of_schools(unit.follower, year, today, red_day):
        done, waived = counted.get((unit.id, one.plan.id, year), (0, 0))
        rows.append(Row(one, done, waived, schools - waived))
    return Table(unit, year, schools, sorted(rows, key=lambda row: row.standing.occurrence.ends_on))


def _tables_of_heads(wheels: Wheels, governed: set[int], today: date) -> Iterator[Table]:
    by_municipality: dict[int, list[WheelUnit]] = {}
    for unit in wheels.units.values():
        if unit.follower.id not in governed:
            by_municipality.setdefault(unit.follower.id, []).append(unit)
    for schools in by_municipality.values():
        follower = schools[0].follower
        year = shown_year(follower.wheel.year, today)
        found: dict[str, list[Standing]] = {}
        for school in schools:
            for one in wheels.standings(school, year, today, red_day):
                if one.occurrence.ends_on >= follower.since:
                    found.setdefault(one.plan.id, []).append(one)
        rows = [_row(standings) for standings in found.values()]
        whole = WheelUnit(follower.id, schools[0].workspace_id, follower.name, follower)
        yield Table(whole, year, len(schools), sorted(rows, key=lambda row: row.standing.occurrence.ends_on))


def _row(standings: Sequence[Standing]) -> Row:
    waived = sum(one.state == "not_applicable" for one in standings)
    return Row(standings[0], sum(one.state == "done" for one in standings), waived, len(standings) - waived)
