"""What somebody is answered who follows several schools: each school's year in a line, and milestones in numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.wheel_standing import Standing, WheelUnit
from bot.language import Language
from bot.messages.many_milestones import at_schools, mark_button
from bot.messages.milestones import as_value, line, titled
from bot.messages.registry import Message
from bot.messages.wheel_answers import ShownWheel, table_button, wheel_message, year_button
from bot.slack import blocks
from bot.slack.blocks import Block

#: Rows of a table in one message.
MOST_ROWS = 36
#: Schools in one message; a button shows the next ones.
PAGE = 10


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


def own_schools_message(wheels: Sequence[ShownWheel], offset: int, language: Language) -> Message:
    """Return the schools somebody heads, a page at a time: how far each has come, and what comes next."""
    if not wheels:
        return wheel_message((), language)
    say = language.template("wheel")
    years = language.listed(dict.fromkeys(one.unit.year_name(one.year) for one in wheels))
    body = [blocks.section(say("own_schools", year=years))]
    body += [_own_school(one, language) for one in wheels[offset : offset + PAGE]]
    buttons = [table_button(language), mark_button(language)]
    if offset + PAGE < len(wheels):
        more = blocks.button("wheel.schools.v1", language.word("buttons.more"), str(offset + PAGE))
        buttons.insert(0, more)
    body.append(blocks.actions(*buttons))
    return Message(blocks.notification(say.plain("own_schools_notice", year=years)), body)


def _own_school(wheel: ShownWheel, language: Language) -> Block:
    counted = [one for one in wheel.listed if one.state != "not_applicable"]
    ahead = next(iter(wheel.ahead), None)
    words = language.template("wheel").plain(
        "own_school",
        school=wheel.unit.name,
        done=sum(one.state == "done" for one in counted),
        count=len(counted),
        late=sum(one.is_late for one in counted) if wheel.may_follow else 0,
        ahead=line(wheel.told(ahead), language) if ahead else "",
    )
    return blocks.plain_section(words, year_button(wheel, language))


def table_message(tables: Iterable[ShownTable], language: Language) -> Message:
    """Return how many schools are done with each milestone; a button shows which, to the one who asks."""
    say, body, left = language.template("wheel"), [], MOST_ROWS
    for table in tables:
        headline = {"unit": table.unit.name, "year": table.unit.year_name(table.year), "schools": table.schools}
        body.append(blocks.section(say("table", **headline)))
        body += [_row(row, table, language) for row in table.rows[:left]]
        hidden, left = len(table.rows) - left, max(0, left - len(table.rows))
        if hidden > 0:
            body.append(blocks.context(say("more", count=hidden)))
    body.append(blocks.actions(mark_button(language)))
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
    municipality_id: int,
    standings: Sequence[Standing],
    offset: int,
    language: Language,
    *,
    may_do: bool = False,
    may_move: bool = False,
) -> Message:
    """Return a milestone as it stands at each school, a page at a time.

    A button opens each; one marks it as done at several, one moves it for all.
    """
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
    if may_do:
        buttons.append(mark_button(language, at_schools(first)))
    if may_move:
        buttons.append(blocks.button("milestone.move.v1", language.word("milestones.move_all"), of_all))
    if buttons:
        body.append(blocks.actions(*buttons))
    return Message(blocks.notification(title), body)
