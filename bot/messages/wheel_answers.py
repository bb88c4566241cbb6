"""What somebody is answered about annual wheels: a unit's year by month, several with what comes next in each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.wheel_standing import Standing, WheelUnit
from bot.language import Language
from bot.messages.many_milestones import mark_button, of_unit
from bot.messages.milestones import Told, as_value, line, titled
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block

#: What comes next of one unit, and of each of several.
MOST_NEXT, MOST_NEXT_OF_SEVERAL = 5, 3
#: Of what is late: the rest stands in the months below.
MOST_LATE = 2
#: Of the other year, while two are open.
MOST_BESIDE = 12
#: Milestones in a list, and the characters of a line: when there are many, each gets its share of so many in all.
MOST_LISTED, MOST_OF_A_LINE, MOST_OF_LINES = 60, 110, 4400
#: Characters of a choice in a menu (Slack takes no more), and of all of them.
MOST_OF_A_CHOICE, MOST_OF_CHOICES = 75, 2600
#: Units in one message.
MOST_UNITS = 6


@dataclass(frozen=True)
class ShownWheel:
    """A unit's year as one reader is shown it."""

    unit: WheelUnit
    year: int
    open_years: tuple[int, ...]
    standings: Sequence[Standing]
    beside: Sequence[Standing]
    zone: ZoneInfo
    may_do: bool = False
    may_follow: bool = False
    may_publish: bool = True

    def told(self, standing: Standing) -> Told:
        """Return one of its milestones as the reader is told of it."""
        return Told(standing, self.zone, may_do=self.may_do, may_follow=self.may_follow)

    @property
    def listed(self) -> list[Standing]:
        """Its milestones of the year, without those that fell due before the municipality began to follow a wheel."""
        return [one for one in self.standings if one.occurrence.ends_on >= one.unit.follower.since][:MOST_LISTED]

    @property
    def late(self) -> list[Standing]:
        """What has become late last, for those who follow it."""
        return [one for one in self.standings if one.is_late][-MOST_LATE:] if self.may_follow else []

    @property
    def ahead(self) -> list[Standing]:
        """What is ahead, the nearest first."""
        ahead = [one for one in [*self.standings, *self.beside] if one.state in {"ahead", "next"}]
        return sorted(ahead, key=lambda one: one.occurrence.ends_on)

    @property
    def following(self) -> list[Standing]:
        """What is late, and what is ahead."""
        return [*self.late, *self.ahead]


def wheel_message(
    wheels: Sequence[ShownWheel], language: Language, *, follows_schools: bool = False, heads_schools: bool = False
) -> Message:
    """Return the wheels somebody asked for: one month by month, several with what comes next in each.

    Who follows schools gets a button to their table, who heads some also one to those.
    """
    say = language.template("wheel")
    if not wheels:
        return Message(blocks.notification(say.plain("none")), [blocks.section(say("none"))])
    first = wheels[0]
    text = blocks.notification(say.plain("notice", unit=first.unit.name, year=first.unit.year_name(first.year)))
    to_schools = [_schools_button(language)] if heads_schools else []
    to_schools += [table_button(language)] if follows_schools else []
    if len(wheels) == 1:
        return Message(text, list(_whole(first, to_schools, language)))
    body = [block for one in wheels[:MOST_UNITS] for block in _short(one, language)]
    if any(one.may_do for one in wheels):
        to_schools.append(mark_button(language))
    if to_schools:
        body.append(blocks.actions(*to_schools))
    return Message(text, body)


