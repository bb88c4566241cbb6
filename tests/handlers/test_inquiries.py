"""At the table and afterwards, through Slack: the messages, the shared sheet, declining, late answers, refusals."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.people import Actor
from bot.domain.programme.questions import Form, Rows
from bot.slack import blocks
from bot.storage.inquiries import EVALUATION, TAKEAWAYS, Stand, stands
from bot.storage.tables import Person, Programme, Role
from playground.messages import Message
from scheduler.run_due import run_due
from tests.cast import CHANNEL, NOW, hold_conference
from tests.handlers.conftest import House

#: Wednesday and Thursday; the municipal groups sit down on Thursday at 13 in Stockholm.
STARTS, ENDS = datetime(2026, 12, 2, 9, tzinfo=UTC), datetime(2026, 12, 3, 14, tzinfo=UTC)
AT_TABLE = datetime(2026, 12, 3, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 7, tzinfo=UTC)
GAPS = datetime(2026, 12, 17, 7, tzinfo=UTC)
AFTER_SUMMARY = datetime(2026, 12, 9, 9, tzinfo=UTC)
TABLE, THANKS = "Dags för kommungruppen", "tack för två dagar i Boden"
GRADE, GROUPS = "Hur mycket gav konferensen er?", "Hur väl fungerade arbetet i de blandade grupperna?"
GOOD, BETTER = "Vad var bra?", "Vad kan bli bättre till nästa gång?"


@pytest.fixture
def meeting(house: House) -> int:
    return hold_conference(house.database, house.cast, STARTS, ENDS)


async def at(house: House, now: datetime) -> None:
    """Let it be this late, and everything due be said."""
    house.now = now
    await run_due(house.deps, now)


def told(house: House, user: str, text: str) -> Message:
    person = house.person(user)
    return person.find(person.dm.id, text)


def stand(house: House, meeting: int, kind: str, unit: int) -> Stand:
    with house.database.reading() as session:
        return stands(session, meeting, kind).get(unit, Stand(unit))


async def evaluate(house: House, user: str, text: str = TABLE, button: str = "Utvärdera konferensen") -> None:
    person = house.person(user)
    assert (await person.click(button, in_=told(house, user, text))).ok


async def hand_in(house: House, user: str, grade: str = "5") -> None:
    form = house.person(user).form
    form.fill(GRADE, grade)
    form.fill(GROUPS, grade)
    assert (await form.submit()).closed


async def test_everybody_at_the_table_is_asked_on_the_hour(house: House, meeting: int) -> None:
    await at(house, AT_TABLE - timedelta(minutes=1))
    assert not [one for one in house.person("U0BODEN").direct_messages() if TABLE in one.plain()]
    await at(house, AT_TABLE)
    for user in ("U0BODEN", "U0BODEN2", "U0KALIX"):
        message = told(house, user, TABLE)
        assert "Vad åtar ni er? En mening räcker nu" in message.plain()
        assert all(
            word in message.plain() for word in ("Skriv åtagande", "Skriv tankeställare", "Utvärdera konferensen")
        )
    assert house.person("U0LEAD").direct_messages() == []


async def test_a_commitment_from_the_table_is_of_the_conference(soon: None, house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    kim = house.person("U0BODEN")
    await kim.click("Skriv åtagande", in_=told(house, "U0BODEN", TABLE))
    kim.form.fill("Åtagande", "Vi inför kollegial handledning")
    await kim.form.submit()
    await house.until(lambda: kim.find(CHANNEL, "Åtaganden från konferensen"))
    await house.until(lambda: "Kim har skrivit åtagande 1" in told(house, "U0BODEN2", TABLE).plain())
    await house.until(lambda: "Du har skrivit åtagande 1" in told(house, "U0BODEN", TABLE).plain())


async def test_when_one_has_answered_the_others_message_says_so(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    await evaluate(house, "U0BODEN2")
    noa = house.person("U0BODEN2")
    assert noa.form.title == "Utvärdering"
    await hand_in(house, "U0BODEN2")
    await house.until(lambda: "Noa har lämnat in utvärderingen" in told(house, "U0BODEN", TABLE).plain())
    await house.until(lambda: "Du har lämnat in utvärderingen" in told(house, "U0BODEN2", TABLE).plain())
    assert "utvärderingen" not in told(house, "U0KALIX", TABLE).plain()
    assert stand(house, meeting, EVALUATION, house.cast.boden).handed_in_by == "Noa Exempel"


async def test_two_write_on_one_sheet_in_turn(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    kim, noa = house.person("U0BODEN"), house.person("U0BODEN2")
    await evaluate(house, "U0BODEN")
    kim.form.fill(GRADE, "4")
    kim.form.fill(GOOD, "De blandade grupperna")
    await kim.form.close()
    await evaluate(house, "U0BODEN2")
    assert "Kim Exempel skrev senast" in noa.form.plain()
    assert noa.form.value(GOOD) == "De blandade grupperna"
    assert noa.form.value(GRADE) == "4"
    noa.form.fill(GROUPS, "6 – mycket bra")
    assert (await noa.form.submit()).closed
    assert stand(house, meeting, EVALUATION, house.cast.boden).handed_in_by == "Noa Exempel"
    await evaluate(house, "U0BODEN")
    assert "Noa Exempel lämnade in svaren tors 3 dec, v. 49" in kim.form.plain()
    assert kim.form.value(GROUPS) == "6 – mycket bra"


async def test_two_who_write_at_once_lose_nothing(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    kim, noa = house.person("U0BODEN"), house.person("U0BODEN2")
    await evaluate(house, "U0BODEN")
    await evaluate(house, "U0BODEN2")
    kim.form.fill(GOOD, "Kims tanke")
    kim.form.fill(BETTER, "Kortare pass")
    await hand_in(house, "U0BODEN", "4")
    noa.form.fill(GRADE, "4")
    noa.form.fill(GROUPS, "2")
    noa.form.fill(GOOD, "Noas tanke")
    answered = await noa.form.submit()
    assert not answered.closed
    shown = noa.form.plain()
    assert "Kim Exempel hann skriva medan du skrev" in shown
    assert f'{GOOD} Här skrev Kim Exempel: "Kims tanke"' in shown
    assert f'{GROUPS} Här skrev Kim Exempel: "4"' in shown
    assert f"{GRADE} Här skrev" not in shown, "both said the same"
    assert noa.form.value(GOOD) == "Noas tanke"
    assert noa.form.value(BETTER) == "Kortare pass"
    assert '"good": "Kims tanke"' in stand(house, meeting, EVALUATION, house.cast.boden).answers
    assert (await noa.form.submit()).closed
    answers = stand(house, meeting, EVALUATION, house.cast.boden).answers
    assert '"good": "Noas tanke"' in answers
    assert '"better": "Kortare pass"' in answers


async def test_a_draft_that_came_second_is_kept_for_the_one_who_wrote_it(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    kim, noa = house.person("U0BODEN"), house.person("U0BODEN2")
    await evaluate(house, "U0BODEN")
    await evaluate(house, "U0BODEN2")
    kim.form.fill(GOOD, "Kims tanke")
    await kim.form.close()
    noa.form.fill(GOOD, "Noas tanke")
    await noa.form.close()
    assert '"Kims tanke"' in stand(house, meeting, EVALUATION, house.cast.boden).answers
    await evaluate(house, "U0BODEN2")
    assert noa.form.value(GOOD) == "Noas tanke"
    assert "Det här skrev du tors 3 dec, v. 49" in noa.form.plain()
    assert '"Kims tanke"' in noa.form.plain()
    await hand_in(house, "U0BODEN2")
    await evaluate(house, "U0BODEN2")
    assert "Det här skrev du" not in noa.form.plain(), "what is handed in is no draft"


async def test_a_form_closed_untouched_leaves_nothing(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    await evaluate(house, "U0BODEN")
    await house.person("U0BODEN").form.close()
    assert stand(house, meeting, EVALUATION, house.cast.boden).version is None


async def test_takeaways_have_their_own_form(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    await evaluate(house, "U0KALIX", button="Skriv tankeställare")
    robin = house.person("U0KALIX")
    assert robin.form.title == "Tankeställare"
    refused = await robin.form.submit()
    assert not refused.closed
    robin.form.fill("En tankeställare", "Vem läser våra uppföljningar?")
    assert (await robin.form.submit()).closed
    assert "Vem läser" in stand(house, meeting, TAKEAWAYS, house.cast.kalix).answers
    await house.until(lambda: "Du har lämnat in tankeställare" in told(house, "U0KALIX", TABLE).plain())


async def test_a_personal_number_stays_in_the_form(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    await evaluate(house, "U0BODEN")
    form = house.person("U0BODEN").form
    form.fill(GRADE, "4")
    form.fill(GROUPS, "4")
    form.fill(GOOD, "Elev 20121212-1212 gick fram")
    answered = await form.submit()
    assert "personnummer" in answered.errors[GOOD]
    assert stand(house, meeting, EVALUATION, house.cast.boden).version is None


async def test_the_silent_are_asked_once_on_the_next_working_day(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    await evaluate(house, "U0BODEN")
    await hand_in(house, "U0BODEN")
    await at(house, FRIDAY)
    assert (
        "Hej Robin, tack för två dagar i Boden. Jag har inte fått in er utvärdering än."
        in told(house, "U0KALIX", THANKS).plain()
    )
    assert (
        "Fyra korta frågor, ungefär tre minuter. Svara gärna före mån 7 dec, v. 50, klockan 12. Då tar jag med svaren "
        "i sammanfattningen. Senare går också bra, då uppdaterar jag den."
    ) in told(house, "U0KALIX", THANKS).plain()
    for user in ("U0BODEN", "U0BODEN2"):
        assert not [one for one in house.person(user).direct_messages() if "tack för" in one.plain()]
    await at(house, FRIDAY.replace(hour=15))
    await at(house, FRIDAY.replace(day=5))
    assert len([one for one in house.person("U0KALIX").direct_messages() if "tack för" in one.plain()]) == 1


async def test_declining_and_answering_after_all(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    await at(house, FRIDAY)
    robin = house.person("U0KALIX")
    await robin.click("Vi lämnar ingen utvärdering", in_=told(house, "U0KALIX", THANKS))
    await house.until(lambda: "Ni har svarat att ni inte" in told(house, "U0KALIX", THANKS).plain())
    assert "Jag har inte fått in" not in told(house, "U0KALIX", THANKS).plain()
    assert stand(house, meeting, EVALUATION, house.cast.kalix).declined_at == FRIDAY
    await evaluate(house, "U0KALIX", THANKS, "Ändra svaren")
    assert "Ni svarade fre 4 dec, v. 49, att ni inte lämnar någon utvärdering" in robin.form.plain()
    await hand_in(house, "U0KALIX")
    await house.until(lambda: "Du har lämnat in utvärderingen" in told(house, "U0KALIX", THANKS).plain())
    assert stand(house, meeting, EVALUATION, house.cast.kalix).declined_at is None


async def test_a_late_answer_updates_the_summary(soon: None, house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    await at(house, FRIDAY)
    await at(house, datetime(2026, 12, 7, 11, tzinfo=UTC))
    kim = house.person("U0BODEN")
    assert "0 av 2" in kim.find(CHANNEL, "Sammanfattning").plain()
    house.now = AFTER_SUMMARY
    await evaluate(house, "U0BODEN", THANKS, "Svara")
    await hand_in(house, "U0BODEN")
    await house.until(lambda: "1 av 2" in kim.find(CHANNEL, "Sammanfattning").plain())


async def test_a_deputy_answers_when_the_contact_person_has_gone(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    end_contact_person(house, house.cast.boden)
    await at(house, FRIDAY)
    assert THANKS in told(house, "U0BODEN2", THANKS).plain()
    await evaluate(house, "U0BODEN2", THANKS, "Svara")
    await hand_in(house, "U0BODEN2")
    assert stand(house, meeting, EVALUATION, house.cast.boden).handed_in_by == "Noa Exempel"
    # Somebody who is contact person no longer is told so, with the name of the one to ask.
    await house.person("U0BODEN").click("Utvärdera konferensen", in_=told(house, "U0BODEN", TABLE))
    assert "Bara kontaktpersoner, ersättare och kommungrupper" in told(house, "U0BODEN", "Noa Exempel").plain()


async def doors(house: House, meeting: int) -> Message:
    """Put the same buttons into the channel, where everybody can press them."""
    names = {"inquiry.evaluation.v1": "Svara", "inquiry.decline.v1": "Ingen utvärdering"}
    row = blocks.actions(*(blocks.button(action, label, str(meeting)) for action, label in names.items()))
    await house.deps.slack.chat_postMessage(
        channel=CHANNEL, text="Konferensen", blocks=[blocks.section("Knappar"), row]
    )
    return house.person("U0UTE").find(CHANNEL, "Knappar")


@pytest.mark.parametrize("button", ["Svara", "Ingen utvärdering"])
async def test_an_outsider_is_told_whom_to_ask(house: House, meeting: int, button: str) -> None:
    house.now = AT_TABLE
    ute = house.person("U0UTE")
    await ute.click(button, in_=await doors(house, meeting))
    assert not ute.has_form
    said = ute.find(CHANNEL, "Bara kontaktpersoner, ersättare och kommungrupper i Nätverk Norr kan svara här").plain()
    assert "Fråga till exempel Kim Exempel, Noa Exempel eller Robin Exempel." in said


async def test_a_form_that_stays_open_while_the_role_ends_is_refused_with_names(house: House, meeting: int) -> None:
    await at(house, AT_TABLE)
    await evaluate(house, "U0KALIX")
    robin = house.person("U0KALIX")
    end_contact_person(house, house.cast.kalix)
    robin.form.fill(GRADE, "5")
    robin.form.fill(GROUPS, "5")
    refused = await robin.form.submit()
    assert list(refused.errors.values()) == ["Kalix har ingen kontaktperson just nu. Be projektledningen om hjälp."]
    assert robin.form.value(GRADE) == "5"


async def test_one_of_two_municipalities_is_asked_which(house: House, meeting: int) -> None:
    make_member_of_boden(house, "U0KALIX")
    await at(house, AT_TABLE)
    robin = house.person("U0KALIX")
    await evaluate(house, "U0KALIX")
    assert robin.form.title == "Välj kommun"
    robin.form.fill("Vilken kommun svarar du för?", "Boden")
    await robin.form.submit()
    assert robin.form.title == "Utvärdering"
    assert "Du svarar för Boden." in robin.form.plain()
    await hand_in(house, "U0KALIX", "3")
    assert stand(house, meeting, EVALUATION, house.cast.boden).handed_in_by == "Robin Exempel"
    assert stand(house, meeting, EVALUATION, house.cast.kalix).is_silent


async def test_one_of_two_municipalities_is_asked_which_leaves_nothing(house: House, meeting: int) -> None:
    make_member_of_boden(house, "U0KALIX")
    house.now = AT_TABLE
    robin = house.person("U0KALIX")
    await robin.click("Ingen utvärdering", in_=await doors(house, meeting))
    robin.form.fill("Vilken kommun svarar du för?", "Kalix")
    assert (await robin.form.submit()).closed
    assert stand(house, meeting, EVALUATION, house.cast.kalix).declined_at == AT_TABLE
    assert stand(house, meeting, EVALUATION, house.cast.boden).is_silent


async def test_the_leadership_answers_for_whom_it_chooses(house: House, meeting: int) -> None:
    house.now = AT_TABLE
    alex = house.person("U0LEAD")
    await alex.click("Svara", in_=await doors(house, meeting))
    alex.form.fill("Vilken kommun svarar du för?", "Kalix")
    await alex.form.submit()
    await hand_in(house, "U0LEAD")
    assert stand(house, meeting, EVALUATION, house.cast.kalix).handed_in_by == "Alex Exempel"


async def test_rows_come_and_go_in_a_form_of_the_programme(house: House, meeting: int) -> None:
    ask_in_rows(house)
    house.now = AT_TABLE
    kim = house.person("U0BODEN")
    await kim.click("Svara", in_=await doors(house, meeting))
    await kim.form.click("Lägg till")
    kim.form.fill("Förslag", "Kortare pass")
    await kim.form.click("Lägg till")
    await kim.form.click("Ta bort", nth=1)
    assert kim.form.value("Förslag") == "Kortare pass"
    assert (await kim.form.submit()).closed
    assert stand(house, meeting, EVALUATION, house.cast.boden).answers == '{"ideas": [{"idea": "Kortare pass"}]}'


async def test_the_letter_of_that_day_asks_instead(house: House) -> None:
    # A conference that ends on a Friday: the next working day is the Monday of the weekly letter.
    friday = datetime(2026, 12, 4, 14, tzinfo=UTC)
    meeting = hold_conference(house.database, house.cast, friday - timedelta(hours=29), friday)
    await at(house, friday - timedelta(hours=2))
    await at(house, datetime(2026, 12, 7, 7, 30, tzinfo=UTC))
    for user in ("U0BODEN", "U0KALIX"):
        letter = told(house, user, "Din vecka").plain()
        assert "Er utvärdering av konferensen tors 3–fre 4 dec, v. 49, har inte kommit in än." in letter
        assert "Svara gärna före tis 8 dec, v. 50, klockan 12." in letter
        assert not [one for one in house.person(user).direct_messages() if "tack för" in one.plain()]
    await house.person("U0KALIX").click("Vi lämnar ingen utvärdering", in_=told(house, "U0KALIX", "Din vecka"))
    await house.until(
        lambda: (
            "Ni har svarat att ni inte lämnar någon utvärdering av konferensen"
            in told(house, "U0KALIX", "Din vecka").plain()
        )
    )
    await evaluate(house, "U0BODEN", "Din vecka", "Svara")
    await hand_in(house, "U0BODEN")
    await house.until(lambda: "är inlämnad" in told(house, "U0BODEN", "Din vecka").plain())
    assert stand(house, meeting, EVALUATION, house.cast.boden).handed_in_by == "Kim Exempel"


async def test_two_weeks_later_what_is_lacking_is_asked_for_and_filled_in(
    soon: None, house: House, meeting: int
) -> None:
    await at(house, AT_TABLE)
    kim = house.person("U0BODEN")
    await kim.click("Skriv åtagande", in_=told(house, "U0BODEN", TABLE))
    kim.form.fill("Åtagande", "Vi inför kollegial handledning")
    kim.form.fill("Ansvarig", "Rektorerna")
    await kim.form.submit()
    await at(house, GAPS)
    message = told(house, "U0BODEN", "Era åtaganden från konferensen ons 2–tors 3 dec, v. 49")
    assert "Åtagande 1: Vi inför kollegial handledning" in message.plain()
    assert "Inte ifyllt än: förväntad effekt, hur ni följer upp och datum" in message.plain()
    assert not [one for one in house.person("U0KALIX").direct_messages() if "Era åtaganden" in one.plain()]
    assert not [one for one in house.person("U0BODEN2").direct_messages() if "Era åtaganden" in one.plain()]
    await kim.click("Fyll i", in_=message)
    kim.form.fill("Förväntad effekt", "Fler når målen")
    kim.form.fill("Så följer vi upp", "Nationella prov")
    kim.form.fill("Senast klart", "2027-06-01")
    assert (await kim.form.submit()).closed
    await house.until(lambda: "Allt är ifyllt" in told(house, "U0BODEN", "Era åtaganden").plain())
    assert "Nu är allt ifyllt." in told(house, "U0BODEN", "Era åtaganden").plain()
    assert "[Fyll i]" not in told(house, "U0BODEN", "Era åtaganden").plain()


async def test_those_whose_slack_is_in_english_are_asked_in_english(house: House, meeting: int) -> None:
    house.slack.workspace.user("U0KALIX").locale = "en-GB"
    await at(house, AT_TABLE)
    message = told(house, "U0KALIX", "Time for the municipal group")
    await house.person("U0KALIX").click("Evaluate the conference", in_=message)
    form = house.person("U0KALIX").form
    assert form.title == "Evaluation"
    await form.close()
    await at(house, FRIDAY)
    assert (
        "Hello Robin, thank you for two days in Boden. I haven't received your evaluation yet."
        in told(house, "U0KALIX", "thank you").plain()
    )


def end_contact_person(house: House, unit: int) -> None:
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), AT_TABLE) as session:
        of_unit = select(Role).where(Role.kind == "contact_person", Role.unit_id == unit)
        session.scalars(of_unit).one().valid_to = AT_TABLE


def make_member_of_boden(house: House, user: str) -> None:
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), NOW) as session:
        person = session.scalars(select(Person).where(Person.slack_user_id == user)).one()
        held = {"network_id": house.cast.network, "unit_id": house.cast.boden, "valid_from": NOW}
        session.add(
            Role(workspace_id=house.cast.workspace, person_id=person.id, kind="member", level="teacher", **held)
        )


def ask_in_rows(house: House) -> None:
    rows = Rows.model_validate(
        {
            "id": "ideas",
            "label": "Era förslag",
            "rows": [{"id": "idea", "kind": "text", "label": "Förslag", "multiline": False}],
            "add": "Lägg till",
            "remove": "Ta bort",
            "title": "Förslag {n}",
            "required": False,
        }
    )
    form = Form(id=EVALUATION, questions=(rows,))
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), NOW) as session:
        programme = session.get_one(Programme, house.cast.programme)
        programme.content = programme.content | {"forms": [form.model_dump(mode="json", by_alias=True)]}
