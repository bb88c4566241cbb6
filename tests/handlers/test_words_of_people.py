"""People's own words are stored and shown as they were typed, whatever they hold, and notify nobody."""

import pytest

from playground import Form, Message, fields
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.stories import card, fill, log, stored

HOSTILE = {
    "channel": "<!channel> <!here> <!everyone> @channel",
    "person": "Fråga <@U0BODEN> och <@U0LEAD|alex> i <#C0NORR|norr>",
    "entities": "A & B <c> &amp; &lt;d&gt; &nbsp;",
    "template": "{{ 7*7 }} {% raw %} {number} %(name)s $x",
    "marks": "*fet* _kursiv_ ~struken~ `kod` ```block``` > citat",
    "link": "Se https://exempel.se/?a=1&b=2 och <https://exempel.se|här>",
    "lines": "Första raden\n\nTredje raden\n• punkt\n> inte ett citat",
    "spaces": "  Två mellanslag  före, inuti  och efter  ",
    "emoji": ":smile: 👩‍🏫 é e\u0301",
    "date": "<!date^1392734382^{date}|datum>",
    "nothing": "null None undefined 0",
    "quote": "\"Vem läser 'våra' uppföljningar?\" \\ / \\n",
}


def said(shown: Message) -> list[str]:
    """Return what stands in rich text and plain text of a message: where people's words are."""
    found: list[str] = []
    for block in shown.blocks:
        for part in block.get("elements", []):
            found += [piece["text"] for piece in part.get("elements", []) if piece.get("type") == "text"]
    return found


@pytest.mark.parametrize("name", HOSTILE)
async def test_words_are_stored_and_shown_unchanged_after_two_edits(house: House, name: str) -> None:
    words = HOSTILE[name]
    shown = await log(house, words)
    kim = house.person("U0BODEN")
    for who in ("Rektorn", "Skolchefen"):
        await kim.command("/atagande", "1 uppdatera", channel=CHANNEL)
        assert kim.form.value("Åtagande") == words
        kim.form.fill("Ansvarig", who)
        assert (await kim.form.submit()).closed
        await house.until(lambda who=who: who in shown.plain())
    assert stored(house)[0].text == words
    assert words in said(shown)
    assert shown.notifies == []
    await kim.command("/atagande", "lista", channel=CHANNEL)
    await kim.command("/atagande", "1", channel=CHANNEL)
    for message in kim.messages(CHANNEL):
        assert message.notifies == []
    assert kim.seen == []


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in ("spaces", "lines")])
async def test_words_typed_after_the_command_come_unchanged_into_the_form(house: House, name: str) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", HOSTILE[name], channel=CHANNEL)
    assert kim.form.value("Åtagande") == HOSTILE[name]
    assert (await kim.form.submit()).closed
    assert stored(house)[0].text == HOSTILE[name]


@pytest.mark.parametrize("name", HOSTILE)
async def test_words_of_a_message_come_unchanged_into_the_form(house: House, name: str) -> None:
    kim, ute = house.person("U0BODEN"), house.person("U0UTE")
    message = await ute.say(CHANNEL, HOSTILE[name])
    assert (await kim.message_shortcut("log_commitment", message)).ok
    assert kim.form.value("Åtagande") == HOSTILE[name]


async def test_the_date_in_a_message_is_proposed_and_its_words_stay_whole(house: House) -> None:
    kim, words = house.person("U0BODEN"), "Vi inför handledning senast 1 juni"
    await kim.message_shortcut("log_commitment", await house.person("U0UTE").say(CHANNEL, words))
    assert kim.form.value("Åtagande") == words
    assert kim.form.value("Senast klart").endswith("-06-01")


