"""The annual wheel's part of a weekly letter (C7): a reader's own milestones by school, and the schools in numbers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.wheel import Level
from bot.domain.wheel_letters import counted_in, is_asked_about, is_due_in, told_in
from bot.domain.wheel_people import OF_WHEEL
from bot.domain.wheel_standing import Ref, Standing, Wheels, WheelUnit
from bot.domain.wheel_year import near_years, week_of
from bot.messages.milestones import Told, details_of
from bot.messages.wheel_bookings import ToBook, is_announced, own_bookings
from bot.messages.wheel_dialogues import Missing, ending_term, missing_in
from bot.messages.wheel_news_view import Counted, WheelNews
from bot.red_days import red_day
from bot.storage.people import held
from bot.storage.tables import Role
from bot.storage.wheel import counts_done, schools_in, wheels_of, wheels_within


@dataclass(frozen=True)
class Reader:
    """Somebody in wheels: what of, by kind of role."""

    units: Mapping[str, Sequence[int]]
    zone: ZoneInfo

    def of(self, *kinds: str) -> list[int]:
        """Return the units of which the reader is one of these."""
        return list(dict.fromkeys(unit_id for kind in kinds for unit_id in self.units.get(kind, ())))

    @property
    def all_units(self) -> list[int]:
        """Every unit of theirs."""
        return self.of(*OF_WHEEL)


def reader_in_wheels(session: Session, person_id: int, zone: ZoneInfo, now: datetime) -> Reader:
    """Return what somebody is in which wheels now."""
    roles = session.execute(
        select(Role.kind, Role.unit_id)
        .where(Role.person_id == person_id, Role.kind.in_(OF_WHEEL), Role.unit_id.is_not(None), *held(now))
        .order_by(Role.id)
    )
    units: dict[str, list[int]] = {}
    for kind, unit_id in roles:
        units.setdefault(kind, []).append(unit_id or 0)
    return Reader(units, zone)


def wheel_news(
    session: Session,
    reader: Reader,
    day: date,
    now: datetime,
    *,
    monday: date | None = None,
    said: Collection[Sequence[Any]] | None = None,
) -> WheelNews | None:
    """Gather what the wheels have to say to a reader on a day, in the letter of a week; None when that is nothing.

    `said` are the milestones that a letter spoke of: sent again or refreshed, it speaks of the same.
    """
    if not reader.units:
        return None
    wheels = wheels_of(session, reader.all_units, day)
    refs = None if said is None else {(int(one[0]), str(one[1]), int(one[2])) for one in said}
    week = _Week(session, reader, wheels, monday or week_of(day), day, now)
    schools = sorted(week.of_schools(), key=lambda one: one.standing.occurrence.ends_on)
    news = WheelNews(
        own=list(week.own(refs)),
        to_book=list(week.to_book(schools)),
        counts=[one for one in schools if week.is_counted(one.standing)],
        missing=list(week.missing()),
        follows_schools=bool(reader.of("head_of_schools", "administration")),
    )
    return None if news.is_empty else news


@dataclass(frozen=True)
class _Week:
    """One reader's week in the wheels."""

    session: Session
    reader: Reader
    wheels: Wheels
    monday: date
    day: date
    now: datetime

    def own(self, refs: Collection[Ref] | None) -> Iterator[tuple[WheelUnit, list[Told]]]:
        """Yield the reader's own milestones of the week, by unit."""
        for unit, levels in self._own_units():
            chosen = [one for one in self._near(unit) if one.plan.level in levels and self._is_told(one, refs)]
            if chosen:
                yield unit, [self._told(one) for one in chosen]

    def of_schools(self) -> Iterator[Counted]:
        """Yield how many schools are done with what is to be booked, falls due this week, or fell due last week."""
        governed = self._units("administration")
        for unit in governed:
            yield from self._of_all(unit)
        yield from self._of_some(self._headed(governed))

    def is_counted(self, standing: Standing) -> bool:
        """Return whether it is told this week how many schools are done with a milestone."""
        return self.monday in counted_in(standing.occurrence.ends_on)

    def to_book(self, schools: Iterable[Counted]) -> Iterator[ToBook]:
        """Yield the dialogues to book: the reader's own, those with schools that have not held them, and the board's.

        What a school with a channel is to book is told there.
        """
        own = (self._ahead(unit, levels) for unit, levels in self._own_units() if unit.channel_id is None)
        yield from own_bookings((one for some in own for one in some), has_several=len(self._units("principal")) > 1)
        for one in schools:
            if self._is_to_book(one.standing) and one.done < one.count:
                yield ToBook(one.standing, schools=one.count - one.done, are_own=one.are_own and not one.done)
        for unit in self._units("administration"):
            if unit.id not in self.reader.of("board"):
                yield from (ToBook(one) for one in self._ahead(unit, ("board",)) if one.is_with_administration)

    def _ahead(self, unit: WheelUnit, levels: tuple[Level, ...]) -> Iterator[Standing]:
        return (one for one in self._near(unit) if one.plan.level in levels and is_announced(one, self.monday))

    def missing(self) -> Iterator[Missing]:
        """Yield which dialogues have not been held, near a term's end: to both of their parties."""
        for unit in self._units("principal"):
            yield from missing_in(self.session, self.wheels, [unit], self.monday, unit.name)
        governed = self._units("administration")
        for unit in self._units("administration", "board"):
            yield from missing_in(self.session, self.wheels, [unit], self.monday, unit.name)
        for unit in governed:
            if ending_term(unit.follower.wheel.year, self.monday) is not None:
                all_of_it = wheels_within(self.session, [unit.id], self.day)
                schools = [each for each in all_of_it.units.values() if each.is_school]
                yield from missing_in(self.session, all_of_it, schools, self.monday)
        yield from missing_in(self.session, self.wheels, self._headed(governed), self.monday)

    def _headed(self, governed: Iterable[WheelUnit]) -> list[WheelUnit]:
        """Return the schools the reader heads, but for those the reader is told of as their administration."""
        told = {each.id for each in governed}
        return [one for one in self._units("head_of_schools") if one.follower.id not in told]

    def _units(self, *kinds: str) -> list[WheelUnit]:
        return [self.wheels.units[one] for one in self.reader.of(*kinds) if one in self.wheels.units]

    def _own_units(self) -> Iterator[tuple[WheelUnit, tuple[Level, ...]]]:
        levels: dict[str, tuple[Level, ...]] = {
            "principal": ("school",),
            "administration": ("administration",),
            "board": ("board",),
        }
        for kind, of in levels.items():
            for unit in self._units(kind):
                yield unit, of

    def _near(self, unit: WheelUnit) -> Iterator[Standing]:
        for year in near_years(unit.follower.wheel.year, self.day):
            yield from self.wheels.standings(unit, year, self.day, red_day)

    def _is_told(self, standing: Standing, refs: Collection[Ref] | None) -> bool:
        if refs is not None:
            return standing.ref in refs
        is_late = standing.state == "late"
        # What is to come is told in a school's own channel; that something is late, only to the principal.
        if standing.unit.channel_id is not None and not is_late:
            return False
        return is_news(standing, self.monday) and not is_announced(standing, self.monday)

    def _told(self, standing: Standing) -> Told:
        plan = standing.plan
        return Told(
            standing,
            self.reader.zone,
            builds_on=self._builds_on(standing) if plan.builds_on else None,
            papers=self._papers(standing) if plan.level == "board" else None,
            details=details_of(self.session, standing, self.now),
        )

    def _builds_on(self, standing: Standing) -> tuple[int, int, str]:
        follower, step = standing.unit.follower, standing.plan.builds_on or ""
        below = follower.wheel.milestone(step)
        counted = counts_done(self.session, [follower.id], self.day)
        done, waived = counted.get((follower.id, step, standing.occurrence.year), (0, 0))
        return done, schools_in(self.session, follower.id, self.day) - waived, below.title if below else step

    def _papers(self, standing: Standing) -> date | None:
        """Return until when the papers for a board's milestone should be ready."""
        anchor = standing.plan.due.anchor
        of_year = self.wheels.standings(standing.unit, standing.occurrence.year, self.day, red_day)
        before = (one for one in of_year if one.plan.level == "administration" and one.plan.due.before == anchor)
        return next((one.occurrence.ends_on for one in before if anchor is not None), None)

    def _of_all(self, unit: WheelUnit) -> Iterator[Counted]:
        counted = counts_done(self.session, [unit.id], self.day)
        schools = schools_in(self.session, unit.id, self.day)
        for year in near_years(unit.follower.wheel.year, self.day):
            for one in self.wheels.of_schools(unit.follower, year, self.day, red_day):
                if self._is_told_of_schools(one) and schools:
                    done, waived = counted.get((unit.id, one.plan.id, year), (0, 0))
                    yield Counted(one, done, schools - waived)

    def _of_some(self, schools: Iterable[WheelUnit]) -> Iterator[Counted]:
        found: dict[tuple[int, str, int], list[Standing]] = {}
        for school in schools:
            for one in self._near(school):
                found.setdefault((school.follower.id, one.plan.id, one.occurrence.year), []).append(one)
        for standings in found.values():
            concerned = [one for one in standings if one.state != "not_applicable"]
            if concerned and self._is_told_of_schools(concerned[0]):
                done = sum(one.state == "done" for one in concerned)
                yield Counted(concerned[0], done, len(concerned), are_own=True)

    def _is_told_of_schools(self, standing: Standing) -> bool:
        return self.is_counted(standing) or self._is_to_book(standing)

    def _is_to_book(self, standing: Standing) -> bool:
        return standing.is_with_administration and standing.announced_in == self.monday


def is_news(standing: Standing, monday: date) -> bool:
    """Return whether a milestone is told of in the week of a Monday: by its own days, or because somebody asked."""
    breaks = standing.unit.breaks
    if standing.state == "late":
        told = is_asked_about(standing.occurrence.ends_on, monday, breaks) or _is_asked_for(standing, monday)
        return told and standing.is_late
    if not standing.is_ahead:
        return False
    kept, plan = standing.kept, standing.unit.follower.wheel.year
    if kept is not None and kept.remind_on is not None and week_of(kept.remind_on) >= monday:
        return _is_asked_for(standing, monday) or is_due_in(standing.occurrence.ends_on, monday, breaks)
    return monday in told_in(standing.occurrence, plan.starts, breaks)


def _is_asked_for(standing: Standing, monday: date) -> bool:
    kept = standing.kept
    return kept is not None and kept.remind_on is not None and week_of(kept.remind_on) == monday
