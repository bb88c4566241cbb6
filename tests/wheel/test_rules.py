"""The rules of an annual wheel: which years are open, on which days, when somebody is told, who may what."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.people import Actor, RoleHeld
from bot.domain.programme.when import Period, When, day_in, is_in_every_year, nth_weekday, week_in, year_of
from bot.domain.programme.year import MilestonePlan, YearPlan
from bot.domain.wheel_letters import Window, ahead_windows, booking_window, count_windows, late_window
from bot.domain.wheel_people import ACTIONS, Action, WheelPlace, may_turn
from bot.domain.wheel_year import (
    Local,
    Occurrence,
    Span,
    WheelPlan,
    closes_on,
    in_language,
    next_ones,
    occurrences,
    open_years,
    phases_in,
    shown_year,
    state_of,
    year_name,
)
from bot.messages.wheel_dialogues import end_window
from bot.red_days import red_day

YEAR = YearPlan.model_validate(
    {
        "starts": "june",
        "phases": [{"level": "school", "id": "plan", "title": "Planera", "from": "03-01", "to": "06-30"}],
        "board_meetings": [{"id": "meeting", "title": "Möte", "from": "01-15", "to": "02-28"}],
    }
)


def milestone(step: str, level: str = "school", **more: object) -> MilestonePlan:
    return MilestonePlan.model_validate({"id": step, "level": level, "phase": "plan", "title": step, **more})


def turned(*milestones: MilestonePlan, local: Local | None = None, year: int = 2026) -> dict[str, Occurrence]:
    wheel = WheelPlan("-".join(repr(each) for each in milestones), YEAR, milestones)
    return {each.plan.id: each for each in occurrences(wheel, year, local or Local(), red_day)}


@pytest.mark.parametrize(
    ("day", "years", "shown"),
    [
        ("2027-05-31", (2026,), 2026),
        ("2027-06-01", (2026, 2027), 2026),
        ("2027-07-31", (2026, 2027), 2026),
        ("2027-08-01", (2026, 2027), 2027),
        ("2027-09-01", (2026, 2027), 2027),
        ("2027-09-02", (2027,), 2027),
    ],
)
def test_two_years_are_open_from_june_to_1_september_and_the_new_one_shows_in_august(
    day: str, years: tuple[int, ...], shown: int
) -> None:
    assert open_years(YEAR, date.fromisoformat(day)) == years
    assert shown_year(YEAR, date.fromisoformat(day)) == shown
    assert year_name(2026, "june") == "2026/27"
    assert year_name(1999, "august") == "1999/00"
    # A year that begins in January spans no other.
    assert year_name(2026, "january") == "2026"
    for title in ("Plan 2026/27", "Plan 2026"):
        assert in_language(title, {"Plan": "Report"}.__getitem__) == title.replace("Plan", "Report")


def test_the_year_s_first_month_is_data() -> None:
    calendar_year = YearPlan.model_validate({"starts": "january", "rolls_over": "01-01", "both_until": "01-31"})
    assert open_years(calendar_year, date(2027, 1, 15)) == (2026, 2027)
    assert shown_year(calendar_year, date(2027, 1, 15)) == 2027
    assert open_years(calendar_year, date(2027, 2, 1)) == (2027,)


def test_days_fall_in_the_year_they_belong_to() -> None:
    assert year_of(date(2027, 5, 31), "june") == 2026
    assert day_in(2026, "june", "06-01") == date(2026, 6, 1)
    assert day_in(2026, "june", "05-31") == date(2027, 5, 31)
    assert week_in(2026, "june", 23) == (date(2026, 6, 1), date(2026, 6, 5))
    # Week 22 of 2027 ends in June, and so belongs to the next year; that of 2026 has been before this one began.
    assert week_in(2025, "june", 22) == (date(2026, 5, 25), date(2026, 5, 29))
    assert [week for week in range(1, 53) if not is_in_every_year(week, "june")] == [22]
    assert [week for week in range(1, 53) if not is_in_every_year(week, "january")] == []
    assert week_in(2026, "june", 1) == (date(2027, 1, 4), date(2027, 1, 8))
    assert nth_weekday(2026, "june", 4, "friday", "september") == date(2026, 9, 25)
    assert nth_weekday(2026, "june", 1, "tuesday", "june") == date(2026, 6, 2)


def test_the_five_forms_of_a_day() -> None:
    found = turned(
        milestone("latest", due={"latest": "09-01"}),
        milestone("on", due={"on": "03-15"}),
        milestone("week", due={"week": 33}),
        milestone("nth", due={"nth": 2, "weekday": "tuesday", "month": "september"}),
        milestone("before", due={"before": "latest", "days": 7}),
        milestone("after", due={"after": "before", "days": 1}),
        milestone("board", "board", due={"after": "meeting", "days": 0}),
        milestone("papers", "administration", due={"before": "meeting", "days": 14}),
        local=Local(board_meetings=(date(2026, 11, 18), date(2027, 2, 24))),
    )
    assert {step: one.ends_on.isoformat() for step, one in found.items()} == {
        "latest": "2026-09-01",
        "on": "2027-03-15",
        "week": "2026-08-14",
        "nth": "2026-09-08",
        "before": "2026-08-25",
        "after": "2026-08-26",
        "board": "2027-02-24",
        "papers": "2027-02-10",
    }
    assert found["week"].starts_on == date(2026, 8, 10)
    assert not found["board"].is_provisional


def test_without_a_board_meeting_the_day_is_the_period_s_last_and_not_settled() -> None:
    found = turned(milestone("board", "board", due={"after": "meeting", "days": 0}))["board"]
    assert (found.ends_on, found.is_provisional) == (date(2027, 2, 28), True)


def test_what_is_counted_from_a_milestone_moves_with_it_and_breaks_move_schools_only() -> None:
    plans = (
        milestone("report", due={"latest": "09-01"}),
        milestone("before", due={"before": "report", "days": 7}),
        milestone("office", "administration", due={"latest": "09-01"}),
    )
    closed = Local(breaks=((date(2026, 8, 31), date(2026, 9, 4)),))
    found = turned(*plans, local=closed)
    assert found["report"].ends_on == date(2026, 9, 7)
    # Seven days before the 7th is in the break again.
    assert found["before"].ends_on == date(2026, 9, 7)
    assert found["office"].ends_on == date(2026, 9, 1)
    moved = turned(*plans, local=Local(moved=(("report", 2026, date(2026, 9, 15)), ("report", 2025, date(2025, 9, 9)))))
    assert moved["report"].ends_on == date(2026, 9, 15)
    assert moved["before"].ends_on == date(2026, 9, 8)
    # What has no begin of its own is one day, wherever it is moved; what is moved into a school's break moves on.
    assert moved["report"].starts_on == date(2026, 9, 15)
    into_break = turned(*plans, local=replace(closed, moved=(("report", 2026, date(2026, 9, 3)),)))["report"]
    assert (into_break.starts_on, into_break.ends_on) == (date(2026, 9, 7), date(2026, 9, 7))


def test_what_is_undone_closes_at_the_first_roll_over_after_its_last_day() -> None:
    assert closes_on(YEAR, date(2026, 9, 1)) == date(2027, 8, 1)
    assert closes_on(YEAR, date(2027, 6, 30)) == date(2027, 8, 1)
    assert closes_on(YEAR, date(2027, 8, 1)) == date(2028, 8, 1)
    known: dict[str, Any] = {"done": False, "waived": False, "ends_on": date(2027, 2, 28), "closes": date(2027, 8, 1)}
    assert state_of(**known, today=date(2027, 2, 28)) == "ahead"
    assert state_of(**known, today=date(2027, 3, 1)) == "late"
    assert state_of(**known, today=date(2027, 8, 1)) == "not_done"
    assert state_of(**{**known, "waived": True}, today=date(2027, 8, 1)) == "not_applicable"
    assert state_of(**{**known, "waived": True, "done": True}, today=date(2027, 8, 1)) == "done"


def test_what_comes_next_is_said_of_each_level() -> None:
    found = turned(
        milestone("a", due={"latest": "09-01"}),
        milestone("b", due={"latest": "09-01"}),
        milestone("c", due={"latest": "10-01"}),
        milestone("d", "board", due={"latest": "12-01"}),
    )
    assert next_ones((one, "ahead") for one in found.values()) == {"a", "b", "d"}


def test_a_phase_over_the_year_s_end_stands_at_both_its_ends() -> None:
    assert [(one.starts_on.isoformat(), one.ends_on.isoformat()) for one in phases_in(YEAR, 2026)] == [
        ("2026-06-01", "2026-06-30"),
        ("2027-03-01", "2027-05-31"),
    ]
    assert Period.model_validate({"from": "12-01", "to": "02-28"}).first == "12-01"


#: A window as two days.
Weeks = tuple[str, str]


def spans(breaks: tuple[Weeks, ...]) -> tuple[Span, ...]:
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in breaks)


def weeks(*windows: Window) -> list[Weeks]:
    return [(one.first.isoformat(), one.last.isoformat()) for one in windows]


@pytest.mark.parametrize(
    ("days", "breaks", "told"),
    [
        # Between three weeks and one before the week of the last day.
        ({"due": {"latest": "09-30"}}, (), [("2026-09-07", "2026-09-21")]),
        # What falls due on 1 September is said in weeks 23 and 33, as the programme says.
        ({"due": {"latest": "09-01"}, "remind_weeks": [23, 33]}, (), [("2026-06-01",) * 2, ("2026-08-10",) * 2]),
        # Weeks 27-31 are silent; the reminder of 15 July comes in week 26.
        ({"due": {"latest": "08-05"}, "remind": [-21]}, (), [("2026-06-22",) * 2]),
        ({"due": {"latest": "08-05"}}, (), [("2026-06-22", "2026-06-22")]),
        # A school's break is silent, and so is Christmas.
        ({"due": {"latest": "11-06"}}, (("2026-10-26", "2026-10-30"),), [("2026-10-12", "2026-10-19")]),
        ({"due": {"latest": "12-31"}}, (), [("2026-12-07", "2026-12-14")]),
    ],
)
def test_a_milestone_is_told_of_once_before_its_last_day(
    days: dict[str, object], breaks: tuple[Weeks, ...], told: list[Weeks]
) -> None:
    one = turned(milestone("report", **days))["report"]
    assert weeks(*ahead_windows(one, "june", spans(breaks))) == told


@pytest.mark.parametrize(
    ("ends_on", "breaks", "told"),
    [
        ("2026-09-01", (), ("2026-09-07", "2026-09-14")),
        # It waits until after the break; for a school that is closed for good there is no after.
        ("2026-10-20", (("2026-10-26", "2026-10-30"),), ("2026-11-02", "2026-11-09")),
        ("2026-10-20", (("2026-10-26", "2999-12-31"),), ("2026-10-26", "2026-11-02")),
        ("2026-06-30", (), ("2026-08-03", "2026-08-10")),
        ("2026-12-31", (), ("2027-01-11", "2027-01-18")),
    ],
)
def test_that_it_is_late_is_told_once_within_two_weeks(ends_on: str, breaks: tuple[Weeks, ...], told: Weeks) -> None:
    report, treated = (turned(milestone("one", level, due={"latest": "09-01"}))["one"] for level in ("school", "board"))
    assert weeks(late_window(report.plan, date.fromisoformat(ends_on), spans(breaks))) == [told]
    # Whether a board has treated something is asked at once.
    assert weeks(late_window(treated.plan, date.fromisoformat(ends_on), spans(breaks))) == [(told[0], told[0])]


@pytest.mark.parametrize(
    ("ends_on", "before", "is_alone", "after"),
    [
        ("2026-09-30", ("2026-09-21", "2026-09-28"), False, ("2026-10-05", "2026-10-19")),
        # Before the silent weeks it is told in any case, and after them what came of it.
        ("2026-06-26", ("2026-06-15", "2026-06-22"), True, ("2026-08-03", "2026-08-17")),
        ("2026-12-18", ("2026-12-07", "2026-12-14"), True, ("2027-01-11", "2027-01-25")),
    ],
)
def test_schools_are_counted_after_the_last_day(ends_on: str, before: Weeks, is_alone: bool, after: Weeks) -> None:
    found = count_windows(date.fromisoformat(ends_on))
    assert weeks(*found) == [before, after]
    assert [one.alone for one in found] == [is_alone, True]


def test_what_is_missing_is_told_before_the_silent_weeks() -> None:
    # 20 December lies in week 52 in 2032.
    assert weeks(end_window(date(2032, 12, 20))) == [("2032-11-29", "2032-12-13")]
    assert weeks(end_window(date(2026, 12, 20))) == [("2026-11-23", "2026-12-07")]


@pytest.mark.parametrize(
    ("days", "breaks", "announced"),
    [
        # A month's first week, three weeks before that of the last day at the latest.
        ({"due": {"latest": "09-30"}}, (), "2026-09-07"),
        ({"due": {"latest": "10-31"}}, (), "2026-10-05"),
        ({"due": {"latest": "09-27"}}, (), "2026-08-10"),
        # Before the week in which it can be held; August begins in week 33, when those who book are back.
        ({"starts": {"on": "09-01"}, "due": {"latest": "09-30"}}, (), "2026-08-10"),
        ({"starts": {"on": "08-10"}, "due": {"latest": "09-30"}}, (), "2026-06-01"),
        ({"starts": {"on": "02-01"}, "due": {"latest": "02-28"}}, (), "2027-01-11"),
        # Christmas is not counted among the three weeks, nor is the school's break.
        ({"due": {"latest": "01-31"}}, (), "2026-12-07"),
        ({"due": {"latest": "11-30"}}, (), "2026-11-02"),
        ({"due": {"latest": "11-30"}}, (("2026-11-16", "2026-11-20"),), "2026-11-02"),
        ({"due": {"latest": "11-24"}}, (("2026-11-16", "2026-11-20"),), "2026-10-05"),
        ({"due": {"latest": "12-20"}}, (("2026-11-02", "2026-11-06"),), "2026-11-09"),
        # Where the programme names reminders, the first before the week of the last day announces it.
        ({"due": {"latest": "09-30"}, "remind": [-7, -28]}, (), "2026-08-31"),
        ({"due": {"latest": "09-30"}, "remind_weeks": [23]}, (), "2026-06-01"),
        ({"due": {"latest": "09-30"}, "remind": [0]}, (), None),
        ({"due": {"latest": "09-30"}, "remind": []}, (), None),
    ],
)
def test_a_dialogue_is_announced_in_time_to_book_it(
    days: dict[str, object], breaks: tuple[tuple[str, str], ...], announced: str | None
) -> None:
    dialogue = turned(milestone("talk", dialogue="quality", **days))["talk"]
    window = booking_window(dialogue, "june", spans(breaks))
    assert (None if window is None else window.last.isoformat()) == announced
    if not dialogue.plan.has_own_reminders:
        assert ahead_windows(dialogue, "june", spans(breaks)) == ()


def test_only_a_dialogue_is_announced() -> None:
    report = turned(milestone("report", due={"latest": "09-30"}))["report"]
    assert booking_window(report, "june") is None


def _actor(kind: str, unit_id: int | None = None, programme_id: int | None = None) -> Actor:
    return Actor(1, 1, roles=(RoleHeld(kind, programme_id=programme_id, unit_id=unit_id),))


def test_who_may_do_what() -> None:
    school, board = WheelPlace(5, 10, 11), WheelPlace(5, 10, level="board")
    office = WheelPlace(5, 10, level="administration")
    rights = {
        "leadership": _actor("leadership", programme_id=5),
        "administration": _actor("administration", 10),
        "head": _actor("head_of_schools", 11),
        "principal": _actor("principal", 11),
        "board": _actor("board", 10),
        "other": _actor("principal", 12),
        "reader": Actor(1, 1),
    }

    def who(action: Action, place: WheelPlace) -> set[str]:
        return {name for name, actor in rights.items() if may_turn(actor, action, place)}

    above = {"leadership", "administration"}
    assert who("do", school) == {*above, "head", "principal"}
    assert who("move", school) == {*above, "head"}
    assert who("follow", school) == {*above, "head", "principal"}
    assert who("do", board) == {*above, "board"}
    assert who("do", office) == above
    assert who("follow", office) == {*above, "board"}
    assert may_turn(rights["reader"], "do", school, in_its_channel=True)
    assert not may_turn(rights["reader"], "move", school, in_its_channel=True)
    assert not may_turn(rights["reader"], "do", board, in_its_channel=True)
    # What a school's channel lends ends there: it neither hands the school over nor carries the wheel out of it.
    assert who("appoint", school) == {*above, "head", "principal"} == who("publish", school)
    assert who("publish", office) == {*above, "board"}
    for action in ("appoint", "publish", "hand"):
        assert not may_turn(rights["reader"], action, school, in_its_channel=True)
    assert who("hand", school) == {*above, "head", "principal"}
    assert who("hand", office) == set()
    # Whom a milestone has been handed to answers for that one, and hands nothing on.
    theirs = {one for one in ACTIONS if may_turn(rights["reader"], one, replace(school, holder_id=1))}
    assert theirs == {"do", "follow"}
    assert not may_turn(rights["reader"], "do", replace(school, holder_id=2))


@pytest.mark.parametrize(
    "wrong",
    [
        {"latest": "09-31"},
        {"latest": "02-29"},
        {"latest": "9-1"},
        {"on": "09-01", "week": 3},
        {"nth": 5, "weekday": "friday", "month": "may"},
        {"nth": 2, "weekday": "friday"},
        {"weekday": "friday", "month": "may"},
        {"before": "x"},
        {"latest": "09-01", "days": 3},
        {"week": 53},
        {},
    ],
)
def test_a_day_has_one_of_five_forms(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        When.model_validate(wrong)
