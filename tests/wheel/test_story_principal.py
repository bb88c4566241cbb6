"""A principal with three schools: one letter, grouped by school; one of the schools has a channel of its own."""

from tests.wheel.conftest import City, nth

INTRODUCTION = (
    "Hej Kim. Jag är Nätverksboten och håller reda på årshjulet för Exempelskolan, Modellskolan och Provskolan. "
    "Du får ett veckobrev när något är på gång, annars är jag tyst. Ska någon annan ha brevet? Säg till Alex Exempel.\n"
)


async def test_one_letter_for_all_schools_and_done_reaches_everybody(city: City) -> None:
    await city.day("2026-06-01")
    (letter,) = city.news()
    # Nobody has told Kim of the bot before.
    assert letter.startswith(INTRODUCTION)
    # May's dialogue was due yesterday; the reports are told of in week 23.
    assert "Årshjulet: Exempelskolan" in letter
    assert letter.count("Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36") == 2
    assert letter.count("Kvalitetsplan för 2026/27, senast tis 1 sep, v. 36") == 2
    # The third school has a channel and is told there; only what is late is said to the principal alone.
    of_third, to_book = letter.split("Årshjulet: Modellskolan")[1].split("Dialoger att boka")
    assert of_third.count("senast") == 0
    june = "Boka tid för HR- och ekonomidialog i juni: uppföljning"
    assert f"{june} på Exempelskolan och Provskolan. Den hålls senast tis 30 juni, v. 27." in to_book
    (posted,) = city.in_channel("C0MODELL")
    assert posted.startswith("Jag är Nätverksboten och håller reda på årshjulet för Modellskolan. ")
    assert "Modellskolan: årshjulet den här veckan" in posted
    assert "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36" in posted
    assert "Sista dag var" not in posted
    assert f"{june}. Den hålls senast tis 30 juni, v. 27." in posted

    await _done(city)
    first = city.person().direct_messages()[0].plain()
    assert first.startswith(INTRODUCTION), "a letter that is brought up to date stays as it began"
    assert "Kvalitetsrapport för 2025/26 · klart" in first
    # Whoever is in the school's own channel may answer for the school.
    await _done_in_channel(city)
    await _table(city)
    later = [*city.news(), *city.in_channel("C0MODELL")]
    assert later
    assert not any("Jag är Nätverksboten" in one for one in later), "once is enough"


async def _done(city: City) -> None:
    """The report is done at the first school, with a note."""
    kim = city.person()
    await kim.click("Visa", in_=city.letter(), nth=nth(city.letter(), "Kvalitetsrapport för 2025/26"))
    await kim.click("Redan klart", in_=city.letter())
    assert "Kvalitetsrapport för 2025/26" in kim.form.plain()
    kim.form.fill("Anteckning", "Vi skrev den tillsammans i maj.")
    assert not (await kim.form.submit()).errors
    await city.stage.quiet()


async def _done_in_channel(city: City) -> None:
    ute, post = city.person("U0UTE"), city.person().messages("C0MODELL")[-1]
    await ute.click("Redan klart", in_=post, nth=0)
    assert not (await ute.form.submit()).errors
    await city.stage.quiet()
    assert "*Kvalitetsrapport för 2025/26* · klart" in city.person().messages("C0MODELL")[-1].plain()


async def _table(city: City) -> None:
    """The administration sees numbers, and who, when it asks; the new year shows from 1 August."""
    await city.day("2026-08-10")
    alex = city.person("U0STRATEG")
    await alex.command("/arshjul", "tabell", channel="C0GRF")
    table = city.answer("U0STRATEG", "C0GRF")
    assert "Skolorna i Malmö, 2026/27: 4 skolor" in table.plain()
    assert "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36: 2 av 4 klara" in table.plain()
    await alex.click("Visa", in_=table, nth=nth(table, "Kvalitetsrapport för 2025/26"))
    shown = city.answer("U0STRATEG", "C0GRF").plain()
    assert "Exempelskolan · klart" in shown
    assert "Papperskolan · inte klart än, senast tis 1 sep, v. 36" in shown
    await city.person("U0UTE").command("/arshjul", "tabell", channel="C0GRF")
    assert "Bara förvaltningen och utbildningscheferna" in city.answer("U0UTE", "C0GRF").plain()
