"""What the annual wheels have to say in a weekly letter, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.domain.wheel_standing import Ref, Standing, WheelUnit
from bot.language import Language
from bot.messages.milestones import Told, line, milestone_blocks, titled
from bot.messages.wheel_bookings import ToBook, booking_blocks, booking_line
from bot.messages.wheel_dialogues import Missing, missing_lines
from bot.slack import blocks
from bot.slack.blocks import Block

#: Milestones shown with all their buttons, when a letter speaks of nothing else; else each is a line.
MOST_WHOLE = 3
#: Lines in a letter; how many more there are is said, and the wheel shows them.
MOST_LINES = 8
MOST_COUNTS = 8


@dataclass(frozen=True)
class Counted:
    """How many schools are done with a milestone."""

    #: The milestone as it stands for one of them.
    standing: Standing
    done: int
    count: int
    #: Whether these are the schools that the reader heads.
    are_own: bool = False


@dataclass(frozen=True)
class WheelNews:
    """What the annual wheel has to say to somebody in a week."""

    #: The reader's own milestones, by school, administration or board.
    own: list[tuple[WheelUnit, list[Told]]] = field(default_factory=list)
    #: Dialogues, in time to book them.
    to_book: list[ToBook] = field(default_factory=list)
    counts: list[Counted] = field(default_factory=list)
    #: Dialogues that have not been held before the term's end.
    missing: list[Missing] = field(default_factory=list)
    #: The last days of the terms that those are of, as text.
    ended_terms: list[str] = field(default_factory=list)
    #: Whether something of it makes a letter of its own; else it stands in one that comes anyway.
    cannot_wait: bool = False
    #: Whether the reader follows several schools.
    follows_schools: bool = False

    @property
    def refs(self) -> list[Ref]:
        """The milestones it speaks of."""
        return [told.standing.ref for _, milestones in self.own for told in milestones]

    @property
    def said(self) -> dict[str, list[Any]]:
        """What it speaks of, by part, as the letter that says it remembers."""
        return {
            "milestones": [list(ref) for ref in self.refs],
            "to_book": [list(one.standing.shared_ref) for one in self.to_book],
            "counts": [list(one.standing.shared_ref) for one in self.counts],
            "missing": self.ended_terms if self.missing else [],
        }

    @property
    def programmes(self) -> set[int]:
        """The ids of the programmes that a reader's own milestones and dialogues are of."""
        units = [unit for unit, _ in self.own] + [one.standing.unit for one in self.to_book]
        return {unit.follower.programme_id for unit in units}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.own or self.to_book or self.counts or self.missing)


def news_blocks(news: WheelNews, language: Language, *, alone: bool) -> Iterator[Block]:
    """Yield the wheel's part of a letter; `alone` when the letter speaks of nothing else."""
    say = language.template("wheel-news")
    shown = 0
    whole = alone and len(news.refs) <= MOST_WHOLE
    for unit, milestones in news.own:
        if shown >= MOST_LINES:
            break
        yield blocks.section(say("headline", unit=unit.name))
        for told in milestones[: MOST_LINES - shown]:
            yield from milestone_blocks(told, language) if whole else _line(told, language)
        shown += len(milestones)
    if (left := len(news.refs) - min(shown, MOST_LINES)) > 0:
        yield blocks.context(say("more", count=left))
    if news.to_book:
        yield from booking_blocks(news.to_book, language)
    if news.counts:
        yield blocks.bullets(say.plain("counts"), [_count(one, language) for one in news.counts[:MOST_COUNTS]])
    if news.missing:
        yield blocks.bullets(say.plain("missing"), missing_lines(news.missing[:MOST_COUNTS], language))
        yield blocks.context(say("held"))
    yield blocks.actions(*_buttons(news, language))


def news_notice(news: WheelNews, language: Language) -> str:
    """Return what a notification says of it: how many milestones, else the first to book, counted or not held."""
    if news.refs:
        return language.template("wheel-news").plain("notice", count=len(news.refs))
    if news.to_book:
        return booking_line(news.to_book[0], language)
    if news.counts:
        return f"{_count(news.counts[0], language)}."
    return f"{next(missing_lines(news.missing, language))}."


def _line(told: Told, language: Language) -> Iterator[Block]:
    unit_id, step, year = told.standing.ref
    show = blocks.button("milestone.show.v1", language.word("buttons.show"), f"{unit_id}:{step}:{year}")
    yield blocks.plain_section(line(told, language), show)


def _count(one: Counted, language: Language) -> str:
    return language.template("wheel-news").plain(
        "count",
        title=titled(one.standing, language),
        due=one.standing.occurrence.ends_on,
        done=one.done,
        count=one.count,
    )


def _buttons(news: WheelNews, language: Language) -> Iterator[Block]:
    yield blocks.button("wheel.show.v1", language.word("buttons.wheel"), "mine")
    if news.follows_schools:
        yield blocks.button("wheel.table.v1", language.word("buttons.table"), "mine")
    if news.missing or news.to_book:
        yield blocks.button("dialogue.open.v1", language.word("buttons.log_dialogue"), "mine")
