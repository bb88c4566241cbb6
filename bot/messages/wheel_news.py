"""The annual wheel's part of a weekly letter (C7): a reader's own milestones by school, and the schools in numbers."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.wheel import Level
from bot.domain.wheel_letters import Window, count_windows, late_window
from bot.domain.wheel_people import OF_WHEEL
from bot.domain.wheel_standing import Ref, Standing, Wheels, WheelUnit
from bot.domain.wheel_year import near_years, week_of
from bot.messages.earlier_letters import NONE_BEFORE, EarlierLetters
from bot.messages.milestones import Told, details_of
from bot.messages.wheel_bookings import ToBook, own_bookings
from bot.messages.wheel_dialogues import Missing, end_window, ending_term, missing_in
from bot.messages.wheel_news_view import Counted, WheelNews
from bot.red_days import red_day
from bot.storage.people import held
from bot.storage.tables import Role, Task
from bot.storage.wheel import MILESTONE, counts_done, schools_in, wheels_of, wheels_within


@dataclass(frozen=True)
class Reader:
    """Somebody in wheels: what of, by kind of role."""

    units: Mapping[str, Sequence[int]]
    zone: ZoneInfo
    person_id: int | None = None
    #: The units of milestones that have been handed to the reader.
    holds_of: Sequence[int] = ()

    def of(self, *kinds: str) -> list[int]:
        """Return the units of which the reader is one of these."""
        return list(dict.fromkeys(unit_id for kind in kinds for unit_id in self.units.get(kind, ())))

    @property
    def all_units(self) -> list[int]:
        """Every unit of theirs."""
        return list(dict.fromkeys([*self.of(*OF_WHEEL), *self.holds_of]))


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
    # Also of what is done: a letter that spoke of it is brought up to date.
    held_of = select(Task.unit_id).where(Task.kind == MILESTONE, Task.handed_to_id == person_id).distinct()
    return Reader(units, zone, person_id, [unit_id or 0 for unit_id in session.scalars(held_of.order_by(Task.unit_id))])


def wheel_news(
    session: Session,
    reader: Reader,
    day: date,
    now: datetime,
    *,
    monday: date | None = None,
    earlier: EarlierLetters = NONE_BEFORE,
    said: Collection[Sequence[Any]] | None = None,
) -> WheelNews | None:
    """Gather what the wheels have to say to a reader on a day, in the letter of a week; None when that is nothing.

    What an earlier letter has told within its weeks is not told again. `said` are the milestones that a letter
    spoke of: refreshed, it speaks of the same.
    """
    if not reader.all_units:
        return None
    wheels = wheels_of(session, reader.all_units, day)
    refs = None if said is None else {(int(one[0]), str(one[1]), int(one[2])) for one in said}
    week = _Week(session, reader, wheels, monday or week_of(day), day, now, earlier)
    schools = sorted(week.of_schools(), key=lambda one: one.standing.occurrence.ends_on)
    news = WheelNews(
        own=list(week.own(refs)),
        to_book=list(week.to_book(schools)),
        counts=[one for one in schools if week.is_counted(one.standing)],
        missing=list(week.missing()),
        ended_terms=week.ended_terms(),
        follows_schools=bool(reader.of("head_of_schools", "administration")),
    )
    return None if news.is_empty else replace(news, cannot_wait=bool(week.urgent))


@dataclass(frozen=True)
class _Week:
    """One reader's week in the wheels."""

    session: Session
    reader: Reader
    wheels: Wheels
    monday: date
    day: date
    now: datetime
    earlier: EarlierLetters
    #: What is told in its last week: it makes a letter of its own.
    urgent: list[Window] = field(default_factory=list)

    def _tells(self, part: str, spoken_of: object, *windows: Window) -> bool:
        """Return whether something is told this week: in its weeks, and not told there before."""
        spoken_of = list(spoken_of) if isinstance(spoken_of, tuple) else spoken_of
        now = [one for one in windows if self.monday in one and not self.earlier.spoke_within(part, spoken_of, one)]
        self.urgent.extend(one for one in now if one.alone and one.last == self.monday)
        return bool(now)

    def own(self, refs: Collection[Ref] | None) -> Iterator[tuple[WheelUnit, list[Told]]]:
        """Yield the reader's own milestones of the week, by unit."""
        for unit, levels in self._own_units():
            own = (one for one in self._near(unit) if one.plan.level in levels or self._is_held(one))
            chosen = [one for one in own if self._is_told(one, refs)]
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
        return self._tells("counts", standing.shared_ref, *count_windows(standing.occurrence.ends_on))

    def to_book(self, schools: Iterable[Counted]) -> Iterator[ToBook]:
        """Yield the dialogues to book: the reader's own, those with schools that have not held them, and the board's.

        What a school with a channel is to book is told there.
        """
        own = (self._ahead(unit, levels) for unit, levels in self._own_units() if unit.channel_id is None)
        yield from own_bookings((one for some in own for one in some), has_several=len(self._units("principal")) > 1)
        for one in schools:
            if self._is_booked_with_schools(one.standing) and one.done < one.count:
                yield ToBook(one.standing, schools=one.count - one.done, are_own=one.are_own and not one.done)
        for unit in self._units("administration"):
            if unit.id not in self.reader.of("board"):
                yield from (ToBook(one) for one in self._ahead(unit, ("board",)) if one.is_with_administration)

    def _ahead(self, unit: WheelUnit, levels: tuple[Level, ...]) -> Iterator[Standing]:
        mine = (one for one in self._near(unit) if self._is_mine(one, levels))
        return (one for one in mine if self._is_to_book(one))

    def missing(self) -> Iterator[Missing]:
        """Yield which dialogues have not been held, near a term's end: to both of their parties."""
        governed = self._units("administration")
        for unit in self._units("principal", "administration", "board"):
            yield from self._missing_in(self.wheels, [unit], unit.name)
        for unit in governed:
            if self._ending(unit) is not None:
                all_of_it = wheels_within(self.session, [unit.id], self.day)
                yield from self._missing_in(all_of_it, [each for each in all_of_it.units.values() if each.is_school])
        yield from self._missing_in(self.wheels, self._headed(governed))

    def _missing_in(self, wheels: Wheels, units: Sequence[WheelUnit], where: str = "") -> Iterator[Missing]:
        last = self._ending(units[0]) if units else None
        if last is None:
            return
        for one in missing_in(self.session, wheels, units, self.monday, where):
            self._tells("missing", last.isoformat(), end_window(last))
            yield one

    def _ending(self, unit: WheelUnit) -> date | None:
        """Return the last day of the term near whose end it is, when that has not been told before."""
        found = ending_term(unit.follower.wheel.year, self.monday)
        if found is None:
            return None
        last = found[1][1]
        return None if self.earlier.spoke_within("missing", last.isoformat(), end_window(last)) else last

    def ended_terms(self) -> list[str]:
        """Return the last days of the terms near whose end it is told what has not been held."""
        ends = (self._ending(unit) for unit in self.wheels.units.values())
        return sorted({last.isoformat() for last in ends if last is not None})

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
        told = set(self.reader.of("principal"))
        for unit_id in self.reader.holds_of:
            if unit_id in self.wheels.units and unit_id not in told:
                yield self.wheels.units[unit_id], ()

    def _is_mine(self, standing: Standing, levels: tuple[Level, ...]) -> bool:
        """Return whether a milestone waits for the reader: it is of their level and with nobody else, or with them."""
        return self._is_held(standing) or (standing.plan.level in levels and standing.holder_id is None)

    def _is_held(self, standing: Standing) -> bool:
        """Return whether a milestone has been handed to the reader."""
        return standing.holder_id is not None and standing.holder_id == self.reader.person_id

    def _near(self, unit: WheelUnit) -> Iterator[Standing]:
        for year in near_years(unit.follower.wheel.year, self.day):
            yield from self.wheels.standings(unit, year, self.day, red_day)

    def _is_told(self, standing: Standing, refs: Collection[Ref] | None) -> bool:
        if refs is not None:
            return standing.ref in refs
        is_late, is_held = standing.state == "late", self._is_held(standing)
        # Who answers for what somebody else holds hears of it once: when it is late.
        if standing.holder_id is not None and not is_held:
            late = late_window(standing.plan, standing.occurrence.ends_on, standing.unit.breaks)
            return standing.is_late and self._tells("milestones", standing.ref, late)
        # What is to come is told in a school's own channel; that something is late, only to the principal.
        if standing.unit.channel_id is not None and not (is_late or is_held):
            return False
        return self._tells("milestones", standing.ref, *standing.windows)

    def _told(self, standing: Standing) -> Told:
        plan, is_principal = standing.plan, standing.unit.id in self.reader.of("principal")
        return Told(
            standing,
            self.reader.zone,
            reader_id=self.reader.person_id,
            may_hand=is_principal,
            may_appoint=is_principal,
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
        return self.is_counted(standing) or self._is_booked_with_schools(standing)

    def _is_booked_with_schools(self, standing: Standing) -> bool:
        return standing.is_with_administration and self._is_to_book(standing)

    def _is_to_book(self, standing: Standing) -> bool:
        window = standing.booking
        return window is not None and self._tells("to_book", standing.shared_ref, window)
