"""The due date in what is typed after the command: filled in, asked about, or looked up among what is planned."""

from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copy

import pytest

from bot.domain.people import Actor
from bot.storage.tables import ClosedDays
from tests.cast import CHANNEL, LOADED, hold_conference
from tests.handlers.conftest import House
from tests.handlers.stories import answer, log, stored

#: What is typed after a text on a Monday, 23 November 2026: the day that is filled in, and what the form says.
OPENED = {
    "senast 1 juni": ("2027-06-01", ""),
    "om fyra veckor": ("2026-12-21", ""),
    "senast 1 maj": (
        "2027-05-01",
        "Datumet lör 1 maj, v. 17, är ledigt för de flesta (Första maj). Arbetsdagen före är",
    ),
    "senast 5 december": (
        "2026-12-05",
        "infaller på en helg. Arbetsdagen före är fre 4 dec, v. 49. Ditt datum står kvar.",
    ),
    "HT27": (None, 'Jag förstår inte datumet "HT27". Välj datum under Senast klart.'),
    "i maj": (None, 'Jag är inte säker på datumet "i maj". Menade du mån 31 maj, v. 22? Välj datum under'),
    "senast 31 februari": (None, "31 februari finns inte. Menade du sön 28 feb, v. 8?"),
    "senast 2026-11-20": (None, "Datumet fre 20 nov, v. 47, har redan passerat."),
    "till nästa konferens": ("2027-02-10", "Nästa konferens är ons 10 feb, v. 6. Den dagen är ifylld."),
    "en vecka före konferensen": (
        "2027-02-03",
        "Nästa konferens är ons 10–tors 11 feb, v. 6. Jag har fyllt i ons 3 feb, v. 5.",
    ),
    "tolv veckor före konferensen": (None, 'Dagen för "tolv veckor före konferensen" har redan passerat.'),
    "efter sportlovet": (
        "2027-03-08",
        "I Boden är det sportlov mån 1–fre 5 mars, v. 9. Jag har fyllt i mån 8 mars, v. 10.",
    ),
    "före påsklovet": (None, "Jag vet inte när det är påsklov i Boden. Välj datum under Senast klart."),
    "vid terminsslut": (None, "Jag vet inte när terminen slutar i Boden."),
}

#: What is typed after `12`: the day that the commitment gets, and what is said.
MOVED = {
    "senast 1 mars": (date(2027, 3, 1), "Senast klart: mån 1 mars, v. 9"),
    "senast v. 12": (date(2027, 3, 26), "Datumet fre 26 mars, v. 12, är ledigt för de flesta (Långfredagen)."),
    "Senast nästa konferens": (date(2027, 2, 10), "Nästa konferens är ons 10 feb, v. 6."),
}
REFUSED = {
    "senast HT27": 'Jag förstår inte datumet "HT27". Skriv till exempel 18 december, v. 50 eller om två veckor.',
    "senast 31 februari": "31 februari finns inte. Menade du sön 28 feb, v. 8?",
    "senast 2026-11-20": "Datumet fre 20 nov, v. 47, har redan passerat.",
    "senast före påsklovet": 'Jag förstår inte datumet "före påsklovet".',
}


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One kind of database is enough here: the question is what words mean."""
    copy(sqlite_template, tmp_path / "natverksbot.db")
    return f"sqlite:///{tmp_path / 'natverksbot.db'}"


async def test_the_form_opens_with_the_day_and_what_is_said_about_it(house: House) -> None:
    plan(house)
    kim = house.person("U0BODEN")
    for words, (day, told) in OPENED.items():
        await kim.command("/atagande", f"Vi inför kollegial handledning {words}", channel=CHANNEL)
        assert (kim.form.value("Senast klart") or None, told in kim.form.plain()) == (day, True), kim.form.plain()
        assert kim.form.value("Åtagande").startswith("Vi inför kollegial handledning")
        await kim.form.close()


async def test_a_message_asks_its_question_too(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.message_shortcut("log_commitment", await kim.say(CHANNEL, "Vi inför kollegial handledning HT27"))
    assert kim.form.value("Åtagande") == "Vi inför kollegial handledning HT27"
    assert 'Jag förstår inte datumet "HT27".' in kim.form.plain()


async def test_without_a_plan_the_day_is_asked_for(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "Vi läser varandras planer till nästa konferens", channel=CHANNEL)
    assert "Det finns ingen konferens inplanerad. Välj datum under Senast klart." in kim.form.plain()
    assert (await kim.form.submit()).closed
    (commitment,) = stored(house)
    assert (commitment.text, commitment.due_on) == ("Vi läser varandras planer till nästa konferens", None)


async def test_a_commitment_gets_the_date_that_is_typed_after_its_number(house: House) -> None:
    plan(house)
    await log(house)
    kim = house.person("U0BODEN")
    for words, (day, told) in MOVED.items():
        await kim.command("/atagande", f"1 {words}", channel=CHANNEL)
        assert stored(house)[0].due_on == day, words
        assert told in answer(house, "U0BODEN")
    for words, told in REFUSED.items():
        await kim.command("/atagande", f"1 {words}", channel=CHANNEL)
        assert told in answer(house, "U0BODEN"), words
    kept = date(2027, 2, 10)
    assert stored(house)[0].due_on == kept
    await kim.command("/atagande", "1 senast", channel=CHANNEL)
    assert kim.form.value("Senast klart") == kept.isoformat()


def plan(house: House) -> None:
    """Put a conference and a break into the calendar."""
    starts, ends = datetime(2027, 2, 10, 9, tzinfo=UTC), datetime(2027, 2, 11, 14, tzinfo=UTC)
    hold_conference(house.database, house.cast, starts, ends)
    days = {"first_day": date(2027, 3, 1), "last_day": date(2027, 3, 5)}
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), LOADED) as session:
        session.add(ClosedDays(workspace_id=house.cast.workspace, unit_id=house.cast.boden, name="sportlov", **days))
