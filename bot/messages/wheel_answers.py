"""What somebody is answered about annual wheels: a unit's year by month, and the schools in numbers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.wheel_standing import Standing, WheelUnit
from bot.domain.wheel_year import year_name
from bot.language import Language
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
#: Units and rows of a table in one message.
MOST_UNITS, MOST_ROWS = 6, 36
#: Schools in one message; a button shows the next ones.
PAGE = 10


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

    def told(self, standing: Standing) -> Told:
        """Return one of its milestones as the reader is told of it."""
        return Told(standing, self.zone, may_do=self.may_do, may_follow=self.may_follow)

    @property
    def listed(self) -> list[Standing]:
        """Its milestones of the year, without those that fell due before the municipality began to follow a wheel."""
        return [one for one in self.standings if one.occurrence.ends_on >= one.unit.follower.since][:MOST_LISTED]

    @property
    def following(self) -> list[Standing]:
        """What comes next, and before it what has become late last, for those who follow it."""
        late = [one for one in self.standings if one.state == "late"] if self.may_follow else []
        ahead = [one for one in [*self.standings, *self.beside] if one.state in {"ahead", "next"}]
        return [*late[-MOST_LATE:], *sorted(ahead, key=lambda one: one.occurrence.ends_on)]


@dataclass(frozen=True)
class ShownRow:
    """A milestone of a municipality's schools in numbers."""

    standing: Standing
    done: int
    waived: int
    count: int


@dataclass(frozen=True)
class ShownTable:
    """How far schools have come in a year."""

    unit: WheelUnit
    year: int
    schools: int
    rows: Sequence[ShownRow]


def wheel_message(wheels: Sequence[ShownWheel], language: Language, *, follows_schools: bool = False) -> Message:
    """Return the wheels somebody asked for: one month by month, several with what comes next in each."""
    say = language.template("wheel")
    if not wheels:
        name = "only_table" if follows_schools else "none"
        body = [blocks.section(say(name))]
        if follows_schools:
            body.append(blocks.actions(_table_button(language)))
        return Message(blocks.notification(say.plain(name)), body)
    first = wheels[0]
    text = blocks.notification(say.plain("notice", unit=first.unit.name, year=year_name(first.year)))
    if len(wheels) == 1:
        return Message(text, list(_whole(first, language, follows_schools=follows_schools)))
    body = [block for one in wheels[:MOST_UNITS] for block in _short(one, language)]
    if follows_schools:
        body.append(blocks.actions(_table_button(language)))
    return Message(text, body)


def _whole(wheel: ShownWheel, language: Language, *, follows_schools: bool) -> Iterator[Block]:
    say = language.template("wheel")
    yield blocks.section(say("headline", unit=wheel.unit.name, year=year_name(wheel.year)))
    if len(wheel.open_years) > 1:
        first, second = (year_name(year) for year in wheel.open_years)
        yield blocks.context(say("both", first=first, second=second))
    following = wheel.following[:MOST_NEXT]
    if following:
        yield blocks.section(say("following"))
    for one in following:
        yield _with_button(wheel.told(one), language)
    yield from _months(wheel, language)
    if wheel.beside:
        among = len(wheel.listed)
        beside = [_cut(wheel.told(one), language, among) for one in wheel.beside[:MOST_BESIDE]]
        yield blocks.bullets(say.plain("beside"), beside)
    if wheel.listed or wheel.beside:
        yield blocks.actions(_any_of(wheel, language))
    buttons = [_table_button(language)] if follows_schools else []
    if wheel.may_do:
        buttons.append(blocks.button("dialogue.open.v1", language.word("buttons.log_dialogue"), "mine"))
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
        yield blocks.bullets(title, [_cut(wheel.told(one), language, len(listed)) for one in standings])
    if (left := len(wheel.standings) - MOST_LISTED) > 0:
        yield blocks.context(say("more", count=left))


def _month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def _short(wheel: ShownWheel, language: Language) -> Iterator[Block]:
    show = blocks.button("wheel.show.v1", language.word("buttons.whole_year"), str(wheel.unit.id))
    headline = language.template("wheel")("headline", unit=wheel.unit.name, year=year_name(wheel.year))
    yield blocks.section(headline, show)
    for one in wheel.following[:MOST_NEXT_OF_SEVERAL]:
        yield _with_button(wheel.told(one), language)


def _with_button(told: Told, language: Language) -> Block:
    show = blocks.button("milestone.show.v1", language.word("buttons.show"), as_value(told.standing.ref))
    return blocks.plain_section(line(told, language, marks_next=False), show)


def _cut(told: Told, language: Language, among: int) -> str:
    return blocks.excerpt(line(told, language), min(MOST_OF_A_LINE, MOST_OF_LINES // max(1, among)))


def _table_button(language: Language) -> Block:
    return blocks.button("wheel.table.v1", language.word("buttons.table"), "mine")


def table_message(tables: Iterable[ShownTable], language: Language) -> Message:
    """Return how many schools are done with each milestone; a button shows which, to the one who asks."""
    say, body, left = language.template("wheel"), [], MOST_ROWS
    for table in tables:
        headline = {"unit": table.unit.name, "year": year_name(table.year), "schools": table.schools}
        body.append(blocks.section(say("table", **headline)))
        body += [_row(row, table, language) for row in table.rows[:left]]
        hidden, left = len(table.rows) - left, max(0, left - len(table.rows))
        if hidden > 0:
            body.append(blocks.context(say("more", count=hidden)))
    return Message(blocks.notification(say.plain("table_notice")), body)


def _row(row: ShownRow, table: ShownTable, language: Language) -> Block:
    words = language.template("wheel").plain(
        "row",
        title=titled(row.standing, language),
        due=row.standing.occurrence.ends_on,
        done=row.done,
        count=row.count,
        waived=row.waived,
    )
    value = f"{table.unit.id}:{row.standing.plan.id}:{table.year}:0"
    return blocks.plain_section(words, blocks.button("milestone.schools.v1", language.word("buttons.show"), value))


def schools_message(
    municipality_id: int, standings: Sequence[Standing], offset: int, language: Language, *, may_move: bool = False
) -> Message:
    """Return a milestone as it stands at each school, a page at a time; a button opens each, one moves it for all."""
    say = language.template("wheel")
    first = standings[0]
    title = titled(first, language)
    body = [blocks.section(say("schools", title=title))]
    for one in standings[offset : offset + PAGE]:
        words = say.plain("school", school=one.unit.name, state=one.state, due=one.occurrence.ends_on)
        show = blocks.button("milestone.show.v1", language.word("buttons.show"), as_value(one.ref))
        body.append(blocks.plain_section(words, show))
    of_all, buttons = as_value((municipality_id, first.plan.id, first.occurrence.year)), []
    if offset + PAGE < len(standings):
        more = f"{of_all}:{offset + PAGE}"
        buttons.append(blocks.button("milestone.schools.v1", language.word("buttons.more"), more))
    if may_move:
        buttons.append(blocks.button("milestone.move.v1", language.word("milestones.move_all"), of_all))
    if buttons:
        body.append(blocks.actions(*buttons))
    return Message(blocks.notification(title), body)


def help_message(language: Language) -> Message:
    """Return what can be done with the command."""
    words = language.template("wheel")("help")
    return Message(blocks.notification(language.template("help").plain("notice")), [blocks.section(words)])
