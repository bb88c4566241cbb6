"""Changing a commitment: two at once, activities that come and go, what a board has decided."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.storage.tables import DecidedText, Task
from playground import Message, fields
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.stories import TEXT, card, deliveries, events, log, stored


async def change(house: House, by: str, shown: Message) -> None:
    """Have somebody open the form of a commitment from its card."""
    assert (await house.person(by).click("Uppdatera", in_=shown)).ok
    assert house.person(by).form.title == "Åtagande 1"


def activities(house: House) -> list[tuple[str, str | None, date | None]]:
    with house.database.reading() as session:
        tasks = session.scalars(select(Task).order_by(Task.position)).all()
    return [(task.title, task.who, task.due_on) for task in tasks]


def decided(house: House) -> list[DecidedText]:
    with house.database.reading() as session:
        return list(session.scalars(select(DecidedText).order_by(DecidedText.number)))


async def test_the_second_of_two_keeps_the_text_and_may_submit_knowingly(house: House) -> None:
    shown = await log(house)
    kim, noa = house.person("U0BODEN"), house.person("U0BODEN2")
    await change(house, "U0BODEN", shown)
    await change(house, "U0BODEN2", shown)
    noa.form.fill("Förväntad effekt", "Noas effekt")
    assert (await noa.form.submit()).closed
    kim.form.fill("Åtagande", "Kims text")
    kim.form.fill("Senast klart", "2027-05-01")
    await kim.form.click("Lägg till aktivitet")
    kim.form.fill("Hur", "Kims aktivitet")
    submitted = await kim.form.submit()
    assert not submitted.closed
    assert not submitted.errors
    assert "Noa Exempel hann ändra" in kim.form.plain()
    assert kim.form.value("Åtagande") == "Kims text"
    assert kim.form.value("Senast klart") == "2027-05-01"
    assert kim.form.value("Hur") == "Kims aktivitet"
    assert (stored(house)[0].text, stored(house)[0].effect) == (TEXT, "Noas effekt")
    assert (await kim.form.submit()).closed
    assert (stored(house)[0].text, stored(house)[0].effect) == ("Kims text", None)
    assert activities(house) == [("Kims aktivitet", None, None)]


@pytest.mark.parametrize("button", ["Lägg till aktivitet", "Ta bort"])
async def test_who_only_changed_the_activities_is_named_too(house: House, button: str) -> None:
    kim, noa = house.person("U0BODEN"), house.person("U0BODEN2")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    await kim.form.click("Lägg till aktivitet")
    kim.form.fill("Hur", "Kims aktivitet")
    await kim.form.submit()
    shown = await card(house, 1)
    await change(house, "U0BODEN", shown)
    await change(house, "U0BODEN2", shown)
    await noa.form.click(button)
    if button != "Ta bort":
        rows(noa, "Hur")[1].put("Noas aktivitet")
    assert (await noa.form.submit()).closed
    kim.form.fill("Åtagande", "Kims text")
    assert not (await kim.form.submit()).closed
    assert "Noa Exempel hann ändra" in kim.form.plain()


async def test_a_third_who_changes_meanwhile_is_told_of_too(house: House) -> None:
    shown = await log(house)
    kim, noa, alex = (house.person(one) for one in ("U0BODEN", "U0BODEN2", "U0LEAD"))
    await change(house, "U0BODEN", shown)
    for other, name in ((noa, "Noa"), (alex, "Alex")):
        await other.command("/atagande", "1 uppdatera", channel=CHANNEL)
        other.form.fill("Ansvarig", name)
        assert (await other.form.submit()).closed
        kim.form.fill("Ansvarig", "Kim")
        assert not (await kim.form.submit()).closed
        assert f"{name} Exempel hann ändra" in kim.form.plain()
    assert (await kim.form.submit()).closed
    assert stored(house)[0].responsible == "Kim"


async def submitted_at_once(house: House, by: str, times: int = 2) -> list[Any]:
    """Submit the form on the screen several times at once, as a shaky phone does."""
    person = house.person(by)
    payload = person.payloads.submission(person.form.view)
    return list(await asyncio.gather(*(person.send("interactive", payload) for _ in range(times))))


async def test_a_form_that_is_submitted_twice_at_once_is_stored_once(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    answers = await submitted_at_once(house, "U0BODEN", 4)
    assert [one.body for one in answers if one.body] == []
    assert [one.number for one in stored(house)] == [1]
    assert len(deliveries(house, "commitment-card")) == 1
    assert [event.action for event in events(house, "commitments")] == ["created"]


async def test_a_change_that_is_submitted_twice_at_once_is_made_once(house: House) -> None:
    shown = await log(house)
    await change(house, "U0BODEN", shown)
    house.person("U0BODEN").form.fill("Åtagande", "Vi gör något annat")
    answers = await submitted_at_once(house, "U0BODEN", 3)
    assert [one.body for one in answers if one.body] == []
    assert (stored(house)[0].text, stored(house)[0].version) == ("Vi gör något annat", 2)
    assert [event.action for event in events(house, "commitments")] == ["created", "changed"]


async def test_commitments_at_once_get_numbers_of_their_own(house: House) -> None:
    people = ["U0BODEN", "U0BODEN2", "U0KALIX", "U0LEAD"]
    for by in people:
        await house.person(by).command("/atagande", f"Det som {by} gör", channel=CHANNEL)
    await asyncio.gather(*(house.person(by).form.submit() for by in people))
    assert [one.number for one in stored(house)] == [1, 2, 3, 4]
    assert {one.text for one in stored(house)} == {f"Det som {by} gör" for by in people}
    for number in range(1, 5):
        await card(house, number)


async def test_rows_come_and_go_without_losing_what_is_typed(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", channel=CHANNEL)
    kim.form.fill("Åtagande", TEXT)
    kim.form.fill("Ansvarig", "Skolchefen")
    for number in range(10):
        await kim.form.click("Lägg till aktivitet")
        rows(kim, "Hur")[number].put(f"Steg {number}")
        rows(kim, "När")[number].put(f"2027-03-{number + 1:02}")
    assert "Lägg till aktivitet" not in kim.form.buttons()
    assert "Aktivitet 10" in kim.form.plain()
    await kim.form.click("Ta bort", nth=4)
    assert [one.value() for one in rows(kim, "Hur")] == [f"Steg {n}" for n in range(10) if n != 4]
    await kim.form.click("Lägg till aktivitet")
    rows(kim, "Hur")[9].put("Steg 4 igen")
    await kim.form.click("Ta bort", nth=0)
    assert kim.form.value("Åtagande") == TEXT
    assert kim.form.value("Ansvarig") == "Skolchefen"
    assert (await kim.form.submit()).closed
    assert [how for how, _, _ in activities(house)] == [f"Steg {n}" for n in (1, 2, 3, 5, 6, 7, 8, 9)] + ["Steg 4 igen"]
    assert activities(house)[0] == ("Steg 1", None, date(2027, 3, 2))


def rows(person: Any, label: str) -> list[Any]:
    return [one for one in fields.of(person.form.view) if one.label == label]


async def test_a_button_pressed_twice_adds_one_row_and_says_nothing(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    view = kim.form.view
    action = {"type": "button", "action_id": "form.add_row.v1", "value": "activities", "block_id": "add.activities"}
    payload = kim.payloads.view_actions(view, action)
    delivered = await asyncio.gather(*(kim.send("interactive", payload) for _ in range(2)))
    assert [one.status for one in delivered] == [200, 200]
    assert len(rows(kim, "Hur")) == 1
    assert len(kim.workspace.stacks["U0BODEN"]) == 1
    assert [call.error for call in house.slack.calls.refused()] == ["hash_conflict"]
    house.slack.calls.clear()


async def test_activities_are_changed_row_by_row(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    for number, how in enumerate(("Ett", "Två", "Tre")):
        await kim.form.click("Lägg till aktivitet")
        rows(kim, "Hur")[number].put(how)
    assert (await kim.form.submit()).closed
    shown = await card(house, 1)
    await change(house, "U0BODEN", shown)
    assert [one.value() for one in rows(kim, "Hur")] == ["Ett", "Två", "Tre"]
    await kim.form.click("Ta bort", nth=1)
    rows(kim, "Vem")[0].put("Rektorn")
    assert (await kim.form.submit()).closed
    assert activities(house) == [("Ett", "Rektorn", None), ("Tre", None, None)]
    await house.until(lambda: "Ett · Rektorn" in shown.plain() and "Två" not in shown.plain())


@pytest.fixture
def decision() -> dict[str, str]:
    return {"Nämnd": "BUN", "Datum": "2026-11-20", "Paragraf": "§ 12"}


async def logged_with(house: House, decision: dict[str, str]) -> Message:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    await kim.form.click("Anteckna nämndbeslut")
    for label, value in decision.items():
        kim.form.fill(label, value)
    assert (await kim.form.submit()).closed
    return await card(house, 1)


async def test_what_a_board_has_decided_is_changed_only_with_a_reason(house: House, decision: dict[str, str]) -> None:
    shown = await logged_with(house, decision)
    kim = house.person("U0BODEN")
    await change(house, "U0BODEN", shown)
    kim.form.fill("Åtagande", "Vi gör något annat")
    refused = await kim.form.submit()
    assert list(refused.errors) == ["Varför ändrar ni det som är beslutat?"]
    assert "beslutad och låst" in refused.errors["Varför ändrar ni det som är beslutat?"]
    assert (stored(house)[0].text, decided(house)) == (TEXT, [])
    kim.form.fill("Varför ändrar ni det som är beslutat?", "Skolan har lagts ner")
    assert (await kim.form.submit()).closed
    assert stored(house)[0].text == "Vi gör något annat"
    (kept,) = decided(house)
    assert (kept.number, kept.text, kept.reason) == (1, TEXT, "Skolan har lagts ner")
    assert (kept.board_body, kept.board_date, kept.board_paragraph) == ("BUN", date(2026, 11, 20), "§ 12")
    assert kept.replaced_by_id == stored(house)[0].author_id


async def test_a_new_date_of_what_is_decided_needs_no_reason(house: House, decision: dict[str, str]) -> None:
    shown = await logged_with(house, decision)
    kim = house.person("U0BODEN")
    await change(house, "U0BODEN", shown)
    kim.form.fill("Senast klart", "2027-06-01")
    kim.form.fill("Diarienummer", "2026/17")
    assert (await kim.form.submit()).closed
    assert (stored(house)[0].due_on, stored(house)[0].board_diary_number) == (date(2027, 6, 1), "2026/17")
    assert decided(house) == []


async def test_the_lock_does_not_come_off_by_taking_the_decision_away(house: House, decision: dict[str, str]) -> None:
    shown = await logged_with(house, decision)
    kim = house.person("U0BODEN")
    await change(house, "U0BODEN", shown)
    await kim.form.click("Ta bort")
    refused = await kim.form.submit()
    assert list(refused.errors) == ["Varför ändrar ni det som är beslutat?"]
    kim.form.fill("Varför ändrar ni det som är beslutat?", "Det stod fel")
    assert (await kim.form.submit()).closed
    assert stored(house)[0].board_body is None
    assert [kept.board_body for kept in decided(house)] == ["BUN"]


async def test_a_decision_that_comes_while_somebody_writes_locks(house: House, decision: dict[str, str]) -> None:
    shown = await log(house)
    kim, noa = house.person("U0BODEN"), house.person("U0BODEN2")
    await change(house, "U0BODEN", shown)
    await change(house, "U0BODEN2", shown)
    await noa.form.click("Anteckna nämndbeslut")
    for label, value in decision.items():
        noa.form.fill(label, value)
    assert (await noa.form.submit()).closed
    kim.form.fill("Åtagande", "Kims text")
    assert not (await kim.form.submit()).closed
    # Submitted once more, knowingly: now the reason is asked for.
    refused = await kim.form.submit()
    assert list(refused.errors) == ["Varför ändrar ni det som är beslutat?"]
    assert stored(house)[0].text == TEXT


async def test_every_change_is_in_the_history_with_who_made_it(house: House) -> None:
    shown = await log(house, Senast_klart="2027-01-01")
    await change(house, "U0BODEN2", shown)
    house.person("U0BODEN2").form.fill("Senast klart", "2027-02-01")
    assert (await house.person("U0BODEN2").form.submit()).closed
    await house.person("U0LEAD").command("/atagande", "1 klart Bra", channel=CHANNEL)
    happened = events(house, "commitments")
    by = [(event.action, event.person_id) for event in happened]
    assert by == [("created", 1), ("changed", 2), ("changed", 4)]
    assert happened[1].changes == {"due_on": ["2027-01-01", "2027-02-01"], "due_changes": [0, 1]}
    assert {name: after for name, (_, after) in happened[2].changes.items()} == {
        "state": "done",
        "state_comment": "Bra",
        "closed_at": house.now.isoformat(),
    }
    assert not {"form_key", "version", "changed_by_form"} & {name for event in happened for name in event.changes}
