"""The table of deliveries: each key once, marks that are not lost, stops."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.people import Actor
from bot.storage.db import Database
from bot.storage.deliveries import (
    COALESCE_FOR,
    forget_waiting,
    mark_for_refresh,
    pause,
    pauses_of,
    queue,
    queue_many,
    resume,
)
from bot.storage.tables import Delivery, Event, Workspace

NOW = datetime(2027, 1, 18, 7, tzinfo=UTC)
MACHINE = datetime(2026, 11, 21, 12, tzinfo=UTC)
BOT = Actor(workspace_id=1, person_id=None, via="bot")


@pytest.fixture(autouse=True)
def workspaces(database: Database) -> None:
    with database.transaction(BOT, NOW) as session:
        session.add_all([Workspace(installation="i-1", salt="s"), Workspace(installation="i-2", salt="t")])


@contextmanager
def writing(database: Database, workspace_id: int = 1) -> Iterator[Session]:
    with database.transaction(Actor(workspace_id=workspace_id, person_id=None, via="bot"), NOW) as session:
        yield session


def card(session: Session, key: str = "commitment-card:commitments/1:card:network:1") -> bool:
    return queue(
        session,
        key=key,
        kind="commitment-card",
        recipient="network:1",
        due_at=NOW,
        subject="commitments",
        subject_id=1,
        now=NOW,
    )


def rows(database: Database) -> list[Delivery]:
    with database.reading() as session:
        return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def test_a_key_is_queued_once_in_its_workspace(database: Database) -> None:
    with writing(database) as session:
        assert card(session)
        assert not card(session)
    with writing(database, workspace_id=2) as session:
        assert card(session)
    with writing(database) as session:
        assert not card(session)
    assert [row.workspace_id for row in rows(database)] == [1, 2]


def test_a_message_is_of_use_for_as_long_as_its_kind(database: Database) -> None:
    with writing(database) as session:
        card(session)
    (row,) = rows(database)
    assert (row.status, row.attempt, row.expires_at - row.due_at) == ("pending", 0, timedelta(days=14))


def test_a_batch_counts_what_is_new(database: Database) -> None:
    batch = [
        {
            "key": f"digest:person:{n}:2027-01-18",
            "kind": "digest",
            "recipient": f"person:{n}",
            "due_at": NOW,
            "expires_at": NOW + timedelta(days=3),
        }
        for n in range(200)
    ]
    with writing(database) as session:
        assert queue_many(session, batch[:50], now=NOW) == 50
    with writing(database) as session:
        assert queue_many(session, batch, now=NOW) == 150
        assert queue_many(session, [], now=NOW) == 0


def test_marks_within_seconds_are_one_refresh_and_the_first_time_holds(database: Database) -> None:
    with writing(database) as session:
        card(session)
    with writing(database) as session:
        assert mark_for_refresh(session, subject="commitments", subject_id=1, at=MACHINE) == 1
    with writing(database) as session:
        assert mark_for_refresh(session, keys=[rows(database)[0].key], at=MACHINE + timedelta(seconds=4)) == 1
    (row,) = rows(database)
    assert (row.refresh_at, row.refresh_version) == (MACHINE, 2)


def test_a_mark_without_a_time_leaves_room_for_more(database: Database) -> None:
    with writing(database) as session:
        card(session)
        before = machine_clock()
        mark_for_refresh(session, subject="commitments", subject_id=1)
    refresh_at = rows(database)[0].refresh_at
    assert refresh_at is not None
    assert before + COALESCE_FOR <= refresh_at <= machine_clock() + COALESCE_FOR


def test_a_mark_reaches_no_other_workspace_or_subject(database: Database) -> None:
    with writing(database) as session:
        card(session)
    with writing(database, workspace_id=2) as session:
        assert mark_for_refresh(session, subject="commitments", subject_id=1, at=MACHINE) == 0
    with writing(database) as session:
        assert mark_for_refresh(session, subject="commitments", subject_id=2, at=MACHINE) == 0
        assert mark_for_refresh(session, keys=[], at=MACHINE) == 0
    assert rows(database)[0].refresh_at is None


@pytest.mark.parametrize("status", ["skipped", "failed", "expired", "cancelled"])
def test_what_ended_unsent_is_not_marked(database: Database, status: str) -> None:
    with writing(database) as session:
        card(session)
        session.scalars(select(Delivery)).one().status = status
    with writing(database) as session:
        assert mark_for_refresh(session, subject="commitments", subject_id=1, at=MACHINE) == 0


def test_stopping_twice_is_one_stop_and_starting_ends_it(database: Database) -> None:
    with writing(database) as session:
        assert pause(session, now=NOW)
        assert not pause(session, now=NOW, reason="token_revoked")
        assert pause(session, now=NOW, kind="digest")
    with database.reading() as session:
        assert [(row.kind, row.reason) for row in session.scalars(pauses_of(1))] == [("", None), ("digest", None)]
    with writing(database) as session:
        assert resume(session, kind="digest") == 1
        assert resume(session) == 1
        assert resume(session) == 0
    with database.reading() as session:
        actions = list(session.scalars(select(Event.action).where(Event.subject == "pauses").order_by(Event.id)))
    assert actions == ["created", "created", "removed", "removed"]


def test_what_waits_about_a_subject_is_taken_back_but_not_what_is_sent_or_what_somebody_caused(
    database: Database,
) -> None:
    about = {"subject": "meetings", "recipient": "network:1", "due_at": NOW, "now": NOW}
    with writing(database) as session:
        for key, kind, meeting in (
            ("waits", "summary", 1),
            ("sent", "summary", 1),
            ("other", "summary", 2),
            ("caused", "conference-commitments", 1),
        ):
            queue(session, key=key, kind=kind, subject_id=meeting, **about)
        session.scalars(select(Delivery).where(Delivery.key == "sent")).one().status = "sent"
    with writing(database, workspace_id=2) as session:
        assert forget_waiting(session, subject="meetings", subject_ids=[1, 2]) == 0
    with writing(database) as session:
        assert forget_waiting(session, subject="meetings", subject_ids=[1]) == 1
    assert {row.key for row in rows(database)} == {"sent", "other", "caused"}
