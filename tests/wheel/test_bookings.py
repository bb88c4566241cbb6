"""A dialogue is announced weeks ahead, once and to both of its parties, and not when it has been held already."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from bot.language import Language
from bot.messages.wheel_bookings import booking_line
from bot.messages.wheel_news import reader_in_wheels, wheel_news
from bot.messages.wheel_weeks import WeeksTold
from bot.services.dialogues import DialogueWords, log_dialogue
from bot.storage.tables import Person
from bot.storage.wheel import wheels_in
from tests.wheel.conftest import STOCKHOLM, City, unit_id

#: What is read here is one query after another that is asked on both databases elsewhere.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SEPTEMBER = "Resultat- och kvalitetsdialog i september"
BETWEEN = "Den hålls mellan tis 1 sep, v. 36, och ons 30 sep, v. 40."
WITH_HEAD = "Vilka är med: Rektor, utbildningschef och utvecklingsstöd."
ECONOMY = "HR- och ekonomidialog i september: uppföljning inför delårsrapport 2"
BY = "Den hålls senast ons 30 sep, v. 40."
WITH_ECONOMIST = "Vilka är med: Rektor, HR-konsult och ekonom."
BOARD = "Sätt upp Dialog mellan förvaltning och nämnd på dagordningen. Nämnden sammanträder ons 24 feb, v. 8."
WITH_BOARD = "Vilka är med: Nämnden, grundskoledirektör och utbildningschefer."


def _to_book(city: City, who: str, day: date) -> list[str]:
    """Return what somebody is to book in the letter of a Monday."""
    deps = city.stage.deps
    now = datetime.combine(day, time(8), STOCKHOLM)
    with deps.database.reading() as session:
        person_id = session.scalars(select(Person.id).where(Person.slack_user_id == who)).one()
        news = wheel_news(session, reader_in_wheels(session, person_id, STOCKHOLM, now), day, now)
    return [] if news is None else [booking_line(one, Language("sv", day)) for one in news.to_book]


@pytest.mark.parametrize(
    ("who", "day", "lines"),
    [
        (
            "U0REKTOR",
            "2026-08-10",
            [f"Boka tid för {SEPTEMBER} på Exempelskolan och Provskolan. {BETWEEN} {WITH_HEAD}"],
        ),
        ("U0CHEF", "2026-08-10", [f"Boka tid med dina tre skolor för {SEPTEMBER}. {BETWEEN}"]),
        ("U0STRATEG", "2026-08-10", [f"Boka tid med fyra skolor för {SEPTEMBER}. {BETWEEN}"]),
        ("U0SEKR", "2026-08-10", []),
        ("U0CHEF", "2026-08-17", []),
        # It may wait until 7 September, and stands in a letter that comes before.
        ("U0REKTOR", "2026-08-24", [f"Boka tid för {ECONOMY} på Exempelskolan och Provskolan. {BY} {WITH_ECONOMIST}"]),
        ("U0CHEF", "2026-08-24", [f"Boka tid med dina tre skolor för {ECONOMY}. {BY}"]),
        ("U0CHEF", "2026-09-14", []),
        ("U0SEKR", "2027-02-01", [f"{BOARD} {WITH_BOARD}"]),
        ("U0STRATEG", "2027-02-01", [f"{BOARD} {WITH_BOARD}"]),
        ("U0CHEF", "2027-02-01", []),
    ],
)
async def test_both_parties_are_told_in_one_line(city: City, who: str, day: str, lines: list[str]) -> None:
    assert _to_book(city, who, date.fromisoformat(day)) == lines


async def test_what_is_logged_is_not_announced(city: City) -> None:
    await city.day("2026-08-25")
    await _log(city, "Exempelskolan", "hr-economy", date(2026, 8, 24))
    # It counts as September's also when it is held further ahead than that, once it has been announced.
    await _log(city, "Provskolan", "quality-school", date(2026, 8, 12))
    monday = date(2026, 8, 31)
    assert _to_book(city, "U0REKTOR", monday) == [f"Boka tid för {ECONOMY} på Provskolan. {BY} {WITH_ECONOMIST}"]
    assert _to_book(city, "U0CHEF", date(2026, 8, 10))[0] == f"Boka tid med två skolor för {SEPTEMBER}. {BETWEEN}"
    await _log(city, "Provskolan", "hr-economy", date(2026, 8, 24))
    assert _to_book(city, "U0REKTOR", monday) == []


async def test_its_week_is_planned_for_both_parties(city: City) -> None:
    # Weeks in which there is nothing else to tell them.
    first = date(2028, 1, 3)
    with city.stage.deps.database.reading() as session:
        wheels = wheels_in(session, city.stage.deps.workspace_id, first)
    told = WeeksTold(wheels, first)
    school, office = wheels.units[unit_id(city, "Exempelskolan")], wheels.units[unit_id(city, "Malmö")]
    assert date(2028, 1, 10) in told.of(school, "head_of_schools")
    assert date(2028, 1, 10) in told.of(office, "administration")
    assert date(2028, 2, 7) in told.of(office, "board")


async def _log(city: City, school: str, dialogue: str, day: date) -> None:
    actor, unit = await city.actor("U0CHEF"), unit_id(city, school)
    key = f"{school} {dialogue} {day}"
    await city.stage.deps.do(log_dialogue, actor, unit, dialogue, day, DialogueWords(), key)
