"""A school is handed over to another principal and moved to another channel: by whom, to whom, all of it or nothing."""

import asyncio
from typing import Any, NamedTuple

import pytest
from sqlalchemy import func, select

from bot.domain.people import Actor
from bot.errors import BadInput
from bot.services.milestones import SentForm, taken_up
from bot.services.schools import Details, change_school
from bot.storage.tables import Delivery, Network, Person, Role, Task, Unit
from playground import Message
from tests.wheel.conftest import CITY, City, end_roles, unit_id

#: What cannot differ between databases is tried on one; what two people do at once, and instants, on both.
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RECTOR, CHANNEL = "Rektor", "Skolans kanal"


class School(NamedTuple):
    """What holds of Modellskolan, and whether it has said so."""

    principals: list[str | None]
    channel: str | None
    said: bool


AS_LOADED = School(["U0REKTOR"], "C0MODELL", said=False)


def school(city: City) -> School:
    with city.stage.deps.database.reading() as session:
        unit = session.scalars(select(Unit).where(Unit.name == "Modellskolan")).one()
        held = select(Person.slack_user_id).join(Role, Role.person_id == Person.id)
        held = held.where(Role.unit_id == unit.id, Role.kind == "principal", Role.valid_to.is_(None))
        said = select(Task.id).where(Task.step == "school-details", Task.done_at.is_not(None))
        return School(list(session.scalars(held)), unit.channel_id, session.scalar(said) is not None)


def post(city: City) -> Message:
    """What the bot asks in the school's own channel in August."""
    return next(one for one in city.person().messages("C0MODELL") if "Rektor är Kim Exempel" in one.plain())


async def asked(city: City, who: str = "U0REKTOR") -> Any:
    """Press the button under the question; return the form."""
    await city.person(who).click("Något har ändrats", in_=post(city))
    return city.person(who).form


def told(city: City) -> list[str | None]:
    """Who is told, or will be, that a principal has changed."""
    with city.stage.deps.database.reading() as session:
        told = set(session.scalars(select(Delivery.recipient).where(Delivery.kind == "principal-changed")))
        people = session.scalars(select(Person).order_by(Person.id))
        return [person.slack_user_id for person in people if f"person:{person.id}" in told]


@SQLITE
async def test_a_guest_in_the_channel_does_not_become_principal(city: City) -> None:
    city.stage.slack.add_user("U0GAST", "gast", "Gäst Exempel", is_restricted=True)
    city.stage.slack.workspace.channel("C0MODELL").members.append("U0GAST")
    await city.day("2026-08-10")
    guest = city.person("U0GAST")
    await guest.click("Något har ändrats", in_=post(city))
    assert not guest.has_form
    refused = (
        "Du kan inte ändra det här för Modellskolan. Vänd dig till Kim Exempel, Charlie Exempel eller Alex Exempel."
    )
    assert refused in city.answer("U0GAST", "C0MODELL").plain()

    # Nor with a form that somebody else has open.
    form = await asked(city)
    form.fill(RECTOR, "U0GAST")
    answered = await guest.send("interactive", guest.payloads.submission(form.view))
    assert refused in str(answered.body)
    assert school(city) == AS_LOADED
    # What the school's channel may answer, it may still answer.
    await guest.click("Stämmer", in_=post(city))
    assert not guest.has_form
    assert school(city) == AS_LOADED._replace(said=True)


async def test_those_concerned_are_told_in_working_hours(city: City) -> None:
    await city.day("2026-08-10")
    form = await asked(city, "U0CHEF")
    await city.day("2026-08-10", "21:00")
    form.fill(RECTOR, "U0UTE")
    assert not (await form.submit()).errors
    assert "Ute Exempel är nu inlagd som rektor för Modellskolan." in form.plain()
    assert "Jag berättar det för Kim Exempel och Ute Exempel." in form.plain()
    assert school(city) == School(["U0UTE"], "C0MODELL", said=True)
    for who in ("U0REKTOR", "U0UTE", "U0CHEF"):
        city.news(who)
    await city.day("2026-08-11", "07:59")
    assert city.news() == city.news("U0UTE") == []
    await city.day("2026-08-11")
    (was,), (became,) = city.news(), city.news("U0UTE")
    assert "Du är inte längre inlagd som rektor för Modellskolan" in was
    assert "Charlie Exempel ändrade det. Nu är Ute Exempel rektor." in was
    assert "Du är nu inlagd som rektor för Modellskolan" in became
    assert "Charlie Exempel lade in dig." in became
    assert city.news("U0CHEF") == []


