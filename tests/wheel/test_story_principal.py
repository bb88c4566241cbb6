"""A principal with three schools: one letter, grouped by school; one of the schools has a channel of its own."""

from tests.wheel.conftest import City


async def test_one_letter_for_all_schools_and_done_reaches_the_table(city: City) -> None:
    await city.day("2026-06-01")
    (letter,) = city.news()
    # May's dialogue was due yesterday; the reports are told of in week 23.
    assert "Årshjulet: Exempelskolan" in letter
    assert letter.count("Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36") == 2
    assert letter.count("Kvalitetsplan för 2026/27, senast tis 1 sep, v. 36") == 2
    # The third school has a channel and is told there; only what is late is said to the principal alone.
    assert letter.split("Årshjulet: Modellskolan")[1].count("senast") == 0
    (posted,) = city.in_channel("C0MODELL")
    assert "Modellskolan: årshjulet den här veckan" in posted
    assert "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36" in posted
    assert "skulle vara klart" not in posted

    kim = city.person()
    await kim.click("Visa", in_=city.letter(), nth=1)
    await kim.click("Redan klart", in_=city.letter())
    kim.form.fill("Anteckning", "Vi skrev den tillsammans i maj.")
    assert not (await kim.form.submit()).errors
    await city.stage.quiet()
    assert "Kvalitetsrapport för 2025/26 · klart" in city.person().direct_messages()[-2].plain()

    alex = city.person("U0STRATEG")
    await alex.command("/arshjul", "tabell", channel="C0GRF")
    table = city.answer("U0STRATEG", "C0GRF").plain()
    assert "Skolorna i Malmö, 2025/26: 4 skolor" in table
