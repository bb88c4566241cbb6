"""An annual wheel as it is drawn: one unit's year on all three levels (W1)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.domain.people import Actor
from bot.domain.programme.when import first_day, last_day
from bot.domain.wheel import LEVELS, Level, Milestone, Wheel
from bot.domain.wheel_people import may_turn
from bot.domain.wheel_standing import Standing, WheelUnit
from bot.domain.wheel_year import phases_in, shown_year, year_name
from bot.red_days import red_day
from bot.services.wheel import followed_wheels
from bot.storage.db import Database
from bot.storage.wheel import wheels_of


def wheel_values(database: Database, actor: Actor, unit_id: int, year: int | None = None, *, now: datetime) -> Wheel:
    """Return a unit's wheel with all three levels, in Swedish, as it is drawn and fed to calendars.

    `year` is the one that is shown today when it is left out. Who may not follow the unit sees nothing as late. Of a
    municipality the schools' level stands as the municipality has it. Raises NotFound.
    """
    today = actor.day(now)
    with database.reading() as session:
        wheels = followed_wheels(session, actor, unit_id, today)
        unit = wheels.units[unit_id]
        plan = unit.follower.wheel.year
        of_year = shown_year(plan, today) if year is None else year
        above = wheels_of(session, [unit.follower.id], today)
        standings = wheels.standings(unit, of_year, today, red_day)
        if unit.is_school:
            standings += above.standings(above.units[unit.follower.id], of_year, today, red_day)
        else:
            standings += wheels.of_schools(unit.follower, of_year, today, red_day)
        follows = {level: may_turn(actor, "follow", unit.place(level)) for level in LEVELS}
        return _drawn(unit, of_year, standings, follows)


def _drawn(unit: WheelUnit, year: int, standings: Sequence[Standing], follows: dict[Level, bool]) -> Wheel:
    plan = unit.follower.wheel.year
    first, last = first_day(year, plan.starts), last_day(year, plan.starts)
    return Wheel(
        title=unit.name,
        subtitle=year_name(year),
        first_day=first,
        last_day=last,
        milestones=tuple(_milestones(standings, follows, first, last)),
        phases=phases_in(plan, year),
    )


def _milestones(
    standings: Sequence[Standing], follows: dict[Level, bool], first: date, last: date
) -> Iterator[Milestone]:
    for one in standings:
        plan, occurrence = one.plan, one.occurrence
        of_year = occurrence.of_year
        title = plan.title if of_year is None else f"{plan.title} {year_name(of_year)}"
        hidden = one.state in {"late", "not_done"} and not follows[plan.level]
        yield Milestone(
            id=plan.id,
            level=plan.level,
            title=title,
            phase=plan.phase,
            starts_on=min(max(occurrence.starts_on, first), last),
            ends_on=min(max(occurrence.ends_on, first), last),
            state="ahead" if hidden else one.state,
            text=plan.text or "",
            who=plan.who or "",
            leads_to=plan.leads_to or "",
        )