@SQLITE
async def test_who_hands_over_themselves_sees_it_at_once_and_is_not_told(city: City) -> None:
    await city.day("2026-08-10")
    form = await asked(city)
    form.fill(RECTOR, "U0UTE")
    await form.submit()
    assert "Jag berättar det för Ute Exempel." in form.plain()
    city.news()
    await city.day("2026-08-11")
    assert city.news() == []
    assert "Kim Exempel lade in dig." in "".join(city.news("U0UTE"))


@SQLITE
async def test_what_is_changed_back_before_it_was_told_is_not_told(city: City) -> None:
    await city.day("2026-08-10", "20:00")
    question, chef = post(city), city.person("U0CHEF")
    for new, concerned in (("U0UTE", ["U0REKTOR", "U0UTE"]), ("U0REKTOR", [])):
        await chef.click("Något har ändrats", in_=question)
        chef.form.fill(RECTOR, new)
        assert not (await chef.form.submit()).errors
        assert told(city) == concerned
        await city.stage.quiet()
        await chef.click("Öppna igen", in_=question)
        await city.stage.quiet()
    assert school(city).principals == ["U0REKTOR"]


async def test_all_of_it_is_stored_or_nothing(city: City) -> None:
    city.stage.slack.add_channel("C0NY", "ny", ("U0CHEF", "U0REKTOR"))
    await city.day("2026-08-10")
    theirs, ours = await asked(city, "U0CHEF"), await asked(city)
    for form in (theirs, ours):
        form.fill(RECTOR, "U0UTE")
        form.fill(CHANNEL, "C0NY")
    # Somebody else answers meanwhile, that all of it holds.
    kim = city.person()
    await city.person("U0STRATEG").click("Stämmer", in_=post(city))
    answered = School(["U0REKTOR"], "C0MODELL", said=True)
    await theirs.submit()
    assert "Alex Exempel hann skriva medan du skrev." in city.person("U0CHEF").form.plain()
    assert city.person("U0CHEF").form.value(RECTOR) == "U0UTE"
    assert school(city) == answered
    # Their role ends while the form is open.
    end_roles(city, "U0REKTOR", "Modellskolan")
    assert "Du kan inte ändra det här för Modellskolan" in str((await ours.submit()).errors)
    assert kim.form.value(CHANNEL) == "C0NY"
    assert school(city) == School([], "C0MODELL", said=True)
    assert told(city) == []
    # Sent again once it has been read, it is stored whole, and a second time changes nothing.
    again = city.person("U0CHEF").form
    sent = city.person("U0CHEF").payloads.submission(again.view)
    assert (await again.submit()).closed is False
    assert school(city) == School(["U0UTE"], "C0NY", said=True)
    assert (await city.person("U0CHEF").send("interactive", sent)).status == 200
    assert school(city) == School(["U0UTE"], "C0NY", said=True)
    assert told(city) == ["U0UTE"]


@SQLITE
async def test_a_bot_and_who_has_left_become_no_principal(city: City) -> None:
    slack = city.stage.slack
    slack.add_user("U0ROBOT", "robot", "Robot Exempel", is_bot=True)
    slack.add_user("U0SLUTAT", "slutat", "Slutat Exempel")
    await city.day("2026-08-10")
    form = await asked(city)
    known = people(city)
    for chosen in ("U0ROBOT", slack.workspace.bot_user, "U0SLUTAT", "U0FINNSINTE", "USLACKBOT"):
        form.view.values["q.principal", "a.principal"] = {"type": "users_select", "selected_user": chosen}
        slack.workspace.users["U0SLUTAT"].deleted = True
        said = "Välj en person som finns i Slack nu. Det går inte att välja en bot eller någon som har slutat."
        assert (await form.submit()).errors == {RECTOR: said}, chosen
    assert school(city) == AS_LOADED
    assert people(city) == known


