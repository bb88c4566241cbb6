"""Whom a conference asks, when, about what, and why not: at the table, the next working day, two weeks later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.app import bolt_app  # noqa: F401  # registers every kind of message
from bot.domain.people import Actor
from bot.language import Language
from bot.messages.registry import KINDS, Message, Planned, Skip
from bot.services.commitments import CommitmentWords, change_commitment, log_commitment
from bot.services.inquiries import About, Written, decline, hand_in
from bot.services.progress import mark_done
from bot.slack import blocks
from bot.storage.db import Database
from bot.storage.deliveries import queue
from bot.storage.inquiries import EVALUATION
from bot.storage.tables import Delivery, Meeting, Person, Programme, Role, Workspace
from tests.cast import LOADED, Cast, actor, hold_conference

#: Wednesday and Thursday; the municipal groups sit down on Thursday at 13 in Stockholm.
STARTS, ENDS = datetime(2026, 12, 2, 9, tzinfo=UTC), datetime(2026, 12, 3, 14, tzinfo=UTC)
AT_TABLE = datetime(2026, 12, 3, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 7, tzinfo=UTC)
GAPS = datetime(2026, 12, 17, 7, tzinfo=UTC)
TABLE, REMINDER, LACKING = "municipal-group", "evaluation-reminder", "commitment-gaps"
ASKED_AT_TABLE = (
    "*Dags för kommungruppen.* Vad åtar ni er? En mening räcker nu, resten kan ni fylla i hemma. När ni har sparat "
    "står åtagandet i kanalen, i god tid till återkopplingen i storgrupp."
)
ASKED_ONCE = (
    "Hej Robin, tack för två dagar i Boden. Jag har inte fått in er utvärdering än. Fyra korta frågor, ungefär tre "
    "minuter. Svara gärna före mån 7 dec, v. 50, klockan 12. Då tar jag med svaren i sammanfattningen. Senare går "
    "också bra, då uppdaterar jag den."
)
SWEDISH = Language("sv", date(2026, 12, 4))


@dataclass
class Desk:
    """The cast with a conference, and what its messages say."""

    database: Database
    cast: Cast
    meeting: int

    def who(self, user: str) -> Actor:
        return actor(self.database, self.cast, user)

    def planned(self, kind: str, start: datetime = LOADED, days: int = 60) -> list[Planned]:
        plan = KINDS[kind].plan
        assert plan is not None
        with self.database.reading() as session:
            workspace = session.get_one(Workspace, self.cast.workspace)
            return sorted(plan(session, workspace, start, start + timedelta(days=days)), key=lambda one: one.key)

    def recipients(self, kind: str) -> list[str]:
        with self.database.reading() as session:
            ids = [int(one.recipient.removeprefix("person:")) for one in self.planned(kind)]
            return sorted(str(session.get_one(Person, person_id).slack_user_id) for person_id in ids)

    def change(self, table: type[Any], row_id: int, **values: Any) -> None:
        with self.database.transaction(Actor(self.cast.workspace, None, via="load"), LOADED) as session:
            row = session.get_one(table, row_id)
            for name, value in values.items():
                setattr(row, name, value)

    def add_role(self, user: str, **values: Any) -> None:
        with self.database.transaction(Actor(self.cast.workspace, None, via="load"), LOADED) as session:
            person = session.scalars(select(Person).where(Person.slack_user_id == user)).one()
            common = {"workspace_id": self.cast.workspace, "network_id": self.cast.network, "valid_from": LOADED}
            session.add(Role(**common | {"person_id": person.id} | values))

    def end_role(self, user: str, kind: str) -> None:
        with self.database.transaction(Actor(self.cast.workspace, None, via="load"), LOADED) as session:
            held = select(Role).join(Person, Person.id == Role.person_id)
            role = session.scalars(held.where(Person.slack_user_id == user, Role.kind == kind)).one()
            role.valid_to = LOADED

    def row(self, session: Session, kind: str, user: str) -> Delivery:
        recipient = f"person:{self.who(user).person_id}"
        key = f"{kind}:meetings-{self.meeting}:once:{recipient}"
        about: dict[str, Any] = {"subject": "meetings", "subject_id": self.meeting}
        queue(session, key=key, kind=kind, recipient=recipient, due_at=STARTS, now=STARTS, **about)
        return session.scalars(select(Delivery).where(Delivery.key == key)).one()

    def facts(self, kind: str, user: str, now: datetime, **posted: Any) -> Any:
        """Return a message's facts; `posted` are columns of one that is posted already."""
        with self.database.transaction(Actor(self.cast.workspace, None, via="bot"), now) as session:
            row = self.row(session, kind, user)
            for name, value in posted.items():
                setattr(row, name, value)
            return KINDS[kind].facts(session, row, now)

    def says(self, kind: str, user: str, now: datetime, **posted: Any) -> Message:
        facts = self.facts(kind, user, now, **posted)
        assert not isinstance(facts, Skip), facts
        message = KINDS[kind].blocks(facts, SWEDISH)
        assert len(message.text.encode()) <= blocks.MOST_TEXT_BYTES
        assert len(message.blocks) <= blocks.MOST_BLOCKS
        assert blocks.size(message.blocks) <= blocks.MOST_BLOCK_CHARACTERS
        return message

    def promise(self, user: str, unit: int, key: str = "c", now: datetime = AT_TABLE, **words: Any) -> Any:
        said = CommitmentWords(**{"text": "Vi inför kollegial handledning"} | words)
        return log_commitment(self.database, self.who(user), self.cast.network, unit, said, key, now=now)

    def evaluate(self, user: str, unit: int, now: datetime = AT_TABLE) -> None:
        about = About(self.meeting, EVALUATION, unit)
        hand_in(self.database, self.who(user), about, Written('{"value": "5"}', None, user), now=now)


