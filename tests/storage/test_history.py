"""Every change leaves its trace, in somebody's name."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot.domain.people import Actor
from bot.storage.db import Database
from bot.storage.tables import Event, Person, Workspace

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LOADER = Actor(workspace_id=1, person_id=None, via="load")


def make_workspace(database: Database) -> None:
    with database.transaction(LOADER, NOW) as session:
        session.add(Workspace(installation="i-1", salt="s"))


def test_a_change_is_written_with_before_and_after(database: Database) -> None:
    make_workspace(database)
    with database.transaction(LOADER, NOW) as session:
        person = Person(workspace_id=1, slack_user_id="U0BODEN", name="Kim")
        session.add(person)
    with database.transaction(LOADER, NOW) as session:
        session.get_one(Person, person.id).name = "Kim Exempel"
    with database.reading() as session:
        created, changed = session.scalars(select(Event).where(Event.subject == "people").order_by(Event.id))
    assert (created.action, created.changes["slack_user_id"]) == ("created", [None, "U0BODEN"])
    assert (changed.action, changed.changes, changed.via) == ("changed", {"name": ["Kim", "Kim Exempel"]}, "load")
    assert changed.at == NOW


def test_a_write_without_an_actor_is_refused(database: Database) -> None:
    with database._write() as session:
        session.add(Workspace(installation="i-1", salt="s"))
        with pytest.raises(PermissionError):
            session.flush()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Workspace)) == 0


def test_unremarkable_columns_make_no_event(database: Database) -> None:
    make_workspace(database)
    with database.transaction(LOADER, NOW) as session:
        person = Person(workspace_id=1, slack_user_id="U0BODEN")
        session.add(person)
    with database.transaction(LOADER, NOW) as session:
        session.get_one(Person, person.id).dm_channel = "D0BODEN"
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Event.subject == "people")) == 1


def test_a_naive_instant_is_refused(database: Database) -> None:
    make_workspace(database)
    with pytest.raises(Exception, match="offset"), database.transaction(LOADER, NOW) as session:
        session.add(Person(workspace_id=1, profile_at=datetime(2026, 11, 21, 12)))  # noqa: DTZ001  # that is the point
