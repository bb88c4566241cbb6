"""A commitment by hand, through Slack: the form, its card, the lists, the commands."""

from datetime import date

import pytest

from bot.domain.people import Actor
from bot.storage.tables import Commitment
from playground import NotShownError
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.stories import TEXT, answer, card, fill, log, stored


async def test_the_form_opens_filled_and_only_the_text_is_required(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "Vi inför kollegial handledning senast 1 juni", channel=CHANNEL)
    assert kim.form.value("Åtagande") == "Vi inför kollegial handledning"
    assert kim.form.value("Senast klart") == "2027-06-01"
    assert [label for label in kim.form.labels() if "Åtagande" in label] == ["Åtagande"]
    assert "Kommun" not in kim.form.labels()
    assert (await kim.form.submit()).closed
    (commitment,) = stored(house)
    assert (commitment.number, commitment.text) == (1, "Vi inför kollegial handledning")
    assert commitment.due_on == date(2027, 6, 1)


async def test_the_empty_command_opens_the_form_too(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "   ", channel=CHANNEL)
    assert not kim.form.value("Åtagande")
    refused = await kim.form.submit()
    assert list(refused.errors) == ["Åtagande"]
    assert stored(house) == []


async def test_a_date_alone_is_kept(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "senast 1 juni", channel=CHANNEL)
    assert kim.form.value("Senast klart") == "2027-06-01"
    assert not kim.form.value("Åtagande")


async def test_the_card_comes_to_the_channel_and_is_done_by_its_button(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "Vi inför kollegial handledning senast 1 juni", channel=CHANNEL)
    await kim.form.submit()
    shown = await house.until(lambda: kim.find(CHANNEL, "kollegial handledning"))
    assert "Boden" in shown.plain()
    assert "tis 1 juni, v. 22" in shown.plain()
    assert (await kim.click("Klart", in_=shown)).ok
    await house.until(lambda: "klart" in kim.find(CHANNEL, "Åtagande 1").plain().splitlines()[0])
    assert stored(house)[0].state == "done"


