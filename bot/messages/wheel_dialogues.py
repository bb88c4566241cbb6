"""Which dialogues have not been held before a term's end (W4), as both of their parties are told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.domain.programme.year import DialoguePlan, YearPlan
from bot.domain.wheel_letters import Window, due_in
from bot.domain.wheel_standing import Standing, Wheels, WheelUnit
from bot.domain.wheel_year import Span, near_years, period_in
from bot.language import Language
from bot.red_days import red_day
from bot.storage.tables import Meeting
from bot.storage.wheel import DIALOGUE, in_parts

#: Weeks before the week of a term's last day in which it is told, once, what has not been held: the first and the last.
TOLD_BEFORE = (3, 1)


@dataclass(frozen=True)
class Missing:
    """A dialogue that has been held less often than it should have been in a term."""

    dialogue: DialoguePlan
    term: str
    held: int
    count: int
    #: The school; empty when it is told of several together.
    where: str = ""


def ending_term(plan: YearPlan, monday: date) -> tuple[str, Span] | None:
    """Return the term near whose end the week of a Monday is, when it is one in which dialogues are told of."""
    for term in plan.terms:
        for year in near_years(plan, monday):
            first, last = period_in(year, plan, term.first, term.last)
            if monday in end_window(last):
                return term.title, (first, last)
    return None


def end_window(last: date) -> Window:
    """Return when it is told what has not been held in the term that ends on a day."""
    first, alone = (due_in(last - timedelta(weeks=weeks)) for weeks in TOLD_BEFORE)
    return Window(first, alone)


def missing_in(
    session: Session, wheels: Wheels, units: Sequence[WheelUnit], monday: date, where: str = ""
) -> Iterator[Missing]:
    """Yield what has not been held in units of one municipality, in a week near a term's end."""
    if not units:
        return
    follower = units[0].follower
    found = ending_term(follower.wheel.year, monday)
    if found is None:
        return
    term, (first, last) = found
    due = _due(wheels, units, (first, last), monday)
    logged = _logged(session, units, (first, last))
    for dialogue in follower.dialogues:
        standings = due.get(dialogue.id, [])
        held = max(sum(one.state == "done" for one in standings), logged.get(dialogue.id, 0))
        if held < len(standings):
            yield Missing(dialogue, term, held, len(standings), where)


def _due(wheels: Wheels, units: Sequence[WheelUnit], span: Span, today: date) -> Mapping[str, list[Standing]]:
    """Return the milestones of dialogues whose last day falls in a term, by the dialogue."""
    found: dict[str, list[Standing]] = {}
    for unit in units:
        for year in near_years(unit.follower.wheel.year, today):
            for one in wheels.standings(unit, year, today, red_day):
                if one.plan.dialogue and one.state != "not_applicable" and span[0] <= one.occurrence.ends_on <= span[1]:
                    found.setdefault(one.plan.dialogue, []).append(one)
    return found


def _logged(session: Session, units: Sequence[WheelUnit], span: Span) -> Mapping[str, int]:
    """Return how many dialogues were logged in a term, by the dialogue."""
    begins = datetime.fromisoformat(f"{span[0]}T00:00+00:00")
    ends = datetime.fromisoformat(f"{span[1] + timedelta(days=1)}T00:00+00:00")
    found: dict[str, int] = {}
    for some in in_parts(unit.id for unit in units):
        rows = session.execute(
            select(Meeting.dialogue, func.count())
            .where(Meeting.kind == DIALOGUE, Meeting.unit_id.in_(some), Meeting.starts_at.between(begins, ends))
            .group_by(Meeting.dialogue)
        )
        for dialogue, count in rows:
            found[dialogue or ""] = found.get(dialogue or "", 0) + count
    return found


def missing_lines(missing: Sequence[Missing], language: Language) -> Iterator[str]:
    """Yield what has not been held, a line each."""
    say = language.template("wheel-news")
    for one in missing:
        values = {"title": language.text(one.dialogue.title), "term": language.text(one.term)}
        yield say.plain("missing_line", where=one.where, held=one.held, count=one.count, **values)
