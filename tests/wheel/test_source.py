"""Every milestone of the source is in Malmö's file: DOMAIN W4-W6 and W10, with the words of the 2014 document."""

from datetime import date

import pytest

from bot.content.municipalities import PROGRAMMES
from bot.content.programme_file import open_programme
from bot.domain.wheel_year import Local, WheelPlan, occurrences, phases_in
from bot.red_days import red_day

MALMO = open_programme(PROGRAMMES / "malmo-2014.yaml").programme
assert MALMO.year is not None
YEAR = MALMO.year
WHEEL = WheelPlan("malmo", YEAR, MALMO.wheel)
#: The year June 2026 to May 2027, with a board that meets as a board may.
MEETINGS = (date(2026, 9, 23), date(2026, 11, 18), date(2027, 2, 24), date(2027, 4, 21), date(2027, 5, 19))
OF_2026 = {one.plan.id: one for one in occurrences(WHEEL, 2026, Local(MEETINGS), red_day)}

#: The row of DOMAIN, the words of the source, the level, the milestone's id, and the last day in 2026/27.
SOURCE = [
    ("W5", "mars-juni: resultat inkommer per skola", "school", "results-spring", "2026-06-30"),
    (
        "W5",
        "analys av resultat, uppföljning och analys av läsårets åtagande-/kvalitetsplan",
        "school",
        "analysis",
        "2026-08-18",
    ),
    ("W5", "identifiera utvecklingsbehov", "school", "development-areas", "2026-08-25"),
    ("W5", "senast 1 sep: upprätta resultat-/kvalitetsrapport", "school", "quality-report", "2026-09-01"),
    ("W5", "senast 1 sep: upprätta åtagande-/kvalitetsplan", "school", "quality-plan", "2026-09-01"),
    ("W5", "sep: dialog utb. chef, rektor, analys/utvecklingsstöd", "school", "september-dialogue", "2026-09-30"),
    ("W11", "skolan/resp lärare anger prognos", "school", "forecast", "2026-11-15"),
    ("W5", "dec-jan: resultat inkommer per skola", "school", "results-winter", "2027-01-31"),
    ("W5", "avstämning av åtagande-/kvalitetsplan", "school", "plan-check", "2027-01-31"),
    ("W5, W9", "självvärdering av det systematiska kvalitetsarbetet", "school", "self-evaluation", "2027-01-31"),
    ("W5", "feb: dialog utb. chef, rektor (analys/utvecklingsstöd)", "school", "february-dialogue", "2027-02-28"),
    ("W10", "brukarundersökning elever, medarbetare", "school", "user-survey", "2027-03-31"),
    ("W10", "sammanställning, rapport: brukarundersökning", "school", "user-survey-report", "2027-04-30"),
    ("W6", "juni: uppföljning", "school", "hr-economy-june", "2026-06-30"),
    ("W6", "sep: uppföljning (DR2)", "school", "hr-economy-september", "2026-09-30"),
    ("W6", "okt: budget", "school", "hr-economy-october", "2026-10-31"),
    ("W6", "nov: uppföljning (UP2/budget)", "school", "hr-economy-november", "2026-11-30"),
    ("W6", "dec: uppföljning", "school", "hr-economy-december", "2026-12-20"),
    ("W6", "jan: årsanalys och uppföljning", "school", "hr-economy-january", "2027-01-31"),
    ("W6", "mars: uppföljning (UP1)", "school", "hr-economy-march", "2027-03-31"),
    ("W6", "april: uppföljning", "school", "hr-economy-april", "2027-04-30"),
    ("W6", "maj: uppföljning", "school", "hr-economy-may", "2027-05-31"),
    ("W10", "förvaltningen genomför analysseminarium", "administration", "seminar-autumn", "2026-10-15"),
    ("W10", "analysseminarium", "administration", "seminar-november", "2026-11-30"),
    ("W10", "analysseminarium", "administration", "seminar-january", "2027-01-20"),
    ("W10", "sammanställning av mätetal, utfall", "administration", "metrics-compiled", "2026-08-31"),
    (
        "W7",
        "mål och ev. gemensamt utvecklingsområde bryts ner från förvaltningsnivå till skolnivå",
        "administration",
        "goals-broken-down",
        "2026-08-15",
    ),
    (
        "W10",
        "åtaganden aggregeras från skolnivå till förvaltningsnivå",
        "administration",
        "commitments-compiled",
        "2026-10-31",
    ),
    ("W10", "årsrapport: sammanställs", "administration", "annual-report-papers", "2027-02-10"),
    ("W10", "åtagandeplan för förvaltningen", "administration", "administration-plan", "2027-03-15"),
    (
        "W10",
        "sammanställer brukarundersökning per skola och aggregerar",
        "administration",
        "surveys-compiled",
        "2027-05-15",
    ),
    ("W10", "DR 2", "board", "dr2", "2026-09-23"),
    ("W10", "internbudget", "board", "internal-budget", "2026-11-18"),
    ("W10", "årsrapport till GrN", "board", "annual-report", "2027-02-24"),
    (
        "W4",
        "grundskoleförvaltning - grundskolenämnd, 1 g/år i samband med årsanalys",
        "board",
        "board-dialogue",
        "2027-02-24",
    ),
    ("W10", "årsanalys till KF", "board", "annual-analysis", "2027-03-10"),
    ("W10", "budgetskrivelse", "board", "budget-letter", "2027-04-21"),
    ("W10", "DR 1", "board", "dr1", "2027-05-19"),
]
#: What is not the source's own: the papers before each meeting (asked for by issue 6), and week 33's question.
OURS = {"dr2-papers", "internal-budget-papers", "budget-letter-papers", "dr1-papers", "school-details"}


