"""The leadership sees thirteen networks at a glance: few queries, within Slack's limits, once a week."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

import bot.app  # noqa: F401  # registers every kind of message
from bot.domain.calendar import SILENT_WEEKS
from bot.domain.people import Actor
from bot.language import Language
from bot.messages.home import Home, home_facts
from bot.messages.home_view import home_view
from bot.messages.leadership_letter import (
    LeadershipLetter,
    leadership_blocks,
    leadership_facts,
    plan_leadership_letters,
    week_blocks,
    week_facts,
)
from bot.messages.registry import Skip
from bot.services.home import gather
from bot.services.people import identify
from bot.storage.db import Database
from bot.storage.deliveries import queue
from bot.storage.tables import Commitment, Delivery, Meeting, Person, Role, Unit, Workspace
from playground import limits
from tests.cast import LOADED
from tests.messages.country import MONDAY, networks_of, settle_country

#: Slack refuses a message whose blocks are longer than this.
MOST_JSON = 13_200
SWEDISH = Language("sv", MONDAY.date())
ENGLISH = Language("en", MONDAY.date())


@contextmanager
def queries(database: Database) -> Iterator[list[str]]:
    """Collect what is asked of the database."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(database.reader, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database.reader, "before_cursor_execute", note)


def home_of(database: Database, actor: Actor) -> Home:
    known = identify(database, actor.workspace_id, actor.slack_user_id, now=MONDAY)
    return gather(database, known, home_facts, now=MONDAY)


def contact_person(database: Database, number: int = 1) -> Actor:
    with database.reading() as session:
        workspace = session.scalars(select(Workspace.id)).one()
    return identify(database, workspace, f"U0KP{number}", now=MONDAY)


def letter_of(database: Database, actor: Actor) -> LeadershipLetter | Skip:
    recipient = f"person:{actor.person_id}"
    key = f"leadership-letter:{recipient}:{MONDAY.date()}"
    with database.transaction(actor, MONDAY) as session:
        common = {"recipient": recipient, "due_at": MONDAY, "nominal_on": MONDAY.date(), "now": MONDAY}
        queue(session, key=key, kind="leadership-letter", **common)
    with database.reading() as session:
        row = session.scalars(select(Delivery).where(Delivery.key == key)).one()
        return leadership_facts(session, row, MONDAY)


def plain(view: dict[str, object] | list[object]) -> str:
    return repr(view)


def test_thirteen_networks_stand_on_one_home_tab(database: Database, tmp_path: Path) -> None:
    home = home_of(database, settle_country(database, tmp_path))
    assert [one.network for one in home.led] == networks_of(database)
    assert len(home.led) == 13
    assert sum(one.members for one in home.led) == 86
    norr = next(one for one in home.led if one.network == "Norr")
    assert (norr.members, norr.commitments.open, norr.commitments.late, norr.commitments.needs_support) == (7, 21, 7, 7)
    assert norr.commitments.new == 7
    assert norr.steps == 35
    assert 0 < norr.steps_done < 35
    view = home_view(home, SWEDISH)
    assert limits.of_view(view, "home") == []
    words = plain(view)
    assert (
        "*Norr* · sju kommuner\\n21 öppna åtaganden, sju försenade, sju behöver stöd, sju skrivna den senaste veckan."
        in words
    )
    assert "Nästa konferens: ons 10–tors 11 feb, v. 6, i Boden" in words


def test_thirteen_networks_need_as_many_queries_as_one(database: Database, tmp_path: Path) -> None:
    counts = []
    for networks in (1, 13):
        leader = settle_country_anew(database, tmp_path, networks)
        for facts in (home_facts, week_facts):
            # A programme's themes are read once in a process.
            gather(database, leader, facts, now=MONDAY)
            with queries(database) as asked:
                gather(database, leader, facts, now=MONDAY)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12


def settle_country_anew(database: Database, folder: Path, networks: int) -> Actor:
    """Load again with more networks: what is there stays."""
    with database.transaction(Actor(1, None, via="load"), LOADED) as session:
        for commitment in session.scalars(select(Commitment)):
            session.delete(commitment)
    return settle_country(database, folder, networks=networks)


def test_the_leaders_letter_tells_who_needs_support_and_who_is_where(database: Database, tmp_path: Path) -> None:
    letter = letter_of(database, settle_country(database, tmp_path))
    assert isinstance(letter, LeadershipLetter)
    message = leadership_blocks(letter, SWEDISH)
    assert limits.of_message(message.blocks) == []
    assert len(json.dumps(message.blocks, ensure_ascii=False)) < MOST_JSON
    words = plain(message.blocks)
    assert "*Nätverken i veckan: mån 11 jan, v. 2*" in words
    assert "Norr: 21 öppna åtaganden, sju försenade, sju behöver stöd, sju skrivna den senaste veckan." in words
    assert "Så långt har kommunerna kommit inför konferensen" in words
    norr = next(line for line in words.split("'text': ") if line.startswith("'Norr, ons 10"))
    for municipality in ("Boden", "Haparanda", "Kalix", "Lycksele", "Piteå", "Robertsfors", "Strömsund"):
        assert norr.count(municipality) == 1
    assert "Alla steg klara: " in words
    assert 'Vid steget "Skriv ert missiv": ' in words
    assert message.text.startswith(
        "Nätverken i veckan: mån 11 jan, v. 2. 13 nätverk: 258 öppna åtaganden, 86 försenade"
    )


