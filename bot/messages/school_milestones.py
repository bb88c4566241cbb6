"""What a school's own channel is told of its annual wheel (C7): once a week, when there is something to tell."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.calendar import Policy, at_wall_time, local_day, shift
from bot.domain.deliveries import TIMINGS
from bot.domain.wheel_letters import Window, is_silent
from bot.domain.wheel_standing import Ref, Standing, WheelUnit
from bot.domain.wheel_year import near_years, week_of
from bot.language import Language
from bot.messages.earlier_letters import EarlierLetters, earlier_letters
from bot.messages.milestones import Told, details_of, milestone_blocks
from bot.messages.newcomers import is_introduced
from bot.messages.registry import Kind, Message, Planned, Skip, register
from bot.messages.wheel_bookings import ToBook, booking_blocks
from bot.messages.wheel_weeks import WeeksTold, asked_for
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.tables import Delivery, Workspace
from bot.storage.wheel import wheels_in, wheels_of

KIND = "school-milestones"
HOUR = time(8)
#: Milestones in one message; how many more there are is said, and the wheel shows them.
MOST = 6


@dataclass(frozen=True)
class SchoolWeek:
    """A school's milestones of a week, as its channel is told of them."""

    school: WheelUnit
    milestones: list[Told]
    left: int
    #: Whether the bot has written nothing there before.
    is_first: bool = False
    #: Dialogues, in time to book them.
    to_book: list[ToBook] = field(default_factory=list)

    @property
    def refs(self) -> list[Ref]:
        """The milestones it speaks of."""
        return [told.standing.ref for told in self.milestones] + [one.standing.ref for one in self.to_book]


def school_facts(session: Session, row: Delivery, now: datetime) -> SchoolWeek | Skip:
    """Gather a school's milestones of the week; a refreshed message speaks of the same, also when they are done."""
    zone = ZoneInfo(session.get_one(Workspace, row.workspace_id).timezone)
    today = local_day(now, zone)
    unit_id = int(row.recipient.removeprefix("unit:"))
    wheels = wheels_of(session, [unit_id], today)
    school = wheels.units.get(unit_id)
    if school is None:
        return Skip("no-wheel")
    monday = row.nominal_on or week_of(today)
    years = near_years(school.follower.wheel.year, today)
    all_of_it = [one for year in years for one in wheels.standings(school, year, today, red_day)]
    if row.said:
        refs = {(int(one[0]), str(one[1]), int(one[2])) for one in row.said["milestones"]}
        chosen = [one for one in all_of_it if one.ref in refs]
    else:
        earlier = earlier_letters(session, KIND, row.recipient, monday)
        chosen = [one for one in all_of_it if _is_told(one, monday, earlier)]
        if chosen and not any(one.alone and one.last == monday for standing in chosen for one in _windows(standing)):
            return Skip("nothing-new")
    if not chosen:
        return Skip("nothing-open")
    left = int(row.said["left"]) if row.said else max(0, len(chosen) - MOST)
    to_book = [ToBook(one) for one in chosen[:MOST] if _is_to_book(one, monday)]
    others = [one for one in chosen[:MOST] if not _is_to_book(one, monday)]
    milestones = [_told(session, one, zone, now) for one in others]
    return SchoolWeek(school, milestones, left, is_introduced(session, row, (KIND,)), to_book)


def _windows(standing: Standing) -> tuple[Window, ...]:
    """Return when a channel is told of a milestone; that something is late is told to the principal only."""
    if standing.state == "late":
        return ()
    return standing.windows if standing.booking is None else (*standing.windows, standing.booking)


def _is_told(standing: Standing, monday: date, earlier: EarlierLetters) -> bool:
    ref = list(standing.ref)
    return any(monday in one and not earlier.spoke_within("milestones", ref, one) for one in _windows(standing))


def _is_to_book(standing: Standing, monday: date) -> bool:
    return standing.booking is not None and monday in standing.booking


def _told(session: Session, standing: Standing, zone: ZoneInfo, now: datetime) -> Told:
    return Told(standing, zone, details=details_of(session, standing, now), may_follow=False)


def school_blocks(week: SchoolWeek, language: Language) -> Message:
    """Put a school's week into words, each milestone with its buttons."""
    say = language.template(KIND)
    body = [blocks.section(say("headline", school=week.school.name))]
    if week.is_first:
        body.insert(0, blocks.section(language.template("welcome")("in_channel", school=week.school.name)))
    for told in week.milestones:
        body += milestone_blocks(told, language)
    if week.to_book:
        body += booking_blocks(week.to_book, language)
    if week.left:
        body.append(blocks.context(say("more", count=week.left)))
    body.append(blocks.actions(*_buttons(week, language)))
    text = blocks.notification(say.plain("notice", school=week.school.name, count=len(week.refs) + week.left))
    refs = [list(ref) for ref in week.refs]
    return Message(text, body, said={"milestones": refs, "left": week.left, "introduced": week.is_first})


def _buttons(week: SchoolWeek, language: Language) -> Iterator[Block]:
    yield blocks.button("wheel.show.v1", language.word("buttons.wheel"), str(week.school.id))
    if week.to_book:
        yield blocks.button("dialogue.open.v1", language.word("buttons.log_dialogue"), "mine")


def plan_school_milestones(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan a message to every school with a channel, in the weeks with something to tell."""
    wheels = wheels_in(session, workspace.id, start.date())
    schools = [unit for unit in wheels.units.values() if unit.is_school and unit.channel_id is not None]
    if not schools:
        return
    told, asked = WeeksTold(wheels, start.date()), asked_for(session, workspace, start, end)
    zone, useful_for = ZoneInfo(workspace.timezone), TIMINGS[KIND].useful_for
    for school in schools:
        for monday in sorted(told.of(school, "principal") | asked.get(school.id, set())):
            day = shift(monday, Policy.NEXT_OPEN_DAY, red_day)
            if day is None or is_silent(monday, school.breaks) or not _is_near(monday, start, end):
                continue
            due_at = at_wall_time(day, HOUR, zone)
            if start <= due_at < end:
                recipient = f"unit:{school.id}"
                key = f"{KIND}:{recipient}:{monday}"
                yield Planned(key, recipient, due_at, due_at + useful_for, monday, "units", school.id)


def _is_near(monday: date, start: datetime, end: datetime) -> bool:
    return start.date() - timedelta(days=20) <= monday <= end.date()


register(Kind(KIND, school_facts, school_blocks, plan_school_milestones))
