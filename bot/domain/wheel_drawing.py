"""A unit's annual wheel as it is drawn: plain values of one year, on all three levels (W1)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.domain.calendar import ClosedDays
from bot.domain.people import Actor
from bot.domain.programme.when import first_day, last_day
from bot.domain.wheel import LEVELS, Level, Milestone, Wheel
from bot.domain.wheel_people import may_turn
from bot.domain.wheel_standing import Standing, Wheels, WheelUnit, with_next
from bot.domain.wheel_year import named_by, phases_in


def drawn(
    wheels: Wheels,
    unit: WheelUnit,
    year: int,
    today: date,
    red_days: ClosedDays,
    actor: Actor,
    done_by_all: Collection[str] = (),
) -> Wheel:
    """Return a unit's year with all three levels, as the actor may see it, in the programme's language.

    Who may not follow a level sees nothing of it as late. Of a school the levels above are those of its municipality;
    of a municipality the schools' level stands as the municipality has it, and is done where all its schools are
    (`done_by_all`).
    """
    standings = wheels.standings(unit, year, today, red_days)
    if unit.is_school:
        standings += wheels.standings(unit.municipality, year, today, red_days)
    else:
        below = wheels.of_schools(unit.follower, year, today, red_days)
        standings += with_next([replace(one, state="done") if one.plan.id in done_by_all else one for one in below])
    whose = {level: unit if level in unit.levels else unit.municipality for level in LEVELS}
    follows = {level: may_turn(actor, "follow", whose[level].place(level)) for level in LEVELS}
    plan = unit.follower.wheel.year
    first, last = first_day(year, plan.starts), last_day(year, plan.starts)
    return Wheel(
        title=unit.name,
        subtitle=unit.year_name(year),
        first_day=first,
        last_day=last,
        milestones=tuple(_milestones(standings, follows, first, last)),
        phases=phases_in(plan, year),
    )


def _milestones(
    standings: Sequence[Standing], follows: Mapping[Level, bool], first: date, last: date
) -> Iterator[Milestone]:
    for one in standings:
        plan, occurrence = one.plan, one.occurrence
        hidden = one.state in {"late", "not_done"} and not follows[plan.level]
        hidden = hidden or (one.state == "late" and not one.is_late)
        yield Milestone(
            id=plan.id,
            level=plan.level,
            title=named_by(plan.title, one.of_year),
            phase=plan.phase,
            starts_on=min(max(occurrence.starts_on, first), last),
            ends_on=min(max(occurrence.ends_on, first), last),
            state="ahead" if hidden else one.state,
            text=plan.text or "",
            who=plan.who or "",
            leads_to=plan.leads_to or "",
        )
