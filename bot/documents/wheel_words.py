"""The wheel's words: those that stand in the picture, and the same told without it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from babel.dates import get_month_names

from bot.domain.wheel import LEVELS, Level, Milestone, State, Wheel
from bot.domain.wheel_year import in_language

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
    #: By level: its phases with their days, and those that today is in.
    phases: Mapping[Level, str]
    phases_now: Mapping[Level, str]


def in_words(wheel: Wheel, speech: Speech) -> Wheel:
    """Return a unit's wheel with a heading, and its titles in the reader's language where there are any."""
    return replace(
        wheel,
        title=speech.word("picture.title").format(unit=wheel.title, year=wheel.subtitle),
        subtitle="",
        milestones=tuple(_spoken(item, speech) for item in wheel.milestones),
        phases=tuple(replace(phase, title=speech.text(phase.title)) for phase in wheel.phases),
    )


def _spoken(item: Milestone, speech: Speech) -> Milestone:
    return replace(
        item,
        title=in_language(item.title, speech.text),
        text=speech.text(item.text),
        who=speech.text(item.who),
        leads_to=speech.text(item.leads_to),
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
        phases={level: _phases(wheel, level, speech) for level in LEVELS},
        phases_now={level: _phases_now(wheel, level, speech) for level in LEVELS},
    )


def _phases(wheel: Wheel, level: Level, speech: Speech) -> str:
    mine = sorted((one for one in wheel.phases if one.level == level), key=lambda one: one.starts_on)
    listed = "; ".join(f"{one.title}, {speech.span(one.starts_on, one.ends_on)}" for one in mine)
    return speech.word("picture.phases").format(phases=listed) if mine else ""


def _phases_now(wheel: Wheel, level: Level, speech: Speech) -> str:
    now = [one.title for one in wheel.phases if one.level == level and one.starts_on <= speech.today <= one.ends_on]
    return speech.word("picture.phases_now").format(phases=", ".join(now)) if now else ""


def telling(wheel: Wheel, speech: Speech) -> str:
    """Return what the picture shows, in words: the year, today, and each level's phases and milestones."""
    told = captions(wheel, speech)
    return _lines(wheel, told, told.phases, named=STATES)


def brief(wheel: Wheel, speech: Speech) -> str:
    """Return the same in short, for a place that takes few words: phases as of today, and milestones by number.

    What is late and what comes next is named.
    """
    told = captions(wheel, speech)
    return _lines(wheel, told, told.phases_now, named=("next", "late"))


def _lines(wheel: Wheel, told: Captions, phases: Mapping[Level, str], *, named: Collection[State]) -> str:
    levels = (_level(wheel, level, told, phases[level], named) for level in LEVELS)
    return "\n".join([*head(told), *(words for words in levels if words)])


def head(told: Captions) -> list[str]:
    """Return what goes before the levels, a line each: whose year, how much is done, and today."""
    year = ". ".join(part for part in (told.title, told.subtitle, told.progress) if part) + "."
    return [year, f"{told.today[0]}: {told.today[1]}."] if told.today else [year]


def _level(wheel: Wheel, level: Level, told: Captions, phases: str, named: Collection[State]) -> str:
    mine = [item for item in wheel.milestones if item.level == level]
    parts = [phases, *(_state(mine, state, told, is_named=state in named) for state in STATES)]
    return " ".join(part for part in (f"{told.levels[level]}.", *parts) if part) if any(parts) else ""


def _state(milestones: list[Milestone], state: State, told: Captions, *, is_named: bool) -> str:
    chosen = sorted((item for item in milestones if item.state == state), key=lambda item: (item.ends_on, item.id))
    if not chosen:
        return ""
    listed = "; ".join(f"{item.title}, {told.days[item.id]}" for item in chosen) if is_named else str(len(chosen))
    return f"{told.states[state].capitalize()}: {listed}."


def _count(wheel: Wheel) -> tuple[int, int]:
    counted = [item for item in wheel.milestones if item.state != "not_applicable"]
    return sum(item.state == "done" for item in counted), len(counted)


def _year(wheel: Wheel) -> str:
    first, last = wheel.first_day.year, wheel.last_day.year
    return str(first) if first == last else f"{first}/{last % 100:02}"
