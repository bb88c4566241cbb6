"""The pinned post's doors answer the one who presses: details, feedback, own commitments, a new commitment."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.domain.people import Actor
from bot.storage.tables import Meeting, Person, Role
from playground.messages import Message
from scheduler.run_due import run_due
from tests.cast import CHANNEL, LOADED, NOW, hold_conference
from tests.handlers.conftest import House

STARTS, ENDS = datetime(2027, 2, 10, 9, tzinfo=UTC), datetime(2027, 2, 11, 14, tzinfo=UTC)


async def doors(house: House) -> Message:
    await run_due(house.deps, house.now)
    return house.person("U0BODEN").find(CHANNEL, "[Mina uppgifter]")


async def pressed(house: House, user: str, button: str) -> str:
    """Press one of the doors; return what only that person sees then."""
    post, person = await doors(house), house.person(user)
    assert (await person.click(button, in_=post)).ok
    assert person.seen == []
    shown = person.messages(CHANNEL)[-1]
    assert shown.ephemeral_to == user
    others = [one for one in PEOPLE if one != user]
    assert all(shown not in house.person(one).messages(CHANNEL) for one in others)
    return shown.plain()


PEOPLE = ("U0BODEN", "U0KALIX", "U0LEAD", "U0UTE")


def join(house: House, name: str, level: str | None) -> None:
    """Let somebody who is not in Slack take part in Boden's municipal group."""
    common = {"workspace_id": house.cast.workspace}
    with house.database.transaction(Actor(house.cast.workspace, None), LOADED) as session:
        person = Person(**common, name=name)
        session.add(person)
        session.flush()
        place = {"network_id": house.cast.network, "unit_id": house.cast.boden}
        session.add(Role(**common, **place, person_id=person.id, kind="member", level=level, valid_from=LOADED))


async def test_details_show_people_levels_and_dates(house: House) -> None:
    hold_conference(house.database, house.cast, STARTS, ENDS)
    house.now = datetime(2027, 1, 12, 9, tzinfo=UTC)
    join(house, "Ola Exempel", "principal")
    join(house, "<!here> *Bo* Exempel", "teacher")
    join(house, "Mo Exempel", None)
    assert await pressed(house, "U0BODEN", "Mina uppgifter") == (
        "*Boden*, Nätverk Norr\n"
        "Kontaktperson: Kim Exempel\n"
        "Ersättare: Noa Exempel\n"
        "Rektor: Ola Exempel\n"
        "Lärare: <!here> *Bo* Exempel\n"
        "Med i kommungruppen, nivå inte angiven: Mo Exempel\n"
        "Inte med i kommungruppen än: politiker och förvaltningsledning\n"
        "Nästa konferens: ons 10–tors 11 feb, v. 6, i Boden\n"
        "Nästa förberedelse: Följ upp erfarenheter och åtaganden, senast ons 16 dec, v. 51\n"
        "Stämmer något inte? Be Alex Exempel i projektledningen rätta det."
    )


async def test_details_of_somebody_without_a_role_say_whom_to_ask(house: House) -> None:
    words = await pressed(house, "U0UTE", "Mina uppgifter")
    assert words.startswith("Du är inte med i något nätverk.")
    assert "Be Alex Exempel i projektledningen" in words


async def test_a_leader_is_not_sent_to_themselves(house: House) -> None:
    assert await pressed(house, "U0LEAD", "Mina uppgifter") == "Du är med i projektledningen."


async def test_the_welcome_opens_the_same_details(house: House) -> None:
    await run_due(house.deps, NOW)
    kim = house.person("U0BODEN")
    welcome = kim.find(kim.dm.id, "Hej Kim.")
    await kim.click("Se våra uppgifter", in_=welcome)
    assert "Kontaktperson: Kim Exempel" in kim.direct_messages()[-1].plain()


async def test_own_commitments_and_a_new_one(house: House) -> None:
    words = await pressed(house, "U0BODEN", "Våra åtaganden")
    assert words.startswith("Ni har inga åtaganden än.")
    kim = house.person("U0BODEN")
    await kim.click("Skriv åtagande", in_=await doors(house))
    kim.form.fill("Åtagande", "Vi inför kollegial handledning")
    assert (await kim.form.submit()).closed


