"""A board meeting that moves: its milestones and the papers before it move with it."""

from tests.wheel.conftest import CITY, City


async def test_what_is_counted_from_a_meeting_moves_with_it(city: City) -> None:
    await city.day("2027-01-11")
    before = "\n".join(city.news("U0STRATEG"))
    assert "Handlingar till årsrapporten, senast ons 10 feb, v. 6" in before
    await city.load(CITY.replace("2027-02-24", "2027-02-17"))
    await city.day("2027-01-11", "09:00")
    # The letter that was sent is brought up to date.
    assert "senast ons 3 feb, v. 5" in city.letter("U0STRATEG").plain()
    await city.day("2027-01-25")
    (papers,) = city.news("U0STRATEG")
    assert "Handlingar till årsrapporten, senast ons 3 feb, v. 5" in papers
    board = "\n".join(city.news("U0SEKR"))
    assert "Årsrapporten behandlas i nämnden ons 17 feb, v. 7" in board
    assert "Handlingarna ska vara klara ons 3 feb, v. 5." in board
    assert "Avstämning av kvalitetsplanen: 0 av 4 skolor är klara." in board
    assert "[Behandlad] [Påminn mig senare]" in board
    assert "Gäller inte oss" not in board, "a report to the board concerns the board"


async def test_nobody_is_late_for_a_meeting_that_has_not_been_told_of(city: City) -> None:
    await city.day("2027-05-05")
    city.news("U0SEKR")
    bo = city.person("U0SEKR")
    await bo.command("/arshjul", channel="C0GRF")
    shown = city.answer("U0SEKR", "C0GRF")
    assert "Sammanträdet var ons 24 feb, v. 8" in shown.plain()
    assert "Budgetskrivelsen beslutas i nämnden fre 30 apr, v. 17 (nämndens datum är inte inlagt än)" in shown.plain()
    await bo.click("Visa bilden", in_=shown)
    await city.stage.said()
    (board,) = [line for line in city.letter("U0SEKR").text.splitlines() if line.startswith("Nämnd.")]
    assert "Försenat: " in board
    assert "Budgetskrivelse" not in board
