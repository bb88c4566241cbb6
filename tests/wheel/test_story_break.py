"""A break over a due date: a school's day moves off it, and nothing is said to the school in its break."""

from tests.wheel.conftest import CITY, City

#: The autumn break lies over October's last day, a Saturday, and the week before it.
WITH_BREAK = CITY.replace("from: 2026-10-26, to: 2026-10-30", "from: 2026-10-26, to: 2026-11-01")


async def test_a_day_in_a_break_moves_to_the_first_working_day_after_it(city: City) -> None:
    await city.load(WITH_BREAK)
    await city.day("2026-10-05")
    (letter,) = city.news()
    assert (
        "HR- och ekonomidialog i oktober: budget på Exempelskolan och Provskolan. Den hålls senast mån 2 nov" in letter
    )
    (posted,) = city.in_channel("C0MODELL")
    assert "Den hålls senast mån 2 nov, v. 45." in posted
    await city.day("2026-10-26")
    assert (city.news(), city.in_channel("C0MODELL")) == ([], [])
    # The administration has no break, and counts on the schools' day.
    await city.day("2026-11-02")
    told = "\n".join(city.news("U0STRATEG"))
    assert "HR- och ekonomidialog i oktober: budget, senast mån 2 nov, v. 45: 0 av 4 skolor är klara" in told


async def test_that_something_is_late_is_not_told_in_the_break(city: City) -> None:
    await city.load(CITY.replace("2026-10-26, to: 2026-10-30", "2026-11-16, to: 2026-11-20"))
    await city.day("2026-11-09")
    city.news()
    await city.day("2026-11-16")
    assert city.news() == []
    await city.day("2026-11-30")
    assert "Prognos per ämne och årskurs. Sista dag var sön 15 nov, v. 46" in "\n".join(city.news())
