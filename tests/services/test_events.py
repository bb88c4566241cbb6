"""An event of Slack's is taken care of once, however often Slack tells of it."""

from datetime import timedelta

from sqlalchemy import select

from bot.services.events import give_event_back, take_event
from bot.storage.db import Database
from bot.storage.tables import ReceivedEvent
from tests.cast import NOW, Cast, actor


def test_an_event_is_new_once(database: Database, cast: Cast) -> None:
    kim = actor(database, cast, "U0BODEN")
    assert take_event(database, kim, "Ev1", now=NOW)
    assert not take_event(database, kim, "Ev1", now=NOW)
    assert take_event(database, kim, "Ev2", now=NOW)


def test_an_event_of_which_nothing_came_is_new_again(database: Database, cast: Cast) -> None:
    kim = actor(database, cast, "U0BODEN")
    take_event(database, kim, "Ev1", now=NOW)
    give_event_back(database, kim, "Ev1", now=NOW)
    assert take_event(database, kim, "Ev1", now=NOW)


def test_events_are_forgotten_after_a_day(database: Database, cast: Cast) -> None:
    kim = actor(database, cast, "U0BODEN")
    take_event(database, kim, "Ev1", now=NOW)
    take_event(database, kim, "Ev2", now=NOW + timedelta(hours=25))
    with database.reading() as session:
        assert list(session.scalars(select(ReceivedEvent.event))) == ["Ev2"]