def _whole(wheel: ShownWheel, to_schools: Sequence[Block], language: Language) -> Iterator[Block]:
    say = language.template("wheel")
    yield blocks.section(say("headline", unit=wheel.unit.name, year=wheel.unit.year_name(wheel.year)))
    if len(wheel.open_years) > 1:
        first, second = (wheel.unit.year_name(year) for year in wheel.open_years)
        yield blocks.context(say("both", first=first, second=second))
    for heading, standings in (("late", wheel.late), ("following", wheel.ahead[: MOST_NEXT - len(wheel.late)])):
        if standings:
            yield blocks.section(say(heading))
        for one in standings:
            yield _with_button(wheel.told(one), language)
    yield from _months(wheel, language)
    if wheel.beside:
        among = len(wheel.listed)
        beside = [_cut(wheel.told(one), language, among) for one in wheel.beside[:MOST_BESIDE]]
        yield blocks.bullets(say.plain("beside"), beside)
    if wheel.listed or wheel.beside:
        yield blocks.actions(_any_of(wheel, language))
    buttons = [*to_schools]
    if wheel.may_do:
        # Who follows schools marks theirs too.
        buttons.append(mark_button(language, *(() if to_schools else (of_unit(wheel.unit.id),))))
        buttons.append(blocks.button("dialogue.open.v1", language.word("buttons.log_dialogue"), "mine"))
    buttons.append(blocks.button("wheel.picture.v1", language.word("buttons.wheel_picture"), str(wheel.unit.id)))
    if wheel.may_publish:
        buttons.append(blocks.button("wheel.links.v1", language.word("buttons.wheel_links"), str(wheel.unit.id)))
    yield blocks.actions(*buttons)


def _any_of(wheel: ShownWheel, language: Language) -> Block:
    """Return a menu of all milestones that are listed: also what is far ahead can be done, moved or waived."""
    listed = [*wheel.listed, *wheel.beside[:MOST_BESIDE]]
    most = min(MOST_OF_A_CHOICE, MOST_OF_CHOICES // max(1, len(listed)))
    offered = [(as_value(one.ref), blocks.excerpt(titled(one, language), most)) for one in listed]
    return blocks.menu("milestone.pick.v1", language.word("milestones.pick"), offered)


def _months(wheel: ShownWheel, language: Language) -> Iterator[Block]:
    say = language.template("wheel")
    listed = wheel.listed
    for (year, month), standings in groupby(listed, key=lambda one: _month_of(one.occurrence.ends_on)):
        title = say.plain("month", month=month, year=year)
        shown = list(standings)
        lines = [_cut(wheel.told(one), language, len(listed)) for one in shown]
        yield blocks.bullets(title, lines, bold={n for n, one in enumerate(shown) if one.state == "next"})
    if (left := len(wheel.standings) - MOST_LISTED) > 0:
        yield blocks.context(say("more", count=left))


def _month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def _short(wheel: ShownWheel, language: Language) -> Iterator[Block]:
    headline = language.template("wheel")("headline", unit=wheel.unit.name, year=wheel.unit.year_name(wheel.year))
    yield blocks.section(headline, year_button(wheel, language))
    for one in wheel.following[:MOST_NEXT_OF_SEVERAL]:
        yield _with_button(wheel.told(one), language)


def _with_button(told: Told, language: Language) -> Block:
    show = blocks.button("milestone.show.v1", language.word("buttons.show"), as_value(told.standing.ref))
    return blocks.plain_section(line(told, language), show)


def _cut(told: Told, language: Language, among: int) -> str:
    return line(told, language, min(MOST_OF_A_LINE, MOST_OF_LINES // max(1, among)))


def year_button(wheel: ShownWheel, language: Language) -> Block:
    """Return the button to a unit's whole year."""
    return blocks.button("wheel.show.v1", language.word("buttons.whole_year"), str(wheel.unit.id))


def table_button(language: Language) -> Block:
    """Return the button to the table of the schools that the reader follows."""
    return blocks.button("wheel.table.v1", language.word("buttons.table"), "mine")


def _schools_button(language: Language) -> Block:
    return blocks.button("wheel.schools.v1", language.word("buttons.own_schools"), "0")


def help_message(language: Language) -> Message:
    """Return what can be done with the command."""
    words = language.template("wheel")("help")
    return Message(blocks.notification(language.template("help").plain("notice")), [blocks.section(words)])
