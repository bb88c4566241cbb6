"""The buttons of a commitment: done, opened again, support, closed early, a new date; and ids that are made up."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people import Actor
from bot.storage.tables import Commitment, Delivery, Network, Person, Programme, Role, SupportRequest, Unit, Workspace
from playground import NotShownError
from tests.cast import CHANNEL, LOADED, hold_conference
from tests.handlers.conftest import House
from tests.handlers.stories import TEXT, answer, card, deliveries, events, log, stored

WHO_MAY_KNOW = "Vem ska få veta att ni behöver stöd?"


def requests(house: House) -> list[SupportRequest]:
    with house.database.reading() as session:
        return list(session.scalars(select(SupportRequest).order_by(SupportRequest.id)))


async def press(house: House, by: str, action: str, value: str, **more: Any) -> Any:
    """Press a button that may not be there: what a forged or very old payload says."""
    person = house.person(by)
    shown = person.messages(CHANNEL)[-1]
    chosen = {"type": "button", "action_id": action, "value": value, "block_id": "b"} | more
    return await person.send("interactive", person.payloads.message_actions(shown, chosen, {"values": {}}))


async def test_done_and_opened_again(house: House) -> None:
    shown = await log(house)
    kim = house.person("U0BODEN")
    await kim.click("Klart", in_=shown)
    await house.until(lambda: "Öppna igen" in shown.buttons())
    await kim.click("Öppna igen", in_=shown)
    await house.until(lambda: shown.buttons()[0] == "Klart")
    assert shown.plain().splitlines()[0].endswith("pågår")
    assert (stored(house)[0].state, stored(house)[0].closed_at) == ("ongoing", None)


async def test_done_twice_is_done_once(house: House) -> None:
    await log(house)
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "1 klart Alla är med", channel=CHANNEL)
    assert (await press(house, "U0BODEN", "commitment.done.v1", str(stored(house)[0].id))).ok
    assert stored(house)[0].state_comment == "Alla är med"
    assert [event.action for event in events(house, "commitments")] == ["created", "changed"]


async def test_a_card_of_after_the_backup_changes_nothing_of_a_commitment_with_the_same_id(house: House) -> None:
    shown = await log(house)
    await house.until(lambda: [row.status for row in deliveries(house, "commitment-card")] == ["sent"])
    with house.database.transaction(Actor(1, None, via="load"), house.now) as session:
        (kept,) = session.scalars(select(Delivery).where(Delivery.kind == "commitment-card"))
        # As after a restore, when another commitment has got the number and a card of its own.
        kept.slack_ts = "1.000001"
    for name in ("Klart", "Uppdatera", "Behöver stöd"):
        await house.person("U0BODEN").click(name, in_=shown)
        assert "Det här kortet gäller inte längre" in answer(house, "U0BODEN")
    assert (stored(house)[0].state, stored(house)[0].version) == ("ongoing", 1)


async def test_what_only_one_sees_is_brought_up_to_date_too(house: House) -> None:
    await log(house)
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "1", channel=CHANNEL)
    mine = kim.find(CHANNEL, "Avsluta i förtid")
    await kim.click("Klart", in_=mine)
    assert mine.plain().splitlines()[0].endswith("klart")
    await kim.click("Öppna igen", in_=mine)
    await kim.click("Avsluta i förtid", in_=mine)
    kim.form.fill("Varför avslutar ni?", "Skolan läggs ner")
    assert (await kim.form.submit()).closed
    assert "Skolan läggs ner" in mine.plain()
    assert len([one for one in kim.messages(CHANNEL) if one.ephemeral_to]) == 1


async def test_others_are_shown_neither_who_is_late_nor_who_needs_support(house: House) -> None:
    shown = await log(house, Senast_klart="2026-12-01")
    kim = house.person("U0BODEN")
    await kim.click("Behöver stöd", in_=shown)
    kim.form.fill(WHO_MAY_KNOW, "Projektledningen")
    await kim.form.submit()
    for expected in ("behöver stöd", "försenat"):
        for words in ("1", "lista"):
            for by, reads in (("U0BODEN", True), ("U0LEAD", True), ("U0KALIX", False), ("U0UTE", False)):
                await house.person(by).command("/atagande", words, channel=CHANNEL)
                assert (expected in answer(house, by)) == reads, (expected, words, by)
                assert "pågår" in answer(house, by) or reads
        await kim.command("/atagande", "1 klart", channel=CHANNEL)
        await press(house, "U0BODEN", "commitment.reopen.v1", str(stored(house)[0].id))
        house.now = house.now.replace(month=12, day=15)
        await kim.command("/atagande", "1 uppdatera", channel=CHANNEL)
        kim.form.fill("Ansvarig", f"Efter {expected}")
        await kim.form.submit()
        await house.until(lambda expected=expected: f"Efter {expected}" in shown.plain())
        assert shown.plain().splitlines()[0].endswith("pågår")


async def test_support_is_told_to_the_leadership_only(house: House) -> None:
    shown = await log(house)
    before = len(house.person("U0KALIX").messages(CHANNEL))
    kim, alex = house.person("U0BODEN"), house.person("U0LEAD")
    await kim.click("Behöver stöd", in_=shown)
    assert "Jag skickar inget förrän du har valt" in kim.form.plain()
    unchosen = await kim.form.submit()
    assert list(unchosen.errors) == [WHO_MAY_KNOW]
    kim.form.fill(WHO_MAY_KNOW, "Projektledningen")
    kim.form.fill("Vad skulle hjälpa?", "Någon att ringa")
    assert (await kim.form.submit()).closed
    told = await house.until(lambda: alex.find(alex.dm.id, "Någon att ringa"))
    assert TEXT in told.plain()
    assert "Kim Exempel" in told.plain()
    assert len(house.person("U0KALIX").messages(CHANNEL)) == before
    assert [one.recipient for one in deliveries(house, "support-request")] == ["person:4"]
    assert stored(house)[0].state == "needs_support"


async def test_support_is_told_to_the_network(house: House) -> None:
    shown = await log(house)
    kim = house.person("U0BODEN")
    await kim.click("Behöver stöd", in_=shown)
    kim.form.fill(WHO_MAY_KNOW, "Hela nätverket")
    assert (await kim.form.submit()).closed
    told = await house.until(lambda: house.person("U0KALIX").find(CHANNEL, "Boden behöver stöd med åtagande 1"))
    assert told.notifies == []
    assert "Bara de som kommunen har valt" not in told.plain()
    alex = house.person("U0LEAD")
    assert alex.direct_messages() == []


async def test_support_is_told_to_nobody(house: House) -> None:
    shown = await log(house)
    kim = house.person("U0BODEN")
    await kim.click("Behöver stöd", in_=shown)
    kim.form.fill(WHO_MAY_KNOW, "Ingen just nu")
    assert (await kim.form.submit()).closed
    assert deliveries(house, "support-request") == []
    assert [one.audience for one in requests(house)] == ["nobody"]
    await kim.command("/atagande", "1", channel=CHANNEL)
    assert "behöver stöd" in answer(house, "U0BODEN").splitlines()[0]


async def test_support_that_is_submitted_twice_is_asked_for_once(house: House) -> None:
    shown = await log(house)
    kim = house.person("U0BODEN")
    await kim.click("Behöver stöd", in_=shown)
    kim.form.fill(WHO_MAY_KNOW, "Projektledningen")
    payload = kim.payloads.submission(kim.form.view)
    for _ in range(2):
        assert (await kim.send("interactive", payload)).body is None
    assert len(requests(house)) == 1
    assert len(deliveries(house, "support-request")) == 1


async def test_support_from_those_who_cannot_be_reached_is_no_promise(house: House) -> None:
    shown = await log(house)
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), LOADED) as session:
        session.scalars(select(Role).where(Role.kind == "leadership")).one().valid_to = house.now
    kim = house.person("U0BODEN")
    await kim.click("Behöver stöd", in_=shown)
    kim.form.fill(WHO_MAY_KNOW, "Projektledningen")
    refused = await kim.form.submit()
    assert list(refused.errors) == [WHO_MAY_KNOW]
    assert stored(house)[0].state == "ongoing"
    assert requests(house) == []


async def test_closing_early_asks_why(house: House) -> None:
    await log(house)
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "1", channel=CHANNEL)
    await kim.click("Avsluta i förtid", in_=kim.find(CHANNEL, "Avsluta i förtid"))
    assert list((await kim.form.submit()).errors) == ["Varför avslutar ni?"]
    kim.form.fill("Varför avslutar ni?", "   ")
    assert list((await kim.form.submit()).errors) == ["Varför avslutar ni?"]
    assert stored(house)[0].state == "ongoing"
    kim.form.fill("Varför avslutar ni?", "Skolan läggs ner")
    payload = kim.payloads.submission(kim.form.view)
    for _ in range(2):
        assert (await kim.send("interactive", payload)).body is None
    shown = await card(house, 1)
    await house.until(lambda: shown.plain().splitlines()[0].endswith("avslutat i förtid"))
    assert "Skolan läggs ner" in shown.plain()
    assert [event.action for event in events(house, "commitments")] == ["created", "changed"]


async def test_a_new_date_is_given_by_its_button(house: House) -> None:
    await log(house, Senast_klart="2026-12-01")
    kim = house.person("U0BODEN")
    await press(house, "U0BODEN", "commitment.date.v1", str(stored(house)[0].id))
    assert kim.form.value("Senast klart") == "2026-12-01"
    kim.form.fill("Senast klart", "2026-11-01")
    assert list((await kim.form.submit()).errors) == ["Senast klart"]
    kim.form.fill("Senast klart", "2027-01-15")
    assert (await kim.form.submit()).closed
    assert (stored(house)[0].due_on, stored(house)[0].due_changes) == (date(2027, 1, 15), 1)


@pytest.mark.parametrize("action", ["done", "reopen", "open", "update", "support", "date", "close"])
async def test_ids_that_are_made_up_are_refused_with_a_sentence(house: House, action: str) -> None:
    await log(house)
    theirs = commitment_of_another_workspace(house)
    sentences = {
        str(theirs): "Åtagandet finns inte längre",
        "4711": "Åtagandet finns inte längre",
        "": "hör till en äldre version",
        "abc": "hör till en äldre version",
        "-1": "hör till en äldre version",
        "²": "hör till en äldre version",
        "99999999999999999999": "hör till en äldre version",
        "1; DROP TABLE commitments": "hör till en äldre version",
    }
    for value, sentence in sentences.items():
        assert (await press(house, "U0BODEN", f"commitment.{action}.v1", value)).status == 200
        assert sentence in answer(house, "U0BODEN"), value
    assert not house.person("U0BODEN").has_form
    assert {one.state for one in stored(house)} == {"ongoing"}


def commitment_of_another_workspace(house: House) -> int:
    with house.database.transaction(Actor(0, None, via="load"), LOADED) as session:
        workspace = Workspace(installation="other", salt="s", timezone="UTC", locale="sv")
        session.add(workspace)
        session.flush()
        common = {"workspace_id": workspace.id}
        programme = Programme(**common, slug="x", title="X", content={"areas": []}, content_hash="", loaded_at=LOADED)
        session.add(programme)
        session.flush()
        network = Network(**common, programme_id=programme.id, name="Söder", channel_id="C0SODER")
        unit, person = Unit(**common, kind="municipality", name="Ystad"), Person(**common, slack_user_id="U0YSTAD")
        session.add_all([network, unit, person])
        session.flush()
        theirs = Commitment(
            **common,
            number=1,
            network_id=network.id,
            unit_id=unit.id,
            author_id=person.id,
            text="Det som Ystad gör",
            form_key="their-key",
            created_at=LOADED,
        )
        session.add(theirs)
        session.flush()
        return theirs.id


@pytest.mark.parametrize("value", ["mine:abc", "mine:-10", "mine:", "theirs:0", "mine:99999999999999", ""])
async def test_a_page_that_is_made_up_is_refused(house: House, value: str) -> None:
    await log(house)
    assert (await press(house, "U0BODEN", "commitments.page.v1", value)).status == 200
    assert "hör till en äldre version" in answer(house, "U0BODEN")


@pytest.mark.parametrize("value", ["", "i morgon", "2026-13-01", "9999-12-31"])
async def test_a_day_that_is_made_up_is_refused(house: House, value: str) -> None:
    await log(house)
    assert (await press(house, "U0BODEN", "letter.later.v1", value)).status == 200
    assert "hör till en äldre version" in answer(house, "U0BODEN")


async def test_the_letter_comes_again_later_in_the_week(house: House) -> None:
    await log(house)
    await press(house, "U0BODEN", "letter.later.v1", "2026-11-25")
    assert "ons 25 nov, v. 48" in answer(house, "U0BODEN")
    assert [one.due_at for one in deliveries(house, "digest")] == [datetime(2026, 11, 25, 7, tzinfo=UTC)]
    await press(house, "U0BODEN", "letter.later.v1", "2026-11-20")
    assert "har redan" in answer(house, "U0BODEN")


async def test_a_button_and_a_form_that_nobody_knows_get_their_sentences(house: House) -> None:
    await log(house)
    assert (await press(house, "U0BODEN", "commitment.done.v0", "1")).status == 200
    assert "hör till en äldre version" in answer(house, "U0BODEN")
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    kim.form.view.given["callback_id"] = "form.commitment.v0"
    refused = await kim.form.submit()
    assert "öppnades i en äldre version" in refused.errors["Åtagande"]
    kim.form.view.given["callback_id"] = "form.commitment.v1"
    for metadata in ("", "{}", '{"format":0}', '{"format":1,"form":"commitment","key":7}'):
        kim.form.view.given["private_metadata"] = metadata
        refused = await kim.form.submit()
        assert "öppnades i en äldre version" in refused.errors["Åtagande"]
    assert len(stored(house)) == 1


async def test_unknown_commands_and_shortcuts_get_a_sentence(house: House) -> None:
    kim = house.person("U0BODEN")
    assert (await kim.command("/atagande2", "hej", channel=CHANNEL)).ok
    assert "hjälp" in answer(house, "U0BODEN")
    said = await kim.say(CHANNEL, "Hej")
    assert (await kim.message_shortcut("paint", said)).ok
    assert (await kim.shortcut("paint")).ok
    assert "hör till en äldre version" in kim.form.plain()


async def test_during_a_conference_the_cards_collect(soon: None, house: House) -> None:
    hold_conference(
        house.database, house.cast, datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 24, 14, tzinfo=UTC)
    )
    kim = house.person("U0BODEN")
    first = await log(house, "Det första som Boden gör")
    second = await log(house, "Det som Kalix gör", by="U0KALIX")
    parent = await house.until(lambda: kim.find(CHANNEL, "Åtaganden från konferensen"))
    assert [one for one in kim.messages(CHANNEL, threads=False) if not one.ephemeral_to] == [parent]
    assert {first.thread_ts, second.thread_ts} == {parent.ts}
    await house.until(lambda: "2 åtaganden" in parent.plain())
    assert "Det som Kalix gör" in parent.plain()
    await kim.click("Klart", in_=first)
    await house.until(lambda: first.plain().splitlines()[0].endswith("klart"))
    house.now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    after = await log(house, "Det som skrivs efteråt")
    assert after.thread_ts is None
    assert "2 åtaganden" in parent.plain()
    with pytest.raises(NotShownError):
        kim.find(parent.channel, "3 åtaganden")
