"""What waits for somebody follows their clock, whatever kind it is; what is due or begun, and others' hours, do not."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select

import bot.app  # noqa: F401  # registers every kind
from bot.domain.deliveries import TIMINGS, WhoseClock
from bot.domain.people import Actor
from bot.messages.registry import KINDS
from bot.services.people import Profile, note_profile
from bot.storage.db import Database
from bot.storage.deliveries import queue
from bot.storage.tables import Delivery, Person
from tests.cast import NOW, Cast

STOCKHOLM = "Europe/Stockholm"
NEW_YORK = "America/New_York"
MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)
#: What no database can make different.
once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def at(day: date, hour: int, zone: str = STOCKHOLM, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def put(database: Database, cast: Cast, *keys: str, kind: str = "preparation", due_at: datetime | None = None) -> None:
    """Let messages wait for Kim, on the Monday at eight in Stockholm unless told otherwise."""
    due_at = due_at or at(MONDAY, 8)
    with database.transaction(Actor(cast.workspace, None, via="bot"), NOW) as session:
        kim = session.scalars(select(Person.id).where(Person.slack_user_id == "U0BODEN")).one()
        for key in keys:
            queue(
                session,
                key=key,
                kind=kind,
                recipient=f"person:{kim}",
                due_at=due_at,
                nominal_on=MONDAY if kind == "digest" else None,
                now=NOW,
            )


def move(database: Database, cast: Cast, zone: str, now: datetime = NOW) -> None:
    """Let Slack tell that Kim's clock is another."""
    note_profile(database, cast.workspace, Profile("U0BODEN", timezone=zone), now=now)


def rows(database: Database) -> dict[str, Delivery]:
    with database.reading() as session:
        return {row.key: row for row in session.scalars(select(Delivery).order_by(Delivery.id))}


def hours(database: Database) -> dict[str, datetime]:
    return {key: row.due_at for key, row in rows(database).items()}


def test_every_kind_follows_the_clock_it_is_planned_by(database: Database, cast: Cast) -> None:
    for kind in KINDS:
        put(database, cast, kind, kind=kind)
    move(database, cast, NEW_YORK)
    by_reader = {kind for kind in KINDS if TIMINGS[kind].clock in {WhoseClock.READER, WhoseClock.LETTER}}
    there, here = at(MONDAY, 8, NEW_YORK), at(MONDAY, 8)
    assert hours(database) == {kind: there if kind in by_reader else here for kind in KINDS}
    assert {kind: row.expires_at - row.due_at for kind, row in rows(database).items()} == {
        kind: TIMINGS[kind].useful_for for kind in KINDS
    }


def test_what_is_due_or_begun_and_what_others_wait_for_stays(database: Database, cast: Cast) -> None:
    statuses = ("sending", "sent", "uncertain", "skipped", "cancelled")
    put(database, cast, "waits", "somebody's", *statuses)
    put(database, cast, "due", due_at=NOW)
    with database.transaction(Actor(cast.workspace, None, via="bot"), NOW) as session:
        for row in session.scalars(select(Delivery)):
            row.status = row.key if row.key in statuses else row.status
            row.recipient = f"network:{cast.network}" if row.key == "somebody's" else row.recipient
    before = hours(database)
    move(database, cast, NEW_YORK)
    assert hours(database) == before | {"waits": at(MONDAY, 8, NEW_YORK)}


@once
@pytest.mark.parametrize(
    ("zone", "now", "then"),
    [
        ("America/Los_Angeles", NOW, at(MONDAY, 8, "America/Los_Angeles")),
        # Across the date line the day is the reader's own: here a Sunday evening in Stockholm.
        ("Pacific/Kiritimati", NOW, datetime(2026, 11, 29, 18, tzinfo=UTC)),
        ("Pacific/Pago_Pago", NOW, datetime(2026, 11, 30, 19, tzinfo=UTC)),
        # Half past eight there: it comes now.
        ("Europe/Helsinki", at(MONDAY, 7, minute=30), at(MONDAY, 7, minute=30)),
        # The hour has been, and it is evening there: it comes in the morning.
        ("Pacific/Auckland", at(MONDAY, 7, minute=59), at(MONDAY + DAY, 8, "Pacific/Auckland")),
        # A minute before the hour in Stockholm.
        (NEW_YORK, at(MONDAY, 7, minute=59), at(MONDAY, 8, NEW_YORK)),
    ],
)
def test_the_same_day_and_hour_there_else_the_next_working_hour(
    database: Database, cast: Cast, zone: str, now: datetime, then: datetime
) -> None:
    put(database, cast, "step")
    put(database, cast, "letter", kind="digest")
    move(database, cast, zone, now)
    assert hours(database) == dict.fromkeys(("step", "letter"), then)


@once
def test_back_and_forth_changes_nothing(database: Database, cast: Cast) -> None:
    put(database, cast, "step")
    put(database, cast, "letter", kind="digest")
    before = {key: (row.due_at, row.expires_at) for key, row in rows(database).items()}
    for zone in (NEW_YORK, "Asia/Tokyo", "Europe/Helsinki", STOCKHOLM):
        move(database, cast, zone)
    assert {key: (row.due_at, row.expires_at) for key, row in rows(database).items()} == before


@once
def test_a_letter_asked_for_once_more_keeps_its_day_and_takes_the_hour(database: Database, cast: Cast) -> None:
    put(database, cast, "digest:person:1:2026-11-23:again", kind="digest", due_at=at(NOW.date() + 2 * DAY, 8))
    with database.transaction(Actor(cast.workspace, None, via="bot"), NOW) as session:
        session.scalars(select(Person).where(Person.slack_user_id == "U0BODEN")).one().letter_hour = 15
    move(database, cast, NEW_YORK)
    assert list(hours(database).values()) == [at(NOW.date() + 2 * DAY, 15, NEW_YORK)]


@once
def test_forty_messages_need_as_many_queries_as_one(database: Database, cast: Cast) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    counts = []
    for number, zone in ((1, STOCKHOLM), (39, NEW_YORK)):
        put(database, cast, *(f"{number} {n}" for n in range(number)), due_at=at(MONDAY, 8, zone))
        event.listen(database.writer, "before_cursor_execute", note)
        move(database, cast, NEW_YORK if number == 1 else "Asia/Tokyo")
        event.remove(database.writer, "before_cursor_execute", note)
        counts.append(sum("deliveries" in statement or "absences" in statement for statement in asked))
        asked.clear()
    assert counts == [3, 3]
    assert set(hours(database).values()) == {at(MONDAY, 8, "Asia/Tokyo")}