@pytest.mark.parametrize(
    "hostile", ["<!channel> *fet* _k_ `kod` & :tada:", "å" * 3000, '"' * 3000, "bakvänt \u202e ord\n\n rad"]
)
def test_everything_stays_within_limits_with_hostile_words(database: Database, tmp_path: Path, hostile: str) -> None:
    leader = settle_country(database, tmp_path, title=hostile)
    with database.transaction(leader, MONDAY) as session:
        for unit in session.scalars(select(Unit)):
            unit.name = f"{hostile[:200]}{unit.id}"
        for person in session.scalars(select(Person)):
            person.name = hostile[:200]
    letter = letter_of(database, leader)
    assert isinstance(letter, LeadershipLetter)
    message = leadership_blocks(letter, SWEDISH)
    assert limits.of_message(message.blocks) == []
    assert len(json.dumps(message.blocks, ensure_ascii=False)) < MOST_JSON
    assert len(message.text.encode()) <= 3500
    assert "<!channel>" not in message.text
    for actor in (leader, contact_person(database)):
        assert limits.of_view(home_view(home_of(database, actor), SWEDISH), "home") == []


def test_the_fullest_home_tab_has_at_most_a_hundred_blocks(database: Database, tmp_path: Path) -> None:
    leader = settle_country(database, tmp_path)
    with database.transaction(leader, LOADED) as session:
        for role in session.scalars(select(Role).where(Role.kind == "contact_person")):
            role.person_id = leader.person_id or 0
        for commitment in session.scalars(select(Commitment)):
            commitment.due_on = MONDAY.date() + timedelta(days=commitment.number % 90 - 40)
    home = home_of(database, leader)
    assert home.own is not None
    assert all((home.own.this_week, home.own.ahead, home.own.resting, home.own.steps, home.led))
    view = home_view(replace(home, led=home.led * 5), SWEDISH)
    assert limits.of_view(view, "home") == []
    assert "Och 40 nätverk till." in plain(view)


def test_a_quiet_programme_is_silent(database: Database, tmp_path: Path) -> None:
    leader = settle_country(database, tmp_path, networks=2)
    with database.transaction(leader, MONDAY) as session:
        for commitment in session.scalars(select(Commitment)):
            commitment.state, commitment.created_at = "done", LOADED
        for meeting in session.scalars(select(Meeting)):
            meeting.cancelled_at = MONDAY
    assert letter_of(database, leader) == Skip("nothing-open")


def test_one_who_is_contact_person_too_gets_one_letter(database: Database, tmp_path: Path) -> None:
    leader = settle_country(database, tmp_path, networks=2)
    with database.transaction(leader, LOADED) as session:
        role = session.scalars(select(Role).where(Role.kind == "contact_person").order_by(Role.id)).first()
        assert role is not None
        role.person_id = leader.person_id or 0
        recipient, monday = f"person:{leader.person_id}", MONDAY.date()
        common = {"recipient": recipient, "due_at": MONDAY, "nominal_on": monday, "now": MONDAY}
        queue(session, key=f"digest:{recipient}:{monday}", kind="digest", **common)
    assert letter_of(database, leader) == Skip("in-letter")


def test_one_who_leads_nothing_any_more_gets_no_letter(database: Database, tmp_path: Path) -> None:
    leader = settle_country(database, tmp_path, networks=1)
    with database.transaction(leader, LOADED) as session:
        session.scalars(select(Role).where(Role.kind == "leadership")).one().valid_to = LOADED
    assert letter_of(database, leader) == Skip("no-role")
    nothing = week_blocks(gather(database, leader, week_facts, now=MONDAY), SWEDISH)
    assert "du leder inget nätverk" in nothing.text


def test_letters_come_on_mondays_on_working_days_and_end_with_their_reason_in_silent_weeks(
    database: Database, tmp_path: Path
) -> None:
    settle_country(database, tmp_path, networks=1)
    with database.reading() as session:
        workspace = session.scalars(select(Workspace)).one()
        year = list(plan_leadership_letters(session, workspace, LOADED, LOADED + timedelta(days=365)))
        parts = [
            *plan_leadership_letters(session, workspace, LOADED, MONDAY),
            *plan_leadership_letters(session, workspace, MONDAY, LOADED + timedelta(days=365)),
        ]
    assert [one.key for one in parts] == [one.key for one in year]
    days = {one.due_at.date() for one in year}
    assert date(2027, 3, 30) in days, "Easter Monday moves it"
    assert date(2027, 3, 29) not in days
    assert len({one.key for one in year}) == len(year) == 52
    silent = [one for one in year if one.due_at.isocalendar().week in SILENT_WEEKS]
    assert len(silent) == 8
    with database.reading() as session:
        for one in silent:
            row = Delivery(kind="leadership-letter", workspace_id=workspace.id, **asdict(one))
            assert leadership_facts(session, row, one.due_at) == Skip("silent-week")


def test_english_for_those_who_read_it(database: Database, tmp_path: Path) -> None:
    leader = settle_country(database, tmp_path, networks=2)
    letter = letter_of(database, leader)
    assert isinstance(letter, LeadershipLetter)
    assert "The networks this week: Mon 11 Jan" in leadership_blocks(letter, ENGLISH).text
    words = plain(home_view(home_of(database, leader), ENGLISH))
    assert "kommuner" not in words
    assert "öppna" not in words
