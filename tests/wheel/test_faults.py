"""A wheel that does not hold is told of with line and field; an id that is used cannot be taken away."""

import pytest

from bot.content.faults import ContentError
from bot.content.programme_file import read_programme
from bot.content.yaml_source import read_source

WHEEL = """\
format: 1
id: stad
title: Stadens modell
year:
  starts: june
  phases:
    - {level: school, id: plan, title: Planera, from: "08-01", to: "09-01"}
    - {level: board, id: plan, title: Planera, from: "11-01", to: "12-31"}
  board_meetings:
    - {id: meeting, title: Mötet, from: "01-15", to: "02-28"}
wheel:
  - {id: report, level: school, phase: plan, title: Rapport, due: {latest: "09-01"}}
  - {id: before, level: school, phase: plan, title: Före, due: {before: report, days: 7}}
  - {id: decision, level: board, phase: plan, title: Beslut, due: {after: meeting, days: 0}, builds_on: report}
dialogues:
  - {id: talk, title: Dialog, between: [school, administration], who: Alla, about: Resultat, at_least: 2}
"""


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ContentError) as caught:
        read_programme(read_source("stad.yaml", text.encode()))
    return [(fault.line, fault.field, fault.what.name) for fault in caught.value.faults]


def test_it_holds_as_it_stands() -> None:
    assert len(read_programme(read_source("stad.yaml", WHEEL.encode())).programme.wheel) == 3


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ("phase: plan, title: Rapport", "phase: fly, title: Rapport", (12, "wheel[0].phase", "load-not-one-of")),
        ("starts: june", "starts: juni", (5, "year.starts", "load-not-one-of")),
        ('latest: "09-01"', 'latest: "31-09"', (12, "wheel[0].due.latest", "load-not-a-month-day")),
        ("before: report, days: 7", "before: reports, days: 7", (13, "wheel[1].due", "load-unknown-anchor")),
        ("before: report, days: 7", "before: report", (13, "wheel[1].due", "load-when-days")),
        ("before: report, days: 7", "nth: 2, weekday: friday", (13, "wheel[1].due", "load-when-nth")),
        ("before: report, days: 7", "week: 3, days: 7", (13, "wheel[1].due", "load-when-days")),
        ('"09-01"}}', '"09-01"}, remind: [14]}', (12, "wheel[0].remind[0]", "load-days-before")),
        ('"09-01"}}', '"09-01"}, remind: [-1, -2, -3, -4, -5, -6]}', (12, "wheel[0].remind", "load-too-many")),
        ("before: report, days: 7", "week: 53", (13, "wheel[1].due.week", "load-too-high")),
        ("before: report, days: 7", "week: 22", (13, "wheel[1].due.week", "load-week-at-new-year")),
        ("before: report, days: 7", 'on: "01-01", week: 3', (13, "wheel[1].due", "load-when-one-form")),
        ('latest: "09-01"', "before: before, days: 7", (12, "wheel[0].due", "load-wheel-cycle")),
        ("builds_on: report", "builds_on: decision", (14, "wheel[2].builds_on", "load-not-one-of")),
        ("builds_on: report", "dialogue: chat", (14, "wheel[2].dialogue", "load-not-one-of")),
        ("id: before, level", "id: report, level", (13, "wheel[1].id", "load-twice")),
        ("id: before, level", "id: meeting, level", (13, "wheel[1].id", "load-twice")),
        (
            "level: school, phase: plan, title: Före",
            "level: skola, phase: plan, title: Före",
            (13, "wheel[1].level", "load-not-one-of"),
        ),
        ("between: [school, administration]", "between: [school]", (16, "dialogues[0]", "load-between-two")),
        ("at_least: 2", "at_leats: 2", (16, "dialogues[0].at_leats", "load-unknown-key-meant")),
        (
            'level: board, id: plan, title: Planera, from: "11-01"',
            'level: school, id: plan, title: Plan, from: "11-01"',
            (8, "year.phases[1].id", "load-phase-two-titles"),
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_does_not_hold_is_told_with_line_and_field(said: str, instead: str, told: tuple[int, str, str]) -> None:
    assert said in WHEEL
    assert told in faults(WHEEL.replace(said, instead, 1))


def test_a_wheel_needs_a_year() -> None:
    without = WHEEL[: WHEEL.index("year:")] + WHEEL[WHEEL.index("wheel:") :]
    assert faults(without) == [(4, "wheel", "load-wheel-needs-year")]