def people(city: City) -> set[str | None]:
    with city.stage.deps.database.reading() as session:
        return set(session.scalars(select(Person.slack_user_id)))


@SQLITE
async def test_a_school_s_channel_is_its_own_and_one_that_who_chooses_it_is_in(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.channels.MEMBERS_AT_ONCE", 2)
    slack, everybody = city.stage.slack, ("U0STRATEG", "U0SEKR", "U0CHEF", "U0REKTOR")
    for channel, members, how in (
        ("C0NORR", everybody, {}),
        ("C0PROV", everybody, {}),
        ("C0UTAN", ("U0STRATEG",), {}),
        ("C0HEMLIG", ("U0STRATEG",), {"private": True}),
        ("C0STANGD", everybody, {"private": True, "bot_is_member": False}),
        ("C0ARKIV", everybody, {"archived": True}),
        ("C0OPPEN", everybody, {"bot_is_member": False}),
    ):
        slack.add_channel(channel, channel.lower(), members, **how)
    await city.load(CITY.replace("board: [U0SEKR]", "board: [U0SEKR]\n    channel: C0GRF"))
    settle_channels(city)
    await city.day("2026-08-10")
    form = await asked(city)
    for channel, said in {
        "C0NORR": "Kanalen hör redan till Nätverk Norr. Välj en annan.",
        "C0PROV": "Kanalen hör redan till Provskolan. Välj en annan.",
        "C0GRF": "Kanalen hör redan till Malmö. Välj en annan.",
        "C0UTAN": "Du är inte med i kanalen. Gå med i den först, eller välj en annan.",
        "C0HEMLIG": "Du är inte med i kanalen. Gå med i den först, eller välj en annan.",
        "C0STANGD": "Jag är inte med i kanalen. Skriv /invite @natverksbot där och försök igen, eller välj en annan.",
        "C0ARKIV": "Kanalen är arkiverad. Öppna den igen i Slack, eller välj en annan.",
        "C0PAHITT": "Jag är inte med i kanalen. Skriv /invite @natverksbot där och försök igen, eller välj en annan.",
    }.items():
        form.view.values["q.channel", "a.channel"] = {"type": "conversations_select", "selected_conversation": channel}
        assert (await form.submit()).errors == {CHANNEL: said}, channel
    assert slack.called("conversations.join") == []
    assert school(city) == AS_LOADED

    form.fill(CHANNEL, "C0OPPEN")
    await form.submit()
    assert "Kanalen för Modellskolan är nu #" in form.plain()
    assert school(city) == School(["U0REKTOR"], "C0OPPEN", said=True)
    assert slack.workspace.bot_user in slack.workspace.channel("C0OPPEN").members


async def test_two_schools_that_choose_the_same_channel_at_once_do_not_both_get_it(city: City) -> None:
    await city.day("2026-08-10")
    deps, actor = city.stage.deps, await city.actor("U0STRATEG")
    forms = []
    for name in ("Exempelskolan", "Provskolan", "Papperskolan"):
        view = await deps.do(taken_up, actor, (unit_id(city, name), "school-details", 2026))
        forms.append(SentForm(f"key {name}", view.task_id, version=view.standing.kept.version))
    details = Details(channel_id="C0NY")
    outcomes = await asyncio.gather(
        *(deps.do(change_school, actor, details, form) for form in forms), return_exceptions=True
    )
    refused = [str(one) for one in outcomes if isinstance(one, BadInput)]
    assert len(refused) == 2
    assert all(one.startswith("channel-of-unit") for one in refused)
    with deps.database.reading() as session:
        assert session.scalar(select(func.count()).where(Unit.channel_id == "C0NY")) == 1
        assert session.scalar(select(func.count()).where(Task.done_at.is_not(None))) == 1


def settle_channels(city: City) -> None:
    """Let a network and another school have channels of their own."""
    deps = city.stage.deps
    with deps.database.transaction(Actor(deps.workspace_id, None, via="load"), deps.clock()) as session:
        session.scalars(select(Unit).where(Unit.name == "Provskolan")).one().channel_id = "C0PROV"
        programme = session.scalars(select(Unit.programme_id).where(Unit.name == "Malmö")).one()
        session.add(Network(workspace_id=deps.workspace_id, programme_id=programme, name="Norr", channel_id="C0NORR"))