async def test_marked_up_links_of_a_message_are_read_as_people_read_them(house: House) -> None:
    kim = house.person("U0BODEN")
    message = await kim.say(CHANNEL, "x")
    message.text = (
        "Se <https://exempel.se/a?b=1&amp;c=2> &amp; <http://exempel.se|exempel.se>, <https://exempel.se/plan|planen>, "
        "<mailto:kim@exempel.se|kim@exempel.se> &lt;snart&gt; i <#C0NORR|norr>"
    )
    await kim.message_shortcut("log_commitment", message)
    assert kim.form.value("Åtagande") == (
        "Se https://exempel.se/a?b=1&c=2 & exempel.se, planen (https://exempel.se/plan), kim@exempel.se <snart> i #norr"
    )


async def test_a_message_that_is_too_long_is_cut_and_says_so(house: House) -> None:
    kim = house.person("U0BODEN")
    message = await kim.say(CHANNEL, "å" * 5000)
    await kim.message_shortcut("log_commitment", message)
    assert kim.form.value("Åtagande") == "å" * 3000
    assert "längre än 3000 tecken" in kim.form.plain()
    assert (await kim.form.submit()).closed


async def test_a_message_without_words_opens_an_empty_form(house: House) -> None:
    kim = house.person("U0BODEN")
    message = await kim.say(CHANNEL, "")
    assert (await kim.message_shortcut("log_commitment", message)).ok
    assert not kim.form.value("Åtagande")


def fill_to_the_brim(form: Form) -> None:
    """Write as much in every field as it takes; dates get a day."""
    for one in fields.of(form.view):
        element = one.placed.element
        if element["type"] == "plain_text_input":
            one.put("å" * element["max_length"])
        elif element["type"] == "datepicker":
            one.put("2027-03-01")


async def test_the_longest_of_everything_is_shown_everywhere(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", channel=CHANNEL)
    for _ in range(10):
        await kim.form.click("Lägg till aktivitet")
    await kim.form.click("Anteckna nämndbeslut")
    fill_to_the_brim(kim.form)
    assert (await kim.form.submit()).closed
    shown = await card(house, 1)
    assert "å" * 3000 in shown.plain()
    for words in ("1", "lista", "1 klart " + "å" * 1000):
        await kim.command("/atagande", words, channel=CHANNEL)
    await house.until(lambda: shown.plain().splitlines()[0].endswith("klart"))
    await kim.click("Uppdatera", in_=shown)
    assert kim.form.value("Åtagande") == "å" * 3000
    kim.form.fill("Senast klart", "2027-06-01")
    assert (await kim.form.submit()).closed
    await house.until(lambda: "1 juni" in shown.plain())
    assert kim.seen == []


FIELDS = [
    "Åtagande",
    "Förväntad effekt",
    "Så följer vi upp",
    "Ansvarig",
    "Hur",
    "Vem",
    "Nämnd",
    "Paragraf",
    "Diarienummer",
]


@pytest.mark.parametrize("label", FIELDS)
async def test_a_personal_number_is_refused_in_every_field(house: House, label: str) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "Vi inför handledning", channel=CHANNEL)
    await kim.form.click("Lägg till aktivitet")
    await kim.form.click("Anteckna nämndbeslut")
    fill(house, "U0BODEN", {"Hur": "Så", "Nämnd": "BUN", "Datum": "2026-11-20"})
    kim.form.fill(label, "för 191212121212")
    refused = await kim.form.submit()
    assert list(refused.errors) == [label]
    assert "…-1212" in refused.errors[label]
    assert "191212121212" not in refused.errors[label]
    assert kim.form.value(label) == "för 191212121212"
    assert stored(house) == []


async def test_a_personal_number_is_refused_in_the_small_forms(house: House) -> None:
    await log(house)
    kim = house.person("U0BODEN")
    for words, label in (("1 stöd", "Vad skulle hjälpa?"), ("1 avsluta", "Varför avslutar ni?")):
        await kim.command("/atagande", words, channel=CHANNEL)
        kim.form.fill(label, "för 19121212-1212")
        if words == "1 stöd":
            kim.form.fill("Vem ska få veta att ni behöver stöd?", "Ingen just nu")
        assert list((await kim.form.submit()).errors) == [label]
        await kim.form.close()
    assert stored(house)[0].state == "ongoing"
