"""Stopping and starting, as an operator does it."""

import pytest
from sqlalchemy import select

from bot.domain.people import Actor
from bot.errors import NotFound
from bot.services.deliveries import pause, resume
from bot.storage.db import Database
from bot.storage.tables import Event, Pause
from tests.cast import NOW, Cast


def stopped(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(Pause.kind)))


def test_everything_or_one_kind_is_stopped_and_started(database: Database, cast: Cast) -> None:
    operator = Actor(cast.workspace, None, via="bot")
    assert pause(database, operator, "digest", now=NOW)
    assert not pause(database, operator, "digest", now=NOW)
    assert pause(database, operator, now=NOW)
    assert stopped(database) == ["", "digest"]
    assert resume(database, operator, "digest", now=NOW) == 1
    assert stopped(database) == [""]
    assert resume(database, operator, now=NOW) == 1
    assert resume(database, operator, now=NOW) == 0
    assert stopped(database) == []


def test_a_kind_that_does_not_exist_is_named_with_those_that_do(database: Database, cast: Cast) -> None:
    for use_case in (pause, resume):
        with pytest.raises(NotFound) as told:
            use_case(database, Actor(cast.workspace, None, via="bot"), "newsletter", now=NOW)
        assert "digest" in told.value.sentence.values["kinds"]
    assert stopped(database) == []


def test_who_stopped_it_stands_in_the_history(database: Database, cast: Cast) -> None:
    pause(database, Actor(cast.workspace, None, via="bot"), now=NOW)
    with database.reading() as session:
        (event,) = session.scalars(select(Event).where(Event.subject == "pauses"))
    assert (event.action, event.via, event.at) == ("created", "bot", NOW)
