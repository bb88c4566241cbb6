"""Raising at any line of a listener loses nothing that was acknowledged, and nothing is stored twice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from playground import Message, Person
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.faults import MODES, struck
from tests.handlers.stories import answer, card, deliveries, events, log, stored
from tests.handlers.test_buttons import WHO_MAY_KNOW, requests


@dataclass
class Scene:
    """One gesture of one person, how they do it again, and whether it came true exactly once."""

    person: Person
    #: What the person does; returns what they are told when it fails, or nothing.
    act: Callable[[], Awaitable[str]]
    #: How many times it came true.
    times: Callable[[], int]
    #: What else must be there in the end: a card, a message.
    arrives: Callable[[], Awaitable[object]]
    #: What the form must still hold after a failure.
    holds: dict[str, str] = field(default_factory=dict)


async def submitting(house: House, number: int) -> Scene:
    kim, text = house.person("U0BODEN"), f"Det {number}:e vi gör"
    await kim.command("/atagande", text, channel=CHANNEL)

    async def arrives() -> None:
        (mine,) = [one for one in stored(house) if one.text == text]
        await card(house, mine.number)
        assert len([one for one in deliveries(house, "commitment-card") if one.subject_id == mine.id]) == 1

    return Scene(
        kim,
        lambda: submit(kim),
        lambda: len([one for one in stored(house) if one.text == text]),
        arrives,
        {"Åtagande": text},
    )


async def changing(house: House, number: int) -> Scene:
    kim = house.person("U0BODEN")
    shown, text = await log(house, f"Det {number}:e vi gör"), f"Det {number}:e, ändrat"
    await kim.click("Uppdatera", in_=shown)
    kim.form.fill("Åtagande", text)
    return Scene(
        kim,
        lambda: submit(kim),
        lambda: _changes(house, shown),
        lambda: house.until(lambda: text in shown.plain()),
        {"Åtagande": text},
    )


async def asking_for_support(house: House, number: int) -> Scene:
    kim, alex, wish = house.person("U0BODEN"), house.person("U0LEAD"), f"Den {number}:e önskan"
    shown = await log(house, f"Det {number}:e vi gör")
    await kim.click("Behöver stöd", in_=shown)
    kim.form.fill(WHO_MAY_KNOW, "Projektledningen")
    kim.form.fill("Vad skulle hjälpa?", wish)

    async def arrives() -> None:
        await house.until(lambda: alex.find(alex.dm.id, wish))
        assert len([one for one in alex.direct_messages() if wish in one.plain()]) == 1

    return Scene(
        kim,
        lambda: submit(kim),
        lambda: len([one for one in requests(house) if one.text == wish]),
        arrives,
        {"Vad skulle hjälpa?": wish},
    )


async def closing(house: House, number: int) -> Scene:
    kim, reason = house.person("U0BODEN"), f"Det {number}:e skälet"
    shown = await log(house, f"Det {number}:e vi gör")
    await kim.command("/atagande", f"{stored(house)[-1].number}", channel=CHANNEL)
    await kim.click("Avsluta i förtid", in_=kim.find(CHANNEL, "Avsluta i förtid"))
    kim.form.fill("Varför avslutar ni?", reason)
    return Scene(
        kim,
        lambda: submit(kim),
        lambda: _changes(house, shown),
        lambda: house.until(lambda: reason in shown.plain()),
        {"Varför avslutar ni?": reason},
    )


async def pressing(house: House, number: int) -> Scene:
    kim = house.person("U0BODEN")
    shown = await log(house, f"Det {number}:e vi gör")

    async def press() -> str:
        before = len(kim.messages(CHANNEL))
        delivered = await kim.click("Klart", in_=shown)
        told = answer(house, "U0BODEN") if len(kim.messages(CHANNEL)) > before else ""
        return told or delivered.error

    return Scene(
        kim,
        press,
        lambda: _changes(house, shown),
        lambda: house.until(lambda: shown.plain().splitlines()[0].endswith("klart")),
    )


async def pressing_what_one_sees(house: House, number: int) -> Scene:
    kim = house.person("U0BODEN")
    shown = await log(house, f"Det {number}:e vi gör")
    await kim.command("/atagande", str(stored(house)[-1].number), channel=CHANNEL)
    mine = kim.messages(CHANNEL)[-1]

    async def press() -> str:
        before = len(kim.messages(CHANNEL))
        delivered = await kim.click("Klart", in_=mine)
        told = answer(house, "U0BODEN") if len(kim.messages(CHANNEL)) > before else ""
        return told or delivered.error

    return Scene(
        kim,
        press,
        lambda: _changes(house, shown),
        lambda: house.until(lambda: shown.plain().splitlines()[0].endswith("klart")),
    )


async def saying_done(house: House, number: int) -> Scene:
    kim, comment = house.person("U0BODEN"), f"Den {number}:e kommentaren"
    shown = await log(house, f"Det {number}:e vi gör")

    async def say() -> str:
        delivered = await kim.command("/atagande", f"{stored(house)[-1].number} klart {comment}", channel=CHANNEL)
        told = answer(house, "U0BODEN")
        if "Det gick" in told or "gick fel" in told:
            # What was typed is given back.
            assert comment in told
            return told
        return delivered.error

    return Scene(
        kim,
        say,
        lambda: _changes(house, shown),
        lambda: house.until(lambda: comment in shown.plain()),
    )


async def opening(house: House, number: int) -> Scene:
    kim, text = house.person("U0BODEN"), f"Det {number}:e vi gör"

    async def command() -> str:
        delivered = await kim.command("/atagande", text, channel=CHANNEL)
        if delivered.error or kim.has_form:
            return delivered.error
        told = answer(house, "U0BODEN")
        assert text in told
        return told

    async def arrives() -> None:
        assert kim.form.value("Åtagande") == text
        kim.workspace.stacks["U0BODEN"] = []

    return Scene(kim, command, lambda: int(kim.has_form and kim.form.value("Åtagande") == text), arrives)


async def submit(person: Person) -> str:
    """Hand the form in; return what is wrong."""
    submitted = await person.form.submit()
    return submitted.trouble or " ".join(submitted.errors.values())


def _changes(house: House, shown: Message) -> int:
    """How many changes the history has of the commitment of a card."""
    number = int(shown.plain().split("Åtagande ", 1)[1].split(maxsplit=1)[0])
    (mine,) = [one for one in stored(house) if one.number == number]
    return len([one for one in events(house, "commitments") if one.subject_id == mine.id and one.action == "changed"])


SCENES = {
    scene.__name__: scene
    for scene in (
        opening,
        submitting,
        changing,
        asking_for_support,
        closing,
        pressing,
        pressing_what_one_sees,
        saying_done,
    )
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", SCENES)
async def test_nothing_is_lost(house: House, monkeypatch: pytest.MonkeyPatch, name: str, mode: str) -> None:
    number, hits = 0, 0
    while True:
        number += 1
        scene = await SCENES[name](house, number)
        with struck(monkeypatch, house, mode, at=number - 1) as fault:
            told = await scene.act()
        if told and mode != "after":
            assert scene.times() == 0, (number, told)
        if told:
            assert {label: scene.person.form.value(label) for label in scene.holds} == scene.holds
            assert not await scene.act()
        assert scene.times() == 1, (number, told)
        await scene.arrives()
        if not fault.hit:
            break
        hits += 1
    # A press and a command speak to the database at least twice, of which one may be to read.
    assert hits >= {"commit": 1 if name != "opening" else 0, "slack": 0}.get(mode, 2)


@pytest.mark.parametrize("name", ["submitting", "asking_for_support"])
async def test_a_form_says_that_the_database_is_away(house: House, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    scene = await SCENES[name](house, 1)
    for at in range(2):
        with struck(monkeypatch, house, "away", at):
            assert (await scene.act()).startswith("Kunde inte sparas just nu")
    with struck(monkeypatch, house, "commit", 0):
        assert (await scene.act()).startswith("Kunde inte sparas just nu")
    assert not await scene.act()


async def test_a_message_that_is_not_answered_by_slack_is_shown_as_failed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await log(house)
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "lista", channel=CHANNEL)
    with struck(monkeypatch, house, "slack", 0):
        # The list cannot be shown, and then that is said.
        await kim.click("Visa", in_=kim.find(CHANNEL, "Visar"))
    assert "gick fel" in answer(house, "U0BODEN")
    with monkeypatch.context() as patch:
        patch.setattr("slack_sdk.webhook.async_client.AsyncWebhookClient.send_dict", _cut)
        # Nothing can be said at all: Slack's own client says that it failed.
        delivered = await kim.click("Visa", in_=kim.find(CHANNEL, "Visar"))
    assert (delivered.status, delivered.error) == (503, "http_error")
    assert shown.plain()


async def _cut(*_: object, **__: object) -> None:
    raise ConnectionResetError
