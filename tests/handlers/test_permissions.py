"""Who may do what, through Slack: a refusal says who can, is seen by one person only, and stores nothing."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people import Actor
from bot.storage.tables import Membership, Person, Role
from tests.cast import CHANNEL, LOADED
from tests.handlers.conftest import House
from tests.handlers.stories import TEXT, answer, card, events, log, stored
from tests.handlers.test_buttons import press, requests

ASK = "Vänd dig till Kim Exempel eller Noa Exempel."
MAY_CHANGE = ["U0BODEN2", "U0LEAD"]
MAY_NOT = ["U0KALIX", "U0UTE", "U0GRUPP"]
#: Buttons that change or open what changes.
BUTTONS = ["done", "reopen", "update", "support", "date", "close"]


def settle_member(house: House) -> None:
    """Give Boden's municipal group a member who is in Slack."""
    house.slack.add_user("U0GRUPP", "mika", "Mika Exempel")
    house.slack.workspace.channel(CHANNEL).members.append("U0GRUPP")
    cast = house.cast
    with house.database.transaction(Actor(cast.workspace, None, via="load"), LOADED) as session:
        person = Person(workspace_id=cast.workspace, slack_user_id="U0GRUPP", name="Mika Exempel")
        session.add(person)
        session.flush()
        session.add(
            Role(
                workspace_id=cast.workspace,
                person_id=person.id,
                kind="member",
                level="teacher",
                network_id=cast.network,
                unit_id=cast.boden,
                valid_from=LOADED,
            )
        )


def end_roles(house: House, *users: str) -> None:
    """End everything that people are, now."""
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), house.now) as session:
        roles = select(Role).join(Person, Person.id == Role.person_id).where(Person.slack_user_id.in_(users))
        for role in session.scalars(roles):
            role.valid_to = house.now


def unchanged(house: House) -> tuple[Any, ...]:
    return [(one.text, one.state, one.version) for one in stored(house)], len(events(house, "commitments"))


@pytest.mark.parametrize("by", MAY_NOT)
async def test_others_are_told_who_can(house: House, by: str) -> None:
    settle_member(house)
    await log(house)
    before, person = unchanged(house), house.person(by)
    others = len(house.person("U0BODEN").messages(CHANNEL))
    for button in BUTTONS:
        assert (await press(house, by, f"commitment.{button}.v1", str(stored(house)[0].id))).status == 200
        assert ASK in answer(house, by), button
        assert not person.has_form, button
    for words in ("1 klart", "1 avsluta Det går inte", "1 stöd", "1 uppdatera", "1 avsluta"):
        await person.command("/atagande", words, channel=CHANNEL)
        assert ASK in answer(house, by), words
        assert not person.has_form, words
    assert unchanged(house) == before
    assert requests(house) == []
    assert len(house.person("U0BODEN").messages(CHANNEL)) == others


async def test_the_municipal_group_sees_what_is_late_at_home(house: House) -> None:
    settle_member(house)
    await log(house, Senast_klart="2026-12-01")
    house.now = house.now.replace(month=12, day=15)
    for words in ("lista försenade", "lista", "1"):
        await house.person("U0GRUPP").command("/atagande", words, channel=CHANNEL)
        assert "försenat" in answer(house, "U0GRUPP"), words


@pytest.mark.parametrize("by", ["U0KALIX", "U0UTE", "U0GRUPP"])
async def test_everybody_may_read(house: House, by: str) -> None:
    settle_member(house)
    await log(house)
    await house.person(by).command("/atagande", "1", channel=CHANNEL)
    assert TEXT in answer(house, by)


@pytest.mark.parametrize("by", MAY_CHANGE)
async def test_the_deputy_and_the_leadership_may(house: House, by: str) -> None:
    await log(house, Senast_klart="2026-12-01")
    person, number = house.person(by), str(stored(house)[0].id)
    await press(house, by, "commitment.done.v1", number)
    assert stored(house)[0].state == "done"
    await press(house, by, "commitment.reopen.v1", number)
    assert stored(house)[0].state == "ongoing"
    await person.command("/atagande", "1 uppdatera", channel=CHANNEL)
    person.form.fill("Ansvarig", "Skolchefen")
    assert (await person.form.submit()).closed
    assert stored(house)[0].responsible == "Skolchefen"
    await person.command("/atagande", "1 avsluta Skolan läggs ner", channel=CHANNEL)
    assert stored(house)[0].state == "closed_early"
    assert {event.person_id for event in events(house, "commitments")[1:]} == {2 if by == "U0BODEN2" else 4}


async def test_the_municipal_group_may_write(house: House) -> None:
    settle_member(house)
    shown = await log(house, by="U0GRUPP")
    assert "Boden" in shown.plain()
    assert "av Mika Exempel" in shown.plain()


async def test_one_who_may_not_write_is_told_who_can(house: House) -> None:
    ute = house.person("U0UTE")
    await ute.command("/atagande", TEXT, channel=CHANNEL)
    assert "Fråga till exempel Kim Exempel" in answer(house, "U0UTE")
    await ute.command("/atagande", TEXT)
    assert "projektledningen" in answer(house, "U0UTE", ute.dm.id)
    said = await ute.say(CHANNEL, TEXT)
    await ute.message_shortcut("log_commitment", said)
    assert "Fråga till exempel Kim Exempel" in answer(house, "U0UTE")
    assert not ute.has_form