@pytest.mark.parametrize(("row", "words", "level", "step", "day"), SOURCE, ids=lambda value: str(value)[:40])
def test_a_milestone_of_the_source_is_in_the_file(row: str, words: str, level: str, step: str, day: str) -> None:
    assert all((row, words))
    found = OF_2026[step]
    assert (found.plan.level, found.ends_on.isoformat()) == (level, day)


def test_the_file_has_nothing_else() -> None:
    assert {one.id for one in MALMO.wheel} == {step for _, _, _, step, _ in SOURCE} | OURS


def test_nine_dialogues_on_economy_and_staff() -> None:
    nine = [one for one in MALMO.wheel if one.dialogue == "hr-economy"]
    assert len(nine) == 9
    assert {one.id: one.at_least for one in MALMO.dialogues} == {
        "staff": 0,
        "pupils-and-guardians": 0,
        "quality-school": 2,
        "hr-economy": 9,
        "quality-board": 1,
    }
    held = {each.id: sum(one.dialogue == each.id for one in MALMO.wheel) for each in MALMO.dialogues}
    assert all(held[each.id] == each.at_least for each in MALMO.dialogues)


def test_the_levels_carry_out_by_school_year_and_by_calendar_year() -> None:
    phases = [one for one in YEAR.phases if one.id == "carry-out"]
    assert {one.level: (one.first, one.last) for one in phases} == {
        "school": ("09-02", "06-15"),
        "administration": ("01-01", "12-31"),
    }
    titles = {one.title for one in YEAR.phases}
    assert titles == {"Följa upp", "Analysera", "Planera", "Genomföra"}


def test_every_milestone_lies_in_its_year_and_on_a_phase_that_is_drawn() -> None:
    drawn = {(one.level, one.id) for one in phases_in(YEAR, 2026)}
    for one in OF_2026.values():
        assert date(2026, 6, 1) <= one.ends_on <= date(2027, 5, 31), one
        assert (one.plan.level, one.plan.phase) in drawn


def test_every_text_and_who_is_there() -> None:
    assert [one.id for one in MALMO.wheel if one.who is None] == []
    assert [one.id for one in MALMO.wheel if one.leads_to is None and not (one.dialogue or one.asks)] == []