@pytest.fixture
def desk(database: Database, cast: Cast) -> Desk:
    return Desk(database, cast, hold_conference(database, cast, STARTS, ENDS))


def texts(message: Message) -> list[str]:
    def inside(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            for name, value in part.items():
                if name == "text" and isinstance(value, str):
                    yield value
                else:
                    yield from inside(value)
        elif isinstance(part, list):
            for value in part:
                yield from inside(value)

    return list(inside(message.blocks))


# Whom, and when.


@pytest.mark.parametrize(
    ("kind", "due_at"), [(TABLE, AT_TABLE), (REMINDER, FRIDAY), (LACKING, GAPS)], ids=["table", "reminder", "gaps"]
)
def test_everybody_who_acts_for_a_municipality_has_a_row_at_its_hour(desk: Desk, kind: str, due_at: datetime) -> None:
    # Whether a deputy is asked afterwards is seen when it is due.
    assert desk.recipients(kind) == ["U0BODEN", "U0BODEN2", "U0KALIX"]
    assert {one.due_at for one in desk.planned(kind)} == {due_at}
    assert {(one.subject, one.subject_id, one.nominal_on) for one in desk.planned(kind)} == {
        ("meetings", desk.meeting, None)
    }


@pytest.mark.parametrize("kind", [TABLE, REMINDER, LACKING])
def test_what_is_planned_stretch_by_stretch_is_planned_once(desk: Desk, kind: str) -> None:
    whole = [one.key for one in desk.planned(kind)]
    hours = [LOADED + timedelta(hours=hour) for hour in range(0, 24 * 60, 24)]
    pieces = [one.key for start in hours for one in desk.planned(kind, start, days=1)]
    assert sorted(pieces) == whole
    assert len(set(whole)) == len(whole) == 3


@pytest.mark.parametrize("kind", [TABLE, REMINDER, LACKING])
def test_a_conference_that_moves_keeps_its_keys(desk: Desk, kind: str) -> None:
    before = {one.key: one.due_at for one in desk.planned(kind)}
    week = timedelta(days=7)
    desk.change(Meeting, desk.meeting, starts_at=STARTS + week, ends_at=ENDS + week)
    after = {one.key: one.due_at for one in desk.planned(kind)}
    assert before.keys() == after.keys()
    # Christmas may make it more.
    assert all(due_at - before[key] >= week for key, due_at in after.items())


@pytest.mark.parametrize("kind", [TABLE, REMINDER, LACKING])
def test_a_cancelled_conference_asks_nobody(desk: Desk, kind: str) -> None:
    desk.change(Meeting, desk.meeting, cancelled_at=LOADED)
    assert desk.planned(kind) == []
    assert desk.facts(kind, "U0BODEN", GAPS) == Skip("cancelled")


@pytest.mark.parametrize("kind", [TABLE, REMINDER, LACKING])
def test_a_conference_loaded_when_it_was_over_asks_nobody(database: Database, cast: Cast, kind: str) -> None:
    year = timedelta(days=364)
    desk = Desk(database, cast, hold_conference(database, cast, STARTS - year, ENDS - year))
    assert desk.planned(kind, LOADED - year) == []


@pytest.mark.parametrize("kind", [TABLE, REMINDER, LACKING])
def test_who_gets_a_role_later_is_not_asked_about_before(desk: Desk, kind: str) -> None:
    with desk.database.transaction(Actor(desk.cast.workspace, None, via="load"), LOADED) as session:
        session.add(Person(workspace_id=desk.cast.workspace, slack_user_id="U0NY", name="Sam Exempel"))
    desk.add_role("U0NY", kind="contact_person", unit_id=desk.cast.kalix, valid_from=GAPS + timedelta(hours=1))
    assert "U0NY" not in desk.recipients(kind)


def test_the_reminder_comes_at_eight_by_the_readers_own_clock(desk: Desk) -> None:
    robin = desk.who("U0KALIX").person_id
    desk.change(Person, robin or 0, timezone="Europe/Helsinki")
    due = {one.recipient: one.due_at for one in desk.planned(REMINDER)}
    assert due[f"person:{robin}"] == FRIDAY - timedelta(hours=1)
    message = desk.says(REMINDER, "U0KALIX", FRIDAY)
    assert "Svara gärna före mån 7 dec, v. 50, klockan 13." in message.text


def test_nobody_is_reminded_in_the_silent_weeks_of_summer(database: Database, cast: Cast) -> None:
    # Friday of week 26: the next working day lies in week 27.
    ends = datetime(2027, 7, 2, 13, tzinfo=UTC)
    desk = Desk(database, cast, hold_conference(database, cast, ends - timedelta(days=1), ends))
    assert len(desk.planned(TABLE, ends - timedelta(days=3))) == 3
    assert desk.planned(REMINDER, ends - timedelta(days=3)) == []
    assert {one.due_at.date() for one in desk.planned(LACKING, ends - timedelta(days=3))} == {date(2027, 8, 10)}


def test_on_the_day_of_the_weekly_letter_the_letter_goes_first(database: Database, cast: Cast) -> None:
    friday = datetime(2026, 12, 4, 14, tzinfo=UTC)
    desk = Desk(database, cast, hold_conference(database, cast, friday - timedelta(hours=29), friday))
    assert {one.due_at for one in desk.planned(REMINDER)} == {datetime(2026, 12, 7, 7, 5, tzinfo=UTC)}


# At the table.


def test_at_the_table_the_voice_is_ours(desk: Desk) -> None:
    message = desk.says(TABLE, "U0BODEN", AT_TABLE)
    assert texts(message) == [
        ASKED_AT_TABLE,
        "Skriv åtagande",
        "Skriv tankeställare",
        "Utvärdera konferensen",
    ]


def test_somebody_without_a_role_by_then_is_not_asked(desk: Desk) -> None:
    desk.end_role("U0KALIX", "contact_person")
    assert desk.facts(TABLE, "U0KALIX", AT_TABLE) == Skip("no-role")
    assert desk.facts(REMINDER, "U0KALIX", FRIDAY) == Skip("not-asked")
    assert desk.facts(LACKING, "U0KALIX", GAPS) == Skip("not-asked")


def test_a_programme_without_questions_asks_for_the_commitment_only(desk: Desk) -> None:
    with desk.database.reading() as session:
        content = session.get_one(Programme, desk.cast.programme).content
    desk.change(Programme, desk.cast.programme, content=content | {"forms": []})
    assert texts(desk.says(TABLE, "U0BODEN", AT_TABLE))[1:] == ["Skriv åtagande"]
    assert desk.facts(REMINDER, "U0BODEN", FRIDAY) == Skip("no-form")


def test_what_another_has_done_is_said_with_their_name(desk: Desk) -> None:
    desk.promise("U0BODEN2", desk.cast.boden)
    desk.evaluate("U0BODEN2", desk.cast.boden)
    lines = ["Noa har skrivit åtagande 1", "Noa har lämnat in utvärderingen"]
    message = desk.says(TABLE, "U0BODEN", AT_TABLE)
    assert all(line in texts(message) for line in lines)
    assert message.text.endswith("\n".join(lines))
    assert "Du har skrivit åtagande 1" in texts(desk.says(TABLE, "U0BODEN2", AT_TABLE))
    assert "Noa" not in desk.says(TABLE, "U0KALIX", AT_TABLE).text


def test_somebody_whose_name_is_unknown_is_somebody(desk: Desk) -> None:
    desk.change(Person, desk.who("U0BODEN2").person_id or 0, name="")
    desk.promise("U0BODEN2", desk.cast.boden)
    assert "Någon i kommunen har skrivit åtagande 1" in texts(desk.says(TABLE, "U0BODEN", AT_TABLE))


def test_one_of_two_municipalities_reads_which(desk: Desk) -> None:
    desk.add_role("U0KALIX", kind="deputy", unit_id=desk.cast.boden)
    desk.evaluate("U0BODEN2", desk.cast.boden)
    assert "Boden: Noa har lämnat in utvärderingen" in texts(desk.says(TABLE, "U0KALIX", AT_TABLE))


def test_forty_commitments_stay_within_the_limits(desk: Desk) -> None:
    for number in range(40):
        desk.promise("U0BODEN2", desk.cast.boden, key=f"c{number}", text="Å" * 3000)
    message = desk.says(TABLE, "U0BODEN", AT_TABLE)
    assert "Och 30 åtaganden till" in texts(message)
    assert "Noa har skrivit åtagande 40" in texts(message)
    gaps = desk.says(LACKING, "U0BODEN", GAPS)
    assert "Och 32 åtaganden till. Tryck på Visa allt." in texts(gaps)
    assert texts(gaps).count("Fyll i") == 8


# The next working day.


def test_the_reminder_has_the_voices_words(desk: Desk) -> None:
    message = desk.says(REMINDER, "U0KALIX", FRIDAY)
    assert texts(message) == [
        ASKED_ONCE,
        "Svara",
        "Vi lämnar ingen utvärdering",
    ]


def test_a_day_without_a_host_and_a_reader_without_a_name(database: Database, cast: Cast) -> None:
    meeting = hold_conference(database, cast, ENDS - timedelta(hours=6), ENDS)
    desk = Desk(database, cast, meeting)
    desk.change(Meeting, meeting, host_unit_id=None)
    desk.change(Person, desk.who("U0KALIX").person_id or 0, name="")
    assert desk.says(REMINDER, "U0KALIX", FRIDAY).text.startswith("Hej, tack för dagen. Jag har inte fått in er")


def test_who_has_answered_is_not_asked(desk: Desk) -> None:
    desk.evaluate("U0BODEN2", desk.cast.boden)
    assert desk.facts(REMINDER, "U0BODEN", FRIDAY) == Skip("answered")
    decline(desk.database, desk.who("U0KALIX"), desk.meeting, desk.cast.kalix, now=AT_TABLE)
    assert desk.facts(REMINDER, "U0KALIX", FRIDAY) == Skip("declined")


def test_a_deputy_is_asked_only_where_there_is_no_contact_person(desk: Desk) -> None:
    assert desk.facts(REMINDER, "U0BODEN2", FRIDAY) == Skip("not-asked")
    desk.end_role("U0BODEN", "contact_person")
    assert desk.says(REMINDER, "U0BODEN2", FRIDAY).text.startswith("Hej Noa")


def test_a_deputy_is_asked_when_the_contact_person_cannot_be_reached(desk: Desk) -> None:
    desk.change(Person, desk.who("U0BODEN").person_id or 0, active=False)
    assert desk.says(REMINDER, "U0BODEN2", FRIDAY).text.startswith("Hej Noa")


def test_nobody_is_asked_when_the_summary_is_made(desk: Desk) -> None:
    assert desk.facts(REMINDER, "U0KALIX", datetime(2026, 12, 7, 11, tzinfo=UTC)) == Skip("summed-up")


def test_a_reminder_that_is_posted_says_who_has_answered_since(desk: Desk) -> None:
    desk.evaluate("U0BODEN2", desk.cast.boden)
    message = desk.says(REMINDER, "U0BODEN", GAPS, slack_ts="1.1")
    assert texts(message) == [
        "Hej Kim, tack för två dagar i Boden.",
        "Det här har kommit in från er",
        "Noa har lämnat in utvärderingen",
        "Ändra svaren",
    ]


def test_one_of_two_municipalities_is_asked_for_the_silent_one(desk: Desk) -> None:
    desk.add_role("U0KALIX", kind="contact_person", unit_id=desk.cast.boden)
    assert "utvärderingen från Boden och Kalix än" in desk.says(REMINDER, "U0KALIX", FRIDAY).text
    desk.evaluate("U0BODEN2", desk.cast.boden)
    message = desk.says(REMINDER, "U0KALIX", FRIDAY)
    assert "Jag har inte fått in utvärderingen från Kalix än." in message.text
    assert "Boden: Noa har lämnat in utvärderingen" in texts(message)


# Two weeks later.


def test_what_a_commitment_lacks_is_said_in_words(desk: Desk) -> None:
    desk.promise("U0BODEN2", desk.cast.boden, responsible="Rektorerna", due_on=date(2027, 6, 1))
    message = desk.says(LACKING, "U0BODEN", GAPS)
    assert texts(message) == [
        "*Era åtaganden från konferensen ons 2–tors 3 dec, v. 49*",
        "På konferensen räckte en mening. Nu kan ni fylla i resten, gärna tillsammans i kommungruppen.",
        "Åtagande 1: Vi inför kollegial handledning\nInte ifyllt än: förväntad effekt och hur ni följer upp",
        "Fyll i",
    ]
    assert message.text == "Ett åtagande från konferensen ons 2–tors 3 dec, v. 49, kan kompletteras."


WHOLE: dict[str, Any] = {
    "effect": "Fler når målen",
    "follow_up": "Prov",
    "responsible": "Rektor",
    "due_on": date(2027, 6, 1),
}


def test_nothing_is_asked_when_nothing_is_lacking(desk: Desk) -> None:
    assert desk.facts(LACKING, "U0BODEN", GAPS) == Skip("complete"), "no commitments at all"
    desk.promise("U0BODEN", desk.cast.boden, key="whole", **WHOLE)
    done = desk.promise("U0BODEN", desk.cast.boden, key="done")
    mark_done(desk.database, desk.who("U0BODEN"), done.id, now=AT_TABLE)
    desk.promise("U0KALIX", desk.cast.kalix, key="another municipality's")
    desk.promise("U0BODEN", desk.cast.boden, key="of no conference", now=STARTS - timedelta(days=3))
    assert desk.facts(LACKING, "U0BODEN", GAPS) == Skip("complete")


def test_a_message_that_is_posted_speaks_of_the_same_commitments(desk: Desk) -> None:
    first = desk.promise("U0BODEN", desk.cast.boden, key="a")
    said = desk.says(LACKING, "U0BODEN", GAPS).said
    desk.promise("U0BODEN", desk.cast.boden, key="b", now=GAPS - timedelta(days=2))
    whole = CommitmentWords(text="Vi inför kollegial handledning", **WHOLE)
    change_commitment(desk.database, desk.who("U0BODEN"), first.id, whole, "f", version=first.version, now=GAPS)
    message = desk.says(LACKING, "U0BODEN", GAPS, slack_ts="1.1", said=said)
    assert texts(message)[1:] == ["Nu är allt ifyllt.", "Åtagande 1: Vi inför kollegial handledning\nAllt är ifyllt"]
    assert message.text == "Åtagandena från konferensen ons 2–tors 3 dec, v. 49, är ifyllda."


def test_a_conference_that_is_gone_is_skipped(desk: Desk) -> None:
    for kind in (TABLE, REMINDER, LACKING):
        assert desk.facts(kind, "U0BODEN", GAPS, subject_id=10**6) == Skip("gone")
