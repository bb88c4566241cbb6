"""Deliveries written as if: seen in their own session only, and in nobody's way."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.domain.people import Actor
from bot.storage.db import Database
from bot.storage.deliveries import queue
from bot.storage.overlay import overlay
from bot.storage.tables import Delivery, Person
from tests.cast import NOW, Cast


def states(session: Session) -> dict[str, str]:
    return {row.key: row.status for row in session.scalars(select(Delivery))}


def put(database: Database, cast: Cast, *keys: str) -> None:
    with database.transaction(Actor(cast.workspace, None, via="bot"), NOW) as session:
        for key in keys:
            queue(session, key=key, kind="digest", recipient="person:1", due_at=NOW, now=NOW)


def test_what_is_written_as_if_is_seen_there_and_gone_afterwards(database: Database, cast: Cast) -> None:
    put(database, cast, "a", "b")
    with database.transaction(Actor(cast.workspace, None, via="bot"), NOW) as session:
        session.scalars(select(Delivery).where(Delivery.key == "b")).one().status = "failed"
    with overlay(database, cast.workspace) as over:
        rows = {row.key: row for row in over.session.scalars(select(Delivery))}
        columns = {"kind": "digest", "recipient": "person:1", "due_at": NOW, "expires_at": NOW + timedelta(days=1)}
        over.add([columns | {"key": "c"}])
        # One that waited, one that had ended, and one that is nowhere else.
        for key, row_id in (("a", rows["a"].id), ("b", rows["b"].id), ("c", next(iter(over.added)))):
            over.change(row_id, status="sent", said={"key": key})
        assert rows["a"].said == {"key": "a"}
        assert states(over.session) == {"a": "sent", "b": "sent", "c": "sent"}
        said = over.session.scalars(select(Delivery.said).where(Delivery.recipient == "person:1").order_by(Delivery.id))
        assert list(said) == [{"key": "a"}, {"key": "b"}, {"key": "c"}]
    with database.reading() as session:
        assert states(session) == {"a": "pending", "b": "failed"}


def test_meanwhile_others_write_what_it_has_written_over_and_it_does_not_see_them(
    database: Database, cast: Cast
) -> None:
    put(database, cast, "a")
    with overlay(database, cast.workspace) as over:
        over.change(over.session.scalars(select(Delivery.id)).one(), status="sent")
        with database.transaction(Actor(cast.workspace, None, via="bot"), NOW) as session:
            session.scalars(select(Delivery)).one().status = "cancelled"
        put(database, cast, "b")
        assert states(over.session) == {"a": "sent"}
    with database.reading() as session:
        assert states(session) == {"a": "cancelled", "b": "pending"}
        # Its connection, which might write, did not come back to those who only read.
        with pytest.raises(DBAPIError):
            session.execute(text("UPDATE deliveries SET status = 'sent'"))


def test_whom_slack_has_not_been_asked_about_counts_as_found(database: Database, cast: Cast) -> None:
    people = {"asked@kommun.example": NOW, "unasked@kommun.example": None}
    with database.transaction(Actor(cast.workspace, None, via="load"), NOW) as session:
        session.add_all(Person(workspace_id=cast.workspace, email=one, profile_at=at) for one, at in people.items())
    with overlay(database, cast.workspace) as over:
        found = select(Person.email, Person.slack_user_id).where(Person.email.in_(people)).order_by(Person.email)
        assert [tuple(row) for row in over.session.execute(found)] == [
            ("asked@kommun.example", None),
            ("unasked@kommun.example", "unasked@kommun.example"),
        ]
        assert over.session.scalars(select(Person).where(Person.slack_user_id == "U0BODEN")).one().active
