"""The command for conferences, its buttons, and the door in the summary, through Slack."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.handlers.conference_command import Wish, read_wish
from bot.services.commitments import CommitmentWords, log_commitment
from bot.services.inquiries import About, Written, hand_in
from scheduler.run_due import run_due
from tests.cast import CHANNEL, actor, hold_conference
from tests.handlers.conftest import House

STARTS, ENDS = datetime(2027, 2, 10, 9, tzinfo=UTC), datetime(2027, 2, 11, 14, tzinfo=UTC)
DURING, AFTER = datetime(2027, 2, 11, 12, tzinfo=UTC), datetime(2027, 2, 12, 8, tzinfo=UTC)
NOON = datetime(2027, 2, 15, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("  hjälp ", Wish(help=True)),
        ("help", Wish(help=True)),
        ("2", Wish(number=2)),
        ("#2", Wish(number=2)),
        ("Norr", Wish("Norr")),
        ("08 Stockholm 2", Wish("08 Stockholm", 2)),
        ("08 Stockholm", Wish("08 Stockholm")),
        ("nr ²", Wish("nr ²")),
        ("99999999999999999999", Wish("99999999999999999999")),
    ],
)
def test_what_is_typed_is_a_network_a_number_or_both(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish


async def test_everybody_sees_when_people_meet_and_only_the_leadership_gets_buttons(house: House) -> None:
    hold_conference(house.database, house.cast, STARTS, ENDS)
    kim, alex = house.person("U0BODEN"), house.person("U0LEAD")
    await kim.command("/konferens", channel=CHANNEL)
    assert kim.messages(CHANNEL)[-1].plain() == (
        "Konferenser i Nätverk Norr\nNästa konferens: ons 10–tors 11 feb, v. 6, i Boden\nTema: Höga förväntningar"
    )
    house.now = AFTER
    await kim.command("/konferens", channel=CHANNEL)
    assert kim.messages(CHANNEL)[-1].plain() == (
        "Konferenser i Nätverk Norr\n"
        "Senaste konferensen: ons 10–tors 11 feb, v. 6, i Boden\nTema: Höga förväntningar\n"
        "Ingen konferens är inplanerad än. Projektledningen lägger in den när datumet är bestämt."
    )
    assert kim.messages(CHANNEL)[-1].ephemeral_to == "U0BODEN"
    await alex.command("/konferens", "1", channel=CHANNEL)
    assert alex.messages(CHANNEL)[-1].buttons() == [
        "Förhandsgranska sammanfattningen",
        "Vilka har inte svarat?",
        "Skicka sammanfattningen igen",
    ]


async def test_while_it_goes_on_nothing_can_be_sent(house: House) -> None:
    hold_conference(house.database, house.cast, STARTS, ENDS)
    house.now, alex = DURING, house.person("U0LEAD")
    await alex.command("/konferens", channel=CHANNEL)
    shown = alex.messages(CHANNEL)[-1]
    assert "Konferensen pågår: ons 10–tors 11 feb, v. 6" in shown.plain()
    assert shown.buttons() == ["Förhandsgranska sammanfattningen", "Vilka har inte svarat?"]


async def test_help_and_what_is_not_there_get_sentences(house: House) -> None:
    kim, ute = house.person("U0BODEN"), house.person("U0UTE")
    await kim.command("/konferens", "hjälp", channel=CHANNEL)
    assert "`/konferens 2`: konferens 2" in kim.messages(CHANNEL)[-1].plain()
    await kim.command("/konferens", "3", channel=CHANNEL)
    assert "Det finns ingen konferens 3 i Nätverk Norr." in kim.messages(CHANNEL)[-1].plain()
    await kim.command("/konferens", channel=CHANNEL)
    assert (
        kim.messages(CHANNEL)[-1]
        .plain()
        .endswith("Ingen konferens är inplanerad än. Projektledningen lägger in den när datumet är bestämt.")
    )
    await ute.command("/konferens")
    assert ute.direct_messages()[-1].plain() == (
        "Du är inte med i något nätverk än. Skriv `/konferens` i ett nätverks kanal."
    )
    await ute.command("/konferens", "<!channel> *Norr*")
    assert '"<!channel> *Norr*"' in ute.direct_messages()[-1].plain()
    assert ute.direct_messages()[-1].notifies == []
    assert not [*kim.seen, *ute.seen]


async def test_the_leadership_previews_and_sees_who_is_silent(house: House) -> None:
    conference = hold_conference(house.database, house.cast, STARTS, ENDS)
    say_something(house, conference)
    house.now, alex = AFTER, house.person("U0LEAD")
    await alex.command("/konferens", channel=CHANNEL)
    answer = alex.messages(CHANNEL)[-1]
    assert (await alex.click("Förhandsgranska sammanfattningen", in_=answer)).ok
    preview = alex.find(CHANNEL, "Så här ser sammanfattningen ut nu.")
    assert preview.ephemeral_to == "U0LEAD"
    assert 'Boden: "Vi inför kollegial handledning."' in preview.plain()
    assert "1 av 2 har lämnat utvärdering. Betyg i snitt: 5,0 av 6." in preview.plain()
    await alex.click("Vilka har inte svarat?", in_=answer)
    silent = alex.find(CHANNEL, "Inte svarat än")
    assert silent.ephemeral_to == "U0LEAD"
    assert silent.plain() == (
        "Nätverk Norr, konferensen ons 10–tors 11 feb, v. 6\nInte svarat än\n"
        "• Boden: tankeställare (Kim Exempel och Noa Exempel)\n"
        "• Kalix: utvärdering, tankeställare och åtagande (Robin Exempel)"
    )


async def test_others_who_press_are_told_who_may(house: House) -> None:
    hold_conference(house.database, house.cast, STARTS, ENDS)
    house.now, alex, kim = AFTER, house.person("U0LEAD"), house.person("U0BODEN")
    await alex.command("/konferens", channel=CHANNEL)
    answer = alex.messages(CHANNEL)[-1]
    for button in answer.buttons():
        await kim.click(button, in_=answer)
        assert kim.messages(CHANNEL)[-1].plain() == "Bara projektledningen kan se det här."
        assert kim.messages(CHANNEL)[-1].ephemeral_to == "U0BODEN"


async def test_the_summary_is_sent_for_an_earlier_conference_and_then_only_refreshed(house: House) -> None:
    conference = hold_conference(house.database, house.cast, STARTS, ENDS)
    say_something(house, conference)
    house.now, alex = NOON + timedelta(days=60), house.person("U0LEAD")
    await alex.command("/konferens", "1", channel=CHANNEL)
    answer = alex.messages(CHANNEL)[-1]
    await alex.click("Skicka sammanfattningen igen", in_=answer)
    assert alex.messages(CHANNEL)[-1].plain() == "Sammanfattningen läggs i kanalen nu."
    await run_due(house.deps, house.now)
    assert len(summaries(house)) == 1
    await alex.click("Skicka sammanfattningen igen", in_=answer)
    assert "Sammanfattningen står redan i kanalen." in alex.messages(CHANNEL)[-1].plain()
    await run_due(house.deps, house.now)
    assert len(summaries(house)) == 1


async def test_all_commitments_open_beside_the_summary_and_leave_it_as_it_is(house: House) -> None:
    conference = hold_conference(house.database, house.cast, STARTS, ENDS)
    say_something(house, conference)
    house.now, kim = NOON, house.person("U0BODEN")
    await run_due(house.deps, NOON)
    summary = kim.find(CHANNEL, "Betyg i snitt")
    words = summary.plain()
    await kim.click("Alla åtaganden", in_=summary)
    shown = kim.find(CHANNEL, "Ett åtagande i Nätverk Norr")
    assert shown.ephemeral_to == "U0BODEN"
    assert summary.plain() == words


def say_something(house: House, conference: int) -> None:
    kim = actor(house.database, house.cast, "U0BODEN", DURING)
    words = CommitmentWords("Vi inför kollegial handledning.")
    log_commitment(house.database, kim, house.cast.network, house.cast.boden, words, "form 1", now=DURING)
    written = Written(json.dumps({"value": "5", "groups": "4"}), None, "form 2")
    hand_in(house.database, kim, About(conference, "evaluation", house.cast.boden), written, now=DURING)


def summaries(house: House) -> list[str]:
    seen = house.person("U0KALIX").messages(CHANNEL, threads=False)
    return [message.plain() for message in seen if message.plain().startswith("Sammanfattning:")]
