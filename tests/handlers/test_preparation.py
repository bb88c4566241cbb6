"""The steps before a conference by hand, through Slack: done, a note, more time, and a neighbour who is refused."""

from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import select

from bot.domain.people import Actor
from bot.services.preparation import ensure_tasks
from bot.storage.db import Database
from bot.storage.tables import Task
from playground.messages import Message
from scheduler.run_due import run_due
from tests.cast import CHANNEL, Cast, hold_conference
from tests.handlers.conftest import House

STARTS, ENDS = datetime(2027, 2, 10, 9, tzinfo=UTC), datetime(2027, 2, 11, 14, tzinfo=UTC)
#: The Thursday when the second step begins, at eight in Stockholm; and the day after the brief's last day.
BRIEFS_BEGIN, COUNTED = datetime(2026, 12, 17, 7, tzinfo=UTC), datetime(2027, 1, 21, 7, tzinfo=UTC)


async def prepare(house: House, now: datetime) -> None:
    """Let the bot say all that is due by then."""
    hold_conference(house.database, house.cast, STARTS, ENDS)
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), house.now) as session:
        ensure_tasks(session, house.cast.workspace, now=house.now)
    house.now = now
    await run_due(house.deps, now)


async def told(house: House) -> Message:
    """Let the bot tell of the brief, after the week's letter; return Kim's message."""
    await prepare(house, BRIEFS_BEGIN - timedelta(days=1))
    house.now = BRIEFS_BEGIN
    await run_due(house.deps, house.now)
    kim = house.person("U0BODEN")
    return await house.until(lambda: kim.find(kim.dm.id, "Skriv ert missiv"))


def brief(database: Database, cast: Cast) -> Task:
    with database.reading() as session:
        return session.scalars(select(Task).where(Task.step == "own-brief", Task.unit_id == cast.boden)).one()


async def test_a_step_is_done_and_opened_again_by_its_buttons(house: House) -> None:
    message = await told(house)
    kim = house.person("U0BODEN")
    assert (await kim.click("Vi är klara", in_=message)).ok
    await house.until(lambda: "Kim Exempel har markerat det som klart" in message.plain())
    assert (await kim.click("Öppna igen", in_=message)).ok
    await house.until(lambda: "[Vi är klara]" in message.plain())


async def test_a_neighbour_is_refused_and_told_whom_to_ask(house: House) -> None:
    message = await told(house)
    # Robin cannot see Kim's messages; a forged press is answered all the same.
    await house.person("U0KALIX").click("Vi är klara", in_=message)
    answers = house.slack.workspace.channel(message.channel).ephemerals
    (why,) = await house.until(lambda: list(answers.values()))
    assert why.ephemeral_to == "U0KALIX"
    assert why.plain().startswith("Bara kontaktpersonen eller ersättaren i Boden kan ändra det här. Vänd dig till Kim")
    assert brief(house.database, house.cast).done_at is None


async def test_a_note_with_a_link_is_written_in_a_form(house: House) -> None:
    message = await told(house)
    kim = house.person("U0BODEN")
    await kim.click("Skriv en anteckning", in_=message)
    kim.form.fill("Er anteckning", "Klart på *tisdag*")
    kim.form.fill("Länk", "https://boden.example/missiv")
    assert (await kim.form.submit()).closed
    await house.until(lambda: "Er anteckning: Klart på *tisdag*" in message.plain())
    task = brief(house.database, house.cast)
    assert (task.note, task.link) == ("Klart på *tisdag*", "https://boden.example/missiv")


async def test_two_who_write_at_a_time_see_each_other_s_words(house: House) -> None:
    message = await told(house)
    kim, noa = house.person("U0BODEN"), house.person("U0BODEN2")
    await kim.click("Skriv en anteckning", in_=message)
    await noa.click("Skriv en anteckning", in_=message)
    noa.form.fill("Er anteckning", "Noa skriver")
    assert (await noa.form.submit()).closed
    kim.form.fill("Er anteckning", "Kim skriver")
    await kim.form.submit()
    assert "Noa Exempel hann skriva medan du skrev." in kim.form.plain()
    assert "Noa skriver" in kim.form.plain()
    assert kim.form.value("Er anteckning") == "Kim skriver"
    assert (await kim.form.submit()).closed
    assert brief(house.database, house.cast).note == "Kim skriver"


async def test_more_time_is_a_date_before_the_conference(house: House) -> None:
    message = await told(house)
    kim = house.person("U0BODEN")
    await kim.click("Vi behöver mer tid", in_=message)
    assert "Skriv ert missiv, senast ons 20 jan, v. 3" in kim.form.plain()
    kim.form.fill("Senast klart", "2027-02-10")
    assert (await kim.form.submit()).errors == {
        "Senast klart": "Konferensen börjar ons 10 feb, v. 6. Välj en dag före den."
    }
    kim.form.fill("Senast klart", "2027-01-27")
    assert (await kim.form.submit()).closed
    await house.until(lambda: "senast ons 27 jan, v. 4" in message.plain())


async def test_a_letter_s_button_shows_the_step_which_is_done_there(house: House) -> None:
    await prepare(house, datetime(2027, 1, 18, 7, tzinfo=UTC))
    kim = house.person("U0BODEN")
    letter = kim.find(kim.dm.id, "Din vecka")
    await kim.click("Visa", in_=letter, nth=1)
    shown = await house.until(lambda: kim.find(kim.dm.id, "Skriv det tillsammans"))
    assert shown.ephemeral_to == "U0BODEN"
    await kim.click("Vi är klara", in_=shown)
    await house.until(lambda: "markerat det som klart" in shown.plain())
    await house.until(lambda: "Skriv ert missiv · klart" in letter.plain())


async def test_the_channel_s_button_shows_everybody_what_is_theirs_to_see(house: House) -> None:
    await prepare(house, COUNTED)
    count = house.person("U0LEAD").find(CHANNEL, "missiv")
    assert "Ingen har lämnat in missiv än." in count.plain()
    for who, seen, unseen in (("U0LEAD", ("Boden", "Kalix"), ()), ("U0BODEN", ("Boden",), ("Kalix",))):
        person = house.person(who)
        await person.click("Visa hur långt vi har kommit", in_=count)
        shown = await house.until(partial(person.find, CHANNEL, "Förberedelsen inför"))
        assert shown.ephemeral_to == who
        assert all(name in shown.plain() for name in seen)
        assert not any(name in shown.plain() for name in unseen)
    outsider = house.person("U0UTE")
    await outsider.click("Visa hur långt vi har kommit", in_=count)
    await house.until(lambda: outsider.find(CHANNEL, "projektledningen ser hur långt"))