async def test_feedback_before_a_conference_says_when_it_comes(house: House) -> None:
    assert "Ingen konferens är inplanerad än." in await pressed(house, "U0BODEN", "Återkoppling")
    hold_conference(house.database, house.cast, STARTS, ENDS)
    words = await pressed(house, "U0BODEN", "Återkoppling")
    assert words == "Det finns ingen konferens att utvärdera än. Nästa konferens är ons 10–tors 11 feb, v. 6."


async def test_feedback_opens_what_the_latest_conference_asks(house: House) -> None:
    hold_conference(house.database, house.cast, STARTS, ENDS)
    house.now = ENDS - timedelta(hours=1)
    words = await pressed(house, "U0BODEN", "Återkoppling")
    assert "*Konferensen ons 10–tors 11 feb, v. 6*, Nätverk Norr" in words
    kim = house.person("U0BODEN")
    await kim.click("Utvärdera konferensen", in_=kim.messages(CHANNEL)[-1])
    assert "Hur mycket gav konferensen er?" in kim.form.labels()
    await kim.form.close()
    await kim.click("Skriv tankeställare", in_=kim.find(CHANNEL, "Ni svarar tillsammans"))
    assert "En tankeställare" in kim.form.labels()


async def test_feedback_over_the_home_tab_leads_to_the_form(house: House) -> None:
    hold_conference(house.database, house.cast, STARTS, ENDS)
    house.now = ENDS + timedelta(days=30)
    kim = house.person("U0BODEN")
    await kim.open_home()
    await kim.home.click("Återkoppling")
    assert kim.form.title == "Återkoppling"
    await kim.form.click("Skriv tankeställare")
    assert "En tankeställare" in kim.form.labels()
    assert kim.seen == []


async def test_feedback_of_a_cancelled_conference_is_not_asked_for(house: House) -> None:
    hold_conference(house.database, house.cast, STARTS, ENDS)
    house.now = ENDS
    with house.database.transaction(Actor(house.cast.workspace, None), LOADED) as session:
        session.scalars(select(Meeting)).one().cancelled_at = NOW
    assert "Ingen konferens är inplanerad än." in await pressed(house, "U0BODEN", "Återkoppling")


async def test_feedback_of_an_outsider_says_who_gives_it(house: House) -> None:
    words = await pressed(house, "U0UTE", "Återkoppling")
    assert words.startswith("Kontaktpersonen, ersättaren och kommungruppen svarar")


async def test_a_leader_who_is_contact_person_gets_one_letter_with_all_networks_behind_a_button(house: House) -> None:
    alex, kim = house.person("U0LEAD"), house.person("U0BODEN")
    common = {"workspace_id": house.cast.workspace, "network_id": house.cast.network}
    with house.database.transaction(Actor(house.cast.workspace, None), LOADED) as session:
        leader = session.scalars(select(Person).where(Person.slack_user_id == "U0LEAD")).one()
        session.add(
            Role(
                **common,
                unit_id=house.cast.kalix,
                person_id=leader.id,
                kind="contact_person",
                valid_from=LOADED - timedelta(days=60),
            )
        )
    for user, text in (("U0BODEN", "Vi inför kollegial handledning"), ("U0KALIX", "Vi ser över rutinerna")):
        await house.person(user).command("/atagande", text, channel=CHANNEL)
        await house.person(user).form.submit()
    house.now = NOW + timedelta(days=7)
    await run_due(house.deps, house.now - timedelta(hours=2))
    (letter,) = alex.direct_messages()
    assert "*Din vecka: mån 30 nov, v. 49*" in letter.plain()
    assert "*Nätverken du leder:* två öppna åtaganden, två skrivna den senaste veckan." in letter.plain()
    await alex.click("Visa nätverken", in_=letter)
    assert "• Norr: två öppna åtaganden" in alex.direct_messages()[-1].plain()
    assert "Nätverken du leder" not in kim.direct_messages()[-1].plain()