async def test_everything_in_the_form_stands_on_the_card(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", channel=CHANNEL)
    await kim.form.click("Lägg till aktivitet")
    await kim.form.click("Anteckna nämndbeslut")
    filled = {
        "Åtagande": TEXT,
        "Senast klart": "2027-06-01",
        "Förväntad effekt": "Fler når målen",
        "Så följer vi upp": "Resultat i årskurs 9",
        "Tema": "Höga förväntningar",
        "Vilken nivå ansvarar?": "Rektor",
        "Ansvarig": "Skolchefen",
        "Hur": "Utbilda handledare",
        "Vem": "Rektorerna",
        "När": "2027-03-01",
        "Nämnd": "Barn- och utbildningsnämnden",
        "Datum": "2026-11-20",
        "Paragraf": "§ 12",
        "Diarienummer": "BUN 2026/191212-1212",
    }
    fill(house, "U0BODEN", filled)
    assert (await kim.form.submit()).closed
    shown = (await card(house, 1)).plain()
    for words in (TEXT, "Fler når målen", "Resultat i årskurs 9", "Höga förväntningar", "Rektor", "Skolchefen"):
        assert words in shown
    for words in ("Utbilda handledare · Rektorerna · senast mån 1 mars", "utbildningsnämnden", "BUN 2026/191212-1212"):
        assert words in shown
    await kim.command("/atagande", "1 uppdatera", channel=CHANNEL)
    assert {label: kim.form.value(label) for label in filled} == filled


async def test_elsewhere_the_municipality_is_asked_for_the_last_choice_first(house: House) -> None:
    alex = house.person("U0LEAD")
    await alex.command("/atagande", "Vi läser varandras planer")
    assert alex.form.value("Kommun") == "Boden"
    alex.form.fill("Kommun", "Kalix")
    submitted = await alex.form.submit()
    assert not submitted.closed
    assert "Åtagande 1 för Kalix är sparat" in alex.form.plain()
    assert "Kalix" in (await card(house, 1)).plain()
    await alex.form.close()
    await alex.command("/atagande", "Vi läser dem igen", channel="C0ANNAN")
    assert alex.form.value("Kommun") == "Kalix"


async def test_help_is_understood_in_every_spelling(house: House) -> None:
    kim = house.person("U0BODEN")
    for words in ("hjälp", "HJÄLP", "hjalp", "help", "Help", " hjälp ", "?"):
        await kim.command("/atagande", words, channel=CHANNEL)
        assert "Det här kan du göra" in answer(house, "U0BODEN"), words
        assert not kim.has_form
    assert len([one for one in kim.messages(CHANNEL) if one.ephemeral_to]) == 7


@pytest.mark.parametrize(
    "text",
    [
        "Lista alla elever som behöver stöd",
        "12 elever får en mentor",
        "hjälp alla lärare att komma igång",
        "12 ändra rutinerna för uppföljning",
        "Klart för alla att läsa",
        "1234567890 kronor till läromedel",
    ],
)
async def test_what_is_nearly_a_command_is_a_commitment(house: House, text: str) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", text, channel=CHANNEL)
    assert kim.form.value("Åtagande") == text


@pytest.mark.parametrize(
    ("typed", "told"), [("31 februari", "31 februari finns inte"), ("vecka 54", "\nVecka 54 finns inte")]
)
async def test_a_date_that_cannot_be_read_is_asked_about(house: House, typed: str, told: str) -> None:
    kim = house.person("U0BODEN")
    text = f"Vi inför kollegial handledning senast {typed}"
    await kim.command("/atagande", text, channel=CHANNEL)
    assert kim.form.value("Åtagande") == text
    assert not kim.form.value("Senast klart")
    assert told in kim.form.plain()
    assert stored(house) == []


async def test_a_date_that_has_been_is_told_at_its_field(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    kim.form.fill("Senast klart", "2026-11-22")
    submitted = await kim.form.submit()
    assert list(submitted.errors) == ["Senast klart"]
    assert "sön 22 nov" in submitted.errors["Senast klart"]
    assert kim.form.value("Åtagande") == TEXT
    assert stored(house) == []
    kim.form.fill("Senast klart", "2026-11-23")
    assert (await kim.form.submit()).closed
    assert len(stored(house)) == 1


@pytest.mark.parametrize("length", [3001, 8000])
async def test_a_text_that_is_too_long_is_given_back(house: House, length: int) -> None:
    kim = house.person("U0BODEN")
    text = "Vi inför " + "å" * (length - 9)
    delivered = await kim.command("/atagande", text, channel=CHANNEL)
    assert delivered.ok
    assert f"{length} tecken" in answer(house, "U0BODEN")
    assert answer(house, "U0BODEN").replace("\n", "").endswith(text)
    assert not kim.has_form
    assert kim.seen == []
    await kim.command("/atagande", text[:3000], channel=CHANNEL)
    assert (await kim.form.submit()).closed


async def test_an_unknown_number_and_an_unknown_list_get_their_sentences(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "112", channel=CHANNEL)
    assert "Det finns inget åtagande 112" in answer(house, "U0BODEN")
    await kim.command("/atagande", "112 klart", channel=CHANNEL)
    assert "Det finns inget åtagande 112" in answer(house, "U0BODEN")
    await kim.command("/atagande", "lista bodens", channel=CHANNEL)
    assert 'listan "bodens"' in answer(house, "U0BODEN")
    assert not kim.has_form


async def test_the_lists_are_for_the_one_who_asks(house: House) -> None:
    await log(house, "Det som Boden gör", Senast_klart="2026-12-01")
    await log(house, "Det som Kalix gör", by="U0KALIX")
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "lista mina", channel=CHANNEL)
    assert "Det som Boden gör" in answer(house, "U0BODEN")
    assert "Det som Kalix gör" not in answer(house, "U0BODEN")
    for words in ("lista nätverk", "LISTA NATVERK", "list network", "lista"):
        await kim.command("/atagande", words, channel=CHANNEL)
        assert "Det som Kalix gör" in answer(house, "U0BODEN"), words
    await kim.command("/atagande", "lista försenade", channel=CHANNEL)
    assert "Inget av era åtaganden" in answer(house, "U0BODEN")
    house.now = house.now.replace(month=12, day=15)
    await kim.command("/atagande", "lista forsenade", channel=CHANNEL)
    assert "Det som Boden gör" in answer(house, "U0BODEN")
    assert "försenat" in answer(house, "U0BODEN")
    assert not [one for one in house.person("U0KALIX").messages(CHANNEL) if one.ephemeral_to]


async def test_who_is_late_is_not_told_to_others(house: House) -> None:
    await log(house, "Det som Boden gör", Senast_klart="2026-12-01")
    house.now = house.now.replace(month=12, day=15)
    await house.person("U0KALIX").command("/atagande", "lista nätverk", channel=CHANNEL)
    assert "Det som Boden gör" in answer(house, "U0KALIX")
    assert "försenat" not in answer(house, "U0KALIX")
    await house.person("U0LEAD").command("/atagande", "lista nätverk", channel=CHANNEL)
    assert "försenat" in answer(house, "U0LEAD")


async def test_an_empty_network_says_so_and_offers_to_write(house: House) -> None:
    kim = house.person("U0BODEN")
    for words in ("lista", "lista mina"):
        await kim.command("/atagande", words, channel=CHANNEL)
        shown = kim.find(CHANNEL, "Skriv åtagande")
        assert "inga åtaganden" in shown.plain()
    await kim.click("Skriv åtagande", in_=shown)
    assert kim.form.labels()[0] == "Åtagande"


async def test_a_commitment_is_shown_whole(house: House) -> None:
    effect = "Fler når målen. " * 40
    await log(house, Förväntad_effekt=effect)
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "1", channel=CHANNEL)
    assert effect.strip() in answer(house, "U0BODEN")
    assert effect.strip() not in (await card(house, 1)).plain()
    await kim.command("/atagande", "lista", channel=CHANNEL)
    await kim.click("Visa", in_=kim.find(CHANNEL, "Visar"))
    assert effect.strip() in answer(house, "U0BODEN")


