"""What was typed in a form that was closed is offered again, until it is handed in or emptied."""

from sqlalchemy import select

from bot.storage.tables import Draft
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.stories import TEXT, card, log, stored

NOTICE = "Det här är ditt utkast från mån 23 nov, v. 48"


def drafts(house: House) -> list[Draft]:
    with house.database.reading() as session:
        return list(session.scalars(select(Draft)))


async def test_a_closed_form_is_offered_again_until_it_is_handed_in(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", channel=CHANNEL)
    kim.form.fill("Åtagande", TEXT)
    kim.form.fill("Senast klart", "2027-06-01")
    await kim.form.click("Lägg till aktivitet")
    kim.form.fill("Hur", "Utbilda handledare")
    await kim.form.close()
    assert stored(house) == []
    await kim.command("/atagande", channel=CHANNEL)
    assert NOTICE in kim.form.plain()
    assert kim.form.value("Åtagande") == TEXT
    assert kim.form.value("Senast klart") == "2027-06-01"
    assert kim.form.value("Hur") == "Utbilda handledare"
    assert (await kim.form.submit()).closed
    assert drafts(house) == []
    await kim.command("/atagande", channel=CHANNEL)
    assert not kim.form.value("Åtagande")
    assert NOTICE not in kim.form.plain()


async def test_what_was_typed_after_the_command_is_kept_too(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT + " senast 1 juni", channel=CHANNEL)
    await kim.form.close()
    await kim.command("/atagande", channel=CHANNEL)
    assert (kim.form.value("Åtagande"), kim.form.value("Senast klart")) == (TEXT, "2027-06-01")


async def test_nothing_typed_is_nothing_kept(house: House) -> None:
    await log(house)
    kim = house.person("U0BODEN")
    for words in ("", "1 uppdatera", "1 stöd"):
        await kim.command("/atagande", words, channel=CHANNEL)
        await kim.form.close()
    assert drafts(house) == []


async def test_a_draft_that_is_emptied_is_forgotten(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", channel=CHANNEL)
    kim.form.fill("Åtagande", TEXT)
    await kim.form.close()
    await kim.command("/atagande", channel=CHANNEL)
    kim.form.fill("Åtagande", "")
    await kim.form.close()
    assert drafts(house) == []


async def test_a_draft_is_its_writers_own(house: House) -> None:
    kim, noa = house.person("U0BODEN"), house.person("U0BODEN2")
    await kim.command("/atagande", channel=CHANNEL)
    kim.form.fill("Åtagande", TEXT)
    await kim.form.close()
    await noa.command("/atagande", channel=CHANNEL)
    assert not noa.form.value("Åtagande")


async def test_typed_words_go_before_a_draft(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", channel=CHANNEL)
    kim.form.fill("Åtagande", "Ett utkast")
    await kim.form.close()
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    assert kim.form.value("Åtagande") == TEXT
    assert "utkast" not in kim.form.plain()


async def test_a_personal_number_is_never_kept(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", channel=CHANNEL)
    kim.form.fill("Åtagande", "Vi stöttar 19121212-1212")
    kim.form.fill("Förväntad effekt", "Fler når målen")
    refused = await kim.form.submit()
    assert '"…-1212"' in refused.errors["Åtagande"]
    await kim.form.close()
    (kept,) = drafts(house)
    assert "1212" not in kept.answers
    assert "Fler når målen" in kept.answers
    await kim.command("/atagande", channel=CHANNEL)
    kim.form.fill("Åtagande", "Vi stöttar 19121212-1212")
    kim.form.fill("Förväntad effekt", "")
    await kim.form.close()
    assert drafts(house) == []


async def test_a_draft_of_a_change_overwrites_nobody_unseen(house: House) -> None:
    shown = await log(house)
    kim, noa = house.person("U0BODEN"), house.person("U0BODEN2")
    await kim.click("Uppdatera", in_=shown)
    kim.form.fill("Åtagande", "Kims text")
    await kim.form.close()
    await noa.click("Uppdatera", in_=shown)
    noa.form.fill("Åtagande", "Noas text")
    assert (await noa.form.submit()).closed
    await house.until(lambda: "Noas text" in shown.plain())
    await kim.click("Uppdatera", in_=shown)
    assert NOTICE in kim.form.plain()
    assert kim.form.value("Åtagande") == "Kims text"
    assert not (await kim.form.submit()).closed
    assert "Noa Exempel hann ändra" in kim.form.plain()
    assert stored(house)[0].text == "Noas text"
    assert (await kim.form.submit()).closed
    assert stored(house)[0].text == "Kims text"
    assert drafts(house) == []


async def test_rows_that_are_drawn_again_count_as_typed(house: House) -> None:
    shown = await log(house)
    kim = house.person("U0BODEN")
    await kim.click("Uppdatera", in_=shown)
    kim.form.fill("Ansvarig", "Skolchefen")
    await kim.form.click("Lägg till aktivitet")
    await kim.form.close()
    await kim.click("Uppdatera", in_=await card(house, 1))
    assert kim.form.value("Ansvarig") == "Skolchefen"


async def test_the_small_forms_keep_their_words_too(house: House) -> None:
    shown = await log(house)
    kim = house.person("U0BODEN")
    await kim.click("Behöver stöd", in_=shown)
    kim.form.fill("Vad skulle hjälpa?", "Någon att ringa")
    await kim.form.close()
    await kim.click("Behöver stöd", in_=shown)
    assert NOTICE in kim.form.plain()
    assert kim.form.value("Vad skulle hjälpa?") == "Någon att ringa"
    kim.form.fill("Vem ska få veta att ni behöver stöd?", "Ingen just nu")
    assert (await kim.form.submit()).closed
    assert drafts(house) == []
