"""The wheel's words: those that stand in the picture, and the same told without it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from babel.dates import get_month_names

from bot.domain.wheel import LEVELS, Level, Milestone, State, Wheel

#: In the order of the legend and of the telling.
STATES: tuple[State, ...] = ("done", "next", "late", "ahead", "not_done", "not_applicable")


class Speech(Protocol):
    """A reader's language as of one day; `bot.language.Language` is one."""

    @property
    def locale(self) -> str:
        """`sv` or `en`."""

    @property
    def today(self) -> date:
        """The day the words are read."""

    def text(self, swedish: str) -> str:
        """Return a programme's text in this language, in Swedish when it has no other."""

    def word(self, path: str) -> str:
        """Return one of our fixed words."""

    def day(self, value: date) -> str:
        """Return a date with weekday and week."""

    def span(self, first: date, last: date) -> str:
        """Return two dates with weekdays and week."""


@dataclass(frozen=True)
class Captions:
    """Every text of the picture, in the reader's language."""

    locale: str
    title: str
    subtitle: str
    year: str
    #: The day the picture is drawn for.
    on: date
    #: `I dag` and its date; None when today is not in the wheel's year.
    today: tuple[str, str] | None
    progress: str
    months: tuple[str, ...]
    levels: Mapping[Level, str]
    states: Mapping[State, str]
    #: By milestone: its day or days.
    days: Mapping[str, str]


def in_words(wheel: Wheel, speech: Speech) -> Wheel:
    """Return a unit's wheel with a heading, and its titles in the reader's language where there are any."""
    return replace(
        wheel,
        title=speech.word("picture.title").format(unit=wheel.title, year=wheel.subtitle),
        subtitle="",
        milestones=tuple(replace(item, title=speech.text(item.title)) for item in wheel.milestones),
        phases=tuple(replace(phase, title=speech.text(phase.title)) for phase in wheel.phases),
    )


def captions(wheel: Wheel, speech: Speech) -> Captions:
    """Return the texts of a wheel's picture."""
    done, counted = _count(wheel)
    inside = wheel.first_day <= speech.today <= wheel.last_day
    months = get_month_names("wide", locale="sv_SE" if speech.locale == "sv" else "en_GB")
    return Captions(
        locale=speech.locale,
        title=wheel.title,
        subtitle=wheel.subtitle,
        year=_year(wheel),
        on=speech.today,
        today=(speech.word("picture.today"), speech.day(speech.today)) if inside else None,
        progress=speech.word("picture.progress").format(done=done, all=counted) if counted else "",
        months=tuple(months[number] for number in range(1, 13)),
        levels={level: speech.word(f"picture_levels.{level}") for level in LEVELS},
        states={state: speech.word(f"picture_states.{state}") for state in STATES},
        days={item.id: speech.span(item.starts_on, item.ends_on) for item in wheel.milestones},
    )


def telling(wheel: Wheel, speech: Speech) -> str:
    """Return what the picture shows, in words: the year, today, and each level's milestones by how they are doing."""
    told = captions(wheel, speech)
    head = ". ".join(part for part in (told.title, told.subtitle, told.progress) if part) + "."
    today = [f"{told.today[0]}: {told.today[1]}."] if told.today else []
    levels = [_level(wheel, level, told) for level in LEVELS]
    return "\n".join([head, *today, *(level for level in levels if level)])


def _level(wheel: Wheel, level: Level, told: Captions) -> str:
    mine = [item for item in wheel.milestones if item.level == level]
    parts = [_state(mine, state, told) for state in STATES]
    return f"{told.levels[level]}. " + " ".join(part for part in parts if part) if mine else ""


def _state(milestones: list[Milestone], state: State, told: Captions) -> str:
    chosen = sorted((item for item in milestones if item.state == state), key=lambda item: (item.ends_on, item.id))
    if not chosen:
        return ""
    listed = "; ".join(f"{item.title}, {told.days[item.id]}" for item in chosen)
    return f"{told.states[state]}: {listed}."


def _count(wheel: Wheel) -> tuple[int, int]:
    counted = [item for item in wheel.milestones if item.state != "not_applicable"]
    return sum(item.state == "done" for item in counted), len(counted)


def _year(wheel: Wheel) -> str:
    first, last = wheel.first_day.year, wheel.last_day.year
    return str(first) if first == last else f"{first}/{last % 100:02}"