async def test_done_with_a_comment(house: House) -> None:
    await log(house)
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "1 KLART  Alla skolor är med", channel=CHANNEL)
    assert "Alla skolor är med" in answer(house, "U0BODEN")
    (commitment,) = stored(house)
    assert (commitment.state, commitment.state_comment) == ("done", "Alla skolor är med")
    shown = await card(house, 1)
    await house.until(lambda: "Alla skolor är med" in shown.plain())
    assert shown.plain().splitlines()[0].endswith("klart")


async def test_a_comment_that_is_too_long_is_given_back(house: House) -> None:
    await log(house)
    await house.person("U0BODEN").command("/atagande", "1 klart " + "å" * 1001, channel=CHANNEL)
    assert "å" * 1001 in answer(house, "U0BODEN")
    assert stored(house)[0].state == "ongoing"


@pytest.mark.parametrize("verb", ["klart", "avsluta"])
async def test_a_personal_number_in_a_comment_is_refused(house: House, verb: str) -> None:
    await log(house)
    await house.person("U0BODEN").command("/atagande", f"1 {verb} för 19121212-1212", channel=CHANNEL)
    assert '"…-1212"' in answer(house, "U0BODEN")
    assert stored(house)[0].state == "ongoing"


async def test_words_after_support_and_close_come_into_their_forms(house: House) -> None:
    await log(house)
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "1 stöd Någon att ringa", channel=CHANNEL)
    assert kim.form.value("Vad skulle hjälpa?") == "Någon att ringa"
    await kim.form.close()
    await kim.command("/atagande", "1 avsluta", channel=CHANNEL)
    assert "Varför avslutar ni?" in kim.form.labels()
    await kim.form.close()
    await kim.command("/atagande", "1 avsluta Skolan läggs ner", channel=CHANNEL)
    assert not kim.has_form
    assert (stored(house)[0].state, stored(house)[0].state_comment) == ("closed_early", "Skolan läggs ner")


async def test_a_long_list_comes_in_pages(house: House) -> None:
    kim = house.person("U0BODEN")
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), house.now) as session:
        session.add_all(
            Commitment(
                workspace_id=house.cast.workspace,
                number=number,
                network_id=house.cast.network,
                unit_id=house.cast.boden,
                author_id=1,
                text=f"Nummer {number} " + "å" * 2900,
                due_on=date(2027, 1, 1),
                form_key=f"key-{number}",
                created_at=house.now,
            )
            for number in range(1, 42)
        )
    await kim.command("/atagande", "lista", channel=CHANNEL)
    shown = kim.find(CHANNEL, "Visar")
    assert "41 åtaganden" in shown.plain()
    seen = [shown.plain()]
    while "Visa fler" in shown.buttons():
        assert (await kim.click("Visa fler", in_=shown)).ok
        seen.append(shown.plain())
    assert len(seen) == 5
    assert [n for n in range(1, 42) if not any(f"Nummer {n} " in page for page in seen)] == []
    with pytest.raises(NotShownError):
        kim.find(CHANNEL, "gick fel")
