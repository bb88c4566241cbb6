"""The picture of a wheel in Slack: it comes in private, once; its words come where Slack will not have it."""

from datetime import date
from typing import Any

import pytest

from bot.language import Language
from bot.slack.manifest import manifest
from playground import Message
from scheduler.pictures import LOOKS
from tests.wheel.conftest import City

BASE = "https://natverksbot.exempel.se"
WORDS = "Årshjul för Exempelskolan 2026/27. 0 av"


async def ask(city: City, times: int = 1) -> None:
    """Press the button under a school's year."""
    kim = city.person()
    await kim.command("/arshjul", "Exempelskolan", channel="C0GRF")
    answer = city.answer("U0REKTOR", "C0GRF")
    for _ in range(times):
        await kim.click("Visa bilden", in_=answer)
    assert "kommer strax i ditt direktmeddelande" in city.answer("U0REKTOR", "C0GRF").plain()
    await city.stage.said()


def pictures(city: City) -> list[dict[str, Any]]:
    return [block for one in city.person().direct_messages() for block in one.blocks if block["type"] == "image"]


def told(city: City) -> list[Message]:
    """What was sent because the picture was asked for, with or without it."""
    return [one for one in city.person().direct_messages() if WORDS in one.text]


async def test_it_comes_in_private_with_its_words(city: City) -> None:
    await city.day("2026-08-10")
    await ask(city, times=2)
    (shown,) = pictures(city)
    assert shown["title"]["text"] == "Årshjul för Exempelskolan 2026/27"
    assert WORDS in shown["alt_text"]
    assert "Skola. Nu: Analysera, Planera." in shown["alt_text"]
    file = city.stage.slack.workspace.files[shown["slack_file"]["id"]]
    assert file["name"] == "arshjul.png"
    assert file["content"].startswith(b"\x89PNG")
    assert len(city.stage.slack.workspace.files) == 1
    (message,) = told(city)
    await city.person().click("Visa hela året", in_=message)


async def test_what_one_may_not_follow_is_not_late_in_the_words(city: City) -> None:
    await city.day("2026-10-05")
    await ask(city)
    school, administration, *_ = pictures(city)[0]["alt_text"].splitlines()[2:]
    assert "Försenat: " in school
    assert "Försenat: " not in administration, "a principal does not follow the administration"
    ute = city.person("U0UTE")
    await ute.command("/arshjul", "Exempelskolan", channel="C0GRF")
    await ute.click("Visa bilden", in_=city.answer("U0UTE", "C0GRF"))
    await city.stage.said()
    assert "Försenat" not in ute.direct_messages()[-1].text


async def test_what_all_schools_have_done_is_done_in_the_municipality_s_picture(city: City) -> None:
    await city.day("2026-09-07")
    alex = city.person("U0STRATEG")

    async def words() -> str:
        await alex.command("/arshjul", "Malmö", channel="C0GRF")
        await alex.click("Visa bilden", in_=city.answer("U0STRATEG", "C0GRF"))
        await city.stage.said()
        return city.letter("U0STRATEG").text

    for number, school in enumerate(("Exempelskolan", "Provskolan", "Modellskolan", "Papperskolan")):
        await alex.command("/arshjul", school, channel="C0GRF")
        await alex.click("Kvalitetsplan för 2026/27", in_=city.answer("U0STRATEG", "C0GRF"))
        await alex.click("Redan klart" if number else "Gäller inte oss", in_=city.answer("U0STRATEG", "C0GRF"))
        if not number:
            alex.form.fill("Varför gäller den inte er?", "Skolan läggs ner.")
        await alex.form.submit()
    school = (await words()).splitlines()[2]
    assert "Kvalitetsrapport 2025/26" in school
    assert "Kvalitetsplan 2026/27" not in school
    assert "Klart: 1. Härnäst: HR- och ekonomidialog i september" in school


async def test_slack_takes_its_time_and_the_picture_is_given_once(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.pictures.AGAIN", 0.1)
    monkeypatch.setattr("scheduler.pictures.BETWEEN_LOOKS", 0.02)
    await city.day("2026-08-10")
    city.stage.slack.file_looks = LOOKS + 2
    await ask(city)
    assert len(pictures(city)) == len(told(city)) == 1
    assert len(city.stage.slack.called("files.getUploadURLExternal")) == 1


async def test_a_file_that_slack_never_looks_at_is_told_in_words(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.pictures.AGAIN", 0.01)
    monkeypatch.setattr("scheduler.pictures.BETWEEN_LOOKS", 0.01)
    await city.day("2026-08-10")
    city.stage.slack.file_looks = 1000
    await ask(city)
    assert pictures(city) == []
    assert len(told(city)) == 1


@pytest.mark.parametrize("scope", ["files:read", "files:write"])
async def test_where_a_permission_was_declined_words_and_a_link_come_in_its_place(city: City, scope: str) -> None:
    await city.day("2026-08-10")
    city.stage.slack.install(manifest(Language("sv", date(2026, 8, 10)), BASE, socket=True), without={scope})
    # Slack tells with every answer what the bot may do, also when it opens the conversation for the message.
    await ask(city)
    (message,) = told(city)
    assert pictures(city) == []
    assert message.plain().startswith(
        "Bilden går inte att visa här. Under Kalender och utskrift finns en länk till den. Så här ser årshjulet ut i "
    )
    await city.person().click("Kalender och utskrift", in_=message)
    link = next(one for one in city.person().direct_messages() if "Länk till bilden" in one.plain())
    assert f"{city.stage.deps.settings.base_url}/wheel/" in link.plain()
    assert [one.method for one in city.stage.slack.calls if one.method.startswith("files.")] == []


async def test_a_picture_that_cannot_be_drawn_is_told_in_words(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    await city.day("2026-08-10")
    monkeypatch.setattr("bot.documents.wheel_png._PAINT", "raise SystemExit(3)")
    await ask(city)
    assert pictures(city) == []
    assert len(told(city)) == 1


async def test_an_answer_without_the_file_is_told_in_words(city: City) -> None:
    await city.day("2026-08-10")
    city.stage.slack.fail("files.info", kind="empty_after_apply")
    await ask(city)
    assert (pictures(city), len(told(city))) == ([], 1)


async def test_a_picture_that_slack_refuses_in_the_message_is_told_in_words(city: City) -> None:
    await city.day("2026-08-10")
    city.stage.slack.fail("chat.postMessage", kind="error:invalid_blocks")
    await ask(city)
    (message,) = told(city)
    assert pictures(city) == []
    assert WORDS in message.plain()


async def test_a_limit_is_waited_out(city: City) -> None:
    await city.day("2026-08-10")
    city.stage.slack.fail("files.getUploadURLExternal", kind="ratelimited:1")
    await ask(city)
    assert len(pictures(city)) == 1
