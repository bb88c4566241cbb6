"""The Home tab through Slack: what stands there for whom, and that it follows what its reader does."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.domain.people import Actor
from bot.services.preparation import ensure_tasks
from bot.storage.tables import Commitment, Meeting, Role
from tests.cast import CHANNEL, LOADED, hold_conference
from tests.handlers.conftest import House

#: A Monday four weeks before a conference; eight o'clock in Stockholm.
MONDAY = datetime(2027, 1, 11, 7, tzinfo=UTC)
STARTS, ENDS = datetime(2027, 2, 10, 9, tzinfo=UTC), datetime(2027, 2, 11, 14, tzinfo=UTC)


def prepare(house: House) -> None:
    """Plan a conference, with its steps of preparation, and let it be Monday."""
    hold_conference(house.database, house.cast, STARTS, ENDS)
    with house.database.transaction(Actor(house.cast.workspace, None, via="bot"), LOADED) as session:
        ensure_tasks(session, house.cast.workspace, now=LOADED)
    house.now = MONDAY


async def write(house: House, text: str) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", text, channel=CHANNEL)
    assert (await kim.form.submit()).closed


async def test_an_empty_home_tab_says_that_nothing_waits(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.open_home()
    await house.settle()
    assert kim.home.plain() == (
        "*Din vecka: mån 23 nov, v. 48*\n"
        "Inget väntar på dig.\n"
        "[Skriv åtagande] [Våra åtaganden] [Återkoppling] [Våra uppgifter] [Inställningar]\n"
        "Ni har inga åtaganden än. De brukar komma på konferensen, men du kan skriva ett när som helst.\n"
        "Ingen konferens är inplanerad än. Projektledningen lägger in den när datumet är bestämt."
    )


async def test_only_the_home_tab_is_published(house: House) -> None:
    await house.person("U0BODEN").open_home(tab="messages")
    assert "U0BODEN" not in house.slack.workspace.homes


async def test_this_week_what_goes_on_what_rests_and_own_ladder(house: House) -> None:
    await write(house, "Vi besöker varandras lektioner senast 11 december")
    prepare(house)
    await write(house, "Vi inför kollegial handledning senast 14 januari")
    await write(house, "Vi ser över rutinerna senast 1 juni")
    kim = house.person("U0BODEN")
    await kim.open_home()
    await house.settle()
    assert kim.home.plain() == (
        "*Din vecka: mån 11 jan, v. 2*\n"
        "*Den här veckan*\n"
        "Åtagande 2: Vi inför kollegial handledning\nPågår · senast klart tors 14 jan, v. 2\n"
        "[Klart] [Uppdatera] [Behöver stöd]\n"
        "Inför konferensen\n• Härnäst: Följ upp erfarenheter och åtaganden, senast ons 16 dec, v. 51\n"
        "[Skriv åtagande] [Våra åtaganden] [Återkoppling] [Våra uppgifter] [Inställningar]\n"
        "*Inför konferensen ons 10–tors 11 feb, v. 6*\nBoden i Nätverk Norr\n"
        "0 av 5 steg är klara\n"
        "• Härnäst: Följ upp erfarenheter och åtaganden, senast ons 16 dec, v. 51\n"
        "• Inte än: Skriv ert missiv, senast ons 20 jan, v. 3\n"
        "• Inte än: Läs de andra kommunernas missiv, senast tis 2 feb, v. 5\n"
        "• Inte än: Välj intressanta punkter, senast tors 4 feb, v. 5\n"
        "• Inte än: Bestäm hur era åtaganden ska spridas, senast tis 9 feb, v. 6\n"
        "[Vi är klara] [Skriv en anteckning] [Vi behöver mer tid]\n"
        "*Era åtaganden*\n"
        "Åtagande 3: Vi ser över rutinerna\nPågår · senast klart tis 1 juni, v. 22\n"
        "[Klart] [Uppdatera] [Behöver stöd]\n"
        "*Passerat datum*\nDatumet har passerat och jag har frågat en gång. "
        "Jag frågar inte igen, men du kan svara här när du vill.\n"
        "Åtagande 1: Vi besöker varandras lektioner\nFörsenat · skulle vara klart fre 11 dec, v. 50\n"
        "[Klart] [Nytt datum] [Vi behöver stöd] [Vi avslutar det]\n"
        "*Nästa konferens:* ons 10–tors 11 feb, v. 6, i Boden"
    )


async def test_the_home_tab_follows_its_buttons(house: House) -> None:
    prepare(house)
    await write(house, "Vi inför kollegial handledning senast 14 januari")
    kim = house.person("U0BODEN")
    await kim.open_home()
    assert (await kim.home.click("Klart")).ok
    await house.settle()
    assert "Åtagande 1" not in kim.home.plain()
    assert (await kim.home.click("Vi är klara")).ok
    await house.settle()
    assert "1 av 5 steg är klart\n• Klart: Följ upp erfarenheter och åtaganden\n• Härnäst: Skriv" in kim.home.plain()
    assert kim.seen == []


async def test_the_home_tab_follows_the_forms_it_opens(house: House) -> None:
    prepare(house)
    await write(house, "Vi inför kollegial handledning senast 14 januari")
    kim = house.person("U0BODEN")
    await kim.open_home()
    await kim.home.click("Uppdatera")
    kim.form.fill("Senast klart", "2027-03-01")
    assert (await kim.form.submit()).closed
    await house.settle()
    assert "senast klart mån 1 mars, v. 9" in kim.home.plain()
    await kim.home.click("Skriv åtagande")
    kim.form.fill("Åtagande", "Vi ser över rutinerna")
    await kim.form.submit()
    await house.settle()
    assert "Åtagande 2: Vi ser över rutinerna" in kim.home.plain()
    assert kim.seen == []


async def test_lists_and_cards_open_over_the_home_tab(house: House) -> None:
    await write(house, "Vi inför kollegial handledning senast 14 januari")
    kim = house.person("U0BODEN")
    await kim.open_home()
    await kim.home.click("Våra åtaganden")
    assert (kim.form.title, kim.form.buttons()) == ("Våra åtaganden", ["Visa"])
    await kim.form.click("Visa")
    assert kim.form.title == "Åtagande 1"
    await kim.form.click("Klart")
    assert "*Åtagande 1 · Boden* · klart" in kim.form.plain()
    await house.settle()
    assert "Ni har inga åtaganden än" in kim.home.plain()
    await kim.form.click("Öppna igen")
    await house.settle()
    assert "Åtagande 1: Vi inför kollegial handledning" in kim.home.plain()
    assert kim.seen == []


async def test_pages_of_a_list_turn_in_their_dialogue(house: House) -> None:
    kim = house.person("U0BODEN")
    with house.database.transaction(Actor(house.cast.workspace, None), LOADED) as session:
        author = session.scalars(select(Role.person_id).where(Role.kind == "contact_person")).first()
        common = {"workspace_id": house.cast.workspace, "network_id": house.cast.network, "unit_id": house.cast.boden}
        for number in range(1, 13):
            row = Commitment(**common, number=number, author_id=author, text="Vi", form_key=f"{number}")
            row.created_at = LOADED
            session.add(row)
    await kim.open_home()
    await house.settle()
    assert "Och fyra åtaganden till. Tryck på Våra åtaganden." in kim.home.plain()
    await kim.home.click("Våra åtaganden")
    await kim.form.click("Visa fler")
    assert "Visar 11–12 av 12." in kim.form.plain()
    assert kim.seen == []


async def test_who_never_opened_home_gets_none_published(house: House) -> None:
    await write(house, "Vi inför kollegial handledning senast 14 januari")
    assert house.slack.called("views.publish") == []


async def test_a_press_counts_when_the_home_tab_cannot_be_published(house: House) -> None:
    await write(house, "Vi inför kollegial handledning senast 14 januari")
    kim = house.person("U0BODEN")
    await kim.open_home()
    house.slack.fail("views.publish", kind="http_500_before")
    assert (await kim.home.click("Klart")).ok
    with house.database.reading() as session:
        assert session.scalars(select(Commitment.state)).one() == "done"
    assert kim.seen == []


async def test_a_press_does_not_wait_long_for_a_slow_home_tab(house: House) -> None:
    await write(house, "Vi inför kollegial handledning senast 14 januari")
    kim = house.person("U0BODEN")
    await kim.open_home()
    house.slack.fail("views.publish", kind="slow:2.5")
    assert (await kim.home.click("Klart")).ok
    assert kim.seen == [], "the receipt came within three seconds"


async def test_a_deputy_has_the_same_and_the_group_reads_it_without_buttons(house: House) -> None:
    await write(house, "Vi inför kollegial handledning senast 14 januari")
    noa, ute = house.person("U0BODEN2"), house.person("U0UTE")
    await noa.open_home()
    assert "Klart" in noa.home.buttons()
    await ute.open_home()
    with house.database.transaction(Actor(house.cast.workspace, None), LOADED) as session:
        deputy = session.scalars(select(Role).where(Role.kind == "deputy")).one()
        deputy.kind, deputy.level = "member", "teacher"
    await noa.open_home()
    assert "Åtagande 1" in noa.home.plain()
    assert "Klart" not in noa.home.buttons()


async def test_the_leadership_sees_its_networks(house: House) -> None:
    prepare(house)
    await write(house, "Vi inför kollegial handledning senast 14 januari")
    alex = house.person("U0LEAD")
    await alex.open_home()
    assert alex.home.plain() == (
        "*Nätverket som du leder*\n"
        "*Norr* · två kommuner\n"
        "Ett öppet åtagande, ett skrivet den senaste veckan. Förberedelse: 0 av 10 steg är klara.\n"
        "Nästa konferens: ons 10–tors 11 feb, v. 6, i Boden"
    )


async def test_somebody_without_a_role_is_told_what_this_is_and_whom_to_ask(house: House) -> None:
    ute = house.person("U0UTE")
    await ute.open_home()
    words = ute.home.plain()
    assert words.startswith("*Det här är Nätverksboten*")
    assert "Ska du vara med? Be Alex Exempel i projektledningen lägga till dig." in words
    assert ute.home.buttons() == []


async def test_people_without_a_leader_are_sent_to_the_leadership(house: House) -> None:
    with house.database.transaction(Actor(house.cast.workspace, None), LOADED) as session:
        session.scalars(select(Role).where(Role.kind == "leadership")).one().valid_to = LOADED
    ute = house.person("U0UTE")
    await ute.open_home()
    assert "Be projektledningen lägga till dig." in ute.home.plain()


async def test_a_cancelled_conference_is_gone(house: House) -> None:
    prepare(house)
    with house.database.transaction(Actor(house.cast.workspace, None), MONDAY) as session:
        session.scalars(select(Meeting)).one().cancelled_at = MONDAY
    kim = house.person("U0BODEN")
    await kim.open_home()
    await house.settle()
    assert "Inför konferensen" not in kim.home.plain()
    await house.settle()
    assert "Ingen konferens är inplanerad än." in kim.home.plain()
