"""A head of schools asks for the wheel: their own schools, each in a line, and each school's year from there."""

from tests.wheel.conftest import CITY, City


async def test_the_own_schools_and_one_of_them_whole(city: City) -> None:
    await city.day("2026-10-05")
    chef = city.person("U0CHEF")
    await chef.command("/arshjul", channel="C0GRF")
    listed = city.answer("U0CHEF", "C0GRF")
    assert "*Dina skolor 2026/27*" in listed.plain()
    # What fell due since 1 August; of a school that they do not head nothing is said.
    assert [line for line in listed.plain().splitlines() if " klara" in line and line[0] != "["] == [
        "Exempelskolan: 0 av 23 klara · 7 försenade",
        "Modellskolan: 0 av 23 klara · 7 försenade",
        "Provskolan: 0 av 23 klara · 7 försenade",
    ]
    assert "Härnäst: HR- och ekonomidialog i oktober: budget, senast lör 31 okt, v. 44" in listed.plain()
    await chef.click("Visa hela året", in_=listed, nth=1)
    assert "Årshjulet 2026/27: Modellskolan" in city.answer("U0CHEF", "C0GRF").plain()


async def test_who_is_a_principal_too_gets_the_own_school_and_a_button(city: City) -> None:
    await city.load(CITY.replace("{name: Papperskolan}", "{name: Papperskolan, principal: U0CHEF}"))
    chef = city.person("U0CHEF")
    await chef.command("/arshjul", channel="C0GRF")
    own = city.answer("U0CHEF", "C0GRF")
    assert "Papperskolan" in own.plain()
    await chef.click("Visa mina skolor", in_=own)
    assert "Exempelskolan: 0 av" in city.answer("U0CHEF", "C0GRF").plain()


async def test_what_falls_due_in_summer_is_counted_in_the_last_letter_before(city: City) -> None:
    await city.day("2026-06-22")
    for who, schools in (("U0CHEF", 3), ("U0STRATEG", 4)):
        letter = "\n".join(city.news(who))
        assert f"läsårets resultat för 2025/26, senast tis 30 juni, v. 27: 0 av {schools} skolor är klara" in letter
    await city.day("2026-08-17")
    counted = [line for line in "\n".join(city.news("U0STRATEG")).splitlines() if "skolor är klara" in line]
    days = [("fre 14 aug", True), ("tis 18 aug", False), ("tis 25 aug", False)]
    assert [(day, "sista dag var" in line) for line in counted for day, _ in days if day in line] == days
    assert ["tis 30 juni" in line and "sista dag var" in line for line in counted].count(True) == len(counted) - 3


async def test_the_table_leaves_out_what_fell_due_before_the_municipality_was_loaded(city: City) -> None:
    await city.day("2026-06-01")
    chef = city.person("U0CHEF")
    await chef.command("/arshjul", "tabell", channel="C0GRF")
    assert [
        line for line in city.answer("U0CHEF", "C0GRF").plain().splitlines() if " klara" in line and line[0] != "["
    ] == ["HR- och ekonomidialog i maj: uppföljning (sista dag var sön 31 maj, v. 22): 0 av 3 klara"]