async def test_a_network_without_contact_persons_says_so(house: House) -> None:
    await log(house)
    end_roles(house, "U0BODEN", "U0BODEN2", "U0KALIX")
    await house.person("U0UTE").command("/atagande", TEXT, channel=CHANNEL)
    assert "Be projektledningen" in answer(house, "U0UTE")
    await house.person("U0UTE").command("/atagande", "1 klart", channel=CHANNEL)
    assert "Boden har ingen kontaktperson just nu" in answer(house, "U0UTE")


async def test_a_form_that_was_opened_before_the_role_ended_is_refused(house: House) -> None:
    shown = await log(house)
    kim = house.person("U0BODEN")
    before = unchanged(house)
    for words, filled in (
        (TEXT, {}),
        ("1 uppdatera", {"Åtagande": "Något annat"}),
        ("1 stöd", {"Vem ska få veta att ni behöver stöd?": "Hela nätverket"}),
        ("1 avsluta", {"Varför avslutar ni?": "Skolan läggs ner"}),
    ):
        await kim.command("/atagande", words, channel=CHANNEL)
        for label, value in filled.items():
            kim.form.fill(label, value)
        form = kim.form
        end_roles(house, "U0BODEN")
        refused = await form.submit()
        assert "Noa Exempel" in next(iter(refused.errors.values())), words
        for label, value in filled.items():
            assert form.value(label) == value
        revive(house, "U0BODEN")
        await form.close()
    assert unchanged(house) == before
    assert requests(house) == []
    end_roles(house, "U0BODEN")
    await kim.click("Klart", in_=shown)
    assert "Vänd dig till Noa Exempel." in answer(house, "U0BODEN")


def revive(house: House, user: str) -> None:
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), house.now) as session:
        roles = select(Role).join(Person, Person.id == Role.person_id).where(Person.slack_user_id == user)
        for role in session.scalars(roles):
            role.valid_to = None


async def submitted_with(house: House, by: str, place: str | None, choice: str | None) -> dict[str, str]:
    """Submit a form as if the payload said something else than the form did; return the errors."""
    person = house.person(by)
    view = person.form.view
    state = json.loads(view.given["private_metadata"])
    if place is not None:
        state["context"]["place"] = place
        view.given["private_metadata"] = json.dumps(state)
    if choice is not None:
        option = {"value": choice, "text": {"type": "plain_text", "text": "X"}}
        view.values["q.municipality", "a.municipality"] = {"type": "static_select", "selected_option": option}
    answered = await person.send("interactive", person.payloads.submission(view))
    assert answered.status == 200
    return dict((answered.body or {}).get("errors", {}))


@pytest.mark.parametrize("place", ["abc", "1", "1-x", "-", "1-99", "99-1", "1-99999999999999", "²-1"])
async def test_a_municipality_that_is_made_up_is_refused(house: House, place: str) -> None:
    await house.person("U0BODEN").command("/atagande", TEXT, channel=CHANNEL)
    assert list(await submitted_with(house, "U0BODEN", place, None)) == ["q.text"]
    await house.person("U0LEAD").command("/atagande", TEXT)
    errors = await submitted_with(house, "U0LEAD", None, place)
    assert "går inte att göra" in errors["q.municipality"]
    assert stored(house) == []


async def test_the_neighbours_municipality_is_refused(house: House) -> None:
    await house.person("U0BODEN").command("/atagande", TEXT, channel=CHANNEL)
    cast = house.cast
    errors = await submitted_with(house, "U0BODEN", f"{cast.network}-{cast.kalix}", None)
    assert "Vänd dig till Robin Exempel" in errors["q.text"]
    assert stored(house) == []


async def test_a_municipality_that_has_left_the_network_is_refused_to_the_leadership_too(house: House) -> None:
    await house.person("U0LEAD").command("/atagande", TEXT)
    cast = house.cast
    with house.database.transaction(Actor(cast.workspace, None, via="load"), house.now) as session:
        session.scalars(select(Membership).where(Membership.unit_id == cast.kalix)).one().valid_to = house.now
    place = f"{cast.network}-{cast.kalix}"
    assert await submitted_with(house, "U0LEAD", place, None)
    assert await submitted_with(house, "U0LEAD", None, place)
    assert stored(house) == []


async def test_a_theme_and_an_audience_that_are_made_up_are_refused(house: House) -> None:
    await log(house)
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    option = {"value": "everything", "text": {"type": "plain_text", "text": "Allt"}}
    kim.form.view.values["q.theme", "a.theme"] = {"type": "static_select", "selected_option": option}
    assert "Tema" in (await kim.form.submit()).errors
    await kim.command("/atagande", "1 stöd", channel=CHANNEL)
    kim.form.view.values["q.tell", "a.tell"] = {"type": "radio_buttons", "selected_option": option}
    assert "Vem ska få veta att ni behöver stöd?" in (await kim.form.submit()).errors
    assert len(stored(house)) == 1
    assert requests(house) == []
    await card(house, 1)
